"""What every field of a form has in common: number, label, mark, focus, the words below it when something is wrong.

An entry paints its own number and label, so that a form of 20 entries is 20 widgets and not 60. It never lays the
screen out when a key comes: its height changes only when words appear below it or go.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Required, TypeAlias, TypedDict

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from widgets.paint import Paint, paint_of
from widgets.painted import Painted
from widgets.shown_text import clipped, rows_of
from wording import tr

Check: TypeAlias = Callable[[str], str]
"""Judges a value: returns the words to show below the entry, or an empty text when all is well."""
Words: TypeAlias = str | Callable[[], str]
"""Words as they are, or how they are made in the language that is spoken then: those follow a change of language."""

NEEDED_MARK = "*"
WRONG_MARK = "! "
LEAST_WORDS = 16
"""Cells below which words are not wrapped: they would be a column of single words."""


class EntryOptions(TypedDict, total=False):
    """What every entry is given by name and passes on to `Entry`."""

    id: Required[str]
    label: str
    number: str
    label_width: int
    needed: bool
    check: Check | None
    classes: str | None
    disabled: bool


class Entry(Painted, can_focus=True):
    """The base of Field, Narrative, Picker and Toggle.

    `label` is a message id. `number` is what the jump key is followed by ("1" … "9", "0"), empty for none.
    `label_width` is the label's room in cells, so that columns line up; 0 takes the label's own width.
    `needed` puts a mark before an empty entry. `check` is asked when the entry is left, never on a key.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Entry { height: 1; width: 1fr; background: $background; }
    Entry:focus { background: $surface; }
    Entry:disabled:can-focus { opacity: 1; }
    """

    @dataclass
    class Changed(Message):
        """The entry's value is another one; a burst of changes comes as one message."""

        entry: "Entry"
        value: str

        @property
        def control(self) -> "Entry":
            """The entry, for `@on(Entry.Changed, "#id")`."""
            return self.entry

        def can_replace(self, message: Message) -> bool:
            """Let the newest change of the same entry stand for the ones before it."""
            return isinstance(message, Entry.Changed) and message.entry is self.entry

    @dataclass
    class Entered(Message):
        """Enter was pressed (or a choice was taken): the form goes on to the next entry by itself."""

        entry: "Entry"

        @property
        def control(self) -> "Entry":
            """The entry, for `@on(Entry.Entered, "#id")`."""
            return self.entry

    def __init__(
        self,
        *,
        id: str,  # noqa: A002
        label: str = "",
        number: str = "",
        label_width: int = 0,
        needed: bool = False,
        check: Check | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(id=id, classes=classes, disabled=disabled)
        self.label = label
        self.number = number
        self.label_width = label_width
        self.needed = needed
        self.check = check
        self.on_leave: Callable[[Entry, int], None] | None = None
        """Set by the form: called with the entry and +1 (go on) or -1 (go back), before any later key is read."""
        self.rows = 1
        """Rows of the value, without the words below."""
        self._words = ""
        self._made: Words = ""
        self._wrong = False

    # ---- what it holds

    @property
    def value(self) -> str:
        """The value as it is kept. Subclasses hold it."""
        raise NotImplementedError

    @value.setter
    def value(self, value: str) -> None:
        raise NotImplementedError

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been entered that can be read."""
        return not self.value.strip()

    # ---- words below

    @property
    def error(self) -> str:
        """The words of what is wrong, empty when nothing is."""
        return self._words if self._wrong else ""

    def show_error(self, words: Words) -> None:
        """Show on the line below what is wrong and what to do; empty words take the line away."""
        self._say(words, wrong=True)

    def say(self, words: Words) -> None:
        """Show on the line below something that is worth knowing but not wrong."""
        self._say(words, wrong=False)

    def judge(self) -> bool:
        """Ask `check` (and whether it is needed, at saving) and show what it says; return whether all is well."""
        check, value = self.check, self.value
        self.show_error(partial(check, value) if check is not None else "")
        return not self.error

    def _say(self, made: Words, *, wrong: bool) -> None:
        words = made if isinstance(made, str) else made()
        wrong = wrong and bool(words)
        self._made = words and made
        if (words, wrong) == (self._words, self._wrong):
            return
        self._words, self._wrong = words, wrong
        self._make_room()
        self.refresh()

    def _make_room(self) -> None:
        """Take as many rows as value and words need: a layout when words come or go, never on a key."""
        wanted = self.rows + self.words_rows
        height = self.styles.height
        if height is None or height.value != wanted:
            self.styles.height = wanted

    def on_resize(self) -> None:
        """Wrap the words below to the new width."""
        if self._words:
            self._make_room()

    @property
    def words_rows(self) -> int:
        """How many rows the words below take."""
        return len(self._wrapped_words())

    def _wrapped_words(self) -> list[str]:
        """Return the words below as rows, each as wide as the value above it."""
        if not self._words:
            return []
        room = self.size.width - self.caption_width - self._wrong * len(WRONG_MARK)
        if not self.size.width or room < LEAST_WORDS:
            return [self._words]
        rows = (row.shown.strip() for row in rows_of(self._words, room))
        return [row for row in rows if row]

    # ---- painting

    @property
    def paint(self) -> Paint:
        """The styles of the present theme."""
        return paint_of(self.app)

    @property
    def caption_width(self) -> int:
        """Cells taken by number, label and mark, left of the value."""
        label = self.label_width or cell_len(tr(self.label))
        return (2 if self.number else 0) + (label + 1 if label else 0) + 1

    def caption(self) -> list[Segment]:
        """Return number, label and mark as segments of exactly `caption_width` cells."""
        paint = self.paint
        segments: list[Segment] = []
        if self.number:
            segments.append(Segment(f"{self.number} ", paint.faint))
        label = tr(self.label)
        width = self.label_width or cell_len(label)
        if width:
            text = clipped(label, width)
            segments.append(Segment(text, paint.accent if self.has_focus else paint.grey))
            segments.append(Segment(" " * (width + 1 - cell_len(text))))
        missing = self.needed and self.is_empty
        segments.append(Segment(NEEDED_MARK if missing else " ", paint.yellow))
        return segments

    def words_strip(self, row: int) -> Strip:
        """Return a row of the words below, counted from 0, under the value.

        A sign stands before what is wrong, so that the colour is not alone in saying it.
        """
        paint, rows = self.paint, self._wrapped_words()
        if row >= len(rows):
            return self.line([])
        sign = WRONG_MARK if self._wrong else ""
        text = (sign if row == 0 else " " * len(sign)) + rows[row]
        indent = min(self.caption_width, max(0, self.size.width - cell_len(text)))
        room = max(1, self.size.width - indent)
        return self.line(
            [Segment(" " * indent), Segment(clipped(text, room), paint.red if self._wrong else paint.grey)]
        )

    def line(self, segments: list[Segment]) -> Strip:
        """Return segments as a strip of the entry's width; an empty one would write its colours for nothing."""
        return Strip(filter(attrgetter("text"), segments)).adjust_cell_length(self.size.width, Style.null())

    def refresh_rows(self, first: int, count: int = 1) -> None:
        """Paint `count` rows again, from `first`; nothing else, and no layout."""
        self.refresh(Region(0, first, self.size.width, count))

    def retranslate(self) -> None:
        """Paint again after the language has changed, the words below in the new one."""
        self._say(self._made, wrong=self._wrong)
        self.refresh()

    # ---- the caret, where an input method draws

    def caret_cell(self) -> Offset:
        """Return the caret's cell within the entry."""
        return Offset(self.caption_width, 0)

    @property
    def cursor_screen_offset(self) -> Offset:
        """The caret's cell on the screen; the screen puts the terminal's cursor there with each paint."""
        return self.content_region.offset + self.caret_cell()

    # ---- keys and focus

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Say that printable keys are typed into the entry: no binding of a single letter may take them."""
        return is_typed(character)

    async def _on_key(self, event: events.Key) -> None:
        if self.disabled:
            return
        if self.press(event.key, event.character if is_typed(event.character) else None):
            event.stop()
            event.prevent_default()

    def press(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Take a key; `character` is None unless it is typed text. Return whether the entry used it."""
        if key == "enter":
            self.leave()
        elif key in ("up", "shift+tab"):
            self.leave(-1)
        elif key in ("down", "tab"):
            self.leave(1)
        else:
            return False
        return True

    def leave(self, step: int = 1) -> None:
        """Judge the value and go on (or back); Enter also tells whoever wants to know."""
        self.judge()
        if step > 0:
            self.post_message(self.Entered(self))
        if self.on_leave is not None:
            self.on_leave(self, step)

    def on_focus(self) -> None:
        """Paint the label as the place where you are."""
        self.refresh()

    def on_blur(self) -> None:
        """Paint the label as one of many again."""
        self.refresh()


def is_typed(character: str | None) -> bool:
    """Say whether a key's character is text: all but control signs.

    More than Textual's "printable", which drops the joiner inside an emoji and direction marks that a paste would keep.
    """
    return character is not None and (" " <= character < "\x7f" or character > "\x9f")
