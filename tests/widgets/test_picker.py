"""Picking by digits, letters and Chinese, as an operator does it."""

from typing import Any

import pyte
import pytest
from textual.containers import Horizontal
from textual.events import Paste
from textual.widgets import Static

from tests.pressing import press
from widgets.choices import Choice, Choices
from widgets.field import Field
from widgets.form import Form
from widgets.picker import Picker
from widgets.picker_list import PickerList

SIZE = (80, 24)
PAUSE = 3600.0
"""A pause that no test waits for."""

PLACES = Choices(
    [
        Choice("lb", "路北区", initials="lbq"),
        Choice("ln", "路南区", initials="lnq"),
        Choice("fr", "丰润区", initials="frq"),
        Choice("kp", "开平区", initials="kpq"),
    ]
)
CLASSES = Choices([Choice(f"0{n}", f"类别{n}", code=f"0{n}", initials=f"lb{chr(96 + n)}") for n in range(1, 10)])


def desk(choices: Choices, **more: Any) -> type[Form]:
    class Desk(Form):
        def compose(self):  # type: ignore[no-untyped-def]
            yield Picker(id="place", label="Place", number="1", choices=choices, swallow_s=PAUSE, **more)
            yield Field(id="address", label="Address", number="2")
            yield Field(id="third", label="Third")

    return Desk


async def test_letters_narrow_and_the_one_left_is_taken_without_spilling(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Form)
        form.start()
        await app.burst(pilot, "lbq\r12号楼")
        assert form.values() == {"place": "lb", "address": "12号楼", "third": ""}


async def test_the_marked_row_has_a_sign_beside_its_colour_and_the_words_stay_where_they_are(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Form).start()
        await app.burst(pilot, "l")
        rows = [row for row in app.rows() if "路北区" in row or "路南区" in row]
        assert [row[:5] for row in rows] == [">1 路北"[:5], " 2 路南"[:5]]
        await press(pilot, "down")
        rows = [row for row in app.rows() if "路北区" in row or "路南区" in row]
        assert [row[:5] for row in rows] == [" 1 路北"[:5], ">2 路南"[:5]]


async def test_a_key_that_no_longer_fits_goes_to_the_next_field(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Form)
        form.start()
        await app.burst(pilot, "lb12号楼")
        assert form.values() == {"place": "lb", "address": "12号楼", "third": ""}
        assert app.stage.focused.id == "address"


async def test_a_pause_after_the_one_that_is_left_goes_on(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Form)
        form.start()
        picker = app.stage.query_one(Picker)
        await press(pilot, "f")
        assert picker.value == "fr"
        assert app.stage.focused is picker
        picker._pause()
        await pilot.pause()
        assert app.stage.focused.id == "address"


async def test_what_is_typed_before_there_are_choices_waits_for_them(stage):
    app = stage(desk(Choices(())))
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Form)
        form.start()
        picker = app.stage.query_one(Picker)
        await app.burst(pilot, "lb\r")
        assert app.stage.focused is picker
        picker.choices = PLACES
        await pilot.pause()
        await app.burst(pilot, "\r12号楼")
        assert form.values() == {"place": "lb", "address": "12号楼", "third": ""}


async def test_other_choices_come_in_the_midst_of_looking(stage):
    app = stage(desk(CLASSES))
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Form)
        form.start()
        picker = app.stage.query_one(Picker)
        await app.burst(pilot, "l")
        picker.choices = PLACES
        await pilot.pause()
        await app.burst(pilot, "\r12号楼")
        assert form.values() == {"place": "lb", "address": "12号楼", "third": ""}
        picker.choices = PLACES
        await pilot.pause()
        assert form.values()["place"] == "lb"


async def test_backspace_opens_again_and_another_is_picked(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Form)
        form.start()
        picker = app.stage.query_one(Picker)
        await press(pilot, "l", "b")
        assert picker.value == "lb"
        await press(pilot, "backspace")
        assert picker.value == ""
        assert [choice.key for choice in picker.offered] == ["lb", "ln"]
        await press(pilot, "2")
        assert picker.value == "ln"
        assert app.stage.focused.id == "address"


async def test_enter_takes_the_marked_row_and_arrows_mark_another(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Form)
        form.start()
        await press(pilot, "l", "enter")
        assert form.values()["place"] == "lb"
        await press(pilot, "up", "backspace", "down", "enter")
        assert form.values()["place"] == "ln"


async def test_without_codes_a_digit_takes_a_row_at_once(stage):
    app = stage(desk(PLACES, open_on_focus=True))
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Form)
        form.start()
        await pilot.pause()
        await app.burst(pilot, "３x")
        assert form.values() == {"place": "fr", "address": "x", "third": ""}


async def test_with_codes_digits_are_the_code_and_after_letters_a_row(stage):
    app = stage(desk(CLASSES))
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Form)
        form.start()
        await app.burst(pilot, "07\r")
        assert form.values()["place"] == "07"
        await press(pilot, "up", "delete")
        await app.burst(pilot, "lb3")
        assert form.values()["place"] == "03"


async def test_enter_on_an_empty_picker_goes_on(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Form)
        form.start()
        await press(pilot, "enter")
        assert app.stage.focused.id == "address"
        assert form.values()["place"] == ""


async def test_what_fits_nothing_is_not_taken_in(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Form).start()
        picker = app.stage.query_one(Picker)
        await press(pilot, "l", "z")
        assert picker.error
        assert picker.error in "\n".join(app.rows())
        assert app.rows()[0].split()[-1] == "l"
        await press(pilot, "1", "enter")
        assert (app.stage.focused, picker.value) == (picker, "")
        await press(pilot, "n")
        assert (picker.error, picker.value) == ("", "ln")


async def test_the_list_lies_over_the_form_and_nothing_else_moves(stage):
    app = stage(desk(CLASSES))
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Form).start()
        await pilot.pause()
        places = {entry.id: entry.region for entry in app.stage.query_one(Form).entries}
        await press(pilot, "space")
        assert {entry.id: entry.region for entry in app.stage.query_one(Form).entries} == places
        shown = app.stage.query_one(PickerList).region
        assert (shown.y, shown.height) == (1, 8)
        assert "类别1" in app.rows()[1]
        assert "类别8" in app.rows()[8]
        before = app.stage.layouts
        await press(pilot, "l", "b", "backspace", "down")
        assert app.stage.layouts == before


async def test_near_the_bottom_the_list_opens_above_its_picker(stage):
    app = stage(lambda: Field(id="a"), *[lambda n=n: Field(id=f"f{n}") for n in range(20)], desk(CLASSES))
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Form).start()
        await press(pilot, "space")
        assert app.stage.query_one(PickerList).region.bottom == app.stage.query_one(Picker).region.y


async def test_labels_are_never_markup(stage):
    odd = Choices([Choice("a", "[/]a[red]", initials="x"), Choice("b", "\x1b[31mb\u202e", initials="xy")])
    app = stage(desk(odd))
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Form).start()
        await press(pilot, "x")
        assert "[/]a[red]" in app.rows()[1]
        assert "␛[31mb<RLO>" in app.rows()[2]


async def test_the_cursor_is_behind_what_was_typed(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Form).start()
        picker = app.stage.query_one(Picker)
        await press(pilot, "路")
        assert app.cursor_position.x == picker.caption_width + 2


async def test_a_value_set_from_outside_is_shown_and_told(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        picker = app.stage.query_one(Picker)
        picker.value = "kp"
        await pilot.pause()
        assert "开平区" in app.rows()[0]
        picker.value = "unknown"
        assert picker.value == ""


async def test_a_pasted_name_is_looked_up(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Form)
        form.start()
        await app.burst(pilot, Paste("丰润区\n"), "\rx")
        assert form.values() == {"place": "fr", "address": "x", "third": ""}


async def test_other_choices_keep_what_is_picked_if_they_have_it(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        picker = app.stage.query_one(Picker)
        picker.value = "lb"
        picker.choices = Choices([Choice("lb", "Lubei")])
        await pilot.pause()
        assert "Lubei" in app.rows()[0]
        picker.choices = CLASSES
        assert picker.value == ""


KINDS = Choices(
    [Choice("a", "咨询", initials="zx"), Choice("b", "求助", initials="qz"), Choice("c", "投诉", initials="ts")]
)
MANY = Choices([Choice(f"p{n}", f"第{n}村", initials="dc") for n in range(100)])


async def filled(app, pilot, value: str) -> Picker:  # type: ignore[no-untyped-def]
    """Go to a picker that holds a choice already."""
    picker = app.stage.query_one(Picker)
    picker.value = value
    app.stage.query_one(Form).start()
    await pilot.pause()
    return picker


async def test_a_digit_on_a_filled_picker_takes_its_row_as_on_an_empty_one(stage):
    app = stage(desk(KINDS))
    async with app.run_test(size=SIZE) as pilot:
        picker = await filled(app, pilot, "a")
        await app.burst(pilot, "3\rx")
        assert picker.value == "c"
        assert app.stage.query_one("#third", Field).value == "x"


async def test_a_digit_of_a_filled_picker_with_codes_begins_the_code(stage):
    app = stage(desk(CLASSES))
    async with app.run_test(size=SIZE) as pilot:
        picker = await filled(app, pilot, "03")
        await app.burst(pilot, "07\r")
        assert picker.value == "07"


async def test_letters_and_chinese_on_a_filled_picker_are_the_first_typed(stage):
    for keys, taken in (("lbq\r", "lb"), ("路南\r", "ln"), ("kp\r", "kp")):
        app = stage(desk(PLACES))
        async with app.run_test(size=SIZE) as pilot:
            picker = await filled(app, pilot, "fr")
            await app.burst(pilot, keys)
            assert picker.value == taken


@pytest.mark.parametrize("pasted", [False, True])
@pytest.mark.parametrize("text", ["x", "猫", "🚰", "[", "没有这个地方\n第二行", "\u202e[/]"])
async def test_what_fits_nothing_leaves_what_is_picked_and_is_said(stage, text, pasted):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        picker = await filled(app, pilot, "fr")
        await app.burst(pilot, Paste(text) if pasted else text[0])
        assert not picker.is_open
        assert picker.error
        assert picker.error in "\n".join(app.rows())
        await app.burst(pilot, "\rx")
        assert picker.value == "fr"
        assert not picker.error


async def test_another_key_takes_the_words_of_an_unfit_one_away(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        picker = await filled(app, pilot, "fr")
        await app.burst(pilot, "猫路")
        assert picker.is_open
        assert not picker.error


async def test_a_digit_never_takes_a_row_of_a_long_list_that_is_not_shown(stage):
    odd = Choices([Choice(f"p{n}", chr(0x4E00 + n), initials="x") for n in range(100)])
    app = stage(desk(odd))
    async with app.run_test(size=SIZE) as pilot:
        picker = await filled(app, pilot, "p50")
        await app.burst(pilot, "5\r")
        assert picker.value == "p50"


async def test_enter_on_a_list_opened_by_blank_or_backspace_takes_what_was_picked(stage):
    app = stage(desk(KINDS))
    async with app.run_test(size=SIZE) as pilot:
        picker = await filled(app, pilot, "c")
        await press(pilot, "space", "enter")
        assert picker.value == "c"
        await press(pilot, "up", "backspace", "enter")
        assert picker.value == "c"
        await press(pilot, "up", "q")
        picker._pause()
        await press(pilot, "up", "space", "enter")
        assert picker.value == "b"


async def test_enter_takes_no_row_that_nobody_asked_for(stage):
    app = stage(desk(MANY))
    async with app.run_test(size=SIZE) as pilot:
        picker = await filled(app, pilot, "p50")
        await press(pilot, "space")
        assert picker.is_open
        await press(pilot, "enter")
        assert picker.value == "p50"
        await press(pilot, "up", "d", "backspace", "enter")
        assert picker.value == "p50"


async def test_a_digit_beyond_the_rows_shows_the_list_and_changes_nothing(stage):
    app = stage(desk(KINDS))
    async with app.run_test(size=SIZE) as pilot:
        picker = await filled(app, pilot, "b")
        await press(pilot, "9")
        assert picker.is_open
        await press(pilot, "enter")
        assert picker.value == "b"


async def test_what_was_typed_for_a_choice_is_over_once_it_was_taken(stage):
    app = stage(desk(PLACES))
    async with app.run_test(size=SIZE) as pilot:
        picker = await filled(app, pilot, "")
        picker.on_leave = None  # the desk stays where it is when Enter answers the ringing call
        await app.burst(pilot, "lbq\rkp")
        assert picker.value == "kp"


NAME = "一二三四五六七八九十甲乙丙丁戊己庚辛"


def beneath(width: int) -> type[Form]:
    """A form whose second row has two parts, so that one ends at column `width` under the open list."""

    class Desk(Form):
        def compose(self):  # type: ignore[no-untyped-def]
            yield Picker(id="place", label="Place", choices=Choices([Choice("1", NAME), Choice("2", "其他")]))
            with Horizontal():
                left = Static("x" * width, id="left")
                left.styles.width = width
                yield left
                yield Static("y" * 30)

    return Desk


@pytest.mark.parametrize("width", [20, 21])
async def test_no_character_of_the_list_is_torn_or_moved_by_what_lies_beneath(stage, width):
    app = stage(beneath(width))
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Form).start()
        await press(pilot, "space")
        assert NAME in "".join(app.rows())


@pytest.mark.parametrize("width", [20, 21])
async def test_no_character_of_the_list_is_torn_when_what_lies_beneath_is_painted_anew(stage, width):
    app = stage(beneath(width))
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Form).start()
        await press(pilot, "space")
        compositor = app.stage._compositor
        terminal = pyte.Screen(*SIZE)
        stream = pyte.Stream(terminal)
        stream.feed("\r\n".join(app.rows()))
        compositor._dirty_regions = {app.stage.query_one("#left").region}
        update = compositor.render_update()
        stream.feed(update.render_segments(app.console))
        assert NAME in terminal.display[app.stage.query_one("#left").region.y]


async def test_below_the_list_the_form_is_seen_and_beside_it_no_rest_of_a_row(stage):
    class Desk(Form):
        def compose(self):  # type: ignore[no-untyped-def]
            picker = Picker(id="place", label="Place", choices=Choices([Choice("1", NAME), Choice("2", "其他")]))
            picker.styles.width = 45
            yield picker
            yield Static("\n".join("z" * 80 for _ in range(4)))

    app = stage(Desk)
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Form).start()
        await press(pilot, "space")
        rows = app.rows()
        assert "z" not in "".join(rows[1:3])
        assert NAME in rows[1]
        assert rows[3:5] == ["z" * 80] * 2
