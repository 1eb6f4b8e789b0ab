"""Seven bugs that sync protocols have had in the field, each planted by a patch: the simulation has to find them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

import sqlcipher3.dbapi2 as sqlite

from case_api.problems import ProblemError
from case_api.sync import push as centre_push
from case_api.sync.receipts import Book
from hotline.wire import Problem, PullAnswer, PullRequest, PushRequest
from local_cache import offering_again, outbox, overlay
from local_cache.sync import pulled
from local_cache.sync.engine import SyncEngine
from local_cache.sync.files import Touched
from local_cache.sync.pushing import Step
from local_cache.sync.transport import TransportProblem
from tests.simulation.world import Faults

Planted = Callable[[], AbstractContextManager[Faults]]


@contextmanager
def no_dedupe() -> Iterator[Faults]:
    """The centre looks only at numbers, not at mutation ids: what comes again after a fork is to happen again.

    The unique keys of its tables then refuse it, for ever: what would have been doubled is a queue that never drains.
    """
    read = Book.read

    def forgetful(conn: Any, client: Any, mutations: Any) -> Book:
        book = read(conn, client, mutations)
        book.originals.clear()
        return book

    with patch.object(Book, "read", forgetful):
        yield Faults()


@contextmanager
def overlay_pending_only() -> Iterator[Faults]:
    """The screen shows what is pending over what was pulled: in between, an acknowledged case is nowhere."""
    with patch.object(overlay, "not_in", lambda _, rows: [row for row in rows if row.state == outbox.PENDING]):
        yield Faults()


@contextmanager
def epoch_not_rotated() -> Iterator[Faults]:
    """A centre put back to a backup goes on in the same epoch."""
    yield Faults(rotate_epoch=False)


@contextmanager
def cursor_before_rows() -> Iterator[Faults]:
    """The cursor is committed before the rows that it speaks for."""

    def torn(cache: sqlite.Connection, request: PullRequest, answer: PullAnswer) -> Touched:
        for scope, each in answer.scopes.items():
            if pulled.cursors(cache, [scope])[scope] == request.scopes.get(scope):
                pulled.begin(cache, scope, str(request.client_id), reset=each.reset)
                pulled.put_cursor(cache, scope, each, answer.last_seq)
        cache.execute("COMMIT")
        cache.execute("BEGIN IMMEDIATE")
        touched = Touched()
        for scope, each in answer.scopes.items():
            touched |= pulled.put_rows(cache, scope, each, answer.last_seq)
        return touched

    with patch.object(pulled, "apply_answer", torn):
        yield Faults()


@contextmanager
def no_tip_check() -> Iterator[Faults]:
    """A seat does not look whether the centre's last mutation of its client is its own."""
    with patch.object(offering_again, "tip_fits", lambda *_: True):
        yield Faults(copies=3.0)


@contextmanager
def no_fork_check() -> Iterator[Faults]:
    """The centre takes every number that it has had for a repeat, whatever mutation comes under it."""
    check, one = centre_push._check_sequence, centre_push._Push._one

    def trusting(*what: Any) -> None:
        try:
            check(*what)
        except ProblemError as problem:
            if problem.problem is not Problem.CLIENT_FORKED:
                raise

    def repeat(self: Any, judge: Any, client: Any, book: Book, mutation: Any) -> Any:
        result, verdict = one(self, judge, client, book, mutation)
        return result.model_copy(update={"mutation_id": mutation.mutation_id}), verdict

    with (
        patch.object(centre_push, "_check_sequence", trusting),
        patch.object(centre_push._Push, "_one", repeat),
    ):
        yield Faults()


@contextmanager
def ack_on_error() -> Iterator[Faults]:
    """A seat takes any answer for a yes."""
    refused = SyncEngine._push_problem

    def relieved(self: SyncEngine, request: PushRequest, problem: TransportProblem) -> Step:
        def job(work: sqlite.Connection) -> None:
            work.executemany(
                "UPDATE outbox SET state = 'acked', acked_at = ? WHERE seq = ?",
                [(self._now().isoformat(), each.seq) for each in request.mutations],
            )

        self._files.on_work(job)
        return refused(self, request, problem)

    with patch.object(SyncEngine, "_push_problem", relieved):
        yield Faults()


PLANTED: dict[str, Planted] = {
    each.__name__: each
    for each in (
        no_dedupe,
        overlay_pending_only,
        epoch_not_rotated,
        cursor_before_rows,
        no_tip_check,
        no_fork_check,
        ack_on_error,
    )
}
