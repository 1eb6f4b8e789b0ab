"""Every shipped scenario can be played and marked: its reference earns all points, each trap costs what it says."""

import re

import pytest
from rich.cells import cell_len

from city_packs.model import CityPack
from city_packs.read_scenario import read_scenarios
from city_packs.scenario_titles import scenario_titles
from city_packs.shipped import shipped_packs
from city_packs.stated import states_fact
from practice.check import check

_FOLDERS = {city: folder / "scenarios" for city, folder in shipped_packs().items() if (folder / "scenarios").is_dir()}
_TELLS = re.compile(
    "匿名|保密|举报|表扬|建议|催|投诉|求助|要求|企业|两件|又|也来|无声|错|骂|前后|昨|[一二三四五六七八九十]+[天年个]月?[人没了]"
    "|anonym|confiden|report|prais|suggest|urg|complain|enterpris|two matters|again|same|silent|wrong|abus|hurt"
    "|two ways|violence|wants|unlawful|free",
    re.IGNORECASE,
)
"""What is for the call to show: what kind of matter it is, whose, how grave, how often, how many."""
_TITLE_CELLS = 30
"""Cells of a title that the home of practice has room for at 80 columns."""
_OTHERWISE = {
    ("behind-the-bathroom-door", "now"): ("正在等候。", "丈夫正在打她。"),
    ("certificate-after-twelve-years", "completion"): ("竣工备案已办。", "竣工验收备案手续没有办。"),
    ("cold-rooms-after-the-start", "neighbour"): ("楼下邻居家很热。", "楼下邻居家也冷。"),
    ("elder-whose-allowance-stopped", "phone"): ("本人会手机认证。", "没有智能手机。"),
    ("legal-aid-after-an-injury", "injury"): ("工伤尚待认定。", "九月份已经认定为工伤。"),
    ("lift-again-and-a-poplar", "asked"): ("物业已修剪。", "物业说不归他们管。"),
    ("lift-again-and-a-poplar", "old_lady"): ("楼上多为老人。", "十一楼有位老人，下不来。"),
    ("lift-again-and-a-poplar", "screen"): ("纱窗完好。", "三楼的纱窗被刮坏。"),
    ("mortgage-still-on-the-record", "bank"): ("贷款银行是农业银行。", "银行称材料已于当日交到不动产中心。"),
    ("pig-farm-smell-and-ditch", "slurry"): ("粪水已清理。", "猪粪都淌到水沟里。"),
    ("pig-farm-smell-and-ditch", "village"): ("化粪池已建好。", "向村委会反映过。"),
    ("power-bank-charge", "service"): ("客服答应退款。", "客服电话一直打不通。"),
    ("power-cut-half-a-building", "lift"): ("电梯运行正常。", "两部电梯都停了。"),
    ("reimbursement-in-another-city", "card"): ("已刷卡结算。", "出院时没能当场结算。"),
    ("rubbish-and-a-dark-lane", "committee"): ("居委会在东门。", "找过社区居委会。"),
    ("rubbish-five-days", "lorry"): ("清运车每天都来。", "保洁员说车出了故障。"),
    ("twenty-seven-men-without-wages", "main"): ("总包是省建公司。", "总包单位表示工程款早已付给包工头。"),
    ("urging-after-three-days", "damage"): ("木地板完好。", "木地板都泡坏了。"),
    ("urging-after-three-days", "main_pipe"): ("主管道畅通。", "疏通的说主管道堵了。"),
    ("urging-after-three-days", "worse"): ("厕所正常。", "今早卫生间也往外冒水。"),
    ("water-cut-before-the-feast", "asked"): ("物业正在抢修。", "物业说停水与他们无关。"),
}
"""Facts of which something is said: what names the same thing and says otherwise, and what says it in other words."""


@pytest.mark.parametrize("city", _FOLDERS)
def test_the_scenarios_of_a_city_are_whole(city: str, packs: dict[str, CityPack]) -> None:
    assert [str(error) for error in check(_FOLDERS[city], packs.get)] == []


@pytest.mark.parametrize("city", _FOLDERS)
def test_a_text_that_says_nothing_states_no_fact(city: str, packs: dict[str, CityPack]) -> None:
    empty = "来电人反映问题，请有关单位尽快核实处理并回复来电人，谢谢。 Please look into it soon and answer the caller."
    read, _ = read_scenarios(_FOLDERS[city], packs.get)
    facts = [(each.scenario, fact) for each in read for record in each.scenario.records for fact in record.facts]
    assert [(scenario.code, fact.code) for scenario, fact in facts if states_fact(empty, fact)] == []


@pytest.mark.parametrize("city", _FOLDERS)
def test_a_title_says_what_a_call_is_about_and_nothing_that_the_trainee_is_to_find_out(city: str) -> None:
    titles = [words for each in scenario_titles(city) for words in (each.title.zh, each.title.en)]
    assert [each for each in titles if _TELLS.search(each) or cell_len(each) > _TITLE_CELLS] == []


@pytest.mark.parametrize("city", _FOLDERS)
def test_a_fact_is_stated_by_what_is_said_of_a_thing_and_not_by_its_name(city: str, packs: dict[str, CityPack]) -> None:
    read, _ = read_scenarios(_FOLDERS[city], packs.get)
    told = {
        (each.scenario.code, fact.code): tuple(states_fact(text, fact) for text in texts)
        for each in read
        for record in each.scenario.records
        for fact in record.facts
        if (texts := _OTHERWISE.get((each.scenario.code, fact.code)))
    }
    assert told
    assert {fact: stated for fact, stated in told.items() if stated != (False, True)} == {}
