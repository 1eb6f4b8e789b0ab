"""Push: takes a batch of a seat's mutations in one transaction (sync.md, section 2.3).

Everything is decided in memory first and written with one executemany a table. Only if that fails, the batch is done
again with a savepoint for each mutation, and the one that cannot be stored is parked. The sequence of a client always
advances: what cannot be applied must not stop the work behind it.
"""

from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from case_api.centre import Centre
from case_api.identity import Device
from case_api.problems import ProblemError, busy
from case_api.storage.engine import is_unavailable, writing
from case_api.storage.epoch import epoch_of
from case_api.sync.client_row import ClientRow, lock_client, note_client
from case_api.sync.judge import Judge
from case_api.sync.preparing import judge_for
from case_api.sync.receipts import Book, keyed_hash, put_receipts
from case_api.sync.release import awaited, release_waiting
from case_api.sync.verdict import Source, Verdict
from case_api.sync.writing import write
from hotline.wire import Mutation, MutationResult, Problem, PushAnswer, PushRequest

_log = structlog.get_logger(__name__)


def push(centre: Centre, request: PushRequest, device: Device) -> PushAnswer:
    """Store a batch and answer what became of each mutation; nothing is acknowledged that is not committed.

    Raises `ProblemError`: `sequence-gap` (409, `expected_seq`), `client-forked` (409), `busy` (503).
    """
    try:
        return _Push(centre, request, device).run(singly=False)
    except ProblemError:
        raise
    except Exception as error:  # a row that the database refuses, or a defect: find the mutation that it is about
        _log.warning("push_again_singly", error=type(error).__name__, seat=device.seat)
    return _Push(centre, request, device).run(singly=True)


class _Push:
    """One attempt at one request."""

    def __init__(self, centre: Centre, request: PushRequest, device: Device) -> None:
        received = centre.now()
        self._centre = centre
        self._request = request
        self._scopes: set[str] = set()
        self._pos = 0
        self._awaited: set[UUID] = set()
        self._source = Source(
            client_id=request.client_id,
            seat=device.seat,
            sub_centre=device.sub_centre,
            app_version=request.app_version,
            received=received,
            skew=received - request.sent_at,
            device_id=device.device_id,
        )

    def run(self, *, singly: bool) -> PushAnswer:
        """Do the whole transaction, then tell who waits for news."""
        centre, mutations = self._centre, self._request.mutations
        with writing(centre.engine) as conn:
            client = lock_client(conn, self._source)
            book = Book.read(conn, client, mutations)
            _check_sequence(centre, client, book, self._request)
            results = self._singly(conn, client, book) if singly else self._at_once(conn, client, book, mutations)
            answer = PushAnswer(
                epoch=epoch_of(conn),
                last_seq=client.last_seq,
                server_time=self._source.received,
                results=tuple(results),
                hints=centre.rules.hints,
            )
        if self._scopes:
            centre.told(frozenset(self._scopes), self._pos)
        if self._awaited:
            release_waiting(centre, self._awaited)
        return answer

    def _at_once(
        self, conn: Connection, client: ClientRow, book: Book, mutations: Sequence[Mutation]
    ) -> list[MutationResult]:
        judge = judge_for(self._centre, conn, self._source, book.unknown(client, mutations))
        results, verdicts = [], []
        for mutation in mutations:
            result, verdict = self._one(judge, client, book, mutation)
            results.append(result)
            if verdict is not None:
                verdicts.append(verdict)
        self._store(conn, client, book, verdicts)
        return results

    def _singly(self, conn: Connection, client: ClientRow, book: Book) -> list[MutationResult]:
        results: list[MutationResult] = []
        for mutation in self._request.mutations:
            before = client.copy()
            for last in (False, True):
                try:
                    with conn.begin_nested():
                        results += self._at_once(conn, client, book, (mutation,))
                    break
                except Exception as error:
                    if isinstance(error, ProblemError) or is_unavailable(error):
                        raise
                    failure = error
                client.restore(before)
                # What failed stands in the book, and another machine may have stored the same work meanwhile.
                book = Book.read(conn, client, self._request.mutations)
                if last or not isinstance(failure, IntegrityError):
                    results.append(self._park(conn, client, book, mutation, failure))
                    break
        return results

    def _park(
        self, conn: Connection, client: ClientRow, book: Book, mutation: Mutation, failure: Exception
    ) -> MutationResult:
        """Keep a mutation that cannot be stored as it is judged; the worker tries it again."""
        _log.error("parked", error=type(failure).__name__, op=mutation.op, mutation_id=str(mutation.mutation_id))
        verdict = judge_for(self._centre, conn, self._source, ()).park(mutation, "failed")
        digest = keyed_hash(self._centre, mutation)
        original = mutation.mutation_id not in book.originals
        self._advance(client, book, mutation, digest, verdict.result, original=original)
        try:
            with conn.begin_nested():
                self._store(conn, client, book, [verdict])
        except IntegrityError as error:
            raise busy("another machine stores the same work at this moment") from error
        return verdict.result

    def _one(
        self, judge: Judge, client: ClientRow, book: Book, mutation: Mutation
    ) -> tuple[MutationResult, Verdict | None]:
        """Judge one mutation, or find what was answered to it before."""
        if mutation.seq <= client.last_seq:
            return book.by_seq[mutation.seq].replay(mutation.seq), None
        digest = keyed_hash(self._centre, mutation)
        known = book.originals.get(mutation.mutation_id)
        if known is not None and known.payload_hash == digest:
            result = known.replay(mutation.seq)
            self._advance(client, book, mutation, digest, known.result(mutation.seq), original=False)
            return result, None
        if known is not None:
            verdict = judge.park(mutation, "id_used_twice")
        else:
            verdict = judge.judge(mutation)
            judge.take(verdict)
        self._advance(client, book, mutation, digest, verdict.result, original=known is None)
        return verdict.result, verdict

    @staticmethod
    def _advance(
        client: ClientRow, book: Book, mutation: Mutation, digest: str, result: MutationResult, *, original: bool
    ) -> None:
        client.last_seq = mutation.seq
        client.last_mutation_id = mutation.mutation_id
        book.add(mutation, digest, result, original=original)

    def _store(self, conn: Connection, client: ClientRow, book: Book, verdicts: list[Verdict]) -> None:
        put_receipts(conn, client.client_id, book.take_pending(), self._source.received)
        note_client(conn, client, self._source)
        if verdicts:
            scopes, self._pos = write(conn, self._centre, self._source, verdicts)
            self._scopes |= scopes
            made = [each.case.order.id for each in verdicts if each.case and each.case.stored is None]
            self._awaited |= awaited(conn, made)


def _check_sequence(centre: Centre, client: ClientRow, book: Book, request: PushRequest) -> None:
    """Refuse a batch that does not continue where the client stands, before anything of it is done."""
    expected = client.last_seq + 1
    if request.heard >= expected:
        raise _gap(expected)
    for mutation in request.mutations:
        if mutation.seq <= client.last_seq:
            known = book.by_seq.get(mutation.seq)
            same = known is not None and known.mutation_id == mutation.mutation_id
            if known is None or not same or known.payload_hash != keyed_hash(centre, mutation):
                raise ProblemError(
                    Problem.CLIENT_FORKED, 409, "another outbox has used this client's numbers", {"seq": mutation.seq}
                )
        elif mutation.seq != expected:
            raise _gap(expected)
        else:
            expected += 1


def _gap(expected: int) -> ProblemError:
    return ProblemError(Problem.SEQUENCE_GAP, 409, "mutations are missing before this one", {"expected_seq": expected})
