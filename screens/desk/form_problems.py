"""What can be wrong with a field, and the words that tell what to do about it."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum

from hotline.masking import NAME_FIELDS, has_star
from hotline.phones import PhoneError, normal
from hotline.texts import half_width, unkeepable
from screens.desk.form_fields import FIELDS, FieldKind, FormField
from wording import tr, trn

_MOMENT = re.compile(r"(?:(?:(\d{4})-)?(\d{1,2})-(\d{1,2})\s+)?(\d{1,2}):(\d{2})")

_ANY_NOW = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
"""Whether a text can be read as a moment does not depend on the present one."""


class ProblemKind(Enum):
    """The ways in which a field is not right."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNKEEPABLE = "unkeepable"
    BAD_PHONE = "bad_phone"
    BAD_NAME = "bad_name"
    BAD_MOMENT = "bad_moment"
    UNKNOWN_CODE = "unknown_code"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the field `name`; `detail` is a count or a sign, never text of the caller."""

    name: str
    kind: ProblemKind
    detail: str = ""


def bad_text(form_field: FormField, value: str) -> Problem | None:
    """Return what is wrong with a text, or None."""
    if sign := unkeepable(value):
        return Problem(form_field.name, ProblemKind.UNKEEPABLE, sign)
    if len(value) > form_field.limit:
        return Problem(form_field.name, ProblemKind.TOO_LONG, str(len(value) - form_field.limit))
    if form_field.kind is FieldKind.PHONE:
        try:
            normal(value)
        except PhoneError:
            return Problem(form_field.name, ProblemKind.BAD_PHONE)
    if form_field.name in NAME_FIELDS and has_star(value):
        return Problem(form_field.name, ProblemKind.BAD_NAME)
    if form_field.kind is FieldKind.MOMENT and moment(value, _ANY_NOW, UTC) is None:
        return Problem(form_field.name, ProblemKind.BAD_MOMENT)
    return None


def words(problem: Problem) -> str:
    """Return one line that says what to do."""
    limit = FIELDS[problem.name].limit
    match problem.kind:
        case ProblemKind.MISSING:
            return _missing_words(problem.name)
        case ProblemKind.TOO_LONG:
            words = trn(
                "{over} character too many: at most {limit}",
                "{over} characters too many: at most {limit}",
                int(problem.detail),
            )
            return words.format(over=problem.detail, limit=limit)
        case ProblemKind.UNKEEPABLE:
            return tr("The character {sign} cannot be stored: delete it").format(sign=problem.detail)
        case ProblemKind.BAD_PHONE:
            return tr("No such number: digits with area code")
        case ProblemKind.BAD_NAME:
            return tr("A star hides part of a name: type the whole name, or leave it empty")
        case ProblemKind.BAD_MOMENT:
            return tr("Type the time as 14:05 or 11-20 14:05")
        case ProblemKind.UNKNOWN_CODE:
            return tr("Not in this city's list: choose again")


def _missing_words(name: str) -> str:
    if name == "contact_phone":
        return tr("Type a number, or set anonymous")
    if name == "area_code":
        return tr("Choose the place: initials, digits or Chinese, then Enter")
    if name == "class_code":
        return tr("Choose what it is about: initials, digits or Chinese, then Enter")
    if name == "content":
        return tr("Write down what the caller says")
    return tr("Choose one")


def moment(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """Read `14:05`, `11-20 14:05` or `2026-11-20 14:05` as a moment in the city's zone that is not in the future.

    Without a day it is the last time that the clock showed it, without a year the last such day. None when unreadable.
    """
    found = _MOMENT.fullmatch(half_width(text).strip())
    if found is None:
        return None
    year, month, day, hour, minute = found.groups()
    here = now.astimezone(zone)
    if day is None:
        days = [here.date(), here.date() - timedelta(days=1)]
    else:
        years = [int(year)] if year else range(here.year, here.year - 9, -1)
        days = [date(each, int(month), int(day)) for each in years if _is_day(each, int(month), int(day))]
    try:
        moments = [datetime.combine(each, time(int(hour), int(minute)), zone) for each in days]
    except ValueError:
        return None
    return next((each for each in moments if year or each <= here), None)


def _is_day(year: int, month: int, day: int) -> bool:
    return 0 < month <= 12 and 0 < day <= monthrange(year, month)[1]
