"""Who should sit at a seat and does not, as a lead's board says it, and who sits there in their place."""

import pytest

from hotline.board_doc import Trouble
from wording import set_language

from .board_host import poke, with_board
from .host import NOON, WIDE, press, settled


@pytest.mark.parametrize(
    ("language", "words", "elsewhere", "by_roster"),
    [
        ("en", "should sit here, does not", "sits at 0006", "by the roster: 郑红"),
        ("zh", "应在岗未到岗", "现坐 0006", "排班：郑红"),
    ],
)
async def test_an_empty_seat_names_who_should_sit_there_and_a_taken_one_too(
    language: str, words: str, elsewhere: str, by_roster: str
) -> None:
    set_language(language)
    app, board = with_board(8)
    board.change("0007", state="signed_out", operator_id="", operator="")
    board.change("0006", state="ready", operator_id="1999", operator="李明")
    board.change("0001", guest="周明")
    board.troubles = (Trouble(kind="absent", since=NOON, limit_s=600, seat="0007", words="李明"),)
    board.not_as_rostered = {"0007": "李明", "0001": "郑红"}
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        (line,) = [row for row in app.rows if words in row]
        assert "0007 李明" in line
        assert elsewhere in line
        await press(pilot, "1")
        await settled(pilot)
        assert by_roster in app.text
        assert ("answers: 周明" if language == "en" else "接听：周明") in app.text
        board.troubles, board.not_as_rostered = (), {}
        board.change("0007", state="ready", operator_id="1001", operator="李明")
        poke(app)
        await settled(pilot)
        assert words not in app.text
        assert by_roster not in app.text


async def test_enter_on_an_absence_opens_the_seat() -> None:
    set_language("en")
    app, board = with_board(8)
    board.troubles = (Trouble(kind="absent", since=NOON, limit_s=600, seat="0007", words="李明"),)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "tab", "enter")
        await settled(pilot)
        assert ("board/seats/0007/states") in [path for path, _ in board.asked]
