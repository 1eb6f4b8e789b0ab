"""The seat's two files while they are open: a writer each, two readers over both, and what ties them together.

A save touches `work.db` only; what it changes on screen follows in `cache.db` a moment later, in the other writer's
thread. Were the program cut off in between, the next start makes up for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, wait
from contextlib import ExitStack
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from hotline.case_doc import CallDoc
from hotline.context import Actor
from hotline.work_order import WorkOrder
from local_cache import calls, cases, meta, outbox
from local_cache.backup import Backups, opens
from local_cache.ballast import Ballast
from local_cache.cache_file import delete_cache, open_cache
from local_cache.encrypted import Connection, DatabaseError, FileSecret, connect, connect_both
from local_cache.enrolment import Enrolment
from local_cache.errors import SeatError, Why
from local_cache.folder import SeatFolder
from local_cache.overlay import ServerRow, Surroundings, server_row, shown_now, with_own
from local_cache.packs import PackShelf
from local_cache.reader import Reader
from local_cache.recovery import RecoveryNote, recover, told
from local_cache.sync.files import Touched
from local_cache.writer import Remedy, Writer

T = TypeVar("T")

_QUIET_S = 0.02
"""The cache follows once no save has come for this long …"""
_PATIENCE_S = 2.0
"""… or after this long in any case: headless work saves without a pause."""
_SHOWN_SEQ = "shown_seq"


class OpenFiles:
    """Implements what the sync asks of the files (`sync.files.Files`).

    `disk` is told whether the precious file can be written, `recovered` what was done about a damaged one, `followed`
    which cases the cache now shows as they were saved. All three are called in a writer's thread.
    """

    def __init__(
        self,
        folder: SeatFolder,
        secret: FileSecret,
        work: Connection,
        enrolment: Enrolment,
        shelf: PackShelf,
        *,
        backups: Backups,
        ballast: Ballast,
        now: Callable[[], datetime],
        disk: Callable[[bool], None],
        recovered: Callable[[RecoveryNote], None],
        followed: Callable[[frozenset[UUID]], None],
    ) -> None:
        self._folder = folder
        self._secret = secret
        self._enrolment = enrolment
        self._shelf = shelf
        self._backups = backups
        self._ballast = ballast
        self._now = now
        self._disk = disk
        self._recovered = recovered
        self._followed = followed
        self.people: Mapping[str, Actor] = {}
        """What each operator of this seat may do, as their grants say."""
        self._gate = threading.Lock()
        self._pending: set[UUID] = set()
        self._pending_seq = 0
        self._follower_waits = False
        self._work_seen: Connection | None = None  # the cache writer's own view of work.db
        connection, fresh = open_cache(folder, secret)
        self.work = Writer("seat-work", work, self._work_trouble)
        self.cache = Writer("seat-cache", connection, self._cache_trouble)
        self.look_up = Reader("seat-look-up", self._both, self._cache_damaged)
        self.find = Reader("seat-find", self._both, self._cache_damaged)
        caught_up = self.catch_up(everything=fresh)
        if not fresh:  # a moment's work; a look-up must not miss what was saved before the program was cut off
            wait([caught_up])

    # --- for the sync -------------------------------------------------------------------------------------------

    def on_work(self, job: Callable[[Connection], T]) -> T:
        """Run a job on `work.db` and wait until it is on disk."""
        return self.work.call(job)

    def on_cache(self, job: Callable[[Connection], T]) -> T:
        """Run a job on `cache.db` and wait for it."""
        return self.cache.call(job)

    def refresh(self, cache: Connection, touched: Touched) -> None:
        """Inside a job on `cache.db`: show these as `rows` and the outbox now have them."""
        self._show(cache, touched.cases)
        for call_id in touched.calls:
            row = _row(cache, "call", call_id)
            calls.forget_call(cache, call_id)
            if row:
                calls.put_call(cache, CallDoc.model_validate_json(row))
        for alert_id in touched.alerts:
            row = _row(cache, "alert", alert_id)
            cache.execute("DELETE FROM alerts WHERE id = ?", (str(alert_id),))
            if row:
                cache.execute(
                    "INSERT INTO alerts (id, at, doc) VALUES (?, json_extract(?, '$.at'), ?)", (str(alert_id), row, row)
                )

    # --- for the seat -------------------------------------------------------------------------------------------

    @property
    def around(self) -> Surroundings:
        """Return what the rulebook is told on this seat."""
        return Surroundings(self._shelf.facts(), self._enrolment.seat, self._enrolment.phone_hash_key, self.people)

    def as_sent(self, both: Connection, case_id: UUID) -> ServerRow:
        """Return a case as the centre sent it, in a look-up; `with_own` adds this seat's work to it."""
        return server_row(both, both, case_id, self._enrolment.seat)

    def with_own(self, work: Connection, case_id: UUID, sent: ServerRow) -> WorkOrder | None:
        """Return a case with all that this seat has done to it up to this moment, in a job on `work.db`."""
        doc = with_own(work, sent, outbox.for_cases(work, [case_id]).get(case_id, ()), self.around)
        return doc.order if doc else None

    def follow(self, case_id: UUID, seq: int) -> None:
        """Have the cache show what mutation `seq` did to a case, in a moment. Call it in the order of `seq`."""
        with self._gate:
            self._pending.add(case_id)
            self._pending_seq = seq
            start = not self._follower_waits
            self._follower_waits = True
        if start:
            self.cache.outside(self._when_quiet).add_done_callback(lambda _: self._begin_to_follow())

    def catch_up(self, *, everything: bool = False) -> Future[None]:
        """Show what was saved, and no more what was erased, before the program was cut off.

        With `everything` show all that the outbox keeps, in a fresh cache.
        """
        touched: set[UUID] = set()

        def job(cache: Connection) -> None:
            work = self._work()
            client = str(outbox.client_id(work))
            said = (meta.get(cache, _SHOWN_SEQ) or "").partition(":")
            since = int(said[2]) if said[0] == client and not everything else 0
            newest, again = outbox.to_show_again(work, since)
            touched.update(again)
            self._show(cache, touched)
            if newest > since:
                meta.put(cache, _SHOWN_SEQ, f"{client}:{newest}")

        def done(future: Future[None]) -> None:
            if touched and future.exception() is None:
                self._followed(frozenset(touched))

        caught_up = self.cache.submit(job)
        caught_up.add_done_callback(done)
        return caught_up

    def wipe_cache(self) -> None:
        """Make the cache anew and empty; the outbox is shown again, and the next pull brings the rest."""
        self.cache.outside(lambda _: self._renew_cache()).result()

    def close(self) -> None:
        """Finish what was submitted and close everything."""
        self.work.close()
        if self._pending:
            self._begin_to_follow()  # the quiet that it waits for is here
        self.cache.close()
        self.look_up.close()
        self.find.close()
        self._forget_work_view()

    # --- inside -------------------------------------------------------------------------------------------------

    def _show(self, cache: Connection, case_ids: Iterable[UUID]) -> None:
        found = shown_now(cache, self._work(), case_ids, self.around)
        cases.put_shown(cache, [doc for doc in found.values() if doc is not None])
        cases.remove(cache, [case_id for case_id, doc in found.items() if doc is None])

    def _when_quiet(self, _: Connection) -> None:
        give_up_at = time.monotonic() + _PATIENCE_S
        seen = -1
        while self.work.changes != seen and time.monotonic() < give_up_at:
            seen = self.work.changes
            time.sleep(_QUIET_S)

    def _begin_to_follow(self) -> None:
        with self._gate:
            taken, seq = frozenset(self._pending), self._pending_seq
            self._pending.clear()
            self._follower_waits = False

        def job(cache: Connection) -> None:
            self._show(cache, taken)
            meta.put(cache, _SHOWN_SEQ, f"{outbox.client_id(self._work())}:{seq}")

        def done(future: Future[None]) -> None:
            if future.exception() is None:
                self._followed(taken)
            else:
                with self._gate:
                    self._pending |= taken  # they come with the next save, or with the next start

        self.cache.submit(job).add_done_callback(done)

    def _work(self) -> Connection:
        if self._work_seen is None:
            self._work_seen = connect(self._folder.work, self._secret, read_only=True)
        return self._work_seen

    def _forget_work_view(self) -> None:
        if self._work_seen is not None:
            self._work_seen.close()
            self._work_seen = None

    def _both(self) -> Connection:
        return connect_both(self._folder.work, self._folder.cache, self._secret)

    # --- trouble ------------------------------------------------------------------------------------------------

    def _work_trouble(self, why: Why | None) -> Remedy | None:
        """Called in the thread of the work file's writer."""
        self._disk(why is None)
        if why is Why.DISK_FULL:
            if self._ballast.give_up():
                return Remedy()
            self.cache.outside(lambda _: self._renew_cache())  # its room is there for the next save
        if why is Why.DAMAGED:
            return self._replace_work()
        return None

    def _replace_work(self) -> Remedy | None:
        with ExitStack() as stack:
            # The cache's writer first: it may itself be waiting for the readers just now.
            stack.enter_context(self.cache.held(self._forget_work_view))
            stack.enter_context(self.look_up.held())
            stack.enter_context(self.find.held())
            try:
                connection, note = self._replaced()
            except (SeatError, DatabaseError, OSError):
                return None
        self.catch_up(everything=True)
        if note is not None:
            self._recovered(note)
        return Remedy(connection)

    def _replaced(self) -> tuple[Connection, RecoveryNote | None]:
        if self.work.lost and opens(self._folder.work, self._secret):  # it was replaced, and could not be opened then
            connection = connect(self._folder.work, self._secret)
            return connection, told(connection)
        self.work.let_go(Why.DAMAGED)
        return recover(self._folder, self._secret, self._backups, self._now())

    def _cache_trouble(self, why: Why | None) -> Remedy | None:
        """Called in the thread of the cache's writer."""
        if why is not Why.DAMAGED:
            return None
        if not opens(self._folder.work, self._secret):  # a job on the cache reads the work file too
            self._forget_work_view()
            self.work.outside(_read_throughout)
            return None
        return Remedy(self._renewed())

    def _cache_damaged(self) -> None:
        self.cache.outside(_read_throughout)

    def _renew_cache(self) -> None:
        self.cache.connection = self._renewed()

    def _renewed(self) -> Connection:
        """Replace the cache file by an empty one, in its writer's thread."""
        with self.look_up.held(), self.find.held():
            self.cache.connection.close()
            delete_cache(self._folder)
            connection, _ = open_cache(self._folder, self._secret)
        self.catch_up(everything=True)
        return connection


def _row(cache: Connection, entity: str, row_id: UUID) -> str | None:
    row = cache.execute(
        "SELECT doc FROM rows WHERE entity = ? AND id = ? ORDER BY revision DESC LIMIT 1", (entity, str(row_id))
    ).fetchone()
    return str(row[0]) if row else None


def _read_throughout(connection: Connection) -> None:
    """Have the writer find out for itself whether its file is damaged."""
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        connection.execute(f"SELECT count(*) FROM {table} NOT INDEXED").fetchone()
