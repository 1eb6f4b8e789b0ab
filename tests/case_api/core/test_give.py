"""Commands given at the centre, and values revealed."""

import pytest

from case_api.cases.reading import case_doc, newest_alerts
from case_api.cases.reveal import revealed
from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.storage.tables_audit import case_events, read_audit
from case_api.sync.give import give_command
from hotline.codes import Role
from hotline.context import Actor
from hotline.wire import Problem
from tests.case_api.core.pushing import PHONE, Clock, Seat, new_id
from tests.case_api.core.rows import doc_of, rows_of

DISPATCHER = Actor("d-1", frozenset({Role.DISPATCHER}))


def test_a_dispatcher_amends_and_the_seat_meets_it(seat: Seat, centre: Centre) -> None:
    case_id, key = seat.file(content="停水"), new_id()
    payload = {"changes": {"content": ["停水", "停水，已核实"]}}
    result = give_command(centre, case_id, key, "amend_case", 1, payload, DISPATCHER)
    assert (result.outcome, result.revision) == ("applied", 2)
    again = give_command(centre, case_id, key, "amend_case", 1, payload, DISPATCHER)
    assert again.replayed
    assert again.revision == 2
    met = seat.give("amend_case", case_id, changes={"content": ["停水", "停电"]})
    assert [(each.mine, each.theirs) for each in met.conflicts] == [("停电", "停水，已核实")]
    assert len(rows_of(centre, case_events)) == 3


def test_a_key_used_for_something_else_is_refused(seat: Seat, centre: Centre) -> None:
    case_id, key = seat.file(), new_id()
    give_command(centre, case_id, key, "add_note", 1, {"text": "一"}, DISPATCHER)
    with pytest.raises(ProblemError) as raised:
        give_command(centre, case_id, key, "add_note", 1, {"text": "二"}, DISPATCHER)
    assert (raised.value.problem, raised.value.status) == (Problem.INVALID, 422)


def test_what_the_rulebook_refuses_is_said_and_not_stored(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    seat.give("withdraw", case_id, reason="撤回")
    with pytest.raises(ProblemError) as raised:
        give_command(centre, case_id, new_id(), "add_note", 1, {"text": "晚了"}, DISPATCHER)
    assert (raised.value.problem, raised.value.status) == (Problem.REFUSED, 409)
    assert raised.value.extra == {
        "code": "wrong_state",
        "field": "",
        "found": "withdrawn",
        "state": "withdrawn",
        "revision": 2,
    }
    with pytest.raises(ProblemError) as raised:
        give_command(centre, new_id(), new_id(), "add_note", 1, {"text": "x"}, DISPATCHER)
    assert raised.value.problem is Problem.NOT_FOUND
    with pytest.raises(ProblemError) as raised:
        give_command(centre, case_id, new_id(), "add_note", 1, {"no": "text"}, DISPATCHER)
    assert raised.value.status == 422
    assert len(rows_of(centre, case_events)) == 2


def test_a_parent_that_is_not_there_is_a_refusal_of_that_field(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    with pytest.raises(ProblemError) as raised:
        give_command(centre, case_id, new_id(), "merge", 1, {"parent": str(new_id())}, DISPATCHER)
    assert raised.value.problem is Problem.REFUSED
    assert (raised.value.extra["code"], raised.value.extra["field"]) == ("no_such_case", "parent")


def test_a_reveal_gives_the_value_to_its_device_for_five_minutes(seat: Seat, centre: Centre, clock: Clock) -> None:
    case_id = seat.file()
    mutation = seat.mutation("reveal", case_id, field="caller_phone", reason="call_back")
    seat.push(mutation)
    assert revealed(centre, mutation.mutation_id, seat.operator, seat.device) == ("caller_phone", PHONE)
    assert revealed(centre, mutation.mutation_id, seat.operator, seat.device) == ("caller_phone", PHONE)
    assert len(rows_of(centre, read_audit)) == 1
    others = [
        (mutation.mutation_id, seat.operator, Seat(centre, "0043", "north").device),
        (mutation.mutation_id, "op-else", seat.device),
        (new_id(), seat.operator, seat.device),
    ]
    for mutation_id, operator, device in others:
        with pytest.raises(ProblemError) as raised:
            revealed(centre, mutation_id, operator, device)
        assert raised.value.problem is Problem.NOT_FOUND
    clock.advance(minutes=5, seconds=1)
    with pytest.raises(ProblemError) as raised:
        revealed(centre, mutation.mutation_id, seat.operator, seat.device)
    assert raised.value.problem is Problem.NOT_FOUND


def test_a_refused_reveal_gives_nothing(seat: Seat, centre: Centre) -> None:
    mutation = seat.mutation("reveal", new_id(), field="caller_phone", reason="call_back")
    seat.push(mutation)
    with pytest.raises(ProblemError):
        revealed(centre, mutation.mutation_id, seat.operator, seat.device)


def test_one_case_is_read_masked_and_not_by_those_who_need_none(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    doc = case_doc(centre, case_id, DISPATCHER)
    assert doc == doc_of(centre, case_id)
    assert doc is not None
    assert doc.order.caller_phone == "199****1234"
    assert case_doc(centre, new_id(), DISPATCHER) is None
    with pytest.raises(ProblemError) as raised:
        case_doc(centre, case_id, Actor("root", frozenset({Role.ADMIN})))
    assert raised.value.problem is Problem.FORBIDDEN


def test_alerts_are_listed_newest_first(seat: Seat, centre: Centre, clock: Clock) -> None:
    for seconds in (1, 2):
        clock.advance(minutes=1)
        seat.give("mark_abuse", seconds=seconds)
    assert [alert.data["seconds"] for alert in newest_alerts(centre, "north")] == [2, 1]
    assert newest_alerts(centre, "south") == []
    assert len(newest_alerts(centre, None)) == 2
