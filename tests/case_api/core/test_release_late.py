"""What was held is taken up late: it must not take the place of what its own seat has written since."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from case_api.centre import Centre
from case_api.identity import Standing
from case_api.storage.tables_sync import conflicts
from case_api.sync.release import accept_held, release_waiting, retry_waiting
from hotline.codes import Role
from hotline.wire import Mutation
from tests.case_api.core.pushing import Grants, Seat, new_id
from tests.case_api.core.rows import doc_of, rows_of

EARLIER = {"caller_name": ["李**", "李晓明"], "caller_phone": ["199****1234", "19911111234"]}
LATER = {"caller_name": ["李**", "李大力"], "caller_phone": ["199****1234", "19922221234"]}


@pytest.fixture
def case_id(seat: Seat) -> UUID:
    return seat.file()


def _held(seat: Seat, grants: Grants, case_id: UUID, changes: dict[str, Any]) -> Mutation:
    """Let an operator whose grant was revoked amend the case; what the seat had of it is its first revision."""
    grants.roles["gone"] = frozenset({Role.OPERATOR, Role.DISPATCHER})  # else it is not theirs to amend
    grants.since["gone"] = (seat.centre.now() - timedelta(hours=1), Standing.REVOKED)
    held = seat.mutation("amend_case", case_id, changes=changes, operator_id="gone")
    held = held.model_copy(update={"base_revision": 1})
    seat.sent[-1] = held
    assert seat.push(held).results[0].outcome == "held"
    return held


def _amended(seat: Seat, case_id: UUID, changes: dict[str, Any], *, base: int = 1) -> str:
    mutation = seat.mutation("amend_case", case_id, changes=changes).model_copy(update={"base_revision": base})
    seat.sent[-1] = mutation
    return seat.push(mutation).results[0].outcome


def _accepted(centre: Centre, mutation: Mutation) -> str:
    result = accept_held(centre, mutation.mutation_id, "lead-1")
    assert result is not None
    return result.outcome


def test_the_seats_newer_value_stays_and_the_older_is_kept_for_a_supervisor(
    seat: Seat, centre: Centre, grants: Grants, case_id: UUID
) -> None:
    held = _held(seat, grants, case_id, {**EARLIER, "urgency": ["normal", "urgent"]})
    assert _amended(seat, case_id, LATER) == "applied"
    assert _accepted(centre, held) == "conflict"
    assert doc_of(centre, case_id).order.urgency == "urgent"
    sides = [centre.cipher.open(row.sides, row.mutation_id.bytes) for row in rows_of(centre, conflicts)]
    assert {(each["mine"], each["theirs"]) for each in sides} == {
        ("李晓明", "李大力"),
        ("19911111234", "19922221234"),
    }


def test_another_field_or_nothing_written_since_stands_in_no_ones_way(
    seat: Seat, centre: Centre, grants: Grants, case_id: UUID
) -> None:
    held = _held(seat, grants, case_id, EARLIER)
    assert _amended(seat, case_id, {"urgency": ["normal", "urgent"]}) == "applied"
    assert _accepted(centre, held) == "applied"
    assert doc_of(centre, case_id).order.caller_name == "李**"


def test_what_the_seat_wrote_before_it_was_on_its_screen(
    seat: Seat, centre: Centre, grants: Grants, case_id: UUID
) -> None:
    assert _amended(seat, case_id, LATER) == "applied"
    held = _held(seat, grants, case_id, EARLIER)
    assert _accepted(centre, held) == "applied"


def test_letters_taken_up_in_the_order_in_which_they_were_written_all_count(
    seat: Seat, centre: Centre, grants: Grants, case_id: UUID
) -> None:
    first, second = (_held(seat, grants, case_id, changes) for changes in (EARLIER, LATER))
    assert [_accepted(centre, each) for each in (first, second)] == ["applied", "applied"]


def test_letters_taken_up_the_other_way_round_leave_the_newer_value(
    seat: Seat, centre: Centre, grants: Grants, case_id: UUID
) -> None:
    first, second = (_held(seat, grants, case_id, changes) for changes in (EARLIER, LATER))
    assert [_accepted(centre, each) for each in (second, first)] == ["applied", "conflict"]
    [*_, name] = sorted(rows_of(centre, conflicts), key=lambda row: str(row.field), reverse=True)
    assert centre.cipher.open(name.sides, name.mutation_id.bytes)["theirs"] == "李大力"


def test_what_the_seat_wrote_under_another_client_counts_too(
    seat: Seat, centre: Centre, grants: Grants, clock: Any, case_id: UUID
) -> None:
    held = _held(seat, grants, case_id, EARLIER)
    clock.advance(minutes=1)
    seat.client_id, seat.seq = new_id(), 0  # its disk was restored from a copy
    assert _amended(seat, case_id, LATER) == "applied"
    assert _accepted(centre, held) == "conflict"


def test_what_waited_for_its_case_does_not_leap_over_what_came_after_it(
    seat: Seat, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = seat.filing()
    assert filed.case_id
    waits = Seat(centre, "0043", "north")
    waits.operator = seat.operator  # follows the case up at another seat
    assert waits.give("amend_case", filed.case_id, changes=EARLIER).outcome == "held"
    with monkeypatch.context() as before:
        before.setattr("case_api.sync.push.release_waiting", lambda *_: None)  # the database was busy then
        seat.push(filed)
    assert _amended(waits, filed.case_id, LATER) == "applied"
    assert retry_waiting(centre) == 1
    release_waiting(centre, [filed.case_id])
    sides = [centre.cipher.open(row.sides, row.mutation_id.bytes) for row in rows_of(centre, conflicts)]
    assert {each["theirs"] for each in sides} == {"李大力", "19922221234"}
