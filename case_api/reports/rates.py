"""The rates of a period, by unit, district, month or week: one aggregate over one range of an index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from operator import add
from typing import Any, Literal, NamedTuple

from pydantic_core import to_json
from sqlalchemy import Connection, Select, bindparam, func, select

from case_api.centre import Centre
from case_api.reports.readers import unit_shown
from case_api.storage.engine import reading
from case_api.storage.tables_reports import settled_cases
from city_packs.model import CityPack
from hotline.codes import Satisfaction, Solved
from hotline.context import Actor
from hotline.periods import Period, month_of, week_of
from hotline.rates import FORMULAS, MOSTLY_WEIGHT, Formula, share_of
from hotline.report_doc import FormulaDoc, RatesPage
from wording import speaking, tr

By = Literal["unit", "district", "month", "week"]
DISTRICT_LEVEL = 2


_TALLIED = (
    "settled", "must_contact", "contacted", "must_reply", "replied", "called_back", "solved", "mostly_solved",
    "satisfied", "mostly_satisfied", "redone",
)  # fmt: skip
"""What the database counts; the other counts follow from these."""
_RATES = tuple((formula.rate.value, formula.over(_TALLIED)) for formula in FORMULAS)
_Tally = tuple[int, ...]
_NONE: _Tally = (0,) * len(_TALLIED)


class Both(NamedTuple):
    """What was tallied of cases that are not excluded, and of those that are."""

    kept: _Tally = _NONE
    excluded: _Tally = _NONE


_NOTHING = Both()
_Keyed = dict[str, Both]


def rates(centre: Centre, period: Period, by: By, reader: Actor, unit: str | None = None) -> bytes:
    """Return the rates of a period with their change, a `RatesPage` as JSON.

    `unit` narrows them down to one ("" to what had none). Raises `ProblemError` (`forbidden`, `busy`).
    """
    shown = unit_shown(reader, unit)
    with reading(centre.engine) as conn:
        return to_json(_page(conn, centre, period, by, shown))


def rates_of(conn: Connection, centre: Centre, period: Period, by: By, unit: str | None = None) -> RatesPage:
    """Return the rates of a period as `rates` does, whoever asks."""
    return RatesPage.model_validate(_page(conn, centre, period, by, unit))


def _page(conn: Connection, centre: Centre, period: Period, by: By, unit: str | None) -> dict[str, Any]:
    """Return a `RatesPage` in plain values: of hundreds of units with their counts a model takes as long again."""
    before = period.before()
    k = centre.pack.number(MOSTLY_WEIGHT)
    if by in ("month", "week"):
        keyed, keyed_before, total, total_before = _in_time(conn, period, before, by == "month", unit)
    else:
        found = _by_key(conn, centre.pack, period, before, by == "unit", unit)
        keyed, keyed_before = found
        total, total_before = (_added(each) for each in found)
    lines = [
        _line(key, keyed[key], keyed_before.get(key, _NOTHING), k)
        for key in (sorted(keyed) if by in ("month", "week") else _most_first(keyed))
    ]
    return {
        "as_of": centre.now(),
        "since": period.since,
        "until": period.until,
        "before_since": before.since,
        "before_until": before.until,
        "mostly_weight": k,
        "formulas": tuple(_doc(formula, k) for formula in FORMULAS),
        "total": _line("", total, total_before, k),
        "lines": lines,
    }


def district_of(pack: CityPack, area_code: str) -> str:
    """Return the district in which a place lies, the city where no more is known; empty for an unknown place."""
    if not pack.has_area(area_code):
        return ""
    path = pack.area_path(area_code)
    return path[min(DISTRICT_LEVEL, len(path)) - 1].code


def words_of(formula: Formula, mostly_weight: float) -> str:
    """Return a formula in words of the present language."""
    return tr(formula.words).format(k=f"{mostly_weight:g}")


def _by_key(
    conn: Connection, pack: CityPack, period: Period, before: Period, by_unit: bool, unit: str | None
) -> tuple[_Keyed, _Keyed]:
    """Return the counts by unit or district, and those of the period before."""
    column = settled_cases.c.unit if by_unit else settled_cases.c.area_code
    wanted = _aggregate(unit, column.label("key"))
    found: list[_Keyed] = []
    for each in (period, before):  # a statement each: to tell both apart in one costs the database more than it saves
        keyed: _Keyed = {}
        for row in conn.execute(wanted, {"since": each.since, "until": each.until, "unit": unit}).all():
            _put(keyed, row[0] if by_unit else district_of(pack, row[0]), row)
        found.append(keyed)
    return found[0], found[1]


def _in_time(
    conn: Connection, period: Period, before: Period, by_month: bool, unit: str | None
) -> tuple[_Keyed, _Keyed, Both, Both]:
    """Return the counts by month or week, for each those of the one before, and the totals of both periods."""
    name = month_of if by_month else week_of
    first = _begin_of_one_before(period.since, by_month)
    values = {"since": min(first, before.since), "until": period.until, "unit": unit}
    days: dict[date, Both] = defaultdict(lambda: _NOTHING)
    for row in conn.execute(_aggregate(unit, settled_cases.c.day.label("key")), values).all():
        days[row[0]] = _plus(days[row[0]], _both(row))
    now: _Keyed = {}
    whole: _Keyed = {}
    for day, both in days.items():
        key = name(day)
        whole[key] = _plus(whole.get(key, _NOTHING), both)
        if period.since <= day:
            now[key] = _plus(now.get(key, _NOTHING), both)
    names = {
        name(day): name(_begin_of_one_before(day, by_month)) for day in (period.since, *_days(period, by_month))
    }  # fmt: skip
    keyed = {key: now.get(key, _NOTHING) for key in names}
    keyed_before = {key: whole.get(one_before, _NOTHING) for key, one_before in names.items()}
    past = _added({str(day): both for day, both in days.items() if before.since <= day <= before.until})
    return keyed, keyed_before, _added(now), past


def _days(period: Period, by_month: bool) -> Iterator[date]:
    """Yield the first day of every month or week that begins in a period."""
    day = period.since
    while day <= period.until:
        if day.day == 1 if by_month else day.weekday() == 0:
            yield day
        day += timedelta(days=1)


def _begin_of_one_before(day: date, by_month: bool) -> date:
    """Return the first day of the month or week before the one that a day is in."""
    if by_month:
        return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    return day - timedelta(days=day.weekday() + 7)


def _aggregate(unit: str | None, key: Any) -> Select[*tuple[Any, ...]]:
    """Return the statement that counts settled cases by a key, rows of (key, excluded, *tallies).

    But for that of districts, every column of it stands in one index.
    """
    columns = settled_cases.c

    def those(condition: Any) -> Any:
        return func.count().filter(condition)

    wanted = select(
        key,
        columns.excluded,
        func.count().label("settled"),
        those(columns.must_contact).label("must_contact"),
        those(columns.contacted).label("contacted"),
        those(columns.must_reply).label("must_reply"),
        those(columns.replied).label("replied"),
        func.count(columns.solved).label("called_back"),
        those(columns.solved == Solved.SOLVED.value).label("solved"),
        those(columns.solved == Solved.MOSTLY.value).label("mostly_solved"),
        those(columns.satisfied == Satisfaction.SATISFIED.value).label("satisfied"),
        those(columns.satisfied == Satisfaction.MOSTLY.value).label("mostly_satisfied"),
        those(columns.redone).label("redone"),
    ).where(columns.day.between(bindparam("since"), bindparam("until")))
    if unit is not None:
        wanted = wanted.where(columns.unit == bindparam("unit"))
    return wanted.group_by(key, columns.excluded)


def _both(row: Any) -> Both:
    _, excluded, *tally = row
    return Both(_NONE, tuple(tally)) if excluded else Both(tuple(tally), _NONE)


def _put(found: _Keyed, key: str, row: Any) -> None:
    before = found.get(key)
    found[key] = _both(row) if before is None else _plus(before, _both(row))


def _plus(one: Both, other: Both) -> Both:
    return Both(_sum(one.kept, other.kept), _sum(one.excluded, other.excluded))


def _sum(one: _Tally, other: _Tally) -> _Tally:
    if one is _NONE or other is _NONE:
        return other if one is _NONE else one
    return tuple(map(add, one, other))


def _added(keyed: Mapping[str, Both]) -> Both:
    kept, excluded = zip(*keyed.values(), strict=True) if keyed else ((), ())
    return Both(_whole(kept), _whole(excluded))


def _whole(tallies: Iterable[_Tally]) -> _Tally:
    return tuple(map(sum, zip(*tallies, strict=True))) or _NONE


def _most_first(keyed: _Keyed) -> list[str]:
    return sorted(keyed, key=lambda key: (-keyed[key].kept[0] - keyed[key].excluded[0], key))


def _counts(tally: _Tally, excluded: int) -> dict[str, int]:
    """Return every count by its name."""
    settled, must_contact, contacted, must_reply, replied, called_back, solved, mostly, satisfied, fairly, redone = (
        tally
    )
    return {
        "settled": settled,
        "excluded": excluded,
        "must_contact": must_contact,
        "contacted": contacted,
        "not_contacted": must_contact - contacted,
        "must_reply": must_reply,
        "replied": replied,
        "overdue": must_reply - replied,
        "called_back": called_back,
        "solved": solved,
        "mostly_solved": mostly,
        "unsolved": called_back - solved - mostly,
        "satisfied": satisfied,
        "mostly_satisfied": fairly,
        "dissatisfied": called_back - satisfied - fairly,
        "redone": redone,
    }


def _line(key: str, now: Both, before: Both, k: float) -> dict[str, Any]:
    """Return a `RatesLine` in plain values."""
    every, every_before = _sum(*now), _sum(*before)
    raw = _counts(every, now.excluded[0])
    shares = _shares(every, every_before, k)
    adjusted, fair = raw, shares
    if now.excluded[0] or before.excluded[0]:
        adjusted, fair = _counts(now.kept, 0), _shares(now.kept, before.kept, k)
    return {
        "key": key,
        "raw": raw,
        "adjusted": adjusted,
        "settled_before": every_before[0],
        "rates": [
            {"rate": rate, "raw": share, "adjusted": other}
            for (rate, _), share, other in zip(_RATES, shares, fair, strict=True)
        ],
    }


def _shares(now: _Tally, before: _Tally, k: float) -> list[dict[str, Any]]:
    """Return a `Share` for each rate, in plain values."""
    shares: list[dict[str, Any]] = []
    for _, rate_of in _RATES:
        rate = rate_of(now, k)
        share, past = share_of(rate), share_of(rate_of(before, k))
        change = share - past if share is not None and past is not None else None
        shares.append({"numerator": rate[0], "denominator": rate[1], "share": share, "change": change})
    return shares


def _doc(formula: Formula, k: float) -> FormulaDoc:
    words: dict[str, str] = {}
    for language in ("zh", "en"):
        with speaking(language):
            words[language] = words_of(formula, k)
    return FormulaDoc(rate=formula.rate, whole=formula.whole, part=formula.part, of=formula.of, **words)
