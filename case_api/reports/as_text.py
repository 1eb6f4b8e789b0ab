"""A report for the terminal: tables aligned by the cells that their signs take, long words on a line of their own."""

import unicodedata
from collections.abc import Iterator, Sequence

from case_api.reports.sections import Cell, Column, Kind, Section, Written, shown
from hotline.names import one_line
from wording import tr

_LONGEST = 26
"""Words longer than this, but for the first column's, stand below their row."""
_GAP = "  "
_JOINED = 10


def as_text(report: Written) -> str:
    """Return the report as lines of text."""
    lines = [report.title, *report.words]
    for section in report.sections:
        lines += ["", f"== {section.title} ==", *section.words, *_table(section)]
    return "\n".join(one_line(line) for line in lines) + "\n"


def width(text: str) -> int:
    """Return how many cells a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def _table(section: Section) -> Iterator[str]:
    if not section.rows:
        yield section.empty
        return
    columns = [column for column in section.columns if not column.joined]
    joined = [column.title for column in section.columns if column.joined]
    if joined:  # the same after every rate
        yield tr("(in brackets: {first}; then: {second})").format(first=joined[0], second=joined[1])
    rows = [_cells(section, row) for row in section.rows]
    below = [
        place > 0 and column.kind is Kind.WORDS and max(width(row[place]) for row in rows) > _LONGEST
        for place, column in enumerate(columns)
    ]
    titles = [column.title for column in columns]
    widths = {
        place: max(width(row[place]) for row in (titles, *rows)) for place, is_below in enumerate(below) if not is_below
    }
    yield _line(titles, widths, columns)
    for row in rows:
        yield _line(row, widths, columns)
        for place, is_below in enumerate(below):
            if is_below and row[place]:
                yield "    " + tr("{title}: {words}").format(title=titles[place], words=row[place])


def _cells(section: Section, row: Sequence[Cell]) -> list[str]:
    """Return the cells of a row, those that belong to the one before behind it."""
    cells: list[str] = []
    for column, cell in zip(section.columns, row, strict=True):
        text = shown(cell, column.kind)
        if not column.joined:
            cells.append(text)
        elif column.kind is Kind.SHARE:
            cells[-1] += f"{f'({text})':>{_JOINED}}"
        else:
            cells[-1] += f"{text:>{_JOINED}}"
    return cells


def _line(cells: Sequence[str], widths: dict[int, int], columns: Sequence[Column]) -> str:
    parts = []
    for place, wide in widths.items():
        blank = " " * (wide - width(cells[place]))
        parts.append(cells[place] + blank if columns[place].kind is Kind.WORDS else blank + cells[place])
    return _GAP.join(parts).rstrip()
