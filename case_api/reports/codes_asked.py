"""Turns away a unit, class or district that a report is asked for and that there is none of.

A list of nothing would say that it has no cases. A code that the city pack does not know any more is right where cases
have it: a unit that was dissolved answers for what it had. No word of what was asked is repeated.
"""

from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, Select, and_, select

from case_api.centre import Centre
from case_api.reports.days import end_moment, first_moment
from case_api.reports.rates import district_of
from case_api.storage.tables_cases import case_units, cases
from case_api.storage.tables_reports import settled_cases
from hotline.behind import NONE, Behind
from hotline.periods import Period
from wording import mark, tr

_LIKE = 3


class UnknownCodeError(LookupError):
    """There is no such unit, class or district; its words say what to write. `field` is which of them it is."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def check_codes(conn: Connection, centre: Centre, period: Period, behind: Behind) -> None:
    """Raise `UnknownCodeError` where a number of a report is narrowed down by what there is none of."""
    pack = centre.pack
    check_unit(conn, centre, behind.unit)
    code = behind.class_code
    if code not in ("", NONE, *pack.classes) and not _has_class(conn, centre, period, code):
        raise UnknownCodeError("class", _words(_NO_CLASS, code, pack.classes))
    if behind.district and district_of(pack, behind.district) != behind.district:
        districts = (code for code in pack.areas if district_of(pack, code) == code)
        raise UnknownCodeError("district", _words(_NO_DISTRICT, behind.district, districts))


def check_unit(conn: Connection, centre: Centre, unit: str | None) -> None:
    """Raise `UnknownCodeError` for a unit that neither the city pack nor any case knows; None and "" are right."""
    if not unit or centre.pack.has_unit(unit):
        return
    if conn.execute(select(case_units.c.unit).where(case_units.c.unit == unit).limit(1)).first() is None:
        raise UnknownCodeError("unit", _words(_NO_UNIT, unit, centre.pack.units))


def _has_class(conn: Connection, centre: Centre, period: Period, code: str) -> bool:
    zone = ZoneInfo(centre.pack.time_zone)
    since, until = first_moment(period, zone), end_moment(period, zone)

    def found(class_code: Column[str], at: Column[datetime]) -> Select[str]:
        return select(class_code).where(and_(class_code == code, at >= since, at < until)).limit(1)

    looks = found(cases.c.class_code, cases.c.created_at), found(settled_cases.c.class_code, settled_cases.c.closed_at)
    return any(conn.execute(look).first() is not None for look in looks)


def _words(words: str, code: str, known: Iterable[str]) -> str:
    return tr(words).format(like=", ".join(get_close_matches(code, list(known), _LIKE, 0.0)))


_NO_UNIT = mark(
    "no unit has this code, neither in units.csv of the city pack nor in any case; the most like it: {like}"
)
_NO_CLASS = mark(
    "no class has this code, neither in classes.csv of the city pack nor in a case of this period; the most like it: "
    "{like}"
)
_NO_DISTRICT = mark("no district has this code in territory.csv of the city pack; the most like it: {like}")
