"""A lesson of the keyboard course on the desk's own form: place, class, content, and a whole case that is filed."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from city_packs.read_rubric import newest_rubric
from city_packs.shipped import CityHead
from practice.course import FORM, ITEMS, Taken
from practice.course_book import CourseBook
from practice.folder import PracticeFolder
from practice.honest_clock import HonestClock
from practice.session_plan import Trainee
from seat_console.practice.home_app import HomeApp
from seat_console.practice.material import Material
from seat_console.practice.past import Past
from tests.practice.machine import Turned
from tests.pressing import press
from tests.screen_rows import rows_of
from tests.screens.small_city import small_city
from tests.soak import times
from widgets.commands import PRACTICE
from widgets.keymap import Keymap
from wording import set_language

FORM_ITEMS = [item for item in ITEMS if item.startswith(FORM)]


def home(root: Path) -> HomeApp:
    """Return the home of somebody who knows every key."""
    folder = PracticeFolder(root / "practice")
    folder.make(())
    book = CourseBook(folder, "1042")
    book.sit(UUID(int=1), HonestClock.begin(Turned()))
    book.begin_lesson()
    for item in ITEMS:
        if item not in FORM_ITEMS:
            book.put(Taken(item, 900))
    book.close()
    heads = {"": CityHead("", "", "Asia/Shanghai")}
    past = Past(folder, Material({"": small_city()}, {}, newest_rubric(), heads=heads), Trainee("1042", "王敏"))
    return HomeApp(past, Keymap(apart=PRACTICE), "seat-dark")


def wanted(app: HomeApp, digit: str) -> list[str]:
    """Return the keys that fill in a field as it is wanted."""
    course: Any = app.screen
    words = course._wanted[digit]
    return ["ctrl+g", digit, *(words.typed or words.words), *(["enter"] if words.typed else [])]


def wrongs(app: HomeApp) -> dict[str, int]:
    """Return how often something else was done, of each item of the form that was asked for without its keys."""
    course: Any = app.screen
    return {item: own.wrong for item, own in course._book.progress.keys.items() if item in FORM_ITEMS}


@pytest.mark.parametrize(("language", "size"), [("zh", (80, 24)), ("en", (120, 40))][: times(1, soak=2)])
async def test_place_class_and_content_are_filled_in_on_the_form_and_a_whole_case_is_filed(
    language: str, size: tuple[int, int], tmp_path: Path
) -> None:
    set_language(language)
    zh = language == "zh"
    app = home(tmp_path)
    async with app.run_test(size=size) as pilot:

        def text() -> str:
            return "\n".join(rows_of(app))

        await press(pilot, "5", "enter", "enter")
        assert ("填写：地点" if zh else "Fill in: Place") in text()
        assert "Ctrl+G 4  " in text()  # it is new, so its keys stand there
        for digit in "45":
            await press(pilot, *wanted(app, digit))
        assert "Ctrl+G 4  " not in text()
        await press(pilot, *wanted(app, "4"))
        other = next(each for each in ("xqts", "sgzs") if each != app.screen._wanted["5"].typed)  # type: ignore[attr-defined]
        await press(pilot, "ctrl+g", "5", *other, "enter")
        assert ("要填的是别的：分类" if zh else "Something else was asked for: Class") in text()
        await press(pilot, *wanted(app, "5"))
        await press(pilot, *wanted(app, "0"))
        assert ("整件工单" if zh else "A whole case") in text()
        await press(pilot, "ctrl+s")
        assert ("还不能保存送审" if zh else "It cannot be filed yet") in text()
        for digit in "450":
            await press(pilot, *wanted(app, digit))
        assert ("第6步" if zh else "step 6") in text()
        await press(pilot, "ctrl+s")
        assert ("第7步" if zh else "step 7") in text()
        assert ("对：Ctrl+S" if zh else "Right: Ctrl+S") in text()
        assert ("练习" if zh else "PRACTICE") in text()
        await press(pilot, "f9", "ctrl+g", "0", "x", "enter")
        assert ("要填的是别的：内容" if zh else "Something else was asked for: Content") in text()
        await press(pilot, "ctrl+g", "0", "backspace", *wanted(app, "0"))
        now = wrongs(app)
        await press(pilot, "escape")
        assert now == {"form.4": 0, "form.5": 1, "form.0": 2}
