"""A report as sections of words and tables in the present language; terminal, workbook and page only lay them out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from zoneinfo import ZoneInfo

from case_api.reports.cases_named import cases_listed, cases_to_look_at, few_cases
from case_api.reports.names import class_name, day_of, district_name, place_name, unit_name
from case_api.reports.rates import words_of
from case_api.reports.whole import Report
from city_packs.model import CityPack
from hotline.counts import Count
from hotline.order_number import grouped
from hotline.rates import FORMULAS
from hotline.report_doc import ClassLine, RatesLine, RatesPage, Repeat
from wording import listed, tr, trn


class Kind(Enum):
    """What stands in a column: words, a whole number, a share of 0 to 1, a change of a share, or a change of a number.

    None in a column of numbers means that there is nothing to count.
    """

    WORDS = "words"
    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    MORE = "more"


Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its title; `drawn` ones are drawn as bars beside the rows' names.

    What is `joined` belongs to the column before it: where room is short both stand together.
    """

    title: str
    kind: Kind = Kind.WORDS
    drawn: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, sentences, and a table whose first column names the rows. Without rows `empty` is said instead."""

    code: str
    title: str
    words: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A report in the words of one language."""

    title: str
    words: tuple[str, ...]
    sections: tuple[Section, ...] = field(default=())


_PERCENT = 100


def written(report: Report, pack: CityPack, hotline: str, titled: str, program: str) -> Written:
    """Return a report in the present language; `hotline` is whose it is, `titled` the name of its period.

    `program` is the command by which its readers list the cases behind a number, `case-api` or `seat-console`.
    """
    page = report.by_unit
    before = tr("compared with {since} to {until}").format(since=page.before_since, until=page.before_until)
    span = tr("{since} to {until}, both included").format(since=page.since, until=page.until)
    moment = page.as_of.astimezone(ZoneInfo(pack.time_zone)).strftime("%Y-%m-%d %H:%M")
    as_of = tr("as of {moment}").format(moment=moment)
    return Written(
        title=tr("{hotline}: report of {period}").format(hotline=hotline, period=titled),
        words=(span, listed([before, as_of]), tr("Changes of rates are in percentage points.")),
        sections=(
            _whole(report, program),
            _by_unit(report, pack, program),
            _by_district(report, pack),
            _topics(report, pack),
            _classes(report, pack),
            _repeats(report, pack),
            _overdue(report, pack, program),
            _named(report, pack),
        ),
    )


def _whole(report: Report, program: str) -> Section:
    page, total = report.by_unit, report.by_unit.total
    columns = (
        Column(tr("Rate")),
        Column(tr("All"), Kind.SHARE, drawn=True),
        Column(tr("Change"), Kind.POINTS),
        Column(tr("Counted")),
        Column(tr("Without excluded"), Kind.SHARE, drawn=True),
        Column(tr("Change"), Kind.POINTS),
        Column(tr("Counted")),
        Column(tr("Formula")),
    )
    rows = tuple(
        (
            tr(formula.name), figure.raw.share, figure.raw.change, _of(figure.raw.numerator, figure.raw.denominator),
            figure.adjusted.share, figure.adjusted.change,
            _of(figure.adjusted.numerator, figure.adjusted.denominator), words_of(formula, page.mostly_weight),
        )
        for formula, figure in zip(FORMULAS, total.rates, strict=True)
    )  # fmt: skip
    received = tr("{now} received, {before} in the period before").format(
        now=report.classes.received, before=report.classes.before
    )
    settled = tr("{now} settled, {before} in the period before").format(
        now=total.raw.settled, before=total.settled_before
    )
    others = tr("{redone} done again, {excluded} excluded from assessment").format(
        redone=total.raw.redone, excluded=total.raw.excluded
    )
    listing = tr("The cases behind a number are listed by: {command}").format(
        command=f"{program} report cases {page.since} {page.until} --what {Count.UNSOLVED}"
    )
    return Section("whole", tr("The whole hotline"), (received, settled, others, listing), columns, rows)


def _by_unit(report: Report, pack: CityPack, program: str) -> Section:
    names = [unit_name(pack, line.key) for line in report.by_unit.lines]
    behind = [cases_to_look_at(report, line, program) for line in report.by_unit.lines]
    columns = (*_rate_columns(tr("Unit")), Column(tr("Cases to look at")))
    rows = tuple(
        (name, *_rate_cells(line), words)
        for name, line, words in zip(names, report.by_unit.lines, behind, strict=True)
    )  # fmt: skip
    return Section("units", tr("By unit"), _formulas(report.by_unit), columns, rows, tr("Nothing was settled."))


def _by_district(report: Report, pack: CityPack) -> Section:
    columns = (*_rate_columns(tr("District"))[:1], Column(tr("Received"), Kind.COUNT, drawn=False),
               *_rate_columns("")[1:])  # fmt: skip
    lines = {line.key: line for line in report.by_district.lines}
    places = sorted({*lines, *report.received}, key=lambda code: (-report.received[code], code))
    blank = (0, *(None,) * (len(columns) - 3))
    rows = tuple(
        (district_name(pack, code), report.received[code], *(_rate_cells(lines[code]) if code in lines else blank))
        for code in places
    )
    words = (tr("Ranked by what came in; rates are those of the cases that were settled."),)
    return Section("districts", tr("By district"), words, columns, rows, tr("Nothing came in."))


def _topics(report: Report, pack: CityPack) -> Section:
    return _received(report.topics.lines, report.topics.received, pack, "topics", tr("Topics"))


def _classes(report: Report, pack: CityPack) -> Section:
    return _received(report.classes.lines, report.classes.received, pack, "classes", tr("Hot issues"))


def _received(lines: Sequence[ClassLine], received: int, pack: CityPack, code: str, title: str) -> Section:
    columns = (
        Column(tr("Class")),
        Column(tr("Received"), Kind.COUNT, drawn=True),
        Column(tr("Before"), Kind.COUNT, drawn=True),
        Column(tr("Change"), Kind.MORE),
        Column(tr("Share of all"), Kind.SHARE),
    )
    rows = tuple(
        (class_name(pack, each.class_code), each.received, each.before, each.received - each.before,
         each.received / received if received else None)
        for each in lines
    )  # fmt: skip
    return Section(code, title, (), columns, rows, tr("Nothing came in."))


def _repeats(report: Report, pack: CityPack) -> Section:
    columns = (
        Column(tr("Class")),
        Column(tr("Place")),
        Column(tr("Times"), Kind.COUNT),
        Column(tr("First")),
        Column(tr("Last")),
        Column(tr("Cases")),
        Column(tr("Review")),
    )
    rows = tuple(
        (
            class_name(pack, each.cases[-1].class_code), place_name(pack, each.cases[-1].area_code), len(each.cases),
            day_of(each.cases[0].created_at, pack), day_of(each.cases[-1].created_at, pack),
            few_cases([case.order_no for case in each.cases]), _review(each, pack),
        )
        for each in report.repeats.repeats
    )  # fmt: skip
    words = (
        trn(
            "{count} matter came up again from the same caller within {months} months; people review them",
            "{count} matters came up again from the same caller within {months} months; people review them",
            report.repeats.all,
        ).format(count=report.repeats.all, months=report.repeats.months),
        tr("{count} not reviewed").format(count=report.repeats.not_reviewed),
    )
    return Section("repeats", tr("Repeat complaints"), words, columns, rows, tr("None."))


def _review(repeat: Repeat, pack: CityPack) -> str:
    """Return what follows from a repeat by its last review; a newer case puts what was said before in the past."""
    if repeat.review is None:
        return ""
    words = tr("{day} {who}: {words}") if repeat.reviewed else tr("a newer case since {day} {who}: {words}")
    review = repeat.review
    return words.format(day=day_of(review.at, pack), who=review.operator, words=review.words)


def _overdue(report: Report, pack: CityPack, program: str) -> Section:
    columns = (
        Column(tr("Unit")),
        Column(tr("Replied late"), Kind.COUNT, drawn=True),
        Column(tr("In hand with a red lamp now"), Kind.COUNT),
        Column(tr("Cases")),
    )
    rows = tuple(
        (unit_name(pack, each.unit), each.settled_late, each.in_hand, cases_listed(
            report, Count.OVERDUE, each.unit, each.settled_late, program
        ))
        for each in report.overdue
    )  # fmt: skip
    return Section("overdue", tr("Overdue units"), (), columns, rows, tr("None."))


def _named(report: Report, pack: CityPack) -> Section:
    columns = (Column(tr("Unit")), Column(tr("Named on")), Column(tr("Case")))
    rows = tuple((unit_name(pack, each.unit), each.day.isoformat(), grouped(each.order_no)) for each in report.named)
    return Section("named", tr("Exposure list"), (), columns, rows, tr("No unit was named."))


def _rate_columns(of: str) -> tuple[Column, ...]:
    rates = (
        column
        for formula in FORMULAS
        for column in (
            Column(tr(formula.name), Kind.SHARE, drawn=True),
            Column(tr("without excluded"), Kind.SHARE, joined=True),
            Column(tr("change"), Kind.POINTS, joined=True),
        )
    )
    return (Column(of), Column(tr("Settled"), Kind.COUNT), Column(tr("Excluded"), Kind.COUNT), *rates)


def _rate_cells(line: RatesLine) -> tuple[Cell, ...]:
    shares = (
        cell for figure in line.rates for cell in (figure.raw.share, figure.adjusted.share, figure.raw.change)
    )  # fmt: skip
    return (line.raw.settled, line.raw.excluded, *shares)


def _formulas(page: RatesPage) -> tuple[str, ...]:
    return tuple(
        tr("{rate} = {formula}").format(rate=tr(each.name), formula=words_of(each, page.mostly_weight))
        for each in FORMULAS
    )


def _of(numerator: float, denominator: int) -> str:
    return f"{numerator:g}/{denominator}"


def shown(cell: Cell, kind: Kind) -> str:
    """Return what a reader sees of a cell: 99.63%, +6.07, -12, a dash where there is nothing to count."""
    if cell is None:
        return "-"
    if isinstance(cell, str):
        return cell
    match kind:
        case Kind.SHARE:
            return f"{cell * _PERCENT:.2f}%"
        case Kind.POINTS:
            return f"{cell * _PERCENT:+.2f}"
        case Kind.MORE:
            return f"{cell:+d}" if isinstance(cell, int) else f"{cell:+g}"
        case _:
            return str(cell)
