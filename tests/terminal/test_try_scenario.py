"""An author's terminal is closed in the middle of a trial: nothing of it stays."""

import sys
from pathlib import Path

import pytest

from city_packs.shipped import shipped_packs
from tests.terminal.pty_terminal import Terminal

pytestmark = pytest.mark.terminal
_LAMPS = shipped_packs()["zaozhuang"] / "scenarios" / "street-light-wrong-community.toml"


def test_a_closed_terminal_leaves_nothing_of_a_trial_behind(tmp_path: Path) -> None:
    folders, live = tmp_path / "tmp", tmp_path / "seat"
    folders.mkdir()
    command = [sys.executable, "-m", "seat_console", "--folder", str(live), "--language", "en"]
    with Terminal([*command, "practice", "try", str(_LAMPS)], {"TMPDIR": str(folders)}) as terminal:
        terminal.wait_for("Insert")
        terminal.keys("ctrl+q")
        terminal.wait_for("Leave this practice?")
        terminal.send(b"1")
        terminal.wait_for("Go on: Street lights out")
        terminal.hang_up()
        terminal.wait_for_end()
    assert list(folders.iterdir()) == []
