"""The five cities as a hotline's people would look at them."""

import re
from collections.abc import Iterable
from typing import Protocol

import pytest

from city_packs.code_tables import FIXED
from city_packs.model import CityPack
from city_packs.shipped import shipped_packs

CITIES = ("bengbu", "dongsheng", "linyi", "tangshan", "zaozhuang")
# A Chinese mobile or fixed number; 199 0000 xxxx is not in service.
_NUMBER = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_SHORT_LINES = {"110", "119", "120", "122", "12315", "12345", "12348", "12368", "12388", "96110"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_UNFINISHED = ("待补充", "待定", "TODO", "TBD", "lorem", "示例", "xxx", "XXX")


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def _names(*tables: Iterable[_Named]) -> list[tuple[str, str]]:
    return [(each.name, each.name_en) for table in tables for each in table]


def _texts(pack: CityPack) -> list[tuple[str, str]]:
    """Return every text of a pack, Chinese beside English."""
    pairs = [(each.title, each.title_en) for each in pack.phrases.values()]
    pairs += [(each.text, each.text_en) for each in pack.phrases.values()]
    pairs += [(each.say, each.say_en) for each in pack.refusal_reasons.values()]
    pairs += [(each.when, each.when_en) for each in pack.emergency_lines.values()]
    pairs += [(each.text, each.text_en) for each in (*pack.sources, *pack.falls_back.values())]
    pairs += _names(pack.classes.values(), pack.units.values(), pack.sub_centres.values())
    pairs += _names(pack.refusal_reasons.values(), pack.emergency_lines.values(), pack.merged_lines.values())
    pairs += _names(*pack.code_lists.values(), pack.clock_profiles.values())
    pairs += _names(*(profile.clocks for profile in pack.clock_profiles.values()))
    return pairs


def test_all_five_cities_are_shipped() -> None:
    assert tuple(shipped_packs()) == CITIES


@pytest.mark.parametrize("city", CITIES)
def test_texts_are_finished_in_both_languages(packs: dict[str, CityPack], city: str) -> None:
    for chinese, english in _texts(packs[city]):
        # 国办发〔2020〕53号 is cited by its own name in both languages
        assert not _CHINESE.search(english.replace("国办发〔2020〕53号", "")), english
        assert english, chinese
        for text in (chinese, english):
            assert not any(word in text for word in _UNFINISHED), text
            assert not _NUMBER.search(text), text
        mentioned = set(re.findall(r"(?<!\d)(?:1\d{2}|12\d{3}|96\d{3})(?!\d)", chinese))
        assert all(number in english for number in mentioned if number in _SHORT_LINES), chinese


@pytest.mark.parametrize("city", CITIES)
def test_every_leaf_finds_a_unit_at_every_district_and_the_district_answers_for_its_own(
    packs: dict[str, CityPack], city: str
) -> None:
    pack = packs[city]
    districts = [area.code for area in pack.areas.values() if area.level == 2]
    for leaf in pack.leaf_classes():
        for district in districts:
            unit = pack.usual_unit(leaf.code, district)
            assert unit is not None, (leaf.name, district)
            assert unit.kind == leaf.usual_unit_kind
            assert unit.area_code in (None, district)


@pytest.mark.parametrize("city", CITIES)
def test_every_case_can_be_promised_something(packs: dict[str, CityPack], city: str) -> None:
    pack = packs[city]
    for leaf in pack.leaf_classes():
        for enterprise in (False, True):
            promise = pack.promise(leaf.code, leaf.urgency, case_type=leaf.case_type, enterprise=enterprise)
            assert promise is not None
            assert (promise.clock.start, promise.clock.stop) == ("dispatch", "reply")
            assert promise.length > 0


@pytest.mark.parametrize("city", CITIES)
def test_each_city_says_what_it_did_not_publish(packs: dict[str, CityPack], city: str) -> None:
    pack = packs[city]
    assert pack.settings["dispatch_aim_minutes"] == 10
    assert {each.part for each in pack.sources} >= {"territory", "sub_centres", "units"}
    assert "classes" in pack.falls_back


def test_tangshan_has_17_sub_centres_with_110_seats_over_its_whole_territory(tangshan: CityPack) -> None:
    assert len(tangshan.sub_centres) == 17
    seats = [seat for centre in tangshan.sub_centres.values() for seat in centre.seats]
    assert sorted(seats) == [f"{number:04}" for number in range(1, 111)]
    for area in tangshan.areas.values():
        assert (tangshan.sub_centre_of_area(area.code) is None) == (area.level == 1)
    centre = tangshan.sub_centre_of_seat("0042")
    assert centre is not None
    assert centre.name == "路北分中心"


def test_tangshan_has_a_class_tree_that_a_desk_can_work_with(tangshan: CityPack) -> None:
    leaves = tangshan.leaf_classes()
    assert len(leaves) >= 150
    assert all(re.fullmatch(r"\d{6}", leaf.code) for leaf in leaves)
    assert len({leaf.name for leaf in leaves}) == len(leaves)
    assert all(leaf.keywords for leaf in leaves)
    assert all(len(tangshan.class_path(leaf.code)) == 3 for leaf in leaves)
    assert {leaf.case_type for leaf in leaves} == FIXED["case_type"]


@pytest.mark.parametrize(
    ("said", "leaf"),
    [
        ("噪音", "社会生活噪声"), ("噪音", "工业噪声"), ("噪音", "交通噪声"), ("噪音", "夜间施工扰民"),
        ("供暖", "供热温度不达标"), ("天然气", "燃气停气"), ("欠薪", "企业拖欠工资"), ("违章建筑", "私搭乱建"),
        ("流浪犬", "养犬管理"), ("漏雨", "房屋漏水与墙体开裂"), ("公交车", "公交线路与班次"),
    ],
)  # fmt: skip
def test_a_class_is_found_by_the_callers_word_too_where_the_official_name_has_another(
    tangshan: CityPack, said: str, leaf: str
) -> None:
    [keywords] = [each.keywords for each in tangshan.leaf_classes() if each.name == leaf]
    assert any(said in keyword for keyword in keywords)


@pytest.mark.parametrize(
    ("leaf", "place", "unit"),
    [
        ("小区停水", "130203006004", "市供水公司"),  # the districts share the city's water
        ("小区停水", "130283", "迁安市供水公司"),  # a county-level city has its own
        ("占道经营", "130203006004", "路北区城管局"),
        ("疑似食物中毒", "130271", "芦台经开区市场监管局"),
        ("医保报销", "130271", "市医保局"),  # a zone without the department: the city's
        ("邻里纠纷调解", "130203006004", "机场路街道办"),  # 属地: the street itself
        ("邻里纠纷调解", "130203", "路北区政府"),  # only the district is known
        ("公积金提取与贷款", "130203006004", "市住房公积金中心"),
        ("进度查询", "130229", "市12345热线中心"),
        ("电梯困人", "130203006004", "路北区市场监管局"),
    ],
)
def test_the_usual_unit_is_found_by_class_and_place(tangshan: CityPack, leaf: str, place: str, unit: str) -> None:
    code = next(each.code for each in tangshan.leaf_classes() if each.name == leaf)
    found = tangshan.usual_unit(code, place)
    assert found is not None
    assert found.name == unit


def test_what_threatens_life_is_never_ordinary(tangshan: CityPack) -> None:
    leaves = {leaf.name: leaf for leaf in tangshan.leaf_classes()}
    for name in ("疑似燃气泄漏", "电梯困人", "疑似食物中毒", "家庭暴力求助", "路面塌陷", "危险房屋"):
        assert (leaves[name].urgency, leaves[name].time_class) == ("critical", "emergency")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("路北区", "lbq"),
        ("路南区", "lnq"),
        ("乐亭县", "ltx"),
        ("曹妃甸区", "cfdq"),
        ("倴城镇", "bcz"),
        ("长凝镇", "cnz"),
        ("五重安镇", "wcaz"),
        ("南堡镇", "npz"),
        ("柳树酄镇", "lsqz"),
        ("机场路街道", "jcljd"),
        ("祥富里社区", "xflsq"),
        ("北单庄村", "bszc"),
        ("解庄子村", "xzzc"),
        ("么家泊村", "yjpc"),
    ],
)
def test_initials_follow_how_a_place_is_said(tangshan: CityPack, name: str, initials: str) -> None:
    assert {area.initials for area in tangshan.areas.values() if area.name == name} == {initials}


def test_readings_of_places_do_not_spoil_common_words(tangshan: CityPack) -> None:
    entries = {entry.name: entry.initials for entries in tangshan.code_lists.values() for entry in entries}
    assert entries["市长信箱"] == "szxx"
    assert entries["待派单"] == "dpd"
    assert entries["重办"] == "cb"
    assert tangshan.areas["130225"].pinyin == "laotingxian"


@pytest.mark.parametrize(
    ("city", "urgency", "options", "length", "unit"),
    [
        ("tangshan", "urgent", {}, 24, "natural_hours"),
        ("tangshan", "normal", {}, 5, "working_days"),
        ("dongsheng", "urgent", {}, 24, "natural_hours"),  # D11
        ("dongsheng", "normal", {}, 3, "working_days"),  # D12
        ("dongsheng", "historic", {}, 7, "working_days"),  # D13
        ("zaozhuang", "normal", {}, 5, "working_days"),
        ("zaozhuang", "normal", {"enterprise": True}, 10, "working_days"),
        ("zaozhuang", "historic", {"enterprise": True}, 25, "working_days"),
        ("linyi", "normal", {}, 5, "working_days"),
        ("bengbu", "normal", {"channel": "phone"}, 5, "working_days"),
        ("bengbu", "normal", {"channel": "province"}, 3, "working_days"),
    ],
)
def test_each_city_promises_by_its_own_rule(
    packs: dict[str, CityPack], city: str, urgency: str, options: dict[str, object], length: float, unit: str
) -> None:
    pack = packs[city]
    code = next(each.code for each in pack.leaf_classes() if each.name == "占道经营")
    promise = pack.promise(code, urgency, **options)  # type: ignore[arg-type]
    assert promise is not None
    assert (promise.length, promise.unit) == (length, unit)


def test_cities_keep_their_own_words_beside_the_shared_ones(packs: dict[str, CityPack]) -> None:
    assert packs["bengbu"].name_of("channel", "province") == "省长热线"
    assert packs["tangshan"].name_of("channel", "province") == "省平台"
    assert "closing_promise" in packs["zaozhuang"].phrases
    assert len(packs["zaozhuang"].phrases) == len(packs["tangshan"].phrases) + 1
    greeting = "您好，这里是12345政务服务便民热线，请问有什么可以帮您？"
    assert packs["zaozhuang"].phrases["greeting"].text == greeting  # Z1
    assert sum(len(centre.seats) for centre in packs["zaozhuang"].sub_centres.values()) == 120  # Z2
    extensions = {clock.extension for clock in packs["linyi"].clock_profiles["5+10"].clocks if clock.code == "handle"}
    assert extensions == {10}
    major = [clock for clock in packs["bengbu"].clock_profiles["bengbu"].clocks if clock.start == "phone_assign"]
    assert [clock.length for clock in major] == [10, 20]  # the special clock stands before the general one
