"""The keyboard course on its screen: what a lesson asks for by its keys, what it says of them, and the own times."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from textual.widget import Widget

from practice.course import ITEMS, LESSONS, Taken
from practice.course_book import CourseBook
from practice.folder import PracticeFolder
from practice.honest_clock import HonestClock
from screens.practice.course import CourseScreen
from screens.practice.given import Wanted
from tests.practice.machine import Turned
from widgets.keymap import Keymap
from wording import set_language

from .fake_practice import APractice
from .host import NARROW, WIDE, Host, press, until

FIELDS = {"4": "Place", "5": "Class", "6": "Type", "0": "Content"}
SAID = {
    "zh": ("3.0秒! 下一课", "1.0秒 1! 下一课", "1.0秒 2课后"),
    "en": ("3.0 s! next lesson", "1.0 s 1! next lesson", "1.0 s in 2 lessons"),
}
"""What stands behind a slow key, a missed one, one that is known."""
KEYS = {"next_call": "f2", "save": "f12", "outcome": "f3", "hold": "ctrl+o"}


class NoForm(Widget):
    """Stands where the desk's form would; tests/seat_console/test_course_form.py has it."""

    told: Callable[[str], None]

    def lay_out(self, number: int) -> dict[str, Wanted]:
        return {}

    def is_right(self, digit: str) -> bool | None:
        return None

    def ask_where(self) -> None:
        """Nothing is asked."""

    def file(self) -> bool:
        return False


class CourseHost(Host):
    """Shows the course of somebody who has asked for a save by F12, and had `had` before; time is turned by hand."""

    def __init__(self, root: Path, had: tuple[str, ...] = ()) -> None:
        folder = PracticeFolder(root / "practice")
        folder.make(())
        self.machine = Turned()
        self.book = CourseBook(folder, "1042")
        self.book.sit(UUID(int=1), HonestClock.begin(self.machine))
        if had:
            self.book.begin_lesson()
        for item in had:
            self.book.put(Taken(item, 900))
        super().__init__(CourseScreen(self.book, FIELDS, NoForm(id="form")))
        self.services.practice = APractice(kind="")
        self.services.keymap = Keymap({"save": "f12", "emergency": "ctrl+s"})

    async def on_unmount(self) -> None:
        self.book.close()

    async def lesson(self, pilot: Any, *, slow: str = "", wrong: str = "") -> None:
        """Do a lesson of the first keys, each in a second."""
        screen: Any = self.screen
        while screen._asks:
            item = screen._play.step.item
            self.machine.turn(3 if item == slow else 1)
            if item == wrong and not screen._play.step.shown:
                await press(pilot, "f9")
                wrong = ""
            await press(pilot, KEYS[item])


@pytest.mark.parametrize(("language", "size"), [("zh", NARROW), ("en", WIDE)])
async def test_a_lesson_shows_its_keys_then_asks_for_them_and_shows_the_own_times(
    language: str, size: tuple[int, int], tmp_path: Path
) -> None:
    set_language(language)
    zh = language == "zh"
    app = CourseHost(tmp_path)
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        assert ("键盘课" if zh else "keyboard course") in app.rows[0]
        assert any("F12" in row and ("保存" if zh else "Save") in row for row in app.rows)
        await press(pilot, "enter")
        assert ("接听振铃" if zh else "Take the call that rings") in app.text
        await app.lesson(pilot, slow="hold", wrong="save")
        await until(pilot, lambda: "Ctrl+O" in app.text)
        assert ("13次中12次" if zh else "12 of 13 right at once") in app.text
        held, saved, *quick = (" ".join(row.replace("> ", "").split()) for row in app.rows[5:9])
        slow, missed, known = SAID[language]
        assert held.endswith(slow)
        assert saved.endswith(missed)
        assert all(each.endswith(known) for each in quick)


async def test_after_the_last_lesson_it_says_that_every_key_has_been_asked_for(tmp_path: Path) -> None:
    set_language("en")
    app = CourseHost(tmp_path, tuple(item for item in ITEMS if item != "save"))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter", "f12")
        screen: Any = app.screen
        while screen._asks:
            assert "Every key" not in app.text
            app.machine.turn(1)
            item = screen._play.step.item
            await press(pilot, *(each[0] for each in screen._strokes(item)))
        assert "Every key of the course has been asked for by now" in app.text


async def test_the_key_is_shown_when_it_is_new_and_after_two_wrong_ones_and_no_key_does_its_work(
    tmp_path: Path,
) -> None:
    set_language("en")
    app = CourseHost(tmp_path)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter")
        assert "F2" in app.text
        await press(pilot, "f2", "f12")
        assert "Which key?" in app.text
        await press(pilot, "f9")
        assert "F9 is another one: Answer" in app.text
        assert "F2" not in app.text
        assert "Help" not in app.text
        await press(pilot, "f1")
        assert "F1 is another one: Help" in app.text
        assert "F2" in app.text
        await press(pilot, "保")
        assert "input method" in app.text
        await press(pilot, "f2")
        assert app.book.progress.keys["next_call"].wrong == 2
        await press(pilot, "ctrl+e", "escape")
        assert [type(each).__name__ for each in app.asked] == ["LanguageChosen"]
        assert not isinstance(app.screen, CourseScreen)


async def test_a_field_is_gone_to_by_its_key_and_its_digit(tmp_path: Path) -> None:
    set_language("en")
    app = CourseHost(tmp_path, tuple(item for lesson in LESSONS[:5] for item in lesson))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter")
        assert "Field: Place" in app.text
        assert "Ctrl+G 4" in app.text
        await press(pilot, "ctrl+g", "4", "ctrl+g", "5", "ctrl+g")
        assert "Ctrl+G .." in app.text
        await press(pilot, "５")
        assert "It is not 5" in app.text
        await press(pilot, "ctrl+g", "4")
        assert (app.book.progress.keys["field.4"].wrong, "field.5" in app.book.progress.keys) == (1, False)
