"""How a kept text is shown: what stands for each sign, how many cells it takes, and where a row ends.

Pure; shared by everything that edits or lists text. A caret only ever stands between two signs, and a sign is what a
reader sees as one: a letter with its accents, an emoji with its joiners, or a control sign spelled out.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import get_character_cell_size, split_graphemes

from hotline.texts import visible

_PLAIN = re.compile(
    "[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uff01-\uff60]*"
)
"""Signs that always stand for themselves, one code point each: ASCII, Latin, CJK and its punctuation."""

_TAB = "\u2409"
_WORD = re.compile("[A-Za-z0-9'\u2019]")
_CLOSING = tuple(".,;:!?)")


class ShownLine(NamedTuple):
    """A line without line breaks: sign `i` is `text[edges[i]:edges[i + 1]]`, shown as `shown[i]` on `cells[i]`."""

    edges: Sequence[int]
    shown: Sequence[str]
    cells: Sequence[int]


class Row(NamedTuple):
    """A row of a wrapped line: the signs' text offsets, what is written, and its cells."""

    start: int
    end: int
    shown: str
    cells: int


@lru_cache(maxsize=64)
def shown_line(text: str) -> ShownLine:
    """Return how `text` (one line) is shown."""
    if _PLAIN.fullmatch(text):
        return ShownLine(range(len(text) + 1), text, [get_character_cell_size(sign) for sign in text])
    edges, shown, cells = [0], list[str](), list[int]()
    for start, end, width in split_graphemes(text)[0]:
        piece = text[start:end]
        if width and "\t" not in piece and visible(piece) == piece:
            edges.append(end)
            shown.append(piece)
            cells.append(width)
            continue
        for offset, sign in enumerate(piece, start + 1):
            written = _spelled(sign)
            edges.append(offset)
            shown.append(written)
            cells.append(sum(map(get_character_cell_size, written)))
    return ShownLine(edges, shown, cells)


def _spelled(sign: str) -> str:
    if sign == "\t":
        return _TAB
    written = visible(sign)
    # A lone combining mark would sit on the neighbour's cell.
    return written if any(map(get_character_cell_size, written)) else f"<U+{ord(sign):04X}>"


@lru_cache(maxsize=1024)
def rows_of(text: str, width: int) -> tuple[Row, ...]:
    """Return `text` (one line) cut into rows of at most `width` cells; Latin words and numbers stay whole if they fit.

    A sign that is wider than a row gets a row of its own. An empty text is one empty row.
    """
    edges, shown, cells = shown_line(text)
    rows: list[Row] = []
    first = taken = 0
    index, count = 0, len(cells)
    while index < count:
        wide = cells[index]
        if taken + wide > width and index > first:
            cut = _word_start(shown, first, index)
            rows.append(_row(edges, shown, cells, first, cut))
            first = cut
            taken = sum(cells[first:index])
            continue
        taken += wide
        index += 1
    rows.append(_row(edges, shown, cells, first, count))
    return tuple(rows)


def _word_start(shown: Sequence[str], first: int, index: int) -> int:
    """Return where to cut before `index`: at the start of a word that would be torn, unless the row is that word.

    A mark that closes an English word goes with it.
    """
    start = index
    if start > first and shown[start] in _CLOSING:
        start -= 1
    while start > first and _WORD.fullmatch(shown[start]) and _WORD.fullmatch(shown[start - 1]):
        start -= 1
    return start if start > first else index


def _row(edges: Sequence[int], shown: Sequence[str], cells: Sequence[int], first: int, end: int) -> Row:
    return Row(edges[first], edges[end], "".join(shown[first:end]), sum(cells[first:end]))


def cells_before(text: str, index: int) -> int:
    """Return the cells that the signs of `text` (one line) before `index` take."""
    edges, _, cells = shown_line(text)
    if isinstance(edges, range):
        return sum(cells[:index])
    return sum(width for edge, width in zip(edges[1:], cells, strict=True) if edge <= index)


def index_at(text: str, column: int) -> int:
    """Return the caret's place in `text` (one line) nearest to the left of cell `column`."""
    edges, _, cells = shown_line(text)
    taken = 0
    for place, width in enumerate(cells):
        if taken + width > column:
            return edges[place]
        taken += width
    return edges[len(cells)]


def edge_before(text: str, index: int) -> int:
    """Return the place one sign to the left of `index`; a line break is a sign of its own."""
    if index <= 0:
        return 0
    start = text.rfind("\n", 0, index) + 1
    if start == index:
        return index - 1
    edges = shown_line(text[start : _line_end(text, index)]).edges
    return start + max(edge for edge in edges if edge < index - start)


def edge_after(text: str, index: int) -> int:
    """Return the place one sign to the right of `index`."""
    if index >= len(text):
        return len(text)
    if text[index] == "\n":
        return index + 1
    start = text.rfind("\n", 0, index) + 1
    edges = shown_line(text[start : _line_end(text, index)]).edges
    return start + min(edge for edge in edges if edge > index - start)


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def clipped(text: str, width: int) -> str:
    """Return `text` (one line) as shown, cut to `width` cells with `..` where something is missing."""
    _, shown, cells = shown_line(text)
    if sum(cells) <= width:
        return "".join(shown)
    kept, taken = list[str](), 0
    room = max(0, width - 2)
    for written, wide in zip(shown, cells, strict=True):
        if taken + wide > room:
            break
        kept.append(written)
        taken += wide
    return "".join(kept) + ".."[: max(0, width - taken)]


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Return `text` clipped and filled with blanks to exactly `width` cells, right-aligned when asked."""
    short = clipped(text, width)
    blanks = (
        " " * (width - sum(map(get_character_cell_size, short)))
        if short.isascii() is False
        else " " * (width - len(short))
    )
    return blanks + short if right else short + blanks


def visible_line(text: str) -> str:
    """Return `text` on one line as it is shown: line breaks as blanks, control signs spelled out."""
    return "".join(shown_line(text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")).shown)
