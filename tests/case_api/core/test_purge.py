"""A case is erased: nothing that was said of it is left in any table, and the rest still holds."""

import json
import threading
from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, text

from case_api.audit.verify import verify
from case_api.cases import indexing
from case_api.cases.indexing import index_due
from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.identity import Standing
from case_api.problems import ProblemError
from case_api.storage.all_tables import metadata
from case_api.storage.engine import reading, writing
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_cases import alerts
from case_api.storage.tables_sync import dead_letters
from case_api.sync.give import give_command
from case_api.sync.release import accept_held
from hotline.codes import Role
from hotline.context import Actor
from hotline.wire import Mutation, MutationResult, Problem
from tests.case_api.core.pushing import Grants, Seat, new_id
from tests.case_api.core.rows import rows_of
from tests.deadline import PATIENCE_S

SAID = ("机场路", "又停水了", "三单元", "停电", "撤回", "晚了", "邻居")
"""Words of the case below, wherever they were said."""


def _seat_at_work(seat: Seat) -> tuple[list[Mutation], list[MutationResult]]:
    """Let a seat do to one case whatever leaves words somewhere; return it with the answers."""
    filed = seat.filing()
    case_id = filed.case_id
    late = {"base": "机场路12号楼", "mine": "机场路12号楼三单元"}
    batch = [
        filed,
        seat.mutation("add_note", case_id, text="又停水了"),
        seat.mutation("amend_case", case_id, changes={"address_text": ["机场路12号楼", "机场路12号楼二单元"]}),
        seat.mutation("amend_case", case_id, changes={"address_text": [late["base"], late["mine"]]}),
        seat.mutation("amend_case", case_id, changes={"content": ["不是这个", "停电"]}),
        seat.mutation("urge", case_id, said="邻居也催"),
        seat.mutation("withdraw", case_id, reason="来电人要求撤回"),
        seat.mutation("add_note", case_id, text="晚了"),
    ]
    return batch, list(seat.push(*batch).results)


def _renumbered(seat: Seat, batch: list[Mutation]) -> list[Mutation]:
    """Send a batch once more as a copy of the disk does: under another client and other numbers."""
    seat.client_id = new_id()
    again = [each.model_copy(update={"seq": each.seq + 1}) for each in batch]
    seat.seq = 0
    seat.push(seat.filing(content="别的事", address_text=""), *again)
    return again


def _everything(centre: Centre) -> str:
    """Return what every table holds, JSON with its escapes undone."""
    with reading(centre.engine) as conn:
        rows = [str(row) for table in metadata.sorted_tables for row in conn.execute(select(table))]
    return "\n".join(
        [*rows, *(json.dumps(json.loads(row.data), ensure_ascii=False) for row in rows_of(centre, case_events))]
    )


def test_an_erased_case_leaves_no_word_in_audit_and_receipts(seat: Seat, centre: Centre) -> None:
    batch, _ = _seat_at_work(seat)
    _renumbered(seat, batch)
    assert batch[0].case_id
    assert purge_case(centre, batch[0].case_id, "admin", PurgeReason.CITIZEN_ASKED)
    left = _everything(centre)
    assert [word for word in SAID if word in left] == []
    assert [report.finding for report in verify(centre.engine, ())] == [None, None]


def test_what_was_answered_before_is_answered_again_without_the_values(seat: Seat, centre: Centre) -> None:
    batch, before = _seat_at_work(seat)
    assert any(result.conflicts for result in before)
    again = _renumbered(seat, batch)
    assert batch[0].case_id
    assert purge_case(centre, batch[0].case_id, "admin", PurgeReason.CITIZEN_ASKED)
    expected = [result.model_copy(update={"conflicts": (), "replayed": True}) for result in before]
    numbered = [result.model_copy(update={"seq": result.seq + 1}) for result in expected]
    assert list(seat.push(*again).results) == numbered


def test_a_digest_put_in_the_place_of_another_is_found(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    for said in ("甲", "乙", "甲"):
        seat.give("add_note", case_id, text=said)
    digests = [json.loads(row.data)["events"][0]["digest"] for row in rows_of(centre, case_events)][1:]
    assert digests[0] == digests[2] != digests[1]
    with writing(centre.engine) as conn:
        row = conn.execute(select(case_events).where(case_events.c.n == 3)).one()
        conn.execute(
            case_events.update().where(case_events.c.n == 3).values(data=row.data.replace(digests[1], digests[0]))
        )
    assert [report.finding.n for report in verify(centre.engine, ()) if report.finding] == [3]


def test_what_comes_for_an_erased_case_is_settled_at_once_and_not_kept(seat: Seat, centre: Centre) -> None:
    filed = seat.filing()
    assert filed.case_id
    seat.push(filed)
    assert purge_case(centre, filed.case_id, "admin", PurgeReason.CITIZEN_ASKED)
    other = Seat(centre, "0043", "north")
    late = [
        other.filing(filed.case_id),
        other.mutation("add_note", filed.case_id, text="又停水了"),
        other.mutation("read_minds", filed.case_id, text="邻居"),
    ]
    results = other.push(*late).results
    assert [(each.outcome, each.reason) for each in results] == [
        ("held", "no_such_case"),
        ("held", "no_such_case"),
        ("parked", "unknown_command"),
    ]
    letters = rows_of(centre, dead_letters)
    assert [letter.mutation for letter in letters] == [b"", b"", b""]
    assert all(letter.settled_at for letter in letters)
    assert rows_of(centre, alerts) == []
    assert other.push(*late).results[0].replayed


def test_who_works_at_the_centre_hears_that_an_erased_case_is_not_there(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    assert purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
    dispatcher = Actor("d-1", frozenset({Role.DISPATCHER}))
    with pytest.raises(ProblemError) as raised:
        give_command(centre, case_id, new_id(), "add_note", 1, {"text": "x"}, dispatcher)
    assert raised.value.problem is Problem.NOT_FOUND


def test_what_is_held_for_a_case_that_never_came_is_erased_with_it(seat: Seat, centre: Centre) -> None:
    case_id = new_id()
    assert seat.give("add_note", case_id, text="又停水了").outcome == "held"
    assert purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
    [letter] = rows_of(centre, dead_letters)
    assert (letter.mutation, letter.settled_by) == (b"", "admin")
    assert {row.id: row.op for row in seat.pull().scopes["seat:0042"].rows} == {case_id: "purge"}
    assert not purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
    assert [report.finding for report in verify(centre.engine, ())] == [None, None]


def test_who_settled_a_letter_before_the_erasing_is_still_told(seat: Seat, centre: Centre, grants: Grants) -> None:
    grants.since[seat.operator] = (centre.now(), Standing.REVOKED)
    filed = seat.filing()
    assert filed.case_id
    assert seat.push(filed).results[0].outcome == "held"
    accept_held(centre, filed.mutation_id, "lead-1")
    assert purge_case(centre, filed.case_id, "admin", PurgeReason.CITIZEN_ASKED)
    [letter] = rows_of(centre, dead_letters)
    assert (letter.mutation, letter.settled_by) == (b"", "lead-1")


class TestBesideAnIndexer:
    """Only PostgreSQL lets the two go on at once."""

    pytestmark = pytest.mark.postgres

    @pytest.fixture
    def database_url(self, postgres_url: str) -> str:
        return postgres_url

    def test_a_case_erased_while_it_is_indexed_leaves_no_search_term(
        self, seat: Seat, centre: Centre, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case_id = seat.file()
        reads, purge_is_there = threading.Event(), threading.Event()
        index = indexing._index

        def slow(conn: Connection, cipher: Cipher, rows: Iterable[Any]) -> None:
            rows = list(rows)
            reads.set()
            assert purge_is_there.wait(PATIENCE_S)
            index(conn, cipher, rows)

        def seen(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if statement.startswith("DELETE FROM terms_due") and threading.current_thread() is threading.main_thread():
                purge_is_there.set()

        monkeypatch.setattr(indexing, "_index", slow)
        event.listen(centre.engine, "before_cursor_execute", seen)
        indexer = threading.Thread(target=index_due, args=(centre,))
        indexer.start()
        assert reads.wait(PATIENCE_S)
        assert purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
        indexer.join()
        with reading(centre.engine) as conn:
            assert conn.execute(text("SELECT count(*) FROM case_terms")).scalar_one() == 0
