"""What the console starts from, and the seat's files as they are opened behind its first screen."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local_cache.folder import SeatFolder
from local_cache.model import SeatStatus
from local_cache.sessions import is_left
from screens.parts.apart import Demo, Practice
from seat_console.late_seat import LateSeat
from seat_console.settings import Settings
from widgets.keymap import Keymap

if TYPE_CHECKING:
    from local_cache.first_look import FirstLook
    from local_cache.handoff import Reception
    from local_cache.news import News
    from local_cache.seat import Seat

CLOSE_WITHIN_S = 10.0
"""How long the writer may take to finish before the program ends all the same; what it has is on disk or was never
said to be."""


def utc_now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)


def _nothing() -> None:
    """Do nothing: outside the demo there is nothing else to end."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the console starts from.

    `open_seat` is called in a thread, after the first screen is up; `at_end` ends what else was started for it. What is
    chosen while it runs is written to `settings_file`; with None it holds for this run alone.
    """

    settings: Settings
    settings_file: Path | None
    keymap: Keymap
    look: "FirstLook"
    folder: SeatFolder
    open_seat: "Callable[[], Seat]"
    demo: Demo | None = None
    practice: Practice | None = None
    at_end: Callable[[], None] = _nothing
    now: Callable[[], datetime] = utc_now

    @property
    def locked(self) -> bool:
        """Whether the session is to be opened locked: it was, or nobody has touched it for the time that locks it."""
        left = is_left(self.look.touched_at, self.now(), self.settings.lock_after)
        return self.look.session is not None and (self.look.locked or left)


class OpenedSeat:
    """The seat's files from the program's start to its end: `late` at once, open soon, closed in good order.

    Headless commands hand their work over, unless the seat `takes_work` of nobody else.
    """

    def __init__(self, folder: SeatFolder, open_seat: "Callable[[], Seat]", *, takes_work: bool = True) -> None:
        self._takes_work = takes_work
        self._folder = folder
        self._open = open_seat
        self._reception: Reception | None = None
        self._seat: Seat | None = None
        self.late = LateSeat(SeatStatus(known=False))

    def begin(
        self,
        told: "Callable[[News], None]",
        opened: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Open the files in a thread of their own; all three are called from threads."""

        def work() -> None:
            try:
                seat = self._open()
            except Exception as error:
                self.late.failed(error)
                failed(error)
                return
            self._seat = seat
            seat.subscribe(told)
            self.late.arrived(seat)  # first: a lock that waits has to hold for what comes in from other programs
            if self._takes_work:
                from local_cache.handoff import Reception

                log = self._folder.console_log
                self._reception = Reception(self._folder, lambda request: _answered(seat, request, log))
            opened()

        threading.Thread(target=work, name="open-seat", daemon=True).start()

    def close(self) -> None:
        """Let the writer finish and release the seat, but not for ever."""
        seat, self._seat = self._seat, None
        reception, self._reception = self._reception, None

        def work() -> None:
            if reception is not None:
                reception.close()
            if seat is not None:
                seat.close()

        if seat is not None:
            closing = threading.Thread(target=work, name="close-seat", daemon=True)
            closing.start()
            closing.join(CLOSE_WITHIN_S)


def _answered(seat: "Seat", request: dict[str, Any], log: Path) -> dict[str, Any]:
    """Do what a headless command hands over; what that needs is imported once one does."""
    from seat_console.headless.handed_over import answered
    from seat_console.headless.jobs import answer

    return answered(partial(answer, seat), request, log)
