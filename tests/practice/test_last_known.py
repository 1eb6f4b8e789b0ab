"""The latest moment that is known: a clock set back gains nothing, and the centre puts right one that ran ahead."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hotline.codes import PracticeKind
from hotline.practice_doc import AssignedWork, PracticeResult
from local_cache.practice_exchange import PracticeExchange
from practice.course import Taken
from practice.course_book import CourseBook
from practice.folder import PracticeFolder
from practice.honest_clock import HonestClock, KnownMoments
from practice.last_known import known_moments
from practice.session_file import KeptPlan, kept_plans, write_plan
from practice.wipe import wipe

from .machine import START, Turned
from .test_session_plan import plan

DAY_H = 24
AHEAD = START + timedelta(days=3650)


@pytest.fixture
def folder(tmp_path: Path) -> PracticeFolder:
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    return folder


@pytest.fixture
def machine() -> Turned:
    return Turned()


def _practises(folder: PracticeFolder, machine: Turned, name: str) -> HonestClock:
    """Begin a session as the program does, go on for ten minutes and end it; return its clock."""
    clock = HonestClock.begin(machine, known_moments(folder))
    machine.turn(600)
    session = folder.session(name)
    session.make()
    write_plan(session, KeptPlan(plan(PracticeKind.DRILL), clock.anchor_now(), ended=True))
    return clock


def _sits(folder: PracticeFolder, machine: Turned, number: int) -> HonestClock:
    """Do a step of the keyboard course that takes ten minutes; return the clock of the sitting."""
    clock = HonestClock.begin(machine, known_moments(folder))
    book = CourseBook(folder, "1042")
    book.sit(UUID(int=number), clock)
    book.begin_lesson()
    machine.turn(600)
    book.put(Taken("save", 1000))
    book.leave_results(PracticeExchange(folder.root))
    return clock


def _centre_says(folder: PracticeFolder, now: datetime, to: str = "1042") -> None:
    PracticeExchange(folder.root).put_assigned(to, AssignedWork(now=now))


def _order(folder: PracticeFolder) -> list[str]:
    return [each.session for each, _ in kept_plans(folder)]


def test_the_centres_word_brings_down_what_a_clock_that_ran_ahead_had_dated(
    folder: PracticeFolder, machine: Turned
) -> None:
    machine.set_clock(3650 * DAY_H)
    assert _practises(folder, machine, "ahead").began == AHEAD
    machine.set_clock(-3650 * DAY_H)
    assert _practises(folder, machine, "before-the-word").began >= AHEAD, "nobody else has said what time it is"
    _centre_says(folder, machine.wall())
    clock = _practises(folder, machine, "after")
    assert clock.began < START + timedelta(days=1)
    assert not clock.was_behind
    assert _order(folder) == ["ahead", "before-the-word", "after"]


def test_a_course_that_ran_ahead_is_brought_down_too_and_its_result_may_still_wait(
    folder: PracticeFolder, machine: Turned
) -> None:
    machine.set_clock(3650 * DAY_H)
    assert _sits(folder, machine, 1).began == AHEAD
    machine.set_clock(-3650 * DAY_H)
    _centre_says(folder, machine.wall(), to="2031")
    assert _sits(folder, machine, 2).began < START + timedelta(days=1)


@pytest.mark.parametrize("done", [_practises, _sits])
def test_who_sets_the_clock_back_after_the_word_gains_nothing(
    folder: PracticeFolder, machine: Turned, done: object
) -> None:
    _centre_says(folder, START)
    machine.turn(3_600)
    first = _practises(folder, machine, "b") if done is _practises else _sits(folder, machine, 1)
    over = first.now()
    for result in (folder.root / "results").glob("*.json"):
        result.unlink()  # the centre has it, and its answer did not come
    machine.set_clock(-2)
    again = HonestClock.begin(machine, known_moments(folder))
    assert again.began >= over > START
    assert again.was_behind


def test_before_the_word_nobody_comes_however_far_back_the_clock_is_set(
    folder: PracticeFolder, machine: Turned
) -> None:
    machine.set_clock(3650 * DAY_H)
    _practises(folder, machine, "ahead")
    _centre_says(folder, START)
    machine.set_clock(-2 * 3650 * DAY_H)
    clock = _practises(folder, machine, "back")
    assert clock.began == START
    assert clock.was_behind


def test_a_clock_that_runs_ahead_again_holds_until_the_next_word(folder: PracticeFolder, machine: Turned) -> None:
    _centre_says(folder, START)
    machine.set_clock(DAY_H)
    _practises(folder, machine, "ahead")
    machine.set_clock(-DAY_H)
    assert _practises(folder, machine, "next").began > START + timedelta(days=1)
    _centre_says(folder, machine.wall())
    assert _practises(folder, machine, "right").began < START + timedelta(days=1)


def test_a_session_that_is_taken_up_again_stays_on_its_side_of_the_word(
    folder: PracticeFolder, machine: Turned
) -> None:
    machine.set_clock(3650 * DAY_H)
    begun = HonestClock.begin(machine, known_moments(folder))
    machine.set_clock(-3650 * DAY_H)
    _centre_says(folder, machine.wall())
    machine.start_again()
    again = HonestClock.again(machine, begun.anchor, 0)
    folder.session("ahead").make()
    write_plan(folder.session("ahead"), KeptPlan(plan(PracticeKind.DRILL), again.anchor_now(), ended=True))
    assert _practises(folder, machine, "after").began < START + timedelta(days=1)
    assert _order(folder) == ["ahead", "after"]


def test_what_waits_for_the_centre_is_known_after_a_wipe_until_the_centre_speaks(
    folder: PracticeFolder, machine: Turned
) -> None:
    ended = START + timedelta(days=2)
    PracticeExchange(folder.root).put_result(
        PracticeResult(session=UUID(int=1), trainee="1042", kind=PracticeKind.DRILL, began=START, ended=ended)
    )
    wipe(folder, unsent=False)
    assert known_moments(folder) == KnownMoments(None, ended)
    _centre_says(folder, START + timedelta(days=1))
    assert known_moments(folder).latest == START + timedelta(days=1)
    assert HonestClock.begin(machine, known_moments(folder)).began == START + timedelta(days=1)


def test_nothing_is_known_in_a_new_folder(folder: PracticeFolder, machine: Turned) -> None:
    assert HonestClock.begin(machine, known_moments(folder)).began == START


def test_a_session_that_was_begun_since_the_word_and_taken_up_again_still_holds(
    folder: PracticeFolder, machine: Turned
) -> None:
    _centre_says(folder, START)
    begun = HonestClock.begin(machine, known_moments(folder))
    machine.start_again(off_s=3_600)
    again = HonestClock.again(machine, begun.anchor, 0)
    folder.session("again").make()
    write_plan(folder.session("again"), KeptPlan(plan(PracticeKind.DRILL), again.anchor_now(), ended=True))
    machine.set_clock(-1)
    assert HonestClock.begin(machine, known_moments(folder)).began == again.now() == START + timedelta(hours=1)
