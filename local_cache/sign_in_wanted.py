"""Says on the needs-you list and in the status that the operator has to sign in at the centre, and why.

Either the centre has ended their sign-in (or it ran out): it answers them no question any more. Or a lead has signed
in without a line: the centre gives its notices only to whom it has let in itself, so there is an entry from the moment
there is a line to sign in over. Both go once somebody has signed in, or nobody is signed in. Work here goes on
meanwhile, and the queue has no part in it: it travels by the device's own right.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.codes import Role
from local_cache import needs
from local_cache.counting import count, count_cached
from local_cache.needs import Kind
from local_cache.news import News, StatusChanged

if TYPE_CHECKING:
    from local_cache.encrypted import Connection
    from local_cache.open_files import OpenFiles
    from local_cache.people import People
    from local_cache.status import Board

_KINDS = (Kind.SIGN_IN_ENDED, Kind.NOTICES_WAIT)


class SignInWanted:
    """Keeps those entries right on one seat; `look` is called whenever another session may be live, or one ended."""

    def __init__(self, files: OpenFiles, board: Board, people: People, now: Callable[[], datetime]) -> None:
        self._files = files
        self._board = board
        self._people = people
        self._now = now
        self._line_up = board.status.line_up
        board.subscribe(self._hear)

    def look(self) -> None:
        """Put the entry on the list or take it off; returns at once."""
        self._board.change(sign_in_wanted=self._people.ended)
        self._files.work.submit(self._settle_or_alarm)
        self._files.work.submit(lambda work: count(work, self._board))  # told when it can be read
        self._files.look_up.submit(lambda both: count_cached(both, self._board, self._people.session))

    def _hear(self, news: News) -> None:
        if isinstance(news, StatusChanged) and news.status.line_up != self._line_up:
            self._line_up = news.status.line_up
            if self._line_up:
                self.look()

    def _settle_or_alarm(self, work: Connection) -> None:
        wanted = self._wanted()
        for kind in _KINDS:
            if kind is not wanted:
                needs.settle(work, kind, self._now())
            elif needs.need(work, kind) is None and (kind is Kind.SIGN_IN_ENDED or self._board.status.line_up):
                needs.alarm(work, kind, kind, {}, self._now())

    def _wanted(self) -> Kind | None:
        session = self._people.kept_session
        if session is None:
            return None
        if self._people.ended:
            return Kind.SIGN_IN_ENDED
        return Kind.NOTICES_WAIT if Role.LEAD in session.roles and not session.online else None
