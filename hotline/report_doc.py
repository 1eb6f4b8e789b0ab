"""What the centre answers about settled cases: rates with their formulas, classes, repeats. The seat shows it."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime, Field

from hotline.answered import Answered
from hotline.case_doc import CaseDoc
from hotline.counts import Count
from hotline.rates import Counts, RateName
from hotline.work_order_text import Code, Frozen, Line


class Share(Answered):
    """A rate as numerator and denominator. `share` is 0 to 1, None where nothing counts; `change` is against before."""

    numerator: float = Field(examples=[187.0])
    denominator: int = Field(examples=[200])
    share: float | None = Field(default=None, examples=[0.935])
    change: float | None = Field(default=None, examples=[0.0607])


class RateFigure(Answered):
    """One rate of one line: of all cases, and without those that were excluded from assessment."""

    rate: RateName
    raw: Share
    adjusted: Share


class RatesLine(Answered):
    """The rates of one unit, district, month or week. `key` is its code, `2026-10` or `2026-W43`.

    An empty `key` is what has no unit, since the desk answered it itself, or no known district. `settled_before` are
    the settled cases of the period that it is compared with: the line before for months and weeks.
    """

    key: str = Field(examples=["ts-water"])
    raw: Counts
    adjusted: Counts
    settled_before: int
    rates: tuple[RateFigure, ...]


class FormulaDoc(Answered):
    """How a rate is computed, (`whole` + k · `part`) ÷ `of`, and the same in words."""

    rate: RateName
    whole: Count
    part: Count | None
    of: Count
    zh: str
    en: str


class RatesPage(Answered):
    """Rates of a period, both days included, by unit, district, month or week; `total` is compared with `before_…`.

    `mostly_weight` is the k of the formulas.
    """

    as_of: AwareDatetime
    since: date
    until: date
    before_since: date
    before_until: date
    mostly_weight: float
    formulas: tuple[FormulaDoc, ...]
    total: RatesLine
    lines: tuple[RatesLine, ...]


class ClassLine(Answered):
    """How many cases of a class came in, and how many in the period before."""

    class_code: Code
    received: int
    before: int


class ClassesPage(Answered):
    """The classes of which most came in, the most first; `received` and `before` count the cases of all classes."""

    as_of: AwareDatetime
    since: date
    until: date
    before_since: date
    before_until: date
    received: int
    before: int
    lines: tuple[ClassLine, ...]


class RepeatedCase(Answered):
    """One of several cases of the same caller about the same matter."""

    id: UUID
    order_no: Code
    created_at: AwareDatetime
    state: Code
    class_code: Code
    area_code: Code


MOST_REVIEWED = 1000
"""Cases in one review: more than anybody ever files about one matter."""


class ReviewRequest(Frozen):
    """That somebody has reviewed a repeat: the cases that they saw, and in a few words what follows from it."""

    cases: tuple[UUID, ...] = Field(min_length=2, max_length=MOST_REVIEWED)
    words: Line = Field(min_length=1, pattern=r"\S", examples=["与水务局约定月底前换管"])


class RepeatReview(Answered):
    """Who reviewed a repeat, when, and what follows from it."""

    at: AwareDatetime
    operator: Code
    words: str


class Repeat(Answered):
    """Cases of one caller, of the same class or at the same place, oldest first. Who it is, only the cases say.

    `review` is the last one that any of them had. The matter is `reviewed` while no case has come after that.
    """

    cases: tuple[RepeatedCase, ...]
    review: RepeatReview | None = None
    reviewed: bool = False


class RepeatsPage(Answered):
    """Matters that came up again in a period, for a review; cases of `months` months back count, the most first.

    `all` is how many there are, `not_reviewed` how many of them wait for a review; those come first. `next` is the
    place of the first of the next page, None on the last.
    """

    as_of: AwareDatetime
    since: date
    until: date
    months: int
    all: int
    not_reviewed: int = 0
    repeats: tuple[Repeat, ...]
    next: int | None = None


class BehindPage(Answered):
    """Cases behind a number, the newest first, masked. `next` is set while there may be more."""

    cases: tuple[CaseDoc, ...]
    next: str | None = None


class OverdueUnit(Answered):
    """A unit that is late: with replies to cases that were settled in the period, and with what it has in hand now.

    `in_hand` are its cases with a red lamp at this moment, None where the period is over.
    """

    unit: Code
    settled_late: int
    in_hand: int | None


class OverduePage(Answered):
    """Units that are late, the most often first."""

    as_of: AwareDatetime
    since: date
    until: date
    units: tuple[OverdueUnit, ...]


class NamedUnit(Answered):
    """A unit on the exposure list, the day on which a leader approved it, and the case for which it stands there."""

    unit: Code
    day: date
    case_id: UUID
    order_no: Code


class NamedPage(Answered):
    """The exposure list of a period, in the order of its days."""

    as_of: AwareDatetime
    since: date
    until: date
    units: tuple[NamedUnit, ...]
