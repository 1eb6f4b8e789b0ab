"""Practice at a live seat: what it says where it cannot begin is read before the sign-in covers it."""

import signal
import sys
from pathlib import Path

import pytest

from local_cache.folder import SeatFolder
from seat_console import practice_child
from seat_console.exit_codes import Exit
from wording import set_language


@pytest.mark.parametrize(
    ("code", "asked"),
    [(Exit.DONE, []), (Exit.INTERRUPTED, []), (Exit.BUSY, ["Press Enter to go back to the sign-in"])],
)
def test_practice_that_could_not_begin_is_read_of_and_ctrl_c_in_it_leaves_the_console_alone(
    code: Exit, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_language("en")
    said: list[str] = []
    ends = f"import os, signal; os.kill(os.getppid(), signal.SIGINT); os._exit({int(code)})"
    monkeypatch.setattr(practice_child, "command_of", lambda *_: [sys.executable, "-S", "-c", ends])
    monkeypatch.setattr("builtins.input", said.append)
    before = signal.getsignal(signal.SIGINT)
    practice_child.practise(SeatFolder(tmp_path), "1042", "")
    assert said == asked
    assert signal.getsignal(signal.SIGINT) is before
