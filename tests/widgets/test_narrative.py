"""The long text: typing, wrapping, going about in it, pasting, and what a key costs."""

from typing import Any

import pytest
from rich.cells import cell_len
from textual.geometry import Offset
from textual.widgets import Static

from tests.pressing import press
from widgets.field import Field
from widgets.form import Form
from widgets.narrative import LIMIT, Narrative
from widgets.typed_entry import PASTE_LIMIT
from wording import tr

SIZE = (80, 24)
STORY = "昨晚八点起全楼停水,物业称主管爆裂,至今未修。家有老人,请尽快。"


def narrative(**more: Any) -> Narrative:
    return Narrative(id="content", label="Content", number="9", rows=5, **more)


def text_of(app: Any, field: Narrative) -> str:
    return "".join(row[field.caption_width :] for row in app.rows()[: field.rows])


async def test_six_hundred_chinese_signs_typed_at_speed_lay_nothing_out(stage):
    app = stage(narrative)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        await pilot.pause()
        before = app.stage.layouts
        typed = (STORY * 20)[:600]
        await app.burst(pilot, typed)
        assert field.value == typed
        assert app.stage.layouts == before
        room = SIZE[0] - field.caption_width - 1
        rows = [row[field.caption_width :].strip() for row in app.rows()[:5]]
        assert typed.endswith("".join(rows))
        assert all(cell_len(row) <= room for row in rows)


async def test_a_key_paints_its_row_and_no_other(stage):
    app = stage(lambda: narrative(value=(STORY * 20)[:150]), *[lambda: Static("x")] * 5)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        await pilot.pause()
        painted: list[int] = []
        render = field.render_line
        field.render_line = lambda y: painted.append(y) or render(y)  # type: ignore[method-assign,func-returns-value]
        await press(pilot, "x")
        assert set(painted) == {field.caret_cell().y}


async def test_the_caret_goes_up_and_down_by_cells_and_home_and_end_by_rows(stage):
    app = stage(lambda: Field(id="before"), lambda: narrative(value="一二三四五\nabcdefghijkl\n漏水"))
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        await press(pilot, "up")
        assert field.caret == len("一二三四五\nabcd")
        await press(pilot, "up")
        assert field.caret == 2
        await press(pilot, "end")
        assert field.caret == 5
        await press(pilot, "down")
        assert field.caret == len("一二三四五\nabcdefghij")
        await press(pilot, "home", "ctrl+end")
        assert field.caret == len(field.value)
        await press(pilot, "ctrl+home")
        assert field.caret == 0
        assert app.cursor_position == Offset(field.caption_width, 1)


async def test_home_and_end_stay_in_a_row_that_goes_on_below(stage):
    text = "长" * 60
    app = stage(lambda: narrative(value=text))
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        await press(pilot, "ctrl+home", "end")
        assert app.cursor_position.y == 0
        await press(pilot, "home")
        assert field.caret == 0


async def test_arrows_leave_the_text_at_its_first_and_last_row(stage):
    class Three(Form):
        def compose(self):  # type: ignore[no-untyped-def]
            yield Field(id="before")
            yield narrative(value="一行")
            yield Field(id="after")

    app = stage(Three)
    async with app.run_test(size=SIZE) as pilot:
        app.stage.set_focus(app.stage.query_one(Narrative))
        await press(pilot, "up")
        assert app.stage.focused.id == "before"
        await press(pilot, "enter", "down")
        assert app.stage.focused.id == "after"


async def test_a_paste_of_a_hundred_lines_is_kept_whole(stage):
    app = stage(narrative)
    lines = "\n".join(f"第{n}行 [red]{n}[/red]" for n in range(100))
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        field.paste(lines.replace("\n", "\r\n"))
        await pilot.pause()
        assert field.value == lines
        assert app.rows()[4].strip() == "第99行 [red]99[/red]"


@pytest.mark.parametrize(
    "text", ["[/]", "[red]", "\x1b[2Jx", "a\u202eb\u2066", "👍🏽👨\u200d👩\u200d👧", "𠮷", "１９９", "a\tb"]
)
async def test_odd_signs_are_kept_exactly_and_rows_keep_their_width(stage, text):
    app = stage(narrative, lambda: Static("below"))
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        field.paste(text * 30)
        await pilot.pause()
        assert field.value == text * 30
        assert all(cell_len(row) <= SIZE[0] for row in app.rows())
        await press(pilot, "backspace", "ctrl+z")
        assert field.value == text * 30


async def test_too_many_signs_are_kept_and_said_and_the_words_go_when_it_is_short_enough(stage):
    app = stage(narrative)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        field.paste("长" * (LIMIT + 1))
        await pilot.pause()
        words = tr("{over} character too many: at most {limit}. Shorten it.").format(over=1, limit=LIMIT)
        assert len(field.value) == LIMIT + 1
        assert words in app.rows()[5]
        assert str(LIMIT + 1) in app.rows()[4]
        await press(pilot, "backspace")
        assert field.error == ""
        assert words not in "\n".join(app.rows())


async def test_a_monstrous_paste_is_refused_whole_in_words(stage):
    app = stage(narrative)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        field.paste("x" * (PASTE_LIMIT + 1))
        await pilot.pause()
        assert field.value == ""
        assert str(PASTE_LIMIT + 1) in app.rows()[1]


async def test_a_line_is_broken_by_its_own_key_and_enter_goes_on(stage):
    class OneForm(Form):
        def compose(self):  # type: ignore[no-untyped-def]
            yield narrative()
            yield Field(id="after")

    app = stage(OneForm)
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(OneForm).start()
        await press(pilot, "a", "ctrl+n", "b", "enter", "c")
        assert app.stage.query_one(OneForm).values() == {"content": "a\nb", "after": "c"}


async def test_the_caret_stays_in_sight_and_the_text_scrolls_back(stage):
    app = stage(narrative)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        field.paste("\n".join(str(n) for n in range(30)))
        await pilot.pause()
        assert app.rows()[4].split()[-1] == "29"
        await press(pilot, "ctrl+home")
        assert app.rows()[0].split()[-1] == "0"
        await press(pilot, "pagedown", "pagedown")
        assert app.cursor_position.y == 4
        await press(pilot, "ctrl+end", *["backspace"] * 76)
        assert field.value == "0\n1"
        assert [row.split()[-1] for row in app.rows()[:2]] == ["0", "1"]


async def test_what_a_full_row_ends_with_does_not_push_the_caret_off_the_screen(stage):
    app = stage(narrative)
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        for count in range(30, 42):
            field.value = "长" * count
            await pilot.pause()
            assert app.cursor_position.x < SIZE[0]


async def test_another_width_wraps_anew_and_keeps_the_caret_in_sight(stage):
    app = stage(lambda: narrative(value=(STORY * 5)[:120]))
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        await pilot.resize_terminal(40, 24)
        await pilot.pause()
        assert all(cell_len(row) <= 40 for row in app.rows())
        assert app.rows()[app.cursor_position.y].strip().endswith(field.value[-3:])
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert app.rows()[app.cursor_position.y].strip().endswith(field.value[-3:])


async def test_a_phrase_is_put_in_at_the_caret_and_undone_in_one_step(stage):
    app = stage(lambda: narrative(value="前后"))
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        await press(pilot, "left")
        field.insert("中间")
        assert field.value == "前中间后"
        await press(pilot, "ctrl+z")
        assert field.value == "前后"


async def test_the_count_of_a_long_text_stands_apart_from_it(stage):
    app = stage(lambda: Narrative(id="content", label="Content", number="0", label_width=10, rows=3))
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Narrative).value = "停" * 3000
        await pilot.pause()
        assert app.rows()[2].startswith(f"  3000/{LIMIT}   停")


async def test_what_is_wrong_stands_right_under_the_text_however_many_rows_are_empty(stage):
    app = stage(lambda: narrative(check=lambda text: "" if "！" in text else "Say more"))
    async with app.run_test(size=SIZE) as pilot:
        field = app.stage.query_one(Narrative)
        app.stage.set_focus(field)
        field.judge()
        await pilot.pause()
        assert [row.strip() for row in app.rows()[:3]] == [f"9 {tr('Content')}", "! Say more", ""]
        field.insert("停水\n漏水")
        field.judge()
        await pilot.pause()
        assert [row.split()[-1] for row in app.rows()[:3]] == ["停水", "漏水", "more"]
        field.insert("\n" * 5 + "末行")
        field.judge()
        await pilot.pause()
        assert [row.strip() for row in app.rows()[4:6]] == ["末行", "! Say more"]
        field.insert("！")
        field.judge()
        await pilot.pause()
        assert "Say more" not in "".join(app.rows())
