"""`case-api report`: the weekly and monthly reports as text, workbook and page, and the cases behind their numbers."""

from argparse import Namespace
from collections.abc import Callable
from zoneinfo import ZoneInfo

from case_api.commands.asking import opened
from case_api.commands.giving_reports import give
from case_api.commands.telling import tell_header, tell_row
from case_api.exit_codes import Exit, RefusedError
from case_api.reports.behind import numbers_behind
from case_api.reports.codes_asked import UnknownCodeError, check_codes
from case_api.reports.days import has_begun
from case_api.reports.sections import written
from case_api.reports.whole import report_of
from case_api.storage.engine import reading
from hotline.behind import IN_HAND, NONE, RECEIVED, Behind, or_none
from hotline.counts import Count
from hotline.order_number import grouped
from hotline.periods import Period, PeriodError, asked
from hotline.periods import month as month_named
from hotline.periods import week as week_named
from wording import mark


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
    return give(options, report)


def _told(period: Callable[[], Period]) -> Period:
    try:
        return period()
    except PeriodError as error:
        raise RefusedError(str(error)) from error
