"""A scenario drafted from a real case: nothing of anybody stands in it, and it can be played as it is."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from city_packs.model import CityPack
from city_packs.read_rubric import newest_rubric
from city_packs.read_scenario import read_scenario
from hotline.case_doc import CaseDoc, TimelineEntry
from hotline.codes import (
    CaseType,
    EmergencyLine,
    HandleMode,
    LegalRoute,
    RefusalKind,
    SubjectKind,
    Urgency,
    Validity,
)
from hotline.commands import FileCase
from hotline.outcome import Applied
from hotline.rulebook import apply
from hotline.work_order import CallTimes, WorkOrder
from practice.case_draft import draft
from practice.check import check, check_marks
from practice.clear_of_personal import cleared, texts_of
from screens.parts.choices import area_choices
from seat_console.practice.check_keys import check_keys
from tests.deadline import PATIENCE_S
from tests.hotline.given import INTAKE, NOON, NUMBER, context_of
from tests.soak import SOAKING

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
    texts, left = cleared(order, texts_of(CaseDoc(order=order)), _AREAS)
    assert left == ()
    assert texts["content"].startswith("我叫某某，电话某号码，立新社区某处昨晚停水。")


def test_a_number_is_cleared_as_a_whole_where_digits_of_the_address_stand_in_it(order: WorkOrder) -> None:
    content = "身份证370402198001011234，电话13950115678，501室停水，微信wx_501。"
    order = order.model_copy(update={"content": content, "address_text": "鑫苑3号楼2单元501"})
    texts, left = cleared(order, texts_of(CaseDoc(order=order)), _AREAS)
    assert (texts["content"], left) == ("身份证某证件号，电话某号码，某处停水，微信某账号。", ())


def test_what_may_be_somebodys_is_left_and_named_by_its_place(order: WorkOrder) -> None:
    order = order.model_copy(update={"content": "尾号5678打的，王得福家停水，户号990011"})
    _, left = cleared(order, texts_of(CaseDoc(order=order)), _AREAS)
    assert [(each.place, each.words) for each in left] == [
        ("content:3", "5678"), ("content:10", "王得福"), ("content:19", "990011")
    ]  # fmt: skip
    looked_at = ["content:3", "content:19"]
    texts, left = cleared(order, texts_of(CaseDoc(order=order)), _AREAS, none=looked_at, instead={"王得福": "邻居"})
    assert left == ()
    assert texts["content"] == "尾号5678打的，邻居家停水，户号990011"


def _draft(order: WorkOrder, pack: CityPack, *timeline: TimelineEntry) -> str:
    texts, left = cleared(order, texts_of(CaseDoc(order=order, timeline=timeline)), _AREAS)
    assert left == ()
    return draft(order, texts, pack, area_choices(pack).taken_by)


def test_a_draft_can_be_played_and_is_not_taken_before_it_is_filled_in(
    order: WorkOrder, zaozhuang: CityPack, tmp_path: Path
) -> None:
    text = _draft(order, zaozhuang)
    (tmp_path / "no-water.toml").write_text(text, encoding="utf-8")
    read = read_scenario(tmp_path / "no-water.toml", lambda _: zaozhuang)
    assert read.scenario.minutes == 3.5
    assert len(read.scenario.records[0].facts) == 2
    errors = check(tmp_path, lambda _: zaozhuang)
    assert {each.message for each in errors} == {"还没有填写"}
    named = [text.split("\n")[each.line - 1] for each in errors]
    assert named[:2] == ['title = "FILL IN"', 'title_en = "FILL IN"']  # the case's own words tell what is to be found
    assert [each.field for each in errors][:2] == ["title", "title_en"]
    assert not [line for line in named if line.startswith("#")]  # nothing that is left when all is written


def _said(kind: str, **data: str) -> TimelineEntry:
    return TimelineEntry(kind=kind, at=NOON, operator="1042", data=data)


_ENDED: dict[str, dict[str, object]] = {
    "file_case": {},
    "answer_directly": {
        "handle_mode": HandleMode.DIRECT, "answer": "已告知免费，带身份证到大厅办，可打电话13912345678问。",
        "class_code": "140102", "case_type": CaseType.CONSULT,
    },
    "propose_refusal": {
        "refusal": RefusalKind.OUT_OF_SCOPE, "refusal_reason": "labour_arbitration",
        "legal_route": LegalRoute.ARBITRATION, "validity": Validity.OUT_OF_SCOPE,
    },
    "hand_off": {
        "handle_mode": HandleMode.EMERGENCY, "emergency_line": EmergencyLine.AMBULANCE, "three_way": True,
        "urgency": Urgency.CRITICAL,
    },
    "urge": {"urge_count": 2, "lead_unit": "370402-urban"},
}  # fmt: skip


def _ended(op: str, order: WorkOrder, pack: CityPack) -> str:
    """Return the draft of a case by the command to which its call came."""
    order = order.model_copy(update={**_ENDED[op], "urgency": _ENDED[op].get("urgency", Urgency.URGENT)})
    urgings = (_said("urge", said="第一次"), _said("urge"), _said("add_note", text="我叫王建国，今早还没有水。"))
    return _draft(order, pack, *(urgings if op == "urge" else ()))


@pytest.mark.parametrize("op", _ENDED)
def test_each_way_in_which_a_call_ended_is_drafted_and_its_reference_earns_all(
    op: str, order: WorkOrder, zaozhuang: CityPack, tmp_path: Path
) -> None:
    text = _ended(op, order, zaozhuang)
    (tmp_path / "drafted.toml").write_text(text, encoding="utf-8")
    for personal in ("王建国", "1234", "5678", "鑫苑", "501"):
        assert personal not in text
    read = read_scenario(tmp_path / "drafted.toml", lambda _: zaozhuang)
    assert [each.op for each in read.scenario.records] == [op]
    assert check_marks(read, newest_rubric(), zaozhuang) == []
    assert read.scenario.records[0].text.zh.count("告知") == (op == "answer_directly")
    assert ("f12 7\n" in text) == (op == "hand_off")  # of four lines 120 is the third, and behind them with three


def test_what_is_against_policy_is_drafted_as_that(order: WorkOrder, zaozhuang: CityPack) -> None:
    reason = next(each for each in zaozhuang.refusal_reasons.values() if each.kind != "out_of_scope")
    refused = {"refusal": RefusalKind.AGAINST_POLICY, "refusal_reason": reason.code, "legal_route": reason.route}
    document = tomllib.loads(_draft(order.model_copy(update=refused), zaozhuang))
    assert document["truth"]["validity"] == "beyond_policy"


def test_the_last_urging_is_drafted_with_the_case_before_it(order: WorkOrder, zaozhuang: CityPack) -> None:
    order = order.model_copy(update={"updated_at": order.created_at + timedelta(days=3), "lead_unit": "370402-urban"})
    document = tomllib.loads(_draft(order, zaozhuang, _said("urge", said="三天了还没有来水，请快一点")))
    [case], [record] = document["case"], document["record"]
    assert (case["days_ago"], case["unit"], case["class_code"]) == (3.0, "370402-urban", "030601")
    assert (record["op"], record["case"], record["text"]) == ("urge", "before", "三天了还没有来水，请快一点")
    assert document["truth"]["repeats"] == "before"


@pytest.mark.parametrize("wish", ["anonymous", "confidential", "is_enterprise"])
def test_what_a_caller_wished_and_who_he_is_stands_in_the_draft_and_in_its_keys(
    wish: str, order: WorkOrder, zaozhuang: CityPack
) -> None:
    kind = SubjectKind.LEGAL if wish == "is_enterprise" else SubjectKind.NATURAL
    document = tomllib.loads(_draft(order.model_copy(update={wish: True, "subject_kind": kind}), zaozhuang))
    [record] = document["record"]
    assert record[wish] is True
    assert record["caller_name"] == ("" if wish == "anonymous" else "王小梅")
    keys = {"anonymous": "ctrl+g 2 y", "confidential": "ctrl+g 3 y", "is_enterprise": "ctrl+g + enter 2 y ctrl+s"}
    assert keys[wish] in document["session"]["keys"]
    assert ('ctrl+g 8 "王小梅"' in document["session"]["keys"]) == (wish != "anonymous")


def test_a_piece_that_is_cut_in_the_middle_of_a_number_is_no_fact(order: WorkOrder, zaozhuang: CityPack) -> None:
    cut = f"从上个月开始到现在每天{'早晚' * 24}16点停水"  # the sixtieth sign is the 1
    document = tomllib.loads(_draft(order.model_copy(update={"content": f"{cut}，没人来修。"}), zaozhuang))
    assert [fact["text"] for fact in document["record"][0]["fact"]] == ["没人来修"]


def test_a_draft_of_next_to_nothing_is_a_file_all_the_same(order: WorkOrder, zaozhuang: CityPack) -> None:
    empty = order.model_copy(
        update={"case_type": None, "class_code": "999999", "area_code": "", "content": "'''\n", "call": CallTimes()}
    )
    text = draft(empty, {"title": "", "content": "'''\n\x7f", "answer": ""}, zaozhuang, lambda _: "")
    document = tomllib.loads(text)
    assert document["minutes"] == 4.0
    # A class that the pack no longer has is asked for: no check takes it for one.
    assert document["record"][0]["class_code"] == "FILL IN"


if SOAKING:

    @pytest.mark.long
    @pytest.mark.parametrize("op", _ENDED)
    def test_the_keys_of_a_draft_earn_all_points_at_the_desk(
        op: str, order: WorkOrder, zaozhuang: CityPack, tmp_path: Path
    ) -> None:
        (tmp_path / "drafted.toml").write_text(_ended(op, order, zaozhuang), encoding="utf-8")
        read = read_scenario(tmp_path / "drafted.toml", lambda _: zaozhuang)
        assert check_keys(read, zaozhuang, patience_s=PATIENCE_S) == []
