"""Small questions at the bottom of a screen: choose one, or write a text. They never cover what is being typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip

from hotline.texts import half_width
from screens.parts.base import Said, nothing
from screens.parts.over import Keys, OverScreen, keys_of
from screens.parts.text_rows import TextRows, wrapped
from widgets.entry import Check, Entry
from widgets.field import Field
from widgets.key_line import KeyLine
from widgets.keymap import key_words
from widgets.lamp import Tone
from widgets.narrative import NEW_LINE, Narrative
from widgets.paint import paint_of
from widgets.painted import Painted
from widgets.shown_text import clipped
from wording import tr

MOST_ROWS = 9
SAYS_ROWS = 3
CUT_ROWS = 2
"""For the marked option, read whole, where the rows of some are too short for what they say."""
SIGN_CELLS = 6
"""The mark, the digit and the blanks before an option."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question. `says` is shown below the list while the option is marked, to be read out."""

    key: str
    label: str
    says: str = ""


class Options(Painted, can_focus=True):
    """Rows with digits; a digit or Enter takes one, arrows mark, 0 takes none.

    With `careful` a digit only marks its row, so that what the option says can be read before Enter takes it.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Options { height: 1; width: 1fr; }"

    @dataclass
    class Marked(Message):
        """Another option is marked."""

        option: Option

    @dataclass
    class Taken(Message):
        """An option was taken; None for none."""

        option: Option | None

    def __init__(self, options: Sequence[Option], *, careful: bool = False, id: str = "options") -> None:  # noqa: A002
        super().__init__(id=id)
        self.options = tuple(options)
        self._careful = careful
        self._row = 0
        self._top = 0
        self.styles.height = max(1, min(MOST_ROWS, len(self.options)))

    def say_anew(self, options: Sequence[Option]) -> None:
        """Show the same options in other words."""
        self.options = tuple(options)
        self._mark(self._row)

    @property
    def marked(self) -> Option | None:
        """The option that Enter takes."""
        return self.options[self._row] if self.options else None

    def on_mount(self) -> None:
        """Tell what is marked first."""
        self._mark(0)

    def _mark(self, row: int) -> None:
        if self.options:
            self._row = max(0, min(row, len(self.options) - 1))
            self._top = max(self._row - MOST_ROWS + 1, min(self._top, self._row))
            self.post_message(self.Marked(self.options[self._row]))
        self.refresh()

    async def _on_key(self, event: events.Key) -> None:
        digit = half_width(event.character) if event.character and event.is_printable else ""
        shown = min(MOST_ROWS, len(self.options) - self._top)
        match event.key:
            case "up" | "down":
                self._mark(self._row + (1 if event.key == "down" else -1))
            case "pageup" | "pagedown":
                self._mark(self._row + (MOST_ROWS if event.key == "pagedown" else -MOST_ROWS))
            case "enter":
                self.post_message(self.Taken(self.marked))
            case _ if digit == "0":
                self.post_message(self.Taken(None))
            case _ if digit.isascii() and digit.isdigit() and int(digit) <= shown:
                self._row_chosen(self._top + int(digit) - 1)
            case _:
                return
        event.stop()

    def _row_chosen(self, row: int) -> None:
        if self._careful:
            self._mark(row)
        else:
            self.post_message(self.Taken(self.options[row]))

    def paint_line(self, y: int) -> Strip:
        """Return one option: its digit and its label."""
        paint, width, place = paint_of(self.app), self.size.width, self._top + y
        if place >= len(self.options):
            return Strip.blank(width, Style.null())
        label = clipped(self.options[place].label, max(4, width - SIGN_CELLS))
        marked = place == self._row
        ink = paint.accent_band if marked else None
        sign = "> " if marked else "  "
        strip = [Segment(f"{sign}{y + 1}  ", ink or paint.faint), Segment(label, ink or paint.value)]
        return Strip(strip).adjust_cell_length(width, ink or Style.null())


class Question(OverScreen[str]):
    """The common shape: a heading, what is asked, and the keys; it lies on the bottom rows."""

    DEFAULT_CSS = """
    Question { align: center bottom; background: transparent; }
    Question > Vertical { height: auto; width: 100%; background: $panel; }
    Question KeyLine { background: $surface; }
    """

    def __init__(self, heading: Said) -> None:
        super().__init__()
        self._heading = heading

    def asked(self) -> str:
        """Return the heading."""
        return self._heading()

    def paint(self) -> None:
        """Write heading and keys."""
        self.query_one("#heading", TextRows).show([(self._heading(), Tone.ACCENT)])
        super().paint()


class Choose(Question):
    """Asks for one of several options; the answer is the option's key, None for none.

    Where `enter` names what Enter does (a message id), a digit only marks and what the marked option says can be read
    first. `options` are asked for again in another language: the same ones in the same order.
    """

    def __init__(self, heading: Said, options: Callable[[], Sequence[Option]], *, enter: str = "") -> None:
        super().__init__(heading)
        self._options = options
        self._enter = enter

    def compose(self) -> ComposeResult:
        """Heading, options, what the marked one says, keys."""
        options = self._options()
        with Vertical():
            yield TextRows(id="heading")
            yield Options(options, careful=bool(self._enter))
            says, cut = any(each.says for each in options), any(map(self._is_cut, options))
            if says or cut:
                yield TextRows(id="says", rows=SAYS_ROWS * says + CUT_ROWS * cut)
            yield KeyLine()

    def on_mount(self) -> None:
        """Take the keys."""
        self.paint()
        self.set_focus(self.query_one(Options))

    def keys(self) -> Keys:
        """Digits, Enter, the way back."""
        keys = [("1-9", tr("mark") if self._enter else tr("choose")),
                (tr("Enter"), tr(self._enter) if self._enter else tr("the marked one")), ("0", tr("back"))]  # fmt: skip
        over = len(self.query_one(Options).options) - MOST_ROWS
        if over > 0:
            keys.insert(1, ("PgDn", tr("{count} more").format(count=over)))
        return keys

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.query_one(Options).say_anew(self._options())

    def _is_cut(self, option: Option) -> bool:
        return cell_len(option.label) > self.app.size.width - SIGN_CELLS

    @on(Options.Marked)
    def _marked(self, message: Options.Marked) -> None:
        option, width = message.option, max(10, self.app.size.width - 2)
        label = wrapped(option.label, width, Tone.BRIGHT)[:CUT_ROWS] if self._is_cut(option) else []
        for says in self.query("#says").results(TextRows):
            says.show(*label, *(wrapped(option.says, width, Tone.GREY)[:SAYS_ROWS] if option.says else ()))

    @on(Options.Taken)
    def _taken(self, message: Options.Taken) -> None:
        self.dismiss(message.option.key if message.option else None)


class Write(Question):
    """Asks for a text; the answer is the text, None for none. With `rows` above 1 it may have several lines.

    `label` is a message id. `check` gives the words for what is wrong, empty when the text can be taken; `changed` is
    told of every change, and so keeps what is written: leaving loses nothing then.
    `wrong` says what was wrong with `text` when it was given before.
    """

    BINDINGS = keys_of("save")

    def __init__(
        self,
        heading: Said,
        label: str,
        *,
        text: str = "",
        wrong: Said = nothing,
        rows: int = 1,
        limit: int,
        check: Check | None = None,
        changed: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(heading)
        self._label = label
        self._text = text
        self._wrong = wrong
        self._rows = rows
        self._limit = limit
        self._check = check
        self._changed = changed

    def compose(self) -> ComposeResult:
        """Heading, the entry, keys."""
        with Vertical():
            yield TextRows(id="heading")
            if self._rows > 1:
                yield Narrative(id="text", label=self._label, rows=self._rows, value=self._text, limit=self._limit,
                                check=self._check)  # fmt: skip
            else:
                yield Field(id="text", label=self._label, value=self._text, limit=self._limit, check=self._check)
            yield KeyLine()

    def on_mount(self) -> None:
        """Take the keys."""
        self.paint()
        self.set_focus(self.entry)
        self.entry.show_error(self._wrong)

    def keys(self) -> Keys:
        """Enter, a new line where there are several, the way back."""
        new_line = [(key_words(NEW_LINE), tr("new line"))] if self._rows > 1 else []
        return [(tr("Enter"), tr("take it")), *new_line, *super().keys()]

    @property
    def entry(self) -> Entry:
        """The entry that is written in."""
        return self.query_one("#text", Entry)

    def would_lose(self) -> bool:
        """Say whether there is a text here that nobody else keeps."""
        return bool(self.written())

    def written(self) -> str:
        """Return the text."""
        return self.entry.value if self._changed is None and self.entry.value.strip() else ""

    def held(self) -> Mapping[str, str]:
        """Return the text of the one field."""
        return {"text": self.written()}

    def take_up(self, held: Mapping[str, str]) -> None:
        """Begin with the text."""
        self._text = held.get("text", self._text)

    @on(Entry.Changed)
    def _text_changed(self, message: Entry.Changed) -> None:
        message.stop()
        if self._changed is not None:
            self._changed(message.value)

    @on(Entry.Entered)
    def _entered(self, message: Entry.Entered) -> None:
        message.stop()
        self.action_save()

    def action_save(self) -> None:
        """Give the text as the answer, if nothing is wrong with it."""
        if self.entry.judge():
            self.dismiss(self.entry.value)
