"""`practice try`: what is hidden from a trainee stands where a drill's hints do, and a bad file is named first."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest

from city_packs.read_scenario import read_scenario
from hotline.practice_doc import AssignedWork, OwnAssignment, SatExam
from local_cache.practice_exchange import PracticeExchange
from seat_console import cli
from seat_console.exit_codes import Exit
from seat_console.practice.check import pack_of
from seat_console.practice.try_out import InView, truth_words
from tests.practice.conftest import SCENARIOS

pytestmark = pytest.mark.usefixtures("in_english")
NOISE = SCENARIOS / "noise.toml"


def test_truth_commands_and_what_is_still_to_be_said_are_in_view() -> None:
    scenario = read_scenario(NOISE, pack_of).scenario
    said: list[Any] = []
    session = cast("Any", SimpleNamespace(lines=lambda: said))
    truth, waits = (each.zh for each in InView(session, scenario).hints())
    assert truth.startswith(f"{scenario.truth.case_type} {scenario.truth.class_code} {scenario.truth.area_code}")
    assert truth.endswith("file_case")
    assert waits.startswith("opening < 1.5")
    said += [SimpleNamespace(code=each.code) for each in scenario.caller.lines]
    assert [each.zh for each in InView(session, scenario).hints()] == [truth]


def test_what_is_urged_and_which_line_is_meant_are_named_as_in_the_file() -> None:
    urged = read_scenario(SCENARIOS / "urged.toml", pack_of).scenario
    assert truth_words(urged) == "QZ 010101 370402004 urgent reasonable; repeats leak; urge leak; mark_abuse"


def test_what_check_refuses_is_not_played_and_named_in_the_same_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "scenarios" / "noise.toml"
    bad.parent.mkdir()
    text = NOISE.read_text(encoding="utf-8")
    for old, new in (("[truth]", "[truths]"), ("costs = 8", "costs = 12")):
        assert old in text
        bad.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert cli.main(["practice", "try", str(bad)]) == Exit.INVALID
        named = capsys.readouterr().out
        assert cli.main(["practice", "check", str(bad.parent)]) == Exit.INVALID
        assert (named, bool(named)) == (capsys.readouterr().out, True)
    assert cli.main(["practice", "try", str(NOISE)]) == Exit.USAGE
    assert "needs a terminal" in capsys.readouterr().err


def test_what_is_set_as_an_exam_for_somebody_here_is_not_tried_before_it_is_sat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEAT_PRACTICE_FOLDER", str(tmp_path / "practice"))
    exchange, now = PracticeExchange(tmp_path / "practice"), datetime(2026, 11, 23, 8, tzinfo=UTC)
    task = OwnAssignment(
        assignment_id=UUID(int=1), title="第一周", kind="exam", scenarios=("noise",), due=date(2026, 11, 25),
        given_by="赵刚",
    )  # fmt: skip
    sat = SatExam(assignment_id=task.assignment_id, scenario="noise")
    for exams, words in ((), "set as an exam for somebody"), ((sat,), "needs a terminal"):
        exchange.put_assigned("1042", AssignedWork(now=now, assignments=(task,), exams=exams))
        assert cli.main(["practice", "try", str(NOISE)]) == Exit.USAGE
        assert words in capsys.readouterr().err
