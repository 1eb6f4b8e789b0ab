"""Asks the seat for likely duplicates while the operator types: after a pause, and only the newest answer counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from local_cache.model import Likely, Probe

if TYPE_CHECKING:
    from screens.parts.base import ConsoleScreen

PAUSE_S = 0.08
"""A pause in typing after which a look-up is worth its while."""


class LikelyLookUp:
    """`probe` gives what to look for, None for nothing; `found` gets the newest answer, late ones are dropped."""

    def __init__(
        self,
        screen: ConsoleScreen[None],
        probe: Callable[[], Probe | None],
        found: Callable[[tuple[Likely, ...]], None],
    ) -> None:
        self._screen = screen
        self._probe = probe
        self._found = found
        self._timer: Timer | None = None
        self._asked = 0
        self._last: Probe | None = None

    def touched(self) -> None:
        """Note that something changed; look it up when no more comes for `PAUSE_S`."""
        if self._timer is None:
            self._timer = self._screen.set_timer(PAUSE_S, self.ask_now)
        else:
            self._timer.reset()

    def forget(self) -> None:
        """Take no answer that is still on its way: another draft is on the desk."""
        self._asked += 1
        self._last = None
        self._stop()

    def ask_now(self) -> None:
        """Look up at once."""
        self._stop()
        probe = self._probe()
        if probe is None or probe == self._last:
            return
        self._last = probe
        self._asked += 1
        asked = self._asked

        def take(likely: list[Likely]) -> None:
            if asked == self._asked:
                self._found(tuple(likely))

        self._screen.when_done(self._screen.services.seat.likely_duplicates(probe), take, _dropped)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def _dropped(_: Exception) -> None:
    """A look-up that fails leaves the desk as it is; the next pause asks again."""
