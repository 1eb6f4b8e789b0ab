"""The lines of a screen: status, keys, messages, lists, yes and no, lamps, times, colours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len
from rich.color import Color, ColorSystem
from textual.app import App

from tests.pressing import press
from widgets import clock_text
from widgets.commands import DESK, commands_of
from widgets.field import Field
from widgets.key_line import KeyLine
from widgets.keymap import key_words
from widgets.lamp import Tone, signed
from widgets.line_list import Column, LineList, ListRow
from widgets.message_line import MessageLine
from widgets.paint import paint_of
from widgets.status_line import StatusLine, Who
from widgets.theme import THEMES, dress, fitting
from widgets.toggle import Toggle
from wording import set_language, tr

SIZE = (80, 24)
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)


async def test_the_status_line_keeps_its_right_end_whole(stage):
    app = stage(StatusLine)
    async with app.run_test(size=SIZE) as pilot:
        line = app.stage.query_one(StatusLine)
        who = [Who("12345 唐山"), Who("042席"), Who("王敏 1042" * 9, stays=True)]
        line.tell(who, [("通话 02:14", Tone.BRIGHT), ("无线路 3分", Tone.RED)])
        await pilot.pause()
        row = app.rows()[0]
        assert row.endswith("通话 02:14 无线路 3分")
        assert cell_len(row) <= SIZE[0]


@pytest.mark.parametrize(
    ("width", "who_is_left", "gap"),
    [
        (80, "12345 Tangshan  seat 0042  王敏 1042  早班", 3),
        (75, "12345 Tangshan  seat 0042  王敏 1042  早班", 2),
        (70, "12345 Tangshan  seat 0042  王敏 1042", 2),
        (60, "12345 Tangshan  王敏 1042", 2),
        (50, "王敏 1042", 2),
        (41, "王敏 1042", 1),
    ],
)
async def test_who_is_signed_in_stays_on_the_status_line_when_there_is_no_room_for_all(stage, width, who_is_left, gap):
    app = stage(StatusLine)
    async with app.run_test(size=SIZE) as pilot:
        who = [Who("12345 Tangshan"), Who("seat 0042"), Who("王敏 1042", stays=True), Who("早班")]
        line = app.stage.query_one(StatusLine)
        line.tell(who, [("Talking 02:14", Tone.BRIGHT), ("4 unsent, 3 min", Tone.YELLOW)])
        await pilot.resize_terminal(width, 24)
        await pilot.pause()
        row = app.rows()[0]
        assert row.endswith("Talking 02:14" + " " * gap + "4 unsent, 3 min")
        assert row.partition("Talking")[0].strip() == who_is_left


@pytest.mark.parametrize(
    ("width", "who_is_left"),
    [
        (80, "PRACTICE shift call 10 of 10  ! the clock  王敏 1042"),
        (74, "PRACTICE 10/10  ! the clock  王敏 1042"),
        (60, "PRACTICE 10/10  ! clock  王敏 1042"),
        (56, "PRACTICE 10/10  ! clock  1042"),
    ],
)
async def test_what_stays_is_said_shorter_before_any_of_it_is_cut(stage, width, who_is_left):
    app = stage(StatusLine)
    async with app.run_test(size=SIZE) as pilot:
        who = [
            Who("PRACTICE shift call 10 of 10", stays=True, short="PRACTICE 10/10"), Who("12345 Tangshan"),
            Who("! the clock", stays=True, short="! clock"), Who("王敏 1042", stays=True, short="1042"),
        ]  # fmt: skip
        app.stage.query_one(StatusLine).tell(who, [("Talking 02:14", Tone.BRIGHT), ("no line", Tone.YELLOW)])
        await pilot.resize_terminal(width, 24)
        await pilot.pause()
        row = app.rows()[0]
        assert row.partition("Talking")[0].strip() == who_is_left
        assert ".." not in row


async def test_the_same_words_again_paint_nothing(stage):
    app = stage(StatusLine)
    async with app.run_test(size=SIZE) as pilot:
        line = app.stage.query_one(StatusLine)
        line.tell([Who("a")], [("b", Tone.GREY)])
        await pilot.pause()
        painted: list[int] = []
        line.render_line = lambda y: painted.append(y) or type(line).render_line(line, y)
        line.tell([Who("a")], [("b", Tone.GREY)])
        await pilot.pause()
        assert painted == []


ALL_DESK_KEYS = [(key_words(command.keys[0]), tr(command.label)) for command in commands_of(DESK)]


async def test_needed_keys_stay_on_the_line_whatever_its_width_in_the_order_of_use(stage):
    app = stage(KeyLine)
    async with app.run_test(size=(120, 24)) as pilot:
        app.stage.query_one(KeyLine).offer_keys(ALL_DESK_KEYS, needed={"F12", "Ctrl+S", "F1"})
        for width in (120, 80, 50, 80):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            row = app.rows()[0]
            assert cell_len(row) <= width
            assert row.index("F1 ") < row.index("F12 110 119 120") < row.index("Ctrl+S")
            assert ("F2 " in row) == (width > 50)


@pytest.mark.parametrize("width", [80, 120])
async def test_the_key_line_offers_at_most_nine_keys_and_none_of_them_cut(stage, width):
    app = stage(KeyLine)
    async with app.run_test(size=(width, 24)) as pilot:
        line = app.stage.query_one(KeyLine)
        line.offer_keys(ALL_DESK_KEYS)
        await pilot.pause()
        row = app.rows()[0]
        assert row.split()[0] == "F1"
        assert cell_len(row) <= width
        assert ".." not in row
        assert 6 <= sum(f" {key} " in f" {row} " for key in ("F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9")) <= 9


async def test_a_wrong_message_carries_a_sign_and_markup_is_text(stage):
    app = stage(MessageLine)
    async with app.run_test(size=SIZE) as pilot:
        line = app.stage.query_one(MessageLine)
        line.show("[/] [red]x", Tone.RED)
        await pilot.pause()
        assert app.rows()[0].strip() == "! [/] [red]x"
        line.clear()
        await pilot.pause()
        assert app.rows()[0] == ""


def rows(count: int) -> list[ListRow]:
    return [ListRow(str(n), ((f"第{n}件[/]\x1b", Tone.BRIGHT), (str(n), Tone.GREY))) for n in range(count)]


def lines() -> LineList:
    return LineList([Column("Case"), Column("No.", 8, right=True)], id="cases", empty="Nothing found.")


async def test_a_list_of_ten_thousand_rows_paints_those_in_sight(stage):
    app = stage(lines)
    async with app.run_test(size=SIZE) as pilot:
        listed = app.stage.query_one(LineList)
        listed.rows = rows(10_000)
        listed.focus()
        await press(pilot, "end")
        assert listed.key == "9999"
        assert "第9999件[/]␛" in app.rows()[-1]
        assert app.rows()[-1].endswith("9999")
        before = app.stage.layouts
        await press(pilot, "pageup", "up", "home", "down")
        assert listed.key == "1"
        assert app.stage.layouts == before
        assert app.rows()[2].startswith("> 第1件")


async def test_columns_stand_under_each_other_whatever_the_width_of_the_signs(stage):
    app = stage(lines)
    async with app.run_test(size=SIZE) as pilot:
        listed = app.stage.query_one(LineList)
        listed.rows = [ListRow(n, ((n, Tone.BRIGHT), ("7", Tone.GREY))) for n in ("漏水" * 40, "abc", "👍🏽x")]
        await pilot.pause()
        assert {cell_len(row) for row in app.rows()[1:4]} == {cell_len(app.rows()[1])}
        assert ".." in app.rows()[1]


async def test_the_mark_stays_on_its_row_when_rows_come_and_go(stage):
    app = stage(lines)
    async with app.run_test(size=SIZE) as pilot:
        listed = app.stage.query_one(LineList)
        listed.rows = rows(5)
        listed.key = "3"
        listed.rows = [ListRow("new", (("新", Tone.BRIGHT), ("", Tone.GREY))), *rows(5)]
        assert listed.key == "3"
        listed.rows = rows(2)
        await pilot.pause()
        assert listed.key == "1"
        listed.rows = []
        await pilot.pause()
        assert listed.key == ""
        assert "Nothing found." in app.rows()[1]


@pytest.mark.parametrize(("keys", "on"), [("1", True), ("y", True), ("10", False), ("n", False)])
async def test_yes_and_no_by_one_key(stage, keys, on):
    app = stage(lambda: Toggle(id="anonymous", label="Anonymous"))
    async with app.run_test(size=SIZE) as pilot:
        toggle = app.stage.query_one(Toggle)
        app.stage.set_focus(toggle)
        await press(pilot, *keys)
        assert toggle.on is on
        await press(pilot, "space")
        assert toggle.on is not on
        assert app.rows()[0].endswith(f"{tr('yes' if toggle.on else 'no')}   {tr('Space turns it; 1 yes, 0 no')}")


def test_a_lamp_is_seen_without_its_colour():
    assert signed("05:40", Tone.BRIGHT) == ("05:40", Tone.BRIGHT)
    assert len({signed("05:40", tone)[0] for tone in (Tone.BRIGHT, Tone.YELLOW, Tone.RED)}) == 3


def test_lengths_and_moments_read_as_on_a_clock():
    assert clock_text.minutes(134) == "02:14"
    assert clock_text.minutes(3_725.9) == "1:02:05"
    assert clock_text.minutes(-3) == "00:00"
    assert clock_text.at(NOW, NOW, ZONE) == "14:05"
    assert clock_text.at(NOW - timedelta(days=1), NOW, ZONE) == "11-20"
    assert clock_text.at(NOW - timedelta(days=400), NOW, ZONE) == "2025-10-17"
    assert clock_text.exact(NOW, NOW, ZONE) == "14:05"
    assert clock_text.exact(NOW - timedelta(days=1), NOW, ZONE) == "11-20 14:05"
    assert clock_text.exact(NOW - timedelta(days=400), NOW, ZONE) == "2025-10-17 14:05"
    assert clock_text.full(NOW, ZONE) == "2026-11-21 14:05"
    assert clock_text.age(NOW - timedelta(minutes=14), NOW) == tr("{count} min ago").format(count=14)
    assert clock_text.age(NOW + timedelta(minutes=1), NOW) == tr("just now")
    assert clock_text.span(86_400 * 2) == tr("{count} d").format(count=2)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_inks_stay_apart_in_every_number_of_colours(theme):
    app: App[None] = App()
    async with app.run_test():
        dress(app, theme)
        paint = paint_of(app)
        inks = [paint.value, paint.grey, paint.accent, paint.yellow, paint.red]
        systems = [ColorSystem.STANDARD] if theme == "seat-16" else [ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR]
        for system in systems:
            colours = {Color.downgrade(ink.color, system) for ink in inks if ink.color is not None}
            assert len(colours) == len(inks)


@pytest.mark.parametrize(
    ("colours", "name"),
    [
        ("truecolor", "seat-dark"),
        ("256", "seat-dark"),
        ("standard", "seat-16"),
        ("windows", "seat-16"),
        (None, "seat-16"),
    ],
)
def test_the_theme_fits_the_terminal(colours, name):
    assert fitting(colours) == name


async def test_one_dirty_row_asks_no_widget_of_another_row(stage):
    app = stage(lambda: StatusLine(id="a"), lambda: StatusLine(id="b"), lambda: StatusLine(id="c"))
    async with app.run_test(size=SIZE) as pilot:
        asked: list[str | None] = []
        for line in app.stage.query(StatusLine):
            line.tell([Who(f"old {line.id}")], [])
        await pilot.pause()
        for line in app.stage.query(StatusLine):
            line.render_lines = lambda crop, line=line: asked.append(line.id) or type(line).render_lines(line, crop)
        app.stage.query_one("#b", StatusLine).tell([Who("new")], [])
        await pilot.pause()
        assert asked == ["b"]
        assert [row.strip() for row in app.rows()[:3]] == ["old a", "new", "old c"]


async def test_the_cursor_follows_the_caret_when_the_form_moves(stage):
    app = stage(
        lambda: Field(id="first", check=lambda value: "Say more." if len(value) < 3 else ""),
        lambda: Field(id="second", value="漏水"),
    )
    async with app.run_test(size=SIZE) as pilot:
        first, second = app.stage.query(Field)
        app.stage.set_focus(second)
        await pilot.pause()
        assert app.cursor_position.y == 1
        first.judge()
        await pilot.pause()
        assert app.rows()[1].strip() == "! Say more."
        assert (app.cursor_position.x, app.cursor_position.y) == (second.caption_width + 4, 2)


async def test_a_list_that_is_empty_for_another_reason_says_so(stage):
    set_language("en")
    app = stage(lines)
    async with app.run_test(size=SIZE) as pilot:
        assert "Nothing found." in app.rows()[1]
        app.stage.query_one(LineList).empty = "Nothing waits."
        await pilot.pause()
        assert "Nothing waits." in app.rows()[1]


async def test_a_list_with_another_language_has_other_heads(stage):
    app = stage(lambda: LineList([Column("Case")], id="cases"))
    async with app.run_test(size=SIZE) as pilot:
        for language, head in (("en", "Case"), ("zh", "工单")):
            set_language(language)
            app.stage.query_one(LineList).retranslate()
            await pilot.pause()
            assert app.rows()[0].strip() == head


async def test_of_the_same_rows_a_list_paints_those_that_read_otherwise(stage):
    painted: list[int] = []

    class Counted(LineList):
        def paint_line(self, y):
            painted.append(y)
            return super().paint_line(y)

    def rows(second: str) -> list[ListRow]:
        return [ListRow("a", (("one", Tone.GREY),)), ListRow("b", ((second, Tone.GREY),))]

    app = stage(lambda: Counted([Column("Number")], id="list"))
    async with app.run_test(size=SIZE) as pilot:
        shown = app.stage.query_one(Counted)
        shown.rows = rows("two")
        await pilot.pause()
        painted.clear()
        shown.rows = rows("2")
        await pilot.pause()
        assert painted == [2]
        assert app.rows()[2].strip() == "2"
