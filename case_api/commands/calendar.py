"""`case-api calendar`: the working-day calendar, year files that are brought in, how a due time is counted."""

import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from case_api.commands.asking import opened
from case_api.commands.telling import tell_header, tell_row
from case_api.commands.telling_days import days_words, due_words, tell_days
from case_api.exit_codes import Exit, RefusedError
from case_api.storage.engine import reading
from case_api.year_files import Imported, import_year, kept_years
from city_packs.errors import Findings, PackErrors
from city_packs.source_text import read_text
from hotline.working_days import CalendarConflict, CalendarRangeError
from wording import mark, tr, trn


def show(options: Namespace) -> Exit:
    """List the years of the calendar: revision, days off and made up, where the file came from."""
    centre = opened(options).centre
    with reading(centre.engine) as conn:
        imported = {(each.file.year, each.file.revision): each for each in kept_years(conn)}
    tell_header(
        mark("year"), mark("revision"), mark("days off"), mark("make-up days"), mark("brought in"), mark("by"),
        mark("source"),
    )  # fmt: skip
    calendar = centre.pack.calendar
    for year in calendar.years:
        off = sum((span.last - span.first).days + 1 for span in year.off)
        here = imported.get((year.year, year.revision))
        came = (here.imported_at.isoformat(timespec="seconds"), here.imported_by) if here else (tr("city pack"), "")
        tell_row(str(year.year), str(year.revision), str(off), str(len(year.make_up)), *came, year.source)
    newest = {year.year: year.revision for year in calendar.years}
    for kept in imported.values():
        if newest.get(kept.file.year, 0) < kept.file.revision:
            words = tr("{year}, revision {revision}, was brought in and does not fit this city pack: it is not used")
            print(words.format(year=kept.file.year, revision=kept.file.revision), file=sys.stderr)
    words = tr("calendar {version}: announced until {day}; later days are counted by the law and are provisional")
    print(words.format(version=calendar.version, day=calendar.announced_until))
    return Exit.DONE


def bring_in(options: Namespace) -> Exit:
    """Take the file of a year into the calendar of the centre and of its seats."""
    centre = opened(options).centre
    try:
        imported = import_year(centre, _text_of(options.file), str(options.file))
    except (PackErrors, CalendarConflict) as error:
        raise RefusedError(str(error)) from error
    _tell(imported)
    return Exit.DONE


def _text_of(file: Path) -> str:
    """Return the text of a year file. Raises `PackErrors` for bytes that are no text, `OSError`."""
    file.open("rb").close()  # what is not there is a fault of the command line, and told as that
    findings = Findings()
    text = read_text(file, findings)
    if text is None or findings.in_order():
        raise PackErrors(findings.in_order())
    return text


def _tell(imported: Imported) -> None:
    year, revision = imported.file.year, imported.file.revision
    if not imported.new:
        words = tr("{year} is here already, word for word, as revision {revision}: nothing was changed")
        print(words.format(year=year, revision=revision))
        return
    words = tr(
        "{year}, revision {revision}, is in the calendar; seats have it with their next fetch of the city pack. Due "
        "times that were provisional are settled by the worker, each with an event on its case."
    )
    print(words.format(year=year, revision=revision))
    if imported.changed:
        words = trn(
            "{count} day that was announced is counted otherwise now: {days}. Due times that were given by it stay as "
            "they are: a due time moves only by an event on its case, such as an extension.",
            "{count} days that were announced are counted otherwise now: {days}. Due times that were given by them "
            "stay as they are: a due time moves only by an event on its case, such as an extension.",
            len(imported.changed),
        )
        print(words.format(count=len(imported.changed), days=days_words(imported.changed)))


def explain(options: Namespace) -> Exit:
    """Say when something is due that begins at a moment, with the days that are counted."""
    pack = opened(options).centre.pack
    zone = ZoneInfo(pack.time_zone)
    begin: datetime = options.begin if options.begin.tzinfo else options.begin.replace(tzinfo=zone)
    try:
        days = pack.day_clock.explain(begin, options.length, options.unit)
        due = pack.day_clock.after(begin, options.length, options.unit)
    except CalendarRangeError as error:
        raise RefusedError(str(error)) from error
    if days:
        tell_days(days)
    print(tr("due {at}").format(at=due_words(due, zone)))
    return Exit.DONE
