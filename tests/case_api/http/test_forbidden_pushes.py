"""What the table forbids changes no case when a seat pushes it all the same; it is kept, and the seat is told why."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from case_api.centre import Centre
from case_api.storage.tables_sync import change_log, conflicts, dead_letters
from hotline.case_doc import masked_order
from hotline.codes import State
from hotline.command_table import Start
from hotline.commands import payload_of
from hotline.outcome import RefusalCode
from hotline.wire import Problem
from hotline.work_order import WorkOrder
from tests.case_api.core.rows import doc_of, rows_of
from tests.hotline.every_command import command, expected
from tests.hotline.table_of_commands import IN_HAND, TABLE

from .by_hand import IN_A_CASE, PEOPLE_ROLES, SEAT, ByHand, by_hand, centre, registry
from .conftest import PASSWORD, Clock
from .seat import SeatClient, is_problem

__all__ = ["by_hand", "centre", "registry"]

PAYLOADS: dict[str, dict[str, Any]] = {op: payload_of(command(op)) for op in TABLE}
WORDS = {"add_note": "又来电", "urge": "", "withdraw": "有据", "answer_query": "6号楼", "record_callback": ""}
"""Commands whose words are kept in the timeline where they come too late, with those words."""
BATCH = 50


@pytest.fixture
async def seat(client: httpx.AsyncClient, code_for: Callable[[str], str], clock: Clock) -> SeatClient:
    """A seat at which somebody of every role has signed in."""
    made = await SeatClient.enrolled(client, code_for(SEAT), clock)
    for name in [*(role.value for role in PEOPLE_ROLES), "co-unit", "other-unit"]:
        assert (await made.sign_in(name, PASSWORD)).status_code == 200
    return made


async def _pushed(seat: SeatClient, given: Sequence[tuple[str, str, UUID]]) -> list[dict[str, Any]]:
    """Push commands (who, what, to which case) in batches; return what became of each."""
    mutations = [seat.mutation(op, PAYLOADS[op], case_id=case_id, operator=name) for name, op, case_id in given]
    results: list[dict[str, Any]] = []
    for start in range(0, len(mutations), BATCH):
        answer = await seat.push(*mutations[start : start + BATCH])
        assert answer.status_code == 200, answer.text
        results += answer.json()["results"]
    return results


def _kept_apart(centre: Centre) -> set[UUID]:
    """Return the mutations that somebody can look up though they changed nothing."""
    return {row.mutation_id for table in (conflicts, dead_letters) for row in rows_of(centre, table)}


def _news(centre: Centre) -> list[UUID]:
    return [row.entity_id for row in rows_of(centre, change_log) if row.entity == "case"]


async def test_what_a_role_may_not_give_or_not_in_that_state_changes_no_case(
    seat: SeatClient, by_hand: ByHand, centre: Centre
) -> None:
    at: dict[str, WorkOrder] = {state.value: by_hand.a_case(state.value) for state in State}
    by_hand.cases([*at.values()])
    forbidden = [
        (op, role.value, state, code)
        for op, role, state in product(TABLE, PEOPLE_ROLES, [Start.NEW.value, *at])
        if (code := expected(op, role.value, state))
        and not (op in WORDS and code is RefusalCode.WRONG_STATE)  # those words stay to be read: below
    ]
    before, news = by_hand.kept(IN_A_CASE), _news(centre)
    given = [
        ("co-unit" if (op, role) == ("co_reply", "unit") else role, op, at[state].id if state in at else uuid4())
        for op, role, state, _ in forbidden
    ]
    results = await _pushed(seat, given)
    told = [(each["outcome"], each["reason"]) for each in results]
    assert told == [("conflict" if state in at else "held", code) for _, _, state, code in forbidden]
    after = by_hand.kept(IN_A_CASE)
    changed = [name for name in before if before[name] != after[name]]
    assert (changed, len(_news(centre)) - len(news)) == ([], 0)
    assert _kept_apart(centre) == {UUID(each["mutation_id"]) for each in results}


async def test_words_that_came_too_late_stand_in_the_timeline_and_change_nothing_else(
    seat: SeatClient, by_hand: ByHand, centre: Centre
) -> None:
    given = [
        (op, role, by_hand.a_case(state))
        for op, role, state in product(WORDS, PEOPLE_ROLES, map(str, State))
        if expected(op, role.value, state) is RefusalCode.WRONG_STATE
    ]
    by_hand.cases([case for _, _, case in given])
    results = await _pushed(seat, [(role.value, op, case.id) for op, role, case in given])
    assert {(each["outcome"], each["reason"]) for each in results} == {("conflict", "wrong_state")}
    for (op, role, case), result in zip(given, results, strict=True):
        doc = doc_of(centre, case.id)
        kept = [(entry.kind, entry.operator, entry.data["text"]) for entry in doc.timeline]
        assert kept == ([("addendum", role.value, WORDS[op])] if WORDS[op] else []), (op, role, case.state)
        moved = {"revision", "updated_at"} if WORDS[op] else set()
        assert doc.order.model_dump(exclude=moved) == masked_order(case).model_dump(exclude=moved)
        assert result["state"] == case.state


async def test_a_unit_writes_into_no_case_that_it_has_had_no_part_in(
    seat: SeatClient, by_hand: ByHand, centre: Centre
) -> None:
    given = [
        (stranger, op, by_hand.a_case(state))
        for op, state in product(TABLE, map(str, State))
        for stranger in ("other-unit", "co-unit")
        if "unit" in TABLE[op].roles.split() and (stranger == "other-unit" or op in IN_HAND)
    ]
    by_hand.cases([case for _, _, case in given])
    before = by_hand.kept(IN_A_CASE)
    results = await _pushed(seat, [(stranger, op, case.id) for stranger, op, case in given])
    told = [(each["outcome"], each["reason"]) for each in results]
    assert told == [
        ("conflict", expected(op, "unit", case.state) or RefusalCode.NOT_YOUR_UNIT) for _, op, case in given
    ]
    assert by_hand.kept(IN_A_CASE) == before


async def test_what_a_unit_wrote_before_it_was_relieved_is_still_read(
    seat: SeatClient, by_hand: ByHand, centre: Centre
) -> None:
    case = by_hand.a_case("to_dispatch")
    over = tuple(each.model_copy(update={"ended_at": case.updated_at}) for each in case.assignments)
    case = case.model_copy(update={"assignments": over, "at_unit": "", "lead_unit": ""})
    by_hand.cases([case])
    (result,) = await _pushed(seat, [("unit", "add_note", case.id)])
    assert (result["outcome"], result["reason"]) == ("conflict", "not_your_unit")
    (entry,) = doc_of(centre, case.id).timeline
    assert (entry.kind, entry.operator, entry.data["text"]) == ("addendum", "unit", "又来电")


async def test_a_seat_gives_nothing_in_the_name_of_somebody_who_may_not_work_there(
    seat: SeatClient, by_hand: ByHand, centre: Centre
) -> None:
    case = by_hand.a_case("to_dispatch", follow_up="elsewhere")
    by_hand.cases([case])
    before = by_hand.kept(IN_A_CASE)
    ops = ("add_note", "amend_case", "withdraw", "urge", "reveal")
    results = await _pushed(seat, [("elsewhere", op, case.id) for op in ops])
    assert {(each["outcome"], each["reason"]) for each in results} == {("held", "operator_unknown")}
    assert by_hand.kept(IN_A_CASE) == before
    assert {row.mutation_id for row in rows_of(centre, dead_letters)} == {UUID(each["mutation_id"]) for each in results}
    body = {"mutation_id": results[-1]["mutation_id"]}
    shown = await by_hand.http.post("/v1/reveals", json=body, headers=await by_hand.who("elsewhere"))
    assert is_problem(shown, Problem.NOT_FOUND, 404)
