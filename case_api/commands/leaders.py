"""`case-api leaders`: the rota of leaders who answer calls, and the summaries of their days."""

from argparse import Namespace
from datetime import timedelta
from zoneinfo import ZoneInfo

from case_api.commands.asking import opened
from case_api.commands.telling import tell_header, tell_row
from case_api.exit_codes import Exit, RefusedError
from case_api.shifts.file_rows import Known
from case_api.shifts.leader_days import days_between
from case_api.shifts.leader_file import read_rota
from case_api.shifts.leader_rota import keep_rota
from case_api.storage.engine import reading, writing
from city_packs.errors import PackErrors
from city_packs.leader_names import LeaderNames
from hotline.leader_summary import summary_lines
from hotline.names import one_line
from hotline.spans import Span, day_span
from wording import mark, tr, trn

_LISTED = timedelta(days=366)


def bring_in(options: Namespace) -> Exit:
    """Take the days of a file into the rota, all or none; what was there of these days is replaced."""
    centre = opened(options).centre
    zone, now = ZoneInfo(centre.pack.time_zone), centre.now()
    try:
        with writing(centre.engine) as conn:
            rota = read_rota(options.file, zone, Known.of(conn, now.astimezone(zone).date()))
            count = keep_rota(conn, rota, str(options.file), now)
    except PackErrors as error:
        raise RefusedError(str(error)) from error
    words = trn("{count} day of the rota is as the file says", "{count} days of the rota are as the file says", count)
    print(words.format(count=count))
    return Exit.DONE


def show(options: Namespace) -> Exit:
    """List who is to answer from today on, by time."""
    centre = opened(options).centre
    zone, now = ZoneInfo(centre.pack.time_zone), centre.now()
    today = day_span(now.astimezone(zone).date(), zone).since
    with reading(centre.engine) as conn:
        days = days_between(conn, Span(today, today + _LISTED), now)
    tell_header(mark("day"), mark("from"), mark("to"), mark("name"), mark("office"), mark("seat"), mark("beside"))
    for day in reversed([each for each in days if each.on_rota]):
        begins, ends = day.begins.astimezone(zone), day.ends.astimezone(zone)
        hours = f"{begins:%H:%M}", f"{ends:%H:%M}"
        tell_row(f"{begins:%Y-%m-%d}", *hours, day.name, day.title, day.seat, day.operator)
    return Exit.DONE


def summary(options: Namespace) -> Exit:
    """Print the summaries of a day, today if none is named, an empty line between two of them."""
    centre = opened(options).centre
    zone, now = ZoneInfo(centre.pack.time_zone), centre.now()
    span = day_span(options.day or now.astimezone(zone).date(), zone)
    with reading(centre.engine) as conn:
        days = days_between(conn, span, now)
    if not days:
        raise RefusedError(tr("the rota names nobody for that day: `case-api leaders show` lists the days"))
    names = LeaderNames(centre.pack)
    for place, day in enumerate(reversed(days)):
        if place:
            print()
        print("\n".join(map(one_line, summary_lines(day, names, zone, now))))
    return Exit.DONE
