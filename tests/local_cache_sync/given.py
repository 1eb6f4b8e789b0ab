"""A seat's two files in memory, and a centre that says what a test tells it to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import sqlcipher3.dbapi2 as sqlite

from hotline.wire import (
    ConflictOut,
    Cursor,
    Hints,
    MutationOutcome,
    MutationResult,
    PullAnswer,
    PulledRow,
    PulledScope,
    PullRequest,
    PushAnswer,
    PushRequest,
    ReconcileAnswer,
)
from local_cache import enrolment, outbox
from local_cache.enrolment import Enrolment
from local_cache.errors import NotSaved, Why
from local_cache.outbox import NewMutation
from local_cache.schema import migrate_cache, migrate_work
from local_cache.sync.engine import SyncEngine
from local_cache.sync.files import Touched

T = TypeVar("T")
NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
OWN, AREA, LEADS = "seat:0042", "area:LB", "leads:LB"
HERE = Enrolment(
    device_id=UUID(int=42),
    seat="0042",
    serial=3,
    sub_centre="LB",
    centre="test",
    centre_url="",
    city="tangshan",
    phone_hash_key=bytes(32),
    grant_key=bytes(32),
)
CLIENT = UUID(int=1)


def work_file() -> sqlite.Connection:
    """Return the work file of an enrolled seat."""
    work = sqlite.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate_work(work)
    work.execute("BEGIN")
    enrolment.write(work, HERE, CLIENT)
    work.execute("COMMIT")
    return work


def cache_file() -> sqlite.Connection:
    """Return an empty cache file."""
    cache = sqlite.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate_cache(cache)
    return cache


def mutation_id(number: int) -> UUID:
    """Return the id of the test's mutation of this number."""
    return UUID(int=1000 + number)


def saved(work: sqlite.Connection, number: int, **changes: Any) -> int:
    """Save a mutation and return its `seq`; a note on case 7 unless told otherwise."""
    values: dict[str, Any] = {
        "mutation_id": mutation_id(number),
        "case_id": UUID(int=7),
        "op": "add_note",
        "schema": 1,
        "base_revision": 1,
        "operator_id": "op-1",
        "session_id": "s-1",
        "made_at": NOON + timedelta(seconds=number),
        "payload": json.dumps({"text": f"第{number}条"}),
    }
    return outbox.append(work, NewMutation(**{**values, **changes}))


class MemoryFiles:
    """The seat's files; `full` makes every change fail as a full disk does."""

    def __init__(self) -> None:
        self.work = work_file()
        self.cache = cache_file()
        self.full = False
        self.refreshed: list[Touched] = []

    def on_work(self, job: Callable[[sqlite.Connection], T]) -> T:
        return self._whole(self.work, job)

    def on_cache(self, job: Callable[[sqlite.Connection], T]) -> T:
        return self._whole(self.cache, job)

    def refresh(self, cache: sqlite.Connection, touched: Touched) -> None:
        self.refreshed.append(touched)

    def _whole(self, connection: sqlite.Connection, job: Callable[[sqlite.Connection], T]) -> T:
        before = connection.total_changes
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = job(connection)
            if self.full and connection.total_changes != before:
                raise NotSaved(Why.DISK_FULL)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        return result


@dataclass
class ScriptedCentre:
    """Answers as it is told: each push and pull takes the next item, an answer or something to raise."""

    pushes: list[Any] = field(default_factory=list)
    pulls: list[Any] = field(default_factory=list)
    reconciles: list[Any] = field(default_factory=list)
    asked: list[PushRequest] = field(default_factory=list)
    pulled: list[PullRequest] = field(default_factory=list)
    last_seq: int = 0
    tip: UUID | None = None

    def push(self, request: PushRequest) -> PushAnswer:
        self.asked.append(request)
        answer: PushAnswer = self._next(self.pushes, lambda: took(request))
        self.last_seq, self.tip = answer.last_seq, request.mutations[-1].mutation_id
        return answer

    def pull(self, request: PullRequest) -> PullAnswer:
        self.pulled.append(request)
        return self._next(self.pulls, lambda: told(request, last_seq=self.last_seq, tip=self.tip))

    def reconcile(self, client_id: UUID) -> ReconcileAnswer:
        return self._next(self.reconciles, lambda: ReconcileAnswer(epoch="e-1", last_seq=0, windows=()))

    @staticmethod
    def _next(script: list[Any], usual: Callable[[], Any]) -> Any:
        said = script.pop(0) if script else usual
        if isinstance(said, Exception):
            raise said
        return said() if callable(said) else said


def took(request: PushRequest, *, epoch: str = "e-1", last_seq: int | None = None, **changes: Any) -> PushAnswer:
    """Return the answer of a centre that takes everything; `changes` go into each result."""
    results = tuple(result(each.seq, each.mutation_id, **changes) for each in request.mutations)
    last = request.mutations[-1].seq if last_seq is None else last_seq
    return PushAnswer(epoch=epoch, last_seq=last, server_time=NOON, results=results, hints=Hints())


def result(seq: int, of: UUID, outcome: MutationOutcome = MutationOutcome.APPLIED, **changes: Any) -> MutationResult:
    """Return one result."""
    return MutationResult(seq=seq, mutation_id=of, outcome=outcome, case_id=UUID(int=7), **changes)


def told(
    request: PullRequest,
    rows: dict[str, tuple[PulledRow, ...]] | None = None,
    *,
    epoch: str = "e-1",
    pos: int = 10,
    last_seq: int = 0,
    tip: UUID | None = None,
    more: bool = False,
    gone: tuple[str, ...] = (),
    at: datetime = NOON,
) -> PullAnswer:
    """Return the answer of a centre that has these rows."""
    scopes = {
        scope: PulledScope(
            reset=cursor is None, more=more, cursor=Cursor(epoch=epoch, pos=pos), rows=(rows or {}).get(scope, ())
        )
        for scope, cursor in request.scopes.items()
        if scope not in gone
    }
    return PullAnswer(epoch=epoch, last_seq=last_seq, last_mutation_id=tip, server_time=at, scopes=scopes, gone=gone)


def case_row(number: int, op: str = "put", **doc: Any) -> PulledRow:
    """Return a row about case `number`; nobody in these tests looks into the document."""
    return PulledRow(entity="case", id=UUID(int=number), op=op, revision=1, doc=doc if op == "put" else None)


def conflict(name: str, base: object, mine: object, theirs: object) -> ConflictOut:
    """Return a field that somebody else changed first."""
    return ConflictOut(field=name, base=base, mine=mine, theirs=theirs)


def counting(first: int = 500) -> Callable[[], UUID]:
    """Return a maker of ids that counts."""

    def ids() -> Iterator[UUID]:
        at = first
        while True:
            at += 1
            yield UUID(int=at)

    made = ids()
    return lambda: next(made)


@dataclass
class GivenSeat:
    """A seat with its engine and the centre it speaks to."""

    files: MemoryFiles = field(default_factory=MemoryFiles)
    centre: ScriptedCentre = field(default_factory=ScriptedCentre)
    scopes: tuple[str, ...] = (OWN, AREA)

    def __post_init__(self) -> None:
        self.engine = SyncEngine(
            self.files,
            self.centre,
            now=lambda: NOON,
            new_id=counting(),
            scopes=lambda: self.scopes,
            app_version="test",
        )

    @property
    def work(self) -> sqlite.Connection:
        return self.files.work

    def queue(self) -> list[tuple[int, str]]:
        """Return number and state of everything in the outbox."""
        return [(row.seq, row.state) for row in outbox.everything(self.work)]

    def cached(self) -> list[tuple[str, int]]:
        """Return scope and case number of every row in the cache."""
        found = self.files.cache.execute("SELECT scope, id FROM rows ORDER BY scope, id").fetchall()
        return [(scope, UUID(text).int) for scope, text in found]
