"""The book of the small centre by itself: what a seat offers out of order, twice, or under another's numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from hotline.codes import Role
from hotline.commands import payload_of
from hotline.order_number import PRACTICE_SEAT
from hotline.wire import Cursor, Mutation, MutationOutcome, Problem, PullRequest, PushRequest
from local_cache.encrypted import DatabaseError, FileSecret
from local_cache.sync.transport import TransportProblem
from practice.centre.book import Book
from practice.centre.store import CentreFile

from .given import filing, pack
from .machine import START

CLIENT, OTHER_CLIENT = UUID(int=1), UUID(int=2)
NUMBERS = ("0000010000016", "0000010000024", "0000010000032")
SCOPES = (f"seat:{PRACTICE_SEAT}", "area:01")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    file = CentreFile(tmp_path / "centre.db", FileSecret(bytes(32), bytes(16)), "e-1")
    yield Book(file, pack(), lambda: START, bytes(32), seat=PRACTICE_SEAT, sub_centre="01")
    file.close()


def mutation(seq: int, *, mutation_id: int = 0, **changes: Any) -> Mutation:
    make: Callable[[str], Any] = filing()  # type: ignore[assignment]
    command = make(NUMBERS[seq - 1])
    values = {
        "seq": seq, "mutation_id": UUID(int=mutation_id or 100 + seq), "op": command.op, "schema": 1,
        "case_id": UUID(int=1000 + (mutation_id or 100 + seq)), "operator_id": "1042", "session_id": "s-1",
        "made_at": START, "payload": payload_of(command),
    }  # fmt: skip
    return Mutation.model_validate({**values, **changes})


def push(book: Book, *mutations: Mutation, client: UUID = CLIENT, heard: int = 0) -> list[tuple[int, str, bool]]:
    request = PushRequest(client_id=client, heard=heard, app_version="0", sent_at=START, mutations=mutations)
    return [(each.seq, each.outcome, each.replayed) for each in book.push(request, frozenset({Role.OPERATOR})).results]


def refused(book: Book, *mutations: Mutation, client: UUID = CLIENT, heard: int = 0) -> TransportProblem:
    with pytest.raises(TransportProblem) as told:
        push(book, *mutations, client=client, heard=heard)
    return told.value


def test_what_is_offered_twice_is_done_once(book: Book) -> None:
    assert push(book, mutation(1), mutation(2)) == [(1, "applied", False), (2, "applied", False)]
    assert push(book, mutation(2), mutation(3)) == [(2, "applied", True), (3, "applied", False)]
    assert len(book.cases) == 3


def test_what_a_full_disk_does_not_take_is_offered_again(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise DatabaseError("database or disk is full")

    with monkeypatch.context() as disk:
        disk.setattr(book._file, "put", full)
        assert refused(book, mutation(1)).problem is Problem.BUSY
        assert not book.cases
    assert push(book, mutation(1)) == [(1, "applied", False)]


def test_a_gap_is_named_and_nothing_behind_it_is_done(book: Book) -> None:
    gap = refused(book, mutation(2))
    assert (gap.problem, gap.extra) == (Problem.SEQUENCE_GAP, {"expected_seq": 1})
    assert refused(book, mutation(1), heard=1).problem is Problem.SEQUENCE_GAP
    assert not book.cases


def test_another_outbox_under_the_same_numbers_is_found_out_and_may_come_back_as_another_client(book: Book) -> None:
    push(book, mutation(1))
    assert refused(book, mutation(1, mutation_id=900)).problem is Problem.CLIENT_FORKED
    assert push(book, mutation(1), mutation(2), client=OTHER_CLIENT) == [(1, "applied", True), (2, "applied", False)]
    assert len(book.cases) == 2


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"payload": {"nonsense": 1}}, MutationOutcome.PARKED),
        ({"op": "dance"}, MutationOutcome.PARKED),
        ({"schema": 99}, MutationOutcome.PARKED),
        ({"case_id": None}, MutationOutcome.PARKED),
        ({"op": "urge", "payload": {}}, MutationOutcome.HELD),
        ({"op": "query_seat", "payload": {"question": "?"}}, MutationOutcome.HELD),
    ],
)
def test_what_cannot_be_done_is_answered_and_stops_nothing_behind_it(
    book: Book, changes: dict[str, Any], outcome: MutationOutcome
) -> None:
    assert push(book, mutation(1, **changes), mutation(2)) == [(1, outcome, False), (2, "applied", False)]


def test_a_pull_begins_with_a_snapshot_goes_on_page_by_page_and_expires_with_the_epoch(book: Book) -> None:
    push(book, mutation(1), mutation(2), mutation(3))

    def pull(cursor: Cursor | None, limit: int = 2) -> Any:
        return book.pull(PullRequest(client_id=CLIENT, schema_=1, scopes={SCOPES[0]: cursor}, limit=limit))

    first = pull(None).scopes[SCOPES[0]]
    assert (first.reset, first.more, len(first.rows)) == (True, True, 2)
    second = pull(first.cursor)
    assert (second.scopes[SCOPES[0]].more, len(second.scopes[SCOPES[0]].rows)) == (False, 1)
    assert (second.last_seq, second.last_mutation_id) == (3, UUID(int=103))
    assert pull(second.scopes[SCOPES[0]].cursor).scopes[SCOPES[0]].rows == ()
    with pytest.raises(TransportProblem) as told:
        pull(Cursor(epoch="e-0", pos=1))
    assert told.value.problem is Problem.CURSOR_EXPIRED
    asked = PullRequest(client_id=CLIENT, schema_=1, scopes={"leads:01": None})
    assert book.pull(asked).gone == ("leads:01",)
    assert [(each.first, each.last, each.count) for each in book.reconcile(CLIENT).windows] == [(1, 3, 3)]
