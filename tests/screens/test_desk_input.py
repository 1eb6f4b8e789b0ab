"""Bad input in every field of the desk, and what a key may cost there."""

from typing import Any

import pytest
from textual.screen import Screen

from local_cache.model import Likely, Likeness
from screens.desk.form_fields import DESK_FIELDS, FIELDS, MORE_FIELDS, FieldKind
from screens.desk.screen import DeskScreen
from widgets.entry import Entry
from wording import set_language

from .cases import a_case
from .host import NARROW, Host, paste, press, until

ODD = ["[/]", "[red]x", "\x1b[31mx", "a\u202eb", "🚰👨‍👩‍👧", "𠮷𡈽", "１３８０００", "<b>&amp;"]
WRITTEN = [each for each in DESK_FIELDS if each.kind in (FieldKind.TEXT, FieldKind.NARRATIVE)]


def shown(text: str) -> str:
    """Return how a text looks on the screen: control signs and direction marks spelled out."""
    return text.replace("\x1b", "\u241b").replace("\u202e", "<RLO>")


@pytest.mark.parametrize("field", WRITTEN, ids=lambda each: each.name)
async def test_any_text_is_kept_and_shown_as_itself(field: Any) -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", field.jump)
        entry = app.desk.view.entry(field.name)
        for odd in ODD:
            entry.value = ""
            await paste(pilot, odd)
            await pilot.pause()
            assert entry.value == odd
            assert app.desk.desk.form[field.name] == odd
            assert shown(odd) in app.text
        await until(pilot, lambda: app.seat.draft_writes[-1].fields.get(field.name) == ODD[-1])


def said(app: Host) -> str:
    """Return the rows as one, for words that are wrapped below a short field."""
    return " ".join(app.text.split())


@pytest.mark.parametrize("field", [*WRITTEN, FIELDS["contact_phone"]], ids=lambda each: each.name)
async def test_too_much_or_unkeepable_is_said_at_the_field(field: Any) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", field.jump)
        entry = app.desk.view.entry(field.name)
        await paste(pilot, "x" * 4001)
        await press(pilot, "ctrl+s")
        assert entry.error
        if field.kind is not FieldKind.PHONE:
            assert "too many: at most" in said(app)
        entry.value = ""
        await press(pilot, "ctrl+g", field.jump)
        await paste(pilot, "第一行\n" * 100)
        assert len(entry.value) in (399, 400)
        entry.value = ""
        await paste(pilot, "a\x00b")
        assert entry.value == "ab"
        assert "U+0000 was left out" in app.text
        assert app.seat.commands == []


async def test_a_hundred_lines_stay_a_hundred_lines_in_the_narrative() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", *"xqts", "enter", "ctrl+g", "0")
        await paste(pilot, "\n".join(f"第{n}行" for n in range(100)))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.desk.done)
        assert len(app.seat.commands[0][0].intake.content.split("\n")) == 100


async def test_phones_are_read_in_any_writing_or_refused_in_words() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        entry = app.desk.view.entry("contact_phone")
        for typed, kept in (("１３９ 0000-1111", "13900001111"), ("0315-1234567", "03151234567"), ("12345", "12345")):
            entry.value = ""
            await press(pilot, "ctrl+g", "1")
            await paste(pilot, typed)
            await press(pilot, "enter")
            assert app.desk.desk.form["contact_phone"] == kept
            assert not entry.error
        for typed in ("[/]", "abc", "1", "🚰", "\x1b[31m", "１３８一"):
            entry.value = ""
            await press(pilot, "ctrl+g", "1")
            await paste(pilot, typed)
            await press(pilot, "enter")
            assert "No such number: digits with area code" in said(app)
            assert entry.value == typed


async def test_a_name_with_stars_is_no_name_and_says_what_to_do() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        entry = app.desk.view.entry("caller_name")
        for typed, wrong in (("王**", True), ("王＊", True), ("王小明", False)):
            entry.value = ""
            await press(pilot, "ctrl+g", "8")
            await paste(pilot, typed)
            await press(pilot, "enter")
            assert ("type the whole name, or leave it empty" in said(app)) is wrong
            assert entry.value == typed


@pytest.mark.parametrize("field", [each for each in DESK_FIELDS if each not in WRITTEN], ids=lambda each: each.name)
async def test_odd_keys_in_fields_that_choose_do_no_harm(field: Any) -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", field.jump)
        for odd in ODD:
            await paste(pilot, odd)
        await press(pilot, *"[/]𠮷🚰", "enter")
        assert app.is_running
        if field.kind is not FieldKind.PHONE:
            assert str(app.desk.desk.form[field.name]) in ("", "False", "True", "normal")


async def test_a_key_in_the_narrative_lays_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Host(DeskScreen())
    layouts: list[str] = []
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", *"xqts", "enter", "ctrl+g", "0", *"已经写了")
        await until(pilot, lambda: app.seat.draft_writes[-1].fields.get("content") == "已经写了")
        original = Screen._refresh_layout
        monkeypatch.setattr(
            Screen, "_refresh_layout", lambda self, *a, **k: (layouts.append("x"), original(self, *a, **k))[1]
        )
        await press(pilot, *"全楼停水了家有老人请尽快")
        await until(pilot, lambda: app.seat.draft_writes[-1].fields["content"].endswith("尽快"))
        assert layouts == []


async def test_the_desk_has_few_widgets() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        seen = [each for each in app.screen.query("*") if each.display and each.region.area and not each.children]
        assert len(seen) <= 30
        assert sum(isinstance(each, Entry) for each in app.screen.query(Entry)) == len(DESK_FIELDS)
        assert len(FIELDS) == len(DESK_FIELDS) + len(MORE_FIELDS)


@pytest.mark.parametrize("number", ["匿名来电[/]\u202e", "1" * 40, "００", "anonymous", "\x00"])
async def test_what_the_switch_shows_instead_of_a_number_stands_in_no_cases_way(number: str) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring(number)
        await press(pilot, "enter")
        assert "No number came with this call" in app.text
        await press(pilot, "ctrl+x", "ctrl+g", "1", *"13900001111", "enter", *"xfl", "enter", *"xqts", "enter")
        await press(pilot, "ctrl+g", "0", *"no water", "ctrl+s")
        await until(pilot, lambda: app.desk.done)
        assert [type(command).__name__ for command, _ in app.seat.commands] == ["MarkAbuse", "FileCase"]


@pytest.mark.parametrize("keys", [["f7"], ["f8"], ["f12", "1"], ["f9"], ["ctrl+s"]])
async def test_no_end_of_a_call_takes_a_text_that_cannot_be_kept(keys: list[str]) -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.likely = [Likely(app.seat.put_order(a_case()), 0.9, (Likeness.SAME_CALLER,))]
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", *"xqts", "enter", "ctrl+g", "0")
        await paste(pilot, "长" * 4001)
        await until(pilot, lambda: app.desk.desk.likely)
        await press(pilot, keys[0])
        assert app.seat.commands == []
        assert "Content: 1 character too many: at most 4000" in app.rows[-2]
        assert app.focused is app.desk.view.narrative
        await press(pilot, "backspace", *keys)
        assert "too many" not in app.text


@pytest.mark.parametrize("field", ["occurred_at", "respondent_phone", "outside_no", "respondent_name", "title"])
async def test_the_second_page_says_at_the_field_what_it_cannot_take(field: str) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "+")
        entry = app.screen.query_one(f"#{field}", Entry)
        app.screen.set_focus(entry)
        for odd in ("第一行\n" * 100 + "[red]\u202e🚰", "x" * 4001):
            entry.value = ""
            await paste(pilot, odd)
            await press(pilot, "ctrl+s")
            assert entry.error
            assert entry.error in app.text
        entry.value = ""
        await paste(pilot, "a\x00b")
        assert "U+0000 was left out" in app.text
        await press(pilot, "escape")
        assert app.desk.desk.form.text(field) == ""
