"""What waited is taken up: when its case comes, on a supervisor's word, after an upgrade."""

from datetime import timedelta

import pytest

from case_api.centre import Centre
from case_api.identity import Standing
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_sync import dead_letters
from case_api.sync.release import accept_held, retry_dead_letters
from hotline.upcast import STEPS
from tests.case_api.core.pushing import Grants, Seat, new_id
from tests.case_api.core.rows import doc_of, rows_of


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
