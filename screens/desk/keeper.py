"""Keeps what is on the desk on the seat's disk: never per key, and never later than half a second after one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

if TYPE_CHECKING:
    from local_cache.model import Draft
    from screens.parts.base import ConsoleScreen

WRITE_AFTER_S = 0.4
"""Design.md allows a second between key and disk; the rest is for the writer's queue."""


class DraftKeeper:
    """Writes the desk's draft behind the typing. `take` gives it as it stands, None when there is nothing to keep.

    From the moment that its operator signs out nothing is written: it would undo what they settled.
    """

    def __init__(self, screen: ConsoleScreen[None], take: Callable[[], Draft | None]) -> None:
        self._screen = screen
        self._take = take
        self._timer: Timer | None = None
        self._on_hold = False

    def touched(self) -> None:
        """Note that something changed; the draft is written soon."""
        if self._timer is None and not self._on_hold:
            self._timer = self._screen.set_timer(WRITE_AFTER_S, self.write_now)

    def write_now(self, then: Callable[[], object] | None = None) -> None:
        """Write the draft at once, if there is one, and do `then` once it is on disk."""
        self._stop()
        if self._screen.services.signing_out:
            self.touched()  # if the sign-out fails, what was due is written then
            return
        draft = None if self._on_hold else self._take()
        if draft is not None:
            self.write(draft, then)
        elif then:
            then()

    def write(self, draft: Draft, then: Callable[[], object] | None = None) -> None:
        """Give a draft to the seat's writer; do `then` once it is on disk."""
        self._screen.when_done(self._screen.services.seat.put_draft(draft), lambda _: then() if then else None)

    def hold(self) -> None:
        """Write nothing while the draft is being turned into a case, so that it does not come back."""
        self._stop()
        self._on_hold = True

    def go_on(self) -> None:
        """Write again."""
        self._on_hold = False

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
