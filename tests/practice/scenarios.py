"""A small scenario of the real city, and callers made of it."""

from dataclasses import replace

from city_packs.scenario import (
    Caller,
    Mood,
    PastCase,
    Question,
    ReferenceRecord,
    Reply,
    Scenario,
    ScriptedLine,
    Truth,
    Words,
)

CLASS, AREA = "010101", "370402001001"


def words(text: str) -> Words:
    return Words(text, f"({text})")


def line(code: str, **when: object) -> ScriptedLine:
    return ScriptedLine(code, words(code), **when)  # type: ignore[arg-type]


def reply(to: Question, text: str, *, wrong: bool = False) -> Reply:
    return Reply(to, words(text), wrong)


CALLER = Caller(
    name="李秀兰", phone="19900001234", mood=Mood.CALM, abuse=0, erratic=0, leaves_after=600.0,
    lines=(line("opening", at=1.5), line("more", after="opening", wait=5.0)),
    replies=(reply(Question.WHERE, "振兴路"),),
)  # fmt: skip
SCENARIO = Scenario(
    code="night_work", version=1, city="zaozhuang", title=words("夜里施工"), level=1, minutes=4.0, topics=(),
    sources=(), caller=CALLER, truth=Truth("QZ", CLASS, AREA, "normal", "reasonable"), cases=(),
    records=(ReferenceRecord("file_case", {"case_type": "QZ"}),), traps=(), keys=(),
)  # fmt: skip
BEFORE = PastCase("before", 3.0, "19900001234", "李秀兰", "QZ", CLASS, AREA, "振兴路 5 号", words("工地夜里浇筑"))


def with_caller(**changes: object) -> Scenario:
    return replace(SCENARIO, caller=replace(CALLER, **changes))  # type: ignore[arg-type]
