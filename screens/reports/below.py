"""What stands below the list: the marked case with its timeline, else what is said of the marked line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from textual import on

from local_cache.model import CaseView
from screens.parts.case_pane import case_rows
from screens.parts.case_words import number_words
from screens.parts.scroll_rows import ScrollRows
from screens.parts.work_list import WorkList
from screens.reports.level import CaseLevel
from screens.reports.reviewing import Reviewing
from screens.services import Go
from widgets.line_list import LineList

if TYPE_CHECKING:
    from textual.timer import Timer

    from hotline.wire import MutationResult
    from hotline.work_order import WorkOrder

_READ_AFTER_S = 0.08
"""The case is read when the mark has rested on it for so long."""


class BelowTheList(Reviewing):
    """Follows the mark; of a case, `view` is what is shown, and the acts of other screens work on it."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._read_timer: Timer | None = None

    def paint_keys(self) -> None:
        """Show the keys that work now."""
        raise NotImplementedError

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        self.forget_files()
        self.show_marked()

    def show_marked(self) -> None:
        """Show what stands below the list about the marked line; of a case its timeline is read."""
        top, key = self.top, self.query_one(WorkList).key
        wanted = top.case_id(key) if isinstance(top, CaseLevel) and key else None
        if wanted != self.wanted:
            self.query_one(ScrollRows).to_top()
            self.forget_refusal()
            self.view, self.wanted, self.revealed = None, wanted, {}
        if wanted is not None and self.view is None and isinstance(top, CaseLevel):
            doc = top.doc(key)
            self.view = CaseView(doc, None) if doc is not None else None
            if self._read_timer is None:
                self._read_timer = self.set_timer(_READ_AFTER_S, self._read_wanted)
            else:
                self._read_timer.reset()
        self.paint_case()

    def _read_wanted(self) -> None:
        self._read_timer = None
        if self.wanted is not None:
            self.read_case(self.wanted)

    def read_case(self, case_id: UUID) -> None:
        """Read a case with its timeline; only the one that is wanted last is shown."""

        def take(view: CaseView | None) -> None:
            if self.wanted == case_id and view is not None:
                self.view = view
                self.paint_case()

        self.when_done(self.services.seat.case(case_id), take)

    def act_done(self, order: WorkOrder, result: MutationResult, *, stays: bool) -> None:  # noqa: ARG002
        """Show what has become of the case."""
        self.act_failed(order)

    def act_failed(self, order: WorkOrder) -> None:
        """Show how the case stands."""
        if self.wanted == order.id:
            self.read_case(order.id)

    def action_find(self) -> None:
        """Go to the search, with the case that is shown."""
        words = number_words(self.view.doc.order.order_no) if self.view is not None else ""
        self.post_message(Go("find", case_id=str(self.wanted or ""), words=words))

    def paint_case(self) -> None:
        """Paint the case that is shown, else what is said of the marked line."""
        pane, key = self.query_one(ScrollRows), self.query_one(WorkList).key
        width = max(20, pane.size.width - 2)
        if self.view is not None:
            city_pack, now, zone = self.services.city_pack, self.services.now(), self.services.zone
            pane.show(*self.file_rows(width), *case_rows(self.view, city_pack, now, zone, width, self.revealed))
        elif self.written_files:
            pane.show(*self.file_rows(width))
        else:
            pane.show(*(self.top.about(key, width) if self.top is not None else ()))
        self.paint_keys()
