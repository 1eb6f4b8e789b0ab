"""The program of practice, watched from the inside: it opens, writes, starts and calls nothing but its own."""

from pathlib import Path

import pytest

from tests.terminal.leaks import ALL
from tests.terminal.practice_desk import KINDS, PracticeDesk, scenario

pytestmark = [pytest.mark.terminal, pytest.mark.long]
_LIGHTS = scenario("zaozhuang", "street-light-wrong-community")


def _desk(root: Path) -> PracticeDesk:
    return PracticeDesk(root, city="zaozhuang", language="en", columns=120, rows=40)


@pytest.mark.parametrize("leak", [each.__name__ for each in ALL])
def test_a_planted_leak_turns_every_test_of_practice_in_a_terminal_red(tmp_path: Path, leak: str) -> None:
    with pytest.raises(AssertionError, match="got out"), _desk(tmp_path).open(leak):
        pass


@pytest.mark.parametrize("kind", KINDS)
def test_a_session_its_marks_and_its_replay_keep_to_themselves(tmp_path: Path, kind: str) -> None:
    practice = _desk(tmp_path)
    with practice.open() as terminal:
        practice.begin(kind, _LIGHTS)
        practice.rings()
        practice.play(_LIGHTS.keys[:3])
        terminal.keys("ctrl+q")
        terminal.wait_for("> 1 ")
        terminal.keys("1" if kind == "exam" else "2")
        terminal.wait_for("W Wipe" if kind == "exam" else "of 100")  # of an exam in which nobody spoke nothing stays
        if kind == "drill":
            terminal.keys("enter")
            terminal.wait_for("stopped")


def test_the_home_the_keyboard_course_and_the_help_keep_to_themselves(tmp_path: Path) -> None:
    practice = _desk(tmp_path)
    with practice.open() as terminal:
        terminal.keys("5")
        terminal.wait_for("Lesson 1 ")
        terminal.keys("enter")
        terminal.wait_for("4 new keys")
        terminal.keys("enter", "f2")
        terminal.look(0.2)
        terminal.keys("escape")
        terminal.wait_for("W Wipe")
        terminal.keys("f1")
        terminal.wait_for(lambda screen: "W Wipe" not in screen)
