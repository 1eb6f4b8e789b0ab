"""Times by state on the lead's board: of a seat with its states, and of all, by sub-centre, by seat."""

import pytest

from hotline.board_doc import StateLine, TimesLine, TimesSpent
from wording import set_language

from .board_host import with_board
from .host import NARROW, WIDE, press, settled
from .test_board import LANGUAGES, ago

SPENT = {
    "states": {"ready": 3600, "ringing": 60, "talking": 7200, "held": 300, "wrap_up": 1800, "paused": 1500.5},
    "pauses": {"meal": 1200, "meeting": 300.5}, "average_wrap_up_s": 48, "occupancy": 0.7175,
}  # fmt: skip


@pytest.mark.parametrize("size", [NARROW, WIDE])
@LANGUAGES
async def test_the_times_of_a_seat_stand_with_its_states(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app, board = with_board(8)
    board.spent = TimesSpent(**SPENT)
    board.states["0001"] = (StateLine(state="ready", operator="李红", since=ago(100), until=None),)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        for words in (
            ("Ready 1:01:00", "Talking 2:05:00", "Wrap-up 0:30:00", "Paused 0:25:00", "Meal 0:20:00", "Meeting 0:05:00",
             "wrap-up average 0:48", "occupancy 71.7%")
            if language == "en" else
            ("就绪 1:01:00", "通话 2:05:00", "话后 0:30:00", "小休 0:25:00", "用餐 0:20:00", "会议 0:05:00",
             "平均话后 0:48", "工时利用率 71.7%")
        ):  # fmt: skip
            assert words in app.text, words


@LANGUAGES
async def test_times_are_listed_by_sub_centre_then_by_seat_down_to_its_states(language: str) -> None:
    set_language(language)
    app, board = with_board(8)
    board.times[""] = [TimesLine(place=place, seats=seats, **SPENT) for place, seats in (("", 2), ("01", 2))]
    board.times["01"] = [TimesLine(place=place, seats=1, **SPENT) for place in ("01", "0001", "0002")]
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "w")
        await settled(pilot)
        assert app.rows[2].startswith(" times of today; seats: 2" if language == "en" else " 今日工时；座席：2")
        assert [words in app.rows[4] for words in ("1:01:00", "2:05:00", "0:30:00", "0:25:00", "0:48", "71.7%")] == [
            True
        ] * 6
        assert ("Meal 0:20:00" if language == "en" else "用餐 0:20:00") in app.text
        await press(pilot, "enter")
        assert ("their parts stand below" if language == "en" else "各部分见下面几行") in app.text
        await press(pilot, "down", "enter")
        await settled(pilot)
        assert board.asked[-1] == ("board/times", {"sub_centre": "01"})
        await press(pilot, "down", "down", "enter")
        await settled(pilot)
        assert board.asked[-1][0] == "board/seats/0002/states"
