"""The language changes while something stands on the desk: nothing of the old one is left."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest
from textual.pilot import Pilot

from hotline.codes import Role
from local_cache.model import Likely
from local_cache.news import AlertsChanged
from local_cache.read_out import ReadOut
from screens.desk.screen import DeskScreen
from screens.needs_you import NeedsYouScreen
from screens.services import DeskCalls
from screens.sign_in import SignInScreen
from screens.sign_out import SignOutScreen
from wording import set_language

from .cases import FIRST, SECOND, a_case, abuse
from .fake_seat import done
from .host import NARROW, NOON, WIDE, Host, a_draft, paste, press, until

_HAN = re.compile("[\u4e00-\u9fff]")
_SITTING = "王敏 1042"
"""Names are in no language: the operator's own."""

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


async def says_so_in_the_language_chosen_then(app: Host, pilot: Pilot[None], chinese: str, english: str) -> None:
    """Change the language over words that stand there in Chinese: English ones stand in their place, and back."""
    await until(pilot, lambda: chinese in app.text)
    for chosen, wanted, gone in (("en", english, chinese), ("zh", chinese, english)):
        set_language(chosen)
        cast("DeskScreen", app.screen).relabel()
        await pilot.pause()
        assert wanted in " ".join(app.text.split())
        assert gone not in app.text


async def test_what_is_wrong_with_a_call_stays_on_the_message_line_in_the_language_that_is_chosen_then() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+s")
        await says_so_in_the_language_chosen_then(app, pilot, "! 地点：请选地点", "! Place: Choose the place")


async def test_a_note_without_a_text_is_asked_for_in_the_language_that_is_chosen_then() -> None:
    app = Host(DeskScreen())
    app.seat.likely = [Likely(app.seat.put_order(a_case()), 0.9, ())]
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter")
        await until(pilot, lambda: app.desk.desk.likely)
        await press(pilot, "f8")
        english = "! Write down what to add, then press F8"
        await says_so_in_the_language_chosen_then(app, pilot, "! 请写下要补充的内容，再按", english)


@pytest.mark.parametrize(
    ("pasted", "chinese", "english"),
    [
        ("水" * 20_001, "字太多，未粘贴", "20001 characters are too many to paste"),
        ("水\x00", "已略去", "U+0000 was left out"),
        ("水" * 4_002, "多了2字", "2 characters too many"),
    ],
)
async def test_what_is_said_of_a_paste_follows_the_language(pasted: str, chinese: str, english: str) -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0")
        await paste(pilot, pasted)
        await says_so_in_the_language_chosen_then(app, pilot, chinese, english)


async def test_a_wrong_password_is_said_in_the_language_that_is_chosen_then() -> None:
    app = Host(SignInScreen(), signed_in=False)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, *"1042", "enter", "enter")
        await says_so_in_the_language_chosen_then(app, pilot, "请输入密码", "Type your password")
        await press(pilot, *"wrong", "enter")
        await says_so_in_the_language_chosen_then(app, pilot, "工号或密码不对", "Operator or password is wrong")


async def test_alerts_are_told_to_a_lead_in_the_language_that_is_chosen_then() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert app.services.session is not None
        app.services.session = replace(app.services.session, roles=frozenset({Role.LEAD}))
        app.seat.open_alerts = [abuse(FIRST), abuse(SECOND)]
        app.tell(AlertsChanged())
        await says_so_in_the_language_chosen_then(app, pilot, "2条班长提醒", "2 alerts for the lead: press Ctrl+Y")


async def test_kept_drafts_are_counted_in_the_language_that_is_chosen_then() -> None:
    app = Host(NeedsYouScreen())
    app.seat.kept_drafts_count = lambda: done(2)  # type: ignore[method-assign]
    assert app.services.session is not None
    app.services.session = replace(app.services.session, roles=frozenset({Role.LEAD}))
    async with app.run_test(size=NARROW) as pilot:
        await says_so_in_the_language_chosen_then(app, pilot, "2份草稿", "2 drafts wait here")


async def test_a_number_from_before_is_said_in_the_language_that_is_chosen_then() -> None:
    app = Host(DeskScreen(), draft=a_draft())
    app.services.read_out = ReadOut("1042", FIRST, a_case().order_no, NOON)
    app.seat.put_order(a_case())
    async with app.run_test(size=NARROW) as pilot:
        await says_so_in_the_language_chosen_then(
            app, pilot, "随后程序中断", "before the program ended: 0017-01-000901-6"
        )


async def test_a_sign_out_with_a_caller_on_the_line_is_warned_of_in_the_language_that_is_chosen_then() -> None:
    app = Host(SignOutScreen())
    app.services.calls = lambda: DeskCalls(caller_is_there=True)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "enter")
        await says_so_in_the_language_chosen_then(app, pilot, "再按回车就签出", "Enter again signs out")


@pytest.mark.parametrize(("language", "words"), [("zh", "通话 00:00"), ("en", "Talking 00:00")])
async def test_a_desk_without_its_pack_says_in_one_language_what_the_operator_does(language: str, words: str) -> None:
    set_language(language)
    app = Host(DeskScreen(), draft=a_draft())
    app.services.pack = None
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: words in app.rows[0])
