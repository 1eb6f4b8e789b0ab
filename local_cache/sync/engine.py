"""The seat's end of the protocol: push, pull, reconcile, each a step that either happens whole or not at all.

A step talks to the line once and to each file in at most one transaction at a time. It is deterministic: the line,
the files, the clock and the ids come from outside. Who calls it and when is `loop.py`'s business.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.commands import SCHEMA
from hotline.wire import (
    MAX_BATCH,
    MAX_PUSH_BYTES,
    Hints,
    Mutation,
    Problem,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    ReconcileAnswer,
    Window,
    window_digest,
)
from local_cache import meta, needs, numbers, outbox
from local_cache.errors import NotSaved
from local_cache.needs import Kind
from local_cache.outbox import Queued
from local_cache.sync import pulled
from local_cache.sync.files import Files, Touched
from local_cache.sync.transport import Syncing, TransportDown, TransportProblem

if TYPE_CHECKING:
    from local_cache.encrypted import Connection

PULL_LIMIT = 500
_STOPPED_ID = "sync:stopped"


class Pace(Enum):
    """What to do after a step."""

    IDLE = "idle"
    """Nothing is left to do until something happens."""
    MORE = "more"
    """There is more of the same: go on at once."""
    DOWN = "down"
    """No word from the centre: back off."""
    BUSY = "busy"
    """The centre asked to wait `Step.wait_s`, or to back off where that is None."""
    AUTH = "auth"
    """The device has to sign in anew; queue and cursor are as they were."""
    STOPPED = "stopped"
    """An answer that nobody here can act on: everything is kept, somebody has been told, rest a while."""
    DISK = "disk"
    """The answer could not be written down; the same request will bring it again."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step came to. `count` is how many mutations were named, or rows came."""

    pace: Pace
    count: int = 0
    wait_s: float | None = None
    touched: Touched = field(default_factory=Touched)
    offers_again: bool = False
    """Something acknowledged is pending once more: push before long."""


class _ForkedError(Exception):
    """The answer is about another disk than this one."""


class SyncEngine:
    """One outbox and one cache against one centre. Not thread-safe: one thread steps it.

    `scopes` says what this seat may see now; the first one is the seat's own. `new_id` makes client ids, `page` is
    the most entries of the feed in one answer and scope.
    """

    def __init__(
        self,
        files: Files,
        transport: Syncing,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], UUID],
        scopes: Callable[[], tuple[str, ...]],
        app_version: str,
        page: int = PULL_LIMIT,
    ) -> None:
        self._files = files
        self._transport = transport
        self._now = now
        self._new_id = new_id
        self._scopes = scopes
        self._app_version = app_version
        self._page = page
        self._most = MAX_BATCH
        self._anchors = 0
        self.in_flight: frozenset[UUID] = frozenset()
        """Mutations on their way to the centre at this moment."""
        self.hints = Hints()
        """How the centre asked to be paced, last time it said."""
        self.centre_time: datetime | None = None
        """The centre's clock, as of its last answer."""
        self.upgrade_required = False
        """The centre has rows that this program is too old to read; pushing goes on."""

    # --- push ---------------------------------------------------------------------------------------------------

    def push_once(self) -> Step:
        """Offer the oldest pending mutations once and write down what the centre says of them."""
        try:
            request = self.push_request()
            if request is None:
                return Step(Pace.IDLE)
            self.in_flight = frozenset(each.mutation_id for each in request.mutations[self._anchors :])
            try:
                answer = self._transport.push(request)
                return self.take_push_answer(request, answer)
            except TransportDown:
                return Step(Pace.DOWN)
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

        def job(work: Connection) -> tuple[UUID, list[Queued]]:
            rows = outbox.batch(work, self._most, MAX_PUSH_BYTES)
            anchor = outbox.anchor(work, rows[0].seq) if rows else None
            self._anchors = int(anchor is not None)
            if anchor is not None:
                rows = [anchor, *rows[: MAX_BATCH - 1]]
            return outbox.client_id(work), rows

        client_id, rows = self._files.on_work(job)
        if not rows:
            return None
        return PushRequest(
            client_id=client_id,
            app_version=self._app_version,
            sent_at=self._now(),
            mutations=tuple(mutation_of(row) for row in rows),
        )

    def take_push_answer(self, request: PushRequest, answer: PushAnswer) -> Step:
        """Acknowledge exactly what the answer names; an answer to an earlier incarnation changes nothing."""
        asked = {each.seq: each.mutation_id for each in request.mutations}
        named = [each for each in answer.results if asked.get(each.seq) == each.mutation_id]

        def job(work: Connection) -> tuple[int, frozenset[UUID]]:
            if outbox.client_id(work) != request.client_id:
                return 0, frozenset()
            self._offer_what_is_missing(work, answer.epoch, answer.last_seq)
            queued = {(row.seq, row.mutation_id): row for row in outbox.between(work, min(asked), max(asked))}
            told = [(each, queued.get((each.seq, str(each.mutation_id)))) for each in named]
            news = [(each, row) for each, row in told if row and not (each.replayed and row.state == outbox.ACKED)]
            outbox.acknowledge(work, [each for each, _ in news], answer.server_time)
            needs.record(work, news, answer.server_time)
            needs.settle(work, _STOPPED_ID, answer.server_time)
            done = sum(row.state == outbox.PENDING for _, row in news)
            return done, frozenset(UUID(row.case_id) for _, row in news if row.case_id)

        done, cases = self._files.on_work(job)
        self.centre_time = answer.server_time
        self.hints = answer.hints
        self._most = max(1, min(self._most * 2, MAX_BATCH, answer.hints.max_batch))
        # An answer that names nothing of ours must not be asked for again at once.
        return Step(Pace.MORE if done else Pace.BUSY, done, touched=Touched(cases=cases))

    def _push_problem(self, request: PushRequest, problem: TransportProblem) -> Step:
        if problem.problem is Problem.SEQUENCE_GAP:
            return self._close_gap(request, problem)
        if problem.problem is Problem.CLIENT_FORKED:
            return self._fork(copied=True)
        if problem.status == 413 and self._most > 1:
            self._most = max(1, min(self._most, len(request.mutations)) // 2)
            return Step(Pace.MORE)
        return self._problem(problem, [each.seq for each in request.mutations])

    def _close_gap(self, request: PushRequest, problem: TransportProblem) -> Step:
        expected = problem.extra.get("expected_seq")
        if not isinstance(expected, int):
            return self._problem(problem, [])

        def job(work: Connection) -> bool:
            if outbox.client_id(work) != request.client_id:
                return True
            if not outbox.holds(work, expected):
                return False
            outbox.reoffer(work, expected)
            return True

        return Step(Pace.MORE) if self._files.on_work(job) else self._fork(copied=False)

    # --- pull ---------------------------------------------------------------------------------------------------

    def pull_once(self, wait_s: float = 0.0) -> Step:
        """Ask once for what is new and apply it; `wait_s` lets the centre hold the answer until there is something."""
        try:
            request = self.pull_request(wait_s)
            try:
                answer = self._transport.pull(request)
                return self.take_pull_answer(request, answer)
            except TransportDown:
                return Step(Pace.DOWN)
            except TransportProblem as problem:
                return self._pull_problem(request, problem)
        except NotSaved:
            return Step(Pace.DISK)

    def pull_request(self, wait_s: float = 0.0) -> PullRequest:
        """Return the next pull; what this seat may no longer see leaves the cache first."""
        scopes = self._scopes()
        client_id = self._files.on_work(outbox.client_id)

        def job(cache: Connection) -> PullRequest:
            gone = pulled.drop(cache, pulled.unwanted(cache, scopes))
            if gone:
                self._files.refresh(cache, gone)
            standing = pulled.cursors(cache, scopes)
            return PullRequest(client_id=client_id, schema_=SCHEMA, scopes=standing, limit=self._page, wait_s=wait_s)

        return self._files.on_cache(job)

    def take_pull_answer(self, request: PullRequest, answer: PullAnswer) -> Step:
        """Apply an answer, unless it shows that this disk is a copy: then begin a new incarnation instead.

        The outbox comes first: were the rows written and the seat cut off before it, an erased case would come back.
        """
        purged = [row.id for scope in answer.scopes.values() for row in scope.rows if row.op == "purge"]
        before = self._files.on_cache(lambda cache: pulled.all_applied_seq(cache, str(request.client_id)))

        def check(work: Connection) -> tuple[Touched, int] | None:
            if outbox.client_id(work) != request.client_id:
                return None
            if not outbox.tip_fits(work, answer.last_seq, answer.last_mutation_id):
                raise _ForkedError
            offered = self._offer_what_is_missing(work, answer.epoch, answer.last_seq)
            outbox.erase(work, purged)
            needs.erase(work, purged)
            # What the centre refused comes without a row, and yet the case no longer looks as the operator left it.
            return Touched(cases=outbox.cases_between(work, before + 1, answer.last_seq)), offered

        try:
            checked = self._files.on_work(check)
        except _ForkedError:
            return self._fork(copied=True)
        if checked is None:
            return Step(Pace.MORE)

        own, offered = checked
        touched = self._files.on_cache(lambda cache: self._apply(cache, request, answer, own))
        self.centre_time = answer.server_time
        self.upgrade_required = False
        more = any(scope.more for scope in answer.scopes.values())
        if not more:
            self._tidy_up(request.client_id, answer.server_time)
        count = sum(len(scope.rows) for scope in answer.scopes.values())
        return Step(Pace.MORE if more else Pace.IDLE, count, touched=touched, offers_again=offered > 0)

    def _apply(self, cache: Connection, request: PullRequest, answer: PullAnswer, own: Touched) -> Touched:
        touched = pulled.apply_answer(cache, request, answer) | own
        meta.put(cache, meta.AS_OF, answer.server_time.isoformat())
        self._files.refresh(cache, touched)
        return touched

    def _pull_problem(self, request: PullRequest, problem: TransportProblem) -> Step:
        if problem.problem is Problem.CURSOR_EXPIRED:
            named = problem.extra.get("scopes", problem.extra.get("scope"))
            expired = _names(named) or set(request.scopes)
            held = {scope for scope, cursor in request.scopes.items() if cursor is not None}
            if not expired & held:
                return self._problem(problem, [])
            self._files.on_cache(lambda cache: pulled.forget_cursors(cache, expired & held))
            return Step(Pace.MORE)
        if problem.problem is Problem.UPGRADE_REQUIRED:
            self.upgrade_required = True
            return Step(Pace.STOPPED)
        return self._problem(problem, [])

    def _tidy_up(self, client_id: UUID, server_time: datetime) -> None:
        own = self._scopes()[0]
        reached = self._files.on_cache(lambda cache: pulled.applied_seq(cache, own, str(client_id)))

        def job(work: Connection) -> int:
            same = outbox.client_id(work) == client_id
            return outbox.prune(work, server_time, reached) if same else 0

        with suppress(NotSaved):  # the rows are in; what is to be forgotten can wait
            self._files.on_work(job)

    # --- reconcile ----------------------------------------------------------------------------------------------

    def reconcile_once(self) -> Step:
        """Compare what both ends hold of this outbox, window by window; offer again what does not fit."""
        try:
            client_id = self._files.on_work(outbox.client_id)
            try:
                answer = self._transport.reconcile(client_id)
                return self.take_reconcile_answer(client_id, answer)
            except TransportDown:
                return Step(Pace.DOWN)
            except TransportProblem as problem:
                return self._problem(problem, [])
        except NotSaved:
            return Step(Pace.DISK)

    def take_reconcile_answer(self, client_id: UUID, answer: ReconcileAnswer) -> Step:
        """Offer every window again that the centre counts otherwise, and say so; the centre knows repeats."""

        def job(work: Connection) -> int:
            if outbox.client_id(work) != client_id:
                return 0
            if answer.last_seq >= outbox.next_seq(work):
                raise _ForkedError
            offered = self._offer_what_is_missing(work, answer.epoch, answer.last_seq)
            for window in answer.windows:
                if not _window_fits(window, outbox.ids_between(work, window.first, window.last)):
                    offered += outbox.reoffer(work, window.first, window.last)
                    detail = {"first": window.first, "last": window.last}
                    needs.add(work, f"{client_id}:{window.first}", None, Kind.MISMATCH, detail, self._now())
            return offered

        try:
            offered = self._files.on_work(job)
        except _ForkedError:
            return self._fork(copied=True)
        return Step(Pace.IDLE, offered, offers_again=offered > 0)

    # --- shared -------------------------------------------------------------------------------------------------

    def _offer_what_is_missing(self, work: Connection, epoch: str, last_seq: int) -> int:
        """Set back to pending what was acknowledged by a centre that no longer has it, or in another epoch."""
        offered = outbox.hear_epoch(work, epoch)
        return offered + (outbox.reoffer(work, last_seq + 1) if outbox.highest_acked(work) > last_seq else 0)

    def _fork(self, *, copied: bool) -> Step:
        """Begin a new incarnation of the outbox.

        `copied` says that another disk has spoken for this one: the numbers that it gave to callers must not be given
        again, and somebody has to know. Without it, the centre has merely lost more than this seat still keeps.
        """
        new_client = self._new_id()

        def job(work: Connection) -> None:
            offered = outbox.fork(work, new_client)
            if copied:
                numbers.skip_ahead(work)
                needs.add(work, f"{new_client}:fork", None, Kind.DISK_COPIED, {"offered": offered}, self._now())

        self._files.on_work(job)
        return Step(Pace.MORE, offers_again=True)

    def _problem(self, problem: TransportProblem, seqs: Iterable[int]) -> Step:
        """Keep everything, whatever it is."""
        if problem.status == 401 or problem.problem is Problem.AUTH_REQUIRED:
            return Step(Pace.AUTH)
        if problem.status in (429, 503) or problem.problem is Problem.BUSY:
            return Step(Pace.BUSY, wait_s=problem.retry_after)
        if problem.status >= 500:
            return Step(Pace.DOWN)
        detail = {"status": problem.status, "problem": problem.problem.value if problem.problem else ""}

        def job(work: Connection) -> None:
            outbox.count_attempt(work, list(seqs))
            needs.alarm(work, _STOPPED_ID, Kind.STOPPED, detail, self._now())

        self._files.on_work(job)
        return Step(Pace.STOPPED)


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


def _window_fits(window: Window, ids: list[UUID]) -> bool:
    """Say whether a window holds what we hold; one that we have begun to prune cannot be compared."""
    if len(ids) < window.last - window.first + 1:
        return True
    return window.count == len(ids) and window.sha256 == window_digest(ids)


def _names(named: object) -> set[str]:
    if isinstance(named, str):
        return {named}
    return {str(each) for each in named} if isinstance(named, list | tuple) else set()
