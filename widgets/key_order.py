"""Keys one after the other: no key is handed out before the one before it has had its whole effect.

Textual hands a key to the widget that has the focus at that moment and goes on to the next key, while what the first
one does (move the focus, open a question, take a choice) happens in other tasks a little later. At an operator's speed
on a busy seat that is enough for a letter to land in the wrong field. Here the next key waits until the one before it
has passed through the focused widget, its parents, the screen and the app, and until a screen that it opened is up.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.message_pump import MessagePump

from widgets.lean_css import LeanStylesheet
from widgets.lean_dispatch import hand_out_quickly
from widgets.paste_order import keep_pastes_in_order
from widgets.windows_input import keep_full_width_signs

Result = TypeVar("Result")

STUCK_S = 1.0
"""Seconds after which a key that has not been heard of again is looked after …"""
STUCK_TURNS = 1000
"""… and turns of the event loop after which those behind it go on. A second alone says nothing of a busy machine, which
may have given this program no time in it; the longest way of a key takes some thirty turns."""

_Typed = events.Key | events.Paste


class OrderedKeys(App[Result], inherit_bindings=False):
    """An app that hands out keys and pastes in order. Mix it in where `App` would stand."""

    def __init__(self) -> None:
        super().__init__()
        keep_full_width_signs()
        keep_pastes_in_order()
        hand_out_quickly()
        self.stylesheet = LeanStylesheet(variables=self.get_css_variables())
        self._waiting: deque[_Typed] = deque()
        self._under_way: _Typed | None = None
        self._stuck: asyncio.Handle | None = None
        self._kept: list[_Typed] = []
        self._kept_is_due = False
        self.last_key_at = monotonic()
        """When the last key or paste came, by the monotonic clock; when the program began, before the first one."""

    async def on_event(self, event: events.Event) -> None:
        """Hand out a key, or let it wait for the one before it; every other event is Textual's."""
        if isinstance(event, _Typed) and not event.is_forwarded:
            self.last_key_at = monotonic()
            self._waiting.append(event)
            if self._under_way is None:
                await self._hand_out()
            elif self._stuck is None:
                self._watch(self._under_way)
            return
        await super().on_event(event)

    def key_begins(self, event: "events.Key | events.Paste") -> None:
        """Called with each key or paste when it is handed out, before anything has taken it."""

    def key_has_passed(self, event: "events.Key | events.Paste") -> None:
        """Called when it has had its whole effect, before the next one is handed out."""

    def send_keys(self, *keys: str) -> None:
        """Send keys as fast as a terminal does, named as Textual names them; a single sign stands for itself."""
        for key in keys:
            sign = " " if key == "space" else key if len(key) == 1 else None
            self.post_message(events.Key(key if sign is None or key == "space" else _character_to_key(key), sign))

    @property
    def no_key_on_its_way(self) -> bool:
        """Say whether every key that was sent has had its effect."""
        return self._message_queue.empty() and not self._waiting and self._under_way is None

    @property
    def keeps_keys(self) -> bool:
        """Say whether keys wait for what is on its way: those behind them wait too."""
        return bool(self._kept)

    def keep_key(self, event: "events.Key") -> None:
        """Keep a key that can have no effect yet, until `hand_out_kept`."""
        self._kept.append(events.Key(event.key, event.character))

    def drop_kept(self) -> None:
        """Forget the keys that were kept."""
        self._kept.clear()

    def hand_out_kept(self) -> None:
        """Hand out the keys that were kept, in their order and before all others; the one under way belongs to them."""
        self._kept_is_due = bool(self._kept)
        if self._kept_is_due and self._under_way is None:
            self.call_later(self._hand_out_next)

    async def _hand_out_next(self) -> None:
        if self._under_way is None:
            await self._hand_out()

    async def _hand_out(self) -> None:
        if self._kept_is_due:
            self._waiting.extendleft(reversed(self._kept))
            self._kept.clear()
            self._kept_is_due = False
        if not self._waiting or not self._running:
            return
        event = self._under_way = self._waiting.popleft()
        self.key_begins(event)
        screen = self.screen
        target: MessagePump = self.focused or screen
        await super().on_event(event)

        def passed() -> None:
            # The key came to the app in the end, and its binding may have sent something down the same way.
            if self._under_way is event:
                self._follow(target, landed)

        def landed() -> None:
            if self._under_way is not event:
                return
            if self.screen is screen:
                self.call_later(self._done, event)
            else:
                # A screen was opened or closed: the next key waits until that one has its focus.
                self._twice(self.screen, lambda: self.call_later(self._done, event))

        self._follow(target, passed)

    def _follow(self, target: MessagePump, then: Callable[[], object]) -> None:
        """Call `then` when all that `target` has now, and what it makes of it, has come up to the app."""
        # What the target posts while it takes the key stands behind the first call, hence the second one.
        self._twice(target, lambda: self._climb(target, lambda: self.call_later(then)))

    def _twice(self, pump: MessagePump, then: Callable[[], object]) -> None:
        if not pump.call_later(lambda: pump.call_later(then) or then()):
            then()

    def _climb(self, pump: MessagePump, then: Callable[[], object]) -> None:
        """Go up through the queues of the parents as a key or a message does that bubbles."""
        parent = pump._parent
        if parent is None or parent is self or not parent.call_later(self._climb, parent, then):
            then()

    async def _done(self, event: _Typed) -> None:
        if self._under_way is event:
            await self._go_on()

    async def _go_on(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
        if self._under_way is not None:
            self.key_has_passed(self._under_way)
        self._under_way = None
        await self._hand_out()
        if self._waiting and self._under_way is not None:
            self._watch(self._under_way)

    def _watch(self, event: _Typed) -> None:
        self._stuck = asyncio.get_running_loop().call_later(STUCK_S, self._look_after, event, STUCK_TURNS)

    def _look_after(self, event: _Typed, turns: int) -> None:
        if turns:
            self._stuck = asyncio.get_running_loop().call_soon(self._look_after, event, turns - 1)
        else:
            self.call_later(self._done, event)


def key_came_within(app: App[Any], seconds: float) -> bool:
    """Say whether a key or paste came to an app so short a time ago."""
    return isinstance(app, OrderedKeys) and monotonic() - app.last_key_at < seconds
