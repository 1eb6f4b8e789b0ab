"""The demo as somebody meets it who has just cloned the repository, with a screen and without."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.deadline import PATIENCE_S
from tests.terminal.pty_terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.long]
DEMO = [sys.executable, "-m", "seat_console.demo", "--language", "en"]


def nothing_left(folder: Path) -> bool:
    """Say whether the demo has taken its temporary folder away."""
    return not any(folder.iterdir())


def test_without_a_screen_it_tells_the_story_counts_both_ends_and_leaves_nothing(tmp_path: Path) -> None:
    told = subprocess.run(
        DEMO, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "TMPDIR": str(tmp_path)}, timeout=240,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    assert "A call rings" in told.stdout
    assert "The line is cut" in told.stdout
    assert "3 unsent" in told.stdout
    assert "Logged at the seat: 5. At the centre: 5" in told.stdout
    way = ["Dispatch, the reply is due", "Sign", "Contact the caller", "Reply", "Review the reply",
           "Record a call-back", "the worker: File away", "It has been filed"]  # fmt: skip
    round_the_loop = told.stdout.partition("One case goes round the whole loop")[2]
    places = [round_the_loop.find(step) for step in way]
    assert -1 not in places
    assert places == sorted(places)
    assert nothing_left(tmp_path)


def test_on_the_screen_a_call_is_logged_the_line_cut_and_restored_and_nothing_is_left(tmp_path: Path) -> None:
    with Terminal(DEMO, {"TMPDIR": str(tmp_path)}, columns=100, rows=30) as terminal:
        terminal.wait_for("Ringing")
        terminal.keys("enter")
        terminal.wait_for("Talking")
        terminal.keys("ctrl+g", "4", "lbqjcl")
        terminal.wait_for("机场路街道")
        terminal.keys("enter", "ctrl+g", "5", "xqts")
        terminal.wait_for("Water cut")
        terminal.keys("enter", "ctrl+g", "0")
        terminal.send("昨晚八点起全楼停水，家有老人。".encode())
        terminal.keys("ctrl+s")
        terminal.wait_for("0035-02-000001-4")
        terminal.wait_for("At the centre")
        terminal.wait_for(lambda _: "Insert" in terminal.rows[29])
        terminal.keys("insert")
        terminal.wait_for("no line")
        terminal.wait_for("Restore line")
        terminal.keys("insert")
        terminal.wait_for("on line")
        terminal.hang_up()
        assert terminal.wait_for_end() == 0
        assert nothing_left(tmp_path)


def test_a_killed_demo_takes_its_centre_with_it(tmp_path: Path) -> None:
    with Terminal(DEMO, {"TMPDIR": str(tmp_path)}) as terminal:
        terminal.wait_for("enrolling")
        keeper = next(child for child in _children(terminal.process.pid) if "keeper" in _words(child))
        centre = next(iter(_children(keeper)))
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.wait_for_end()
        _ends(keeper)
        _ends(centre)


def test_one_key_ends_and_begins_the_work_of_the_others_and_a_killed_demo_takes_them_with_it(tmp_path: Path) -> None:
    with Terminal([*DEMO, "--people"], {"TMPDIR": str(tmp_path)}, columns=100, rows=30) as terminal:
        terminal.wait_for("others at work")
        [first] = _at_work(terminal.process.pid)
        terminal.keys("ctrl+\\")
        terminal.wait_for("The others have stopped")
        _ends(first)
        terminal.keys("ctrl+\\")
        terminal.wait_for("work by themselves now")
        [keeper] = _at_work(terminal.process.pid)
        terminal.wait_for(lambda _: bool(_children(keeper)))
        [people] = _children(keeper)
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.wait_for_end()
        _ends(keeper)
        _ends(people)


def _at_work(demo: int) -> list[int]:
    """Return the keepers of simulated people."""
    return [child for child in _children(demo) if "simulate people" in _words(child)]


def _children(pid: int) -> list[int]:
    return [child.pid for child in psutil.Process(pid).children()]


def _words(pid: int) -> str:
    return " ".join(psutil.Process(pid).cmdline())


def _ends(pid: int) -> None:
    try:
        psutil.Process(pid).wait(PATIENCE_S)
    except psutil.NoSuchProcess:
        return
