"""Picks one of many without a mouse: type until one is left, or choose a row by its digit.

Closed it is one line of the form; open, its list lies over the rows below it and nothing else moves.
"""

from typing import Unpack

from textual import events
from textual.timer import Timer

from hotline.texts import half_width
from widgets.choice_entry import ChoiceEntry
from widgets.choices import Choices
from widgets.entry import Entry, EntryOptions
from widgets.picker_list import ROWS
from wording import tr

SWALLOW_S = 0.8
"""Seconds without a key after which a choice that was taken by itself goes on."""
FEW = 20
"""A list without codes is known by heart up to so many choices: a digit takes its row without a look at the list."""


class Picker(ChoiceEntry):
    """Picks one of `choices`. The value is the picked choice's key, empty for none.

    Typing opens the list: a digit code, pinyin initials or Chinese narrow it; after letters or Chinese a digit takes
    that row, and so it does at once where no choice has a code (of a long list only once it is open). A key that fits
    nothing is not taken in: the list closes, that is said below, and Enter takes nothing until a key fits. When one is
    left it is taken; keys that still fit it are swallowed until Enter, another key, or a pause of `swallow_s` seconds.
    Enter takes the marked row (the first, or the present choice's), or goes on where none is.
    Backspace on a taken choice opens the list again with what was typed.
    What is typed before there are choices waits for them; a value that is set before shows that there is one.
    `open_on_focus` shows the list, no row marked, as soon as the picker is reached while it is empty.

    Messages: `Picker.Picked(picker, choice)` when a choice is taken, `Picker.Changed(entry, value)`, and
    `Picker.Entered(entry)` when it goes on.
    """

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
        super().__init__(choices, value, placeholder, **entry)
        self.open_on_focus = open_on_focus
        self.swallow_s = SWALLOW_S if swallow_s is None else swallow_s
        self._swallowing: Timer | None = None

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

    def _choices_came(self) -> None:
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

    # ---- coming and going

    def _close(self) -> None:
        self._stop_waiting()
        super()._close()

    def on_focus(self) -> None:
        """Open the list where that was asked for."""
        if self.open_on_focus and self._picked is None:
            self._open_all(asked_for=False)

    def on_blur(self) -> None:
        """Close the list."""
        self._close()
        self._unsay()
        self._typed = ""
