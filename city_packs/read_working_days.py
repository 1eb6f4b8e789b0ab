"""Reads the working-day calendar: a file for each announced year, and the statutory days off for the years after.

The shared calendar is the same for every city; a city's own file takes the place of the shared one of its year.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from city_packs.csv_rows import read_csv
from city_packs.errors import Findings, PackErrors
from city_packs.rows import Row
from city_packs.source import SHARED, STATUTORY_DAYS, working_day_files
from city_packs.source_text import is_garbled
from city_packs.toml_file import TomlFile
from hotline.working_days import WorkingCalendar
from hotline.year_files import (
    FIRST_DAY,
    LAST_DAY,
    DaysOff,
    StatutoryHoliday,
    YearConflict,
    YearFile,
    year_bounds,
    year_conflicts,
)
from wording import tr

_SATURDAY = 5


class _Read(NamedTuple):
    """A year file with the rows that its errors stand at."""

    file: YearFile
    head: Row
    off: list[tuple[DaysOff, Row]]


def read_year_file(text: str, name: str) -> YearFile:
    """Return what the text of one year file says; `name` stands in its errors. Raises `PackErrors` with all of them."""
    findings = Findings()
    read = _year(TomlFile(Path(name), findings, text), findings)
    if read is None or findings.in_order():
        raise PackErrors(findings.in_order())
    return read.file


def read_calendar(folders: Iterable[Path], findings: Findings) -> WorkingCalendar:
    """Return the calendar by the year files in these folders; a later folder's file takes the place of the same year's.

    What is wrong in them goes to `findings`; the calendar is none to use then.
    """
    known: dict[int, _Read] = {}
    whole = True
    for folder in folders:
        here: dict[int, _Read] = {}
        for path in working_day_files(folder):
            read = _year(TomlFile(path, findings), findings)
            if read is None:
                whole = False
                continue
            year = read.file.year
            if year in here:
                whole = False
                first = Path(here[year].head.file).name
                read.head.wrong("year", tr("{year} stands already in {file}").format(year=year, file=first))
            else:
                here[year] = read
        known |= here
    years = tuple(known[year].file for year in sorted(known))
    if whole:  # else what is missing may stand in what could not be read
        for conflict in year_conflicts(years):
            _take_down(known[conflict.year], conflict)
    last_year = years[-1].year if years else LAST_DAY.year
    return WorkingCalendar(years, _statutory(SHARED / STATUTORY_DAYS, last_year, findings))


def _take_down(read: _Read, conflict: YearConflict) -> None:
    for span, row in read.off:
        if conflict.day is not None and span.first <= conflict.day <= span.last:
            row.wrong("from", conflict.message)
            return
    read.head.wrong("year" if conflict.day is None else "make_up", conflict.message)


def _year(file: TomlFile, findings: Findings) -> _Read | None:
    """Return what a file says, or None where its year is not known."""
    file.only({"year", "revision", "source", "make_up", "off"})
    head = file.top()
    year = _whole(head, "year", FIRST_DAY.year, LAST_DAY.year)
    revision = _whole(head, "revision", 1, 1_000_000)
    source = head.text("source")
    rows = file.entries("off")
    if not rows and not findings.lost(Path(file.file).stem):
        head.wrong("off", tr("is missing"))
    if year is None:
        findings.lose(file.file, None)
        return None
    read = _off(rows, year)
    off = tuple(span for span, _ in read)
    return _Read(YearFile(year, revision or 1, source, off, _make_up(head, year, off)), head, read)


def _off(rows: list[Row], year: int) -> list[tuple[DaysOff, Row]]:
    read: list[tuple[DaysOff, Row]] = []
    for row in rows:
        row.only({"from", "to", "name", "name_en"})
        name, name_en = row.text("name"), row.text("name_en")
        first, last = _day(row, "from", year), _day(row, "to", year)
        if first is None or last is None:
            continue
        if last < first:
            row.wrong("to", tr("comes before from"))
        else:
            read.append((DaysOff(first, last, name, name_en), row))
    read.sort(key=lambda each: (each[0].first, each[1].line))
    reach: tuple[DaysOff, Row] | None = None
    for span, row in read:
        if reach is not None and span.first <= reach[0].last:
            row.wrong("from", tr("{day} is off already by line {line}").format(day=span.first, line=reach[1].line))
        if reach is None or span.last > reach[0].last:
            reach = (span, row)
    return read


def _make_up(head: Row, year: int, off: tuple[DaysOff, ...]) -> tuple[date, ...]:
    written = head.values.get("make_up", [])
    if not isinstance(written, list):
        head.wrong("make_up", tr("must be a list of dates such as [2026-02-14, 2026-02-28], without quotes"))
        return ()
    days: list[date] = []
    for each in written:
        day = _in_year(head, "make_up", each, year)
        if day is None:
            continue
        if day in days:
            head.wrong("make_up", tr("{day} stands twice").format(day=day))
        elif any(span.first <= day <= span.last for span in off):
            head.wrong("make_up", tr("{day} is off and cannot be worked too").format(day=day))
        elif day.weekday() < _SATURDAY:
            words = tr("{day} is worked anyway: only a Saturday or a Sunday can be a make-up day")
            head.wrong("make_up", words.format(day=day))
        else:
            days.append(day)
    return tuple(sorted(days))


def _day(row: Row, field: str, year: int) -> date | None:
    if field not in row.values:
        row.wrong(field, tr("is missing"))
        return None
    return _in_year(row, field, row.values[field], year)


def _in_year(row: Row, field: str, value: object, year: int) -> date | None:
    """Return a day that the file of a year may name, or None after taking down why it is none."""
    if not isinstance(value, date) or isinstance(value, datetime):
        row.wrong(field, tr("must be a date such as 2026-02-14, without quotes"))
        return None
    first, last = year_bounds(year)
    if not first <= value <= last:
        words = tr("{day} is not for the file of {year}: that names days from {first} to {last}")
        row.wrong(field, words.format(day=value, year=year, first=first, last=last))
        return None
    return value


def _whole(row: Row, field: str, least: int, most: int) -> int | None:
    value = row.values.get(field)
    if value is None:
        row.wrong(field, tr("is missing"))
    elif isinstance(value, bool) or not isinstance(value, int):
        row.wrong(field, tr("must be a whole number"))
    elif value < least:
        row.wrong(field, tr("must be at least {least}").format(least=least))
    elif value > most:
        row.wrong(field, tr("must be at most {most}").format(most=most))
    else:
        return value
    return None


def _statutory(path: Path, last_year: int, findings: Findings) -> tuple[StatutoryHoliday, ...]:
    """Return the holidays by law; each year after the last announced one must have its days."""
    days: dict[tuple[str, str], list[date]] = {}
    for row in read_csv(path, ("day", "name", "name_en"), findings):
        name, name_en, written = row.text("name"), row.text("name_en"), row.text("day")
        if is_garbled(written):
            continue
        try:
            day = date.fromisoformat(written)
        except ValueError:
            row.wrong("day", tr("must be a date such as 2027-02-06"))
            continue
        days.setdefault((name, name_en), []).append(day)
    years = {day.year for each in days.values() for day in each}
    missing = next((year for year in range(last_year + 1, LAST_DAY.year + 1) if year not in years), None)
    if missing is not None and not findings.lost(path.stem):
        findings.add(str(path), 0, "day", tr("has no day of {year}").format(year=missing))
    return tuple(StatutoryHoliday(name, name_en, tuple(sorted(each))) for (name, name_en), each in days.items())
