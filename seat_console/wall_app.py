"""The Textual program around a wall: one screen, no seat."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.app import App
from textual.screen import Screen

from screens.services import LeaveProgram
from seat_console.exit_codes import Exit
from seat_console.terminal_gone import TerminalWatch, end_at_once
from widgets.theme import dress


class WallApp(App[int], inherit_bindings=False):
    """Shows the screen that it is given until somebody leaves it."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[Any]] = []
    CSS = "LeanScreen { background: $background; color: $foreground; }"

    def __init__(self, make_screen: Callable[[], Screen[Any]], theme: str | None) -> None:
        super().__init__()
        self._make_screen = make_screen
        dress(self, theme)

    def get_default_screen(self) -> Screen[Any]:
        """Return the wall: there is nothing below it."""
        return self._make_screen()

    def on_mount(self) -> None:
        """Watch the terminal."""
        if not self.is_headless and self._loop is not None:
            watch = TerminalWatch(self._leave, end_at_once, self._take_terminal_anew)
            watch.start(self._loop)

    def _take_terminal_anew(self) -> None:
        with self.suspend():
            pass

    @on(LeaveProgram)
    def _leave_program(self, message: LeaveProgram) -> None:
        message.stop()
        self._leave()

    def _leave(self) -> None:
        self.exit(int(Exit.DONE))
