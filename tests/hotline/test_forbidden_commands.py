"""Every command that a role may not give, or not in that state, is refused at once and with its reason."""

from itertools import product

import pytest

from hotline.codes import Role, State
from hotline.command_table import COMMANDS, Start, Whose
from hotline.context import Actor
from hotline.outcome import Refusal, RefusalCode
from hotline.rulebook import apply, refused_at_once
from tests.hotline.every_command import CASES, LOOP, UNIT, command, expected, somebody
from tests.hotline.table_of_commands import APART, IN_HAND, TABLE
from tests.hotline.whole_city import DISPATCHER, Loop, city, local, person_of


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
