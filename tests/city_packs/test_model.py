"""What a pack answers when it is asked."""

import pytest

from city_packs.model import CityPack


def test_a_place_and_a_class_read_from_the_top_down(tangshan: CityPack) -> None:
    assert [area.level for area in tangshan.area_path("130203006004")] == [1, 2, 3, 4]
    assert tangshan.area_label("130203006004") == "路北区 / 机场路街道 / 祥富里社区"
    assert tangshan.area_label("1302") == "唐山市"
    assert tangshan.class_label("010101") == "公用事业 / 供水 / 小区停水"
    assert tangshan.class_label("010101", "en") == ("Public utilities / Water supply / Water cut in a residential area")
    assert tangshan.name_of("urgency", "critical") == "特急"
    assert tangshan.name_of("urgency", "critical", "en") == "Critical"


def test_only_leaves_can_be_given_to_a_case(tangshan: CityPack) -> None:
    assert tangshan.has_class("010101")
    assert not tangshan.has_class("0101")
    assert not tangshan.has_class("999999")
    assert not tangshan.has_class("")


def test_unknown_codes_are_answered_and_not_crashed_on(tangshan: CityPack) -> None:
    assert tangshan.usual_unit("999999", "130203") is None
    assert tangshan.usual_unit("0101", "130203") is None
    assert tangshan.sub_centre_of_area("999") is None
    assert tangshan.sub_centre_of_seat("9999") is None
    assert not tangshan.has_area("999")
    assert not tangshan.has_unit("")
    assert not tangshan.has_refusal_reason("nothing")
    assert tangshan.has_refusal_reason("in_court")
    with pytest.raises(KeyError):
        tangshan.area_label("999")


def test_without_a_place_the_citys_unit_is_named(tangshan: CityPack) -> None:
    unit = tangshan.usual_unit("030101", "")
    assert unit is not None
    assert unit.name == "市城管局"
    neighbours = next(leaf.code for leaf in tangshan.leaf_classes() if leaf.name == "邻里纠纷调解")
    assert tangshan.usual_unit(neighbours, "") is None  # a street's matter needs a place


@pytest.mark.parametrize(
    ("leaf", "urgency", "expected"),
    [
        ("小区停水", None, "emergency"),
        ("小区停水", "normal", "ordinary"),
        ("占道经营", "urgent", "emergency"),
        ("占道经营", "critical", "emergency"),
        ("占道经营", None, "ordinary"),
        ("占道经营", "historic", "historic"),
        ("历史遗留办证难", "normal", "historic"),
        ("历史遗留办证难", "urgent", "emergency"),
    ],
)
def test_the_desks_urgency_comes_before_what_the_class_says(
    tangshan: CityPack, leaf: str, urgency: str | None, expected: str
) -> None:
    code = next(each.code for each in tangshan.leaf_classes() if each.name == leaf)
    assert tangshan.time_class(code, urgency) == expected
