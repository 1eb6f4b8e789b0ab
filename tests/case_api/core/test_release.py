"""What waited is taken up: when its case comes, on a supervisor's word, after an upgrade."""

import json
import threading
from datetime import timedelta
from typing import Any

import pytest

from case_api.centre import Centre
from case_api.identity import Standing
from case_api.problems import busy
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_cases import cases
from case_api.storage.tables_sync import dead_letters
from case_api.sync import writing
from case_api.sync.release import accept_held, retry_dead_letters, retry_waiting
from hotline.codes import Role
from hotline.upcast import STEPS
from hotline.wire import MutationResult
from tests.case_api.core.pushing import Grants, Seat, intake, new_id
from tests.case_api.core.rows import doc_of, rows_of
from tests.deadline import until


def test_notes_that_came_before_their_case_wait_for_it(seat: Seat, centre: Centre) -> None:
    other = Seat(centre, "0043", "north")
    case_id = new_id()
    assert other.give("add_note", case_id, text="第一句").outcome == "held"
    assert other.give("add_note", case_id, text="第二句").outcome == "held"
    seat.file(case_id=case_id)
    doc = doc_of(centre, case_id)
    assert [entry.data.get("text") for entry in doc.timeline[1:]] == ["第一句", "第二句"]
    assert all(letter.settled_at for letter in rows_of(centre, dead_letters))
    assert len(rows_of(centre, case_events)) == 3
    assert other.push(*other.sent).results[0].outcome == "held"  # what was answered stays the answer
    assert doc_of(centre, case_id).order.revision == 3
    assert case_id in {row.id for row in other.pull().scopes["seat:0043"].rows}


def test_a_supervisor_accepts_what_was_held(seat: Seat, centre: Centre, grants: Grants) -> None:
    grants.since["op-0042"] = (centre.now() - timedelta(hours=1), Standing.REVOKED)
    filed = seat.filing()
    follow_up = seat.mutation("add_note", filed.case_id, text="补充")
    assert [result.outcome for result in seat.push(filed, follow_up).results] == ["held", "held"]
    result = accept_held(centre, filed.mutation_id, "lead-1")
    assert result is not None
    assert result.outcome == "applied"
    assert accept_held(centre, filed.mutation_id, "lead-1") is None
    letters = {letter.mutation_id: letter.settled_by for letter in rows_of(centre, dead_letters)}
    assert letters == {filed.mutation_id: "lead-1", follow_up.mutation_id: None}
    accept_held(centre, follow_up.mutation_id, "lead-1")
    assert filed.case_id is not None
    assert doc_of(centre, filed.case_id).order.revision == 2


def test_what_leads_were_told_of_a_letter_goes_when_it_is_settled(seat: Seat, centre: Centre, grants: Grants) -> None:
    grants.since["op-0042"] = (centre.now() - timedelta(hours=1), Standing.REVOKED)
    filed, other = seat.filing(), seat.filing()
    seat.push(filed, other)
    lead = Seat(centre, "0043", "north", lead=True)
    before = lead.pull(leads=None).scopes["leads:north"]
    told = {row.doc["data"]["case_id"]: row.id for row in before.rows if row.doc}
    accept_held(centre, filed.mutation_id, "lead-1")
    after = lead.pull(leads=before.cursor).scopes["leads:north"]
    assert [(row.op, row.entity, row.id) for row in after.rows] == [("del", "alert", told[str(filed.case_id)])]
    kept = lead.pull(leads=None).scopes["leads:north"].rows
    assert [row.id for row in kept] == [told[str(other.case_id)]]


def test_a_supervisor_accepts_a_call_back_under_the_roles_that_its_operator_had(
    seat: Seat, centre: Centre, grants: Grants
) -> None:
    case_id, answered = new_id(), {"answer": "已答复", "callback_share": 1.0}
    seat.give("answer_directly", case_id, number=seat.number(), intake=intake(), pack_version="1", **answered)
    grants.roles["cb"] = frozenset({Role.CALLBACK})
    grants.since["cb"] = (centre.now() - timedelta(hours=1), Standing.REVOKED)
    seat.operator = "cb"
    said = {"contacted_by_unit": True, "solved": "solved", "satisfied": "satisfied", "opinion": "好"}
    called = seat.mutation("record_callback", case_id, reached=True, **said)
    assert seat.push(called).results[0].outcome == "held"
    result = accept_held(centre, called.mutation_id, "lead-1")
    assert result is not None
    assert result.outcome == "applied"
    assert [entry.kind for entry in doc_of(centre, case_id).timeline] == ["answer_directly", "record_callback"]
    event = rows_of(centre, case_events)[-1]
    assert (event.operator_id, json.loads(event.data)["accepted_by"]) == ("cb", "lead-1")


def test_notes_of_others_come_in_with_the_case_that_a_supervisor_accepts(
    seat: Seat, centre: Centre, grants: Grants
) -> None:
    grants.since["op-0042"] = (centre.now() - timedelta(hours=1), Standing.REVOKED)
    filed = seat.filing()
    seat.push(filed)
    assert filed.case_id is not None
    assert Seat(centre, "0043", "north").give("add_note", filed.case_id, text="补充").outcome == "held"
    accept_held(centre, filed.mutation_id, "lead-1")
    assert [entry.kind for entry in doc_of(centre, filed.case_id).timeline] == ["file_case", "add_note"]


def test_a_case_is_answered_as_stored_though_what_waits_for_it_cannot_be_taken_up_now(
    seat: Seat, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = Seat(centre, "0043", "north")
    case_id = new_id()
    waits.give("add_note", case_id, text="第一句")

    def locked(*_: object) -> None:
        raise busy("locked")

    with monkeypatch.context() as now:
        now.setattr("case_api.sync.release.write", locked)
        assert seat.push(seat.filing(case_id)).results[0].outcome == "applied"
    assert len(doc_of(centre, case_id).timeline) == 1
    waits.give("add_note", new_id(), text="别的事")  # its case never comes
    assert retry_waiting(centre) == 1
    assert [entry.kind for entry in doc_of(centre, case_id).timeline] == ["file_case", "add_note"]


def test_what_an_old_centre_could_not_read_is_taken_up_by_a_new_one(
    seat: Seat, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = seat.filing(schema=2)
    assert seat.push(newer).results[0].outcome == "parked"
    assert retry_dead_letters(centre) == 0
    monkeypatch.setattr("case_api.sync.judge.upcast", lambda op, schema, payload: payload)
    assert retry_dead_letters(centre) == 1
    assert newer.case_id is not None
    assert doc_of(centre, newer.case_id).order.state == "to_dispatch"
    assert retry_dead_letters(centre) == 0
    assert STEPS == {}


def test_one_letter_that_still_fails_keeps_no_other_from_being_taken_up(
    seat: Seat, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = seat.filing(schema=2), seat.filing(schema=2)
    seat.push(older, newer)
    monkeypatch.setattr("case_api.sync.judge.upcast", lambda op, schema, payload: payload)

    def write(conn: Any, of: Centre, source: Any, verdicts: Any) -> Any:
        if verdicts[0].mutation.mutation_id == older.mutation_id:
            raise RuntimeError("a defect")
        return writing.write(conn, of, source, verdicts)

    monkeypatch.setattr("case_api.sync.release.write", write)
    assert retry_dead_letters(centre) == 1
    assert [row.id for row in rows_of(centre, cases)] == [newer.case_id]
    letters = {letter.mutation_id: letter.settled_at is None for letter in rows_of(centre, dead_letters)}
    assert letters == {older.mutation_id: True, newer.mutation_id: False}


@pytest.mark.postgres
class TestBesideAPush:
    """Only PostgreSQL lets two write at once."""

    @pytest.fixture
    def database_url(self, postgres_url: str) -> str:
        return postgres_url

    def test_taking_up_several_cases_and_a_push_to_one_of_them_both_go_through(
        self, seat: Seat, centre: Centre, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second, pushing = Seat(centre, "0043", "north"), Seat(centre, "0044", "north"), new_id()
        notes = [first.mutation("add_note", case_id, text="第一句") for case_id in (new_id(), pushing)]
        first.push(*notes)
        with monkeypatch.context() as before:
            before.setattr("case_api.sync.push.awaited", lambda *_: set())
            for note in notes:
                seat.file(case_id=note.case_id)
        pushed: list[MutationResult] = []
        push = threading.Thread(target=lambda: pushed.append(second.give("add_note", pushing, text="第二句")))

        def write(conn: Any, of: Centre, source: Any, verdicts: Any) -> Any:
            written = writing.write(conn, of, source, verdicts)
            if not push.ident:
                push.start()
                _wait_until_it_wants_the_feed(centre)
            return written

        monkeypatch.setattr("case_api.sync.release.write", write)
        assert retry_dead_letters(centre) == 2
        push.join()
        assert [result.outcome for result in pushed] == ["applied"]
        assert [entry.kind for entry in doc_of(centre, pushing).timeline] == ["file_case", "add_note", "add_note"]


def _wait_until_it_wants_the_feed(centre: Centre) -> None:
    def waits() -> bool:
        with centre.engine.connect() as conn:
            asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            return bool(conn.exec_driver_sql(asked).scalar_one())

    until(waits, "the push to come so far")
