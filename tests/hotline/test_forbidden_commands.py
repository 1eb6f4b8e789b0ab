"""Every command that a role may not give, or not in that state, is refused at once and with its reason."""

from itertools import product
from typing import Any

import pytest

from hotline.codes import Role, State
from hotline.command_table import COMMANDS, Start, Whose
from hotline.commands import Command, parse_command
from hotline.context import Actor
from hotline.outcome import Refusal, RefusalCode
from hotline.rulebook import apply, refused_at_once
from hotline.work_order import WorkOrder
from tests.hotline.table_of_commands import APART, IN_HAND, TABLE
from tests.hotline.whole_city import (
    DISPATCHER,
    REACHED,
    Loop,
    city,
    local,
    person_of,
)

SOON = "2026-11-17T12:00:00+08:00"
WORDS = {"reason": "有据"}
LOOP = Loop(city("dongsheng"), local("2026-11-16 09:00"))
UNIT = LOOP.city.bureau
INTAKE = {"number": LOOP.new_number(), "intake": LOOP.intake(), "pack_version": LOOP.city.pack.version}

PAYLOADS: dict[str, dict[str, Any]] = {
    "file_case": INTAKE,
    "answer_directly": {**INTAKE, "answer": "九点开门"},
    "propose_refusal": {**INTAKE, "refusal": "out_of_scope", "reason": "court", "legal_route": "lawsuit"},
    "hand_off": {**INTAKE, "line": "119"},
    "assign_by_phone": {**INTAKE, "unit": UNIT, "answered_by": "张主任", "feedback_due": SOON},
    "log_call": {"outcome": "silent"},
    "amend_case": {"changes": {"address_text": ["", "6号楼"]}},
    "add_note": {"text": "又来电"},
    "withdraw": WORDS,
    "answer_query": {"answer": "6号楼"},
    "record_callback": REACHED,
    "reveal": {"field": "caller_phone", "reason": "handling"},
    "decide_refusal": {"accept": True, **WORDS},
    "query_seat": {"question": "几号楼?"},
    "split": {"new_id": LOOP.new_id(), "number": LOOP.new_number(), "content": "路灯不亮", "keeps": "水压低"},
    "merge": {"parent": LOOP.new_id()},
    "unmerge": WORDS,
    "assign": {"unit": UNIT},
    "pass_down": {"unit": LOOP.city.units[2]},
    "co_reply": {"reply": "已配合"},
    "request_return": {"reason": "not_ours"},
    "decide_return": {"accept": True, **WORDS},
    "request_extension": {"days": 1, **WORDS},
    "decide_extension": {"grant": True, **WORDS},
    "hold": {"reason": "on_hold", "plan": "待汛期后施工", "review_on": "2026-12-01"},
    "reply": {"reply": "已修", "solved": "solved"},
    "review_reply": {"accept": True},
    "reopen": {"evidence": "又停了"},
    "supervise": {"kind": "order", "text": "限期办结", "due": SOON},
    "answer_supervision": {"index": 0, "answer": "正在办"},
    "request_exclusion": WORDS,
    "decide_exclusion": {"grant": True, **WORDS},
    "name_unit": {"unit": UNIT, "why": "推诿"},
    "decide_naming": {"grant": True},
}


def command(op: str) -> Command:
    return parse_command(op, PAYLOADS.get(op, {}))


def case_in(state: State) -> WorkOrder:
    """A case with a unit that has a part in everything, taken down by somebody who is not here."""
    loop = Loop(city("dongsheng"), local("2026-11-16 09:00"))
    order = loop.orders[loop.in_hand(co_units=loop.city.co_units)]
    return order.model_copy(update={"state": state})


CASES = {state.value: case_in(state) for state in State}


def somebody(role: Role, op: str) -> Actor:
    """Somebody with one role; of the unit that has the part in the case which the command asks for."""
    unit = LOOP.city.co_units[0] if op == "co_reply" else UNIT
    return Actor(
        "1001" if op == "amend_case" else "somebody", frozenset({role}), unit=unit if role is Role.UNIT else ""
    )


def expected(op: str, role: str, state: str) -> RefusalCode | None:
    row = TABLE[op]
    start = row.start.split()
    if role not in row.roles.split():
        return RefusalCode.NOT_YOUR_ROLE
    if "no_order" in start or state in start:
        return None
    if state == "new":
        return RefusalCode.NO_SUCH_CASE
    return RefusalCode.ALREADY_EXISTS if "new" in start else RefusalCode.WRONG_STATE


def test_the_command_table_is_that_of_the_domain() -> None:
    assert COMMANDS.keys() == TABLE.keys()
    for op, row in COMMANDS.items():
        start = {each.value for each in row.start}
        assert (op, row.roles) == (op, set(TABLE[op].roles.split()))
        assert (op, start) == (op, set(TABLE[op].start.split()))
        assert (op, {*row.to, *row.merged_to}) == (op, set(TABLE[op].to.split()))
    assert {op for op, row in COMMANDS.items() if row.apart} == APART
    assert {op for op, row in COMMANDS.items() if row.whose is Whose.IN_HAND} == IN_HAND


@pytest.mark.parametrize("op", TABLE)
def test_a_command_is_refused_at_once_to_every_role_and_in_every_state_that_it_is_not_for(op: str) -> None:
    given = command(op)
    for role, state in product(Role, [Start.NEW, *State]):
        order = CASES.get(state.value)
        who = somebody(role, op)
        code = expected(op, role.value, state.value)
        at_once = refused_at_once(op, order, who)
        assert (role, state, at_once.code if at_once else None) == (role, state, code)
        if code is not None:
            outcome = apply(order, given, LOOP.context(who, order_id=LOOP.new_id()))
            assert isinstance(outcome, Refusal), (role, state)
            assert outcome.code is code
            if code is RefusalCode.NOT_YOUR_ROLE:
                assert outcome.detail == op
            if code is RefusalCode.WRONG_STATE:
                assert outcome.detail == state.value


@pytest.mark.parametrize("op", sorted(APART))
@pytest.mark.parametrize("as_what", ["who took the call", "who follows it up", "who handled it"])
def test_nobody_judges_what_they_took_down_or_handled(op: str, as_what: str) -> None:
    field = {"who took the call": "origin_operator", "who follows it up": "follow_up", "who handled it": "handlers"}
    mine = {field[as_what]: ("4711",) if as_what == "who handled it" else "4711"}
    for state in TABLE[op].start.split():
        order = CASES[state].model_copy(update=mine)
        for role in TABLE[op].roles.split():
            both = Actor("4711", frozenset({Role(role), Role.OPERATOR}))
            outcome = apply(order, command(op), LOOP.context(both))
            assert isinstance(outcome, Refusal)
            assert outcome.code is RefusalCode.HANDLED_IT


UNIT_OPS = [op for op, row in TABLE.items() if "unit" in row.roles.split()]


@pytest.mark.parametrize("op", UNIT_OPS)
def test_a_unit_gives_commands_only_to_what_it_has_a_part_in(op: str) -> None:
    other, nobody = LOOP.city.units[0], ""
    for state in TABLE[op].start.split():
        for unit in (other, nobody):
            who = Actor("somebody", frozenset({Role.UNIT}), unit=unit)
            outcome = apply(CASES[state], command(op), LOOP.context(who))
            assert isinstance(outcome, Refusal)
            assert outcome.code is RefusalCode.NOT_YOUR_UNIT


@pytest.mark.parametrize("op", sorted(IN_HAND))
def test_a_co_unit_does_not_act_for_the_lead_unit(op: str) -> None:
    co_unit = person_of(LOOP.city.co_units[0])
    for state in TABLE[op].start.split():
        outcome = apply(CASES[state], command(op), LOOP.context(co_unit))
        assert isinstance(outcome, Refusal)
        assert outcome.code is RefusalCode.NOT_YOUR_UNIT


def test_a_lead_unit_gives_no_co_units_reply() -> None:
    outcome = apply(CASES["handling"], command("co_reply"), LOOP.context(person_of(UNIT)))
    assert isinstance(outcome, Refusal)
    assert outcome.code is RefusalCode.NOT_YOUR_UNIT


def test_a_unit_has_no_say_in_what_it_was_relieved_of() -> None:
    loop = Loop(city("dongsheng"), local("2026-11-16 09:00"))
    case = loop.sent()
    unit = person_of(loop.city.bureau)
    loop.done(unit, "request_return", case, reason="not_ours")
    loop.done(DISPATCHER, "decide_return", case, accept=True, reason="确非其职责")
    assert loop.refused(unit, "add_note", case, text="请改派") == ("not_your_unit", "", "")
