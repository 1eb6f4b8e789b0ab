"""One line of a form that holds one of many choices, with the list that lies over the rows below while it is open.

What a key does to it stands in `picker`.
"""

from dataclasses import dataclass
from typing import Unpack

from rich.segment import Segment
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from widgets.choices import Answer, Choice, Choices
from widgets.entry import Entry, EntryOptions
from widgets.picker_list import ROWS, PickerList
from widgets.shown_text import cells_before, clipped
from wording import tr

NOT_KNOWN_YET = "..."
"""Stands for a value that cannot be named before there are choices: the field is not empty."""


class ChoiceEntry(Entry):
    """Holds a choice, what is being typed to find one, and the list of what that finds."""

    DEFAULT_CSS = """
    ChoiceEntry { layers: base; }
    """

    @dataclass
    class Picked(Message):
        """A choice was taken; None when the picker was emptied."""

        picker: "ChoiceEntry"
        choice: Choice | None

        @property
        def control(self) -> "ChoiceEntry":
            """The entry, for `@on(Picker.Picked, "#id")`."""
            return self.picker

    def __init__(self, choices: Choices | None, value: str, placeholder: str, **entry: Unpack[EntryOptions]) -> None:
        super().__init__(**entry)
        self.placeholder = placeholder
        self._choices = choices or Choices(())
        self._picked = self._choices.get(value) if value else None
        self._awaited = ""
        self._typed = ""
        self._answer = Answer((), 0, 0)
        self._row = 0
        self._unfit = ""
        self._list = PickerList()

    def compose(self) -> ComposeResult:
        """The list that lies over the form while it is open."""
        yield self._list

    # ---- what it holds

    @property
    def choices(self) -> Choices:
        """What can be picked."""
        return self._choices

    @choices.setter
    def choices(self, choices: Choices) -> None:
        self._choices = choices
        self._awaited = ""
        self._picked = choices.get(self.value) if self._picked else None
        self._close()
        self._unsay()
        if self._typed:
            self.call_later(self._choices_came)

    def _choices_came(self) -> None:
        """Take up what was typed before there were choices; whoever takes keys overrides it."""

    @property
    def choice(self) -> Choice | None:
        """The picked choice."""
        return self._picked

    @property
    def value(self) -> str:
        """The key of the picked choice, empty for none."""
        return self._picked.key if self._picked else ""

    @value.setter
    def value(self, value: str) -> None:
        choice = self._choices.get(value) if value else None
        awaited = "" if self._choices else value
        if awaited != self._awaited:
            self._awaited = awaited
            self.refresh()
        if choice is not self._picked:
            self._picked = choice
            self._typed = ""
            self._close()
            self.post_message(self.Changed(self, self.value))

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list.display

    @property
    def offered(self) -> tuple[Choice, ...]:
        """The rows of the open list, best first."""
        return self._answer.choices[:ROWS] if self.is_open else ()

    def _take(self, choice: Choice | None, *, by_itself: bool = False) -> None:
        self._unsay()
        if choice is not self._picked:
            self._picked = choice
            self.post_message(self.Picked(self, choice))
            self.post_message(self.Changed(self, self.value))
        if not by_itself:
            self._typed = ""
        self.refresh_rows(0)

    # ---- the list

    def _open_all(self, was: Choice | None = None, *, asked_for: bool = True) -> None:
        """Show the list before anything is typed.

        Its mark stands on what is (or `was`) picked, else on the first row where the list was `asked_for`: nobody
        chooses by an Enter that only passes.
        """
        self._typed, self._answer = "", self._choices.find("")
        held, shown = self._picked or was, self._answer.choices[:ROWS]
        first = 0 if asked_for else -1
        self._row = first if held is None else shown.index(held) if held in shown else -1
        self._open()

    def _open(self) -> None:
        self._unsay()
        self._list.show(self._answer, self._row, with_digits=bool(self._typed) or not self._choices.has_codes)
        self.refresh_rows(0)

    def _unsay(self) -> None:
        """Take back that a key fitted nothing: another one did."""
        if self._unfit and self.error == self._unfit:
            self.show_error("")
        self._unfit = ""

    def _close(self) -> None:
        self._row = 0
        self._list.hide()
        if self.is_mounted:
            self.refresh_rows(0)

    def _mark(self, row: int) -> None:
        self._row = max(0, min(row, len(self.offered) - 1))
        self._list.mark(self._row)

    # ---- painting

    def caret_cell(self) -> Offset:
        """Return the cell behind what was typed, where an input method draws."""
        column = cells_before(self._typed, len(self._typed)) if self._picked is None or self.is_open else 0
        return Offset(min(self.caption_width + column, max(0, self.size.width - 1)), 0)

    def paint_line(self, y: int) -> Strip:
        """Return the line: caption, and what is typed or picked."""
        if y:
            return self.words_strip(y - 1)
        paint = self.paint
        segments = self.caption()
        room = max(1, self.size.width - self.caption_width - 1)
        if self.has_focus and (self.is_open or self._picked is None):
            segments += [Segment(clipped(self._typed, room), paint.value), Segment(" ", paint.caret)]
        elif self._picked is not None:
            value = paint.red if self.error else paint.value
            text = clipped(self._picked.label, room)
            if self.has_focus:
                segments += [Segment(text[:1], value + paint.caret), Segment(text[1:], value)]
            else:
                segments.append(Segment(text, value))
        else:
            words = NOT_KNOWN_YET if self._awaited else tr(self.placeholder)
            segments.append(Segment(clipped(words, room), paint.faint))
        return self.line(segments)
