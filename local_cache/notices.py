"""A lead who has signed in without a line is told no notices: the centre gives them to whom it has let in itself.

That is an entry of the needs-you list from the moment there is a line to sign in over, until somebody has done so or
the lead is gone. The queue has no part in it: it travels by the device's own right.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.codes import Role
from local_cache import needs
from local_cache.counting import count
from local_cache.needs import Kind
from local_cache.news import News, StatusChanged

if TYPE_CHECKING:
    from local_cache.encrypted import Connection
    from local_cache.open_files import OpenFiles
    from local_cache.people import People
    from local_cache.status import Board

NEED_ID = "notices_wait"


class LeadNotices:
    """Keeps that entry right on one seat; `look` is called whenever another session may be live."""

    def __init__(self, files: OpenFiles, board: Board, people: People, now: Callable[[], datetime]) -> None:
        self._files = files
        self._board = board
        self._people = people
        self._now = now
        self._line_up = board.status.line_up
        board.subscribe(self._hear)

    def look(self) -> None:
        """Put the entry on the list or take it off; returns at once."""
        self._files.work.submit(self._settle_or_alarm)
        self._files.work.submit(lambda work: count(work, self._board))  # told when it can be read

    def _hear(self, news: News) -> None:
        if isinstance(news, StatusChanged) and news.status.line_up != self._line_up:
            self._line_up = news.status.line_up
            if self._line_up:
                self.look()

    def _settle_or_alarm(self, work: Connection) -> None:
        session = self._people.kept_session
        unheard = session is not None and not session.online and Role.LEAD in session.roles
        if not unheard:
            needs.settle(work, NEED_ID, self._now())
        elif self._board.status.line_up and needs.need(work, NEED_ID) is None:
            needs.alarm(work, NEED_ID, Kind.NOTICES_WAIT, {}, self._now())
