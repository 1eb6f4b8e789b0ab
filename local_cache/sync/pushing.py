"""The push half of the protocol, and what both halves share: each step happens whole or not at all.

A push touches the tables `outbox` and `meta` of `work.db` alone, besides the needs-you list, which is handed in. Both
have a frozen shape, so that a program can push from the file of a newer one (`push_only.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from hotline.wire import (
    MAX_BATCH,
    MAX_PUSH_BYTES,
    Hints,
    Mutation,
    MutationResult,
    Problem,
    PushAnswer,
    PushRequest,
)
from local_cache import needs, numbers, offering_again, outbox
from local_cache.errors import NotSaved
from local_cache.needs import Kind
from local_cache.outbox import Queued
from local_cache.sync.files import Touched, WorkFile
from local_cache.sync.transport import CertificateFault, CertificateMisfit, Pushing, TransportDown, TransportProblem

if TYPE_CHECKING:
    from local_cache.encrypted import Connection

_STOPPED_ID = "sync:stopped"
TURNED_AWAY_ID = "sync:turned_away"


class Pace(Enum):
    """What to do after a step."""

    IDLE = "idle"
    """Nothing is left to do until something happens."""
    MORE = "more"
    """There is more of the same: go on at once."""
    DOWN = "down"
    """No word from the centre: back off."""
    OTHER_NAME = "other_name"
    """What answers has a certificate for another address than the one at which the centre is asked: back off."""
    OTHER_AUTHORITY = "other_authority"
    """What answers has a certificate of another authority than the one that is pinned: back off."""
    BUSY = "busy"
    """The centre asked to wait `Step.wait_s`, or to back off where that is None."""
    AUTH = "auth"
    """The centre does not let this device in: somebody has been told; queue and cursor are as they were."""
    STOPPED = "stopped"
    """An answer that nobody here can act on: everything is kept, somebody has been told, rest a while."""
    OUTDATED = "outdated"
    """The centre has rows that this program is too old to read: somebody has been told; pushing goes on."""
    DISK = "disk"
    """The answer could not be written down; the same request will bring it again."""
    BROKEN = "broken"
    """This program met an error of its own: everything is kept, somebody has been told, back off."""


WRONG_CERTIFICATE = frozenset({Pace.OTHER_NAME, Pace.OTHER_AUTHORITY})
_MISFITS = {CertificateFault.NAME: Pace.OTHER_NAME, CertificateFault.AUTHORITY: Pace.OTHER_AUTHORITY}


@dataclass(frozen=True, slots=True)
class Step:
    """What one step came to. `count` is how many mutations were named, or rows came."""

    pace: Pace
    count: int = 0
    wait_s: float | None = None
    touched: Touched = field(default_factory=Touched)
    offers_again: bool = False
    """Something acknowledged is pending once more: push before long."""
    earliest: int | None = None
    """The lowest number that a push has just got acknowledged."""


class NeedsList(Protocol):
    """Where it is noted what came back otherwise than meant: `local_cache.needs`, or what stands in for it."""

    def record(self, connection: Connection, results: list[tuple[MutationResult, Queued]], at: datetime, /) -> int:
        """Put what these results ask into the list; the same result told again changes nothing."""
        ...

    def add(
        self,
        connection: Connection,
        need_id: str,
        case_id: str | None,
        kind: Kind,
        detail: dict[str, Any],
        at: datetime,
        /,
    ) -> None:
        """Put one entry into the list; one of the same id that is still open is brought up to date."""
        ...

    def alarm(self, connection: Connection, need_id: str, kind: Kind, detail: dict[str, Any], at: datetime, /) -> None:
        """Put an entry into the list, opening it again if it had been settled."""
        ...

    def settle(self, connection: Connection, need_id: str, at: datetime, /) -> None:
        """Take an entry off the list."""
        ...


class PushEngine:
    """One outbox against one centre. Not thread-safe: one thread steps it. `new_id` makes client ids."""

    def __init__(
        self,
        files: WorkFile,
        transport: Pushing,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], UUID],
        app_version: str,
        needs_list: NeedsList = needs,
    ) -> None:
        self._work = files
        self._line = transport
        self._now = now
        self._new_id = new_id
        self._app_version = app_version
        self._needs = needs_list
        self._most = MAX_BATCH
        self._anchors = 0
        self.in_flight: frozenset[UUID] = frozenset()
        """Mutations on their way to the centre at this moment."""
        self.hints = Hints()
        """How the centre asked to be paced, last time it said."""
        self.centre_time: datetime | None = None
        """The centre's clock, as of its last answer."""

    # --- push ---------------------------------------------------------------------------------------------------

    def push_once(self) -> Step:
        """Offer the oldest pending mutations once and write down what the centre says of them."""
        try:
            request = self.push_request()
            if request is None:
                return Step(Pace.IDLE)
            self.in_flight = frozenset(each.mutation_id for each in request.mutations[self._anchors :])
            try:
                answer = self._line.push(request)
                return self.take_push_answer(request, answer)
            except TransportDown as down:
                return no_word(down)
            except TransportProblem as problem:
                return self._push_problem(request, problem)
            finally:
                self.in_flight = frozenset()
        except NotSaved:
            return Step(Pace.DISK)

    def push_request(self) -> PushRequest | None:
        """Return the next push, None when nothing is pending.

        Where there is room it begins with the mutation acknowledged last, which the centre has to know again.
        """

        def job(work: Connection) -> tuple[UUID, int, list[Queued]]:
            rows = _first_run(outbox.batch(work, self._most, MAX_PUSH_BYTES))
            heard = rows[0].seq - 1 if rows else 0
            anchor = outbox.anchor(work, rows[0].seq) if rows else None
            self._anchors = int(anchor is not None)
            if anchor is not None:
                rows = [anchor, *rows[: MAX_BATCH - 1]]
            return outbox.client_id(work), heard, rows

        client_id, heard, rows = self._work.on_work(job)
        if not rows:
            return None
        return PushRequest(
            client_id=client_id,
            heard=heard,
            app_version=self._app_version,
            sent_at=self._now(),
            mutations=tuple(mutation_of(row) for row in rows),
        )

    def take_push_answer(self, request: PushRequest, answer: PushAnswer) -> Step:
        """Acknowledge exactly what the answer names; an answer to an earlier incarnation changes nothing."""
        asked = {each.seq: each.mutation_id for each in request.mutations}
        named = [each for each in answer.results if asked.get(each.seq) == each.mutation_id]

        def job(work: Connection) -> tuple[list[int], frozenset[UUID], int]:
            if outbox.client_id(work) != request.client_id:
                return [], frozenset(), 0
            offered = self._offer_what_is_missing(work, answer.epoch, answer.last_seq)
            queued = {(row.seq, row.mutation_id): row for row in outbox.between(work, min(asked), max(asked))}
            told = [(each, queued.get((each.seq, str(each.mutation_id)))) for each in named]
            news = [(each, row) for each, row in told if row and not (each.replayed and row.state == outbox.ACKED)]
            outbox.acknowledge(work, [each for each, _ in news], answer.server_time)
            self._needs.record(work, news, answer.server_time)
            self._needs.settle(work, _STOPPED_ID, answer.server_time)
            self._needs.settle(work, TURNED_AWAY_ID, answer.server_time)
            done = [row.seq for _, row in news if row.state == outbox.PENDING]
            return done, frozenset(UUID(row.case_id) for _, row in news if row.case_id), offered

        done, cases, offered = self._work.on_work(job)
        self.centre_time = answer.server_time
        self.hints = answer.hints
        self._most = max(1, min(self._most * 2, MAX_BATCH, answer.hints.max_batch))
        # An answer that names nothing of ours must not be asked for again at once.
        pace = Pace.MORE if done else Pace.BUSY
        return Step(
            pace, len(done), touched=Touched(cases=cases), offers_again=offered > 0, earliest=min(done, default=None)
        )

    def _push_problem(self, request: PushRequest, problem: TransportProblem) -> Step:
        if problem.problem is Problem.SEQUENCE_GAP:
            return self._close_gap(request, problem)
        if problem.problem is Problem.CLIENT_FORKED:
            return self._fork(copied=True)
        if problem.status == 413 and self._most > 1:
            self._most = max(1, min(self._most, len(request.mutations)) // 2)
            return Step(Pace.MORE)
        return self._problem(problem)

    def _close_gap(self, request: PushRequest, problem: TransportProblem) -> Step:
        expected = problem.extra.get("expected_seq")
        if not isinstance(expected, int):
            return self._problem(problem)

        def job(work: Connection) -> bool:
            if outbox.client_id(work) != request.client_id:
                return True
            if not offering_again.holds(work, expected):
                return False
            offering_again.reoffer(work, expected)
            return True

        return Step(Pace.MORE, offers_again=True) if self._work.on_work(job) else self._fork(copied=False)

    # --- shared -------------------------------------------------------------------------------------------------

    def _offer_what_is_missing(self, work: Connection, epoch: str, last_seq: int) -> int:
        """Set back to pending what was acknowledged by a centre that no longer has it, or in another epoch."""
        offered = offering_again.hear_epoch(work, epoch)
        return offered + (
            offering_again.reoffer(work, last_seq + 1) if offering_again.highest_acked(work) > last_seq else 0
        )

    def _fork(self, *, copied: bool) -> Step:
        """Begin a new incarnation of the outbox.

        `copied` says that another disk has spoken for this one: the numbers that it gave to callers must not be given
        again, and somebody has to know. Without it, the centre has merely lost more than this seat still keeps.
        """
        new_client = self._new_id()

        def job(work: Connection) -> None:
            offered = offering_again.fork(work, new_client)
            if copied:
                numbers.skip_ahead(work)
                self._needs.add(work, f"{new_client}:fork", None, Kind.DISK_COPIED, {"offered": offered}, self._now())

        self._work.on_work(job)
        return Step(Pace.MORE, offers_again=True)

    def _problem(self, problem: TransportProblem) -> Step:
        """Keep everything, whatever it is."""
        if problem.status == 401 or problem.problem in (Problem.AUTH_REQUIRED, Problem.DEVICE_REVOKED):
            self._work.on_work(
                lambda work: self._needs.alarm(
                    work, TURNED_AWAY_ID, Kind.TURNED_AWAY, {"status": problem.status}, self._now()
                )
            )
            return Step(Pace.AUTH)
        if problem.status in (429, 503) or problem.problem is Problem.BUSY:
            return Step(Pace.BUSY, wait_s=problem.retry_after)
        if problem.status >= 500:
            return Step(Pace.DOWN)
        detail = {"status": problem.status, "problem": problem.problem.value if problem.problem else ""}
        self._work.on_work(lambda work: self._needs.alarm(work, _STOPPED_ID, Kind.STOPPED, detail, self._now()))
        return Step(Pace.STOPPED)


def no_word(down: TransportDown) -> Step:
    """Return what a step comes to that had no word from the centre."""
    return Step(_MISFITS[down.fault] if isinstance(down, CertificateMisfit) else Pace.DOWN)


def _first_run(rows: list[Queued]) -> list[Queued]:
    """Return the rows up to where a number is left out.

    What is left out was acknowledged: the push after this one begins with it, so that the centre sees whether it knows
    it. Else a copy of this disk might have used the number, and what comes after would pass before it is found out.
    """
    return [row for place, row in enumerate(rows) if row.seq == rows[0].seq + place]


def mutation_of(row: Queued) -> Mutation:
    """Return a row of the outbox as it is pushed; in the schema in which it was made."""
    return Mutation(
        seq=row.seq,
        mutation_id=UUID(row.mutation_id),
        op=row.op,
        schema_=row.schema,
        case_id=UUID(row.case_id) if row.case_id else None,
        base_revision=row.base_revision,
        operator_id=row.operator_id,
        session_id=row.session_id,
        made_at=datetime.fromisoformat(row.made_at),
        payload=json.loads(row.payload),
    )
