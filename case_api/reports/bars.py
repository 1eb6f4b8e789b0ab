"""Horizontal bars of a section as numbers for an inline SVG: where each bar begins, how long it is, what it says."""

from dataclasses import dataclass

from case_api.reports.sections import Kind, Section, shown

MOST_ROWS = 20
_LABEL, _BAR, _VALUE = 250, 560, 80
_BAR_HEIGHT, _ROW_GAP = 13, 9
_LONGEST_LABEL = 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `series` counts from 0 and chooses its shade."""

    y: int
    length: float
    series: int
    says: str


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a row beside its bars."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart; `series` are the titles in the order of their shades, lengths are in units of the SVG."""

    width: int
    height: int
    bar_x: int
    bar_height: int
    series: tuple[str, ...]
    labels: tuple[Label, ...]
    bars: tuple[Bar, ...]
    left_out: int


def bars_of(section: Section) -> Bars | None:
    """Return the chart of a section, None where nothing of it is drawn."""
    drawn = [place for place, column in enumerate(section.columns) if column.drawn]
    if not drawn or not section.rows:
        return None
    rows = section.rows[:MOST_ROWS]
    numbers = [cell for row in rows for place in drawn if isinstance(cell := row[place], int | float)]
    whole = 1.0 if section.columns[drawn[0]].kind is Kind.SHARE else float(max(numbers, default=1) or 1)
    step = len(drawn) * _BAR_HEIGHT + _ROW_GAP
    labels: list[Label] = []
    bars: list[Bar] = []
    for line, row in enumerate(rows):
        labels.append(Label(line * step + len(drawn) * _BAR_HEIGHT / 2, _short(str(row[0]))))
        for series, place in enumerate(drawn):
            cell = row[place]
            length = round(_BAR * cell / whole, 1) if isinstance(cell, int | float) else 0
            says = shown(cell, section.columns[place].kind)
            bars.append(Bar(line * step + series * _BAR_HEIGHT, length, series, says))
    return Bars(
        width=_LABEL + _BAR + _VALUE,
        height=len(rows) * step,
        bar_x=_LABEL,
        bar_height=_BAR_HEIGHT - 2,
        series=tuple(section.columns[place].title for place in drawn),
        labels=tuple(labels),
        bars=tuple(bars),
        left_out=len(section.rows) - len(rows),
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"
