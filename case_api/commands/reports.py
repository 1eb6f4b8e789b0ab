"""`case-api report`: the weekly and monthly reports as text, workbook and page, and the cases behind their numbers."""

from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

from case_api.commands.asking import opened
from case_api.commands.telling import tell_header, tell_row
from case_api.exit_codes import Exit, RefusedError
from case_api.reports.as_html import as_html
from case_api.reports.as_text import as_text
from case_api.reports.as_xlsx import write_xlsx
from case_api.reports.behind import numbers_behind
from case_api.reports.codes_asked import UnknownCodeError, check_codes
from case_api.reports.days import has_begun
from case_api.reports.sections import written
from case_api.reports.whole import report_of
from case_api.storage.engine import reading
from case_api.whole_files import whole_file
from hotline.behind import IN_HAND, NONE, RECEIVED, Behind, or_none
from hotline.counts import Count
from hotline.order_number import grouped
from hotline.periods import Period, PeriodError, asked
from hotline.periods import month as month_named
from hotline.periods import week as week_named
from wording import mark, tr


def month(options: Namespace) -> Exit:
    """Give the report on a month."""
    return _give(options, month_named)


def week(options: Namespace) -> Exit:
    """Give the report on a week."""
    return _give(options, week_named)


def cases(options: Namespace) -> Exit:
    """List the cases behind a number of a report, the newest first."""
    period = _told(lambda: asked(options.since, options.until))
    centre = opened(options).centre
    _told(lambda: has_begun(centre, period))
    what = options.what if options.what in (RECEIVED, IN_HAND) else Count(options.what)
    behind = Behind(what, options.adjusted, or_none(options.unit), options.class_code, or_none(options.district))
    with reading(centre.engine) as conn:
        try:
            check_codes(conn, centre, period, behind)
        except UnknownCodeError as error:
            raise RefusedError(str(error)) from error
        rows = numbers_behind(conn, centre, period, behind)
    tell_header(mark("Case"), mark("Day"), mark("Unit"))
    zone = ZoneInfo(centre.pack.time_zone)
    for row in rows:
        tell_row(grouped(row.number), row.at.astimezone(zone).date().isoformat(), row.unit or NONE)
    return Exit.DONE


def _give(options: Namespace, named: Callable[[str], Period]) -> Exit:
    period = _told(lambda: named(options.period))
    whole = opened(options)
    _told(lambda: has_begun(whole.centre, period))
    report = written(
        report_of(whole.centre, period), whole.centre.pack, whole.settings.name, options.period.upper(), "case-api"
    )
    if options.xlsx:
        _write(options, options.xlsx, lambda file: write_xlsx(report, file))
    if options.html:
        _write(options, options.html, lambda file: _written(file, as_html(report)))
    if not (options.xlsx or options.html):
        print(as_text(report), end="")
    return Exit.DONE


def _write(options: Namespace, file: Path, write: Callable[[Path], None]) -> None:
    try:
        with whole_file(file, replace=options.force) as part:
            write(part)
    except FileExistsError as error:
        words = tr("{file} is there already: name another file, or replace it with --force")
        raise RefusedError(words.format(file=file)) from error
    print(tr("{file} is written").format(file=file))


def _written(file: Path, text: str) -> None:
    with closing(file.open("w", encoding="utf-8", newline="\n")) as page:
        page.write(text)


def _told(period: Callable[[], Period]) -> Period:
    try:
        return period()
    except PeriodError as error:
        raise RefusedError(str(error)) from error
