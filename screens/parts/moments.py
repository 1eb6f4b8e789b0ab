"""A day or a moment as it is typed: `2026-11-25 18:00`, `11-25`, `18:00`, or with full-width digits. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

from hotline.texts import half_width
from wording import tr

_WRITTEN = re.compile(
    r"(?:(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?)?\s*(?:(?P<hour>\d{1,2})[:点](?P<minute>\d{0,2}))?"
)
_FAR = timedelta(days=183)
"""A day without a year that comes only after so long was rather meant as the one that has just passed."""
END_OF_DAY = time(18)
"""What a day without an hour means for a notice: the end of the working day."""


def moment_of(text: str, now: datetime, zone: tzinfo) -> datetime:
    """Return the moment that was typed, in UTC terms an aware one in `zone`. Raises `ValueError` for what is none.

    A day without a year is the nearest such day, a time without a day is today's.
    """
    found = _WRITTEN.fullmatch(half_width(text).strip())
    if found is None or not any(found.groupdict().values()):
        raise ValueError(text)
    today = now.astimezone(zone).date()
    day = _day(found, today)
    hour = time(int(found["hour"]), int(found["minute"] or 0)) if found["hour"] else END_OF_DAY
    return datetime.combine(day, hour, zone)


def day_of(text: str, now: datetime, zone: tzinfo) -> date:
    """Return the day that was typed. Raises `ValueError` for what is none, a time among it."""
    found = _WRITTEN.fullmatch(half_width(text).strip())
    if found is None or not found["month"] or found["hour"]:
        raise ValueError(text)
    return _day(found, now.astimezone(zone).date())


def _day(found: re.Match[str], today: date) -> date:
    if not found["month"]:
        return today
    year = int(found["year"] or today.year)
    day = date(year, int(found["month"]), int(found["day"]))
    if found["year"] or day >= today:
        return day
    next_one = day.replace(year=year + 1)
    return next_one if next_one - today < _FAR else day


def wrong_moment(text: str, now: datetime, zone: tzinfo) -> str:
    """Return what is wrong with a moment that has to lie ahead, empty for nothing."""
    try:
        moment = moment_of(text, now, zone)
    except ValueError:
        return tr("Type a day and an hour: {example}").format(example=written(now + timedelta(days=1), zone))
    return "" if moment > now else tr("That does not lie ahead: name a later day")


def wrong_day(text: str, now: datetime, zone: tzinfo) -> str:
    """Return what is wrong with a day that has to lie ahead, empty for nothing."""
    try:
        day = day_of(text, now, zone)
    except ValueError:
        example = (now.astimezone(zone) + timedelta(days=7)).date().isoformat()
        return tr("Type a day: {example}").format(example=example)
    return "" if day > now.astimezone(zone).date() else tr("That does not lie ahead: name a later day")


def written(moment: datetime, zone: tzinfo) -> str:
    """Return a moment as a field holds it: `2026-11-25 18:00`."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
