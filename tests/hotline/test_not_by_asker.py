"""Nobody decides on what they asked for, whichever roles they have: a column of the table of commands."""

import pytest

from hotline.codes import Role
from hotline.command_table import COMMANDS
from hotline.commands import parse_command
from hotline.context import Actor
from hotline.outcome import Applied, Refusal, RefusalCode
from hotline.rulebook import apply
from tests.hotline.every_command import CASES, LOOP, asked_by
from tests.hotline.table_of_commands import NOT_BY_ASKER, TABLE


def test_the_table_says_of_which_decisions() -> None:
    assert {op: row.not_by_asker for op, row in COMMANDS.items() if row.not_by_asker} == NOT_BY_ASKER


@pytest.mark.parametrize("op", NOT_BY_ASKER)
def test_nobody_decides_on_what_they_asked_for(op: str) -> None:
    given = parse_command(op, {"grant": True, "reason": "属实"})
    for state in TABLE[op].start.split():
        asked = CASES[state].model_copy(update=asked_by("4711", op))
        for role in TABLE[op].roles.split():
            by_asker, by_another = (
                apply(asked, given, LOOP.context(Actor(who, frozenset({Role(role)})))) for who in ("4711", "4712")
            )
            assert isinstance(by_asker, Refusal)
            assert by_asker.code is RefusalCode.HANDLED_IT
            assert isinstance(by_another, Applied)
