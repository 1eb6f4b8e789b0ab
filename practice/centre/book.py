"""The book of the small centre: takes what a seat pushes, each mutation once, and gives out what is new.

Everything is decided on the side, written to the file, and only then true here. Not thread-safe: the centre's lock is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from hotline.case_doc import CallDoc
from hotline.codes import Role
from hotline.context import Actor, PackFacts
from hotline.wire import (
    RECONCILE_WINDOW,
    Cursor,
    Hints,
    Mutation,
    MutationResult,
    Problem,
    PullAnswer,
    PulledRow,
    PulledScope,
    PullRequest,
    PushAnswer,
    PushRequest,
    ReconcileAnswer,
    Window,
    window_digest,
)
from local_cache.encrypted import DatabaseError
from local_cache.sync.transport import TransportProblem
from practice.centre.judging import judged
from practice.centre.kept import Kept, News, Receipt, Verdict, as_json
from practice.centre.store import CentreFile

_HINTS = Hints(reconnect_window_s=0.2)
"""One seat comes back alone: nobody else is in its way."""


class Book:
    """Cases, calls, receipts and feed of one practice session. `seat` is the one scope's, `area` the other's name."""

    def __init__(
        self, file: CentreFile, pack: PackFacts, now: Callable[[], datetime], phone_hash_key: bytes, *,
        seat: str, sub_centre: str,
    ) -> None:  # fmt: skip
        self._file = file
        self._pack = pack
        self._now = now
        self._phone_hash_key = phone_hash_key
        self._seat = seat
        self._scopes = frozenset({f"seat:{seat}", f"area:{sub_centre}"})
        held = file.read()
        self.epoch = held.epoch
        self.cases = held.cases
        self._calls = held.calls
        self._feed = held.feed
        self._by_seq = {(each.client_id, each.seq): each for each in held.receipts}
        self._by_id = {each.mutation_id: each for each in held.receipts}
        self._tips: dict[UUID, Receipt] = {each.client_id: each for each in held.receipts}

    # --- taking -------------------------------------------------------------------------------------------------

    def push(self, request: PushRequest, roles: frozenset[Role]) -> PushAnswer:
        """Take a batch and answer what became of each mutation. Raises `TransportProblem`, and has taken nothing then.

        `sequence-gap` (409, `expected_seq`), `client-forked` (409), `busy` (503) where the disk does not take it.
        """
        client = request.client_id
        self._check_sequence(request)
        taken = _Taken(self.cases)
        results = []
        last = self._last_seq(client)
        for mutation in request.mutations:
            if mutation.seq <= last:
                results.append(self._by_seq[client, mutation.seq].replay(mutation.seq))
                continue
            digest = _digest(mutation)
            known = self._by_id.get(mutation.mutation_id) or taken.known(mutation.mutation_id)
            if known is not None:
                results.append(known.replay(mutation.seq))
                taken.receipts.append(
                    Receipt(client, mutation.seq, mutation.mutation_id, digest, known.result, known.revealed)
                )
                continue
            actor = Actor(mutation.operator_id, roles, self._seat)
            verdict = judged(mutation, taken.cases, actor, self._pack, self._now(), self._phone_hash_key)
            taken.take(verdict, Receipt(client, mutation.seq, mutation.mutation_id, digest, verdict.result,
                                        verdict.revealed))  # fmt: skip
            results.append(verdict.result)
        self._keep(taken)
        return PushAnswer(
            epoch=self.epoch, last_seq=self._last_seq(client), server_time=self._now(), results=tuple(results),
            hints=_HINTS,
        )  # fmt: skip

    def give(self, mutation: Mutation, roles: frozenset[Role]) -> MutationResult:
        """Take a command given at the centre itself. Raises `judging.RefusedError` and `TransportProblem` (`busy`)."""
        known = self._by_id.get(mutation.mutation_id)
        if known is not None:
            return known.replay(mutation.seq)
        actor = Actor(mutation.operator_id, roles, self._seat)
        seq = self._last_seq(UUID(int=0)) + 1
        taken = _Taken(self.cases)
        verdict = judged(mutation, self.cases, actor, self._pack, self._now(), self._phone_hash_key, strict=True)
        taken.take(
            verdict,
            Receipt(UUID(int=0), seq, mutation.mutation_id, _digest(mutation), verdict.result, verdict.revealed),
        )
        self._keep(taken)
        return verdict.result

    def seed(self, cases: Iterable[Kept]) -> None:
        """Put in what the centre has had before the session. Raises `TransportProblem` (`busy`)."""
        taken = _Taken(self.cases)
        for case in cases:
            taken.put(case)
        self._keep(taken)

    def revealed(self, mutation_id: UUID) -> tuple[str, str] | None:
        """Return field and value of an applied reveal, None for none."""
        receipt = self._by_id.get(mutation_id)
        case = self.cases.get(receipt.result.case_id) if receipt and receipt.result.case_id else None
        if receipt is None or case is None or not receipt.revealed:
            return None
        return receipt.revealed, str(getattr(case.order, receipt.revealed))

    def _keep(self, taken: _Taken) -> None:
        entries = [*(("case", each) for each in taken.changed), *(("call", each) for each in taken.calls)]
        tip = self._pos()
        feed = [News(tip + place, entity, entity_id) for place, (entity, entity_id) in enumerate(entries, 1)]
        if not (taken.receipts or feed):
            return
        changed = [taken.cases[each] for each in taken.changed]
        try:
            self._file.put(changed, taken.calls.values(), taken.receipts, feed)
        except DatabaseError as error:
            raise TransportProblem(Problem.BUSY, 503, retry_after=1.0) from error
        self.cases.update({each.order.id: each for each in changed})
        self._calls.update(taken.calls)
        self._feed += feed
        for receipt in taken.receipts:
            self._by_seq[receipt.client_id, receipt.seq] = receipt
            self._by_id.setdefault(receipt.mutation_id, receipt)
            self._tips[receipt.client_id] = receipt

    def _check_sequence(self, request: PushRequest) -> None:
        expected = self._last_seq(request.client_id) + 1
        if request.heard >= expected:
            raise _gap(expected)
        for mutation in request.mutations:
            known = self._by_seq.get((request.client_id, mutation.seq))
            if mutation.seq < expected and known is not None:
                if (known.mutation_id, known.digest) != (mutation.mutation_id, _digest(mutation)):
                    raise TransportProblem(Problem.CLIENT_FORKED, 409, extra={"seq": mutation.seq})
            elif mutation.seq != expected:
                raise _gap(expected)
            else:
                expected += 1

    # --- giving out ---------------------------------------------------------------------------------------------

    def pull(self, request: PullRequest) -> PullAnswer:
        """Return what is new in each scope. Raises `TransportProblem` (`cursor-expired`)."""
        wanted = {scope: cursor for scope, cursor in request.scopes.items() if scope in self._scopes}
        tip = self._pos()
        expired = [
            scope for scope, cursor in wanted.items() if cursor and (cursor.epoch != self.epoch or cursor.pos > tip)
        ]
        if expired:
            raise TransportProblem(Problem.CURSOR_EXPIRED, 410, extra={"scopes": expired})
        last = self._tips.get(request.client_id)
        return PullAnswer(
            epoch=self.epoch, last_seq=last.seq if last else 0, last_mutation_id=last.mutation_id if last else None,
            server_time=self._now(),
            scopes={scope: self._scope(scope, cursor, request.limit) for scope, cursor in wanted.items()},
            gone=tuple(scope for scope in request.scopes if scope not in self._scopes),
        )  # fmt: skip

    def reconcile(self, client_id: UUID) -> ReconcileAnswer:
        """Return what is here of a client, window by window."""
        last = self._last_seq(client_id)
        return ReconcileAnswer(epoch=self.epoch, last_seq=last, windows=tuple(self._windows(client_id, last)))

    def _scope(self, scope: str, cursor: Cursor | None, limit: int) -> PulledScope:
        after = cursor.pos if cursor else 0
        entries = self._feed[after : after + limit]  # positions have no gaps
        more = len(entries) == limit
        newest = list(dict.fromkeys((each.entity, each.entity_id) for each in reversed(entries)))
        rows = tuple(row for each in reversed(newest) if (row := self._row(scope, *each)) is not None)
        at = Cursor(epoch=self.epoch, pos=entries[-1].pos if more else self._pos())
        return PulledScope(reset=cursor is None, more=more, cursor=at, rows=rows)

    def _row(self, scope: str, entity: str, entity_id: UUID) -> PulledRow | None:
        if entity == "call":
            return PulledRow(entity="call", id=entity_id, op="put", doc=as_json(self._calls[entity_id]))
        case = self.cases[entity_id]
        if scope.startswith("seat:") and case.code and not any(each.seat == self._seat for each in case.timeline):
            return None  # it is of the territory alone until this seat has done something to it
        doc = as_json(case.doc(self._phone_hash_key))
        return PulledRow(entity="case", id=entity_id, op="put", revision=case.order.revision, doc=doc)

    def _windows(self, client_id: UUID, last: int) -> Iterator[Window]:
        for start in range(1, last + 1, RECONCILE_WINDOW):
            end = min(start + RECONCILE_WINDOW - 1, last)
            ids = [self._by_seq[client_id, seq].mutation_id for seq in range(start, end + 1)]
            yield Window(first=start, last=end, count=len(ids), sha256=window_digest(ids))

    def _pos(self) -> int:
        return self._feed[-1].pos if self._feed else 0

    def _last_seq(self, client_id: UUID) -> int:
        tip = self._tips.get(client_id)
        return tip.seq if tip else 0


class _Taken:
    """What a transaction would change, until it is written."""

    def __init__(self, cases: Mapping[UUID, Kept]) -> None:
        self.cases = dict(cases)
        self.changed: list[UUID] = []
        self.calls: dict[UUID, CallDoc] = {}
        self.receipts: list[Receipt] = []

    def take(self, verdict: Verdict, receipt: Receipt) -> None:
        for case in verdict.cases:
            self.put(case)
        if verdict.call is not None:
            self.calls[verdict.call.id] = verdict.call
        self.receipts.append(receipt)

    def put(self, case: Kept) -> None:
        self.cases[case.order.id] = case
        if case.order.id not in self.changed:
            self.changed.append(case.order.id)

    def known(self, mutation_id: UUID) -> Receipt | None:
        return next((each for each in self.receipts if each.mutation_id == mutation_id), None)


def _gap(expected: int) -> TransportProblem:
    return TransportProblem(Problem.SEQUENCE_GAP, 409, extra={"expected_seq": expected})


def _digest(mutation: Mutation) -> str:
    """Return what a mutation is known by besides its id: the number that it has in an outbox is no part of it."""
    told = mutation.model_dump(mode="json", exclude={"seq"})
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
