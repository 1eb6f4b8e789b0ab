"""What the worker does to cases by the clock: once each, at the very moment, whoever else does it too."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.problems import ProblemError
from case_api.storage.engine import open_engine, writing
from case_api.storage.tables_cases import persons
from case_api.storage.tables_sync import receipts
from case_api.sync import in_due_time
from case_api.sync.in_due_time import InDueTime
from case_api.year_files import import_year
from hotline.codes import CloseReason, Light, Role, State
from tests.case_api.core.clock_city import CLOCK_CITY, called_back, dispatched, events_of, give, order_of, replied
from tests.case_api.core.pushing import START, Clock, Grants, Seat
from tests.case_api.core.rows import rows_of
from tests.case_api.core.year_files import YEAR_2026_AMENDED, YEAR_2027


@pytest.fixture
def centre(database_url: str, clock: Clock, grants: Grants) -> Iterator[Centre]:
    """A centre of the city with clocks."""
    engine = open_engine(database_url)
    yield Centre(engine, Cipher(bytes(32)), CLOCK_CITY, grants, now=clock)
    engine.dispose()


@pytest.fixture
def worker(centre: Centre) -> InDueTime:
    return InDueTime(centre)


@pytest.fixture
def other(database_url: str, clock: Clock, grants: Grants) -> Iterator[Centre]:
    """The same centre as another process has it."""
    engine = open_engine(database_url)
    yield Centre(engine, Cipher(bytes(32)), CLOCK_CITY, grants, now=clock)
    engine.dispose()


def lights(centre: Centre, case_id: UUID) -> list[Light]:
    return [each.light for each in order_of(centre, case_id).clocks if each.stopped_at is None]


def test_a_lamp_turns_at_its_very_moment_and_the_seat_hears_of_it(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock
) -> None:
    case_id = seat.file()
    cursor = seat.pull().scopes["seat:0042"].cursor
    seen = []
    for moment in (0, 419, 420, 599, 600, 9000):
        clock.at = START + timedelta(seconds=moment)
        worker.turn_lamps()
        seen += lights(centre, case_id)
    assert seen == [Light.GREEN, Light.GREEN, Light.YELLOW, Light.YELLOW, Light.RED, Light.RED]
    turned = events_of(centre, case_id, "note_light")
    assert [(each.at - START).total_seconds() for each in turned] == [420, 600]
    assert {(each.operator, each.role, each.seat) for each in turned} == {("worker", Role.WORKER, "")}
    assert order_of(centre, case_id).supervisions == ()
    news = seat.pull(seat=cursor).scopes["seat:0042"]
    assert [(row.id, row.revision) for row in news.rows] == [(case_id, 3)]


def test_the_first_red_lamp_of_handling_urges_the_unit_once(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock
) -> None:
    case_id = seat.file()
    dispatched(centre, case_id)
    due = datetime(2026, 11, 25, 10, tzinfo=UTC)  # the third working day after a Saturday, at 18:00
    assert order_of(centre, case_id).clocks[-1].due_at == due
    clock.at = due - timedelta(seconds=1)
    worker.turn_lamps()
    assert order_of(centre, case_id).supervisions == ()
    for later in (0, 60, 3600):
        clock.at = due + timedelta(seconds=later)
        worker.turn_lamps()
    (notice,) = order_of(centre, case_id).supervisions
    assert (notice.at, notice.kind, notice.operator) == (due, "urging", "worker")
    assert notice.due == datetime(2026, 11, 26, 10, tzinfo=UTC)


def test_two_workers_on_one_database_do_each_once(
    seat: Seat, centre: Centre, other: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [seat.file() for _ in range(8)]
    clock.advance(minutes=7)
    both = Barrier(2)
    find = in_due_time.lamps

    def together(of: Centre, now: datetime) -> Iterator[in_due_time.Due]:
        found = list(find(of, now))
        both.wait(30)  # each has found all of them before either begins
        return iter(found)

    monkeypatch.setattr(in_due_time, "lamps", together)
    before = len(rows_of(centre, receipts))
    at_once = [Thread(target=InDueTime(each).turn_lamps) for each in (centre, other)]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join(60)
    assert [len(events_of(centre, case_id, "note_light")) for case_id in cases] == [1] * 8
    assert len(rows_of(centre, receipts)) == before + 8


@pytest.mark.parametrize("ended", ["before it was written", "after it was written"])
def test_a_worker_that_ended_in_between_leaves_nothing_undone_and_nothing_twice(
    seat: Seat, centre: Centre, other: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch, ended: str
) -> None:
    case_id = seat.file()
    clock.advance(minutes=7)

    def ends(*_: object) -> None:
        raise SystemExit

    if ended == "before it was written":
        monkeypatch.setattr("case_api.sync.give.write", ends)
    else:
        centre.told = ends
    with pytest.raises(SystemExit):
        InDueTime(centre).turn_lamps()
    monkeypatch.undo()
    InDueTime(other).turn_lamps()
    assert len(events_of(other, case_id, "note_light")) == 1


def test_a_case_that_cannot_be_served_keeps_no_other_from_its_turn_and_is_not_tried_without_end(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock
) -> None:
    spoilt, sound = seat.file(), seat.file()
    with writing(centre.engine) as conn:
        conn.execute(persons.update().where(persons.c.case_id == spoilt).values(sealed=b"spoilt"))
    clock.advance(minutes=7)
    with capture_logs() as logs:
        for _ in range(12):
            worker.turn_lamps()
            clock.advance(minutes=5)
    assert lights(centre, sound) == [Light.RED]
    failed = [log for log in logs if log["event"] == "the worker's command failed"]
    assert [(log["op"], log["case"]) for log in failed] == [("note_light", str(spoilt))] * 4


def test_a_step_is_bounded_and_the_next_goes_on_with_the_oldest(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_due_time, "STEP", 2)
    monkeypatch.setattr(in_due_time, "_PAGE", 2)
    cases = []
    for _ in range(5):
        cases.append(seat.file())
        clock.advance(seconds=1)
    clock.advance(minutes=7)

    def turned() -> list[int]:
        return [len(events_of(centre, case_id, "note_light")) for case_id in cases]

    assert worker.turn_lamps()
    assert turned() == [1, 1, 0, 0, 0]
    assert worker.turn_lamps()
    assert not worker.turn_lamps()
    assert turned() == [1, 1, 1, 1, 1]


def test_a_held_case_goes_on_when_its_review_day_begins_in_the_city(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock
) -> None:
    case_id = seat.file()
    dispatched(centre, case_id)
    give(centre, case_id, "hold", Role.SUPERVISOR, reason="on_hold", plan="等天晴", review_on="2026-11-30")
    was_due = order_of(centre, case_id).clocks[-1].due_at
    clock.at = datetime(2026, 11, 29, 15, 59, 59, tzinfo=UTC)
    worker.resume_held()
    assert order_of(centre, case_id).state is State.ON_HOLD
    clock.advance(seconds=1)
    worker.resume_held()
    worker.resume_held()
    order = order_of(centre, case_id)
    assert order.state is State.HANDLING
    assert [each.at for each in events_of(centre, case_id, "resume")] == [clock.at]
    assert order.clocks[-1].due_at == was_due + timedelta(days=8)  # six working days later, over a weekend


def test_a_case_is_closed_when_nobody_was_reached_often_enough(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock
) -> None:
    case_id, untried = seat.file(), seat.file()
    for each in (case_id, untried):
        dispatched(centre, each)
        replied(centre, each)
    for _ in range(3):
        worker.close_unreachable()
        assert order_of(centre, case_id).state is State.TO_CALLBACK
        clock.advance(hours=13)
        give(centre, case_id, "record_callback", Role.CALLBACK, reached=False, not_reached="no_answer")
    worker.close_unreachable()
    order = order_of(centre, case_id)
    assert (order.state, order.closed_because) == (State.CLOSED, CloseReason.UNREACHABLE)
    assert order_of(centre, untried).state is State.TO_CALLBACK


def test_tries_before_a_redo_close_nothing(seat: Seat, centre: Centre, worker: InDueTime, clock: Clock) -> None:
    case_id = seat.file()
    dispatched(centre, case_id)
    replied(centre, case_id)
    for _ in range(3):
        clock.advance(hours=13)
        give(centre, case_id, "record_callback", Role.CALLBACK, reached=False, not_reached="no_answer")
    clock.advance(minutes=1)
    told: dict[str, Any] = {"reached": True, "contacted_by_unit": True, "solved": "unsolved"}
    give(centre, case_id, "record_callback", Role.CALLBACK, **told, satisfied="dissatisfied", redo=True)
    give(centre, case_id, "sign", Role.UNIT, "W")
    replied(centre, case_id)
    worker.close_unreachable()
    assert order_of(centre, case_id).state is State.TO_CALLBACK


def test_a_case_is_filed_after_the_days_for_objections_with_those_merged_into_it(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock
) -> None:
    parent, child, alone = seat.file(), seat.file(), seat.file()
    seat.give("withdraw", alone, reason="不用了")
    give(centre, child, "merge", Role.DISPATCHER, parent=str(parent))
    dispatched(centre, parent)
    replied(centre, parent)
    called_back(centre, parent)

    def states() -> list[State]:
        return [order_of(centre, each).state for each in (parent, child, alone)]

    clock.advance(days=7, seconds=-1)
    worker.file_away()
    assert states() == [State.CLOSED, State.MERGED, State.WITHDRAWN]
    clock.advance(seconds=1)
    with capture_logs() as logs:
        worker.file_away()
    # The merged caller was not called back yet: it waits for that, and is not tried before.
    assert (states(), logs) == ([State.CLOSED, State.MERGED, State.FILED], [])
    called_back(centre, child)
    worker.file_away()
    worker.file_away()
    assert states() == [State.FILED, State.FILED, State.FILED]
    assert [len(events_of(centre, each, "file_away")) for each in (parent, child, alone)] == [1, 1, 1]


def test_a_case_is_filed_when_the_last_decision_on_it_has_been_made_and_not_tried_before(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock
) -> None:
    case_id = seat.file()
    dispatched(centre, case_id)
    replied(centre, case_id)
    called_back(centre, case_id)
    give(centre, case_id, "request_exclusion", Role.UNIT, "W", reason="政策不允许", evidence="文件")
    give(centre, case_id, "name_unit", Role.SUPERVISOR, unit="W", why="拖延")
    clock.advance(days=30)
    with capture_logs() as logs:
        worker.file_away()
        give(centre, case_id, "decide_exclusion", Role.QUALITY, grant=False, reason="不属实")
        worker.file_away()
    assert (order_of(centre, case_id).state, logs) == (State.CLOSED, [])
    give(centre, case_id, "decide_naming", Role.LEADER, grant=True, reason="属实")
    worker.file_away()
    assert order_of(centre, case_id).state is State.FILED


@pytest.mark.parametrize("waits", ["exclusion", "naming"])
def test_a_case_is_filed_when_the_last_decision_on_a_merged_one_has_been_made_and_not_tried_before(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock, waits: str
) -> None:
    parent, child, alone = seat.file(), seat.file(), seat.file()
    seat.give("withdraw", alone, reason="不用了")
    dispatched(centre, child)
    if waits == "exclusion":
        give(centre, child, "request_exclusion", Role.UNIT, "W", reason="政策不允许", evidence="文件")
    else:
        give(centre, child, "name_unit", Role.SUPERVISOR, unit="W", why="拖延")
    give(centre, child, "request_return", Role.UNIT, "W", reason="not_ours")
    give(centre, child, "decide_return", Role.DISPATCHER, accept=True, reason="属实")
    give(centre, child, "merge", Role.DISPATCHER, parent=str(parent))
    dispatched(centre, parent)
    replied(centre, parent)
    called_back(centre, parent)
    called_back(centre, child)
    clock.advance(days=30)
    with capture_logs() as logs:
        worker.file_away()
    states = [order_of(centre, each).state for each in (parent, child, alone)]
    assert (states, logs) == ([State.CLOSED, State.MERGED, State.FILED], [])
    if waits == "exclusion":
        give(centre, child, "decide_exclusion", Role.QUALITY, grant=False, reason="不属实")
    else:
        give(centre, child, "decide_naming", Role.LEADER, grant=False, reason="不属实")
    worker.file_away()
    assert [order_of(centre, each).state for each in (parent, child)] == [State.FILED, State.FILED]


def test_a_provisional_due_time_is_settled_once_when_the_year_file_has_come(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock
) -> None:
    clock.at = datetime(2026, 12, 30, 4, tzinfo=UTC)
    case_id = seat.file()
    dispatched(centre, case_id)
    clock_of = order_of(centre, case_id).clocks[-1]
    assert (clock_of.due_at, clock_of.provisional) == (datetime(2027, 1, 5, 10, tzinfo=UTC), True)
    worker.settle_due()
    assert events_of(centre, case_id, "settle_due") == []
    import_year(centre, YEAR_2027, "2027.toml")
    worker.settle_due()
    worker.settle_due()
    clock_of = order_of(centre, case_id).clocks[-1]
    assert (clock_of.due_at, clock_of.provisional) == (datetime(2027, 1, 6, 10, tzinfo=UTC), False)
    (event,) = events_of(centre, case_id, "settle_due")
    assert event.data["calendar"] == centre.pack.calendar.version


def test_a_due_time_that_is_over_once_it_is_settled_urges_the_unit(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock
) -> None:
    clock.at = datetime(2026, 12, 30, 4, tzinfo=UTC)
    case_id = seat.file()
    dispatched(centre, case_id)
    clock.at = datetime(2027, 1, 4, 4, tzinfo=UTC)
    earlier = YEAR_2027.replace("to = 2027-01-04", "to = 2027-01-01").replace("01-09", "01-02, 2027-01-03")
    import_year(centre, earlier, "2027.toml")
    for _ in range(2):
        worker.settle_due()
        worker.turn_lamps()
    order = order_of(centre, case_id)
    assert (order.clocks[-1].due_at, order.clocks[-1].light) == (datetime(2027, 1, 3, 10, tzinfo=UTC), Light.RED)
    assert [(notice.at, notice.kind) for notice in order.supervisions] == [(clock.at, "urging")]


def test_a_merged_caller_whom_nobody_reaches_is_closed_once_the_reply_has_passed(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock
) -> None:
    parent, child = seat.file(), seat.file()
    give(centre, child, "merge", Role.DISPATCHER, parent=str(parent))
    dispatched(centre, parent)
    replied(centre, parent)
    for _ in range(3):
        clock.advance(hours=13)
        give(centre, child, "record_callback", Role.CALLBACK, reached=False, not_reached="no_answer")
    worker.close_unreachable()
    order = order_of(centre, child)
    assert (order.state, order.closed_because) == (State.MERGED, CloseReason.UNREACHABLE)
    assert order_of(centre, parent).state is State.TO_CALLBACK


def test_a_due_time_by_announced_days_stands_when_the_notice_is_amended(
    seat: Seat, centre: Centre, worker: InDueTime
) -> None:
    case_id = seat.file()
    dispatched(centre, case_id)
    due = order_of(centre, case_id).clocks[-1].due_at
    assert len(import_year(centre, YEAR_2026_AMENDED, "2026.toml").changed) == 2
    worker.settle_due()
    assert order_of(centre, case_id).clocks[-1].due_at == due
    later = seat.file()
    dispatched(centre, later)
    assert order_of(centre, later).clocks[-1].due_at == due + timedelta(days=2)


@pytest.mark.parametrize("held", [False, True])
def test_cases_of_a_dissolved_unit_come_back_to_dispatch(
    seat: Seat, centre: Centre, worker: InDueTime, clock: Clock, held: bool
) -> None:
    case_id, kept = seat.file(), seat.file()
    dispatched(centre, case_id, "R")
    dispatched(centre, kept)
    if held:
        give(centre, case_id, "hold", Role.SUPERVISOR, reason="on_hold", plan="等天晴", review_on="2026-12-30")
    worker.recall()
    assert events_of(centre, case_id, "recall") == []
    with pytest.raises(ProblemError) as raised:
        give(centre, case_id, "recall", Role.WORKER)
    assert raised.value.extra["code"] == "not_yet"
    centre.pack = replace(centre.pack, units={code: unit for code, unit in centre.pack.units.items() if code != "R"})
    clock.advance(hours=1)
    worker.recall()
    worker.recall()
    order = order_of(centre, case_id)
    assert (order.state, order.at_unit, order.lead_unit, order.return_count) == (State.TO_DISPATCH, "", "", 0)
    assert [(each.at, each.data["unit"]) for each in events_of(centre, case_id, "recall")] == [(clock.at, "R")]
    assert [each.code for each in order.clocks if each.stopped_at is None] == ["to_dispatch"]
    assert order_of(centre, kept).state is State.HANDLING
    dispatched(centre, case_id, "W")
