"""What a seat is made of: its parts made, begun and ended, and what they tell one another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID

from local_cache.agent_states import AgentStates
from local_cache.asking import Centre
from local_cache.carried import CarriedOutbox
from local_cache.counting import count, count_cached
from local_cache.desk_side import DeskSide
from local_cache.draft_store import DraftStore
from local_cache.encrypted import Connection
from local_cache.ended_calls import EndedCalls
from local_cache.errors import NoLine
from local_cache.giving import Giver
from local_cache.keeper import Keeper
from local_cache.look_ups import LookUps
from local_cache.news import CasesChanged, News, SessionEnded
from local_cache.opening import OpenSeat
from local_cache.owed import OwedActs
from local_cache.people import People
from local_cache.practice_post import PracticePost
from local_cache.questions import Questions
from local_cache.reports import Reports
from local_cache.saver import Saver
from local_cache.seat_calls import SeatCalls
from local_cache.sessions import LiveSession
from local_cache.shift import Shift
from local_cache.sign_in_wanted import SignInWanted
from local_cache.sync_parts import Parts
from local_cache.sync_start import SeatSync

if TYPE_CHECKING:
    from local_cache.sync.thread import SyncThread
    from local_cache.sync.transport import Transport


class SeatInside:
    """The parts of an open seat. Screens and commands call the methods that stand on them (`local_cache.seat.Seat`)."""

    def __init__(
        self,
        opened: OpenSeat,
        *,
        now: Callable[[], datetime],
        connect: Callable[[], Transport] | None,
        app_version: str,
        practice_folder: Path | None = None,
    ) -> None:
        self._open = opened
        self._files = opened.files
        self._board = opened.board
        self._pool = ThreadPoolExecutor(3, thread_name_prefix="seat-asks")
        here, files, board = opened.enrolment, opened.files, opened.board
        self._people = People(files, here, now)
        self._wanted = SignInWanted(files, board, self._people, now)
        self._centre = Centre(self._transport, lambda: self._people.live, self._session_ended)
        self._ended_calls = EndedCalls(files, board, self._centre, self._pool, now)
        self._calls = SeatCalls(self._ended_calls.hides, board.tell, now)
        self._states = AgentStates(files.work, now)
        self._owed = OwedActs(files.work, self._centre, self._pool, lambda: self._people.operator_id)
        self._desk_side = DeskSide(files.work, board, self._states, self._owed, now)
        self._practice_post = PracticePost(practice_folder, self._centre, self._pool)
        parts = Parts(
            files, here, opened.shelf, board, now, lambda: self._people.live, self._session_ended,
            self._calls, app_version, self._desk_side, self._practice_post.go,
        )  # fmt: skip
        self._sync = SeatSync(parts, connect) if connect else None
        look_ups = LookUps(here, opened.shelf, self._in_flight, lambda: files.around, lambda: self._people.session)
        self._questions = Questions(files, look_ups, self._centre, self._pool)
        self._reports = Reports(self._centre, self._pool, opened.folder)
        self._giver = Giver(files, board, self._centre, self._pool, self._poke)
        self._shift = Shift(
            files, self._people, self._wanted, self._centre,
            sync=self._sync, transport=self._transport, pool=self._pool,
        )  # fmt: skip
        self._drafts = DraftStore(files, board, now, lambda: self._people.unit)
        self._carried = CarriedOutbox(files, here, opened.keys, now=now, counted=self._count)
        self._saver = Saver(files, here, board, self._centre, now=now, pushed=self._pushed)
        self._keeper = Keeper(files, opened.backups, opened.ballast, now=now, monotonic=monotonic, room=self._tell_room)

    def close(self) -> None:
        """Finish what was submitted, make a last copy and give the seat free."""
        if self._sync:
            self._sync.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._keeper.stop()
        self._files.close()
        self._open.lock.release()

    def _begin(self, *, start_sync: bool) -> None:
        self._files.on_work(self._people.begin)
        self._files.on_work(self._ended_calls.begin)
        self._files.on_work(self._desk_side.begin)
        self._files.on_work(self._count)
        self._tell_room(self._open.ballast.has_room)  # a headless command is done before the keeper looks
        self._keeper.start()
        self._board.subscribe(self._count_answered)
        if self._sync and start_sync:
            self._sync.start()

    def _count(self, work: Connection) -> None:
        count(work, self._board)

    def _count_answered(self, news: News) -> None:
        """Count anew where a question of a dispatcher may have been answered here."""
        if isinstance(news, CasesChanged) and self._board.status.asked_back:
            self._files.look_up.submit(self._count_cached)

    def _count_cached(self, both: Connection) -> None:
        count_cached(both, self._board, self._people.session)

    def _tell_room(self, there_is: bool) -> None:
        self._board.change(reserve_ok=there_is)

    def _pushed(self) -> None:
        if self._sync:
            self._sync.saved()

    def _poke(self) -> None:
        if self._sync:
            self._sync.poke()

    def _session_ended(self, session: LiveSession) -> None:
        if self._people.end(session):
            self._wanted.look()
            self._board.tell(SessionEnded("ended"))

    def _transport(self) -> Transport:
        if self._sync is None:
            raise NoLine("this seat has no centre")
        return self._sync.transport()

    def _sync_thread(self) -> SyncThread:
        if self._sync is None:
            raise NoLine("this seat has no centre")
        return self._sync.thread

    def _in_flight(self) -> frozenset[UUID]:
        """What is on its way: nothing while there is no line, however hard the sync tries."""
        return self._sync.in_flight if self._sync and self._board.status.line_up else frozenset()
