"""What each command does to a work order, and why it may be refused."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from hotline.case_doc import masked_order
from hotline.codes import Role, Solved, State, Validity
from hotline.command_table import COMMANDS
from hotline.commands import (
    AmendCase,
    AnswerDirectly,
    AnswerQuery,
    AssignByPhone,
    FileCase,
    HandOff,
    LogCall,
    ProposeRefusal,
    RecordCallback,
    Reveal,
    Urge,
    Withdraw,
    parse_command,
    payload_of,
)
from hotline.masking import masked_value
from hotline.outcome import Applied, FieldConflict, Refusal, RefusalCode
from hotline.rulebook import apply, may_be_given_offline
from hotline.work_order import Intake, WorkOrder
from tests.hotline.given import CASE, INTAKE, NOON, NUMBER, Facts, context_of

V = "2026.1"


def done(outcome: Any) -> WorkOrder:
    assert isinstance(outcome, Applied), outcome
    assert outcome.order is not None
    return outcome.order


def refused(outcome: Any) -> tuple[RefusalCode, str]:
    assert isinstance(outcome, Refusal), outcome
    return outcome.code, outcome.field


def intake(**changes: Any) -> Intake:
    return Intake.model_validate({**INTAKE.model_dump(), **changes})


def test_filing_keeps_all_that_was_taken_down(filed: WorkOrder) -> None:
    assert (filed.id, filed.order_no, filed.state, filed.revision) == (CASE, NUMBER, State.TO_DISPATCH, 1)
    assert filed.title == "昨晚八点起全楼停水"
    assert (filed.follow_up, filed.origin_seat, filed.created_at) == ("1042", "0042", NOON)
    assert filed.caller_phone == INTAKE.caller_phone


@pytest.mark.parametrize("field", ["case_type", "class_code", "area_code", "content"])
def test_filing_names_the_first_missing_field(field: str) -> None:
    empty = intake(**{field: None if field == "case_type" else ""})
    command = FileCase(number=NUMBER, intake=empty, pack_version=V)
    assert refused(apply(None, command, context_of())) == (RefusalCode.MISSING_FIELD, field)


def test_somebody_must_be_reachable_unless_anonymous() -> None:
    hidden = {"caller_phone": "", "contact_phone": ""}
    asked = FileCase(number=NUMBER, intake=intake(**hidden), pack_version=V)
    assert refused(apply(None, asked, context_of())) == (RefusalCode.MISSING_FIELD, "contact_phone")
    done(apply(None, FileCase(number=NUMBER, intake=intake(**hidden, anonymous=True), pack_version=V), context_of()))


def test_codes_are_checked_against_the_pack_that_the_command_names() -> None:
    strange = intake(class_code="990101")
    own = FileCase(number=NUMBER, intake=strange, pack_version=V)
    assert refused(apply(None, own, context_of())) == (RefusalCode.UNKNOWN_CODE, "class_code")
    newer_centre = context_of(facts=Facts("2027.1"))
    assert done(apply(None, own, newer_centre)).class_code == "990101"


def test_a_wrong_number_or_telephone_is_refused() -> None:
    wrong = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
    command = FileCase(number=wrong, intake=INTAKE, pack_version=V)
    assert refused(apply(None, command, context_of()))[0] is RefusalCode.BAD_NUMBER
    letters = FileCase(number=NUMBER, intake=intake(contact_phone="没有"), pack_version=V)
    assert refused(apply(None, letters, context_of())) == (RefusalCode.BAD_PHONE, "contact_phone")


def test_an_answer_in_the_call_ends_the_case_or_is_sampled() -> None:
    command = {"number": NUMBER, "intake": INTAKE, "pack_version": V, "answer": "窗口工作日九点开"}
    assert done(apply(None, AnswerDirectly(**command), context_of())).state is State.ANSWERED
    sampled = done(apply(None, AnswerDirectly(**command, callback_share=1.0), context_of()))
    assert sampled.state is State.TO_CALLBACK
    assert refused(apply(None, AnswerDirectly(**{**command, "answer": ""}), context_of()))[1] == "answer"


def test_a_refusal_names_ground_and_lawful_route() -> None:
    command = ProposeRefusal(
        number=NUMBER, intake=INTAKE, pack_version=V, refusal="out_of_scope", reason="court", legal_route="lawsuit"
    )
    order = done(apply(None, command, context_of()))
    assert (order.state, order.validity) == (State.REFUSAL_REVIEW, Validity.OUT_OF_SCOPE)
    other = command.model_copy(update={"reason": "because"})
    assert refused(apply(None, other, context_of())) == (RefusalCode.UNKNOWN_CODE, "reason")


def test_an_emergency_is_handed_off_with_whatever_is_known() -> None:
    order = done(apply(None, HandOff(number=NUMBER, intake=Intake(), pack_version=V, line="120"), context_of()))
    assert (order.state, order.emergency_line) == (State.HANDED_OFF, "120")


def test_nobody_is_put_through_in_three_who_has_hung_up() -> None:
    command = HandOff(number=NUMBER, intake=Intake(), pack_version=V, line="110", three_way=True, caller_gone=True)
    outcome = apply(None, command, context_of())
    assert isinstance(outcome, Applied)
    assert outcome.events[0].data == {"line": "110", "three_way": False, "caller_gone": True}
    assert done(outcome).three_way is False


def test_a_unit_may_take_it_on_the_telephone_before_dispatch(filed: WorkOrder) -> None:
    command = AssignByPhone(
        unit="LB-HOUSING", answered_by="张主任", feedback_due=NOON + timedelta(minutes=20), pack_version=V
    )
    order = done(apply(filed, command, context_of(minutes=2)))
    assert (order.state, order.lead_unit, order.revision) == (State.HANDLING, "LB-HOUSING", 2)
    assert refused(apply(order, command, context_of(minutes=3)))[0] is RefusalCode.WRONG_STATE


def test_other_calls_make_no_work_order() -> None:
    outcome = apply(None, LogCall(outcome="silent"), context_of(case=None))
    assert isinstance(outcome, Applied)
    assert outcome.order is None
    assert outcome.events[0].data == {"outcome": "silent"}


def test_an_amendment_changes_the_named_fields_only(filed: WorkOrder) -> None:
    order = done(apply(filed, AmendCase(changes={"address_text": ["", "12号楼"]}), context_of()))
    assert (order.address_text, order.content, order.revision) == ("12号楼", filed.content, 2)


def test_an_amendment_that_meets_a_change_loses_and_both_are_named(filed: WorkOrder) -> None:
    moved = done(apply(filed, AmendCase(changes={"urgency": ["normal", "critical"]}), context_of(Role.DISPATCHER)))
    both = AmendCase(changes={"urgency": ["normal", "urgent"], "address_text": ["", "3单元"]})
    outcome = apply(moved, both, context_of())
    assert isinstance(outcome, Applied)
    assert outcome.conflicts == (FieldConflict("urgency", "normal", "urgent", "critical"),)
    assert outcome.order is not None
    assert (outcome.order.urgency, outcome.order.address_text) == ("critical", "3单元")


def test_the_same_amendment_twice_changes_nothing_more(filed: WorkOrder) -> None:
    command = AmendCase(changes={"urgency": ["normal", "urgent"]})
    once = done(apply(filed, command, context_of()))
    outcome = apply(once, command, context_of())
    assert outcome == Applied(once, ())


def test_a_seat_amends_a_masked_number_by_its_whole_old_value(filed: WorkOrder) -> None:
    seen = filed.model_copy(update={"caller_phone": masked_value("caller_phone", filed.caller_phone)})
    command = AmendCase(changes={"caller_phone": [filed.caller_phone, "199 0000 9999"]})
    context = context_of()
    plain = apply(seen, command, context)
    assert isinstance(plain, Applied)
    assert plain.conflicts
    masked = type(context)(context.at, context.actor, context.pack, context.order_id, masked_value)
    assert done(apply(seen, command, masked)).caller_phone == "19900009999"


def test_the_timeline_of_an_amendment_shows_no_personal_datum(filed: WorkOrder) -> None:
    command = AmendCase(changes={"caller_phone": [filed.caller_phone, "199 0000 9999"]})
    outcome = apply(filed, command, context_of())
    assert isinstance(outcome, Applied)
    assert "9900009999" not in str(outcome.events).replace(" ", "")


def test_an_amendment_cannot_take_away_what_filing_asked_for(filed: WorkOrder) -> None:
    command = AmendCase(changes={"content": [filed.content, ""]})
    assert refused(apply(filed, command, context_of())) == (RefusalCode.MISSING_FIELD, "content")


@pytest.mark.parametrize("before", [{}, {"class_code": ""}], ids=["nothing wrong before", "something wrong before"])
@pytest.mark.parametrize("seat", [False, True], ids=["at the centre", "at a seat"])
def test_an_amendment_cannot_leave_a_case_with_nobody_to_reach(
    filed: WorkOrder, before: dict[str, str], seat: bool
) -> None:
    order = filed.model_copy(update=before)
    order = masked_order(order) if seat else order
    gone = AmendCase(changes={"caller_phone": [order.caller_phone, ""]})
    assert refused(apply(order, gone, context_of())) == (RefusalCode.MISSING_FIELD, "contact_phone")
    elsewhere = {"contact_phone": ["", "199 0000 7777"], "address_text": ["", "12号楼"]}
    reached = done(apply(order, AmendCase(changes={**gone.changes, **elsewhere}), context_of()))
    assert (reached.caller_phone, reached.contact_phone, reached.address_text) == ("", "19900007777", "12号楼")


def test_who_wanted_no_name_is_asked_for_a_number_before_it_is_taken_back(filed: WorkOrder) -> None:
    anonymous = filed.model_copy(update={"anonymous": True, "caller_phone": ""})
    named = AmendCase(changes={"anonymous": [True, False]})
    assert refused(apply(anonymous, named, context_of())) == (RefusalCode.MISSING_FIELD, "contact_phone")


def test_only_its_operator_or_a_dispatcher_amends(filed: WorkOrder) -> None:
    command = AmendCase(changes={"address_text": ["", "x"]})
    assert refused(apply(filed, command, context_of(operator="1077")))[0] is RefusalCode.NOT_YOUR_CASE
    done(apply(filed, command, context_of(Role.DISPATCHER, operator="2001")))


@pytest.mark.parametrize(
    "changes", [{}, {"state": ["a", "b"]}, {"content": ["a", "x" * 4001]}, {"content": ["", "\x00"]}]
)
def test_an_amendment_that_cannot_be_kept_is_no_command(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AmendCase(changes=changes)


def test_urging_counts_and_withdrawing_ends(filed: WorkOrder) -> None:
    urged = done(apply(filed, Urge(said="已催"), context_of(operator="1077")))
    assert urged.urge_count == 1
    gone = done(apply(urged, Withdraw(reason="来水了"), context_of()))
    assert gone.state is State.WITHDRAWN
    assert refused(apply(gone, Urge(), context_of()))[0] is RefusalCode.WRONG_STATE


def test_a_seat_without_a_line_withdraws_only_before_dispatch(filed: WorkOrder) -> None:
    assert may_be_given_offline("withdraw", filed)
    assert not may_be_given_offline("withdraw", filed.model_copy(update={"state": State.HANDLING}))
    assert may_be_given_offline("file_case", None)
    assert not may_be_given_offline("assign", filed)


def test_a_query_goes_to_the_seat_and_back(filed: WorkOrder) -> None:
    asked = filed.model_copy(update={"state": State.WITH_SEAT, "query": "几号楼?"})
    answered = done(apply(asked, AnswerQuery(answer="12号楼"), context_of()))
    assert (answered.state, answered.query) == (State.TO_DISPATCH, "")


REACHED = {"reached": True, "contacted_by_unit": True, "solved": "solved", "satisfied": "satisfied"}


@pytest.mark.parametrize(
    ("results", "state"),
    [
        (REACHED, State.CLOSED),
        ({**REACHED, "solved": Solved.UNSOLVED, "redo": True}, State.TO_SIGN),
        ({**REACHED, "solved": Solved.UNSOLVED}, State.CLOSED),
        ({"reached": False, "not_reached": "no_answer"}, State.TO_CALLBACK),
    ],
)
def test_a_call_back_closes_redoes_or_tries_again(filed: WorkOrder, results: dict[str, Any], state: State) -> None:
    due = filed.model_copy(update={"state": State.TO_CALLBACK, "at_unit": "LB-HOUSING"})
    order = done(apply(due, RecordCallback(**results), context_of(Role.CALLBACK, operator="3001")))
    assert order.state is state
    assert len(order.callbacks) == 1


def test_nobody_calls_back_what_they_took_in(filed: WorkOrder) -> None:
    due = filed.model_copy(update={"state": State.TO_CALLBACK})
    both = context_of(Role.CALLBACK, Role.OPERATOR)
    assert refused(apply(due, RecordCallback(**REACHED), both))[0] is RefusalCode.HANDLED_IT


@pytest.mark.parametrize("results", [{"reached": True}, {"reached": False}, {**REACHED, "reached": False}])
def test_a_call_back_has_results_or_a_reason(results: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RecordCallback(**results)


def test_a_reveal_changes_nothing_and_says_why(filed: WorkOrder) -> None:
    outcome = apply(filed, Reveal(field="caller_phone", reason="call_back"), context_of())
    assert isinstance(outcome, Applied)
    assert outcome.order == filed
    assert outcome.events[0].data == {"field": "caller_phone", "reason": "call_back"}
    with pytest.raises(ValidationError):
        Reveal(field="content", reason="call_back")


def test_roles_are_those_of_the_table(filed: WorkOrder) -> None:
    assert refused(apply(filed, Urge(), context_of(Role.AUDITOR)))[0] is RefusalCode.NOT_YOUR_ROLE


def test_every_command_survives_the_wire(filed: WorkOrder) -> None:
    commands = [
        FileCase(number=NUMBER, intake=INTAKE, pack_version=V),
        AmendCase(changes={"urgency": ["normal", "urgent"]}),
        RecordCallback(**REACHED),
        LogCall(outcome="praise", note="谢谢"),
    ]
    for command in commands:
        assert parse_command(command.op, payload_of(command)) == command


def test_the_table_names_all_states_as_reachable_and_one_as_final() -> None:
    reached = {state for row in COMMANDS.values() for state in row.to}
    assert reached == set(State)
    stuck = {s for s in State if not any(s in row.start and set(row.to) - {s} for row in COMMANDS.values())}
    assert stuck == {State.FILED}
