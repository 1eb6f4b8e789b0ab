"""An open list shows every name of the city as it is written: no blank within it, whatever lies beneath the list."""

import pytest
from textual.geometry import Region

from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from screens.desk.screen import DeskScreen
from screens.parts.choices import area_choices, class_choices
from widgets.choices import Answer, Choice
from widgets.picker import Picker
from widgets.picker_list import ROWS, PickerList
from widgets.shown_text import clipped
from wording import set_language

from .host import NARROW, WIDE, Host, press


@pytest.fixture(scope="module")
def tangshan() -> CityPack:
    return read_pack(shipped_packs()["tangshan"])


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("name", ["area_code", "class_code"])
async def test_no_name_of_the_city_has_a_blank_that_it_does_not_have(
    tangshan: CityPack, name: str, size: tuple[int, int]
) -> None:
    if name == "area_code":
        choices, labels = area_choices(tangshan), [tangshan.area_label(code) for code in tangshan.areas]
    else:
        choices, labels = (
            class_choices(tangshan, "zh"),
            [tangshan.class_label(leaf.code) for leaf in tangshan.leaf_classes()],
        )
    every = [Choice(label, label) for label in labels]
    app = Host(DeskScreen())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        picker = app.screen.query_one(f"#{name}", Picker)
        picker.choices = choices
        picker.focus()
        await pilot.press("space")
        shown = picker.query_one(PickerList)
        lines, room = Region(0, shown.region.y, size[0], ROWS), shown.region.width - 6
        for start in range(0, len(every), ROWS):
            eight = tuple(every[start : start + ROWS])
            shown.show(Answer(eight, len(eight), 0), 0, with_digits=True)
            chops = app.screen._compositor._render_chops(lines, lines.line_range.__contains__)
            rows = ["".join(strip.text for strip in chops[y].values()) for y in lines.line_range]
            odd = [each.label for each, row in zip(eight, rows, strict=False) if clipped(each.label, room) not in row]
            assert odd == []


@pytest.mark.parametrize("keys", [["6"], ["7", "space"]])
async def test_nothing_of_the_rows_under_an_open_list_is_left_beside_it(keys: list[str]) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+s", "ctrl+g", *keys)
        opened = next(each for each in app.screen.query(PickerList) if each.display)
        rows = app.rows[opened.region.y : opened.region.bottom]
        assert rows
        assert all(row[:40].strip() == "" or row[40:].strip() == "" for row in rows), rows
        assert not [row for row in rows if "says" in row or "Address" in row or "Name" in row]
        assert any("1 " in row for row in rows)
