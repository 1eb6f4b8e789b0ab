"""Many values look the same masked: what was read masked must not overwrite what another wrote since."""

from typing import Any
from uuid import UUID

import pytest

from case_api.centre import Centre
from case_api.storage.tables_sync import conflicts
from case_api.sync.give import give_command
from hotline.codes import Role
from hotline.context import Actor
from hotline.wire import MutationResult
from tests.case_api.core.pushing import NAME, PHONE, Seat, new_id
from tests.case_api.core.rows import doc_of, rows_of

DISPATCHER = Actor("d-1", frozenset({Role.DISPATCHER}))
MASKS = {"caller_name": ["李**", "李晓明"], "caller_phone": ["199****1234", "19900007777"]}


def _corrected_at_the_centre(centre: Centre, case_id: UUID) -> None:
    changes = {"caller_name": [NAME, "李大力"], "caller_phone": [PHONE, "19911111234"]}
    result = give_command(centre, case_id, new_id(), "amend_case", 1, {"changes": changes}, DISPATCHER)
    assert (result.outcome, result.revision) == ("applied", 2)


def _amended(seat: Seat, case_id: UUID, changes: dict[str, Any], *, base: int | None) -> MutationResult:
    mutation = seat.mutation("amend_case", case_id, changes=changes).model_copy(update={"base_revision": base})
    return seat.push(mutation).results[0]


@pytest.mark.parametrize("base", [1, 0, None])
def test_what_was_read_before_another_wrote_loses_and_both_are_kept(seat: Seat, centre: Centre, base: int) -> None:
    case_id = seat.file()
    _corrected_at_the_centre(centre, case_id)
    result = _amended(seat, case_id, {**MASKS, "urgency": ["normal", "urgent"]}, base=base)
    assert result.outcome == "conflict"
    assert {(each.field, each.theirs) for each in result.conflicts} == {
        ("caller_name", "李**"),
        ("caller_phone", "199****1234"),
    }
    assert doc_of(centre, case_id).order.urgency == "urgent"
    sides = [centre.cipher.open(row.sides, row.mutation_id.bytes) for row in rows_of(centre, conflicts)]
    assert {(each["mine"], each["theirs"]) for each in sides} == {
        ("李晓明", "李大力"),
        ("19900007777", "19911111234"),
    }


def test_what_was_read_after_it_is_taken(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    _corrected_at_the_centre(centre, case_id)
    assert _amended(seat, case_id, MASKS, base=2).outcome == "applied"


def test_what_another_wrote_elsewhere_does_not_stand_in_the_way(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    changes = {"urgency": ["normal", "urgent"]}
    give_command(centre, case_id, new_id(), "amend_case", 1, {"changes": changes}, DISPATCHER)
    assert _amended(seat, case_id, MASKS, base=1).outcome == "applied"


def test_a_seat_amends_again_what_it_amended_before_the_centre_answered(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    assert _amended(seat, case_id, MASKS, base=0).outcome == "applied"
    assert _amended(seat, case_id, {"caller_name": ["李**", "李明"]}, base=0).outcome == "applied"


def test_every_change_of_a_case_is_one_entry_and_one_revision(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    seat.give("add_note", case_id, text="又停水了")
    seat.give("reveal", case_id, field="caller_phone", reason="call_back")
    seat.give("amend_case", case_id, changes={"urgency": ["normal", "urgent"], "title": ["不是这个", "停水"]})
    seat.give("amend_case", case_id, changes={"urgency": ["normal", "urgent"]})
    seat.give("amend_case", case_id, changes={"urgency": ["critical", "normal"]})
    seat.give("withdraw", case_id, reason="来电人要求撤回")
    seat.give("add_note", case_id, text="晚了")
    doc = doc_of(centre, case_id)
    assert [entry.kind for entry in doc.timeline] == ["file_case", "add_note", "amend_case", "withdraw", "addendum"]
    assert doc.order.revision == len(doc.timeline)
