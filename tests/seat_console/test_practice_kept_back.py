"""A scenario that is set as an exam is not rehearsed before it is sat: not from home, the command line or an older one.

All of it is said where it is asked for.
"""

from argparse import Namespace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from hotline.codes import PracticeKind
from hotline.practice_doc import AssignedWork, OwnAssignment
from local_cache.practice_exchange import PracticeExchange
from practice.folder import PracticeFolder
from practice.honest_clock import Anchor
from practice.record import CallerSaid, Head
from practice.session import PracticeSession
from practice.session_file import KeptPlan, RecordFile, write_plan
from practice.session_plan import PlannedCall, SessionPlan, Trainee
from practice.set_work import KeptBack
from seat_console.exit_codes import Exit
from seat_console.practice import command
from seat_console.practice.material import Material
from seat_console.practice.past import Past
from seat_console.practice.play import Player
from seat_console.settings import Settings
from tests.seat_console.home_alone import said_at_home
from widgets.keymap import Keymap
from wording import set_language

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
WANG = Trainee("1042", "王敏")
LIFT, GAS = "lift-again-and-a-poplar", "gas-smell-in-the-kitchen"
EXAM, DRILL = UUID(int=1), UUID(int=2)


def task(assignment: UUID, kind: str, *scenarios: str) -> OwnAssignment:
    return OwnAssignment(
        assignment_id=assignment,
        title="第一周",
        kind=kind,
        scenarios=scenarios,
        due=date(2026, 11, 25),
        given_by="赵刚",
    )


@pytest.fixture
def past(tmp_path: Path) -> Past:
    """王敏 is to sit an exam of the smell of gas."""
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    work = AssignedWork(now=NOW, assignments=(task(EXAM, "exam", GAS),))
    PracticeExchange(folder.root).put_assigned("1042", work)
    return Past(folder, Material.shipped("tangshan"), WANG)


def begun(past: Past, kind: PracticeKind, scenarios: tuple[str, ...], *, ended: bool = False) -> str:
    session = f"{kind}-{len(scenarios)}"
    folder = past.folder.session(session)
    folder.make()
    head = Head(session, kind, "1042", scenarios, 1, "zh", 80, 24, NOW)
    record = RecordFile.begin(folder.record, head)
    record.put(CallerSaid(20, "opening", "喂"))
    record.close()
    versions = {each.code: each.version for each in past.material.titles}
    calls = tuple(PlannedCall(each, versions[each], 0) for each in scenarios)
    assignment = str(EXAM) if kind is PracticeKind.EXAM else ""
    plan = SessionPlan(session, kind, WANG, "tangshan", "zh", calls, assignment=assignment)
    write_plan(folder, KeptPlan(plan, Anchor(0, "", 0.0, NOW), ended=ended))
    return session


class Playing:
    """Notes what is played, and plays nothing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.plans: list[SessionPlan] = []
        monkeypatch.setattr(PracticeSession, "begin", lambda _, plan, *__, **___: self._begin(plan))
        monkeypatch.setattr(PracticeSession, "resume", lambda *_, **__: self._begin(None))
        monkeypatch.setattr(Player, "_play", lambda *_: "")

    def _begin(self, plan: Any) -> object:
        self.plans.append(plan)
        return SimpleNamespace()


def play(past: Past, kind: PracticeKind, scenario: str) -> None:
    Player(past, Keymap(), Settings()).begin(kind, scenario, None, "zh", SimpleNamespace(columns=80, lines=24))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [PracticeKind.DRILL, PracticeKind.SHIFT, PracticeKind.LINE_CUT])
def test_what_is_set_as_an_exam_is_begun_as_nothing_else_until_it_is_sat(
    kind: PracticeKind, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    playing = Playing(monkeypatch)
    with pytest.raises(KeptBack):
        play(past, kind, GAS)
    play(past, PracticeKind.EXAM, GAS)
    play(past, kind, LIFT)
    drawn = [call.scenario for call in playing.plans[-1].calls]
    assert drawn[0] == LIFT
    assert GAS not in drawn
    [row] = [each for each in past.offered().scenarios if each.kept_back]
    assert (row.code, kind in row.kept_back, "exam" in row.kept_back) == (GAS, True, False)
    begun(past, PracticeKind.EXAM, (GAS,), ended=True)
    assert not [each for each in past.offered().scenarios if each.kept_back]
    play(past, kind, GAS)


def test_an_exam_that_was_cut_off_is_not_looked_up_in_a_drill_before_it_is_gone_on_with(
    past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    Playing(monkeypatch)
    begun(past, PracticeKind.EXAM, (GAS,))
    with pytest.raises(KeptBack):
        play(past, PracticeKind.DRILL, GAS)


def test_what_a_trainer_has_set_as_a_drill_too_is_done_as_that(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    both = (task(EXAM, "exam", GAS), task(DRILL, "drill", GAS))
    PracticeExchange(past.folder.root).put_assigned("1042", AssignedWork(now=NOW, assignments=both))
    Playing(monkeypatch)
    play(past, PracticeKind.DRILL, GAS)
    with pytest.raises(KeptBack):
        play(past, PracticeKind.LINE_CUT, GAS)


@pytest.mark.parametrize(
    ("kind", "scenarios", "kept_back"),
    [
        (PracticeKind.SHIFT, (LIFT, GAS), True), (PracticeKind.DRILL, (LIFT,), False),
        (PracticeKind.EXAM, (GAS,), False),
    ],
)  # fmt: skip
def test_what_was_begun_before_its_exam_was_set_is_gone_on_with_once_that_is_sat(
    kind: PracticeKind, scenarios: tuple[str, ...], kept_back: bool, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    playing = Playing(monkeypatch)
    session = begun(past, kind, scenarios)
    [row] = past.offered().begun
    assert row.kept_back == kept_back
    player = Player(past, Keymap(), Settings())
    if kept_back:
        with pytest.raises(KeptBack):
            player.go_on(session)
    else:
        player.go_on(session)
    assert len(playing.plans) == (not kept_back)


@pytest.mark.parametrize("kind", ["drill", "exam"])
def test_the_command_line_is_told_why_at_home_and_sits_what_is_set(
    kind: str, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_language("en")
    said = said_at_home(monkeypatch)

    monkeypatch.setattr(Material, "shipped", lambda _: past.material)
    playing = Playing(monkeypatch)
    options = Namespace(
        city="tangshan", trainee="1042", name="王敏", own_city="", kind=kind, scenario=GAS,
    )  # fmt: skip
    assert command._practise(past.folder, options, Settings()) == Exit.DONE
    [words] = said
    if kind == "drill":
        assert playing.plans == []
        assert words is not None
        assert "Set for you as an exam" in words()
    else:
        [plan] = playing.plans
        assert (plan.kind, plan.assignment) == ("exam", str(EXAM))
