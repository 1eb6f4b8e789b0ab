"""A note on a caller at the centre: who sees it in a case, and that units and reports never do."""

from datetime import timedelta

import pytest

from case_api.cases.query import CaseQuery
from case_api.cases.reading import case_doc
from case_api.cases.search import search
from case_api.cases.work_list_page import work_list_page
from case_api.centre import Centre
from case_api.reports.behind import RECEIVED, Behind, cases_behind
from hotline.codes import Role
from hotline.context import Actor
from hotline.periods import Period
from tests.case_api.core.clock_city import dispatched, give
from tests.case_api.core.pushing import PHONE, Clock, Seat

UNIT = Actor("u-1", frozenset({Role.UNIT}), unit="W")
LEAD = Actor("l-1", frozenset({Role.LEAD}))
WORDS = "辱骂接线员三次"


@pytest.fixture
def noted(seat: Seat, centre: Centre, clock: Clock) -> str:
    """A case in the hands of a unit, with an approved note, a lifted one, and one that fell with its number."""
    case_id = seat.file()
    note = {"reason": "abuse", "text": WORDS, "until": (clock() + timedelta(days=9)).date().isoformat()}
    seat.give("propose_caller_note", case_id, **note)
    changed = {"caller_phone": [PHONE, "19900007777"]}
    give(centre, case_id, "amend_case", Role.DISPATCHER, changes=changed)
    for _ in range(2):
        give(centre, case_id, "propose_caller_note", Role.DISPATCHER, **note)
        give(centre, case_id, "decide_caller_note", Role.LEAD, grant=True, reason="录音为证")
        if not _:
            give(centre, case_id, "lift_caller_note", Role.LEAD, reason="已沟通")
    dispatched(centre, case_id)
    return str(case_id)


def test_a_unit_sees_nothing_of_a_note_on_a_caller(noted: str, seat: Seat, centre: Centre) -> None:
    (line,) = work_list_page(centre, "unit", UNIT).lines
    found = search(centre, CaseQuery(), UNIT).cases
    doc = case_doc(centre, line.order.id, UNIT)
    assert doc is not None
    assert (str(doc.order.id), len(found)) == (noted, 1)
    for shown in (line.model_dump_json(), doc.model_dump_json(), found[0].model_dump_json()):
        for words in (WORDS, "录音为证", "已沟通", "note_falls", 'caller_note":{', '_caller_note"'):
            assert words not in shown
    assert [entry.kind for entry in doc.timeline] == ["file_case", "amend_case", "assign", "sign"]


def test_people_of_the_hotline_see_the_note_and_who_approved_it(noted: str, seat: Seat, centre: Centre) -> None:
    (found,) = search(centre, CaseQuery(), LEAD).cases
    assert str(found.order.id) == noted
    note = found.order.caller_note
    assert note is not None
    assert (note.text, note.approved_by) == (WORDS, "p-decide_caller_note")


def test_the_lists_behind_reports_say_nothing_of_it(noted: str, centre: Centre, clock: Clock) -> None:
    day = clock().date()
    period = Period(day - timedelta(days=1), day + timedelta(days=1))
    (found,) = cases_behind(centre, period, Behind(RECEIVED), LEAD).cases
    assert str(found.order.id) == noted
    assert WORDS not in found.model_dump_json()
