"""A note on a caller: one proposes it, a lead approves it, and it is gone after its last day."""

from datetime import date
from typing import Any

import pytest

from hotline.caller_notes import is_asked, stands
from hotline.codes import CallerNoteReason, Role, State
from hotline.context import Actor
from tests.hotline.whole_city import (
    CALLER_BACK,
    DISPATCHER,
    LEAD,
    OPERATOR,
    OTHER_OPERATOR,
    WORKER,
    Loop,
    city,
    local,
)

NOTE: dict[str, Any] = {"reason": "decided_before", "text": "同一诉求已三次答复", "until": "2026-12-01"}


@pytest.fixture
def loop() -> Loop:
    return Loop(city("dongsheng"), local("2026-11-16 09:00"))


def test_a_note_is_shown_once_a_lead_has_approved_it_until_its_last_day_is_over(loop: Loop) -> None:
    case = loop.filed()
    proposed = loop.done(OTHER_OPERATOR, "propose_caller_note", case, **NOTE)
    note = proposed.caller_note
    assert note is not None
    assert (note.operator, note.reason, note.text) == ("1002", CallerNoteReason.DECIDED_BEFORE, NOTE["text"])
    assert (is_asked(note), stands(note, date(2026, 11, 16))) == (True, False)
    assert proposed.state is State.TO_DISPATCH
    approved = loop.done(LEAD, "decide_caller_note", case, grant=True, reason="属实").caller_note
    assert approved is not None
    assert (approved.approved_by, is_asked(approved)) == ("2001", False)
    assert [stands(approved, date(2026, 12, day)) for day in (1, 2)] == [True, False]
    assert [(each.kind, each.data) for each in loop.timelines[case][-2:]] == [
        ("propose_caller_note", NOTE),
        ("decide_caller_note", {"grant": True, "reason": "属实"}),
    ]


def test_what_is_turned_down_or_lifted_is_no_part_of_the_case_any_more(loop: Loop) -> None:
    case = loop.filed()
    assert loop.refused(LEAD, "decide_caller_note", case, grant=True, reason="属实")[0] == "nothing_asked"
    loop.done(DISPATCHER, "propose_caller_note", case, **NOTE)
    assert loop.refused(LEAD, "lift_caller_note", case, reason="不实")[0] == "no_note"
    assert loop.done(LEAD, "decide_caller_note", case, grant=False, reason="诉求合理").caller_note is None
    loop.done(CALLER_BACK, "propose_caller_note", case, **NOTE)
    loop.done(LEAD, "decide_caller_note", case, grant=True, reason="属实")
    assert loop.done(LEAD, "lift_caller_note", case, reason="已沟通").caller_note is None
    assert loop.refused(LEAD, "lift_caller_note", case, reason="再撤")[0] == "no_note"


def test_a_lead_neither_approves_their_own_note_nor_one_on_a_caller_whose_case_they_took_down(loop: Loop) -> None:
    case, both = loop.filed(), Actor("4711", frozenset({Role.LEAD, Role.OPERATOR}))
    loop.done(both, "propose_caller_note", case, **NOTE)
    assert loop.refused(both, "decide_caller_note", case, grant=True, reason="属实")[0] == "handled_it"
    filer = Actor(OPERATOR.operator, frozenset({Role.LEAD}))
    assert loop.refused(filer, "decide_caller_note", case, grant=True, reason="属实")[0] == "handled_it"


def test_there_is_one_note_at_a_time_and_a_new_one_once_it_is_over(loop: Loop) -> None:
    case = loop.closed()
    loop.done(OPERATOR, "propose_caller_note", case, **NOTE)
    assert loop.refused(OPERATOR, "propose_caller_note", case, **NOTE)[0] == "already_asked"
    loop.done(LEAD, "decide_caller_note", case, grant=True, reason="属实")
    assert loop.refused(OPERATOR, "propose_caller_note", case, **NOTE)[0] == "already_asked"
    loop.go_to("2026-12-02 00:00")
    again = loop.done(OPERATOR, "propose_caller_note", case, **{**NOTE, "until": "2026-12-31"})
    assert is_asked(again.caller_note)


@pytest.mark.parametrize(
    ("until", "refused"),
    [
        ("2026-11-16", ("in_the_past", "until", "")),
        ("1969-12-31", ("in_the_past", "until", "")),
        ("2027-02-15", ("note_too_long", "until", "2027-02-14")),
        ("2100-01-01", ("note_too_long", "until", "2027-02-14")),
    ],
)
def test_the_last_day_lies_ahead_and_within_what_seats_hold(
    loop: Loop, until: str, refused: tuple[str, str, str]
) -> None:
    case = loop.filed()
    assert loop.refused(OPERATOR, "propose_caller_note", case, **{**NOTE, "until": until}) == refused
    loop.done(OPERATOR, "propose_caller_note", case, **{**NOTE, "until": "2027-02-14"})


def test_a_case_without_the_callers_number_notes_nobody(loop: Loop) -> None:
    case = loop.filed(caller_phone="", anonymous=True)
    assert loop.refused(OPERATOR, "propose_caller_note", case, **NOTE) == ("missing_field", "caller_phone", "")


def test_a_note_that_waited_beyond_its_last_day_can_only_be_turned_down(loop: Loop) -> None:
    case = loop.filed()
    loop.done(OPERATOR, "propose_caller_note", case, **NOTE)
    loop.go_to("2026-12-02 00:00")
    late = loop.refused(LEAD, "decide_caller_note", case, grant=True, reason="属实")
    assert late == ("in_the_past", "until", "2026-12-01")
    loop.done(LEAD, "decide_caller_note", case, grant=False, reason="已过期")


def test_a_note_is_decided_and_lifted_when_its_case_has_been_filed_away_meanwhile(loop: Loop) -> None:
    case = loop.closed()
    loop.done(OPERATOR, "propose_caller_note", case, **{**NOTE, "until": "2027-01-31"})
    loop.go_on(days=8)
    loop.done(WORKER, "file_away", case)
    assert loop.done(LEAD, "decide_caller_note", case, grant=True, reason="属实").state is State.FILED
    assert loop.done(LEAD, "lift_caller_note", case, reason="已沟通").state is State.FILED
    assert loop.refused(OPERATOR, "propose_caller_note", case, **NOTE) == ("wrong_state", "", "filed")


def test_a_note_falls_with_the_number_that_it_was_about(loop: Loop) -> None:
    case = loop.filed()
    loop.done(OPERATOR, "propose_caller_note", case, **NOTE)
    kept = loop.done(OPERATOR, "amend_case", case, changes={"content": ["水压低，六楼上不来水", "六楼没水"]})
    assert kept.caller_note is not None
    assert "note_falls" not in loop.timelines[case][-1].data
    mended = loop.done(OPERATOR, "amend_case", case, changes={"caller_phone": ["19900005678", "19900005679"]})
    assert mended.caller_note is None
    assert loop.timelines[case][-1].data["note_falls"] is True


def test_a_note_and_what_was_asked_of_a_unit_stay_with_the_old_case_of_a_split(loop: Loop) -> None:
    case = loop.filed()
    loop.done(OPERATOR, "propose_caller_note", case, **NOTE)
    new = loop.new_id()
    halves = {"new_id": str(new), "number": loop.new_number(), "content": "路灯不亮", "keeps": "水压低"}
    assert loop.done(DISPATCHER, "split", case, **halves).caller_note is not None
    half = loop.orders[new]
    assert (half.caller_note, half.exclusion, half.naming) == (None, None, None)
