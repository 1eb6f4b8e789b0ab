"""The whole board as it stands on a terminal, in both languages and both sizes, row by row.

After a change that is meant, `python -m tests.screens.test_board_pictures` draws the pictures anew: look at them.
"""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hotline.board_doc import Filed, Trouble, WaitingCall
from wording import set_language

from .board_host import with_board
from .host import NARROW, NOON, WIDE, settled

PICTURES = Path(__file__).with_name("board_pictures")
EACH = [(language, size) for language in ("zh", "en") for size in (NARROW, WIDE)]


async def drawn(language: str, size: tuple[int, int]) -> str:
    """Return a board on which everything has happened once."""
    set_language(language)
    app, board = with_board(120, ("01", "02", "03"))

    def ago(seconds: float) -> object:
        return NOON - timedelta(seconds=seconds)

    board.waiting = (WaitingCall(call_id=UUID(int=1), queue="general", since=ago(41)),)
    board.change("0007", state="talking", operator="赵静", silent=True, heard_at=ago(250), unsent=2)
    board.change("0001", hand_id=UUID(int=8), hand_at=ago(65), hand_words="来电人要求转市长 [/]", kept_drafts=1)
    board.filed = Filed(by_outcome={"file_case": 300, "answer_directly": 120}, answered_on_the_spot=120, all=420)
    board.filed_last_week = Filed(
        by_outcome={"file_case": 300, "answer_directly": 100}, answered_on_the_spot=100, all=400
    )
    board.to_dispatch, board.lamps = (23, 4, 1), (2, 9)
    board.troubles = (
        Trouble(kind="silent_seat", since=ago(250), seat="0007"),
        Trouble(kind="not_dispatched", since=ago(660), limit_s=600, case_id=UUID(int=77), number="2611210420070051",
                class_code="010101", area_code="130203"),
        Trouble(kind="hand", since=ago(65), seat="0001", words="来电人要求转市长 [/]"),
        Trouble(kind="long_wrap_up", since=ago(151), limit_s=120, seat="0003"),
        Trouble(kind="yellow_lamp", since=ago(-500), case_id=UUID(int=78), number="2611210420070052"),
    )  # fmt: skip
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        return app.text + "\n"


def picture_of(language: str, size: tuple[int, int]) -> Path:
    """Return where the picture of a language and size stands."""
    return PICTURES / f"{language}_{size[0]}x{size[1]}.txt"


@pytest.mark.parametrize(("language", "size"), EACH)
async def test_the_board_is_as_in_its_picture(language: str, size: tuple[int, int]) -> None:
    assert await drawn(language, size) == picture_of(language, size).read_text("utf-8")


if __name__ == "__main__":
    for each in EACH:
        picture_of(*each).write_text(asyncio.run(drawn(*each)), "utf-8")
