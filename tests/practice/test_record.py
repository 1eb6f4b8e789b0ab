"""The record of a practice session: every event comes back from its line, and a crash costs half a line at most."""

from datetime import UTC, datetime

import pytest

from hotline.codes import PracticeKind
from practice.record import (
    Act,
    Asked,
    CallerSaid,
    CallStep,
    CameBack,
    Ended,
    Event,
    Head,
    KeyPressed,
    LineChanged,
    Record,
    RecordDamaged,
    Step,
    TextRead,
    event_line,
    head_line,
    parse_record,
)

_HEAD = Head(
    "s1", PracticeKind.EXAM, "2004", ("noise",), 1, "zh", 80, 24, datetime(2026, 11, 23, 8, tzinfo=UTC), "boot"
)
_EVENTS: tuple[Event, ...] = (
    CallStep(0, Step.RING, 1, "noise", "0f", "19900001234"),
    KeyPressed(800, "enter", at="desk"),
    CallStep(810, Step.ANSWERED, 1),
    KeyPressed(900, "噪", "噪", "content"),
    KeyPressed(950, "f11", at="content", used=False),
    Asked(1000, "where"),
    CallerSaid(1400, "where", "文化路\u2028“工地”"),
    TextRead(2000, "calm_first"),
    LineChanged(2100, up=False),
    Act(3000, "file_case", {"intake": {"content": "噪声\n扰民"}}, call=1, seq=4, made_ms=2900),
    CameBack(3500, 40),
    CallStep(4000, Step.HUNG_UP, 1, by="caller"),
    CallStep(5000, Step.READY, 1),
    Ended(6000),
)
_RAW = (head_line(_HEAD) + "".join(map(event_line, _EVENTS))).encode()


def test_every_event_comes_back_from_its_line() -> None:
    assert parse_record(_RAW) == Record(_HEAD, _EVENTS)
    assert _RAW.count(b"\n") == len(_EVENTS) + 1


@pytest.mark.parametrize("cut", [1, 3, 8])
def test_what_a_crash_left_of_the_last_line_is_dropped(cut: int) -> None:
    half = _RAW + event_line(CallerSaid(7000, "x", "半")).encode()[:-cut]
    assert parse_record(half) == Record(_HEAD, _EVENTS)


def test_a_spoilt_line_before_the_last_is_said() -> None:
    with pytest.raises(RecordDamaged, match="line 3"):
        parse_record(_RAW.replace(b'"e": "key"', b'"e": "kez"', 1))
    with pytest.raises(RecordDamaged, match="line 4"):
        parse_record(_RAW.replace(b'{"ms": 810', b'{"ms": 8" 10', 1))
    with pytest.raises(RecordDamaged, match="line 4"):
        parse_record(_RAW.replace(b'{"ms": 810, "e": "answered", "call": 1}', b'{"ms": 1}, {"ms": 2}', 1))
    with pytest.raises(RecordDamaged, match="head"):
        parse_record(b"")
    with pytest.raises(RecordDamaged, match="line 1"):
        parse_record(b"{}\n")
