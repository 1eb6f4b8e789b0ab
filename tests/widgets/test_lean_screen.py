"""When a screen paints: what a key changed at once, all else with the next frame."""

import asyncio
from collections.abc import Callable

import pytest
from textual import events

from widgets import key_order
from widgets.field import Field
from widgets.lean_screen import AFTER_KEY_S

from .conftest import StageApp

SIZE = (80, 24)


def painted(app: StageApp, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let no frame come any more; return the first line as it stood at each paint from now on."""
    found: list[str] = []
    paint = type(app.stage)._compositor_refresh

    def noted(stage: object) -> None:
        paint(app.stage)
        found.append(app.rows()[0])

    monkeypatch.setattr(type(app.stage), "_compositor_refresh", noted)
    app.stage._update_timer.stop()
    return found


async def turns() -> None:
    """Let the program work; `pilot.pause` would paint by itself."""
    for _ in range(200):
        await asyncio.sleep(0)


async def test_what_a_key_changes_waits_for_no_frame(
    stage: Callable[..., StageApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = stage(lambda: Field(id="first"))
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Field).focus()
        await pilot.pause()
        found = painted(app, monkeypatch)
        app.post_message(events.Key("7", "7"))
        await turns()
        assert "7" in found[-1]


async def test_what_changes_long_after_a_key_comes_with_the_next_frame(
    stage: Callable[..., StageApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = stage(lambda: Field(id="first"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        clock = key_order.monotonic() + AFTER_KEY_S
        monkeypatch.setattr(key_order, "monotonic", lambda: clock)
        found = painted(app, monkeypatch)
        app.stage.query_one(Field).value = "7"
        await turns()
        assert found == []
