"""What a case's timeline says: every event that the rulebook makes, with every code it knows, in words."""

import re
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from itertools import product
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from city_packs.model import CityPack
from hotline import codes
from hotline.case_doc import CaseDoc, TimelineEntry, timeline_entry
from hotline.codes import EmergencyLine, LegalRoute, NotReached, RefusalKind, Role, Satisfaction, Solved, State
from hotline.command_table import COMMANDS
from hotline.commands import (
    AddNote,
    AmendCase,
    AnswerDirectly,
    AnswerQuery,
    AssignByPhone,
    Command,
    FileCase,
    HandOff,
    ProposeRefusal,
    RecordCallback,
    Reveal,
    Urge,
    Withdraw,
)
from hotline.context import Actor, Context
from hotline.order_number import OrderNumber
from hotline.outcome import Applied
from hotline.rulebook import apply
from hotline.work_order import Intake, WorkOrder
from screens.parts.case_words import field_words
from screens.parts.read_aloud import read_aloud
from screens.parts.timeline import timeline_line
from tests.local_cache.given import pack
from wording import set_language

from .cases import a_case
from .host import NOON
from .loop_story import whole_loop

ZONE = ZoneInfo("Asia/Shanghai")
NUMBER = str(OrderNumber("0042", 3, 7))
AREA, CLASS, OTHER_CLASS = "130203001001", "010101", "010102"
CODES = {
    str(value)
    for listed in vars(codes).values()
    if isinstance(listed, type) and issubclass(listed, StrEnum)
    for value in listed
}
"""Every code of the program."""


def intake() -> Intake:
    values = {"case_type": "QZ", "class_code": CLASS, "area_code": AREA, "content": "停水",
              "caller_phone": "13800005678", "title": "停水"}  # fmt: skip
    return Intake.model_validate(values)


def new_cases(city: CityPack) -> Iterator[Command]:
    common: dict[str, Any] = {"number": NUMBER, "pack_version": city.version}
    unit = next(iter(city.units))
    yield FileCase(intake=intake(), dispatch_advice=unit, **common)
    yield AnswerDirectly(intake=intake(), answer="已当场答复", **common)
    for refusal, route, reason in product(RefusalKind, LegalRoute, city.refusal_reasons):
        yield ProposeRefusal(intake=intake(), refusal=refusal, legal_route=route, reason=reason, **common)
    for line, three_way, gone in product(EmergencyLine, (True, False), (True, False)):
        yield HandOff(intake=intake(), line=line, three_way=three_way, caller_gone=gone, **common)
    yield AssignByPhone(intake=intake(), unit=unit, answered_by="张工", feedback_due=NOON + timedelta(days=2), **common)


AMENDED: dict[str, list[Any]] = {
    "case_type": list(codes.CaseType), "class_code": [OTHER_CLASS], "title": ["没水"], "content": ["没水"],
    "occurred_at": [NOON.isoformat()], "area_code": ["130203001"], "address_text": ["楼上"],
    "subject_kind": list(codes.SubjectKind), "caller_name": ["李小明"], "caller_phone": ["13900005678"],
    "contact_phone": ["13700005678"], "respondent_name": ["物业"], "respondent_phone": ["13600005678"],
    "urgency": list(codes.Urgency), "confidential": [True], "anonymous": [True], "is_enterprise": [True],
    "channel": list(codes.Channel), "outside_no": ["77"],
}  # fmt: skip
"""New values of every field of the intake."""


def changes() -> Iterator[tuple[State, Command]]:
    before = a_case().model_dump(mode="json")
    for name, values in AMENDED.items():
        for value in values:
            if value != before[name]:
                yield State.TO_DISPATCH, AmendCase(changes={name: (before[name], value)})
    yield State.TO_DISPATCH, AddNote(text="补充")
    yield State.TO_DISPATCH, Urge(said="已告知")
    yield State.TO_DISPATCH, Urge()
    yield State.TO_DISPATCH, Withdraw(reason="已解决")
    yield State.WITH_SEAT, AnswerQuery(answer="三单元")
    yield State.TO_DISPATCH, AssignByPhone(unit=next(iter(pack().units)), answered_by="张工", feedback_due=NOON)
    for solved, satisfied, contacted, redo in product(Solved, Satisfaction, (True, False), (True, False)):
        yield (
            State.TO_CALLBACK,
            RecordCallback(
                reached=True, solved=solved, satisfied=satisfied, contacted_by_unit=contacted, redo=redo, opinion="好"
            ),
        )
    for not_reached in NotReached:
        yield State.TO_CALLBACK, RecordCallback(reached=False, not_reached=not_reached)
    for reason, field in product(codes.RevealReason, ("caller_phone", "caller_name")):
        yield State.TO_DISPATCH, Reveal(field=field, reason=reason)


def events() -> Iterator[tuple[WorkOrder, TimelineEntry]]:
    """Yield every event that a case can have, each with its case afterwards."""
    city = pack()
    roles = frozenset(Role)
    given = [(None, command) for command in new_cases(city)]
    unit = next(iter(city.units))
    known = [(a_case(state=each, query="几单元？", dispatch_advice=unit), command) for each, command in changes()]
    for order, command in (*given, *known):
        actor = Actor("2001", roles | {Role.DISPATCHER}, "0042")
        outcome = apply(order, command, Context(NOON, actor, city, UUID(int=7)))
        assert isinstance(outcome, Applied), (command, outcome)
        assert outcome.order is not None
        for event in outcome.events:
            entry = timeline_entry(event)
            for role in Role if isinstance(command, AddNote) else (entry.role,):
                yield outcome.order, entry.model_copy(update={"role": role})
    for op in COMMANDS:
        data = {"op": op, "text": "来晚了"}
        yield (
            a_case(dispatch_advice=unit),
            TimelineEntry(kind="addendum", at=NOON, operator="1042", seat="0042", data=data),
        )


def raw(entry: TimelineEntry) -> set[str]:
    """Return what no line may hold as one of its words: codes, and names of the program."""
    return CODES | {*entry.data, entry.kind, *COMMANDS, *Intake.model_fields, AREA, CLASS, OTHER_CLASS, "True", "False",
                    *pack().units, *pack().refusal_reasons} - {"110", "119", "120", "122"}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_code_of_the_program_is_shown(language: str) -> None:
    set_language(language)
    seen: set[str] = set()
    wrong = []
    for order, entry in (*events(), *whole_loop(pack())):
        seen.add(entry.kind)
        lines = [timeline_line(entry, pack(), NOON, ZONE)]
        lines += read_aloud(CaseDoc(order=order, timeline=(entry,)), pack(), NOON, ZONE)
        for line in lines:
            words = re.split(r"  |[;；,，、:：]\s?| -> ", line)
            foreign = re.findall("[A-Za-z_]{2,}", line) if language == "zh" else []
            if found := ({word.strip() for word in words} & raw(entry)) | {*foreign}:
                wrong.append((entry.kind, found, line))
        for name, value in entry.data.items():
            if value or (isinstance(value, bool) and name in ("reached", "contacted_by_unit")):
                less = entry.model_copy(update={"data": {key: entry.data[key] for key in entry.data if key != name}})
                assert timeline_line(less, pack(), NOON, ZONE) != lines[0], name
    assert wrong == []
    assert seen == {*COMMANDS, "addendum", "merged_in", "merged_out"} - {"log_call", "mark_abuse"}
    assert {*AMENDED} == {*Intake.model_fields}


@pytest.mark.parametrize(
    ("language", "data", "said"),
    [
        ("en", {"reached": True, "contacted_by_unit": False, "solved": "mostly", "satisfied": "dissatisfied"},
         "the caller was reached; the unit had not been in touch; Mostly solved; Dissatisfied"),
        ("zh", {"reached": False, "not_reached": "no_answer"}, "未联系到来电人；无人接听"),
    ],
)  # fmt: skip
def test_a_call_back_is_told_in_words(language: str, data: dict[str, Any], said: str) -> None:
    set_language(language)
    entry = TimelineEntry(kind="record_callback", at=NOON, operator="3001", role=Role.CALLBACK, data=data)
    assert timeline_line(entry, pack(), NOON, ZONE).endswith(said)


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "已修好。联系过市民；灯亮了！已解决"), ("en", "已修好。 联系过市民; 灯亮了！ Solved")],
)
def test_what_an_event_says_is_joined_by_one_sign_only(language: str, said: str) -> None:
    set_language(language)
    data = {"reply": "已修好。", "explanation": "联系过市民；", "said": "灯亮了！", "solved": "solved"}
    entry = TimelineEntry(at=NOON, kind="reply", operator="4001", role=Role.UNIT, data=data)
    assert timeline_line(entry, pack(), NOON, ZONE).endswith(f"  {said}")


def test_what_the_clock_does_is_nobodys_doing() -> None:
    set_language("en")
    entry = TimelineEntry(kind="note_light", at=NOON, operator="worker", role=Role.WORKER)
    assert timeline_line(entry, pack(), NOON, ZONE) == "14:32  Note the lamp  System worker"


def test_a_step_of_a_newer_centre_is_not_shown_as_its_code() -> None:
    set_language("en")
    entry = TimelineEntry(kind="joint_visit", at=NOON, operator="3001", data={"visit_kind": "on_site", "text": "说明"})
    line = timeline_line(entry, pack(), NOON, ZONE)
    assert "joint_visit" not in line
    assert "on_site" not in line
    assert "说明" in line


def test_times_are_as_short_as_the_day_allows() -> None:
    entry = TimelineEntry(kind="urge", at=NOON, operator="1042")
    for later, shown in ((timedelta(hours=1), "14:32"), (timedelta(days=1), "11-21 14:32"),
                         (timedelta(days=90), "2026-11-21 14:32")):  # fmt: skip
        assert timeline_line(entry, pack(), NOON + later, ZONE).split("  ")[0] == shown


def test_every_field_of_the_intake_has_a_name() -> None:
    set_language("en")
    assert [name for name in Intake.model_fields if field_words(name) == name] == []
