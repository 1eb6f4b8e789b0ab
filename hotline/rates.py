"""The three rates (三率): what a settled work order says of its unit, and the formulas as data.

Response, resolution and satisfaction are the three results of a call-back (source row D21; formulas: domain.md,
section 3b); handled in time is the fourth that district boards show (Z20). What a reviewer has excluded from
assessment (L4) is left out of the adjusted rates and stays in the raw ones, and both are always shown together.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hotline.codes import Channel, CloseReason, Request, Satisfaction, Solved, UnitPart
from hotline.counts import Count
from hotline.order_parts import Assignment, RunningClock
from hotline.running_clocks import HANDLING_STOPS_WITH
from hotline.work_order import Callback, WorkOrder
from wording import mark

_CONTACT_STOPS = frozenset({"contact", "verify"})
"""Where clocks end by which a unit has to be in touch: first contact, and an enterprise's verification."""
_WITHOUT_HANDLING = frozenset({"sign", "return_request"})

MOSTLY_WEIGHT = "mostly_weight"
"""The setting of a city pack that says for how much of a case "mostly" counts: the k of the formulas."""


@dataclass(frozen=True, slots=True)
class SettledCase:
    """What one settled work order counts for. `unit` is who answers for it, empty where the desk answered it itself.

    `closed_at` is the call-back, or the last try, that settled it. `contacted` and `replied` mean in time. Without a
    valid call-back `solved` and `satisfied` are None.
    """

    unit: str
    class_code: str
    area_code: str
    channel: Channel
    closed_at: datetime
    must_contact: bool
    contacted: bool
    must_reply: bool
    replied: bool
    solved: Solved | None
    satisfied: Satisfaction | None
    redone: bool
    excluded: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many settled cases count for what."""

    settled: int = 0
    excluded: int = 0
    must_contact: int = 0
    contacted: int = 0
    not_contacted: int = 0
    must_reply: int = 0
    replied: int = 0
    overdue: int = 0
    called_back: int = 0
    solved: int = 0
    mostly_solved: int = 0
    unsolved: int = 0
    satisfied: int = 0
    mostly_satisfied: int = 0
    dissatisfied: int = 0
    redone: int = 0


class RateName(StrEnum):
    """The rates by which units are assessed."""

    RESPONSE = "response"
    RESOLUTION = "resolution"
    SATISFACTION = "satisfaction"
    ON_TIME = "on_time"


Rate = tuple[float, int]
"""A rate as what it was computed from: numerator and denominator."""


def share_of(rate: Rate) -> float | None:
    """Return a rate as a share, 0 to 1; None where nothing counts for it."""
    return rate[0] / rate[1] if rate[1] else None


@dataclass(frozen=True, slots=True)
class Formula:
    """How a rate is computed: (`whole` + k · `part`) ÷ `of`. `name` and `words` are message ids."""

    rate: RateName
    name: str
    words: str
    whole: Count
    of: Count
    part: Count | None = None

    def over(self, names: Sequence[str]) -> Callable[[Sequence[int], float], Rate]:
        """Return what computes the rate from counts that stand in the order of `names`, and k, 0 to 1."""
        whole, of = names.index(self.whole), names.index(self.of)
        if self.part is None:
            return lambda counts, _mostly_weight: (counts[whole], counts[of])
        part = names.index(self.part)
        return lambda counts, mostly_weight: (counts[whole] + mostly_weight * counts[part], counts[of])


FORMULAS: tuple[Formula, ...] = (
    Formula(
        RateName.RESPONSE,
        mark("Response rate"),
        mark("contacted in time, and not denied at the call-back / must contact"),
        Count.CONTACTED,
        Count.MUST_CONTACT,
    ),
    Formula(
        RateName.RESOLUTION,
        mark("Resolution rate"),
        mark("(solved + k * mostly solved) / valid call-backs, k = {k}"),
        Count.SOLVED,
        Count.CALLED_BACK,
        Count.MOSTLY_SOLVED,
    ),
    Formula(
        RateName.SATISFACTION,
        mark("Satisfaction rate"),
        mark("(satisfied + k * mostly satisfied) / valid call-backs, k = {k}"),
        Count.SATISFIED,
        Count.CALLED_BACK,
        Count.MOSTLY_SATISFIED,
    ),
    Formula(
        RateName.ON_TIME,
        mark("Handled in time"),
        mark("replied in time, redo included / must reply"),
        Count.REPLIED,
        Count.MUST_REPLY,
    ),
)
"""The rates in the order in which they are shown; a call-back that reached nobody is no valid one."""


def is_settled(order: WorkOrder) -> bool:
    """Say whether a work order counts: it was called back or tried often enough, and was not opened again since."""
    return order.closed_because is not None


def settled_case(order: WorkOrder, parent: WorkOrder | None = None) -> SettledCase | None:
    """Return what a work order counts for, None while it is not settled.

    A case merged into a `parent` counts by its own caller's call-back alone, for the unit of the parent and excluded
    with it: the unit had to contact and to reply once, and that counts with the parent.
    """
    if not is_settled(order) or not order.callbacks:
        return None
    last = order.callbacks[-1]
    valid = order.closed_because is CloseReason.CALLED_BACK
    responsible = order if order.parent is None else (parent or order)
    since = _dispatched_at(order) if order.parent is None else None
    contact = _contact_clock(order, since)
    replies = _handling_clocks(order, since)
    exclusion = responsible.exclusion
    return SettledCase(
        unit=responsible.lead_unit,
        class_code=order.class_code,
        area_code=order.area_code,
        channel=order.channel,
        closed_at=last.at,
        must_contact=contact is not None,
        contacted=contact is not None and _was_contacted(order, contact, last),
        must_reply=bool(replies),
        replied=bool(replies) and all(each.stopped_at and each.stopped_at <= each.due_at for each in replies),
        solved=last.solved if valid else None,
        satisfied=last.satisfied if valid else None,
        redone=order.redo_count > 0,
        excluded=exclusion is not None and exclusion.state is Request.GRANTED,
    )


def counted(cases: Iterable[SettledCase]) -> Counts:
    """Return how many of these cases count for what."""
    numbers = dict.fromkeys(Count, 0)
    for case in cases:
        for count in Count:
            numbers[count] += counts_for(case, count)
    return Counts(**{count.value: number for count, number in numbers.items()})


def counts_for(case: SettledCase, count: Count) -> bool:
    """Say whether a settled case is one of those that a count counts."""
    match count:
        case Count.SETTLED:
            return True
        case Count.EXCLUDED | Count.MUST_CONTACT | Count.CONTACTED | Count.MUST_REPLY | Count.REPLIED | Count.REDONE:
            found: bool = getattr(case, count.value)
            return found
        case Count.NOT_CONTACTED:
            return case.must_contact and not case.contacted
        case Count.OVERDUE:
            return case.must_reply and not case.replied
        case Count.CALLED_BACK:
            return case.solved is not None
        case Count.SOLVED | Count.MOSTLY_SOLVED | Count.UNSOLVED:
            return case.solved is SOLVED_AS[count]
        case _:
            return case.satisfied is SATISFIED_AS[count]


SOLVED_AS = {Count.SOLVED: Solved.SOLVED, Count.MOSTLY_SOLVED: Solved.MOSTLY, Count.UNSOLVED: Solved.UNSOLVED}
SATISFIED_AS = {
    Count.SATISFIED: Satisfaction.SATISFIED,
    Count.MOSTLY_SATISFIED: Satisfaction.MOSTLY,
    Count.DISSATISFIED: Satisfaction.DISSATISFIED,
}


def _dispatched_at(order: WorkOrder) -> datetime | None:
    """Return when the work order was last dispatched to the unit that answers for it; clocks of before do not count.

    A redo sends it anew without dispatching it: only the clock for signing starts with that.
    """
    sent = {each.sent_at for each in order.assignments if _is_lead(each, order.lead_unit)}
    starts = (c.started_at for c in order.clocks if c.start == "dispatch" and c.stop not in _WITHOUT_HANDLING)
    return max((at for at in starts if at in sent), default=min(sent, default=None))


def _is_lead(assignment: Assignment, unit: str) -> bool:
    return assignment.part is UnitPart.LEAD and assignment.unit == unit


def _contact_clock(order: WorkOrder, since: datetime | None) -> RunningClock | None:
    own = (clock for clock in order.clocks if since and clock.started_at == since)
    return next((clock for clock in own if clock.stop in _CONTACT_STOPS), None)


def _handling_clocks(order: WorkOrder, since: datetime | None) -> tuple[RunningClock, ...]:
    """Return the clocks by which the unit had to reply: that of handling, and one for every redo."""
    own = (clock for clock in order.clocks if since and clock.started_at >= since)
    return tuple(clock for clock in own if clock.stop == HANDLING_STOPS_WITH)


def _was_contacted(order: WorkOrder, clock: RunningClock, last: Callback) -> bool:
    """Say whether the unit, or one it passed the case down to, contacted the caller in time, and nobody denies it.

    The clock alone does not tell, since a reply without a contact stops it too.
    """
    if last.contacted_by_unit is False:
        return False
    firsts = (each.contacted_at for each in order.assignments if each.part is UnitPart.LEAD)
    return any(at is not None and clock.started_at <= at <= clock.due_at for at in firsts)
