"""What is said in a practised call, as it is said: the caller's lines, own questions beside them, and their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.message import Message

from screens.parts.base import key_of, services_of
from screens.parts.practice_words import SAYINGS, in_language
from screens.parts.text_rows import Row, TextRows, wrapped
from widgets.lamp import Piece, Tone
from wording import tr

if TYPE_CHECKING:
    from city_packs.scenario import Words
    from screens.parts.apart import SpokenLine

BESIDE = 60
"""Cells from which own words stand at the left of what the caller says, and not above it."""
_OWN_CELLS = 12
_MOST_HINTS = 4


class CallerPane(TextRows):
    """Shows the end of what was said, newest at the bottom. Painted anew when something was said, never by a key."""

    DEFAULT_CSS = "CallerPane { height: 1fr; width: 1fr; background: $panel; }"

    class Said(Message):
        """Something was said; several at once are painted once."""

        def can_replace(self, message: Message) -> bool:
            """Let one of these stand for those before it."""
            return isinstance(message, CallerPane.Said)

    def __init__(self, *, id: str, rows: int | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, rows=rows, classes=classes)

    def on_mount(self) -> None:
        """Follow the call."""
        practice = services_of(self.app).practice
        if practice is not None:
            practice.subscribe(self._something_was_said)
        self.paint()

    def _something_was_said(self) -> None:
        """Be told from any thread; a pane that has gone takes no message."""
        self.post_message(self.Said())

    def on_caller_pane_said(self, message: Said) -> None:
        """Show what was said."""
        message.stop()
        self.paint()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.paint()

    def retranslate(self) -> None:
        """Write everything again in the other language."""
        self.paint()

    def paint(self) -> None:
        """Show the end of the call so far, and the keys of the questions below it.

        The keys always stand there, and what the caller said last as far as there is room: hints give way to it.
        """
        practice = services_of(self.app).practice
        if practice is None or not self.size.width:
            return
        width, height = self.size.width - 2, self.size.height
        keys = question_keys(key_of(self.app, "ask"), width)[-height:]
        lines, hints = practice.lines(), practice.hints()
        most = _MOST_HINTS if height > _MOST_HINTS * 3 else len(hints)  # a drill has one, an author two
        most = min(most, height - len(keys) - len(newest_rows(lines, width)))
        below = [*hint_rows(hints, width, max(0, most)), *keys]
        room = height - len(below)
        said = said_rows(lines, width)[-room:] if room else []
        self.show(*([[]] * (room - len(said))), *said, *below)


def said_rows(lines: Sequence[SpokenLine], width: int) -> list[Row]:
    """Return what was said as rows of at most `width` cells: own words grey, beside or above the caller's answer."""
    beside = width >= BESIDE
    left = _OWN_CELLS if beside else 0
    rows: list[Row] = []
    asked = ""
    for line in lines:
        if line.by == "own":
            if asked:
                rows.append([(asked, Tone.GREY)])
            asked = own_words(line, width)
            continue
        told = wrapped(in_language(line.words), width - left)
        if asked and (not beside or cell_len(asked) >= left):
            rows.append([(asked, Tone.GREY)])
            asked = ""
        for place, row in enumerate(told):
            margin: list[Piece] = [((asked if place == 0 else "").ljust(left - _extra(asked, place)), Tone.GREY)]
            rows.append([*(margin if beside else []), *row])
        asked = ""
    if asked:
        rows.append([(asked, Tone.GREY)])
    return rows


def newest_rows(lines: Sequence[SpokenLine], width: int) -> list[Row]:
    """Return the rows of what the caller said last, and of what was said to them since."""
    newest = max((at for at, line in enumerate(lines) if line.by != "own"), default=0)
    return said_rows(lines[newest:], width)


def _extra(asked: str, place: int) -> int:
    """Return how many cells more than signs the words at the left take."""
    return cell_len(asked) - len(asked) if place == 0 else 0


def own_words(line: SpokenLine, width: int) -> str:
    """Return what was said at this desk: the short name of a question, the begin of a text that was read."""
    if line.code in SAYINGS:
        return "> " + tr(SAYINGS[line.code][0])
    words = in_language(line.words)
    return "> " + (words if cell_len(words) <= width - 2 else words[: max(4, (width - 4) // 2)] + "..")


def hint_rows(hints: Sequence[Words], width: int, most: int) -> list[Row]:
    """Return what helps, in at most so many rows."""
    return [row for hint in hints for row in wrapped(in_language(hint), width, Tone.YELLOW)][:most]


def question_keys(ask: str, width: int) -> list[Row]:
    """Return the key that asks and the digit of each question, in as many rows as they need."""
    pieces = [(f"{ask} ", ""), *((f" {digit} ", tr(name)) for digit, (name, _) in enumerate(SAYINGS.values()))]
    rows: list[Row] = []
    row: list[Piece] = []
    used = 0
    for key, name in pieces:
        cells = cell_len(key) + cell_len(name)
        if row and used + cells > width:
            rows.append(row)
            row, used = [], 0
        row += [(key, Tone.ACCENT), (name, Tone.GREY)]
        used += cells
    return [*rows, row]
