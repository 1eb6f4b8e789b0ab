"""What is kept of the keyboard course: over a kill, over sittings, for each trainee apart; and what leaves of it."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hotline.practice_doc import PracticeResult
from local_cache.practice_exchange import PracticeExchange
from practice.course import ITEMS, LESSONS, Taken
from practice.course_book import CourseBook
from practice.folder import PracticeFolder
from practice.honest_clock import HonestClock, KnownMoments

from .machine import START, Turned

FIRST, SECOND, SET = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.fixture
def folder(tmp_path: Path) -> PracticeFolder:
    made = PracticeFolder(tmp_path / "practice")
    made.make(())
    return made


def sit(folder: PracticeFolder, session: UUID, items: tuple[str, ...], assignment: UUID | None = None) -> CourseBook:
    """Do one lesson, a key a second, and leave without a word, as a kill does."""
    machine = Turned()
    book = CourseBook(folder, "1042")
    book.sit(session, HonestClock.begin(machine), assignment)
    book.begin_lesson()
    for item in items:
        machine.turn(1)
        book.put(Taken(item, 1000))
    book.close()
    return book


def test_every_step_is_kept_as_it_is_done_and_the_course_goes_on_from_there(folder: PracticeFolder) -> None:
    first = sit(folder, FIRST, LESSONS[0])
    again = CourseBook(folder, "1042")
    assert again.progress == first.progress
    assert again.progress.next_lesson().new == LESSONS[1]
    sit(folder, SECOND, LESSONS[0])
    assert {each.box for each in CourseBook(folder, "1042").progress.keys.values()} == {3}
    assert CourseBook(folder, "2031").progress.keys == {}


def test_half_a_line_and_lines_that_are_not_as_they_were_written_cost_no_more_than_themselves(
    folder: PracticeFolder,
) -> None:
    sit(folder, FIRST, LESSONS[0])
    file = folder.course / "1042.jsonl"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    lines[2:2] = ["\x00\x00\n", "[]\n", "7\n", '{"item": "save"}\n', '{"item": "gone", "ms": 1, "wrong": 0, "at": 1}\n']
    file.write_text("".join([*lines, '{"item": "outc']), "utf-8")
    assert tuple(CourseBook(folder, "1042").progress.keys) == LESSONS[0]
    sit(folder, SECOND, LESSONS[1])
    assert {*CourseBook(folder, "1042").progress.keys} == {*LESSONS[0], *LESSONS[1]}


def test_a_sitting_leaves_its_steps_and_times_and_nothing_else_once(folder: PracticeFolder) -> None:
    exchange = PracticeExchange(folder.root)
    sit(folder, FIRST, LESSONS[0], SET)  # cut off: its result is left by the next one that opens the book
    CourseBook(folder, "1042").leave_results(exchange)
    result = next(exchange.waiting("1042")).said
    assert result.model_dump(mode="json", exclude_defaults=True) == {
        "session": str(FIRST), "trainee": "1042", "kind": "course", "steps": 4,
        "keys": [{"item": item, "box": 2, "ms": 1000} for item in LESSONS[0]],
        "began": "2026-11-20T08:00:00Z", "ended": (START + timedelta(seconds=4)).isoformat()[:-6] + "Z",
    }  # fmt: skip
    for each in exchange.waiting("1042"):
        exchange.done(each)
    CourseBook(folder, "1042").leave_results(exchange)
    assert [*exchange.waiting("1042")] == []


def test_an_assignment_is_done_by_the_sitting_after_which_every_key_was_asked_for(folder: PracticeFolder) -> None:
    sit(folder, FIRST, ITEMS[:-1], SET)
    assert not CourseBook(folder, "1042").is_done_for(SET)
    sit(folder, SECOND, ITEMS[-1:], SET)
    book, exchange = CourseBook(folder, "1042"), PracticeExchange(folder.root)
    assert book.is_done_for(SET)
    book.leave_results(exchange)
    assert [getattr(each.said, "assignment", "") for each in exchange.waiting("1042")] == [None, SET]


def test_who_only_looks_in_leaves_nothing_and_nobody_reads_beside_the_folder(folder: PracticeFolder) -> None:
    book, exchange = sit(folder, FIRST, ()), PracticeExchange(folder.root)
    book.leave_results(exchange)
    assert [*folder.course.iterdir(), *exchange.waiting("1042")] == []
    with pytest.raises(ValueError, match="sign-in"):
        CourseBook(folder, "../1042")


def test_what_the_disk_did_not_take_goes_with_the_next_step(folder: PracticeFolder) -> None:
    folder.course.rmdir()
    folder.course.write_text("", "utf-8")
    machine = Turned()
    book = CourseBook(folder, "1042")
    book.sit(FIRST, HonestClock.begin(machine))
    book.begin_lesson()
    with pytest.raises(OSError, match="course"):
        book.put(Taken("save", 1000))
    folder.course.unlink()
    book.put(Taken("hold", 1000))
    assert {*CourseBook(folder, "1042").progress.keys} == {"save", "hold"}  # a kill would leave it so
    book.close()


def test_a_clock_that_was_set_back_is_marked_in_what_is_left_after_a_kill_too(folder: PracticeFolder) -> None:
    machine = Turned()
    later = machine.wall() + timedelta(days=2)
    book = CourseBook(folder, "1042")
    book.sit(FIRST, HonestClock.begin(machine, KnownMoments(latest=later)))
    book.begin_lesson()
    book.put(Taken("save", 1000))
    book.close()
    exchange = PracticeExchange(folder.root)
    CourseBook(folder, "1042").leave_results(exchange)
    [waiting] = exchange.waiting("1042")
    assert isinstance(waiting.said, PracticeResult)
    assert (waiting.said.clock_behind, waiting.said.began) == (True, later)
