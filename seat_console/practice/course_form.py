"""The desk's own form in a lesson of the keyboard course: made-up cases of the city, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from zlib import crc32

from textual import on

from hotline.texts import half_width
from screens.desk.choices import desk_choices
from screens.desk.form import FILE_CASE, DeskForm
from screens.desk.form_fields import FIELDS, field_at
from screens.desk.form_view import FormView
from screens.desk.jump import NEXT_MISSING, Jump
from screens.practice.given import Wanted
from wording import language

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from widgets.choices import Choices

_PHONE = "19900000000"
"""A number that calls; of those that nobody has."""
_ROWS = 3
_PLACE, _CLASS, _CONTENT = "4", "5", "0"


class CourseForm(FormView):
    """See `screens.practice.given.LessonForm`. `pack` is the city's, with places and classes in it."""

    def __init__(self, pack: CityPack) -> None:
        super().__init__(DeskForm(pack), lambda _: False, id="form")
        self.told: Callable[[str], None] = lambda _: None
        self._pack = pack
        self._wanted: dict[str, str] = {}

    def lay_out(self, number: int) -> Mapping[str, Wanted]:
        """Empty the form, its focus where a new call begins."""
        choices = desk_choices(self._pack)
        place, letters = _picked(choices["area_code"], f"{number}.4")
        leaf, letters_of_class = _picked(choices["class_code"], f"{number}.5")
        named, english = self._pack.classes[leaf], language() == "en"
        content = named.name_en if english and named.name_en else self._pack.areas[place].name + named.name
        self._wanted = {_PLACE: place, _CLASS: leaf, _CONTENT: content}
        self.give_rows(_ROWS)
        self.show(DeskForm(self._pack, caller_phone=_PHONE))
        self.offer(choices)
        self.go(self.form.first_open())
        return {
            _PLACE: Wanted(self._pack.area_label(place), letters),
            _CLASS: Wanted(self._pack.class_label(leaf, language()), letters_of_class),
            _CONTENT: Wanted(content),
        }

    def is_right(self, digit: str) -> bool | None:
        """Compare as a reader would: blanks, full width and capitals make no other text."""
        entry = field_at(digit)
        held = self.form.text(entry.name) if entry else ""
        if digit not in self._wanted:
            return None
        if digit == _CONTENT and held:
            return _plain(held) == _plain(self._wanted[digit])
        return held == self._wanted[digit] if held else None

    def ask_where(self) -> None:
        """Ask for a digit below the form."""
        self.app.push_screen(Jump(), self._go_where)

    def _go_where(self, answer: str | None) -> None:
        entry = field_at(answer or "")
        name = self.form.next_missing(self.place[0], FILE_CASE) if answer == NEXT_MISSING else entry and entry.name
        if name:
            self.go(name)

    def file(self) -> bool:
        """Say at each field what is still wrong, and go to the first one."""
        self.read_all()
        wrong = self.show_problems(FILE_CASE)
        if wrong is not None and wrong in self.names:
            self.go(wrong)
        return wrong is None

    @on(FormView.Left)
    def _left_one(self, message: FormView.Left) -> None:
        """Tell of a field with Enter: a picker takes what is typed sooner, and swallows the rest of it until then."""
        message.stop()
        self.told(FIELDS[message.name].jump)

    @on(FormView.Put)
    def _put_in(self, message: FormView.Put) -> None:
        message.stop()
        if "content" in message.names and self.is_right(_CONTENT):
            self.told(_CONTENT)


def _picked(choices: Choices, salt: str) -> tuple[str, str]:
    """Return the key of a choice to which its initials lead, and these; for the same salt always the same one.

    Nothing lies below it: a place is a community.
    """
    above = {each.parent for each in choices}
    lowest = [each for each in choices if each.initials and each.key not in above]
    start = crc32(salt.encode()) % len(lowest)
    turned = (*lowest[start:], *lowest[:start])
    found = next((each for each in turned if choices.taken_by(each.initials) == each.key), turned[0])
    return found.key, found.initials


def _plain(text: str) -> str:
    return "".join(half_width(text).casefold().split())
