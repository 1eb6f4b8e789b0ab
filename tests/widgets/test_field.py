"""A field of one line as an operator meets it."""

from typing import Any

import pytest
from rich.cells import cell_len
from textual.geometry import Offset

from tests.pressing import press
from widgets.field import Field
from widgets.form import Form
from widgets.typed_entry import PASTE_LIMIT
from wording import tr

SIZE = (80, 24)


def named(**more: Any) -> Field:
    return Field(id="name", label="Name", number="1", **more)


class Two(Form):
    def compose(self):  # type: ignore[no-untyped-def]
        yield named()
        yield Field(id="phone", label="Phone", kind="phone")


async def test_what_is_typed_stands_in_the_field_and_no_key_lays_the_screen_out(stage):
    app = stage(named)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Field)
        field.focus()
        await pilot.pause()
        before = app.stage.layouts
        await press(pilot, *"abc", "left", "backspace", "x", "home", "delete", "end")
        await app.burst(pilot, "李女士")
        assert field.value == "xc李女士"
        assert "xc李女士" in app.rows()[0]
        assert app.stage.layouts == before


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[/]", "[/]"),
        ("[red]火[/red]", "[red]火[/red]"),
        ("\x1b[31mx", "␛[31mx"),
        ("a\u202eb", "a<RLO>b"),
        ("👨\u200d👩\u200d👧x", "👨\u200d👩\u200d👧x"),
        ("𠮷\U00030edd", "𠮷\U00030edd"),
        ("a\tb", "a␉b"),
        ("e\u0301", "e\u0301"),
        ("\u0301x", "<U+0301>x"),
    ],
)
async def test_odd_signs_are_kept_exactly_and_shown_as_themselves(stage, text, shown):
    app = stage(named)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Field)
        field.focus()
        await pilot.pause()
        field.paste(text)
        await pilot.pause()
        assert field.value == text
        assert shown in app.rows()[0]
        assert field.cursor_screen_offset.x == field.caption_width + cell_len(shown)


async def test_a_joiner_and_a_direction_mark_that_are_typed_are_kept(stage):
    app = stage(named)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Field)
        app.stage.set_focus(field)
        await app.burst(pilot, "👨\u200d👩\u202ex")
        assert field.value == "👨\u200d👩\u202ex"


async def test_a_sign_that_no_file_keeps_is_left_out_and_the_field_says_so(stage):
    app = stage(named)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Field)
        field.paste("a\x00b")
        await pilot.pause()
        assert field.value == "ab"
        assert "U+0000" in app.rows()[1]


async def test_a_paste_of_a_hundred_lines_becomes_one_line_and_says_so(stage):
    app = stage(named)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Field)
        field.paste("\n".join(f"行{n}" for n in range(100)))
        await pilot.pause()
        assert field.value.startswith("行0 行1 ")
        assert field.value.endswith("行99")
        assert tr("Line breaks became blanks.") in app.rows()[1]


async def test_too_long_a_text_is_kept_and_said_when_the_field_is_left(stage):
    app = stage(lambda: named(limit=4000))
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Field)
        field.focus()
        field.paste("长" * 4001)
        await press(pilot, "enter")
        assert len(field.value) == 4001
        assert field.error == tr("{over} character too many: at most {limit}. Shorten it.").format(over=1, limit=4000)
        await press(pilot, "end", "backspace", "enter")
        assert field.error == ""


async def test_a_monstrous_paste_is_refused_whole_in_words(stage):
    app = stage(named)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Field)
        field.paste("x" * (PASTE_LIMIT + 1))
        await pilot.pause()
        assert field.value == ""
        assert str(PASTE_LIMIT + 1) in field.error


async def test_full_width_digits_are_a_telephone_number(stage):
    app = stage(Two)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one("#phone", Field)
        field.focus()
        await pilot.pause()
        await app.burst(pilot, "１９９ ００００－5678\r")
        assert field.value == "19900005678"


async def test_a_burst_fills_two_fields_however_fast_it_comes(stage):
    app = stage(Two)
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Two).start()
        await app.burst(pilot, "李女士\r19900005678\r")
        assert app.stage.query_one(Two).values() == {"name": "李女士", "phone": "19900005678"}


async def test_the_terminal_cursor_is_on_the_caret_from_the_first_paint_on(stage):
    app = stage(lambda: named(value="漏水"))
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Field)
        app.stage.set_focus(field)
        await pilot.pause()
        start = field.caption_width
        assert app.cursor_position == Offset(start + 4, 0)
        await press(pilot, "left")
        assert app.cursor_position == Offset(start + 2, 0)
        field.paste("很长的地址" * 20)
        await pilot.pause()
        assert app.cursor_position.x < SIZE[0]
        await press(pilot, "end")
        assert app.cursor_position == Offset(SIZE[0] - 1, 0)
        assert "▌" not in app.rows()[0]


async def test_what_is_wrong_is_said_on_the_line_below_with_a_sign(stage):
    app = stage(lambda: named(check=lambda value: "" if value else "Say a name."), lambda: Field(id="next"))
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one("#name", Field)
        app.stage.set_focus(field)
        await press(pilot, "enter")
        assert app.rows()[1].strip() == "! Say a name."
        await press(pilot, "x", "enter")
        assert app.rows()[1].strip() == ""


async def test_a_password_is_never_on_the_screen(stage):
    app = stage(lambda: named(kind="password"))
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Field)
        app.stage.set_focus(field)
        await app.burst(pilot, "secret密")
        assert field.value == "secret密"
        assert "secret" not in "\n".join(app.rows())
        assert "*******" in app.rows()[0]


async def test_undo_brings_back_what_was_typed_and_what_was_deleted(stage):
    app = stage(named)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Field)
        app.stage.set_focus(field)
        await press(pilot, *"abc", "ctrl+u", "ctrl+z")
        assert field.value == "abc"
        await press(pilot, "ctrl+z")
        assert field.value == ""
