"""The desk in practice: the caller beside the form, the key that asks, the banner, and nothing of it at a live seat."""

from dataclasses import replace

import pytest
from rich.style import Style

from city_packs.scenario import Words
from local_cache.model import Likely
from screens.desk.screen import DeskScreen
from screens.find import FindScreen
from screens.help import HelpScreen
from screens.parts.caller_pane import said_rows
from screens.parts.case_words import number_words
from screens.settings import SettingsScreen
from widgets.commands import DESK
from widgets.keymap import Keymap
from widgets.paint import _paint_for, _rich
from widgets.theme import PRACTICE_THEMES
from wording import set_language, tr

from .cases import a_case
from .fake_practice import APractice, Said
from .host import NARROW, WIDE, Host, a_draft, press, settled, until
from .test_colours import READABLE, contrast

NIGHT = ("工地夜里还在浇筑", "They pour concrete at night")


def a_call(said: tuple[str, ...]) -> tuple[Said, ...]:
    return tuple(
        Said("own" if each.isascii() and " " not in each else "caller", each, Words(each, each)) for each in said
    )


def texts(lines: tuple[Said, ...], width: int) -> list[str]:
    return ["".join(text for text, _ in row).rstrip() for row in said_rows(lines, width)]


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_trainee_asks_while_writing_and_reads_the_answer_beside_the_form(
    language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    app = Host(DeskScreen())
    # What an author sees where a drill has its hint: the truth, and what is still to be said.
    practice = app.services.practice = APractice(hinted=(Words("TS 050201", "TS 050201"), Words("wind <", "wind <")))
    async with app.run_test(size=size) as pilot:
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", "a", "insert", "2", "b")
        practice.say("caller", "where", *NIGHT)
        await settled(pilot)
        assert practice.asked == ["where"]
        assert app.desk.view.narrative.value == "ab"
        told, asked = NIGHT[language == "en"], ("地点", "where?")[language == "en"]
        [answered] = [row for row in app.rows if told in row]
        row = answered if size == NARROW else app.rows[app.rows.index(answered) - 1]
        assert f"> {asked}" in row
        assert [each for each in ("TS 050201", "wind <") if each not in app.text] == []
        assert ("练习 提示练习", "PRACTICE drill")[language == "en"] in app.rows[0]
        assert all(
            any(key in row for row in app.rows[:-1]) for key in ("Insert", "核对" if language == "zh" else "read back")
        )
        await press(pilot, "insert", "9", "insert", "7")
        assert practice.asked == ["where"]
        assert ("还没有编号可读", "no number to read out yet")[language == "en"] in app.text
        assert practice.read_out == []


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_case_that_is_offered_shows_the_key_that_urges_it(language: str) -> None:
    set_language(language)
    app = Host(DeskScreen(), draft=a_draft(fields={"area_code": "130203001001", "content": "停水"}))
    app.services.practice = APractice()
    app.seat.likely = [Likely(app.seat.put_order(a_case()), 1.0, ())]
    app.seat.status = replace(app.seat.status, needs_you=2)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.desk.desk.likely)
        assert f"F7 {('催办', 'Urge')[language == 'en']}" in app.rows[-1]
        assert "F1 " in app.rows[-1]


async def test_a_text_that_is_read_out_is_told_to_the_caller() -> None:
    set_language("en")
    app = Host(DeskScreen())
    practice = app.services.practice = APractice()
    async with app.run_test(size=NARROW) as pilot:
        app.ring()
        await press(pilot, "enter", "ctrl+p", "4")
        assert practice.read_out == ["greeting"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "新按键只在本次练习内有效，正式受理台的按键不变"),
     ("en", "New keys hold in this practice alone, not at the live desk")],
)  # fmt: skip
async def test_a_key_that_is_changed_in_practice_is_said_to_hold_there_alone(language: str, words: str) -> None:
    set_language(language)
    app = Host(SettingsScreen())
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert words not in app.text
        app.services.practice = APractice()
        await press(pilot, "enter", "ctrl+right_square_bracket")
        assert words in app.text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("record_ok", "place"), [(True, 1), (False, 1), (False, 3)])
async def test_how_long_an_exam_still_lasts_is_what_stays_where_room_is_short(
    language: str, record_ok: bool, place: int
) -> None:
    set_language(language)
    app = Host(DeskScreen())
    app.services.practice = APractice(kind="exam", place=(place, place), left=754.0, record_ok=record_ok)
    async with app.run_test(size=(40, 12)) as pilot:
        await settled(pilot)
        assert "12:34" in app.rows[0]
        app.ring()
        await press(pilot, "enter")
        await settled(pilot)
        assert "12:34" in app.rows[0]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_help_of_a_desk_of_practice_begins_with_what_can_be_said_and_how_it_is_left(language: str) -> None:
    set_language(language)
    app = Host(HelpScreen(DESK))
    app.services.practice = APractice()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        keys = [row[2:26].strip() for row in app.rows[2:-2] if row[2:26].strip()]
        assert keys[:10] == ["Insert", *(f"Insert {digit}" for digit in range(8)), "Ctrl+Q"]
        assert tr("May I have your name?") in app.text
        assert tr("Leave this practice: for another time, or ended and marked. It asks which.")[:12] in app.text
    app = Host(HelpScreen(DESK))
    app.services.practice, app.services.keymap = APractice(), Keymap({"ask": "ctrl+backslash"})
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "Ctrl+\\ 7" in app.text
        assert "Insert" not in app.text


async def test_practice_is_named_on_every_screen_and_in_the_help() -> None:
    set_language("zh")
    for screen, record_ok, wrong in (
        (FindScreen(), False, "磁盘未记录"), (HelpScreen(DESK), False, "磁盘未记录"),
        (FindScreen(), True, "电脑时钟被调慢过"),
    ):  # fmt: skip
        app = Host(screen)
        app.services.practice = APractice(kind="shift", place=(3, 10), record_ok=record_ok, clock_behind=record_ok)
        app.services.session = replace(app.services.signed_in, name="1042")  # practice may know no other name
        async with app.run_test(size=NARROW) as pilot:
            await settled(pilot)
            assert "练习 跟班练习 第3通，共10通" in app.rows[0]
            assert wrong in app.rows[0]
            assert app.rows[0].count("1042") < 2


@pytest.mark.parametrize(
    ("kind", "place", "left"), [("drill", 1, None), ("exam", 1, 754.0), ("shift", 10, None), ("line_cut", 1, None)]
)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("record_ok", "clock_behind"), [(True, True), (False, False), (False, True)])
async def test_who_practises_is_whole_beside_what_is_wrong_with_clock_or_disk(
    language: str, kind: str, place: int, left: float | None, record_ok: bool, clock_behind: bool
) -> None:
    set_language(language)
    app = Host(DeskScreen())
    app.services.practice = APractice(
        kind=kind, place=(place, place), left=left, record_ok=record_ok, clock_behind=clock_behind
    )
    disk, clock = ("! 磁盘未记录", "! 电脑时钟被调慢过") if language == "zh" else ("! the disk", "! the clock")
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "1042" in app.rows[0]
        assert ".." not in app.rows[0]
        assert ("练习" if language == "zh" else "PRACTICE") in app.rows[0]
        assert ("! " in app.rows[0]) == (not record_ok or clock_behind)
        await pilot.resize_terminal(140, 40)
        await settled(pilot)
        for wrong, there in ((disk, not record_ok), (clock, clock_behind)):
            assert (wrong in app.rows[0]) == there


async def test_a_live_desk_has_no_key_of_practice() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", "insert", "2")
        assert app.desk.view.narrative.value == "2"
        assert not app.query("CallerPane")


async def test_the_caller_gives_way_to_what_is_wrong_in_the_form() -> None:
    set_language("en")
    app = Host(DeskScreen())
    practice = app.services.practice = APractice(kind="exam")
    for place in range(9):
        practice.say("caller", "line", f"说{place}", f"said {place}")
    async with app.run_test(size=NARROW) as pilot:
        app.ring()
        await press(pilot, "enter")
        assert sum("said " in row for row in app.rows) == 4
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert sum("said " in row for row in app.rows) == 3
        assert sum("! " in row for row in app.rows) == 5
        assert "Enter" in app.rows[-1]
        await press(pilot, "ctrl+x")  # what is read out below the form is still to be seen
        assert "Please stop the abuse." in app.text


@pytest.mark.parametrize("columns", [80, 44])
async def test_a_hint_gives_way_to_what_the_caller_said_last_and_the_keys_to_nothing(columns: int) -> None:
    set_language("en")
    app = Host(DeskScreen())
    hints = (
        Words("Ask where it is.", "Ask where it is."),
        Words("TS 050201; file_case " * 5, "TS 050201; file_case " * 5),
    )
    practice = app.services.practice = APractice(hinted=hints)
    told = " ".join(f"word{place}" for place in range(columns // 2))
    async with app.run_test(size=(columns, 24)) as pilot:
        app.ring()
        await press(pilot, "enter")
        practice.say("caller", "long", told, told)
        await settled(pilot)
        assert [word for word in told.split() if word not in app.text] == []
        assert "7 number" in app.text
        assert "Ask where" not in app.text
        practice.say("caller", "short", "Hello?", "Hello?")
        await settled(pilot)
        for shown in ("Hello?", "Ask where", "7 number"):
            assert shown in app.text
        await press(pilot, "ctrl+s")
        await settled(pilot)
        for shown in ("Hello?", "7 number"):
            assert shown in app.text


def test_a_number_of_practice_says_that_it_is_one() -> None:
    set_language("zh")
    assert number_words("0000010000013") == "练习 0000-01-000001-3"
    assert number_words("0042030000171") == "0042-03-000017-1"


def test_own_words_stand_beside_the_answer_and_stay_where_there_is_none() -> None:
    set_language("zh")
    lines = a_call(("喂", "greet", "where", "北门", "since"))
    assert texts(lines, 70) == [" " * 12 + "喂", "> 问候", "> 地点      北门", "> 时间"]
    assert texts(lines, 38) == ["喂", "> 问候", "> 地点", "北门", "> 时间"]


@pytest.mark.parametrize("theme", PRACTICE_THEMES, ids=lambda theme: theme.name)
def test_every_ink_of_practice_can_be_read_on_every_ground_of_it(theme) -> None:
    paint = _paint_for(theme)
    inks = (paint.value, paint.grey, paint.faint, paint.accent, paint.yellow, paint.red)
    grounds = [Style(bgcolor=_rich(each)) for each in (theme.background, theme.panel, theme.surface)]
    assert [(ink, ground) for ink in inks for ground in grounds if contrast(ink + ground) < READABLE] == []
    assert contrast(paint.accent_band) >= READABLE
