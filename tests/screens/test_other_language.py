"""The language changes while something stands on the desk: nothing of the old one is left."""

import re
from collections.abc import Sequence

import pytest

from screens.desk.screen import DeskScreen
from wording import set_language

from .host import NARROW, WIDE, Host, press, until

_HAN = re.compile("[\u4e00-\u9fff]")
_SITTING = "王敏 1042  早班"
"""Names are in no language: the operator's own, and the shift's as the centre calls it."""

_CASE = (*"xfl", "enter", *"sybz", "enter", "enter", "enter", *"How?")


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize(
    ("keys", "english"),
    [
        ((*_CASE, "ctrl+s"), ("Filed. Read the number to the caller:", "Promise: ", "dispatch aims at")),
        ((*_CASE, "f9", *"Call them.", "enter"), ("Answered in the call. The number",)),
        (("f3", "1"), ("Noted without a case: ",)),
        (("ctrl+g", "6", "1", "ctrl+g", "0", *"A verdict", "f3", "6", "enter"), ("Refusal proposed.", "Told: Lawsuit")),
        (("f12", "1"), ("110: only recorded", "Transfer by hand on the telephone")),
    ],
)
async def test_what_stands_after_a_save_is_said_in_the_language_that_is_chosen_then(
    size: tuple[int, int], keys: Sequence[str], english: Sequence[str]
) -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *keys)
        await until(pilot, lambda: app.desk.done)
        chinese = app.text
        assert all(words not in chinese for words in english)
        set_language("en")
        app.desk.relabel()
        await pilot.pause()
        for words in (*english, "On this seat", "Enter  hang up, ready for the next call"):
            assert words in app.text
        assert not _HAN.search(app.text.replace(_SITTING, "").partition("History")[0])
        set_language("zh")
        app.desk.relabel()
        await pilot.pause()
        assert app.text == chinese


async def test_what_is_wrong_with_a_field_is_said_in_the_language_that_is_chosen_then() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+s")
        assert app.text.count("请选地点") == 2  # at the field and on the message line
        set_language("en")
        app.desk.relabel()
        await pilot.pause()
        assert "! Choose the place" in app.text
        assert not _HAN.search(app.text.replace(_SITTING, ""))


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        ("f5", "No draft is parked, and none was thrown away", "没有暂存的草稿"),
        ("f6", "Nothing is known of this caller", "没有这位来电人的历史"),
    ],
)
async def test_the_key_of_an_empty_list_says_that_it_is_empty_in_the_language_that_is_chosen_then(
    key: str, english: str, chinese: str
) -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        assert f"{key.upper()} " not in app.rows[-1]
        await press(pilot, key)
        assert chinese in app.rows[-2]
        set_language("en")
        app.desk.relabel()
        await pilot.pause()
        assert english in app.rows[-2]
        set_language("zh")
        app.desk.relabel()
        await pilot.pause()
        assert chinese in app.rows[-2]
