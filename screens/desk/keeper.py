"""Keeps what is on the desk on the seat's disk: never per key, and never later than half a second after one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from local_cache.errors import NoSuchDraft
from screens.parts.base import WRITE_AFTER_S

if TYPE_CHECKING:
    from local_cache.model import Draft
    from screens.parts.base import ConsoleScreen

AGAIN_AFTER_S = 3.0
"""So often a draft that the disk did not take is given to it again."""


class DraftKeeper:
    """Writes the desk's draft behind the typing. `take` gives it as it stands, None when there is nothing to keep.

    What the disk did not take is told to `not_written`, or `not_put_away` for a draft that is to go, and given to it
    again until it is there. From the moment that its operator signs out nothing is written: it would undo what they
    settled.
    """

    def __init__(
        self,
        screen: ConsoleScreen[None],
        take: Callable[[], Draft | None],
        not_written: Callable[[Exception], object],
        not_put_away: Callable[[Exception], object],
    ) -> None:
        self._screen = screen
        self._take = take
        self._not_written = not_written
        self._not_put_away = not_put_away
        self._newest: dict[str, Draft] = {}
        self._failed: set[str] = set()
        self._going: dict[str, Callable[[], None]] = {}
        self._again: Timer | None = None
        self._timer: Timer | None = None
        self._on_hold = False

    def touched(self) -> None:
        """Note that something changed; the draft is written soon."""
        if self._timer is None and not self._on_hold:
            self._timer = self._screen.set_timer(WRITE_AFTER_S, self.write_now)

    def write_now(
        self, then: Callable[[], object] | None = None, told: Callable[[Exception], object] | None = None
    ) -> None:
        """Write the draft at once, if there is one, and do `then` once it is on disk; `told` hears why it is not."""
        self._stop()
        if self._screen.services.signing_out:
            self.touched()  # if the sign-out fails, what was due is written then
            return
        draft = None if self._on_hold else self._take()
        if draft is not None:
            self.write(draft, then, told=told)
        elif then:
            then()

    def write(
        self,
        draft: Draft,
        then: Callable[[], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        told: Callable[[Exception], object] | None = None,
    ) -> None:
        """Give a draft to the seat's writer; do `then` once it is on disk.

        With `failed` a draft that the disk did not take is the caller's own affair; `told` only hears of it.
        """
        self._newest[draft.id] = draft
        self._failed.discard(draft.id)

        def written() -> None:
            if self._newest.get(draft.id) is draft:
                del self._newest[draft.id]
            if then:
                then()

        def not_written(error: Exception) -> None:
            if self._newest.get(draft.id) is draft:
                if failed:
                    del self._newest[draft.id]
                else:
                    self._failed.add(draft.id)
                    self._retry_soon()
            (failed or self._not_written)(error)
            if told:
                told(error)

        future = self._screen.services.seat.put_draft(draft)
        self._screen.when_done(future, lambda _: written(), not_written)

    @property
    def is_behind(self) -> bool:
        """Say whether the disk did not take a draft, or not that one is thrown away, and has not since."""
        return bool(self._failed or self._going)

    def put_away(self, draft_id: str, last: Draft | None = None, then: Callable[[], object] = lambda: None) -> None:
        """Write nothing more of a draft that is thrown away, and do `then` once that is on disk.

        `last` is how it stands, None for one with nothing in it, which need not be on disk at all.
        """
        self.hold(draft_id)

        def give() -> None:
            self._screen.when_done(self._screen.services.seat.discard_draft(draft_id, last), lambda _: away(), not_away)

        def away() -> None:
            self._going.pop(draft_id, None)
            then()

        def not_away(error: Exception) -> None:
            if isinstance(error, NoSuchDraft):
                away()
            else:
                self._going[draft_id] = give
                self._retry_soon()
                self._not_put_away(error)

        give()

    def _retry_soon(self) -> None:
        if self._again is None:
            self._again = self._screen.set_timer(AGAIN_AFTER_S, self._retry)

    def _retry(self) -> None:
        self._again = None
        if self._screen.services.signing_out:
            self._retry_soon()
            return
        for draft_id in tuple(self._failed):
            self.write(self._newest[draft_id])
        for give in tuple(self._going.values()):
            give()

    def hold(self, draft_id: str) -> None:
        """Write nothing while the draft is being turned into a case, so that it does not come back."""
        self._stop()
        self._on_hold = True
        self._newest.pop(draft_id, None)
        self._failed.discard(draft_id)

    def go_on(self) -> None:
        """Write again."""
        self._on_hold = False

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
