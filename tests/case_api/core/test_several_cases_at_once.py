"""Commands that concern more than one case: split, merge, undo, and filing; written together or not at all."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.sync.give import give_command
from hotline.case_doc import CaseDoc
from hotline.codes import Role, State
from hotline.context import Actor
from tests.case_api.core.pushing import Clock, Seat, new_id
from tests.case_api.core.rows import doc_of

DISPATCHER = Actor("d-1", frozenset({Role.DISPATCHER}))
UNIT = Actor("u-1", frozenset({Role.UNIT}), unit="W")
CALLBACK = Actor("c-1", frozenset({Role.CALLBACK}))
WORKER = Actor("worker", frozenset({Role.WORKER}))
REACHED = {"reached": True, "contacted_by_unit": True, "solved": "solved", "satisfied": "satisfied"}


def given(centre: Centre, who: Actor, case: UUID, op: str, **payload: Any) -> CaseDoc:
    give_command(centre, case, new_id(), op, 1, payload, who)
    return doc_of(centre, case)


def refused(centre: Centre, who: Actor, case: UUID, op: str, **payload: Any) -> str:
    before = doc_of(centre, case)
    with pytest.raises(ProblemError) as raised:
        given(centre, who, case, op, **payload)
    assert doc_of(centre, case) == before
    return str(raised.value.extra["code"])


def replied(centre: Centre, case: UUID) -> None:
    given(centre, DISPATCHER, case, "assign", unit="W")
    given(centre, UNIT, case, "sign")
    given(centre, UNIT, case, "reply", reply="已修好", solved="solved")
    given(centre, DISPATCHER, case, "review_reply", accept=True)


def test_a_split_makes_a_second_case_under_a_number_of_the_centre(seat: Seat, centre: Centre) -> None:
    case, other = seat.file(content="停水，路灯也不亮"), new_id()
    first = given(centre, DISPATCHER, case, "split", new_id=str(other), content="路灯不亮", keeps="停水").order
    second = doc_of(centre, other)
    assert (first.content, second.order.content, second.order.split_from) == ("停水", "路灯不亮", case)
    assert first.order_no != second.order.order_no
    assert [entry.kind for entry in second.timeline] == ["split"]
    assert second.order.caller_phone == first.caller_phone


def test_a_number_that_a_case_has_is_given_to_no_second_one(seat: Seat, centre: Centre) -> None:
    case, other = seat.file(), new_id()
    taken = doc_of(centre, case).order.order_no
    given(centre, DISPATCHER, case, "split", new_id=str(other), number=taken, content="路灯不亮", keeps="停水")
    assert doc_of(centre, other).order.order_no != taken


def test_merged_cases_know_each_other_until_it_is_undone(seat: Seat, centre: Centre) -> None:
    parent, child = seat.file(), seat.file()
    assert given(centre, DISPATCHER, child, "merge", parent=str(parent)).order.parent == parent
    assert doc_of(centre, parent).order.merged_cases == (child,)
    assert [entry.kind for entry in doc_of(centre, parent).timeline] == ["file_case", "merged_in"]
    given(centre, DISPATCHER, child, "unmerge", reason="不是一回事")
    assert doc_of(centre, parent).order.merged_cases == ()
    assert doc_of(centre, child).order.state is State.TO_DISPATCH


def test_no_case_is_merged_with_itself_or_in_a_ring_or_into_one_that_is_over(seat: Seat, centre: Centre) -> None:
    one, two, three = seat.file(), seat.file(), seat.file()
    assert refused(centre, DISPATCHER, one, "merge", parent=str(one)) == "with_itself"
    given(centre, DISPATCHER, two, "merge", parent=str(one))
    assert refused(centre, DISPATCHER, one, "merge", parent=str(two)) == "parent_merged"
    assert refused(centre, DISPATCHER, one, "merge", parent=str(three)) == "has_merged"
    seat.give("withdraw", three, reason="已解决")
    assert refused(centre, DISPATCHER, seat.file(), "merge", parent=str(three)) == "parent_over"


def test_a_parent_is_filed_with_its_cases_once_each_caller_was_called_back(
    seat: Seat, centre: Centre, clock: Clock
) -> None:
    parent, child = seat.file(), seat.file()
    given(centre, DISPATCHER, child, "merge", parent=str(parent))
    assert refused(centre, CALLBACK, child, "record_callback", **REACHED) == "not_yet"
    replied(centre, parent)
    given(centre, CALLBACK, parent, "record_callback", **REACHED)
    assert refused(centre, WORKER, parent, "file_away") == "not_yet"
    clock.at += timedelta(days=8)
    assert refused(centre, WORKER, parent, "file_away") == "not_called_back"
    assert given(centre, CALLBACK, child, "record_callback", **REACHED).order.state is State.MERGED
    given(centre, WORKER, parent, "file_away")
    assert [doc_of(centre, case).order.state for case in (parent, child)] == [State.FILED, State.FILED]


def test_a_merged_caller_whose_matter_is_not_solved_has_their_case_again(seat: Seat, centre: Centre) -> None:
    parent, child = seat.file(), seat.file()
    given(centre, DISPATCHER, child, "merge", parent=str(parent))
    replied(centre, parent)
    again = given(centre, CALLBACK, child, "record_callback", **{**REACHED, "solved": "unsolved"}, redo=True).order
    assert (again.state, again.at_unit, again.parent) == (State.TO_SIGN, "W", None)
    assert doc_of(centre, parent).order.merged_cases == ()
