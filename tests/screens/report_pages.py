"""Pages of reports as a centre answers them: one unit with an excluded case, a repeat, a late unit, a named one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hotline.rates import FORMULAS, Counts, share_of
from hotline.report_doc import (
    BehindPage,
    ClassesPage,
    ClassLine,
    FormulaDoc,
    NamedPage,
    NamedUnit,
    OverduePage,
    OverdueUnit,
    RateFigure,
    RatesLine,
    RatesPage,
    Repeat,
    RepeatedCase,
    RepeatReview,
    RepeatsPage,
    Share,
)

from .cases import a_case
from .fake_seat import FakeSeat
from .host import NOON
from .loop_cases import LUBEI, WATER

RAW = Counts(
    settled=12, excluded=2, must_contact=12, contacted=11, not_contacted=1, must_reply=12, replied=9, overdue=3,
    called_back=10, solved=7, mostly_solved=1, unsolved=2, satisfied=6, mostly_satisfied=2, dissatisfied=2, redone=1,
)  # fmt: skip
ADJUSTED = Counts(
    settled=10, must_contact=10, contacted=10, must_reply=10, replied=8, overdue=2, called_back=9, solved=7,
    mostly_solved=1, unsolved=1, satisfied=6, mostly_satisfied=2, dissatisfied=1, redone=1,
)  # fmt: skip
SPAN: dict[str, Any] = {"as_of": NOON, "since": date(2026, 11, 1), "until": date(2026, 11, 30)}
BEFORE = {"before_since": date(2026, 10, 1), "before_until": date(2026, 10, 31)}
FIRST, SECOND = UUID(int=21), UUID(int=22)


def _line(key: str) -> RatesLine:
    figures = []
    for formula in FORMULAS:
        rate_of = formula.over(tuple(vars_of(RAW)))
        raw, adjusted = (rate_of(tuple(vars_of(counts).values()), 0.5) for counts in (RAW, ADJUSTED))
        figures.append(RateFigure(
            rate=formula.rate,
            raw=Share(numerator=raw[0], denominator=raw[1], share=share_of(raw), change=0.0607),
            adjusted=Share(numerator=adjusted[0], denominator=adjusted[1], share=share_of(adjusted), change=-0.01),
        ))  # fmt: skip
    return RatesLine(key=key, raw=RAW, adjusted=ADJUSTED, settled_before=8, rates=tuple(figures))


def vars_of(counts: Counts) -> dict[str, int]:
    """Return counts by their names."""
    return {name: getattr(counts, name) for name in counts.__dataclass_fields__}


def rates_page(asked: dict[str, str]) -> RatesPage:
    """Answer as the centre does: by what was asked."""
    keys = {"unit": (WATER, LUBEI, ""), "district": ("130203", ""), "month": ("2026-10", "2026-11"),
            "week": ("2026-W46", "2026-W47")}[asked["by"]]  # fmt: skip
    formulas = tuple(
        FormulaDoc(
            rate=each.rate, whole=each.whole, part=each.part, of=each.of, zh=f"公式{place}", en=f"formula {place}"
        )
        for place, each in enumerate(FORMULAS)
    )
    span = {**SPAN, "since": date.fromisoformat(asked["from"]), "until": date.fromisoformat(asked["to"])}
    return RatesPage(**span, **BEFORE, mostly_weight=0.5, formulas=formulas, total=_line(""), lines=map(_line, keys))


def repeat(*, review: RepeatReview | None = None, reviewed: bool = False) -> Repeat:
    """Return a matter of two cases."""
    cases = tuple(
        RepeatedCase(
            id=each, order_no=f"00420300000{place}1", created_at=NOON - timedelta(days=30 - place), state="handling",
            class_code="010101", area_code="130203001001",
        )
        for place, each in enumerate((FIRST, SECOND))
    )  # fmt: skip
    return Repeat(cases=cases, review=review, reviewed=reviewed)


def repeats_page(asked: dict[str, str]) -> RepeatsPage:
    """Answer with one matter that waits, and one that was reviewed where those are wanted."""
    done = repeat(review=RepeatReview(at=NOON, operator="6002", words="已约谈"), reviewed=True)
    other = done.cases[-1].model_copy(update={"id": UUID(int=23)})
    done = done.model_copy(update={"cases": (done.cases[0], other)})
    found = (repeat(), done) if asked["reviewed"] == "true" else (repeat(),)
    return RepeatsPage(**SPAN, months=3, all=2, not_reviewed=1, repeats=found)


def cases_page(asked: dict[str, str]) -> BehindPage:
    """Answer with a page of two cases and, after it, one of one."""
    ids = (31, 32) if "cursor" not in asked else (33,)
    docs = tuple({"order": a_case(UUID(int=each), each, title=f"第{each}件停水")} for each in ids)
    return BehindPage(cases=docs, next="more" if "cursor" not in asked else None)


def reported(seat: FakeSeat) -> FakeSeat:
    """Let a seat answer every report."""
    classes = (ClassLine(class_code="010101", received=7, before=9), ClassLine(class_code="", received=1, before=0))
    late = (OverdueUnit(unit=LUBEI, settled_late=3, in_hand=2), OverdueUnit(unit=WATER, settled_late=0, in_hand=1))
    named = (NamedUnit(unit=LUBEI, day=date(2026, 11, 12), case_id=FIRST, order_no="0042030000001"),)
    seat.reports = {
        "rates": rates_page,
        "classes": ClassesPage(**SPAN, **BEFORE, received=8, before=9, lines=classes),
        "repeats": repeats_page,
        "overdue": OverduePage(**SPAN, units=late),
        "named": NamedPage(**SPAN, units=named),
        "cases": cases_page,
    }
    for each in (FIRST, SECOND, UUID(int=23)):
        seat.put_order(a_case(each, each.int, title=f"第{each.int}件停水"))
    for number in (31, 32, 33):
        seat.put_order(a_case(UUID(int=number), number, title=f"第{number}件停水"))
    return seat
