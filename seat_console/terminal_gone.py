"""What is done when the terminal goes away or somebody ends the program from outside.

Textual with SIGHUP ignored (nohup, some service managers) would spin on a dead terminal for ever, and its writer
blocks on one. So the seat's files are closed in good order and the process ends at once, without a last frame.
And a program that was stopped and goes on would read its terminal twice at once, keys in no order.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable

LOOK_EVERY_S = 2.0


class TerminalWatch:
    """Calls `ended` when the program is asked to end, `gone` when there is no terminal any more; one of them, once.

    Calls `goes_on` whenever the program goes on after it was stopped. `gone` runs on the event loop and should not
    touch the terminal. `has_terminal` stands in for the real one in tests.
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
        self._told = False

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Watch from now on; call it on the event loop's thread."""
        if sys.platform != "win32":  # there, closing the window ends the process
            loop.add_signal_handler(signal.SIGHUP, self._tell, self._gone)
            loop.add_signal_handler(signal.SIGTERM, self._tell, self._ended)
            loop.add_signal_handler(signal.SIGINT, self._tell, self._ended)
            loop.add_signal_handler(signal.SIGCONT, self._goes_on)
        loop.call_later(LOOK_EVERY_S, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._has_terminal():
            self._tell(self._gone)
            return
        loop.call_later(LOOK_EVERY_S, self._look, loop)

    def _tell(self, listener: Callable[[], None]) -> None:
        if not self._told:
            self._told = True
            listener()


def _has_terminal() -> bool:
    """Say whether standard input is still a terminal; a hung-up one is none."""
    try:
        return os.isatty(0)
    except OSError:
        return False
