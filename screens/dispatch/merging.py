"""Merging cases of one matter, and letting one go its own way again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.codes import Role, State
from hotline.dispatch_commands import Merge, Unmerge
from hotline.intake_rules import LINE_LIMIT
from hotline.outcome import Refusal, RefusalCode
from hotline.texts import visible
from screens.dispatch.merge_into import MergeInto
from screens.dispatch.same_caller import same_caller_words
from screens.parts.amend import NOTHING_WRONG, Wrong
from screens.parts.ask import Choose, Option, Write
from screens.parts.case_acts import must_say, of_case
from screens.parts.case_words import number_words
from screens.parts.text_rows import wrapped
from screens.parts.trouble import refusal_words
from screens.parts.work_screen import WorkScreen
from widgets.lamp import Tone
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline.commands import Command
    from hotline.wire import MutationResult
    from hotline.work_order import WorkOrder
    from local_cache.model import CaseView
    from screens.dispatch.same_caller import Found
    from screens.parts.base import Said
    from screens.parts.text_rows import Row


class Merging(WorkScreen):
    """A work list whose cases can be merged; and what all acts use that ask for a line of words first."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._merged_last: UUID | None = None
        """The case that was merged here last: it is in no list from which it could be let go."""
        self._likely: tuple[UUID, Found] | None = None
        """What the centre proposes for the case that was read last."""

    # ---- what the same caller has besides

    def read_case(self, case_id: UUID) -> None:
        """Read a case, and ask the centre for what may be the same matter where that can be merged."""
        super().read_case(case_id)
        order = self.marked.order if self.marked is not None else None
        mergeable = order is not None and order.id == case_id and order.state is State.TO_DISPATCH
        if not mergeable or Role.DISPATCHER not in self.services.roles:
            return

        def came(found: Found) -> None:
            if self.wanted == case_id:
                self._likely = case_id, found
                self.paint_case()

        self.when_done(self.services.seat.likely_at_centre(case_id), came, came)

    def same_caller_rows(self, order: WorkOrder, width: int) -> list[Row]:
        """Return rows that name the same caller's other live case; none where it has none, or is not known yet."""
        if self._likely is None or self._likely[0] != order.id:
            return []
        services, found = self.services, self._likely[1]
        words = same_caller_words(found, services.city_pack, services.now(), services.zone, self.key_of("merge"))
        return wrapped(words, width, Tone.GREY if isinstance(found, Exception) else Tone.YELLOW) if words else []

    # ---- whether

    def why_not(self, act: str) -> str:
        """Return why an act can do nothing; a merged case is let go from beside another one, or from none."""
        if act == "unmerge":
            return self._why_not_unmerge()
        return super().why_not(act)

    def _why_not_unmerge(self) -> str:
        if Role.DISPATCHER not in self.services.roles:
            return refusal_words(Refusal(RefusalCode.NOT_YOUR_ROLE, detail="unmerge"))
        merged = self.view.doc.order.merged_cases if self.view is not None else ()
        return self.why_no_line() if merged or self._merged_last else tr("Nothing was merged into this case")

    # ---- asking

    def ask_words(
        self,
        order: WorkOrder,
        act: str,
        heading: Said,
        label: str,
        command: Callable[[str], Command],
        done: Said,
        text: str = "",
        wrong: Wrong = NOTHING_WRONG,
        *,
        stays: bool = False,
        chosen: str = "",
    ) -> None:
        """Ask for a line, and give the command that it makes; `act` is what its draft is begun as.

        `chosen` is what was chosen before this could be asked.
        """

        def written(_: WorkOrder, text: str | None) -> None:
            if text is not None:
                self.give(order, command(text.strip()), done, again=partial(again, text), stays=stays)

        def again(text: str, wrong: Wrong) -> None:
            self.ask_words(order, act, heading, label, command, done, text, wrong, stays=stays, chosen=chosen)

        question = Write(of_case(order, heading), label, text=text, wrong=wrong.words, limit=LINE_LIMIT, check=must_say)
        self._ask_about(order, act, question, written, chosen)

    # ---- merging

    def action_merge(self) -> None:
        """Merge the case into another one of the same matter."""
        if order := self.begun("merge"):
            question = MergeInto(of_case(order, lambda: tr("Merge into which case?")), order)
            self.app.push_screen(question, partial(self._merge, order))

    def _merge(self, order: WorkOrder, parent: str | None) -> None:
        if parent is None:
            return

        def words() -> str:
            return tr("merged; {unmerge} to undo it").format(unmerge=self.key_of("unmerge"))

        self.give(order, Merge(parent=UUID(parent)), words)

    def act_done(self, order: WorkOrder, result: MutationResult, *, stays: bool) -> None:
        """Remember what was merged: undoing it is a key for as long as nothing else was."""
        if result.state == State.MERGED:
            self._merged_last = order.id
        elif order.id == self._merged_last:
            self._merged_last = None
        super().act_done(order, result, stays=stays)

    def action_unmerge(self) -> None:
        """Let a case go its own way again that was merged into the one shown, or that was merged here last."""
        if words := self._why_not_unmerge():
            self.say(lambda: self._why_not_unmerge() or words, wrong=True)
            return
        merged = self.view.doc.order.merged_cases if self.view is not None else ()
        if not merged and self._merged_last is not None:
            merged = (self._merged_last,)
        self._read_merged([*merged], [])

    def _read_merged(self, left: list[UUID], found: list[WorkOrder]) -> None:
        """Read the cases one after the other: their numbers stand in the question."""
        if left:

            def came(view: CaseView | None) -> None:
                self._read_merged(left[1:], [*found, view.doc.order] if view is not None else found)

            self.when_done(self.services.seat.case(left[0]), came)
        elif not found:
            self.say(lambda: tr("Neither this seat nor the centre shows this case"), wrong=True)
        elif self.is_current:
            self._ask_which(found)

    def _ask_which(self, found: list[WorkOrder]) -> None:
        if len(found) == 1:
            self._ask_unmerge(found[0])
            return
        by_id = {str(each.id): each for each in found}

        def chosen(case_id: str | None) -> None:
            if case_id is not None:
                self._ask_unmerge(by_id[case_id])

        options = [Option(key, f"{number_words(each.order_no)}  {visible(each.title)}") for key, each in by_id.items()]
        self.app.push_screen(Choose(lambda: tr("Let which case go its own way?"), lambda: options), chosen)

    def _ask_unmerge(self, order: WorkOrder) -> None:
        self.ask_words(
            order,
            "unmerge",
            lambda: tr("Undo the merge: why is it another matter?"),
            mark("Reason"),
            lambda text: Unmerge(reason=text),
            lambda: tr("goes its own way again"),
            stays=True,
        )
