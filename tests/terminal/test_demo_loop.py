"""One person steps through everybody's work in the demo, by keys alone, until their case is filed."""

import re
import sys
from pathlib import Path

import pytest

from tests.terminal.pty_terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.long]
DEMO = [sys.executable, "-m", "seat_console.demo", "--language"]
NUMBER = "0035-02-000001-4"
_NUMBER = r"\d{4}-\d{2}-\d{6}-\d"
NEXT_PERSON = "ctrl+]"


class Round:
    """The demo's terminal, and where the case stands on it."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def marked(self) -> str:
        """Return the number of the case that the mark of a work list is at, empty until the case is shown below it.

        What is painted before may be the list of who sat here last, and a key pressed then is still on its way.
        """
        row = next((row for row in self.terminal.rows if row.startswith(">")), "")
        shown = {found[1] for row in self.terminal.rows if (found := re.match(rf" ({_NUMBER}) ", row))}
        return next((number for number in re.findall(_NUMBER, row) if number in shown), "")

    def becomes(self, person: str) -> None:
        """Step on until somebody sits here, each in their turn; the wall comes between two of them."""
        while self.who() != person:
            left = {"", self.who()}
            self.terminal.keys(NEXT_PERSON)
            self.terminal.wait_for(lambda _, left=left: self.who() not in left or self.is_wall())
            if self.is_wall():
                self.terminal.keys(NEXT_PERSON)
                self.terminal.wait_for(lambda _, left=left: self.who() not in left)

    def is_wall(self) -> bool:
        """Say whether the wall is shown."""
        return any(words in self.terminal.text for words in ("今日来电", "Calls today"))

    def who(self) -> str:
        """Return who is signed in, empty while somebody sits down."""
        return next(iter(re.findall(r" (\d{4}) ", self.terminal.rows[0])[-1:]), "")

    def take(self, said: str, *keys: str) -> None:
        """Go to the case in the work list and press keys there, until the line above the keys says what came of it."""
        self.terminal.wait_for(lambda _: self.marked() != "")
        while (marked := self.marked()) != NUMBER:  # where it stands among the demo's past cases depends on the hour
            self.terminal.keys("down")
            self.terminal.wait_for(lambda _, marked=marked: self.marked() not in ("", marked))
        self.terminal.keys(*keys)
        self.terminal.wait_for(lambda _: NUMBER in self.terminal.rows[-2] and said in self.terminal.rows[-2])


WORDS = {
    "zh": ("通话", "小区停水", "已到中心", "已派往", "已签收", "R 答复", "已提交办结反馈", "反馈已通过", "回访已记录",
           "归档"),
    "en": ("Talking", "Water cut", "At the centre", "dispatched to", "Signed", "R Reply", "Replied", "reply passed",
           "Call-back recorded", "Filed"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_case_goes_round_the_whole_loop_by_keys_alone(tmp_path: Path, language: str) -> None:
    talking, matter, arrived, dispatched, signed, reply_key, replied, passed, recorded, filed = WORDS[language]
    with Terminal([*DEMO, language], {"TMPDIR": str(tmp_path)}, columns=80, rows=24) as terminal:
        loop = Round(terminal)
        terminal.wait_for("199****")
        terminal.keys("enter")
        terminal.wait_for(talking)
        terminal.keys("ctrl+g", "4", "lbqjcl")
        terminal.wait_for("机场路街道")
        terminal.keys("enter", "ctrl+g", "5", "xqts")
        terminal.wait_for(matter)
        terminal.keys("enter", "ctrl+g", "0", "昨晚八点起全楼停水", "ctrl+s")
        terminal.wait_for(arrived)
        terminal.wait_for(NUMBER)
        loop.becomes("2001")
        loop.take(dispatched, " ")
        loop.becomes("4021")
        loop.take(signed, " ")
        terminal.wait_for(reply_key)
        terminal.keys("r")
        terminal.wait_for("Ctrl+S")
        loop.take(replied, "水管已修复，恢复供水。", "enter", "enter", "1")
        loop.becomes("2001")
        loop.take(passed, "a")
        loop.becomes("3001")
        loop.take(recorded, " ", "1", "1", "1", "1", "enter")
        terminal.keys("ctrl+f", NUMBER)
        terminal.wait_for(filed)
        terminal.hang_up()
        assert terminal.wait_for_end() == 0
