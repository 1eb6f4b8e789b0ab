"""Year files that administrators have brought in: kept in the database, merged into the calendar of every process.

The city pack brings the years that were announced when it was made. A file that is brought in stands beside them, or in
the place of a lower revision. Due moments that stand are not touched by it; provisional ones the worker settles.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import Connection, select

from case_api.audit.administration import account_here, note_administration
from case_api.centre import Centre
from case_api.storage.engine import reading, writing
from case_api.storage.rows import insert
from case_api.storage.tables_calendar import calendar_years
from case_api.sync import feed
from city_packs.errors import PackErrors
from city_packs.read_working_days import read_year_file
from hotline.working_days import CalendarConflict, WorkingCalendar
from hotline.year_files import YearFile, left_out, year_bounds
from wording import listed, tr

_log = structlog.get_logger(__name__)
_ONE_DAY = timedelta(days=1)


class KeptYear(NamedTuple):
    """A year file of the database, with when and by whom it was brought in."""

    file: YearFile
    imported_at: datetime
    imported_by: str


class Imported(NamedTuple):
    """What a year file has come to. `new` is false for one that is here already, word for word.

    `changed` are days that were announced otherwise before.
    """

    file: YearFile
    new: bool
    changed: tuple[date, ...]


class YearBook:
    """Keeps the calendar of one process's centre up to the year files in the database."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._seen: tuple[tuple[int, int], ...] = ()

    def look(self, conn: Connection) -> bool:
        """Give the centre a pack with the files that have come since the last look; return whether it is another."""
        there = tuple((row.year, row.revision) for row in conn.execute(_NAMES))
        if there == self._seen:
            return False
        self._seen = there
        pack = self._centre.pack
        calendar = merged(pack.calendar, (each.file for each in kept_years(conn)))
        if calendar == pack.calendar:
            return False
        self._centre.pack = replace(pack, calendar=calendar)
        return True


def take_up_years(centre: Centre) -> None:
    """Give a centre that was just opened the year files of its database. Raises `ProblemError` (busy)."""
    with reading(centre.engine) as conn:
        YearBook(centre).look(conn)


def kept_years(conn: Connection) -> list[KeptYear]:
    """Return the year files of the database, by year and revision; one that cannot be read any more is left out."""
    found: list[KeptYear] = []
    for row in conn.execute(_FILES):
        try:
            file = read_year_file(row.text, f"{row.year}.toml")
        except PackErrors as error:
            _log.error("a year file of the database cannot be read", year=row.year, errors=str(error))
            continue
        found.append(KeptYear(file, row.imported_at, row.imported_by))
    return found


def merged(calendar: WorkingCalendar, files: Iterable[YearFile]) -> WorkingCalendar:
    """Return a calendar with year files beside its own, or in the place of lower revisions.

    A file that the calendar has in the same or a higher revision is passed over: a newer city pack brought it. So is
    one that does not fit, which an older pack can bring about.
    """
    for file in files:
        own = next((each for each in calendar.years if each.year == file.year), None)
        if own is not None and own.revision >= file.revision:
            continue
        with suppress(CalendarConflict):
            calendar = calendar.with_year(file)
    return calendar


def import_year(centre: Centre, text: str, name: str) -> Imported:
    """Keep the year file of a text; `name` stands in its errors. Other processes have it within a second.

    Raises `PackErrors`, `CalendarConflict` and `ProblemError` (busy); nothing is kept then.
    """
    file = read_year_file(text, name)
    now, account = centre.now(), account_here()
    book = YearBook(centre)
    with writing(centre.engine) as conn:
        feed.take_lock(conn)  # two that import at once go one after the other
        book.look(conn)
        before = centre.pack.calendar
        after = before.with_year(file)
        if after is before:
            return Imported(file, new=False, changed=())
        if missing := left_out(file, before.statutory):
            days = listed([day.isoformat() for day in missing])
            raise CalendarConflict(tr("off by law, but not off in this file: {days}; add them to it").format(days=days))
        row = {"year": file.year, "revision": file.revision, "text": text, "imported_at": now, "imported_by": account}
        insert(conn, calendar_years, [row])
        about = {"revision": [str(file.revision)], "source": [file.source], "calendar": [after.version]}
        note_administration(conn, "calendar_import", str(file.year), now, **about)
    centre.pack = replace(centre.pack, calendar=after)
    return Imported(file, new=True, changed=_changed(before, after, file))


def _changed(before: WorkingCalendar, after: WorkingCalendar, file: YearFile) -> tuple[date, ...]:
    """Return the days that were announced before the file came and are counted otherwise by it."""
    if not before.years:
        return ()
    earliest, latest = year_bounds(file.year)
    first = max(earliest, date(before.years[0].year, 1, 1))
    count = (min(latest, before.announced_until) - first).days + 1
    days = (first + _ONE_DAY * place for place in range(count))
    return tuple(day for day in days if before.is_working(day) != after.is_working(day))


_NAMES = select(calendar_years.c.year, calendar_years.c.revision).order_by(
    calendar_years.c.year, calendar_years.c.revision
)
_FILES = select(calendar_years).order_by(calendar_years.c.year, calendar_years.c.revision)
