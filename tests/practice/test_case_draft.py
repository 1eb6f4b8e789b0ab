"""A scenario drafted from a real case: nothing of anybody stands in it, and it can be played as it is."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from city_packs.model import CityPack
from city_packs.read_rubric import newest_rubric
from city_packs.read_scenario import read_scenario
from hotline.codes import CaseType, Validity
from hotline.commands import FileCase
from hotline.outcome import Applied
from hotline.rulebook import apply
from hotline.work_order import CallTimes, WorkOrder
from practice.case_draft import draft
from practice.check import check, check_marks
from practice.clear_of_personal import cleared
from tests.hotline.given import INTAKE, NUMBER, context_of

_AREAS = ("枣庄市", "市中区", "文化路街道", "立新社区")


@pytest.fixture
def order() -> WorkOrder:
    outcome = apply(None, FileCase(number=NUMBER, intake=INTAKE, pack_version="2026.1"), context_of())
    assert isinstance(outcome, Applied)
    filed = outcome.order
    assert filed is not None
    call = CallTimes(answered_at=filed.created_at, ended_at=filed.created_at + timedelta(seconds=200))
    return filed.model_copy(
        update={
            "title": "小区停水", "answer": "", "address_text": "立新社区鑫苑东门", "area_code": "370402004028",
            "class_code": "030601", "case_type": CaseType.COMPLAINT, "validity": Validity.TO_JUDGE, "call": call,
            "caller_name": "王**", "caller_phone": "139****5678", "contact_phone": "",
            "content": "我叫王建国，电话139 1234 5678，立新社区鑫苑3号楼2单元501室昨晚停水。\n"
            "物业\"不管\"，至今没有恢复。",
        }
    )  # fmt: skip


def test_what_is_certain_is_replaced_and_the_community_stays(order: WorkOrder) -> None:
    texts, left = cleared(order, _AREAS)
    assert left == ()
    assert texts["content"].startswith("我叫某某，电话某号码，立新社区某处昨晚停水。")


def test_what_may_be_somebodys_is_left_and_named_by_its_place(order: WorkOrder) -> None:
    order = order.model_copy(update={"content": "尾号5678打的，王得福家停水，户号990011"})
    _, left = cleared(order, _AREAS)
    assert [(each.place, each.words) for each in left] == [
        ("content:3", "5678"), ("content:10", "王得福"), ("content:19", "990011")
    ]  # fmt: skip
    texts, left = cleared(order, _AREAS, none=["content:3", "content:19"], instead={"王得福": "邻居"})
    assert left == ()
    assert texts["content"] == "尾号5678打的，邻居家停水，户号990011"


def test_a_draft_can_be_played_and_is_not_taken_before_it_is_filled_in(
    order: WorkOrder, zaozhuang: CityPack, tmp_path: Path
) -> None:
    text = draft(order, cleared(order, _AREAS)[0], zaozhuang)
    (tmp_path / "no-water.toml").write_text(text, encoding="utf-8")
    for personal in ("王建国", "1234", "5678", "鑫苑", "501"):
        assert personal not in text
    read = read_scenario(tmp_path / "no-water.toml", lambda _: zaozhuang)
    assert check_marks(read, newest_rubric(), zaozhuang) == []
    assert read.scenario.minutes == 3.5
    assert len(read.scenario.records[0].facts) == 2
    errors = check(tmp_path, lambda _: zaozhuang)
    assert {each.message for each in errors} == {"还没有填写"}
    assert text.split("\n")[errors[0].line - 1] == 'title_en = "FILL IN"'


def test_a_draft_of_next_to_nothing_is_a_file_all_the_same(order: WorkOrder, zaozhuang: CityPack) -> None:
    empty = order.model_copy(
        update={"case_type": None, "class_code": "", "area_code": "", "content": "'''\n", "call": CallTimes()}
    )
    document = tomllib.loads(draft(empty, {"title": "", "content": "'''\n\x7f"}, zaozhuang))
    assert document["minutes"] == 4.0
