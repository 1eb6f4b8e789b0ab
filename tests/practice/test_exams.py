"""An exam is sat once: whatever is wiped, and at whichever seat it was."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from hotline.codes import PracticeKind
from hotline.practice_doc import AssignedWork, OwnAssignment, PracticeResult, SatExam
from local_cache.practice_exchange import PracticeExchange
from practice.exams import exam_sat, sat_by
from practice.folder import PracticeFolder
from practice.honest_clock import Anchor
from practice.record import Asked, CallerSaid, Event, Head
from practice.session_file import KeptPlan, RecordFile, kept_plans, write_plan
from practice.session_plan import SessionPlan, Trainee, planned
from practice.wipe import wipe

from .given import TRAINEE
from .scenarios import SCENARIO

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SET = str(UUID(int=9))


def exam(session: str = "s-1", *, trainee: Trainee = TRAINEE, assignment: str = SET) -> SessionPlan:
    return planned(session, PracticeKind.EXAM, trainee, [SCENARIO], city="zaozhuang", assignment=assignment)


def sit(folder: PracticeFolder, plan: SessionPlan, *events: Event) -> None:
    session = folder.session(plan.session)
    session.make()
    head = Head(plan.session, plan.kind, plan.trainee.operator_id, (SCENARIO.code,), 1, "zh", 80, 24, NOW)
    record = RecordFile.begin(session.record, head)
    for event in events:
        record.put(event)
    record.close()
    write_plan(session, KeptPlan(plan, Anchor(0, "", 0.0, NOW), ended=True))


@pytest.fixture
def folder(tmp_path: Path) -> PracticeFolder:
    made = PracticeFolder(tmp_path / "practice")
    made.make(())
    return made


@pytest.mark.parametrize("times_wiped", [0, 1, 2])
def test_no_wipe_lets_an_exam_be_sat_again(folder: PracticeFolder, times_wiped: int) -> None:
    sit(folder, exam(), Asked(10, "where"), CallerSaid(20, "opening", "喂"))
    sit(folder, exam("s-2", assignment=""), Asked(10, "where"))
    for _ in range(times_wiped):
        wipe(folder, unsent=True)
        assert folder.sessions() == []
    assert exam_sat(folder, exam("again"))
    assert sat_by(folder, "1042", kept_plans(folder)).get(SCENARIO.code, frozenset()) >= {SET}
    assert sat_by(folder, "1043", kept_plans(folder)) == {}
    assert not exam_sat(folder, exam("again", assignment="")), "nobody has said anything in that one"
    assert not exam_sat(folder, exam("again", trainee=Trainee("1043", "李强")))
    kept = folder.sat.read_text("utf-8") if times_wiped else ""
    assert (TRAINEE.name in kept, "喂" in kept) == (False, False)


def test_a_record_that_cannot_be_read_is_no_way_to_sit_again(folder: PracticeFolder) -> None:
    sit(folder, exam())
    folder.session("s-1").record.write_bytes(b"{}")
    assert exam_sat(folder, exam("again"))


@pytest.mark.parametrize("older", [False, True])
def test_what_the_centre_knows_counts_also_when_its_word_was_wiped(folder: PracticeFolder, older: bool) -> None:
    known = SatExam(assignment_id=UUID(SET), scenario=SCENARIO.code)
    still_to_do = OwnAssignment(
        assignment_id=UUID(SET), title="第一周", kind="exam", scenarios=(SCENARIO.code, "other"), due=NOW.date(),
        given_by="郑老师", done=(SCENARIO.code,),
    )  # fmt: skip
    told = AssignedWork(now=NOW, assignments=(still_to_do,)) if older else AssignedWork(now=NOW, exams=(known,))
    PracticeExchange(folder.root).put_assigned(TRAINEE.operator_id, told)
    assert exam_sat(folder, exam("again"))
    assert not exam_sat(folder, exam("again", trainee=Trainee("1043", "李强")))
    wipe(folder, unsent=False)
    assert exam_sat(folder, exam("again"))


def test_what_has_still_to_go_to_the_centre_goes_with_the_wipe_only_where_that_is_wished(
    folder: PracticeFolder,
) -> None:
    exchange = PracticeExchange(folder.root)
    exchange.put_result(
        PracticeResult(session=UUID(int=1), trainee="1042", kind=PracticeKind.DRILL, began=NOW, ended=NOW)
    )
    wipe(folder, unsent=False)
    assert len([*exchange.waiting()]) == 1
    wipe(folder, unsent=True)
    assert len([*exchange.waiting()]) == 0
