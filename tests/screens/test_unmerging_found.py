"""A merge is undone in Find too: once its parent is dispatched, no list of the dispatcher's shows either of them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from hotline.codes import Role, State
from hotline.dispatch_commands import Unmerge
from local_cache.model import SeatStatus
from screens.find import FindScreen
from wording import set_language

from .cases import FIRST, a_case
from .host import NARROW, WIDE, Host, press, until
from .loop_cases import given


def found(role: Role = Role.DISPATCHER, *, line_up: bool = True, **changes: Any) -> Host:
    """Return Find whose first case is merged into the other one where nothing else is said."""
    app = Host(FindScreen())
    app.services.session = replace(app.seat.session(), operator_id="2002", roles=frozenset({role}))
    app.seat.acting = app.services.session
    app.seat.status = SeatStatus(line_up=line_up)
    parent = a_case(UUID(int=9), 902, state=State.HANDLING, merged_cases=(FIRST,))
    app.seat.put_order(a_case(**{"state": State.MERGED, "parent": parent.id, **changes}))
    app.seat.put_order(parent)
    return app


async def opened(app: Host, pilot: Any) -> None:
    """Go past words and place to the list."""
    await pilot.pause()
    await press(pilot, "enter", "enter")
    await until(pilot, lambda: app.screen.view is not None)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "size"), [("en", NARROW), ("zh", WIDE)])
async def test_a_merged_case_that_was_found_goes_its_own_way_again(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = found()
    key, asked, done = {
        "en": ("U Undo merge", "Undo the merge: why is it another matter?", "goes its own way again"),
        "zh": ("U 拆并", "拆并：为何不是同一事项？", "已拆并，重新待派单"),
    }[language]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert key not in app.text  # the search words have the keys: U is a letter of theirs
        await opened(app, pilot)
        await until(pilot, lambda: key in app.text)
        await press(pilot, "u")
        assert asked in app.text
        await press(pilot, *"another house", "enter")
        await until(pilot, lambda: done in app.text)
        assert given(app) == Unmerge(reason="another house")


@pytest.mark.parametrize(
    ("role", "line_up", "state", "said"),
    [
        (Role.OPERATOR, True, State.MERGED, "Your role may not do this: dispatchers may"),
        (Role.DISPATCHER, False, State.MERGED, "there is no line to the centre. Nothing has changed"),
        (Role.DISPATCHER, True, State.CLOSED, "This case is not merged into another one"),
    ],
)
async def test_a_merge_that_cannot_be_undone_says_why(role: Role, line_up: bool, state: State, said: str) -> None:
    set_language("en")
    app = found(role, line_up=line_up, state=state)
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot)
        assert "U Undo merge" not in app.text
        await press(pilot, "u")
        assert said in app.text
        assert app.seat.commands == []
