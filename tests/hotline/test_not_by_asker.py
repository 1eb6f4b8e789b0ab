"""Nobody decides on what they asked for, whichever roles they have: a column of the table of commands."""

from datetime import date

import pytest

from hotline.codes import CallerNoteReason, Role, State
from hotline.command_table import COMMANDS
from hotline.commands import parse_command
from hotline.context import Actor
from hotline.order_parts import CallerNote, Naming
from hotline.outcome import Applied, Refusal, RefusalCode
from hotline.rulebook import apply
from tests.hotline.table_of_commands import NOT_BY_ASKER, TABLE
from tests.hotline.whole_city import Loop, city, local

LOOP = Loop(city("dongsheng"), local("2026-11-16 09:00"))
ASKED = {
    "naming": Naming(at=LOOP.at, unit=LOOP.city.bureau, operator="4711", why="推诿"),
    "caller_note": CallerNote(
        at=LOOP.at, operator="4711", reason=CallerNoteReason.ABUSE, text="辱骂", until=date(2026, 12, 1)
    ),
}


def test_the_table_says_of_which_decisions() -> None:
    assert {op: row.not_by_asker for op, row in COMMANDS.items() if row.not_by_asker} == NOT_BY_ASKER


@pytest.mark.parametrize("op", NOT_BY_ASKER)
def test_nobody_decides_on_what_they_asked_for(op: str) -> None:
    part, given = NOT_BY_ASKER[op], parse_command(op, {"grant": True, "reason": "属实"})
    order = LOOP.orders[LOOP.in_hand()]
    for state in TABLE[op].start.split():
        asked = order.model_copy(update={"state": State(state), part: ASKED[part]})
        for role in TABLE[op].roles.split():
            by_asker, by_another = (
                apply(asked, given, LOOP.context(Actor(who, frozenset({Role(role)})))) for who in ("4711", "4712")
            )
            assert isinstance(by_asker, Refusal)
            assert by_asker.code is RefusalCode.HANDLED_IT
            assert isinstance(by_another, Applied)
