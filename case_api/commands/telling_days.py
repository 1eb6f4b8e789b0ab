"""How commands print the days that a due moment counts: one line a day, in the city's time."""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from case_api.commands.telling import tell_header, tell_row
from hotline.due_moment import Due
from hotline.working_days import CountedDay, DayKind
from wording import language, mark, tr

_WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))
_KINDS = {
    DayKind.WORKDAY: mark("working day"),
    DayKind.MAKE_UP: mark("make-up working day"),
    DayKind.WEEKEND: mark("weekend"),
    DayKind.HOLIDAY: mark("holiday"),
    DayKind.IN_LIEU: mark("day off in lieu"),
}
PROVISIONAL = mark("provisional")


def tell_days(days: Iterable[CountedDay]) -> None:
    """Print a line for each day: date, weekday, why it is worked or not, the working days so far, provisional."""
    tell_header(mark("day"), mark("weekday"), mark("kind"), mark("holiday"), mark("counted"), mark("certain"))
    for each in days:
        name = each.name_en if language() == "en" else each.name
        counted = str(each.counted) if each.working else ""
        provisional = tr(PROVISIONAL) if each.provisional else ""
        tell_row(str(each.day), tr(_WEEKDAYS[each.day.weekday()]), tr(_KINDS[each.kind]), name, counted, provisional)


def at_words(moment: datetime, zone: tzinfo) -> str:
    """Return a moment as it is in the city, such as `2026-11-25 18:00`."""
    return moment.astimezone(zone).isoformat(" ", "minutes")[:16]


def due_words(due: Due, zone: tzinfo) -> str:
    """Return a due moment; one that a notice still to come may move says so."""
    at = at_words(due.at, zone)
    if not due.provisional:
        return at
    return tr("{at} (provisional: a notice still to come may move it)").format(at=at)


def days_words(days: Iterable[date]) -> str:
    """Return days, stretches of them as spans."""
    spans: list[list[date]] = []
    for day in days:
        if spans and (day - spans[-1][-1]).days == 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return tr(", ").join(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans)
