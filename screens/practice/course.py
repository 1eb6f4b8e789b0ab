"""The keyboard course: what to do in words of the desk, answered by its key or on its form; after each lesson times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.widget import Widget

from hotline.practice_words import KINDS, named
from hotline.texts import half_width
from practice.course import FIELD, FORM, FORM_SAVE, Lesson, Taken
from practice.course_play import LessonPlay, Strokes, Verdict
from screens.parts.base import ConsoleScreen
from screens.parts.over import keys_of
from screens.parts.text_rows import Row, TextRows
from screens.parts.who_words import who_words
from screens.practice.course_shown import COLUMNS, CourseShown, heading
from screens.practice.given import LessonForm, Wanted
from widgets.commands import COMMANDS, DESK
from widgets.key_line import KeyLine
from widgets.keymap import key_words
from widgets.lamp import Piece, Tone
from widgets.line_list import LineList
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import listed, tr

if TYPE_CHECKING:
    from practice.course_book import CourseBook


class CourseScreen(ConsoleScreen[None]):
    """Shows the keys of a lesson, asks for them, and shows how it went.

    `book` keeps the course, its trainee has sat down. `fields` are the labels (message ids) of the desk's fields by
    the digit of their place, `form` is the desk's own form.
    """

    PLACE = "course"
    KEYS = ("back", "language")
    BINDINGS = keys_of("back", "help", "language")
    DEFAULT_CSS = """
    CourseScreen #heading { margin: 1 0 1 0; }
    CourseScreen.-fills #asked { margin-bottom: 1; }
    CourseScreen #form { height: 1fr; }
    """

    def __init__(self, book: CourseBook, fields: Mapping[str, str], form: LessonForm) -> None:
        super().__init__()
        self._book = book
        self._fields = fields
        self._shown = CourseShown(fields, self.key_of)
        self._form = form
        self._wanted: Mapping[str, Wanted] = {}
        self._lesson: Lesson = book.progress.next_lesson()
        self._play: LessonPlay | None = None
        self._begun = ""

    def compose(self) -> ComposeResult:
        """The top line, the heading, the keys of the lesson or what is asked with the form, messages, the keys."""
        yield StatusLine()
        yield TextRows(id="heading")
        yield LineList(COLUMNS, id="keys")
        yield TextRows(id="asked", rows=None)
        yield cast("Widget", self._form)
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what the lesson brings."""
        self._form.told = self._put_in
        self._show()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self.paint)

    # ---- painting

    @property
    def _asks(self) -> bool:
        return self._play is not None and self._play.step is not None

    @property
    def _fills(self) -> str:
        """The item that is to be filled in on the form now, empty for none."""
        step = self._play.step if self._play is not None else None
        return step.item if step is not None and step.item.startswith(FORM) else ""

    def _show(self) -> None:
        """Show the list or the prompt, with the form where that is filled in, whichever it is now."""
        keys, play = self.query_one(LineList), self._play
        keys.display = not self._asks
        self.query_one("#asked").display = self._asks
        self.query_one("#form").display = bool(self._fills)
        self.set_class(bool(self._fills), "-fills")
        self.set_focus(None if self._asks else keys)
        if self._fills and play is not None:
            self._wanted = self._form.lay_out(100 * self._lesson.number + len(play.taken))
        self.paint()
        keys.key = keys.rows[0].key if keys.rows else ""

    def paint(self) -> None:
        """Write everything in the present language."""
        course = (named(KINDS, "course"), Tone.BRIGHT)
        self.query_one(StatusLine).tell(who_words(self.services), [course])
        said: list[Piece] = [(heading(self._lesson, self._play), Tone.ACCENT)]
        self.query_one("#heading", TextRows).show(said)
        play, own = self._play, self._book.progress.keys
        if play is not None and play.step is not None:
            rows, asked = self._asked(play, play.step.item), self.query_one("#asked", TextRows)
            asked.show(*rows)
            asked.styles.height = len(rows) if self._fills else "1fr"
            self.offer_keys()
        else:
            shown = self._shown.before(self._lesson, own) if play is None else self._shown.after(play, own)
            self.query_one(LineList).rows = shown
            self.offer_keys((tr("Enter"), tr("begin") if play is None else tr("next lesson")))

    def _asked(self, play: LessonPlay, item: str) -> list[Row]:
        """Return the rows of the item that is asked for now."""
        width = self.size.width - 2
        if self._fills:
            return self._shown.what_to_fill_in(item, self._wanted, shown=play.shows_key, width=width)
        return self._shown.which_key(item, self._begun, shown=play.shows_key, width=width)

    # ---- keys

    def _strokes(self, item: str) -> Strokes:
        keymap = self.services.keymap
        if item.startswith(FIELD):
            return (keymap.keys("jump"), (item.removeprefix(FIELD),))
        return (keymap.keys(item),)

    @on(LineList.Opened)
    def _go_on(self, message: LineList.Opened) -> None:
        """Begin the lesson that is shown, or show the one after it."""
        message.stop()
        if self._play is None:
            self._lesson = self._book.begin_lesson()
            items = [each for each in (*self._lesson.new, *self._lesson.back) if not each.startswith(FORM)]
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
        if self._fills:
            self._key_in_form(play, event.key)
            return
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
        if verdict is Verdict.RIGHT and (play.step is None or self._fills):
            self._show()
        else:
            self.paint()

    # ---- the form

    def _key_in_form(self, play: LessonPlay, key: str) -> None:
        """Take a key that no field has taken: go to a field, or file; another one does nothing here."""
        if key in self.services.keymap.keys("jump"):
            self._form.ask_where()
        elif key in self.services.keymap.keys("save"):
            self._file(play)
        else:
            self._filled(play, self._not_it(key))

    def _put_in(self, digit: str) -> None:
        """Look whether the field that is asked for holds what it shall; a whole case is looked at when it is filed."""
        play, right = self._play, self._form.is_right(digit)
        if play is not None and self._fills == f"{FORM}{digit}" and right is not None:
            self._filled(play, "" if right else self._other_than_wanted())

    def _file(self, play: LessonPlay) -> None:
        """Take the form as it stands, where a whole case was asked for; the form says itself what it still needs."""
        wrong = ""
        if self._fills != FORM_SAVE:
            wrong = self._not_it(self.services.keymap.keys("save")[0])
        elif not self._form.file():
            wrong = tr("It cannot be filed yet: see the form")
        elif not all(self._form.is_right(digit) for digit in self._wanted):
            wrong = self._other_than_wanted()
        self._filled(play, wrong)

    def _other_than_wanted(self) -> str:
        """Name the fields that hold something else."""
        others = [digit for digit in self._wanted if self._form.is_right(digit) is False]
        return tr("Something else was asked for: {fields}").format(
            fields=listed([tr(self._fields[digit]) for digit in others])
        )

    def _filled(self, play: LessonPlay, wrong: str) -> None:
        """Take a step of the form; `wrong` says what is not right, empty for nothing."""
        play.filled(self._book.ms(), right=not wrong)
        if wrong:
            self.say(wrong, wrong=True)
            self.paint()
        else:
            self._keep(play.taken[-1])
            self._show()

    def _keep(self, taken: Taken) -> None:
        try:
            self._book.put(taken)
        except OSError:
            self.say(lambda: tr("The disk does not take it: what you do now is not kept"), wrong=True)
            return
        seconds = f"{taken.ms / 1000:.1f}"
        if not self._asks and self._book.progress.is_through:
            self.say(lambda: tr("Every key of the course has been asked for by now; later lessons repeat them"))
            return
        self.say(lambda: tr("Right: {key}, {seconds} s").format(key=self._shown.words.key(taken.item), seconds=seconds))

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
