"""What those do who watch over the loop: notices, decisions on extensions and namings, holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from hotline.codes import Request, State, SuperviseKind
from hotline.handling import asked_extension
from hotline.outcome import Refusal, RefusalCode
from screens.parts.ask import Option
from screens.parts.case_words import unit_words
from screens.parts.fill_acts import FillActs
from screens.parts.fill_in import Typed
from screens.parts.loop_words import supervise_words
from screens.parts.moments import day_of, moment_of
from screens.parts.reason_form import reason_form
from screens.parts.trouble import refusal_words
from screens.supervision import forms
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.commands import Command
    from hotline.work_order import WorkOrder

GIVEN: Mapping[str, tuple[str, ...]] = {
    "accept": ("decide_naming", "decide_extension"),
    "turn_down": ("decide_naming", "decide_extension"),
    "supervise": ("supervise",),
    "rest": ("hold",),
    "resume": ("resume",),
    "name_unit": ("name_unit",),
}
"""The acts of supervision in the order in which they are offered, each with the commands that do it."""
_DECIDES = ("accept", "turn_down")
_NAMING, _EXTENSION = "decide_naming", "decide_extension"


class Acting(FillActs):
    """The acts on the marked case; of what is asked there the naming is decided on first."""

    GIVEN = GIVEN

    # ---- whether

    def why_none(self, act: str, order: WorkOrder) -> str:
        """Return what there is nothing to do about: nothing asked, or a naming that stands already."""
        if act in _DECIDES and not self._decided(order):
            return self._why_not_decided(order)
        if act == "name_unit" and order.naming is not None and order.naming.state is not Request.TURNED_DOWN:
            return refusal_words(Refusal(RefusalCode.ALREADY_ASKED))
        if act == "name_unit" and not forms.units_that_had_it(order):
            return refusal_words(Refusal(RefusalCode.NO_UNIT))
        return ""

    def why_not_now(self, act: str, order: WorkOrder) -> str:
        """Return why clocks cannot be let rest, or go on."""
        if order.state is State.ON_HOLD and act == "rest":
            return tr("It is on hold already: {resume} to resume it").format(resume=self.key_of("resume"))
        if act == "resume":
            return tr("It is not on hold: its clocks run")
        return super().why_not_now(act, order)

    def _open_requests(self, order: WorkOrder) -> list[str]:
        """Return the commands that would decide on what is asked, whoever may give them."""
        asked = [_NAMING] if order.naming is not None and order.naming.state is Request.ASKED else []
        return [*asked, *([_EXTENSION] if asked_extension(order) is not None else [])]

    def _decided(self, order: WorkOrder) -> str:
        """Return the command by which whoever is here decides on what is asked; empty for none."""
        from hotline.rulebook import refused_at_once

        return next((op for op in self._open_requests(order) if refused_at_once(op, order, self.actor()) is None), "")

    def _why_not_decided(self, order: WorkOrder) -> str:
        from hotline.rulebook import refused_at_once

        asked = self._open_requests(order)
        refusal = refused_at_once(asked[0], order, self.actor()) if asked else Refusal(RefusalCode.NOTHING_ASKED)
        return refusal_words(refusal) if refusal is not None else ""

    # ---- what is asked, and what is given

    def action_supervise(self) -> None:
        """Issue a notice; the first question is of which kind."""
        order = self.begun("supervise")
        if order is None:
            return

        def options() -> list[Option]:
            return [Option(kind.value, supervise_words(kind)) for kind in SuperviseKind]

        heading = self.heading(order, lambda: tr("Supervise: how?"))
        self.choose_first(
            order, "supervise", heading, options, lambda kind: self._ask_notice(order, SuperviseKind(kind))
        )

    def _ask_notice(self, order: WorkOrder, kind: SuperviseKind) -> None:
        from hotline.oversight_commands import Supervise

        services = self.services
        now = services.now()

        def command(typed: Typed) -> Command:
            units = dict.fromkeys(typed[name] for name in forms.JOINT_UNITS if typed.get(name))
            due = moment_of(typed["due"], services.now(), services.zone)
            return Supervise(kind=kind, text=typed["text"], due=due, units=tuple(units))

        question = partial(
            forms.notice, self.heading(order, lambda: supervise_words(kind)), services.city_pack, kind,
            self._usual_due(now), services.now, services.zone,
        )  # fmt: skip
        self.fill(order, "supervise", question, command, mark("Notice issued"), stays=True, chosen=kind.value)

    def _usual_due(self, now: datetime) -> datetime:
        """Return until when a notice is answered as a rule: the end of the next working day."""
        pack = self.services.pack
        return pack.day_clock.after(now, 1, forms.WORKING_DAYS).at if pack is not None else now

    def action_accept(self) -> None:
        """Agree to what is asked."""
        self._decide("accept", grant=True)

    def action_turn_down(self) -> None:
        """Do not agree to what is asked."""
        self._decide("turn_down", grant=False)

    def _decide(self, act: str, *, grant: bool) -> None:
        from hotline.oversight_commands import DecideExtension, DecideNaming

        order = self.begun(act)
        if order is None:
            return
        make: Callable[..., Any]
        decided = self._decided(order)
        if decided == _NAMING:
            make, needed = DecideNaming, False
            words = mark("The unit goes on the exposure list: why?") if grant else mark("No naming: why?")
        else:
            make, needed = DecideExtension, True
            words = mark("The extension is granted: why?") if grant else mark("No extension: why?")
        question = partial(reason_form, self.heading(order, lambda: tr(words)), needed=needed)
        done = mark("Agreed to") if grant else mark("Not agreed to")
        self.fill(
            order, act, question, lambda typed: make(grant=grant, reason=typed["reason"]), done, stays=True,
            chosen=decided,
        )  # fmt: skip

    def action_rest(self) -> None:
        """Put the case on hold."""
        from hotline.oversight_commands import HoldCase

        order, services = self.begun("rest"), self.services
        if order is None:
            return

        def command(typed: Typed) -> Command:
            review_on = day_of(typed["review_on"], services.now(), services.zone)
            return HoldCase(reason=typed["reason"], plan=typed["plan"], review_on=review_on)

        heading = self.heading(order, lambda: tr("Put on hold: the clocks rest until the day of review"))
        question = partial(forms.hold, heading, services.city_pack, services.now, services.zone)
        self.fill(order, "rest", question, command, mark("On hold"), stays=True)

    def action_resume(self) -> None:
        """Let a case on hold go on."""
        from hotline.oversight_commands import Resume

        if order := self.begun("resume"):
            question = partial(reason_form, self.heading(order, lambda: tr("Resume: why now?")), needed=False)
            self.fill(
                order, "resume", question, lambda typed: Resume(reason=typed["reason"]), mark("Resumed"), stays=True
            )

    def action_name_unit(self) -> None:
        """Propose a unit for the exposure list; of several that had the case, the first question is which."""
        order = self.begun("name_unit")
        if order is None:
            return
        units = forms.units_that_had_it(order)
        if len(units) == 1:
            self._ask_naming(order, units[0])
            return

        def options() -> list[Option]:
            return [Option(unit, unit_words(self.services.city_pack, unit)) for unit in units]

        heading = self.heading(order, lambda: tr("Name which unit?"))
        self.choose_first(order, "name_unit", heading, options, partial(self._ask_naming, order))

    def _ask_naming(self, order: WorkOrder, unit: str) -> None:
        from hotline.oversight_commands import NameUnit

        def words() -> str:
            return tr("Propose {unit} for the exposure list: why?").format(
                unit=unit_words(self.services.city_pack, unit)
            )

        question = partial(reason_form, self.heading(order, words), needed=True)
        self.fill(
            order, "name_unit", question, lambda typed: NameUnit(unit=unit, why=typed["reason"]),
            mark("Naming proposed: a leader decides"), stays=True, chosen=unit)  # fmt: skip
