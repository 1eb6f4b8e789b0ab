"""What is done when the terminal goes away or somebody ends the program from outside.

Textual with SIGHUP ignored (nohup, some service managers) would spin on a dead terminal for ever, and its writer
blocks on one. So the seat's files are closed in good order and the process ends at once, without a last frame.
And a program that was stopped and goes on would read its terminal twice at once, keys in no order.

Where much is painted when the terminal goes, the event loop itself stands still on the queue of that writer, and hears
neither signals nor timers. So a thread of its own looks, and ends the program itself where the loop does not.
"""

import asyncio
import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable

from seat_console.exit_codes import Exit

LOOK_EVERY_S = 2.0
LOOP_MAY_TAKE_S = 2.0
"""The event loop has so long to end the program after its terminal has gone."""


class TerminalWatch:
    """Calls `ended` when the program is asked to end, `gone` when there is no terminal any more; one of them, once.

    Calls `goes_on` whenever the program goes on after it was stopped. `gone` runs on the event loop, or in a thread
    where the loop stands still, and should not touch the terminal. `has_terminal` stands in for the real one in tests.
    """

    def __init__(
        self,
        ended: Callable[[], None],
        gone: Callable[[], None],
        goes_on: Callable[[], None],
        has_terminal: Callable[[], bool] | None = None,
    ) -> None:
        self._ended = ended
        self._gone = gone
        self._goes_on = goes_on
        self._has_terminal = has_terminal or _has_terminal
        self._told = threading.Event()
        self._gate = threading.Lock()

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch from now on; call it on the event loop's thread."""
        if sys.platform != "win32":  # there, closing the window ends the process
            loop.add_signal_handler(signal.SIGHUP, self._tell, self._gone)
            loop.add_signal_handler(signal.SIGTERM, self._tell, self._ended)
            loop.add_signal_handler(signal.SIGINT, self._tell, self._ended)
            loop.add_signal_handler(signal.SIGCONT, self._goes_on)
        threading.Thread(target=self._look, args=(loop,), name="seat-terminal", daemon=True).start()

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        while not self._told.wait(LOOK_EVERY_S):
            if self._has_terminal():
                continue
            try:
                loop.call_soon_threadsafe(self._tell, self._gone)
            except RuntimeError:  # the loop is closed: the program is ending
                return
            if not self._told.wait(LOOP_MAY_TAKE_S):
                self._tell(self._gone)

    def _tell(self, listener: Callable[[], None]) -> None:
        with self._gate:
            if self._told.is_set():
                return
            self._told.set()
        listener()


def end_at_once() -> None:
    """End the process without a last frame; what was left for its end is done, such as taking away temporary files."""
    atexit._run_exitfuncs()
    os._exit(Exit.DONE)


def _has_terminal() -> bool:
    """Say whether standard input is still a terminal; a hung-up one is none."""
    try:
        return os.isatty(0)
    except OSError:
        return False
