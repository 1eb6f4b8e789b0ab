"""Consoles in real pseudo-terminals; only where there are such (not on Windows)."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from local_cache.folder import SeatFolder
from tests.seat_console.given import enrol_without_centre

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]
else:
    from tests.terminal.pty_terminal import Terminal

    OpenConsole = Callable[..., Terminal]

    @pytest.fixture
    def seat(tmp_path: Path) -> SeatFolder:
        return enrol_without_centre(tmp_path / "seat")

    @pytest.fixture
    def console(seat: SeatFolder, tmp_path: Path) -> Iterator[OpenConsole]:
        """Open consoles of the seat; they are gone when the test is."""
        with ExitStack() as stack:

            def open_console(*, columns: int = 80, rows: int = 24, language: str = "en") -> Terminal:
                command = [sys.executable, "-m", "seat_console", "--folder", str(seat.root), "--language", language]
                environment = {"SEAT_CONSOLE_SETTINGS": str(tmp_path / "settings.toml")}
                terminal = Terminal(command, environment, columns=columns, rows=rows)
                return stack.enter_context(terminal)

            yield open_console
