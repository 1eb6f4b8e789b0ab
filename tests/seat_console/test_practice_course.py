"""The keyboard course from the home of practice: set by a trainer, done by keys, left as a result, kept over a kill."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from city_packs.read_rubric import newest_rubric
from city_packs.shipped import CityHead
from hotline.practice_doc import AssignedWork, OwnAssignment, PracticeResult
from local_cache.practice_exchange import PracticeExchange
from practice.course import ITEMS, LESSONS, Taken
from practice.course_book import CourseBook
from practice.folder import PracticeFolder
from practice.honest_clock import HonestClock
from practice.session_plan import Trainee
from seat_console.practice.home_app import HomeApp
from seat_console.practice.material import Material
from seat_console.practice.past import Past
from tests.practice.machine import Turned
from tests.pressing import press
from tests.screens.small_city import small_city
from tests.seat_console.practised_session import shown
from widgets.commands import PRACTICE
from widgets.keymap import Keymap
from wording import set_language

KILLED, SET = UUID(int=1), UUID(int=2)


def killed_sitting(folder: PracticeFolder) -> None:
    """Have been asked for all but one when the power goes."""
    book = CourseBook(folder, "1042")
    book.sit(KILLED, HonestClock.begin(Turned()), SET)
    book.begin_lesson()
    for item in ITEMS:
        if item != "field.9":
            book.put(Taken(item, 900))
    book.close()


def home(folder: PracticeFolder) -> HomeApp:
    heads = {"": CityHead("", "", "Asia/Shanghai")}
    past = Past(folder, Material({"": small_city()}, {}, newest_rubric(), heads=heads), Trainee("1042", "王敏"))
    return HomeApp(past, Keymap(apart=PRACTICE), "seat-dark")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_home_says_where_a_lesson_was_left_and_what_the_next_one_makes_of_it(
    language: str, size: tuple[int, int], tmp_path: Path
) -> None:
    set_language(language)
    zh = language == "zh"
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    app = home(folder)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "5")
        assert ("离开" if zh else "was left") not in shown(pilot)
        await press(pilot, "enter", "enter", "f2", "escape")
        assert ("第1课做到第2步（共16步）时离开" if zh else "Lesson 1 was left at step 2 of 16") in shown(pilot)
        assert ("还没有考到按键，这一课重新开始" if zh else "no key was asked for yet: it begins again") in shown(pilot)
    book = CourseBook(folder, "1042")
    book.sit(KILLED, HonestClock.begin(Turned()))
    book.begin_lesson()
    for item in LESSONS[0][:3]:
        book.put(Taken(item, 900))
    book.close()
    app = home(folder)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "5")
        assert ("第2课" if zh else "Lesson 2") in shown(pilot)
        assert ("第1课做到第4步（共16步）时离开" if zh else "Lesson 1 was left at step 4 of 16") in shown(pilot)
        assert ("考过的按键已计入" if zh else "what was asked for counts") in shown(pilot)
        new = "没有考到的1个键是第2课的新键" if zh else "1 key that was not asked for yet is new in lesson 2"
        assert new in shown(pilot)
        assert ".." not in shown(pilot)
        await press(pilot, "enter")
        assert ("第2课：1个新键" if zh else "Lesson 2: 1 new key") in shown(pilot)


async def test_the_course_goes_on_after_a_kill_and_is_left_as_results_by_keys_alone(tmp_path: Path) -> None:
    set_language("en")
    folder = PracticeFolder(tmp_path / "practice")
    folder.make(())
    killed_sitting(folder)
    exchange = PracticeExchange(folder.root)
    work = OwnAssignment(
        assignment_id=SET, title="Keys", kind="course", scenarios=(), due=date(2026, 11, 30), given_by="李"
    )
    exchange.put_assigned("1042", AssignedWork(now=datetime(2026, 11, 23, tzinfo=UTC), assignments=(work,)))
    app = home(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5")
        assert "Set for you: keyboard course, by 11-30" in shown(pilot)
        assert "Lesson 2" in shown(pilot)
        await press(pilot, "enter")
        assert "Field: Address" in shown(pilot)
        await press(pilot, "enter", "ctrl+g", "9")
        await press(pilot, "x", "ctrl+g", "9", "escape")
        assert "Lesson 3" in shown(pilot)
        assert "set for you" not in shown(pilot)
    [before, now] = sorted((each.said for each in exchange.waiting("1042")), key=lambda each: each.session)
    assert isinstance(before, PracticeResult)
    assert isinstance(now, PracticeResult)
    assert (before.session, before.assignment, before.steps) == (KILLED, None, len(ITEMS) - 1)
    assert (now.assignment, now.steps) == (SET, 2)
