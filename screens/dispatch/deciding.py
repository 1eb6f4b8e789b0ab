"""What a dispatcher or a lead does to the case that is shown: dispatch it, ask, merge, split, decide."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from hotline.codes import Role, State
from hotline.dispatch_commands import Assign, DecideRefusal, DecideReturn, QuerySeat, ReviewReply
from hotline.outcome import Refusal, RefusalCode
from hotline.queues import RETURN_HOPS
from screens.dispatch.merging import Merging
from screens.dispatch.other_unit import OtherUnit, assign_as
from screens.dispatch.proposals import proposals_of, why_in_short
from screens.dispatch.two_cases import NEW_ID, TwoCases, split_as
from screens.parts.amend import NOTHING_WRONG, Wrong
from screens.parts.ask import Option
from screens.parts.case_acts import of_case
from screens.parts.case_words import refusal_reason_words, unit_words
from screens.parts.trouble import refusal_words
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline.work_order import WorkOrder
    from screens.parts.fill_in import Typed

_TO_A_UNIT = ("assign", "reassign", "query", "merge", "split")
_REFUSE, _TO_DISPATCH = "refuse", "to_dispatch"


class Deciding(Merging):
    """The acts of review and dispatch; what has to be decided first turns the others away."""

    GIVEN: ClassVar = {
        "assign": ("assign",),
        "reassign": ("assign",),
        "query": ("query_seat",),
        "merge": ("merge",),
        "split": ("split",),
        "accept": ("decide_return", "review_reply"),
        "turn_down": ("decide_return", "review_reply"),
        "refuse": ("decide_refusal",),
        "unmerge": ("unmerge",),
    }

    # ---- whether

    def why_none(self, act: str, order: WorkOrder) -> str:
        """Return what has to be decided first, and by whom."""
        is_lead = Role.LEAD in self.services.roles
        accept, turn_down = self.key_of("accept"), self.key_of("turn_down")
        if act in _TO_A_UNIT and order.state is State.RETURN_REVIEW:
            words = tr("The unit asks to return it: {accept} to take it back, {turn_down} to bar the return")
            return words.format(accept=accept, turn_down=turn_down)
        if act in _TO_A_UNIT and order.state is State.REPLY_REVIEW:
            words = tr("The unit has replied: {accept} to let it go on, {turn_down} to send it back")
            return words.format(accept=accept, turn_down=turn_down)
        if act in _TO_A_UNIT and order.state is State.REFUSAL_REVIEW:
            return tr("A lead decides on the refusal first: {refuse}").format(refuse=self.key_of("refuse"))
        if act in ("accept", "turn_down") and order.state is State.TO_DISPATCH:
            return tr("No unit has asked or replied: {assign} to dispatch it").format(assign=self.key_of("assign"))
        if act == "refuse" and is_lead and order.state is not State.REFUSAL_REVIEW:
            return tr("The desk has not proposed to refuse this: ask the seat, or dispatch it")
        if act in ("assign", "reassign") or (act in ("accept", "turn_down") and order.state is State.RETURN_REVIEW):
            return self._why_not_by_hops(order) or self._why_not_proposed(act)
        return ""

    def _why_not_by_hops(self, order: WorkOrder) -> str:
        """Say whose decision it is: after two returns a lead's, before that a dispatcher's."""
        roles = self.services.roles
        if order.return_count >= RETURN_HOPS and Role.LEAD not in roles:
            return refusal_words(Refusal(RefusalCode.NEXT_LEVEL_DECIDES))
        if order.return_count < RETURN_HOPS and Role.DISPATCHER not in roles:
            return tr("Dispatchers go on with this one: a lead decides after two returns")
        return ""

    def _why_not_proposed(self, act: str) -> str:
        line = self.marked
        if act != "assign" or line is None or proposals_of(line, self.services.city_pack):
            return ""
        return tr("No unit is proposed for this: {reassign} to choose one").format(reassign=self.key_of("reassign"))

    # ---- dispatch

    def action_assign(self) -> None:
        """Pass the case and dispatch it as the line says."""
        line = self.marked
        order = self.begun("assign")
        if order is None or line is None:
            return
        pack = self.services.city_pack
        unit = proposals_of(line, pack)[0].unit
        self._assign(order, Assign(unit=unit, pack_version=pack.version), None)

    def action_reassign(self) -> None:
        """Dispatch to another unit, with co-units and time limits."""
        if order := self.begun("reassign"):
            self._ask_unit(order)

    def _ask_unit(self, order: WorkOrder, typed: Typed | None = None, wrong: Wrong = NOTHING_WRONG) -> None:
        line, pack = self.lines.get(str(order.id)), self.services.city_pack

        def likely() -> Mapping[str, str]:
            found = proposals_of(line, pack) if line is not None else ()
            return {each.unit: why_in_short(line, each, pack) for each in found} if line is not None else {}

        def chosen(_: WorkOrder, typed: Typed | None) -> None:
            if typed is not None:
                self._assign(order, assign_as(typed, pack), typed)

        heading = of_case(order, lambda: tr("Dispatch to"))
        self._ask_about(order, "reassign", OtherUnit(heading, order, pack, likely, typed, wrong), chosen)

    def _assign(self, order: WorkOrder, command: Assign, typed: Typed | None) -> None:
        pack = self.services.city_pack

        def words() -> str:
            return tr("dispatched to {unit}").format(unit=unit_words(pack, command.unit))

        again = partial(self._ask_unit, order, typed) if typed is not None else None
        self.give(order, command, words, again=again)

    # ---- asking the seat

    def action_query(self) -> None:
        """Send the case back to its seat with a question."""
        if order := self.begun("query"):
            heading = mark("Back to seat {seat} ({operator}): what has to be known?")
            self.ask_words(
                order,
                "query",
                lambda: tr(heading).format(seat=order.origin_seat, operator=order.follow_up),
                mark("Question"),
                lambda text: QuerySeat(question=text),
                lambda: tr("back with the seat, with a question"),
            )

    # ---- splitting

    def action_split(self) -> None:
        """Make two cases of one."""
        if order := self.begun("split"):
            self._ask_split(order)

    def _ask_split(self, order: WorkOrder, typed: Typed | None = None, wrong: Wrong = NOTHING_WRONG) -> None:
        def split(_: WorkOrder, typed: Typed | None) -> None:
            if typed is not None:
                typed = {**typed, NEW_ID: question.new_id}
                done = partial(tr, mark("two cases now, both in this list"))
                self.give(order, split_as(typed), done, again=partial(self._ask_split, order, typed), stays=True)

        heading = of_case(order, lambda: tr("Split: what goes to the new case, and what stays?"))
        question = TwoCases(heading, order, self.services.city_pack, typed, wrong)
        self._ask_about(order, "split", question, split)

    # ---- deciding

    def action_accept(self) -> None:
        """Take the case back from its unit, or pass the reply."""
        order = self.begun("accept")
        if order is None:
            return
        if order.state is State.REPLY_REVIEW:
            self.give(order, ReviewReply(accept=True), lambda: tr("reply passed, the caller is called back"))
            return
        self.ask_words(
            order,
            "accept",
            lambda: tr("Take it back from the unit: why?"),
            mark("Reason"),
            lambda text: DecideReturn(accept=True, reason=text),
            lambda: tr("taken back, to be dispatched anew"),
            stays=True,
        )

    def action_turn_down(self) -> None:
        """Bar the return, or send the reply back."""
        order = self.begun("turn_down")
        if order is None:
            return
        if order.state is State.REPLY_REVIEW:
            self.ask_words(
                order,
                "turn_down",
                lambda: tr("Send the reply back: what does it lack?"),
                mark("Reason"),
                lambda text: ReviewReply(accept=False, reason=text),
                lambda: tr("reply sent back to the unit"),
                chosen=order.state,
            )
            return
        self.ask_words(
            order,
            "turn_down",
            lambda: tr("Bar the return, the unit handles it: why?"),
            mark("Reason"),
            lambda text: DecideReturn(accept=False, reason=text),
            lambda: tr("return barred, back with the unit"),
            chosen=order.state,
        )

    def action_refuse(self) -> None:
        """Decide on a refusal that the desk has proposed."""
        order = self.begun("refuse")
        if order is None:
            return
        pack = self.services.city_pack

        def options() -> list[Option]:
            reason = refusal_reason_words(pack, order.refusal_reason)
            return [
                Option(_REFUSE, tr("Refuse, as proposed: {reason}").format(reason=reason)),
                Option(_TO_DISPATCH, tr("Do not refuse: it goes to dispatch")),
            ]

        def ask(what: str) -> None:
            accept = what == _REFUSE
            self.ask_words(
                order,
                "refuse",
                lambda: tr("Refuse it: why?") if accept else tr("Take it up: why?"),
                mark("Reason"),
                lambda text: DecideRefusal(accept=accept, reason=text),
                lambda: tr("refused") if accept else tr("goes to dispatch"),
                chosen=what,
            )

        self.choose_first(order, "refuse", of_case(order, lambda: tr("Decide on the refusal")), options, ask)
