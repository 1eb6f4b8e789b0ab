"""What a session is to be: the pace of a practice shift, the end of an exam, the cut of a line; and its files."""

import errno
import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from hotline.codes import PracticeKind
from practice.folder import PracticeFolder
from practice.honest_clock import Anchor
from practice.last_known import known_moments
from practice.record import Asked, Head, parse_record
from practice.session_file import KeptPlan, RecordFile, kept_plans, write_plan
from practice.session_plan import SHIFT_CALLS, SessionPlan, Trainee, planned

from .machine import START
from .scenarios import SCENARIO

TEN = [replace(SCENARIO, code=f"call_{place}", minutes=3.0) for place in range(SHIFT_CALLS)]
HEAD = Head("s-1", PracticeKind.DRILL, "1042", ("night_work",), 1, "zh", 80, 24, START)


def plan(kind: PracticeKind, calls: int = SHIFT_CALLS) -> SessionPlan:
    return planned("s-1", kind, Trainee("1042", "王敏"), TEN[:calls], city="zaozhuang")


@pytest.mark.parametrize("calls", [10, 5, 3])
def test_in_a_shift_each_call_comes_sooner_after_the_one_before_until_callers_have_to_wait(calls: int) -> None:
    at = [each.not_before_ms for each in plan(PracticeKind.SHIFT, calls).calls]
    gaps = [after - before for before, after in pairwise(at)]
    assert gaps == sorted(gaps, reverse=True)
    assert (gaps[0], gaps[-1]) == (252_000, 126_000)  # a good operator needs 180 s for each


def test_the_second_of_two_calls_has_to_wait_and_one_call_has_no_pace() -> None:
    assert [each.not_before_ms for each in plan(PracticeKind.SHIFT, 2).calls] == [3_000, 129_000]
    assert [each.not_before_ms for each in plan(PracticeKind.SHIFT, 1).calls] == [3_000]


def test_only_an_exam_has_an_end_and_only_a_drill_has_hints() -> None:
    limits = {kind: plan(kind).limit_ms for kind in PracticeKind}
    assert limits.pop(PracticeKind.EXAM) == 10 * (6 + 2) * 60_000
    assert set(limits.values()) == {None}
    assert [kind for kind in PracticeKind if plan(kind).hints] == [PracticeKind.DRILL]
    assert [kind for kind in PracticeKind if plan(kind).cuts] == [PracticeKind.LINE_CUT]


@pytest.mark.parametrize("kind", list(PracticeKind))
def test_a_plan_is_read_back_as_it_was_written(kind: PracticeKind) -> None:
    assert SessionPlan.from_kept(json.loads(json.dumps(plan(kind).kept()))) == plan(kind)


def test_half_a_line_is_cut_off_before_the_record_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    record = RecordFile.begin(path, HEAD)
    record.put(Asked(100, "where"))
    record.close()
    with path.open("ab") as file:
        file.write('{"ms": 200, "e": "said", "text": "振'.encode()[:-1])
    again, before = RecordFile.again(path)
    again.put(Asked(300, "who"))
    again.close()
    assert before.events == (Asked(100, "where"),)
    assert parse_record(path.read_bytes()).events == (Asked(100, "where"), Asked(300, "who"))


def test_what_a_full_disk_did_not_take_goes_with_the_next_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "record.jsonl"
    record = RecordFile.begin(path, HEAD)
    lines = record._file
    file = lines._file

    class Full:
        def write(self, data: bytes) -> int:
            if len(data) > 10:
                return file.write(data[:10])  # half a line was taken, as the last bytes of a disk are
            raise OSError(errno.ENOSPC, "full")

    class NoRoom:
        def write(self, data: bytes) -> int:
            raise OSError(errno.ENOSPC, "full")

    for disk in (NoRoom(), Full()):
        monkeypatch.setattr(lines, "_file", disk)
        with pytest.raises(OSError, match="full"):
            record.put(Asked(100, "where"))
    monkeypatch.setattr(lines, "_file", file)
    record.put(Asked(200, "who"))
    record.close()
    assert parse_record(path.read_bytes()).events == (*[Asked(100, "where")] * 2, Asked(200, "who"))


def test_the_newest_session_is_the_last_one_whatever_the_clock_said_when_it_was_named(tmp_path: Path) -> None:
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    for days, session in enumerate(("b", "c", "a")):
        folder.session(session).make()
        anchor = Anchor(0, "", 0.0, START + timedelta(days=days))
        write_plan(folder.session(session), KeptPlan(plan(PracticeKind.DRILL), anchor))
    assert [each.session for each, _ in kept_plans(folder)] == ["b", "c", "a"]
    assert known_moments(folder).latest == START + timedelta(days=2)
