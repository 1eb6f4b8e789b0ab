"""What the keyboard course says of a lesson: its heading, its keys before it and after it, and what is asked in it."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from practice.course import FORM, FORM_SAVE, Lesson, Taken
from screens.parts.course_words import ItemWords, again_words
from screens.parts.text_rows import Row, wrapped
from widgets.lamp import Piece, Tone
from widgets.line_list import Column, ListRow
from wording import listed, mark, tr, trn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from practice.course import OwnKey
    from practice.course_play import LessonPlay
    from screens.practice.given import Wanted

COLUMNS = (
    Column(mark("Key"), 14), Column(mark("Action")), Column(mark("Your time"), 9, right=True),
    Column(mark("Wrong keys"), 10, right=True), Column(mark("Comes again"), 14),
)  # fmt: skip
_GOES_ON = ".."
"""What stands where another key is awaited."""


def heading(lesson: Lesson, play: LessonPlay | None) -> str:
    """Say what a lesson brings; in it which step it is at, after it how it went."""
    number = lesson.number
    if play is None:
        new, back = len(lesson.new), len(lesson.back)
        words = [trn("{count} new key", "{count} new keys", new).format(count=new)] if new else []
        words += [trn("{count} key comes back", "{count} keys come back", back).format(count=back)] if back else []
        return tr("Lesson {number}: {words}").format(number=number, words=listed(words))
    if play.step is not None:
        words_of_step = tr("Lesson {number}, step {step} of {steps}")
        return words_of_step.format(number=number, step=len(play.taken) + 1, steps=play.count)
    asked = [each for each in play.taken if not each.shown]
    at_once = sum(not each.wrong for each in asked)
    return tr("Lesson {number} is done: {right} of {asked} right at once; the slowest first").format(
        number=number, right=at_once, asked=len(asked)
    )


class CourseShown:
    """The rows of a lesson. `fields` are the labels (message ids) of the desk's fields by the digit of their place."""

    def __init__(self, fields: Mapping[str, str], key_of: Callable[[str], str]) -> None:
        """`key_of` gives the key of a command as it is read."""
        self.words = ItemWords(fields, key_of)
        self._fields = fields
        self._key_of = key_of

    # ---- what is asked

    def which_key(self, item: str, begun: str, *, shown: bool, width: int) -> list[Row]:
        """Ask for the key of an item, or show it; `begun` is the first key of two that has been pressed."""
        if shown:
            key: Piece = (self.words.key(item), Tone.ACCENT)
        else:
            key = (f"{begun} {_GOES_ON}" if begun else tr("Which key?"), Tone.GREY)
        return [*self._item(item, width), [], [key]]

    def what_to_fill_in(self, item: str, wanted: Mapping[str, Wanted], *, shown: bool, width: int) -> list[Row]:
        """Say what the fields of an item are to hold, with the keys for it where they are shown."""
        rows = self._item(item, width)
        for digit in wanted if item == FORM_SAVE else (item.removeprefix(FORM),):
            words = tr("{label}: {value}").format(label=tr(self._fields[digit]), value=wanted[digit].words)
            keys = f"   {self._key_of('jump')} {digit}  {wanted[digit].typed}" if shown else ""
            rows.append([(words, Tone.BRIGHT), (keys, Tone.ACCENT)])
        return [*rows, [(self.words.key(item), Tone.ACCENT)]] if shown and item == FORM_SAVE else rows

    def _item(self, item: str, width: int) -> list[Row]:
        return [[(self.words.label(item), Tone.BRIGHT)], *wrapped(self.words.does(item), width, Tone.GREY)]

    # ---- the keys of a lesson

    def before(self, lesson: Lesson, own: Mapping[str, OwnKey]) -> list[ListRow]:
        """Return the keys that a lesson brings, with the own times so far."""
        known = [(item, own.get(item)) for item in (*lesson.new, *lesson.back)]
        return [
            self.words.row(item, had.typical_ms if had else None, had.wrong if had else 0, "") for item, had in known
        ]

    def after(self, play: LessonPlay, own: Mapping[str, OwnKey]) -> list[ListRow]:
        """Return the keys that were asked for, the slowest first, and when each comes again."""
        asked: dict[str, list[Taken]] = {}
        for each in play.taken:
            if not each.shown:
                asked.setdefault(each.item, []).append(each)
        took = {item: round(median(each.ms for each in steps)) for item, steps in asked.items()}
        wrong = {item: sum(each.wrong for each in steps) for item, steps in asked.items()}
        return [
            self.words.row(item, took[item], wrong[item], again_words(own[item].again_in))
            for item in sorted(took, key=lambda item: (-took[item], -wrong[item]))
        ]
