"""A replay in its details, and what an appeal against a mark needs."""

from screens.practice.given import Appealed, Remarks
from screens.practice.marks import MarksScreen
from screens.practice.replay import ReplayScreen, losses_of
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


async def test_an_appeal_has_a_reason_and_is_made_once() -> None:
    set_language("en")
    remarks = Remarks(appealed={(0, "address"): "said twice"})
    app = PracticeHost(MarksScreen(practised.session("first_place"), remarks))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a")
        assert "Appeal against" not in app.text
        await press(pilot, "up", "a", "space", "enter")
        assert "Write down why the mark is wrong" in app.text
        await press(pilot, "x", "enter")
        [appeal] = app.asked
        assert isinstance(appeal, Appealed)
        assert (appeal.item, appeal.reason) == ("class", "x")
