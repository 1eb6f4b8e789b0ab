"""What the table forbids is refused at the centre, with its reason, to whoever sends it by hand past the screens.

The table is the one copied by hand from the domain's facts (`tests/hotline/table_of_commands.py`). A part of the
product is drawn by seed; SEAT_SOAK=1 takes all of it.
"""

from random import Random
from typing import Any
from uuid import UUID, uuid4

import httpx

from hotline.codes import State
from hotline.command_table import Start
from hotline.commands import payload_of
from hotline.outcome import RefusalCode
from hotline.wire import Problem
from hotline.work_order import WorkOrder
from tests.hotline.every_command import asked_by, command, expected
from tests.hotline.table_of_commands import APART, IN_HAND, NOT_BY_ASKER, TABLE
from tests.soak import SOAKING

from .by_hand import PEOPLE_ROLES, ByHand, by_hand, centre, registry
from .seat import is_problem

__all__ = ["by_hand", "centre", "registry"]

STATES = [Start.NEW.value, *(state.value for state in State)]
PAYLOADS: dict[str, dict[str, Any]] = {op: payload_of(command(op)) for op in TABLE}
BY_TABLE = {
    RefusalCode.NOT_YOUR_ROLE,
    RefusalCode.WRONG_STATE,
    RefusalCode.ALREADY_EXISTS,
    RefusalCode.NOT_YOUR_UNIT,
    RefusalCode.HANDLED_IT,
    RefusalCode.NOT_YOUR_CASE,
}
"""Reasons that lie in person, case and state, whatever is in the command."""


def _some(draw: Random, states: list[str], most: int = 1) -> list[str]:
    """Return all of the states in a soak, else a few."""
    return states if SOAKING else draw.sample(states, min(most, len(states)))


def _roles(op: str) -> list[str]:
    """Return the roles of people that may give a command."""
    return [role.value for role in PEOPLE_ROLES if role.value in TABLE[op].roles.split()]


def _allowed(op: str) -> list[str]:
    """Return the states in which it may be given, "new" for a case that is yet to be made."""
    start = TABLE[op].start.split()
    return STATES if start == ["no_order"] else [state for state in STATES if state in start]


def _person(op: str, role: str) -> str:
    """Return who has a role, of the unit that has the part in the case which the command asks for."""
    return "co-unit" if (op, role) == ("co_reply", "unit") else role


def _says(answer: httpx.Response, op: str, state: str, code: RefusalCode) -> bool:
    """Say whether an answer is the problem document of this reason."""
    if code is RefusalCode.NO_SUCH_CASE:
        return is_problem(answer, Problem.NOT_FOUND, 404)
    said = answer.json()
    found = {RefusalCode.NOT_YOUR_ROLE: op, RefusalCode.WRONG_STATE: state}.get(code, "")
    return is_problem(answer, Problem.REFUSED, 409) and (said["code"], said["found"]) == (code, found)


async def test_every_command_is_refused_to_every_role_and_in_every_state_that_it_is_not_for(by_hand: ByHand) -> None:
    draw = Random(3)
    at: dict[str, WorkOrder] = {state.value: by_hand.a_case(state.value) for state in State}
    by_hand.cases([*at.values()])
    wrong = []
    for role in PEOPLE_ROLES:
        await by_hand.who(role.value)
    for op in TABLE:
        before = by_hand.kept()
        for role in (role.value for role in PEOPLE_ROLES):
            barred = [state for state in STATES if expected(op, role, state)]
            for state in _some(draw, barred, 4 if role in _roles(op) else 1):
                code = expected(op, role, state)
                case_id = at[state].id if state in at else uuid4()
                answer = await by_hand.give(_person(op, role), case_id, op, PAYLOADS[op])
                if code is None or not _says(answer, op, state, code):
                    wrong.append((op, role, state, code, answer.status_code, answer.text[:200]))
        assert by_hand.kept() == before, op
    assert wrong == []


async def test_what_the_table_allows_is_refused_for_no_reason_of_it(by_hand: ByHand) -> None:
    draw = Random(4)
    given: list[tuple[str, str, str, UUID]] = []
    orders = []
    for op in TABLE:
        for role in _roles(op):
            for state in _some(draw, _allowed(op)):
                own = {"amend_case": {"follow_up": role}, "assign": {"return_count": 2 * (role == "lead")}}.get(op, {})
                case = None if state == Start.NEW.value else by_hand.a_case(state, **own)
                orders += [case] if case else []
                given.append((op, role, state, case.id if case else uuid4()))
    by_hand.cases(orders)
    wrong = []
    for op, role, state, case_id in given:
        answer = await by_hand.give(_person(op, role), case_id, op, PAYLOADS[op])
        fine = answer.status_code == 200 or (answer.status_code == 409 and answer.json()["code"] not in BY_TABLE)
        if not fine:
            wrong.append((op, role, state, answer.status_code, answer.text[:200]))
    assert wrong == []
    assert len(given) > 60


async def test_nobody_judges_by_hand_what_they_took_down_followed_up_or_handled(by_hand: ByHand) -> None:
    given = []
    for op in sorted(APART):
        for role in _roles(op):
            for state in _allowed(op):
                mine = ({"origin_operator": role}, {"follow_up": role}, {"handlers": ("3001", role)})
                given += [(op, role, by_hand.a_case(state, **each)) for each in mine]
    by_hand.cases([case for _, _, case in given])
    before, wrong = by_hand.kept(), []
    for op, role, case in given:
        answer = await by_hand.give(role, case.id, op, PAYLOADS[op])
        if not _says(answer, op, case.state, RefusalCode.HANDLED_IT):
            wrong.append((op, role, case.state, answer.status_code, answer.text[:200]))
    assert wrong == []
    assert by_hand.kept() == before


async def test_nobody_decides_by_hand_on_what_they_asked_for(by_hand: ByHand) -> None:
    mine, others = [], []
    for op in sorted(NOT_BY_ASKER):
        for role in _roles(op):
            for state in _allowed(op):
                mine.append((op, role, by_hand.a_case(state, **asked_by(role, op))))
            others.append((op, role, by_hand.a_case(state, **asked_by("4711", op))))
    by_hand.cases([case for _, _, case in mine + others])
    before, wrong = by_hand.kept(), []
    for op, role, case in mine:
        answer = await by_hand.give(role, case.id, op, PAYLOADS[op])
        if not _says(answer, op, case.state, RefusalCode.HANDLED_IT):
            wrong.append((op, role, case.state, answer.status_code, answer.text[:200]))
    assert wrong == []
    assert by_hand.kept() == before
    for op, role, case in others:
        assert (await by_hand.give(role, case.id, op, PAYLOADS[op])).status_code == 200, op


async def test_a_unit_gives_by_hand_no_command_to_what_it_has_no_part_in(by_hand: ByHand) -> None:
    draw = Random(5)
    given = []
    for op in (op for op in TABLE if "unit" in TABLE[op].roles.split()):
        strangers = ["other-unit", *(["co-unit"] if op in IN_HAND else []), *(["unit"] if op == "co_reply" else [])]
        for state in _some(draw, _allowed(op)):
            given += [(op, stranger, by_hand.a_case(state)) for stranger in strangers]
    by_hand.cases([case for _, _, case in given])
    before, wrong = by_hand.kept(), []
    for op, stranger, case in given:
        answer = await by_hand.give(stranger, case.id, op, PAYLOADS[op])
        if not _says(answer, op, case.state, RefusalCode.NOT_YOUR_UNIT):
            wrong.append((op, stranger, case.state, answer.status_code, answer.text[:200]))
    assert wrong == []
    assert by_hand.kept() == before


async def test_what_the_worker_does_nobody_does_in_its_name(by_hand: ByHand) -> None:
    given = [(op, by_hand.a_case(_allowed(op)[0])) for op in TABLE if "worker" in TABLE[op].roles.split()]
    by_hand.cases([case for _, case in given])
    before, wrong = by_hand.kept(), []
    for op, case in given:
        answer = await by_hand.give("usurper", case.id, op, PAYLOADS[op])
        if not _says(answer, op, case.state, RefusalCode.NOT_YOUR_ROLE):
            wrong.append((op, case.state, answer.status_code, answer.text[:200]))
    assert wrong == []
    assert by_hand.kept() == before
