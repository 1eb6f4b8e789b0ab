"""The lines of a work list as the centre gives them: asked for again and again, page by page, late answers dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual import on

from local_cache.errors import NoLine
from screens.parts.given_acts import GivenActs
from screens.parts.work_lines import WorkLines
from screens.parts.work_list import WorkList
from widgets.line_list import LineList
from wording import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from hotline.queue_doc import QueueName, QueuePage

REFRESH_S = 15.0
"""So often the list is asked for anew while it is looked at; news of its cases bring it at once."""
NEWS_AFTER_S = 1.0
"""News of cases come in bursts: the list is asked for so long after the first of them."""

ASKING = mark("Asking the centre ...")
_NO_LINE = mark("This list is at the centre: it comes as soon as there is a line.")


class WorkReading(GivenActs):
    """A screen with a `WorkList` of the centre. `EMPTY` is the message id for a list in which nothing waits."""

    EMPTY: ClassVar[str] = mark("Nothing waits.")

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.lines = WorkLines()
        self.pages: list[QueuePage] = []
        """What is shown, the beginning of the list first."""
        self.is_fresh = False
        """The centre has answered the last time that it was asked."""
        self._asked = 0
        self._asking = self._stale = False
        self._news_timer: Timer | None = None

    @property
    def list_name(self) -> QueueName:
        """Return which list of the centre is shown."""
        raise NotImplementedError

    def paint_list(self) -> None:
        """Show the lines, and how many there are."""
        raise NotImplementedError

    def read(self) -> None:
        """Ask the centre for as much of the list as is shown."""
        if self._asking:
            self._stale = True
            return
        self._asking, wanted = True, max(1, len(self.pages))
        asked = self._asked
        pages: list[QueuePage] = []

        def ask(cursor: str) -> None:
            self.when_done(self.services.seat.queue(self.list_name, cursor), came, failed)

        def came(page: QueuePage) -> None:
            pages.append(page)
            if page.next and len(pages) < wanted:
                ask(page.next)
            else:
                self._answered(asked, lambda: self._take(pages))

        def failed(error: Exception) -> None:
            self._answered(asked, lambda: self._not_read(error))

        ask("")

    def read_anew(self) -> None:
        """Show another list from its beginning."""
        self._asked += 1
        self._asking, self.pages, self.is_fresh, self.lines = False, [], False, WorkLines()
        self.query_one(WorkList).empty = ASKING
        self.paint_list()
        self.read()

    def _answered(self, asked: int, then: Callable[[], object]) -> None:
        if asked != self._asked:
            return  # another list is shown by now
        self._asking = False
        then()
        if self._stale:
            self._stale = False
            self.read()

    def _take(self, pages: list[QueuePage]) -> None:
        self.pages, self.is_fresh = pages, True
        work = self.query_one(WorkList)
        work.empty = self.EMPTY
        self.lines.take(pages, work.key)
        self.paint_list()
        if work.key:
            self.read_case(UUID(work.key))

    def _not_read(self, error: Exception) -> None:
        self.is_fresh = False
        if isinstance(error, NoLine):
            self.query_one(WorkList).empty = _NO_LINE
        else:
            self.seat_failed(error)
        self.paint_list()

    def refresh_list(self) -> None:
        """Ask anew where somebody is looking and there is a line."""
        if self.is_current and self.services.seat.status.line_up:
            self.read()

    @on(LineList.AtEnd)
    def _at_end(self, message: LineList.AtEnd) -> None:
        """Ask for the next page."""
        message.stop()
        last = self.pages[-1] if self.pages else None
        if last is None or not last.next or self._asking:
            return
        self._asking, asked = True, self._asked

        def came(page: QueuePage) -> None:
            self._answered(asked, lambda: self._take([*self.pages, page]))

        def failed(error: Exception) -> None:
            self._answered(asked, lambda: self._not_read(error))

        self.when_done(self.services.seat.queue(self.list_name, last.next), came, failed)

    def read_for_news(self) -> None:
        """Ask anew soon: cases have changed."""
        if self._news_timer is None:
            self._news_timer = self.set_timer(NEWS_AFTER_S, self._read_for_news)

    def _read_for_news(self) -> None:
        self._news_timer = None
        self.refresh_list()
