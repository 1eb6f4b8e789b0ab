"""An app with one screen for whatever a test wants to look at, in either language."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from widgets.key_order import OrderedKeys
from widgets.lean_screen import LeanScreen
from widgets.theme import dress
from wording import set_language


@pytest.fixture(params=["zh", "en"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    """The language; every test with a screen runs in both, because both must work."""
    set_language(request.param)
    yield request.param
    set_language("zh")


class Stage(LeanScreen[None]):
    """A screen of given widgets that counts its layouts."""

    def __init__(self, widgets: Callable[[], list[Widget]]) -> None:
        super().__init__()
        self._widgets = widgets
        self.layouts = 0
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self._widgets()

    def _refresh_layout(self, *args: Any, **named: Any) -> None:
        self.layouts += 1
        super()._refresh_layout(*args, **named)


class StageApp(OrderedKeys[None]):
    """Shows a `Stage`."""

    def __init__(self, widgets: Callable[[], list[Widget]]) -> None:
        super().__init__()
        self.heard: list[Message] = []
        self.stage = Stage(widgets)

    def on_mount(self) -> None:
        dress(self, "seat-dark")

    def get_default_screen(self) -> Screen[None]:
        return self.stage

    async def burst(self, pilot: Pilot[None], *keys: str | events.Paste) -> None:
        """Send keys and pastes as a terminal does when they come in one piece; return when all have had their effect.

        `\\r` is Enter, `\\x07` ctrl+g, `\\x1b` escape.
        """
        for key in keys:
            if isinstance(key, events.Paste):
                self.post_message(key)
            else:
                self._type(key)
        await pilot.pause()
        while self._under_way is not None or self._waiting:
            await pilot.pause()

    def _type(self, keys: str) -> None:
        for sign in keys:
            self.post_message(events.Key(_CONTROL[sign], None) if sign in _CONTROL else events.Key(_name(sign), sign))

    def rows(self) -> list[str]:
        """The screen as rows of plain text."""
        return [strip.text.rstrip() for strip in self.stage._compositor.render_strips()]


_CONTROL = {"\r": "enter", "\x07": "ctrl+g", "\x1b": "escape"}


def _name(sign: str) -> str:
    return sign if sign.isalnum() else f"u{ord(sign):04x}"


@pytest.fixture
def stage(spoken: str) -> Callable[..., StageApp]:
    """Makes an app that shows the given widgets (as makers, since widgets belong to a running app)."""

    def make(*makers: Callable[[], Widget]) -> StageApp:
        return StageApp(lambda: [maker() for maker in makers])

    return make
