"""What the desk's form knows, without a screen."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from city_packs.entries import Phrase
from hotline.codes import AgentState, CallEventKind, CaseType, Urgency
from hotline.context import Actor, Context
from hotline.intake_check import check_intake
from hotline.outcome import Refusal
from screens.desk import commands, promise
from screens.desk.call import DeskCall
from screens.desk.form import DeskForm
from screens.desk.form_fields import DESK_FIELDS, FIELDS, FieldKind
from screens.desk.form_problems import ProblemKind, moment, words
from screens.desk.side_pane import phrases_of
from wording import set_language

from .small_city import small_city

PACK = small_city()
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)  # 14:32 in the city
WATER, PLACE = "010101", "130203001001"


def filled(**more: str | bool) -> DeskForm:
    form = DeskForm(PACK, caller_phone="13800005678")
    for name, value in {"area_code": PLACE, "class_code": WATER, "content": "昨晚八点起全楼停水。", **more}.items():
        form.put(name, value)
    return form


def test_pickers_stand_together_before_what_is_written_in_chinese() -> None:
    written = [each.kind in (FieldKind.TEXT, FieldKind.NARRATIVE) for each in DESK_FIELDS]
    assert written == sorted(written)


def test_the_class_brings_type_and_urgency() -> None:
    form = DeskForm(PACK)
    assert form.put("class_code", WATER) == {"class_code", "case_type", "urgency"}
    assert (form["case_type"], form["urgency"]) == ("QZ", "urgent")


def test_what_the_operator_chose_stays_when_the_class_changes() -> None:
    form = DeskForm(PACK)
    form.put("case_type", "TS")
    form.put("class_code", WATER)
    assert (form["case_type"], form["urgency"]) == ("TS", "urgent")
    form.put("class_code", "020102")
    assert (form["case_type"], form["urgency"]) == ("TS", "historic")


@pytest.mark.parametrize("content", ["", "\n\n\n", " \t", "\u3000"])
def test_a_record_in_which_nothing_can_be_read_is_not_filled(content: str) -> None:
    assert filled(content=content).missing() == ("content",)


def test_a_reopened_draft_still_knows_what_was_chosen() -> None:
    form = DeskForm(PACK)
    form.put("class_code", WATER)
    form.put("urgency", "critical")
    again = DeskForm(PACK, form.values)
    again.put("class_code", "010102")
    assert again["urgency"] == "critical"


def test_enter_passes_over_what_is_filled() -> None:
    form = DeskForm(PACK, caller_phone="13800005678")
    assert form.first_open() == "area_code"
    form.put("area_code", PLACE)
    assert form.next_after("area_code") == "class_code"
    form.put("class_code", WATER)
    assert form.next_after("class_code") == "caller_name"
    assert form.next_after("caller_name") == "address_text"
    form.put("content", "停水")
    assert form.next_after("address_text") == "content"


def test_a_call_without_a_number_starts_at_the_phone() -> None:
    assert DeskForm(PACK).first_open() == "contact_phone"


def test_missing_fields_follow_the_outcome() -> None:
    form = DeskForm(PACK)
    assert form.missing("file_case") == ("contact_phone", "area_code", "class_code", "case_type", "content")
    assert form.missing("propose_refusal") == ("contact_phone", "case_type", "content")
    assert form.missing("hand_off") == ()
    form.put("anonymous", True)
    assert "contact_phone" not in form.missing("file_case")


def test_jump_to_the_next_missing_goes_round() -> None:
    form = DeskForm(PACK, caller_phone="13800005678")
    form.put("class_code", WATER)
    assert form.next_missing("content") == "area_code"
    assert form.next_missing("area_code") == "content"
    assert filled().next_missing("content") is None


@pytest.mark.parametrize("op", ["file_case", "answer_directly", "propose_refusal", "hand_off"])
@pytest.mark.parametrize("left_out", [None, "area_code", "class_code", "content", "anonymous"])
def test_the_form_agrees_with_the_rulebook(op: str, left_out: str | None) -> None:
    from hotline.commands import AnswerDirectly, FileCase, HandOff, ProposeRefusal

    kinds = {"file_case": FileCase, "answer_directly": AnswerDirectly, "propose_refusal": ProposeRefusal,
             "hand_off": HandOff}  # fmt: skip
    form = DeskForm(PACK)
    values = {"area_code": PLACE, "class_code": WATER, "content": "停水", "anonymous": True}
    for name, value in values.items():
        if name != left_out:
            form.put(name, value)
    context = Context(at=NOW, actor=Actor("1042", frozenset(), "0042"), pack=PACK)  # type: ignore[arg-type]
    refusal = check_intake(kinds[op], commands.intake_of(form, NOW, ZONE), context, PACK.version)
    assert isinstance(refusal, Refusal) == bool(form.problems(op))
    if refusal:
        assert refusal.field in form.problems(op)


def test_a_form_becomes_an_intake() -> None:
    form = filled(caller_name="李女士", address_text="12号楼3单元", confidential=True, occurred_at="11-20 20:00",
                  respondent_name="某物业", channel="walk_in")  # fmt: skip
    intake = commands.intake_of(form, NOW, ZONE)
    assert (intake.case_type, intake.urgency) == (CaseType.HELP, Urgency.URGENT)
    assert intake.caller_phone == "13800005678"
    assert intake.occurred_at == datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    assert intake.title == "祥富里社区小区停水"


def test_the_title_without_place_and_class_is_the_first_line() -> None:
    form = DeskForm(PACK)
    form.put("content", "  路灯不亮\n第二行")
    assert form.title() == "路灯不亮"
    form.put("title", "自己写的标题")
    assert form.title() == "自己写的标题"


def test_the_case_is_sent_to_the_usual_unit() -> None:
    command = commands.file_case(filled(), DeskCall(number="13800005678"), "0042010000011", NOW, ZONE)
    assert command.dispatch_advice == "130203-water"


@pytest.mark.parametrize(
    ("language", "class_code", "told"),
    [
        ("en", WATER, "within 24 hours of dispatch"),
        ("en", "010102", "within 3 working days of dispatch"),
        ("en", "020102", "no length may be promised"),
        ("en", "", ""),
    ],
)
def test_a_promise_is_a_length_and_never_a_moment(language: str, class_code: str, told: str) -> None:
    set_language(language)
    form = DeskForm(PACK)
    form.put("class_code", class_code)
    assert promise.promise_words(form) == told


def test_the_aim_of_dispatch() -> None:
    set_language("en")
    assert promise.dispatch_aim_words(PACK) == "dispatch aims at 10 minutes"


@pytest.mark.parametrize("name", [n for n, f in FIELDS.items() if f.kind in (FieldKind.TEXT, FieldKind.NARRATIVE)])
def test_texts_are_kept_exactly_or_refused_in_words(name: str) -> None:
    set_language("en")
    for kept in ("[/]", "[red]", "\x1b[31m", "\u202e", "🚰👨‍👩‍👧", "𠮷𡈽", "１３８", " "):
        form = filled(**{name: kept})
        assert form.problem(name) is None
        assert getattr(commands.intake_of(form, NOW, ZONE), name) == kept
    for refused in ("a\x00b", "\ud800"):
        problem = filled(**{name: refused}).problem(name)
        assert problem is not None
        assert problem.kind is ProblemKind.UNKEEPABLE
        assert "delete it" in words(problem)
    limit = FIELDS[name].limit
    assert filled(**{name: "长" * limit}).problem(name) is None
    problem = filled(**{name: "长" * (limit + 1)}).problem(name)
    assert problem is not None
    assert words(problem) == f"1 character too many: at most {limit}"


@pytest.mark.parametrize("name", ["contact_phone", "respondent_phone"])
def test_phones_in_any_writing(name: str) -> None:
    for good in ("13800005678", "１３８ 0000-5678", "0315-1234567", "12345"):
        assert filled(**{name: good}).problem(name) is None
    for bad in ("[/]", "abc", "1", "一三八", "138000056781380000567813800005678"):
        problem = filled(**{name: bad}).problem(name)
        assert problem is not None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("14:05", "2026-11-21T06:05+00:00"),
        ("１４：０５", "2026-11-21T06:05+00:00"),
        ("20:00", "2026-11-20T12:00+00:00"),
        ("12-31 23:00", "2025-12-31T15:00+00:00"),
        ("2026-02-28 08:00", "2026-02-28T00:00+00:00"),
        ("02-29 08:00", "2024-02-29T00:00+00:00"),
    ],
)
def test_when_it_happened(said: str, meant: str) -> None:
    assert moment(said, NOW, ZONE) == datetime.fromisoformat(meant)


@pytest.mark.parametrize("said", ["25:00", "2026-02-30 08:00", "gestern", "02-30 08:00", "[/]", ""])
def test_a_time_that_cannot_be_read(said: str) -> None:
    assert moment(said, NOW, ZONE) is None
    assert bool(said) == bool(filled(occurred_at=said).problem("occurred_at"))


def test_unknown_codes_are_to_be_chosen_again() -> None:
    form = DeskForm(PACK, {"area_code": "999", "class_code": "999999"})
    assert {name: p.kind for name, p in form.problems("hand_off").items()} == {
        "area_code": ProblemKind.UNKNOWN_CODE,
        "class_code": ProblemKind.UNKNOWN_CODE,
    }


def test_a_call_runs_from_ring_to_wrap_up_and_survives_a_draft() -> None:
    at = [NOW.replace(second=s) for s in range(10)]
    call = DeskCall(call_id="0192f0c8-0000-7000-8000-000000000001", number="138", rang_at=at[0])
    assert call.state is AgentState.RINGING
    call = call.after(CallEventKind.ANSWERED, at[1])
    call = call.after(CallEventKind.ANSWERED, at[2])
    assert (call.state, call.since) == (AgentState.TALKING, at[1])
    call = call.after(CallEventKind.HELD, at[3])
    assert call.state is AgentState.HELD
    call = call.after(CallEventKind.RESUMED, at[4]).after(CallEventKind.HUNG_UP, at[6])
    assert (call.state, call.since, call.phase) == (AgentState.WRAP_UP, at[6], "wrap_up")
    assert call.talk_seconds(at[9]) == 5
    assert call.after(CallEventKind.ANSWERED, at[8]) == call
    assert DeskCall.from_kept(call.kept()) == call
    assert call.times().ended_at == at[6]


def test_an_abandoned_ring_is_no_talk() -> None:
    call = DeskCall(number="138", rang_at=NOW).after(CallEventKind.ABANDONED, NOW)
    assert (call.is_ringing, call.is_live, call.talk_seconds(NOW)) == (False, False, 0)


def test_texts_of_the_chosen_class_come_first_and_those_of_an_emergency_while_it_may_be_one() -> None:
    city = small_city()
    gas = replace(city.classes["010101"], code="010301", urgency="critical")
    texts = {"gas": Phrase("gas", "script", "燃气", "Gas", "…", "…", ("0103",)),
             "water": Phrase("water", "script", "停水", "Water", "…", "…", ("010101",)),
             "visit": Phrase("visit", "phrase", "查看", "Visit", "…", "…")}  # fmt: skip
    classes = {**city.classes, "010301": gas, "0103": replace(gas, code="0103")}
    pack = replace(city, classes=classes, phrases=texts)

    def order(class_code: str, urgency: str = "") -> list[str]:
        form = DeskForm(
            pack, {name: value for name, value in (("class_code", class_code), ("urgency", urgency)) if value}
        )
        return [each.code for each in phrases_of(form)]

    assert order("010301", "critical") == ["gas", "visit", "water"]
    assert order("010101", "urgent") == ["water", "visit", "gas"]
    assert order("020101", "critical") == ["gas", "visit", "water"]
    assert order("") == ["gas", "visit", "water"]
    assert order("020101") == ["visit", "gas", "water"]
