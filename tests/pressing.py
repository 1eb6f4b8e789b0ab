"""Keys sent as fast as a terminal sends them; a console hands them out one by one (`widgets/key_order.py`)."""

from time import monotonic
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tests.deadline import PATIENCE_S
from widgets.key_order import OrderedKeys


def send(app: OrderedKeys[Any], *keys: str) -> None:
    """Send keys, named as Textual names them; a single character stands for itself."""
    for key in keys:
        sign = " " if key == "space" else key if len(key) == 1 else None
        app.post_message(events.Key(key if sign is None or key == "space" else _character_to_key(key), sign))


def no_key_on_its_way(app: OrderedKeys[Any]) -> bool:
    """Say whether every key that was sent has had its effect."""
    return app._message_queue.empty() and not app._waiting and app._under_way is None


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys and wait once, until the last one has had its effect and the program rests: a wait costs 40 ms."""
    app = pilot.app
    assert isinstance(app, OrderedKeys)
    send(app, *keys)
    end = monotonic() + PATIENCE_S
    while app.is_running and not no_key_on_its_way(app):
        assert monotonic() < end, "a key never came to its end"
        await pilot.pause(0)
    await pilot.pause()
