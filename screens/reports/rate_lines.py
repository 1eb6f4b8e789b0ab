"""The rates by unit, by district and over time, and all the numbers of one line, each with what opens from it. Pure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from hotline.behind import Behind
from hotline.counts import COUNT_NAMES, Count
from hotline.periods import Period, named
from hotline.rates import FORMULAS, RateName
from screens.parts.case_words import unit_words
from screens.parts.text_rows import Row, wrapped
from screens.parts.work_list import WorkColumn
from screens.reports.behind_cases import CasesBehind
from screens.reports.level import NO_CASE, Level
from screens.reports.number_words import change_words, percent, share_words
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import language, mark, tr, trn

if TYPE_CHECKING:
    from hotline.report_doc import RateFigure, RatesLine, RatesPage
    from screens.parts.base import Said
    from screens.services import Services

TOTAL = "total"
_RATE_CELLS = 17
Of = Literal["unit", "district", "time"]
_HEADS: dict[Of, str] = {"unit": mark("Unit"), "district": mark("District"), "time": mark("Period")}


def _columns(of: Of) -> tuple[WorkColumn, ...]:
    rates = (WorkColumn(formula.name, _RATE_CELLS, weight=4 if formula.rate is RateName.ON_TIME else 8)
             for formula in FORMULAS)  # fmt: skip
    return (
        WorkColumn(_HEADS[of], 0, least=15),
        WorkColumn(mark("Settled"), 7, weight=5, right=True),
        WorkColumn(mark("Excluded"), 8, weight=3, right=True),
        *rates,
    )


class RateLines(Level):
    """The lines of a page of rates below the line of all; each opens its numbers."""

    empty = mark("Nothing was settled.")

    def __init__(self, services: Services, page: RatesPage, of: Of, *, own_unit: str = "") -> None:
        """`own_unit` is the unit whose rates alone are shown, empty where all are."""
        super().__init__(services)
        self.page = page
        self.of = of
        self._own_unit = own_unit
        self.columns = _columns(of)
        lines = page.lines[::-1] if of == "time" else page.lines  # what is newest is looked at first
        self._lines = {TOTAL: page.total} | {f"line {line.key}": line for line in lines}

    def rows(self) -> list[ListRow]:
        """Return the lines, that of all first."""
        return [
            ListRow(key, (
                (self._name(key), Tone.BRIGHT if key == TOTAL else Tone.GREY),
                (str(line.raw.settled), Tone.BRIGHT),
                (str(line.raw.excluded or ""), Tone.GREY),
                *((_cell(figure), Tone.BRIGHT) for figure in line.rates),
            ))
            for key, line in self._lines.items()
        ]  # fmt: skip

    def about(self, key: str, width: int) -> list[Row]:
        """Return how the rates are to be read, and their formulas."""
        words = tr("Each rate in %: all / without excluded ones, then the change of the first in points.")
        rows = wrapped(words, width, Tone.GREY)
        for formula in self.page.formulas:
            name = next(tr(each.name) for each in FORMULAS if each.rate is formula.rate)
            said = formula.en if language() == "en" else formula.zh
            rows += wrapped(tr("{rate} = {formula}").format(rate=name, formula=said), width, Tone.GREY)
        if line := self._lines.get(key):
            words = tr("{name}: {now} settled, {before} from {since} to {until}; {excluded} excluded")
            if self.of == "time" and key != TOTAL:  # compared with the month or week before it
                words = tr("{name}: {now} settled, {before} in the period before; {excluded} excluded")
            words = words.format(
                name=self._name(key), now=line.raw.settled, before=line.settled_before, excluded=line.raw.excluded,
                since=f"{self.page.before_since:%m-%d}", until=f"{self.page.before_until:%m-%d}",
            )  # fmt: skip
            rows = [*wrapped(words, width, Tone.ACCENT), *rows]
        return rows

    def opened(self, key: str, *, second: bool = False) -> Level | str:  # noqa: ARG002
        """Return the numbers of a line."""
        line = self._lines[key]
        period, narrowed = Period(self.page.since, self.page.until), Behind()
        if self._own_unit:
            narrowed = narrowed._replace(unit=self._own_unit)
        if key != TOTAL:
            match self.of:
                case "unit":
                    narrowed = narrowed._replace(unit=line.key)
                case "district":
                    narrowed = narrowed._replace(district=line.key)
                case "time":
                    period = named(line.key)
        return NumbersOf(self.services, line, self.page, period, narrowed, partial(self._name, key))

    def _name(self, key: str) -> str:
        code = self._lines[key].key
        if key == TOTAL:
            return unit_words(self.pack, self._own_unit) if self._own_unit else tr("All")
        match self.of:
            case "unit":
                return unit_words(self.pack, code) if code else tr("answered at the desk")
            case "district":
                return self.pack.areas[code].name if self.pack.has_area(code) else tr("place not known")
            case "time":
                return code


def _cell(figure: RateFigure) -> str:
    raw, adjusted = figure.raw, figure.adjusted
    return f"{percent(raw.share):>5}/{percent(adjusted.share):<5}{change_words(raw.change):>6}"


def _points(change: float | None) -> str:
    if change is None:
        return ""
    words = trn("{change} point", "{change} points", float(change_words(change)))
    return words.format(change=change_words(change))


_COUNTS: dict[RateName, tuple[Count, ...]] = {
    RateName.RESPONSE: (Count.MUST_CONTACT, Count.CONTACTED, Count.NOT_CONTACTED),
    RateName.RESOLUTION: (Count.CALLED_BACK, Count.SOLVED, Count.MOSTLY_SOLVED, Count.UNSOLVED),
    RateName.SATISFACTION: (Count.SATISFIED, Count.MOSTLY_SATISFIED, Count.DISSATISFIED),
    RateName.ON_TIME: (Count.MUST_REPLY, Count.REPLIED, Count.OVERDUE),
}
"""The counts that stand below each rate; a count of two rates stands below the first."""
_OTHERS = (Count.SETTLED, Count.EXCLUDED, Count.REDONE)


class NumbersOf(Level):
    """Every number of one line: rates, and the counts that they come from. Each opens the cases behind it."""

    columns = (
        WorkColumn(mark("Figure"), 0, least=16),
        WorkColumn(mark("All"), 8, right=True),
        WorkColumn(mark("Change"), 13, weight=5, right=True),
        WorkColumn(mark("Without excluded"), 16, right=True),
        WorkColumn(mark("Change"), 13, weight=4, right=True),
    )

    def __init__(
        self, services: Services, line: RatesLine, page: RatesPage, period: Period, narrowed: Behind, name: Said
    ) -> None:
        """`narrowed` says whose cases of the `period` are counted; `name` says whose."""
        super().__init__(services)
        self._line = line
        self._page = page
        self._period = period
        self._narrowed = narrowed
        self._name = name
        self._of = {f"rate {each.rate}": each for each in FORMULAS}

    def rows(self) -> list[ListRow]:
        """Return the numbers."""
        rows = []
        for formula, figure in zip(FORMULAS, self._line.rates, strict=True):
            raw, adjusted = figure.raw, figure.adjusted
            rows.append(ListRow(f"rate {formula.rate}", (
                (tr(formula.name), Tone.BRIGHT),
                (share_words(raw.share), Tone.BRIGHT), (_points(raw.change), Tone.GREY),
                (share_words(adjusted.share), Tone.BRIGHT), (_points(adjusted.change), Tone.GREY),
            )))  # fmt: skip
            rows += [self._count(count, "  ") for count in _COUNTS[formula.rate]]
        return [*rows, *(self._count(count) for count in _OTHERS)]

    def _count(self, count: Count, before: str = "") -> ListRow:
        raw, adjusted = (str(getattr(counts, count.value)) for counts in (self._line.raw, self._line.adjusted))
        return ListRow(count.value, (
            (before + tr(COUNT_NAMES[count]), Tone.GREY), (raw, Tone.GREY), ("", Tone.GREY), (adjusted, Tone.GREY),
            ("", Tone.GREY),
        ))  # fmt: skip

    def about(self, key: str, width: int) -> list[Row]:
        """Return the formula of a rate with its two numbers."""
        formula = self._of.get(key)
        if formula is None:
            return []
        doc = next(each for each in self._page.formulas if each.rate is formula.rate)
        figure = next(each for each in self._line.rates if each.rate is formula.rate)
        said = tr("{rate} = {formula}").format(rate=tr(formula.name), formula=doc.en if language() == "en" else doc.zh)
        numbers = tr("All: {all}; without excluded: {adjusted}").format(
            all=f"{figure.raw.numerator:g} / {figure.raw.denominator}",
            adjusted=f"{figure.adjusted.numerator:g} / {figure.adjusted.denominator}",
        )
        return [*wrapped(said, width, Tone.BRIGHT), *wrapped(numbers, width, Tone.GREY)]

    def opened(self, key: str, *, second: bool = False) -> Level | str:
        """Return the cases behind a number; those of a rate are the ones that it is computed of."""
        formula = self._of.get(key)
        count = formula.of if formula is not None else Count(key)
        counts = self._line.adjusted if second else self._line.raw
        if not getattr(counts, count.value):
            return NO_CASE
        behind = self._narrowed._replace(what=count, adjusted=second)

        def title() -> str:
            words = tr(COUNT_NAMES[count])
            words = tr("{what}, without excluded").format(what=words) if second else words
            said = tr("{what} ({count})").format(what=words, count=getattr(counts, count.value))
            return f"{self.title()} > {said}"

        return CasesBehind(self.services, self._period, behind, title)

    def title(self) -> str:
        """Return whose numbers they are."""
        return self._name()
