"""Marks that were kept: of an older version of a scenario, and of one that is gone; from home to what was lost."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
from textual.pilot import Pilot

from hotline.codes import PracticeKind
from hotline.practice_doc import AssignedWork, PracticeResult, ResultCall, ResultItem, TrainerNote
from local_cache.practice_exchange import PracticeExchange
from practice.folder import PracticeFolder
from practice.honest_clock import Anchor
from practice.record import CallStep, Head, Step, event_line, head_line
from practice.session_file import KeptPlan, keep_result, write_plan
from practice.session_plan import PlannedCall, SessionPlan, Trainee
from screens.practice.given import ShowMarks
from screens.practice.marks import MarksScreen
from screens.practice.replay import ReplayScreen
from screens.practice.shift_marks import ShiftMarks
from seat_console.practice.home_app import HomeApp
from seat_console.practice.material import Material
from seat_console.practice.past import Past
from tests.deadline import PATIENCE_S
from tests.screen_rows import rows_of
from widgets.commands import PRACTICE
from widgets.keymap import Keymap
from widgets.line_list import LineList
from wording import set_language

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
WANG = Trainee("1042", "王敏")
GAS = "gas-smell-in-the-kitchen"
LOST = ResultItem(item="address", of=12, got=8, losses=("area",))


async def until(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    """Let the program go on until something holds."""
    end = monotonic() + PATIENCE_S
    while not holds():
        assert monotonic() < end, rows_of(pilot.app)
        await pilot.pause(0.02)


def played(
    folder: PracticeFolder, kind: PracticeKind, calls: dict[str, int], totals: tuple[float, ...] = (), rang: int = 99
) -> str:
    """Keep a session of scenarios with their versions that has ended, and its marks if any are given; return its id.

    No more than `rang` of its calls rang.
    """
    folder.make(())
    session = uuid4()
    here = folder.session(str(session))
    here.make()
    planned = tuple(PlannedCall(code, version, 0) for code, version in calls.items())
    plan = SessionPlan(str(session), kind, WANG, "tangshan", "zh", planned)
    write_plan(here, KeptPlan(plan, Anchor(0, "", 0.0, NOW), ended=True))
    head = Head(str(session), kind, "1042", tuple(calls), 1, "zh", 80, 24, NOW, "")
    rings = [CallStep(1000 * place, Step.RING, place, scenario=code) for place, code in enumerate(calls, 1)][:rang]
    here.record.write_text(head_line(head) + "".join(map(event_line, rings)), "utf-8")
    if totals:
        marks = tuple(
            ResultCall(scenario=call.scenario, version=call.version, rubric=1, total=total, items=(LOST,))
            for call, total in zip(planned[:rang], totals, strict=True)
        )
        keep_result(here, PracticeResult(session=session, trainee="1042", kind=kind, began=NOW, ended=NOW, calls=marks))
    return str(session)


@pytest.mark.parametrize("marks_kept", [True, False])
async def test_the_marks_and_the_replay_of_an_older_version_are_not_lost(marks_kept: bool, tmp_path: Path) -> None:
    set_language("en")
    folder = PracticeFolder(tmp_path / "practice")
    session = played(folder, PracticeKind.DRILL, {GAS: 98}, (87.5,) if marks_kept else ())
    past = Past(folder, Material.shipped("tangshan"), WANG)
    [row] = [each for each in past.offered(past.last_times()).scenarios if each.code == GAS]
    assert (row.total, row.at, row.session, row.older) == (87.5 if marks_kept else None, NOW, session, 98)
    app = HomeApp(past, Keymap(apart=PRACTICE), None, marked=GAS)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "version 98" in "".join(rows_of(app)))
        await pilot.press("m")
        if marks_kept:
            await until(pilot, lambda: "another place" in "".join(rows_of(app)))
            assert isinstance(app.screen, MarksScreen)
            assert "scenario version 98" in rows_of(app)[2]
            await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen))
        if not marks_kept:
            await until(pilot, lambda: "cannot be marked again" in "".join(rows_of(app)))


async def test_a_call_of_a_shift_whose_scenario_is_as_it_was_keeps_its_reference_beside_one_that_has_changed(
    tmp_path: Path,
) -> None:
    set_language("en")
    folder = PracticeFolder(tmp_path / "practice")
    shipped = Material.shipped("tangshan")
    same = next(each for each in shipped.titles if each.code != GAS)
    session = played(folder, PracticeKind.SHIFT, {GAS: 98, same.code: same.version}, (96.0, 4.0))
    past = Past(folder, shipped, WANG)
    marked, result = past.marked(session)
    assert [each.kept for each in marked.calls] == [True, False]
    assert result is not None
    assert result.total == 50
    app = HomeApp(past, Keymap(apart=PRACTICE), None)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(ShowMarks(session, 1))
        await until(pilot, lambda: "A good one" in "".join(rows_of(app)))
        await pilot.press("n")
        await until(pilot, lambda: "Kept when it ended" in "".join(rows_of(app)))
        assert "A good one" not in "".join(rows_of(app))


@pytest.mark.parametrize("calls", [{"gone-for-good": 1}, {"gone-for-good": 1, GAS: 98}])
async def test_what_came_of_a_scenario_that_is_gone_stays_at_home_with_its_marks(
    calls: dict[str, int], tmp_path: Path
) -> None:
    set_language("en")
    folder = PracticeFolder(tmp_path / "practice")
    kind = PracticeKind.DRILL if len(calls) == 1 else PracticeKind.SHIFT
    session = played(folder, kind, calls, (96.0,) * len(calls))
    note = TrainerNote(note_id=uuid4(), session=session, place=0, item="address", words="先问清楚", by="赵刚", at=NOW)
    PracticeExchange(folder.root).put_assigned("1042", AssignedWork(now=NOW, notes=(note,)))
    past = Past(folder, Material.shipped("tangshan"), WANG)
    assert past.offered().gone == ()  # not before it is known what came of it
    offered = past.offered(past.last_times())
    [gone] = offered.gone
    assert (gone.code, gone.city.en, gone.total, gone.session) == ("gone-for-good", "Tangshan", 96, session)
    assert offered.remarks == ()  # they are read under its marks
    app = HomeApp(past, Keymap(apart=PRACTICE), None)
    async with app.run_test(size=(80, 24)) as pilot:
        listed = app.screen.query_one(LineList)
        await until(pilot, lambda: listed.rows[-1].key == "gone-for-good")
        await pilot.press("end")
        await until(pilot, lambda: "its marks open as they were kept" in "".join(rows_of(app)))
        await pilot.press("enter")
        if len(calls) > 1:
            await until(pilot, lambda: "2 calls: mean 96.0 of 100" in "".join(rows_of(app)))
            assert isinstance(app.screen, ShiftMarks)
            await pilot.press("enter")
        await until(pilot, lambda: "Note of 赵刚: 先问清楚" in "".join(rows_of(app)))
        assert "another place" in "".join(rows_of(app))
        await pilot.press(*["escape"] * len(calls))
        await until(pilot, lambda: "no longer here: gone-for-good" in "".join(rows_of(app)))
        assert app.screen.query_one(LineList) is listed


async def test_a_shift_that_was_ended_in_its_first_call_says_so_before_the_marks_of_the_call(tmp_path: Path) -> None:
    set_language("en")
    folder = PracticeFolder(tmp_path / "practice")
    session = played(folder, PracticeKind.SHIFT, {GAS: 98, "later": 1}, (96.0,), rang=1)
    app = HomeApp(Past(folder, Material.shipped("tangshan"), WANG), Keymap(apart=PRACTICE), None, show=session)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Ended early, calls that rang: 1 / 2" in "".join(rows_of(app)))
        await pilot.press("enter")
        await until(pilot, lambda: "another place" in "".join(rows_of(app)))
