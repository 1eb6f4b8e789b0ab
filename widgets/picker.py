"""Picks one of many without a mouse: type until one is left, or choose a row by its digit.

Closed it is one line of the form; open, its list lies over the rows below it and nothing else moves.
"""

from dataclasses import dataclass
from typing import Unpack

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from hotline.texts import half_width
from widgets.choices import Answer, Choice, Choices
from widgets.entry import Entry, EntryOptions
from widgets.picker_list import PickerList
from widgets.shown_text import cells_before, clipped
from wording import tr

ROWS = 8
SWALLOW_S = 0.8
"""Seconds without a key after which a choice that was taken by itself goes on."""
NOT_KNOWN_YET = "..."
"""Stands for a value that cannot be named before there are choices: the field is not empty."""
FEW = 20
"""A list without codes is known by heart up to so many choices: a digit takes its row without a look at the list."""


class Picker(Entry):
    """Picks one of `choices`. The value is the picked choice's key, empty for none.

    Typing opens the list: a digit code, pinyin initials or Chinese narrow it; after letters or Chinese a digit takes
    that row, and so it does at once where no choice has a code (of a long list only once it is open). A key that fits
    nothing is not taken in: the list closes, that is said below, and Enter takes nothing until a key fits. When one is
    left it is taken; keys that still fit it are swallowed until Enter, another key, or a pause of `swallow_s` seconds.
    Enter takes the marked row (the first, or the present choice's), or goes on when nothing was typed.
    Backspace on a taken choice opens the list again with what was typed.
    What is typed before there are choices waits for them; a value that is set before shows that there is one.
    `open_on_focus` shows the list as soon as the picker is reached while it is empty.

    Messages: `Picker.Picked(picker, choice)` when a choice is taken, `Picker.Changed(entry, value)`, and
    `Picker.Entered(entry)` when it goes on.
    """

    DEFAULT_CSS = """
    Picker { layers: base; }
    """

    @dataclass
    class Picked(Message):
        """A choice was taken; None when the picker was emptied."""

        picker: "Picker"
        choice: Choice | None

        @property
        def control(self) -> "Picker":
            """The picker, for `@on(Picker.Picked, "#id")`."""
            return self.picker

    def __init__(
        self,
        *,
        choices: Choices | None = None,
        value: str = "",
        placeholder: str = "",
        open_on_focus: bool = False,
        swallow_s: float | None = None,
        **entry: Unpack[EntryOptions],
    ) -> None:
        super().__init__(**entry)
        self.placeholder = placeholder
        self.open_on_focus = open_on_focus
        self.swallow_s = SWALLOW_S if swallow_s is None else swallow_s
        self._choices = choices or Choices(())
        self._picked = self._choices.get(value) if value else None
        self._awaited = ""
        self._typed = ""
        self._answer = Answer((), 0, 0)
        self._row = 0
        self._unfit = ""
        self._swallowing: Timer | None = None
        self._list = PickerList()

    def compose(self) -> ComposeResult:
        """The list that lies over the form while the picker is open."""
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
            self.call_later(self._look_again)

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

    # ---- keys

    def press(self, key: str, character: str | None) -> bool:
        """Take a key: see the class."""
        if self._swallowing is not None and self._swallow(key, character):
            return True
        if character is not None and character != " ":
            return self._type(character)
        match key:
            case "backspace":
                return self._back()
            case "delete" | "ctrl+u":
                self._typed = ""
                self._take(None, by_itself=True)
                self._close()
            case "space":
                if not self.is_open:
                    self._open_all()
            case "up" | "down" if self.is_open:
                self._mark(self._row + (1 if key == "down" else -1))
            case "enter" if self.offered and self._row >= 0:
                self._take(self.offered[self._row])
                self._go_on()
            case "enter" if self._typed and (self._unfit or not self._choices):
                self.app.bell()
            case "enter" | "tab" | "shift+tab" | "up" | "down":
                self._close()
                self._typed = ""
                return super().press(key, character)
            case _:
                return False
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Look a pasted text up as if it had been typed."""
        event.stop()
        event.prevent_default()
        self._close()
        self._typed = ""
        self._look_up((event.text.splitlines() or [""])[0].strip()[:40])

    def _type(self, character: str) -> bool:
        digit = half_width(character)
        if digit.isascii() and digit.isdigit() and self._digit_takes_row() and not (self._unfit and self._typed):
            self._take_row(int(digit) - 1)
        else:
            self._look_up(self._typed + character)
        return True

    def _digit_takes_row(self) -> bool:
        """A digit is a row after letters or Chinese, or where no choice has a digit code; else part of a code."""
        if self._typed:
            return not half_width(self._typed[0]).isdigit()
        return not self._choices.has_codes and (self.is_open or 0 < len(self._choices) <= FEW)

    def _take_row(self, row: int) -> None:
        rows = self._choices.find(self._typed).choices[:ROWS]
        if 0 <= row < len(rows):
            self._take(rows[row])
            self._go_on()
            return
        self.app.bell()
        if not self.is_open:
            self._open_all()

    def _look_up(self, typed: str) -> None:
        if not self._choices:  # they are still being made; what is typed is looked up when they come
            self._typed = typed
            self.refresh_rows(0)
            return
        answer = self._choices.find(typed)
        # Signs alone name nothing, though the stroke between two steps stands in every label.
        if not answer.choices or not any(map(str.isalnum, typed)):
            self.app.bell()
            # The list would cover the words, and Enter would take a row that nobody has asked for.
            self._close()
            self._unfit = tr("Nothing here fits that: type initials, digits or Chinese of it")
            self.show_error(self._unfit)
            return
        self._typed, self._answer, self._row = typed, answer, 0
        only = answer.only
        if only is not None:
            self._take(only, by_itself=True)
            self._close()
            self._wait()
        else:
            self._open()

    def _look_again(self) -> None:
        """Look up among other choices what was typed before they came."""
        if self._typed and self._picked is None and self.has_focus:
            typed, self._typed = self._typed, ""
            if len(typed) == 1:
                self._type(typed)
            else:
                self._look_up(typed)

    def _back(self) -> bool:
        if self.is_open and not self._typed:
            self._close()
            return True
        was = self._picked
        if was is not None and not self.is_open:
            self._take(None, by_itself=True)
        self._typed = self._typed[:-1]
        # Back to where there was still something to choose.
        while self._typed and self._choices.find(self._typed).only:
            self._typed = self._typed[:-1]
        if self._typed:
            self._answer, self._row = self._choices.find(self._typed), 0
            self._open()
        else:
            self._open_all(was)
        return True

    # ---- taking

    def _take(self, choice: Choice | None, *, by_itself: bool = False) -> None:
        self._unsay()
        if choice is not self._picked:
            self._picked = choice
            self.post_message(self.Picked(self, choice))
            self.post_message(self.Changed(self, self.value))
        if not by_itself:
            self._typed = ""
        self.refresh_rows(0)

    def _go_on(self) -> None:
        self._close()
        self._typed = ""
        self.leave()

    def _wait(self) -> None:
        """Stay here for a moment after a choice was taken by itself, and swallow what still fits it."""
        self._swallowing = self.set_timer(self.swallow_s, self._pause)

    def _pause(self) -> None:
        self._stop_waiting()
        if self.has_focus:
            self._go_on()

    def _stop_waiting(self) -> None:
        if self._swallowing is not None:
            self._swallowing.stop()
            self._swallowing = None

    def _swallow(self, key: str, character: str | None) -> bool:
        """Swallow a key that still fits the taken choice; any other key goes on and is the next entry's."""
        picked = self._picked
        self._stop_waiting()
        if picked is None or key == "backspace":
            return False
        if character is None:
            return False
        longer = self._typed + character
        if self._choices.fits(longer, picked):
            self._typed = longer
            self._wait()
            return True
        self._go_on()
        owner = self.screen.focused
        if isinstance(owner, Entry) and owner is not self:
            owner._forward_event(events.Key(key, character))
        return True

    # ---- the list

    def _open_all(self, was: Choice | None = None) -> None:
        """Show the list before anything is typed; its mark stands on what is (or `was`) picked, else on no row."""
        self._typed, self._answer = "", self._choices.find("")
        held, shown = self._picked or was, self._answer.choices[:ROWS]
        self._row = 0 if held is None else shown.index(held) if held in shown else -1
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
        self._stop_waiting()
        self._row = 0
        self._list.hide()
        if self.is_mounted:
            self.refresh_rows(0)

    def _mark(self, row: int) -> None:
        self._row = max(0, min(row, len(self.offered) - 1))
        self._list.mark(self._row)

    def on_focus(self) -> None:
        """Open the list where that was asked for."""
        if self.open_on_focus and self._picked is None:
            self._open_all()

    def on_blur(self) -> None:
        """Close the list."""
        self._close()
        self._unsay()
        self._typed = ""

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
