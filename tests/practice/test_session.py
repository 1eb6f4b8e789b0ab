"""A practice session with a real seat and the small centre; the desk is what this test notes and saves on the seat."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest

from city_packs.scenario import NUMBER, Question, ReferenceRecord, Scenario
from hotline.codes import AgentState, PracticeKind
from hotline.commands import Urge
from hotline.practice_doc import AssignedWork
from local_cache.ids import new_id
from local_cache.model import OwnState
from local_cache.practice_exchange import PracticeExchange
from local_cache.seat import Seat
from practice import session_file, session_parts
from practice.centre.line import LineState
from practice.centre.transport import PracticeCentre
from practice.finished import FinishedSession
from practice.folder import PracticeFolder, SessionFolder
from practice.line_cut import LineCutEnd, line_cut_end
from practice.line_file import LineFile
from practice.record import Act, CallStep, CameBack, Head, LineChanged, Record, Step, parse_record
from practice.results import result_of
from practice.seat_files import make_seat
from practice.session import PracticeSession
from practice.session_file import kept_plans
from practice.session_parts import ExamTaken
from practice.session_plan import ScenarioGone, planned
from tests.deadline import PATIENCE_S, until
from tests.local_cache.given import draft

from .given import PHONE, TRAINEE, a_class, an_area, filing, pack
from .machine import Turned
from .scenarios import BEFORE, SCENARIO, reply

OTHER = replace(SCENARIO, code="street_lamp", caller=replace(SCENARIO.caller, phone="19900004321"))


class Desk:
    """A session, its seat, and what an operator does there."""

    def __init__(self, root: Path) -> None:
        self.folder = PracticeFolder(root / "practice")
        self.folder.make(())
        self.machine = Turned()
        self.session: PracticeSession
        self.seat: Seat | None = None

    def begin(self, kind: PracticeKind, *scenarios: Scenario) -> None:
        real = [replace(each, cases=tuple(_real(case) for case in each.cases)) for each in scenarios]
        self.scenarios = {each.code: each for each in real}
        plan = planned(str(new_id()), kind, TRAINEE, real, city="zaozhuang")
        self.session = PracticeSession.begin(
            self.folder, plan, self.scenarios, pack(), rubric=1, columns=120, rows=40, machine=self.machine
        )
        self.open()

    def open(self) -> None:
        self.seat = self.session.open_seat()
        until(lambda: self.seat.status.line_up, "the line")  # type: ignore[union-attr]

    def resume(self) -> None:
        """Start the program again after `close`, which ends no session: so does a crash."""
        folder = self.unfinished()[-1]
        self.session = PracticeSession.resume(folder, self.scenarios, pack(), machine=self.machine)
        self.open()

    def unfinished(self) -> list[SessionFolder]:
        return [each for each, kept in kept_plans(self.folder) if not kept.ended]

    def close(self) -> None:
        if self.seat is not None:
            self.seat.close()
            self.seat = None
            self.session.close()

    def state(self, state: AgentState) -> None:
        call = self.session._state.call
        ours = state not in (AgentState.READY, AgentState.PAUSED)
        call_id = call.call_id if call and ours else ""
        self.notes(OwnState(state, TRAINEE.operator_id, call_id=call_id))

    def notes(self, own: OwnState) -> None:
        self.seat.note_state(own).result(PATIENCE_S)  # type: ignore[union-attr]

    def wait(self, seconds: float) -> None:
        """Let time go by, looked at twice a second as by the program's timer."""
        for _ in range(round(seconds * 2)):
            self.machine.turn(0.5)
            self.session.tick()

    def rings(self) -> str:
        """Be ready until it rings; return the call."""
        self.state(AgentState.READY)
        self.wait(6)
        assert self.session._state.call is not None
        return self.session._state.call.call_id

    def answers(self) -> str:
        call_id = self.rings()
        self.state(AgentState.TALKING)
        self.wait(1)
        return call_id

    def saves(self, intent: object, **more: object) -> None:
        before = self.session._state.last_seq
        self.seat.save(intent, session=self.seat.session, **more).result(PATIENCE_S)  # type: ignore[union-attr,arg-type]
        until(lambda: self.session._state.last_seq > before, "the command to be recorded")

    def wraps_up(self) -> None:
        self.state(AgentState.WRAP_UP)
        self.wait(1)
        self.state(AgentState.READY)
        self.wait(1)

    def over(self) -> bool:
        self.wait(1)
        return self.session.is_over

    def record(self) -> list[object]:
        return list(parse_record(self.session.folder.record.read_bytes()).events)

    def steps(self) -> list[tuple[int, Step]]:
        return [(each.call, each.step) for each in self.record() if isinstance(each, CallStep)]

    def said(self) -> list[str]:
        return [each.code for each in self.session.lines() if each.by == "caller"]

    def contents(self) -> list[str]:
        return [each.order.content for each in self.session.centre._book.cases.values()]


def _real(case: object) -> object:
    return replace(case, class_code=a_class(), area_code=an_area())  # type: ignore[type-var]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    here = Desk(tmp_path)
    yield here
    here.close()


def test_a_drill_from_ring_to_ready(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    told: list[bool] = []
    desk.session.subscribe(lambda: told.append(True))
    call_id = desk.rings()
    assert desk.session.hints() == ()
    desk.state(AgentState.TALKING)
    desk.wait(2)
    assert desk.said() == ["opening"]
    assert [each.zh for each in desk.session.hints()] == ["先向来电人问好。"]
    desk.session.ask("greet")
    desk.session.key("a", "a", "content", True)
    desk.session.ask("where")
    desk.wait(1.5)
    assert [(each.by, each.code) for each in desk.session.lines()] == [
        ("caller", "opening"), ("own", "greet"), ("own", "where"), ("caller", "where"),
    ]  # fmt: skip
    desk.saves(filing(call=UUID(call_id)))
    desk.wait(5)
    assert desk.steps()[-1] == (1, Step.HUNG_UP)
    desk.wraps_up()
    until(desk.over, "the session to end")
    assert [step for _, step in desk.steps()] == [Step.RING, Step.ANSWERED, Step.HUNG_UP, Step.READY]
    hung_up = next(each for each in desk.record() if isinstance(each, CallStep) and each.step is Step.HUNG_UP)
    assert hung_up.by == "caller"
    act = next(each for each in desk.record() if isinstance(each, Act))
    assert (act.op, act.call, act.number[:6]) == ("file_case", 1, "000001")
    assert act.payload["intake"]["caller_phone"] == PHONE
    assert told
    assert desk.session.tick() is None
    desk.close()
    assert sorted(each.name for each in desk.session.folder.root.iterdir()) == ["plan.json", "record.jsonl"]
    assert desk.unfinished() == []
    assert not session_file.read_plan(desk.session.folder).left, "who plays it leaves its result"


def test_what_is_read_back_before_it_is_written_is_asked_for_again_once_it_is(desk: Desk) -> None:
    said_first, confirms = SCENARIO.caller.lines[:1], (reply(Question.READ_BACK, "对，记下了。"),)
    caller = replace(SCENARIO.caller, lines=said_first, replies=confirms)
    records = (ReferenceRecord("file_case", {"case_type": "QZ", "area_code": an_area()}),)
    desk.begin(PracticeKind.DRILL, replace(SCENARIO, caller=caller, records=records))
    told: list[bool] = []
    desk.session.subscribe(lambda: told.append(True))
    desk.answers()

    def asks(question: str) -> tuple[str, str]:
        desk.session.ask(question)
        desk.wait(1.5)
        return desk.said()[-1], desk.session.hints()[0].zh

    due, done = "把记下的内容复述一遍，再保存。", "请保存。"
    first = "先记下听到的内容，再复述。"
    assert asks("greet")[1] == first
    assert asks("read_back") == ("read_back.none", first)
    told.clear()
    desk.session.key("a", "a", "content", True)
    desk.wait(0.5)
    assert told, "the hint is shown anew"
    assert desk.session.hints()[0].zh == due
    assert asks("read_back") == ("read_back", done)
    told.clear()
    desk.session.key("b", "b", "content", True)
    desk.session.key("down", None, "area_code", True)
    desk.wait(0.5)
    assert told == []
    desk.session.key("c", "c", "area_code", True)
    desk.wait(0.5)
    assert told, "the hint is shown anew"
    assert desk.session.hints()[0].zh == due
    desk.close()
    desk.resume()
    desk.state(AgentState.TALKING)
    assert asks("read_back") == ("read_back.2", done)


def test_a_past_case_is_named_by_its_code_and_what_is_done_to_it_is_on_file(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, replace(SCENARIO, cases=(BEFORE,)))
    desk.answers()
    desk.seat.sync_now().result(PATIENCE_S)  # type: ignore[union-attr]
    case = desk.seat.caller_history(PHONE).result(PATIENCE_S).live[0]  # type: ignore[union-attr]
    desk.saves(Urge(), case_id=case.case_id)
    act = next(each for each in desk.record() if isinstance(each, Act))
    assert (act.op, act.case, act.call) == ("urge", "before", 1)


def test_who_hangs_up_and_is_ready_at_once_has_done_both(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO, OTHER)
    desk.answers()
    desk.state(AgentState.HELD)
    desk.wait(1)
    desk.state(AgentState.TALKING)
    desk.wait(1)
    desk.state(AgentState.READY)
    desk.wait(4)
    assert desk.steps() == [
        (1, Step.RING), (1, Step.ANSWERED), (1, Step.HELD), (1, Step.RESUMED), (1, Step.HUNG_UP), (1, Step.READY),
        (2, Step.RING),
    ]  # fmt: skip
    hung_up = next(each for each in desk.record() if isinstance(each, CallStep) and each.step is Step.HUNG_UP)
    assert hung_up.by == "trainee"
    assert desk.session.lines() == ()


def test_who_opens_a_call_by_hand_has_hung_up_on_the_caller(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.answers()
    desk.notes(OwnState(AgentState.TALKING, TRAINEE.operator_id))
    desk.wait(1)
    assert desk.steps() == [(1, Step.RING), (1, Step.ANSWERED), (1, Step.HUNG_UP)]
    desk.state(AgentState.READY)
    desk.wait(1)
    assert desk.steps()[-1] == (1, Step.READY)


def test_a_desk_that_has_just_come_back_and_not_heard_of_its_call_has_not_hung_up(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.answers()
    desk.close()
    desk.resume()
    desk.wait(1)
    for state in (AgentState.READY, AgentState.WRAP_UP, AgentState.TALKING):
        desk.state(state)
        desk.wait(0.5)
    desk.wait(6)
    assert desk.steps() == [(1, Step.RING), (1, Step.ANSWERED)]
    desk.wraps_up()
    assert desk.steps()[2:] == [(1, Step.HUNG_UP), (1, Step.READY)]


def test_nobody_rings_at_a_desk_that_is_not_ready_and_who_is_not_answered_gives_up(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.wait(10)
    desk.state(AgentState.PAUSED)
    desk.wait(10)
    assert desk.steps() == []
    desk.rings()
    desk.wait(61)
    assert desk.steps() == [(1, Step.RING), (1, Step.HUNG_UP), (1, Step.READY)]


def test_a_record_of_a_parked_draft_belongs_to_its_own_call(desk: Desk) -> None:
    desk.begin(PracticeKind.SHIFT, SCENARIO, OTHER)
    first = desk.answers()
    assert desk.session.place == (1, 2)
    desk.wraps_up()
    desk.wait(35)
    assert desk.steps()[-1] == (2, Step.RING)  # who is not answered gives up after a minute, and that ends the shift
    assert desk.session.place == (2, 2)
    desk.saves(filing("第一个电话的事", call=UUID(first)))
    acts = [each for each in desk.record() if isinstance(each, Act)]
    assert [each.call for each in acts] == [1]


def test_who_has_parked_a_draft_or_writes_on_at_it_has_not_ended(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.answers()
    seat = desk.seat
    assert seat is not None

    def goes_on() -> bool:
        for _ in range(3):
            desk.wait(1)
            seat.drafts(TRAINEE.operator_id).result(PATIENCE_S)  # what the session asked before is answered by now
        return not desk.session.is_over

    parked = draft(operator=TRAINEE.operator_id, parked=True)
    seat.put_draft(parked).result(PATIENCE_S)
    desk.wraps_up()
    assert goes_on()
    desk.state(AgentState.WRAP_UP)
    seat.put_draft(parked.with_changes(parked=False)).result(PATIENCE_S)
    assert goes_on()
    desk.state(AgentState.READY)
    until(desk.over, "the session to end")


def test_a_draft_that_is_parked_while_the_disk_is_slow_is_waited_for(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.answers()
    seat = desk.seat
    assert seat is not None
    disk_goes_on = Event()
    seat._files.work.submit(lambda _: disk_goes_on.wait(PATIENCE_S))
    parked = seat.put_draft(draft(operator=TRAINEE.operator_id, parked=True))
    for state in (AgentState.WRAP_UP, AgentState.READY):
        seat.note_state(OwnState(state, TRAINEE.operator_id, call_id=""))
        desk.wait(1)
    for _ in range(3):
        seat.drafts(TRAINEE.operator_id).result(PATIENCE_S)  # whoever reads beside the writer reads none
        desk.wait(1)
    disk_goes_on.set()
    parked.result(PATIENCE_S)
    seat.drafts(TRAINEE.operator_id, after_writes=True).result(PATIENCE_S)
    desk.wait(1)
    assert not desk.session._ending


def test_callers_wait_while_the_trainee_is_busy(desk: Desk) -> None:
    desk.begin(PracticeKind.SHIFT, SCENARIO, OTHER)
    desk.answers()
    desk.wait(590)
    waits = desk.session.centre.desk_news().queue
    assert waits.waiting == 1
    assert waits.longest_since is not None
    assert desk.session.to_come == (1, 1)
    desk.wraps_up()
    desk.wait(3)
    assert desk.session.to_come == (0, 0)


def test_the_line_goes_in_the_middle_of_the_call_and_the_case_arrives_when_it_is_back(desk: Desk) -> None:
    desk.begin(PracticeKind.LINE_CUT, SCENARIO)
    call_id = desk.answers()
    desk.wait(21)
    until(lambda: not desk.seat.status.line_up, "no line")  # type: ignore[union-attr]
    desk.saves(filing("断线时记下", call=UUID(call_id)))
    desk.wait(5)
    assert "number" in desk.said()
    desk.session.read(NUMBER)
    desk.wait(5)
    assert desk.steps()[-1] == (1, Step.HUNG_UP)
    desk.wraps_up()
    assert desk.contents() == []
    assert not desk.session.is_over
    desk.wait(60)
    until(lambda: desk.contents() == ["断线时记下"], "the case")
    until(desk.over, "the session to end")
    assert [each.up for each in desk.record() if isinstance(each, LineChanged)] == [False, True]
    assert [each.call for each in desk.record() if isinstance(each, Act)] == [1]
    assert line_cut_end(parse_record(desk.session.folder.record.read_bytes())) == LineCutEnd(True, True)


def test_a_line_that_was_cut_when_the_program_was_killed_is_cut_when_it_comes_back(desk: Desk) -> None:
    desk.begin(PracticeKind.LINE_CUT, SCENARIO)
    desk.answers()
    desk.wait(21)
    until(lambda: not desk.seat.status.line_up, "no line")  # type: ignore[union-attr]
    desk.close()
    session = PracticeSession.resume(desk.unfinished()[-1], desk.scenarios, pack(), machine=desk.machine)
    try:
        assert session.centre.line.state is LineState.CUT
    finally:
        session.close()


def test_a_drill_that_is_ended_without_the_line_says_that_nothing_has_arrived(desk: Desk) -> None:
    desk.begin(PracticeKind.LINE_CUT, SCENARIO)
    call_id = desk.answers()
    desk.wait(21)
    until(lambda: not desk.seat.status.line_up, "no line")  # type: ignore[union-attr]
    desk.saves(filing("断线时记下", call=UUID(call_id)))
    desk.wait(40)
    assert desk.steps()[-1] == (1, Step.HUNG_UP)
    assert desk.said()[-1] == "hung_up"  # nobody hears it without a line: it is to be seen
    desk.session.end()
    until(lambda: desk.session.is_over, "the end")
    assert line_cut_end(parse_record(desk.session.folder.record.read_bytes())) == LineCutEnd(False, False)


def test_the_line_stays_away_until_something_was_saved_without_it(desk: Desk) -> None:
    desk.begin(PracticeKind.LINE_CUT, replace(SCENARIO, caller=replace(SCENARIO.caller, leaves_after=900.0)))
    desk.answers()
    desk.wait(300)
    assert [each.up for each in desk.record() if isinstance(each, LineChanged)] == [False]
    desk.wait(360)
    assert [each.up for each in desk.record() if isinstance(each, LineChanged)] == [False, True]


def test_after_a_kill_the_exam_goes_on_where_it_was_with_an_honest_clock(desk: Desk) -> None:
    desk.begin(PracticeKind.EXAM, SCENARIO)
    call_id = desk.answers()
    desk.session.ask("where")
    desk.wait(2)
    said, left = desk.said(), desk.session.seconds_left()
    assert said == ["opening", "where"]
    desk.close()
    desk.machine.turn(100)
    desk.machine.set_clock(5)
    desk.resume()
    assert desk.session.seconds_left() == pytest.approx((left or 0) - 100)
    back = next(each for each in desk.record() if isinstance(each, CameBack))
    assert back.away_ms == pytest.approx(100_000, abs=1_500)
    assert desk.said() == said
    assert desk.seat.session.operator_id == TRAINEE.operator_id  # type: ignore[union-attr]
    desk.wait(6)
    assert desk.steps() == [(1, Step.RING), (1, Step.ANSWERED)]
    desk.saves(filing("中断后记下", call=UUID(call_id)))
    desk.wait(5)
    desk.wraps_up()
    until(desk.over, "the session to end")
    assert desk.contents() == ["中断后记下"]
    assert [step for _, step in desk.steps()] == [Step.RING, Step.ANSWERED, Step.HUNG_UP, Step.READY]


def test_an_exam_that_is_killed_again_while_it_opens_goes_on_by_its_own_clock_whatever_the_systems_says(
    desk: Desk,
) -> None:
    desk.begin(PracticeKind.EXAM, SCENARIO)
    desk.answers()
    desk.session.ask("where")
    desk.wait(2)
    said, left = desk.said(), desk.session.seconds_left()
    for hours in (-48, 72):
        desk.close()
        with desk.session.folder.record.open("ab") as record:
            record.write(b'{"ms": 99, "e": "ke')  # it was just being written
        desk.machine.turn(20)
        desk.machine.set_clock(hours)
        desk.resume()
    assert desk.session.seconds_left() == pytest.approx((left or 0) - 40)
    assert desk.said() == said
    assert sum(isinstance(each, CameBack) for each in desk.record()) == 2
    desk.state(AgentState.TALKING)
    desk.wait(6)
    assert desk.said() == [*said, "more"]


def test_the_time_away_is_no_time_in_which_the_caller_spoke(desk: Desk) -> None:
    desk.begin(PracticeKind.EXAM, SCENARIO)
    desk.answers()
    desk.wait(1)
    desk.close()
    desk.machine.turn(3_600)
    desk.resume()
    assert next(each for each in desk.record() if isinstance(each, CameBack)).away_ms == pytest.approx(
        3_600_000, abs=600
    )
    assert desk.session.seconds_left() == 0
    desk.session.tick()
    until(lambda: desk.session.is_over, "the exam to end: its time is over")


def test_a_drill_that_was_left_for_an_hour_goes_on_with_the_same_caller(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.answers()
    desk.wait(1)
    desk.close()
    with desk.session.folder.record.open("ab") as record:
        record.write(b'{"ms": 99, "e": "key", "k')
    desk.machine.turn(3_600)
    desk.resume()
    desk.state(AgentState.TALKING)
    desk.wait(2)
    assert desk.said() == ["opening"]
    desk.wait(5)
    assert desk.said() == ["opening", "more"]
    assert desk.steps() == [(1, Step.RING), (1, Step.ANSWERED)]


def test_what_was_saved_and_not_recorded_before_the_kill_is_recorded_after_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    call_id = desk.answers()
    monkeypatch.setattr(desk.session, "_record_acts", lambda _rows: None)
    desk.seat.save(filing(call=UUID(call_id)), session=desk.seat.session).result(PATIENCE_S)  # type: ignore[union-attr]
    desk.close()
    desk.resume()
    until(lambda: any(isinstance(each, Act) for each in desk.record()), "the command")
    assert [each.call for each in desk.record() if isinstance(each, Act)] == [1]


def test_an_exam_is_sat_once_from_the_first_words_of_its_caller_on(desk: Desk) -> None:
    def leave(*, ended: bool) -> None:
        if ended:
            desk.session.end()
            until(lambda: desk.session.is_over, "the end")
        desk.close()

    for ended in (True, False):
        desk.begin(PracticeKind.EXAM, SCENARIO)
        desk.rings()
        assert not desk.session.counts
        leave(ended=ended)
        assert [each.session for each in desk.folder.all_begun()] == [desk.session.plan.session] * (not ended)
    desk.begin(PracticeKind.EXAM, SCENARIO)
    assert len(desk.folder.sessions()) == 1, "the one that was never heard cannot be gone on with beside it"
    desk.answers()
    desk.wait(1)
    assert desk.session.counts
    leave(ended=False)
    with pytest.raises(ExamTaken):
        desk.begin(PracticeKind.EXAM, SCENARIO)
    desk.resume()
    leave(ended=True)
    with pytest.raises(ExamTaken):
        desk.begin(PracticeKind.EXAM, SCENARIO)
    desk.begin(PracticeKind.EXAM, OTHER)
    assert len(desk.folder.sessions()) == 2


def test_a_clock_that_was_set_back_dates_no_session_before_the_last_one_and_is_marked(desk: Desk) -> None:
    def over() -> Head:
        desk.session.end()
        until(lambda: desk.session.is_over, "the end")
        desk.close()
        return parse_record(desk.session.folder.record.read_bytes()).head

    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.wait(600)
    first = over()
    desk.machine.turn(-60)  # so much a clock may be corrected by
    desk.begin(PracticeKind.DRILL, SCENARIO)
    second = over()
    desk.machine.set_clock(-24 * 365)
    desk.begin(PracticeKind.DRILL, SCENARIO)
    assert desk.session.clock_behind
    desk.close()
    desk.resume()
    assert desk.session.clock_behind
    third = over()
    assert first.began + timedelta(seconds=600) <= second.began <= third.began
    assert [each.clock_behind for each in (first, second, third)] == [False, False, True]
    assert [each.session for each, _ in kept_plans(desk.folder)] == [each.session for each in (first, second, third)]
    assert result_of(desk.session.plan, FinishedSession(Record(third, ()), ())).clock_behind


def test_the_centres_word_is_a_known_moment_too(desk: Desk) -> None:
    later = desk.machine.wall() + timedelta(days=3)
    PracticeExchange(desk.folder.root).put_assigned(TRAINEE.operator_id, AssignedWork(now=later))
    desk.begin(PracticeKind.DRILL, SCENARIO)
    assert desk.session.clock.now() >= later


def test_a_scenario_that_is_another_by_now_is_not_gone_on_with(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.close()
    desk.scenarios = {SCENARIO.code: replace(SCENARIO, version=2)}
    with pytest.raises(ScenarioGone):
        desk.resume()


def test_who_leaves_in_the_middle_has_ended_the_session(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.answers()
    desk.session.end()
    until(lambda: desk.session.is_over, "the end")
    assert desk.steps()[-1] == (1, Step.HUNG_UP)
    events = len(desk.record())
    desk.session.ask("where")
    desk.session.key("a", "a", "content", True)
    desk.session.end()
    assert len(desk.record()) == events


def test_what_was_saved_just_before_the_end_is_in_the_record(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.answers()
    seat = desk.seat
    assert seat is not None
    with desk.session._gate:  # the seat's own thread cannot tell of it yet
        seat.save(filing("停水"), session=seat.session).result(PATIENCE_S)  # type: ignore[arg-type]
        desk.session.end()
    until(lambda: desk.session.is_over, "the end")
    assert [event.op for event in desk.record() if isinstance(event, Act)] == ["file_case"]


def test_a_session_whose_end_found_no_room_on_the_disk_can_be_taken_up_and_has_ended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    desk.begin(PracticeKind.DRILL, SCENARIO)
    with monkeypatch.context() as full:
        full.setattr(session_file, "write_plan", no_room)
        desk.session.end()
        until(lambda: desk.session.is_over, "the end")
        assert not desk.session.record_ok
        desk.close()
    assert len(desk.unfinished()) == 1
    desk.resume()
    assert desk.session.is_over
    assert desk.unfinished() == []


@pytest.mark.parametrize("fails", ["begin", "resume", "head"])
def test_a_session_that_cannot_be_opened_leaves_no_file_open(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    opened: list[LineFile] = []
    closed: list[PracticeCentre] = []

    class Seen(LineFile):
        def __init__(self, path: Path) -> None:
            super().__init__(path)
            opened.append(self)

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.close()
    monkeypatch.setattr(session_file, "LineFile", Seen)
    monkeypatch.setattr(
        PracticeCentre, "close", lambda centre, close=PracticeCentre.close: closed.append(close(centre))
    )
    monkeypatch.setattr(*{
        "begin": (session_file, "write_plan", no_room), "resume": (session_parts, "_ring_again", no_room),
        "head": (Seen, "put", no_room),
    }[fails])  # fmt: skip
    with pytest.raises(OSError, match="full"):
        desk.resume() if fails == "resume" else desk.begin(PracticeKind.DRILL, OTHER)
    assert [each._file.closed for each in opened] == [True]
    assert len(closed) == (fails != "head")


def test_what_a_crash_left_half_begun_or_half_ended_is_gone_with_the_next_session(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    desk.session.end()
    until(lambda: desk.session.is_over, "the end")
    desk.seat.close()  # type: ignore[union-attr]
    desk.session._record.close()
    half = desk.folder.session("half")
    half.make()
    make_seat(half.seat, pack())
    kept = desk.session.folder
    desk.begin(PracticeKind.DRILL, OTHER)
    assert not half.root.exists()
    assert sorted(each.name for each in kept.root.iterdir()) == ["plan.json", "record.jsonl"]


def test_nothing_of_one_session_is_met_in_the_next(desk: Desk) -> None:
    desk.begin(PracticeKind.DRILL, SCENARIO)
    call_id = desk.answers()
    desk.saves(filing(call=UUID(call_id)))
    desk.session.end()
    until(lambda: desk.session.is_over, "the end")
    desk.close()
    desk.begin(PracticeKind.DRILL, SCENARIO)
    assert desk.contents() == []
    assert desk.seat.caller_history(PHONE).result(PATIENCE_S).calls == 0  # type: ignore[union-attr]
    assert desk.seat.status.unsent == 0  # type: ignore[union-attr]
