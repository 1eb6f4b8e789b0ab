"""Keys sent as fast as a terminal sends them; a console hands them out one by one (`widgets/key_order.py`)."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.pilot import Pilot

from tests.deadline import PATIENCE_S
from widgets.key_order import OrderedKeys

_LOOK_EVERY_S = 0.01


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys and wait once, until the last one has had its effect and the program rests: a wait costs 40 ms."""
    app = pilot.app
    assert isinstance(app, OrderedKeys)
    app.send_keys(*keys)
    await come_to(pilot, lambda: not app.is_running or app.no_key_on_its_way, lambda: "a key never came to its end")
    await pilot.pause()


async def come_to(pilot: Pilot[Any], holds: Callable[[], object], what: Callable[[], str]) -> None:
    """Let the program run until something holds, and then until each widget has done what lies before it.

    A test that waits in vain fails with `what()`. Textual's own pause asks every widget of the screen each time.
    """
    end = monotonic() + PATIENCE_S
    waited = False
    while not holds():
        assert monotonic() < end, what()
        waited = True
        if pilot.app.is_running:
            await asyncio.sleep(_LOOK_EVERY_S)
        else:
            await pilot.pause(_LOOK_EVERY_S)
    if waited:
        await pilot.pause(0)
