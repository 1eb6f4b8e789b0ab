"""What a unit does to a case: what may be done is asked of the rulebook, and what was typed stays until it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from hotline.codes import Role, Solved, State, UnitPart
from hotline.context import Context
from hotline.outcome import Refusal, RefusalCode
from hotline.texts import visible
from screens.parts.ask import Option
from screens.parts.clock_rows import notice_words
from screens.parts.fill_acts import FillActs
from screens.parts.fill_in import Typed, is_yes
from screens.parts.loop_words import supervise_words
from screens.parts.trouble import refusal_words
from screens.unit_desk import forms
from screens.unit_desk.lines import own_part
from screens.unit_desk.lower_units import lower_units
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.commands import Command
    from hotline.work_order import WorkOrder

GIVEN: Mapping[str, tuple[str, ...]] = {
    "sign": ("sign",),
    "answer_notice": ("answer_supervision",),
    "unit_reply": ("reply", "co_reply"),
    "contact": ("contact_caller",),
    "pass_down": ("pass_down",),
    "extend": ("request_extension",),
    "ask_return": ("request_return",),
    "exclude": ("request_exclusion",),
}
"""The acts of a unit in the order in which they are offered, each with the commands that do it."""
_LEAST_DAYS = 1e-6
_UNIT_ONLY = frozenset({Role.UNIT})


class Acting(FillActs):
    """The acts of a unit on the marked case."""

    GIVEN = GIVEN

    @property
    def unit(self) -> str:
        """The unit that whoever is here works for."""
        return self.services.session.unit if self.services.session is not None else ""

    # ---- whether

    def why_none(self, act: str, order: WorkOrder) -> str:
        """Return what the rulebook would refuse whatever is typed: a return that is barred, an extension too late."""
        if act == "pass_down" and not lower_units(self.services.city_pack, self.unit):
            return tr("There is no unit of a lower level below yours")
        refusals = [self._refusal(order, command) for command in self._least(act, order)]
        first = refusals[0] if refusals and all(refusals) else None
        return refusal_words(first) if first is not None and first.code is not RefusalCode.WRONG_STATE else ""

    def why_not(self, act: str) -> str:
        """Return why an act can do nothing to the case that is shown; of some a unit learns nobody's name."""
        if act == "reveal" and self.view is not None and self.services.session is not None:
            from hotline.following_up import kept_from_units

            only_unit = self.services.session.roles <= _UNIT_ONLY
            if only_unit and kept_from_units(self.view.doc.order):
                return refusal_words(Refusal(RefusalCode.CONFIDENTIAL))
        return super().why_not(act)

    def why_not_now(self, act: str, order: WorkOrder) -> str:
        """Return what has to come first: the signing, or the end of a hold."""
        if order.state is State.TO_SIGN and order.at_unit != self.unit:
            return refusal_words(Refusal(RefusalCode.NOT_YOUR_UNIT))
        if order.state is State.TO_SIGN:
            return tr("Sign for it first: {sign}").format(sign=self.key_of("sign"))
        if order.state is State.ON_HOLD:
            return tr("It is on hold until its review date.")
        if act == "sign":
            return tr("It is signed for already")
        return super().why_not_now(act, order)

    def _refusal(self, order: WorkOrder, command: Command) -> Refusal | None:
        """Return what the rulebook says to a command now: nothing is changed by asking."""
        from hotline.rulebook import apply

        if self.services.pack is None:
            return None
        outcome = apply(order, command, Context(self.services.now(), self.actor(), self.services.pack, order.id))
        return outcome if isinstance(outcome, Refusal) else None

    def _least(self, act: str, order: WorkOrder) -> Iterator[Command]:
        """Yield the commands of an act with as little in them as there may be."""
        from hotline import unit_commands as commands

        match act:
            case "unit_reply":
                yield self._reply_of(order, {"reply": "-", "solved": Solved.SOLVED.value})
            case "extend":
                yield commands.RequestExtension(days=_LEAST_DAYS, reason="-")
            case "ask_return":
                reasons = self.services.city_pack.code_lists.get("return_reason", ())
                yield commands.RequestReturn(reason=reasons[0].code if reasons else "")
            case "answer_notice":
                waiting = forms.unanswered(order)
                yield commands.AnswerSupervision(index=waiting[0] if waiting else len(order.supervisions), answer="-")
            case "exclude":
                yield commands.RequestExclusion(reason="-")

    # ---- what is asked, and what is given

    def action_sign(self) -> None:
        """Sign for the case."""
        from hotline.unit_commands import Sign

        if order := self.begun("sign"):
            self.give(order, Sign(), lambda: tr("Signed"), stays=True)

    def action_contact(self) -> None:
        """Note that the unit has spoken with the caller."""
        from hotline.unit_commands import ContactCaller

        if order := self.begun("contact"):
            heading = self.heading(order, mark("Contacted the caller: what was said?"))
            self.fill(
                order, "contact", partial(forms.contact, heading, partial(_asked, order)),
                lambda typed: ContactCaller(said=typed["said"], first_reply=is_yes(typed, "first_reply")),
                mark("Contact noted"), stays=True,
            )  # fmt: skip

    def action_pass_down(self) -> None:
        """Pass the case down."""
        from hotline.unit_commands import PassDown

        if order := self.begun("pass_down"):
            heading = self.heading(order, mark("Pass down: you stay answerable for it"))
            self.fill(
                order, "pass_down",
                partial(forms.pass_down, heading, self.services.city_pack, self.unit, order.area_code),
                lambda typed: PassDown(unit=typed["unit"], note=typed["note"]), mark("Passed down"), stays=True,
            )  # fmt: skip

    def action_ask_return(self) -> None:
        """Ask to return the case."""
        from hotline.unit_commands import RequestReturn

        if order := self.begun("ask_return"):
            heading = self.heading(order, mark("Ask to return it: why, and whose is it?"))
            self.fill(
                order, "ask_return", partial(forms.ask_return, heading, self.services.city_pack),
                lambda typed: RequestReturn(**typed), mark("Return asked for"), stays=False,
            )  # fmt: skip

    def action_extend(self) -> None:
        """Ask for more days."""
        from hotline.unit_commands import RequestExtension

        if order := self.begun("extend"):
            heading = self.heading(order, mark("Ask for an extension: the clock runs on until it is decided"))
            self.fill(
                order, "extend", partial(forms.extend, heading, order, self.services.now()),
                lambda typed: RequestExtension(
                    days=forms.days_of(typed["days"]), reason=typed["reason"], evidence=typed["evidence"]
                ),
                mark("Extension asked for"), stays=True,
            )  # fmt: skip

    def action_unit_reply(self) -> None:
        """Reply; a co-unit gives its share, which the lead unit waits for."""
        order = self.begun("unit_reply")
        if order is None:
            return
        if self._is_co_unit(order):
            heading = self.heading(order, mark("Reply as a co-unit: the lead unit replies for all"))
            question, done = partial(forms.co_reply, heading, partial(_asked, order)), mark("Share of the reply given")
        else:
            heading = self.heading(order, mark("Reply: what was done, and is it solved?"))
            question = partial(forms.reply, heading, partial(_asked, order), self.services.city_pack)
            done = mark("Replied")
        self.fill(order, "unit_reply", question, partial(self._reply_of, order), done, stays=False)

    def _reply_of(self, order: WorkOrder, typed: Typed) -> Command:
        from hotline.unit_commands import CoReply, Reply

        evidence = typed.get("evidence", "")
        if self._is_co_unit(order):
            return CoReply(reply=typed["reply"], evidence=evidence)
        return Reply(reply=typed["reply"], evidence=evidence, solved=Solved(typed["solved"]))

    def _is_co_unit(self, order: WorkOrder) -> bool:
        own = own_part(order, self.unit)
        return own is not None and own.part is UnitPart.CO and order.at_unit != self.unit

    def action_answer_notice(self) -> None:
        """Answer a notice; where several wait, the first question is which."""
        order = self.begun("answer_notice")
        if order is None:
            return
        waiting = forms.unanswered(order)
        if len(waiting) == 1:
            self._answer_notice(order, waiting[0])
            return

        def options() -> list[Option]:
            notices = [(place, order.supervisions[place]) for place in waiting]
            return [Option(str(place), f"{supervise_words(each.kind)}  {each.text}") for place, each in notices]

        heading = self.heading(order, mark("Answer which notice?"))
        self.choose_first(
            order, "answer_notice", heading, options, lambda place: self._answer_notice(order, int(place))
        )

    def _answer_notice(self, order: WorkOrder, place: int) -> None:
        from hotline.unit_commands import AnswerSupervision

        heading, services = self.heading(order, mark("Answer the notice")), self.services

        def notice() -> str:
            return notice_words(order.supervisions[place], services.city_pack, services.now(), services.zone)

        self.fill(
            order, "answer_notice", partial(forms.answer_notice, heading, notice),
            lambda typed: AnswerSupervision(index=place, answer=typed["answer"]), mark("Notice answered"), stays=True,
            chosen=str(place),
        )  # fmt: skip

    def action_exclude(self) -> None:
        """Ask that the case be left out of the assessment."""
        from hotline.unit_commands import RequestExclusion

        if order := self.begun("exclude"):
            heading = self.heading(order, mark("Leave it out of the assessment: why could no unit meet it?"))
            self.fill(
                order, "exclude", partial(forms.exclude, heading),
                lambda typed: RequestExclusion(reason=typed["reason"], evidence=typed["evidence"]),
                mark("Exclusion asked for"), stays=True,
            )  # fmt: skip


def _asked(order: WorkOrder) -> str:
    """Return what the caller asked for, so that it is seen while it is answered."""
    return visible(order.content)
