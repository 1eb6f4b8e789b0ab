"""Whether there is a line: two missed beats of the centre's stream and there is none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from hotline.wire import BEAT_SECONDS

SILENCE_SECONDS = 2 * BEAT_SECONDS + 0.5
"""A stream as quiet as this is dead, whatever its socket says; the rest of five seconds is for saying so."""


class Line:
    """Told of every sign of life, from any thread.

    `changed(up)` is called once for each change, `alive` after each sign of life, and `silent` after a change for want
    of one, in that thread.
    """

    def __init__(
        self,
        monotonic: Callable[[], float],
        now: Callable[[], datetime],
        changed: Callable[[bool], None],
        alive: Callable[[], None] = lambda: None,
        silent: Callable[[], None] = lambda: None,
    ) -> None:
        self._monotonic = monotonic
        self._now = now
        self._changed = changed
        self._alive = alive
        self._silent = silent
        self._lock = threading.Lock()
        self._heard_at: float | None = None
        self.up = False
        self.since = now()
        """When it last changed, by this seat's clock."""

    def heard(self) -> None:
        """Note a sign of life."""
        self._heard_at = self._monotonic()
        self._set(True)
        self._alive()

    def lost(self, *, silent: bool = False) -> None:
        """Note that an exchange failed: the stream broke or fell silent, or the centre cannot be reached."""
        self._heard_at = None
        if self._set(False) and silent:
            self._silent()

    def check(self) -> None:
        """Look at the clock; a timer of its own calls this, since silence makes no event."""
        heard_at = self._heard_at
        if heard_at is not None and self._monotonic() - heard_at > SILENCE_SECONDS:
            self.lost(silent=True)

    def _set(self, up: bool) -> bool:
        """Return whether that is a change."""
        with self._lock:
            if self.up == up:
                return False
            self.up = up
            self.since = self._now()
        self._changed(up)
        return True
