"""A merged case goes its own way again in Find too: once its parent is dispatched, no list shows either of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hotline.codes import Role, State
from local_cache.errors import NoLine
from screens.parts.amend import NOTHING_WRONG, Wrong
from screens.parts.case_acts import of_case
from screens.parts.fill_in import Typed
from screens.parts.given_acts import given_trouble
from screens.parts.note_acts import NoteActs
from screens.parts.reason_form import reason_form
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.work_order import WorkOrder

UNMERGE = "unmerge"


class Unmerging(NoteActs):
    """A screen with one case, whose merge a dispatcher undoes while its parent is not filed."""

    def why_not(self, act: str) -> str:
        """Return why the merge cannot be undone, whatever is typed; empty if it can."""
        if act == UNMERGE and self.view is not None and Role.DISPATCHER in self.services.roles:
            if self.view.doc.order.state is not State.MERGED:
                return tr("This case is not merged into another one")
            if not self.services.seat.status.line_up:
                return given_trouble(NoLine())
        return super().why_not(act)

    def action_unmerge(self) -> None:
        """Let the case go its own way again; asks why."""
        if order := self.begun(UNMERGE):
            self._ask_unmerge(order)

    def _ask_unmerge(self, order: WorkOrder, typed: Typed | None = None, wrong: Wrong = NOTHING_WRONG) -> None:
        heading = of_case(order, lambda: tr("Undo the merge: why is it another matter?"))
        self._ask_about(order, UNMERGE, reason_form(heading, typed, wrong, needed=True), self._unmerged)

    def _unmerged(self, order: WorkOrder, typed: Typed | None) -> None:
        from hotline.dispatch_commands import Unmerge

        if typed is not None:
            again = partial(self._ask_unmerge, order, typed)
            self.give_at_centre(order, Unmerge(reason=typed["reason"]), mark("goes its own way again"), again)
