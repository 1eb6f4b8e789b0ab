"""What a reviewer or a lead decides on the marked case: an exclusion, or a note on its caller."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from hotline.caller_notes import is_asked
from hotline.codes import Request, Role
from hotline.outcome import Refusal, RefusalCode
from screens.parts.fill_acts import FillActs
from screens.parts.reason_form import reason_form
from screens.parts.trouble import refusal_words
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.commands import Command
    from hotline.queue_doc import QueueName
    from hotline.work_order import WorkOrder
    from screens.parts.fill_in import Typed

GIVEN: Mapping[str, tuple[str, ...]] = {
    "accept": ("decide_exclusion", "decide_caller_note"),
    "turn_down": ("decide_exclusion", "decide_caller_note"),
}
"""The acts of a review, each with the commands that do it."""
_WHY = {
    ("exclusion", True): mark("Exclude it from the assessment: why?"),
    ("exclusion", False): mark("No exclusion: why?"),
    ("caller_note", True): mark("Show this note to whoever answers this caller: why?"),
    ("caller_note", False): mark("No note on this caller: why?"),
}
_DONE = {
    ("exclusion", True): mark("excluded from the assessment"),
    ("exclusion", False): mark("not excluded"),
    ("caller_note", True): mark("the note is shown until its last day"),
    ("caller_note", False): mark("no note on this caller"),
}


class Deciding(FillActs):
    """The decision on what the list that is shown is about. `turned` says that it is the other one of two."""

    GIVEN = GIVEN
    turned = False

    @property
    def list_name(self) -> QueueName:
        """Return which list of the centre is shown."""
        reviews = Role.QUALITY in self.services.roles
        both = reviews and Role.LEAD in self.services.roles
        return "exclusion" if reviews and not (both and self.turned) else "caller_note"

    def why_none(self, act: str, order: WorkOrder) -> str:
        """Return why nothing can be decided of what this list is about."""
        from hotline.rulebook import refused_at_once

        if act not in GIVEN:
            return ""
        exclusion, reviews = order.exclusion, self.list_name == "exclusion"
        waits = exclusion is not None and exclusion.state is Request.ASKED if reviews else is_asked(order.caller_note)
        op = "decide_exclusion" if reviews else "decide_caller_note"
        refusal = refused_at_once(op, order, self.actor()) if waits else Refusal(RefusalCode.NOTHING_ASKED)
        return refusal_words(refusal) if refusal is not None else ""

    def action_accept(self) -> None:
        """Agree to what is asked."""
        self._decide("accept", grant=True)

    def action_turn_down(self) -> None:
        """Do not agree to what is asked."""
        self._decide("turn_down", grant=False)

    def _decide(self, act: str, *, grant: bool) -> None:
        from hotline.caller_note_commands import DecideCallerNote
        from hotline.oversight_commands import DecideExclusion

        order = self.begun(act)
        if order is None:
            return
        name = self.list_name

        def command(typed: Typed) -> Command:
            decide = DecideExclusion if name == "exclusion" else DecideCallerNote
            return decide(grant=grant, reason=typed["reason"])

        heading = self.heading(order, lambda: tr(_WHY[name, grant]))
        question = partial(reason_form, heading, needed=True)
        self.fill(order, act, question, command, _DONE[name, grant], stays=False, chosen=name)
