"""Notes on callers, on the case that is shown: whoever speaks with callers proposes one, a lead lifts one."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import TYPE_CHECKING

from hotline.codes import CallerNoteReason, Role
from hotline.intake_rules import NOTE_LIMIT
from hotline.outcome import Refusal, RefusalCode
from local_cache.errors import NoLine
from screens.parts.amend import NOTHING_WRONG, Wrong
from screens.parts.case_acts import of_case
from screens.parts.centre_acts import CentreActs
from screens.parts.fill_in import FillIn, Typed, must_choose, must_say
from screens.parts.given_acts import given_trouble
from screens.parts.loop_words import note_reason_words
from screens.parts.moments import day_of, wrong_day
from screens.parts.note_words import BINDS_NOBODY
from screens.parts.reason_form import reason_form
from screens.parts.trouble import refusal_words
from widgets.choices import Choice, Choices
from widgets.entry import Entry
from widgets.field import Field
from widgets.picker import Picker
from wording import mark, sentences, tr

if TYPE_CHECKING:
    from hotline.work_order import WorkOrder
    from screens.parts.base import Said

_LABEL_CELLS = 16
_DAY_LIMIT = 20
_USUAL_DAYS = 30
PROPOSE, LIFT = "caller_note", "lift_note"


class NoteActs(CentreActs):
    """A screen with one case, for whose caller a note is proposed, and lifted."""

    def why_not(self, act: str) -> str:
        """Return why a note can be neither proposed nor lifted here, whatever is typed; empty if it can."""
        from hotline.caller_notes import is_asked, stands

        if act == LIFT and Role.LEAD in self.services.roles and not self.services.seat.status.line_up:
            return given_trouble(NoLine())
        words = super().why_not(act)
        if words or self.view is None or act not in (PROPOSE, LIFT):
            return words
        order, note = self.view.doc.order, self.view.doc.order.caller_note
        if act == LIFT and (note is None or is_asked(note)):
            return tr("No approved note on the caller is on this case")
        if act == PROPOSE and (is_asked(note) or stands(note, self._today())):
            return refusal_words(Refusal(RefusalCode.ALREADY_ASKED))
        if act == PROPOSE and not order.caller_phone:
            return tr("This case has no number of a caller: there is nobody to note anything about")
        return ""

    def _today(self) -> date:
        return self.services.now().astimezone(self.services.zone).date()

    # ---- proposing

    def action_caller_note(self) -> None:
        """Propose a note on the caller; a lead decides."""
        if order := self.begun(PROPOSE):
            self._ask_caller_note(order)

    def _ask_caller_note(self, order: WorkOrder, typed: Typed | None = None, wrong: Wrong = NOTHING_WRONG) -> None:
        heading = of_case(order, lambda: tr("Propose a note on the caller"))
        usual = self._usual_last_day(order)
        question = _note_form(heading, usual, self.services.now(), self.services.zone, typed, wrong)
        self._ask_about(order, PROPOSE, question, self._caller_noted)

    def _usual_last_day(self, order: WorkOrder) -> date:
        pack, zone = self.services.city_pack, self.services.zone
        last = order.created_at.astimezone(zone).date() + timedelta(days=pack.number("caller_note_days"))
        return min(self._today() + timedelta(days=_USUAL_DAYS), last)

    def _caller_noted(self, order: WorkOrder, typed: Typed | None) -> None:
        from hotline.caller_note_commands import ProposeCallerNote

        if typed is None:
            return
        until = day_of(typed["until"], self.services.now(), self.services.zone)
        command = ProposeCallerNote(reason=CallerNoteReason(typed["reason"]), text=typed["text"], until=until)
        self._give(order, command, mark("Note proposed, a lead decides:"), partial(self._ask_caller_note, order, typed))

    # ---- lifting

    def action_lift_note(self) -> None:
        """Lift the note on the caller; asks why."""
        if order := self.begun(LIFT):
            self._ask_lift(order)

    def _ask_lift(self, order: WorkOrder, typed: Typed | None = None, wrong: Wrong = NOTHING_WRONG) -> None:
        heading = of_case(order, lambda: tr("Lift the note on the caller: why?"))
        self._ask_about(order, LIFT, reason_form(heading, typed, wrong, needed=True), self._lifted)

    def _lifted(self, order: WorkOrder, typed: Typed | None) -> None:
        from hotline.caller_note_commands import LiftCallerNote

        if typed is not None:
            again = partial(self._ask_lift, order, typed)
            self.give_at_centre(
                order, LiftCallerNote(reason=typed["reason"]), mark("the note on the caller is lifted"), again
            )


def _note_form(heading: Said, usual: date, now: datetime, zone: tzinfo, typed: Typed | None, wrong: Wrong) -> FillIn:
    """Ask for the reason, the words and the last day."""

    def fields(held: Typed) -> list[Entry]:
        return [
            Picker(id="reason", label=mark("Reason"), label_width=_LABEL_CELLS, needed=True, check=must_choose),
            Field(id="text", label=mark("Caller note"), label_width=_LABEL_CELLS, needed=True, limit=NOTE_LIMIT,
                  value=held.get("text", ""), check=must_say),
            Field(id="until", label=mark("Last day"), label_width=_LABEL_CELLS, needed=True, limit=_DAY_LIMIT,
                  value=held.get("until", usual.isoformat()), check=lambda text: wrong_day(text, now, zone)),
        ]  # fmt: skip

    def says() -> str:
        shown = tr("Once a lead has approved it, it is shown to whoever answers this caller, until its last day.")
        return sentences(shown, tr(BINDS_NOBODY))

    return FillIn(heading, fields, typed=typed, wrong=wrong, choices={"reason": _reason_choices}, says=says)


def _reason_choices() -> Choices:
    return Choices(Choice(key=each.value, label=note_reason_words(each)) for each in CallerNoteReason)
