"""The search behind a picker, without a screen."""

import random
import time

import pytest

from widgets.choices import Choice, Choices

PLACES = Choices(
    [
        Choice("lb", "路北区", initials="lbq", words=("lubeiqu",)),
        Choice("ln", "路南区", initials="lnq", words=("lunanqu",)),
        Choice("jcl", "路北区 / 机场路街道", initials="jcljd", parent="lb", words=("机场路街道",)),
        Choice("xfl", "路北区 / 机场路街道 / 祥富里社区", initials="xflsq", parent="jcl", words=("祥富里社区",)),
        Choice("xyl", "路北区 / 机场路街道 / 祥云里社区", initials="xylsq", parent="jcl", words=("祥云里社区",)),
        Choice("jx", "路南区 / 吉祥路街道", initials="jxljd", parent="ln", words=("吉祥路街道",)),
        Choice("lbz", "路北庄村", initials="lbzc", words=("路北庄村",)),
    ]
)
CLASSES = Choices(
    [
        Choice("010101", "供水 / 停水 / 小区停水", code="010101", initials="xqts", words=("没水", "water cut")),
        Choice("010102", "供水 / 停水 / 片区停水", code="010102", initials="pqts"),
        Choice("020101", "供热 / 不热 / 室温不达标", code="020101", initials="swbdb"),
    ]
)


def keys(choices: Choices, typed: str) -> list[str]:
    return [choice.key for choice in choices.find(typed).choices]


def test_exact_initials_come_before_those_that_only_begin_so():
    assert keys(PLACES, "lbq")[0] == "lb"
    assert keys(PLACES, "lb")[:2] == ["lb", "lbz"]


@pytest.mark.parametrize("typed", ["LBQ", "ｌｂｑ", "l b q", "lubei", "路北区", "路 北 区"])
def test_case_width_and_blanks_do_not_matter(typed):
    assert keys(PLACES, typed)[0] == "lb"


@pytest.mark.parametrize("typed", ["jcxf", "jclxfl", "机场路祥富里", "jcl祥富"])
def test_street_and_community_are_typed_in_one_go(typed):
    assert PLACES.find(typed).only == PLACES.get("xfl")


def test_what_stands_inside_is_found_after_what_begins_so():
    found = PLACES.find("祥")
    assert [choice.key for choice in found.choices] == ["xfl", "xyl", "jx"]
    assert found.left == 3
    assert [choice.key for choice in PLACES.find("x").choices[:2]] == ["xfl", "xyl"]


def test_letters_inside_do_not_keep_the_one_that_begins_so_from_being_the_only_one():
    inside = Choices([Choice("a", "甲", initials="xab"), Choice("b", "乙", initials="cxa")])
    assert inside.find("xa").only == inside.get("a")


def test_a_street_is_not_the_only_one_while_something_lies_below_it():
    assert keys(PLACES, "jcl") == ["jcl", "xfl", "xyl"]
    assert PLACES.find("机场路").only is None
    assert PLACES.find("jxl").only == PLACES.get("jx")


def test_one_that_is_left_is_the_only_one_and_none_is_none():
    assert PLACES.find("xf").only == PLACES.get("xfl")
    assert PLACES.find("吉").only == PLACES.get("jx")
    assert PLACES.find("zzz").choices == ()
    assert PLACES.find("zzz").only is None


def test_what_still_fits_a_taken_choice_is_known():
    taken = PLACES.get("xfl")
    assert taken is not None
    assert PLACES.fits("xfls", taken)
    assert PLACES.fits("jcxfl", taken)
    assert not PLACES.fits("xfly", taken)


@pytest.mark.parametrize("typed", ["0101", "０１０１"])
def test_digit_codes_narrow(typed):
    assert keys(CLASSES, typed) == ["010101", "010102"]


def test_keywords_and_english_find_too():
    assert CLASSES.find("没").only == CLASSES.get("010101")
    assert CLASSES.find("Water c").only == CLASSES.get("010101")


def test_nothing_typed_offers_everything_in_the_given_order():
    assert keys(CLASSES, "") == ["010101", "010102", "020101"]


def test_a_smaller_rank_comes_first_among_equals():
    often = Choices([Choice("a", "路北", initials="lb"), Choice("b", "路比", initials="lb", rank=-1)])
    assert keys(often, "lb") == ["b", "a"]


@pytest.mark.parametrize("typed", ["[/]", "\x00", "\ud800", "(", "\\", "%"])
def test_odd_signs_find_nothing_and_break_nothing(typed):
    assert keys(PLACES, typed) == []


def many(count: int = 8_000) -> Choices:
    """A made-up territory: 14 districts, 250 streets, communities below them."""
    dice = random.Random(7)
    letters = "abcdefghjklmnpqrstwxyz"
    signs = "东西南北中安和平建设光明新华祥富里机场路河桥山水花园"

    def name(length: int) -> tuple[str, str]:
        return "".join(dice.choices(signs, k=length)), "".join(dice.choices(letters, k=length))

    rows: list[Choice] = []
    for place in range(count):
        text, initials = name(3)
        level = 2 if place < 14 else 3 if place < 264 else 4
        parent = "" if level == 2 else str(dice.randrange(14)) if level == 3 else str(dice.randrange(14, 264))
        tail = {2: ("区", "q"), 3: ("街道", "jd"), 4: ("社区", "sq")}[level]
        rows.append(Choice(str(place), text + tail[0], initials=initials + tail[1], parent=parent))
    return Choices(rows)


def test_eight_thousand_places_are_searched_without_walking_through_them():
    territory = many()
    dice = random.Random(3)
    sought = dice.sample(list(territory), 60)
    worst = 0.0
    for choice in sought:
        for length in range(1, len(choice.initials) + 1):
            started = time.process_time()
            found = territory.find(choice.initials[:length])
            worst = max(worst, time.process_time() - started)
            assert found.choices
        assert choice in found.choices
    # At most 2 ms on an idle core; the room above that is for a busy one, not for a walk over every place.
    assert worst < 0.05


@pytest.mark.parametrize(
    ("typed", "taken"), [("xflsq", "xfl"), ("lb", "lb"), ("jcxf", "xfl"), ("xfzz", "xfl"), ("qqq", ""), ("", "")]
)
def test_what_a_picker_takes_for_letters_is_the_first_one_that_was_the_only_one_left(typed, taken):
    assert PLACES.taken_by(typed) == taken
