"""A replay in its details, and what an appeal against a mark needs."""

from dataclasses import replace

import pytest

from practice.marks import Loss
from practice.record import CameBack
from screens.practice.given import Appealed, Remarks
from screens.practice.marked_calls import MarkedSession
from screens.practice.marks import MarksScreen
from screens.practice.replay import ReplayScreen, losses_of, moment_trouble
from wording import set_language

from . import practised
from .host import NARROW, press
from .test_practice_screens import PracticeHost


def test_it_begins_a_moment_before_what_is_to_be_seen_and_names_keys_that_did_nothing() -> None:
    set_language("en")
    screen = ReplayScreen(practised.session("first_place"), practised.frames((0, "first")), 5_000, lambda: 0.0)
    assert screen._playing.at(0.0) == 4_000
    assert [words for words, _ in screen._last_keys(3_000)] == ["停 ", "水 ", "F8(?) "]
    set_language("zh")
    [address] = [each for each in losses_of(practised.session("first_place")) if each.item == "address"]
    assert address.told(practised.city()).startswith("地址 -4：")


def test_a_moment_after_the_end_is_refused_with_the_end() -> None:
    set_language("en")
    assert moment_trouble("99:99", 130_400) == "The session ends at 02:10: write an earlier moment"
    assert moment_trouble("x", 130_400).startswith("Write it like")
    assert moment_trouble("2:10", 130_400) == ""


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_losses_of_one_item_are_told_apart_in_the_list_of_where_points_were_lost(language: str) -> None:
    set_language(language)
    whole = practised.session()
    [call] = whole.calls
    lost = tuple(
        Loss("detail", 2.67, {"field": field, "is": "1", "should": "2"}, ((5_000, 6_000),))
        for field in ("line", "unit", "reason")
    )
    items = tuple(replace(each, losses=lost) if each.item == "detail" else each for each in call.marks.items)
    session = replace(whole, calls=(replace(call, marks=replace(call.marks, items=items)),))
    app = PracticeHost(ReplayScreen(session, practised.frames((0, "first")), 0, lambda: 0.0))
    zh = language == "zh"
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "l")
        rows = [row for row in app.rows if "-2.67" in row]
        for row, why in zip(
            rows, ("紧急电话", "承办单位", "理由") if zh else ("Emergency line", "Unit", "Reason"), strict=True
        ):
            assert why in row
        await pilot.resize_terminal(40, 24)
        await press(pilot, "0", "l")
        assert ("紧急电话：1，应为2" if zh else "Emergency line: 1; should be 2") in app.text


async def test_the_time_in_which_the_program_was_gone_is_said() -> None:
    set_language("en")
    whole = practised.session()
    record = replace(whole.record, events=(*whole.record.events, CameBack(80_000, 67_000)))
    app = PracticeHost(ReplayScreen(replace(whole, record=record), practised.frames((0, "first")), 50_000, lambda: 0.0))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot)
        assert "The program was away for 01:07" in app.text
        await press(pilot, "home")
        assert "was away" not in app.text


async def test_an_appeal_has_a_reason_and_is_made_once() -> None:
    set_language("en")
    remarks = Remarks(appealed={(0, "address"): "said twice"})
    app = PracticeHost(MarksScreen(MarkedSession.as_marked(practised.session("first_place"), "王敏 1042"), remarks))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a")
        assert "Appeal against" not in app.text
        await press(pilot, "end", "a", "space", "enter")
        assert "Write down why the mark is wrong" in app.text
        await press(pilot, "x", "enter")
        [appeal] = app.asked
        assert isinstance(appeal, Appealed)
        assert (appeal.item, appeal.reason) == ("", "x")
