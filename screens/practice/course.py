"""The keyboard course: what to do in words of the desk, answered by its key; after each lesson the own times."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult

from hotline.practice_words import KINDS, named
from hotline.texts import half_width
from practice.course import FIELD, Lesson, Taken, quick_ms
from practice.course_play import LessonPlay, Strokes, Verdict
from screens.parts.base import ConsoleScreen, label_of
from screens.parts.over import keys_of
from screens.parts.text_rows import Row, TextRows, wrapped
from screens.parts.who_words import who_words
from widgets.commands import BY_ID, COMMANDS, DESK
from widgets.key_line import KeyLine
from widgets.keymap import key_words
from widgets.lamp import Piece, Tone
from widgets.line_list import Column, LineList, ListRow
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import listed, mark, tr, trn

if TYPE_CHECKING:
    from practice.course_book import CourseBook

_COLUMNS = (
    Column(mark("Key"), 14), Column(mark("Action")), Column(mark("Your time"), 9, right=True),
    Column(mark("Wrong keys"), 10, right=True), Column(mark("Comes again"), 14),
)  # fmt: skip
_GOES_ON = ".."
"""What stands where another key is awaited."""


class CourseScreen(ConsoleScreen[None]):
    """Shows the keys of a lesson, asks for them, and shows how it went.

    `book` keeps the course, its trainee has sat down. `fields` are the labels (message ids) of the desk's fields by
    the digit of their place.
    """

    PLACE = "course"
    KEYS = ("back", "language")
    BINDINGS = keys_of("back", "help", "language")
    DEFAULT_CSS = "CourseScreen #heading { margin: 1 0 1 0; } CourseScreen #asked { height: 1fr; }"

    def __init__(self, book: CourseBook, fields: Mapping[str, str]) -> None:
        super().__init__(id="course")
        self._book = book
        self._fields = fields
        self._lesson: Lesson = book.progress.next_lesson()
        self._play: LessonPlay | None = None
        self._begun = ""

    def compose(self) -> ComposeResult:
        """The top line, the heading, the keys of the lesson or what is asked, a line for messages, the keys."""
        yield StatusLine()
        yield TextRows(id="heading")
        yield LineList(_COLUMNS, id="keys")
        yield TextRows(id="asked", rows=None)
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what the lesson brings."""
        self._show()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self.paint)

    # ---- painting

    @property
    def _asks(self) -> bool:
        return self._play is not None and self._play.step is not None

    def _show(self) -> None:
        """Show the list or the prompt, whichever it is now."""
        keys = self.query_one(LineList)
        keys.display = not self._asks
        self.query_one("#asked").display = self._asks
        self.set_focus(None if self._asks else keys)
        self.paint()
        keys.key = keys.rows[0].key if keys.rows else ""

    def paint(self) -> None:
        """Write everything in the present language."""
        course = (named(KINDS, "course"), Tone.BRIGHT)
        self.query_one(StatusLine).tell(who_words(self.services), [course])
        heading: list[Piece] = [(self._heading(), Tone.ACCENT)]
        self.query_one("#heading", TextRows).show(heading)
        if self._asks:
            self.query_one("#asked", TextRows).show(*self._prompt())
            self.offer_keys()
        else:
            self.query_one(LineList).rows = self._rows()
            self.offer_keys((tr("Enter"), tr("begin") if self._play is None else tr("next lesson")))

    def _heading(self) -> str:
        play, number = self._play, self._lesson.number
        if play is None:
            new, back = len(self._lesson.new), len(self._lesson.back)
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

    def _prompt(self) -> list[Row]:
        play = self._play
        if play is None or play.step is None:
            return []
        item = play.step.item
        does = wrapped(self._does(item), self.size.width - 2, Tone.GREY)
        rows: list[Row] = [[(self._label(item), Tone.BRIGHT)], *does]
        if play.shows_key:
            key: Piece = (self._key(item), Tone.ACCENT)
        else:
            key = (f"{self._begun} {_GOES_ON}" if self._begun else tr("Which key?"), Tone.GREY)
        return [*rows, [], [key]]

    def _rows(self) -> list[ListRow]:
        own, play = self._book.progress.keys, self._play
        if play is None:
            items = [*self._lesson.new, *self._lesson.back]
            known = [(item, own.get(item)) for item in items]
            return [
                self._row(item, had.typical_ms if had else None, had.wrong if had else 0, "") for item, had in known
            ]
        asked: dict[str, list[Taken]] = {}
        for each in play.taken:
            if not each.shown:
                asked.setdefault(each.item, []).append(each)
        took = {item: round(median(each.ms for each in steps)) for item, steps in asked.items()}
        wrong = {item: sum(each.wrong for each in steps) for item, steps in asked.items()}
        return [
            self._row(item, took[item], wrong[item], self._again(own[item].again_in))
            for item in sorted(took, key=lambda item: (-took[item], -wrong[item]))
        ]

    def _row(self, item: str, ms: int | None, wrong: int, again: str) -> ListRow:
        slow = ms is not None and ms > quick_ms(item)
        time = (tr("new") if ms is None else tr("{seconds} s").format(seconds=f"{ms / 1000:.1f}")) + ("!" * slow)
        missed = (str(wrong) + "!", Tone.YELLOW) if wrong else ("", Tone.GREY)
        return ListRow(item, (
            (self._key(item), Tone.ACCENT), (self._label(item), Tone.BRIGHT),
            (time, Tone.YELLOW if slow else Tone.GREY), missed, (again, Tone.GREY),
        ))  # fmt: skip

    @staticmethod
    def _again(lessons: int) -> str:
        if lessons == 1:
            return tr("next lesson")
        return trn("in {count} lesson", "in {count} lessons", lessons).format(count=lessons)

    # ---- what is asked for, in words

    def _label(self, item: str) -> str:
        if item.startswith(FIELD):
            return tr("Field: {field}").format(field=tr(self._fields[item.removeprefix(FIELD)]))
        return label_of(item)

    def _does(self, item: str) -> str:
        command = "jump" if item.startswith(FIELD) else item
        return tr(BY_ID[command].help)

    def _key(self, item: str) -> str:
        if item.startswith(FIELD):
            return f"{self.key_of('jump')} {item.removeprefix(FIELD)}"
        return self.key_of(item)

    def _strokes(self, item: str) -> Strokes:
        keymap = self.services.keymap
        if item.startswith(FIELD):
            return (keymap.keys("jump"), (item.removeprefix(FIELD),))
        return (keymap.keys(item),)

    # ---- keys

    @on(LineList.Opened)
    def _go_on(self, message: LineList.Opened) -> None:
        """Begin the lesson that is shown, or show the one after it."""
        message.stop()
        if self._play is None:
            self._lesson = self._book.begin_lesson()
            items = (*self._lesson.new, *self._lesson.back)
            self._play = LessonPlay(self._lesson, {item: self._strokes(item) for item in items}, self._book.ms())
        else:
            self._play, self._lesson = None, self._book.progress.next_lesson()
        self.say("")
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Take every key as an answer while one is asked for, but those that leave and that change the language."""
        play, keymap = self._play, self.services.keymap
        if play is None or play.step is None or event.key in (*keymap.keys("back"), *keymap.keys("language")):
            return
        event.stop()
        event.prevent_default()  # what the key does elsewhere it does not do here
        sign = half_width(event.character or "")
        if sign.isprintable() and not sign.isascii():
            self.say(lambda: tr("An input method is on: switch it off"), wrong=True)
            return
        self._judge(play, sign if sign.isdigit() else event.key)

    def _judge(self, play: LessonPlay, key: str) -> None:
        verdict = play.key(key, self._book.ms())
        self._begun = key_words(key) if verdict is Verdict.PART else "" if verdict is Verdict.WRONG else self._begun
        if verdict is Verdict.WRONG:
            self.say(lambda: self._not_it(key), wrong=True)
        elif verdict is Verdict.RIGHT:
            self._begun = ""
            self._keep(play.taken[-1])
        if verdict is Verdict.RIGHT and play.step is None:
            self._show()
        else:
            self.paint()

    def _keep(self, taken: Taken) -> None:
        try:
            self._book.put(taken)
        except OSError:
            self.say(lambda: tr("The disk does not take it: what you do now is not kept"), wrong=True)
            return
        seconds = f"{taken.ms / 1000:.1f}"
        self.say(lambda: tr("Right: {key}, {seconds} s").format(key=self._key(taken.item), seconds=seconds))

    def _not_it(self, key: str) -> str:
        """Say what a wrong key is on the desk."""
        at_desk = (each for each in COMMANDS if not each.instead_of and (not each.places or DESK in each.places))
        command = next((each for each in at_desk if key in self.services.keymap.keys(each.id)), None)
        if command is None:
            return tr("It is not {key}").format(key=key_words(key))
        return tr("{key} is another one: {label}").format(key=key_words(key), label=tr(command.label))

    def action_back(self) -> None:
        """Leave; every step so far is kept."""
        self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing of a live seat."""
        return action in ("back", "language", "help") and super().check_action(action, parameters)

    def is_offered(self, command: str) -> bool:
        """Leave help out while its key may be what is asked for."""
        return not (command == "help" and self._asks) and super().is_offered(command)

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()
