"""An operator, a lead's board and a wall, each a program in its own terminal, through an hour of calls by keys alone.

The clock of all of them stands still until it is moved. Whenever the figures are compared, those on the three screens
are the same and are plain sums over what the centre has stored. The English hour is gone through with SEAT_SOAK=1 only.
"""

import re
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals here", allow_module_level=True)

from tests.deadline import PATIENCE_S
from tests.soak import SOAKING
from tests.terminal.pty_terminal import Terminal
from tests.whole import hour_read as painted
from tests.whole.hour_people import WORDS, AtTheBoard, AtTheDesk
from tests.whole.hour_stage import LEAD, LEAD_SEAT, OPERATOR, SEAT, Stage
from tests.whole.hour_truth import Truth, read_truth

pytestmark = [pytest.mark.terminal, pytest.mark.long]

_CAME = re.compile(r"^[> ] +(\d\d:\d\d:\d\d)  ", re.MULTILINE)
_READY, _GENERAL, _ENTERPRISE = "1", "8", "9"


class Hour:
    """The three screens, and the clock by which their programs go."""

    def __init__(self, stage: Stage, desk: Terminal, board: Terminal, wall: Terminal, language: str) -> None:
        self.words = WORDS[language]
        self.desk, self.board, self.wall = AtTheDesk(desk, self.words), AtTheBoard(board, self.words), wall
        self._stage = stage

    def passes(self, **length: float) -> None:
        """Move the clock on, and let the switch do all that happens meanwhile, by what it knows of the seats."""
        self._switch_looks()
        self._stage.clock.forward(**length)
        self._switch_looks()

    def answers(self) -> None:
        """Answer the call that rings, and see that the switch has heard it: else its caller may give up meanwhile."""
        answered = self._answered()
        self.desk.answers()
        end = time.monotonic() + PATIENCE_S
        while self._answered() == answered:
            assert time.monotonic() < end, "the switch does not hear that the call is answered"
            time.sleep(0.01)
        self.board.sees_seat(SEAT, "talking")

    def _answered(self) -> int:
        return sum(call.answered is not None for call in self.truth().calls)

    def truth(self) -> Truth:
        """Return what is stored."""
        return read_truth(self._stage.centre.folder.database_file, SEAT, self._stage.clock())

    def agrees(self, span: str = "day") -> Truth:
        """Wait until the screens have settled, and see that they show what is stored; the clock stands meanwhile."""
        end = time.monotonic() + PATIENCE_S
        while True:
            for each in (self.desk.terminal, self.board.terminal, self.wall):
                each.look(0.03)
            truth = self.truth()
            shown, stored = self._shown(), self._stored(truth, span)
            if shown == stored or time.monotonic() > end:
                assert shown == stored
                return truth

    def _switch_looks(self) -> None:
        """Wait until the worker has told its switch of the seats, and taken what it told, from beginning to end."""
        wanted, end = self._stage.clock.turns + 2, time.monotonic() + PATIENCE_S
        while self._stage.clock.turns < wanted:
            assert time.monotonic() < end, "the worker does not go on"
            time.sleep(0.005)

    def _shown(self) -> dict[str, dict[str, object]]:
        tiles = {key: words.partition("|") for key, words in painted.tiles(self.board.terminal).items()}
        desk, cell = painted.desk_figures(self.desk.terminal), painted.seat_cell(self.board.terminal, SEAT)
        states = [each for each in self.words.states.values() if each in self.desk.terminal.rows[0]]
        return {
            "board": {key: number for key, (number, _, _) in tiles.items() if key != "lamps"},
            "missed": {"board": re.sub(r"\D", "", tiles["call_backs"][2]) or "0", "desk": desk["missed"]},
            "wall": painted.wall_figures(self.wall),
            "queue": {"waiting": desk["waiting"], "longest": desk["longest"].removeprefix("0")},
            "seat": {"sign": cell.state, "clock": cell.clock, "desk": states},
        }

    def _stored(self, truth: Truth, span: str) -> dict[str, dict[str, object]]:
        day = truth.tiles()
        on_wall = {key: day[key] for key in ("offered", "connect", "within_answered", "waiting")}
        return {
            "board": truth.tiles(span),
            "missed": {"board": str(truth.to_call_back), "desk": str(truth.unclaimed)},
            "wall": {"clock": truth.time_of_day, **on_wall},
            "queue": {"waiting": day["waiting"], "longest": day["longest"]},
            "seat": {
                "sign": self.words.signs[truth.state], "clock": truth.clock, "desk": [self.words.states[truth.state]],
            },
        }  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"] if SOAKING else ["zh"])
def test_the_figures_of_an_hour_are_the_same_on_desk_board_and_wall_and_are_what_is_stored(
    tmp_path: Path, language: str
) -> None:
    with (
        Stage.open(tmp_path, language) as stage,
        stage.console(SEAT, painted.DESK_SIZE) as desk,
        stage.console(LEAD_SEAT, painted.BOARD_SIZE) as board,
        stage.wall(painted.WALL_SIZE) as wall,
    ):
        hour = Hour(stage, desk, board, wall, language)
        hour.desk.signs_in(OPERATOR)
        hour.board.signs_in(LEAD)
        hour.desk.is_in("ready")
        hour.board.sees_seat(SEAT, "ready")
        _first_call_and_a_hand(hour)
        _second_call_answered_late(hour)
        _callers_give_up_in_a_pause(hour)
        _notice_and_order(hour)
        _caller_who_waited(hour)
        _call_back(hour)
        _call_of_an_enterprise(hour)
        hour.desk.pauses_for_a_meal()
        hour.board.sees_seat(SEAT, "paused")
        hour.passes(minutes=36)
        truth = hour.agrees()
        told = truth.tiles()
        assert [told[key] for key in ("answered", "filed", "on_the_spot", "call_backs")] == ["4", "3", "33.3%", "1"]
        assert int(told["abandoned"]) > 9
        _list_adds_up(hour, truth)
        hour.passes(minutes=12)
        hour.board.presses("t")
        assert hour.agrees(span="hour").tiles("hour")["answered"] == "0"


def _first_call_and_a_hand(hour: Hour) -> None:
    hour.passes(seconds=5)
    hour.answers()
    hour.passes(seconds=50)
    hour.desk.raises_hand()
    hour.board.answers_hand("6.18")
    hour.desk.reads_answer("6.18")
    hour.desk.files("no water")
    hour.passes(seconds=40)
    hour.desk.goes_on()
    hour.board.sees_seat(SEAT, "ready")


def _second_call_answered_late(hour: Hour) -> None:
    hour.passes(seconds=9)
    hour.desk.is_in("ringing")
    hour.board.sees_seat(SEAT, "ringing")
    hour.agrees()
    hour.passes(seconds=17)
    hour.answers()
    hour.passes(seconds=100)
    hour.desk.hangs_up()
    hour.board.sees_seat(SEAT, "wrap_up")
    hour.passes(seconds=35)
    hour.desk.answers_directly("dogs", "told of the rules")
    hour.desk.goes_on()


def _callers_give_up_in_a_pause(hour: Hour) -> None:
    hour.desk.pauses_for_a_meal()
    hour.board.sees_seat(SEAT, "paused")
    hour.passes(minutes=12)
    assert int(hour.agrees().tiles()["abandoned"]) > 1


def _notice_and_order(hour: Hour) -> None:
    hour.board.sends_notice(SEAT, "6.25")
    hour.desk.reads_notice("6.25")
    hour.board.orders(SEAT, _READY)


def _caller_who_waited(hour: Hour) -> None:
    hour.answers()
    hour.passes(seconds=20)
    hour.desk.ends_without_a_case()
    hour.desk.goes_on()
    hour.board.sees_seat(SEAT, "ready")


def _call_back(hour: Hour) -> None:
    hour.desk.calls_back("no gas")
    hour.board.sees_seat(SEAT, "paused")
    hour.passes(seconds=45)
    hour.desk.goes_on()
    hour.board.sees_seat(SEAT, "ready")


def _call_of_an_enterprise(hour: Hour) -> None:
    hour.board.orders(SEAT, "page_down", _ENTERPRISE)
    hour.passes(seconds=9)
    hour.answers()
    hour.passes(seconds=90)
    hour.desk.ends_without_a_case()
    hour.desk.goes_on()
    hour.board.sees_seat(SEAT, "ready")
    hour.board.orders(SEAT, "page_down", _GENERAL)


def _list_adds_up(hour: Hour, truth: Truth) -> None:
    """Open the list behind a tile, see each call of it, and open the case of one."""
    board, words = hour.board, hour.words
    board.presses("shift+tab", "right", "right")
    board.sees(f"{words.offered}{len(truth.calls)}")
    board.presses("enter")
    board.terminal.wait_for(lambda screen: len(_CAME.findall(screen)) == len(truth.calls))
    assert _CAME.findall(board.terminal.text) == [call.came for call in reversed(truth.calls)]
    board.presses("end", "enter")
    board.sees(words.at_centre)
    board.sees(words.matter)
    board.presses("ctrl+d")
    board.sees(words.offered)
    board.presses("backspace")
    board.sees(words.seats)
