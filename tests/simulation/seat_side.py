"""A seat of the simulation: the real outbox, overlay, cache and engine over a disk that can be copied and can fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import TypeVar
from uuid import UUID

import sqlcipher3.dbapi2 as sqlite

from case_api.identity import Device
from hotline.codes import Role
from local_cache import cases, enrol, enrolment, outbox, overlay, saving
from local_cache.enrolment import Enrolment
from local_cache.errors import NotSaved, Why
from local_cache.model import Saved, SessionInfo
from local_cache.overlay import Surroundings
from local_cache.schema import migrate_cache, migrate_work
from local_cache.sync.engine import SyncEngine
from local_cache.sync.files import Touched
from local_cache.sync.transport import Syncing
from tests.simulation import schemas
from tests.simulation.centre_side import MASTER
from tests.simulation.city import small_city

T = TypeVar("T")
OPERATOR = frozenset({Role.OPERATOR})
PAGES = (2, 7, 500)
"""Entries in one pull: most histories are too short for a second page of the usual size."""


class Crashed(BaseException):
    """The console was killed. Like the real thing, nothing in the program can catch it."""


def _empty(migrate: Callable[[sqlite.Connection], object]) -> sqlite.Connection:
    connection = sqlite.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(connection)
    return connection


@cache
def _templates() -> tuple[sqlite.Connection, sqlite.Connection]:
    return _empty(migrate_work), _empty(migrate_cache)


def _copy(source: sqlite.Connection) -> sqlite.Connection:
    target = sqlite.connect(":memory:", isolation_level=None, check_same_thread=False)
    source.backup(target)
    return target


@dataclass
class Disk:
    """The two files of a seat. `lineage` names what was written since the disk was last copied or put back."""

    work: sqlite.Connection
    cache: sqlite.Connection
    lineage: str
    written: list[str] = field(default_factory=list)
    """Mutation ids in the order in which this disk took them, its ancestors' first."""

    @classmethod
    def fresh(cls, lineage: str) -> Disk:
        """Return the disk of a seat just installed."""
        work, cache_file = _templates()
        return cls(_copy(work), _copy(cache_file), lineage)

    def image(self, lineage: str) -> Disk:
        """Return a copy of the whole disk as it is at this moment."""
        return Disk(_copy(self.work), _copy(self.cache), lineage, list(self.written))

    def wipe_cache(self) -> None:
        """Lose the disposable file."""
        self.cache = _copy(_templates()[1])


class DiskFiles:
    """`Files` over a disk, with a moment before and after each commit at which the console may be killed."""

    def __init__(self, disk: Disk, seat: SimSeat) -> None:
        self._disk = disk
        self._seat = seat

    def on_work(self, job: Callable[[sqlite.Connection], T]) -> T:
        """Run a job on the work file."""
        return self._run(self._disk.work, job)

    def on_cache(self, job: Callable[[sqlite.Connection], T]) -> T:
        """Run a job on the cache file."""
        return self._run(self._disk.cache, job)

    def refresh(self, cache_file: sqlite.Connection, touched: Touched) -> None:
        """Show the touched cases as rows and outbox now have them."""
        shown = overlay.shown_now(cache_file, self._disk.work, sorted(touched.cases), self._seat.around)
        cases.put_shown(cache_file, [doc for doc in shown.values() if doc is not None])
        cases.remove(cache_file, [case_id for case_id, doc in shown.items() if doc is None])

    def _run(self, connection: sqlite.Connection, job: Callable[[sqlite.Connection], T]) -> T:
        before = connection.total_changes
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = job(connection)
            if connection.total_changes != before:
                if self._seat.disk_full:
                    raise NotSaved(Why.DISK_FULL)
                self._seat.may_die()
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        if connection.total_changes != before:
            self._seat.may_die()
        return result


def _enrolment(device: Device) -> Enrolment:
    return Enrolment(
        device_id=device.device_id,
        seat=device.seat,
        serial=device.serial,
        sub_centre=device.sub_centre,
        centre="sim",
        centre_url="",
        city="sim",
        phone_hash_key=MASTER,
        grant_key=MASTER,
    )


class SimSeat:
    """One console on one disk. `clock` is its own idea of the time; `crashes` is how often a commit kills it."""

    def __init__(
        self,
        disk: Disk,
        device: Device,
        *,
        clock: Callable[[], datetime],
        rand: Random,
        new_id: Callable[[], UUID],
        schema: int,
        connect: Callable[[SimSeat], Syncing],
    ) -> None:
        self.disk = disk
        self.device = device
        self.offset = timedelta(0)
        self.schema = schema
        self.disk_full = False
        self.crashes = 0.0
        self.page = rand.choice(PAGES)
        self.runs = 0
        self.checked = (0, 0, 0)
        self._true_time = clock
        self._rand = rand
        self._new_id = new_id
        self._connect = connect
        self.enrolment = _enrolment(device)
        self.around = Surroundings(small_city(), device.seat, MASTER)

    def enrol(self) -> None:
        """Make the work file that of this seat."""
        self.disk.work.execute("BEGIN")
        enrolment.write(self.disk.work, self.enrolment, self._new_id())
        self.disk.work.execute("COMMIT")

    def enrol_again(self) -> None:
        """Give the disk to the machine that `device` now is; the queue goes on under it."""
        self.enrolment = _enrolment(self.device)
        enrol._write(self.disk.work, self.enrolment)

    def start(self) -> None:
        """Open the console: what is on the disk, and nothing else, is known."""
        self.runs += 1
        self.files = DiskFiles(self.disk, self)
        self.engine = SyncEngine(
            self.files,
            self._connect(self),
            now=self.now,
            new_id=self._new_id,
            scopes=self.scopes,
            app_version="sim",
            page=self.page,
        )
        _, own = outbox.to_show_again(self.disk.work, 0)
        self.files.on_cache(lambda cache_file: self.files.refresh(cache_file, Touched(cases=own)))

    def now(self) -> datetime:
        """Return the time as this seat's clock has it."""
        return self._true_time() + self.offset

    def scopes(self) -> tuple[str, ...]:
        """Return what this seat asks for."""
        own = (f"seat:{self.device.seat}", f"area:{self.device.sub_centre}")
        return (*own, f"leads:{self.device.sub_centre}") if self.device.lead else own

    def may_die(self) -> None:
        """Be killed, now and then."""
        if self.crashes and self._rand.random() < self.crashes:
            raise Crashed

    def save(
        self, intent: saving.Intent, operator: str, case_id: UUID | None = None, roles: frozenset[Role] = OPERATOR
    ) -> Saved:
        """Save a command as the desk does. Raises `NotSaved`, `Refused`."""
        session = SessionInfo(operator, operator, roles, f"s-{operator}", False, self.now())

        def job(work: sqlite.Connection) -> Saved:
            saved = saving.save(
                work,
                saving.Request(intent, session, case_id),
                known=self._known,
                around=self.around,
                enrolment=self.enrolment,
                line_up=True,
                now=self.now,
            )
            if self.schema == schemas.OLD:
                self._write_as_old(work, saved.seq)
            return saved

        saved = self.files.on_work(job)
        self.disk.written.append(str(saved.mutation_id))
        if saved.case_id:
            touched = Touched(cases=frozenset({saved.case_id}))
            self.files.on_cache(lambda cache_file: self.files.refresh(cache_file, touched))
        return saved

    def shown_cases(self) -> list[UUID]:
        """Return the cases that an operator can open here."""
        return [UUID(row[0]) for row in self.disk.cache.execute("SELECT id FROM cases ORDER BY id")]

    def state(self) -> list[tuple[object, ...]]:
        """Return the queue and the cursors of what this seat may see, as they are on disk."""
        queue = self.disk.work.execute("SELECT seq, mutation_id, state, payload FROM outbox ORDER BY seq").fetchall()
        cursors = self.disk.cache.execute("SELECT scope, epoch, pos, applied_seq FROM sync_state ORDER BY scope")
        return [*queue, *(row for row in cursors if row[0] in self.scopes())]

    def _known(self, case_id: UUID) -> saving.Known | None:
        doc = cases.shown(self.disk.cache, case_id)
        row = overlay.server_row(self.disk.cache, self.disk.work, case_id, self.device.seat)
        return saving.Known(doc.order, row.revision) if doc else None

    @staticmethod
    def _write_as_old(work: sqlite.Connection, seq: int) -> None:
        op, payload = work.execute("SELECT op, payload FROM outbox WHERE seq = ?", (seq,)).fetchone()
        older = json.dumps(schemas.as_old(op, json.loads(payload)), ensure_ascii=False, separators=(",", ":"))
        work.execute("UPDATE outbox SET schema = ?, payload = ? WHERE seq = ?", (schemas.OLD, older, seq))
