"""Puts the sync to work on a seat's open files: the line, its threads, and what they tell the status line."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.board_doc import BOARD_SCOPE, DESK_SCOPE
from hotline.codes import Role
from local_cache import needs, states
from local_cache.beats import Beats
from local_cache.counting import count, count_cached
from local_cache.encrypted import Connection
from local_cache.enrolment import Enrolment
from local_cache.errors import NoLine, NotRead, NotSaved
from local_cache.folder import SeatFolder
from local_cache.ids import new_id
from local_cache.keystore import SeatKeys
from local_cache.needs import Kind
from local_cache.news import AlertsChanged, BoardPoked, CallEvent, CasesChanged
from local_cache.sync.engine import SyncEngine
from local_cache.sync.events import EventReader
from local_cache.sync.line import Line
from local_cache.sync.loop import Chore, Round, SyncLoop
from local_cache.sync.pushing import WRONG_CERTIFICATE, Pace
from local_cache.sync.thread import SyncThread
from local_cache.sync_chores import AskedInTurn
from local_cache.sync_parts import Parts
from local_cache.telling_line import TellingLine

if TYPE_CHECKING:
    from hotline.wire import CallEventOut
    from local_cache.sync.transport import Transport

RECONCILE_EVERY_S = 24 * 3600.0
"""For a seat that nobody signs out of; the first time is when it is opened."""
_NOT_IN_THE_FEED = frozenset({BOARD_SCOPE, DESK_SCOPE})
"""Scopes of the event stream that name no part of the feed: a pull would bring nothing."""
_BROKEN_ID = "sync:broken"
_LINE_COMES_S = 10.0
"""How long a question to the centre waits for the line to be set up at the start."""

_log = logging.getLogger(__name__)


class SeatSync:
    """The sync of one seat. `connect` opens the line; it is called in a thread, since it imports httpx."""

    def __init__(self, parts: Parts, connect: Callable[[], Transport]) -> None:
        self._parts = parts
        self._connect = connect
        self._transport: Transport | None = None
        self._there = threading.Event()
        self._stopped = False
        self._engine: SyncEngine | None = None
        self._telling: TellingLine | None = None
        self._asked: AskedInTurn | None = None
        self._thread: SyncThread | None = None
        self._events: EventReader | None = None
        self._beats: Beats | None = None
        self._heard_before = False
        self._may_be_broken = True
        """An entry that the sync broke may be on the list, if only from when this program ran last."""
        self._line = Line(time.monotonic, parts.now, self._line_changed, self._alive, self._silent)
        self._starter = threading.Thread(target=self._start, name="seat-line", daemon=True)

    def start(self) -> None:
        """Begin to sync; returns at once."""
        self._starter.start()

    def stop(self) -> None:
        """End every thread of the sync. What was under way is offered again at the next start."""
        self._stopped = True
        if self._starter.ident is None:  # a seat that was opened without its sync
            return
        self._starter.join()
        if self._events:
            self._events.stop()
        if self._beats:
            self._beats.stop()
        if self._thread:
            self._thread.stop()
        if self._transport:
            self._transport.close()
        if self._events:
            self._events.join(2.0)

    @property
    def in_flight(self) -> frozenset[UUID]:
        """Return the mutations on their way to the centre at this moment."""
        return self._engine.in_flight if self._engine else frozenset()

    @property
    def thread(self) -> SyncThread:
        """Return the thread that syncs, waiting for it to be there. Raises `NoLine`."""
        self.transport()
        if self._thread is None:
            raise NoLine("the sync has not begun")
        return self._thread

    def transport(self) -> Transport:
        """Return the line, waiting until it has been set up. Raises `NoLine`."""
        if not self._there.wait(_LINE_COMES_S) or self._transport is None:
            raise NoLine("the line has not been set up")
        return self._transport

    def saved(self) -> None:
        """Tell that something is to be pushed."""
        if self._thread:
            self._thread.saved()

    def poke(self) -> None:
        """Have the seat pull: what it may see has changed, or somebody is waiting."""
        if self._thread:
            self._thread.poke()

    def reconcile(self) -> None:
        """Compare with the centre soon, or as soon as there is a line; returns at once."""
        if self._thread:
            self._thread.reconcile()

    # --- starting -----------------------------------------------------------------------------------------------

    def _start(self) -> None:
        try:
            self._transport = self._connect()
        except (ValueError, OSError) as error:
            _log.error("no line can be set up: %s", type(error).__name__)
            return
        rand = random.Random()  # noqa: S311 — jitter, not a secret
        transport = self._transport
        self._thread = SyncThread(
            lambda: self._make_loop(transport, rand), self._line, monotonic=time.monotonic, abandon=transport.abandon
        )
        self._events = EventReader(
            transport,
            self._line,
            poked=self._poked,
            called=self._called,
            named=self._parts.calls.named,
            queued=self._parts.desk.line_came,
            kept=lambda keeps: self._parts.board.change(centre_keeps=keeps),
            rand=rand,
        )
        self._beats = Beats(transport, self._parts.desk, self._parts.board, rand)
        self._there.set()
        if not self._stopped:
            self._thread.start()
            self._events.start()
            self._beats.start()

    def _make_loop(self, transport: Transport, rand: random.Random) -> SyncLoop:
        parts = self._parts
        self._telling = TellingLine(transport, parts.board, lambda: self.in_flight, self._line.heard)
        self._engine = SyncEngine(
            parts.files,
            self._telling,
            now=parts.now,
            new_id=new_id,
            scopes=self._scopes,
            app_version=parts.app_version,
        )
        self._asked = AskedInTurn(parts, transport)
        chores = [*self._asked.chores(), Chore(RECONCILE_EVERY_S, self.reconcile)]
        return SyncLoop(self._engine, monotonic=time.monotonic, rand=rand, told=self._told, chores=chores)

    def _scopes(self) -> tuple[str, ...]:
        here = self._parts.enrolment
        scopes = (f"seat:{here.seat}", f"area:{here.sub_centre}")
        live = self._parts.live()
        lead = live is not None and live.info.online and Role.LEAD in live.info.roles
        return (*scopes, f"leads:{here.sub_centre}") if lead else scopes

    # --- telling ------------------------------------------------------------------------------------------------

    def _line_changed(self, up: bool) -> None:
        self._parts.board.change(line_up=up, line_since=self._line.since)
        if up and self._heard_before and self._thread:
            self._thread.line_back()
        self._heard_before = self._heard_before or up

    def _alive(self) -> None:
        if self._thread:
            self._thread.heard()

    def _silent(self) -> None:
        """Wait no longer for what was asked on a dead line: it would go out anew only when its time is over."""
        if self._transport:
            self._transport.abandon()

    def _poked(self, scopes: Collection[str]) -> None:
        """Have the seat pull where the feed has news; what is not in the feed is asked for by who shows it."""
        if BOARD_SCOPE in scopes:
            self._parts.board.tell(BoardPoked())
        if DESK_SCOPE in scopes and self._beats:
            self._beats.news_please()
        if not scopes or not _NOT_IN_THE_FEED.issuperset(scopes):
            self.poke()

    def _called(self, event: CallEventOut) -> None:
        self._parts.calls.heard(CallEvent(event.call_id, event.kind, event.at, event.number, event.line))

    def _told(self, done: Round) -> None:
        now = self._parts.now()
        if done.pace is Pace.BROKEN:
            self._may_be_broken = True
            self._parts.files.on_work(lambda work: needs.alarm(work, _BROKEN_ID, Kind.BROKEN, {}, now))
        elif done.pace is Pace.IDLE and self._may_be_broken:
            self._parts.files.on_work(lambda work: needs.settle(work, _BROKEN_ID, now))
            self._may_be_broken = False
        if done.pace in (Pace.IDLE, Pace.AUTH):
            self._parts.board.change(turned_away=done.pace is Pace.AUTH)
        self._parts.board.change(wrong_certificate=done.pace in WRONG_CERTIFICATE)
        self._settle_what_is_over(done.touched.cases)
        self.count()
        if self._telling and self._asked:
            self._asked.ask_if_revoked(self._telling.take_revoked())
        changed = done.touched.cases | (self._telling.take_offered() if self._telling else frozenset())
        if changed:
            self._parts.board.tell(CasesChanged(changed))
        if done.touched.alerts:
            self._parts.board.tell(AlertsChanged())

    def _settle_what_is_over(self, cases: frozenset[UUID]) -> None:
        """Take off the list what said that somebody at the centre decides, once they have."""
        files, now = self._parts.files, self._parts.now()
        if not cases:
            return
        with suppress(NotRead, NotSaved):  # whoever reads the entry takes it off
            over = files.look_up.submit(lambda both: states.over(both, cases, files.around)).result()

            def job(work: Connection) -> None:
                for need_id in over:
                    needs.settle(work, need_id, now)

            if over:
                files.on_work(job)

    def count(self) -> None:
        """Bring the status up to what the files say."""
        files, board = self._parts.files, self._parts.board
        files.on_work(lambda work: count(work, board))
        live = self._parts.live()
        with suppress(NotRead):  # whoever looks next has the cache put right, and the next round counts
            files.look_up.submit(lambda both: count_cached(both, board, live.info if live else None)).result()


def over_http(
    folder: SeatFolder, enrolment: Enrolment, keys: SeatKeys, now: Callable[[], datetime], app_version: str
) -> Transport:
    """Return the line to the seat's centre over HTTP. Raises `UnsafeAddress` (a `ValueError`)."""
    from local_cache.sync.http import HttpTransport

    ca_pem = folder.ca.read_text("ascii") if folder.ca.exists() else None
    return HttpTransport(
        enrolment.centre_url,
        ca_pem,
        device_id=enrolment.device_id,
        device_key=keys.device_key,
        app_version=app_version,
        now=now,
    )
