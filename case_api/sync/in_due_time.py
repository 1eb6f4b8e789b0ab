"""Gives the worker's commands to the cases whose time has come, through the same judge as everybody's.

Each command has an id that follows from the case, the command and what made it due, so that two workers, or one that
was ended in between, give it once. A case that cannot be served waits a while and keeps no other from its turn.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import structlog
from sqlalchemy import Column, Select, bindparam, func, select, text

from case_api.cases.work_lists import WITH_PARENT
from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases
from case_api.sync.give import give_command
from hotline.calling_back import is_over_tried
from hotline.case_doc import CaseDoc
from hotline.codes import Role, State
from hotline.context import Actor, Context
from hotline.queues import Queue
from hotline.wire import Problem

WORKER = Actor("worker", frozenset({Role.WORKER}))
STEP = 100
"""So many commands are given before something else has its turn."""
_PAGE = 200
_AGAIN_AFTER = timedelta(minutes=15)
_TRIED = '"reached":false'
"""Stands in the document of every case with a try that reached nobody: the others need not be read."""

_log = structlog.get_logger(__name__)


class Due(NamedTuple):
    """A command whose time has come; `because` says what made it due, and is another one when it is due again."""

    case_id: UUID
    op: str
    because: str
    payload: dict[str, Any]

    @property
    def mutation_id(self) -> UUID:
        """Return the id of the command: the same whoever gives it."""
        return uuid5(self.case_id, f"{self.op} {self.because}")


class InDueTime:
    """What the worker of one process does to cases by the clock. Each method takes one step, oldest first.

    They return whether there is more to do at once, and raise `ProblemError` where the database does not answer.
    """

    def __init__(self, centre: Centre, now: Callable[[], datetime] | None = None) -> None:
        """Serve cases by the centre's clock, or by that of a replay."""
        self._centre = centre
        self._now = now or centre.now
        self._replays = now is not None
        self._put_off: dict[tuple[UUID, str], datetime] = {}

    def turn_lamps(self) -> bool:
        """Record the lamps that have turned; the first red one of handling urges the unit."""
        return self._give(lamps)

    def resume_held(self) -> bool:
        """Let cases go on whose review day has come."""
        return self._give(held)

    def close_unreachable(self) -> bool:
        """Close cases whose citizen was tried often enough."""
        return self._give(unreachable)

    def file_away(self) -> bool:
        """File cases to which nobody may object any more, each with those merged into it."""
        return self._give(over)

    def settle_due(self) -> bool:
        """Compute provisional due times anew where the calendar is another one since."""
        return self._give(provisional)

    def recall(self) -> bool:
        """Take cases back from units that the city pack has no more."""
        return self._give(left_behind)

    def _give(self, found: Callable[[Centre, datetime], Iterator[Due]]) -> bool:
        now = self._now()
        self._put_off = {key: until for key, until in self._put_off.items() if until > now}
        waiting = (each for each in found(self._centre, now) if (each.case_id, each.op) not in self._put_off)
        for each in islice(waiting, STEP):
            self._give_one(each, now)
        return next(waiting, None) is not None

    def _give_one(self, due: Due, now: datetime) -> None:
        """Give one command; where it comes to nothing the case waits, lest it is tried for ever."""
        made_at = now if self._replays else None
        try:
            result = give_command(
                self._centre, due.case_id, due.mutation_id, due.op, 1, due.payload, WORKER, made_at=made_at
            )
        except ProblemError as error:
            if error.problem is Problem.BUSY:
                raise
            _log.info("the worker's command was refused", op=due.op, case=str(due.case_id), **_why(error))
        except Exception as error:
            _log.error("the worker's command failed", op=due.op, case=str(due.case_id), kind=type(error).__name__)
        else:
            if not result.replayed:
                return
        self._put_off[due.case_id, due.op] = now + _AGAIN_AFTER


def lamps(centre: Centre, now: datetime) -> Iterator[Due]:
    """Yield the cases with a lamp that turned by now."""
    for row in _pages(centre, _TURNS, cases.c.turn_at, now=now):
        yield Due(row.id, "note_light", row.turn_at.isoformat(), {})


def held(centre: Centre, now: datetime) -> Iterator[Due]:
    """Yield the cases that rest and whose review day has begun where the city lies."""
    today = now.astimezone(centre.pack.day_clock.zone).date()
    for row in _pages(centre, _HELD):
        hold = CaseDoc.model_validate_json(row.doc).order.hold
        if hold is not None and hold.review_on <= today:
            yield Due(row.id, "resume", f"{hold.at.isoformat()} {hold.review_on}", {})


def unreachable(centre: Centre, now: datetime) -> Iterator[Due]:
    """Yield the cases of the call-back list whose citizen was tried often enough over enough days."""
    context = Context(now, WORKER, centre.pack)
    for row in _pages(centre, _TO_CALL_BACK):
        if _TRIED not in row.doc:
            continue
        order = CaseDoc.model_validate_json(row.doc).order
        if order.closed_because is None and is_over_tried(order, context):
            yield Due(row.id, "close_unreachable", order.callbacks[-1].at.isoformat(), {})


def over(centre: Centre, now: datetime) -> Iterator[Due]:
    """Yield the cases that have been over for as long as somebody may object, but those that wait for somebody.

    That may be for a decision on a case that was merged into them, or for a call-back to its caller: the two are filed
    together.
    """
    until = now - timedelta(days=centre.pack.number("objection_days"))
    waiting: frozenset[UUID | None] | None = None
    for row in _pages(centre, _OVER, cases.c.ended_at, until=until):
        waiting = _waiting_parents(centre) if waiting is None else waiting
        if row.id not in waiting:
            yield Due(row.id, "file_away", row.ended_at.isoformat(), {})


def _waiting_parents(centre: Centre) -> frozenset[UUID | None]:
    """Return the cases with a merged one on which somebody is still to decide or to call back; few cases ever are."""
    with reading(centre.engine) as conn:
        docs = [doc for each in (*_MERGED_ASKED, _MERGED_TO_CALL) for doc in conn.scalars(each)]
    return frozenset(CaseDoc.model_validate_json(doc).order.parent for doc in docs)


def provisional(centre: Centre, _now: datetime) -> Iterator[Due]:
    """Yield the cases with a provisional due moment that another calendar has given."""
    version = centre.pack.day_clock.version
    for row in _pages(centre, _PROVISIONAL):
        order = CaseDoc.model_validate_json(row.doc).order
        running = (clock for clock in order.clocks if clock.stopped_at is None)
        if any(clock.provisional and clock.calendar != version for clock in running):
            yield Due(row.id, "settle_due", f"{version} {order.revision}", {})


def left_behind(centre: Centre, _now: datetime) -> Iterator[Due]:
    """Yield the cases that a unit has in hand which the city pack does not know any more."""
    for unit in dissolved_units(centre):
        for row in _pages(centre, _WITH_UNIT, cases.c.since, unit=unit):
            yield Due(row.id, "recall", row.since.isoformat(), {})


def dissolved_units(centre: Centre) -> dict[str, int]:
    """Return the units that have cases in hand and are not in the city pack, each with how many it has."""
    with reading(centre.engine) as conn:
        found = conn.execute(_UNITS).all()
    return {row.unit: row.cases for row in found if not centre.pack.has_unit(row.unit)}


def _pages(centre: Centre, wanted: Select[Any], oldest: Column[datetime] | None = None, **values: Any) -> Iterator[Any]:
    """Yield rows by a column of moments and the id, page by page: in between their cases are written."""
    by = (cases.c.id,) if oldest is None else (oldest, cases.c.id)
    page = wanted.order_by(*by).limit(_PAGE)
    beyond = page.where(cases.c.id > bindparam("last"))
    if oldest is not None:
        later = (oldest > bindparam("reached")) | (cases.c.id > bindparam("last"))
        beyond = page.where(oldest >= bindparam("reached"), later)
    while True:
        with reading(centre.engine) as conn:
            rows = conn.execute(page, values).all()
        yield from rows
        if len(rows) < _PAGE:
            return
        page, values = beyond, {**values, "last": rows[-1].id}
        if oldest is not None:
            values["reached"] = getattr(rows[-1], oldest.name)


_DOC = (cases.c.id, cases.c.doc)
_TURNS = select(cases.c.id, cases.c.turn_at).where(cases.c.turn_at <= bindparam("now"))
_HELD = select(*_DOC).where(cases.c.queue == Queue.UNIT.value, cases.c.state == State.ON_HOLD.value)
_TO_CALL_BACK = select(*_DOC).where(cases.c.queue == Queue.CALLBACK.value)
_OVER = select(cases.c.id, cases.c.ended_at).where(
    cases.c.ended_at <= bindparam("until"),
    ~cases.c.exclusion_asked,
    ~cases.c.supervised,  # of what is over, only a naming that waits for a leader
)
_MERGED_ASKED = tuple(
    # In the words of their indexes, which know where no clock runs. What is merged is supervised for a naming alone.
    select(cases.c.doc).where(text(asked), cases.c.light == "", cases.c.state == State.MERGED.value)
    for asked in ("exclusion_asked", "supervised")
)
_MERGED_TO_CALL = select(cases.c.doc).where(
    cases.c.queue.in_((WITH_PARENT, Queue.CALLBACK.value)), cases.c.state == State.MERGED.value
)
"""What is merged is in a list until its caller was called back, or could not be."""
_PROVISIONAL = select(*_DOC).where(text("provisional"))  # in the words of its index
_UNITS = select(cases.c.unit, func.count().label("cases")).where(cases.c.unit.is_not(None)).group_by(cases.c.unit)
_WITH_UNIT = select(cases.c.id, cases.c.since).where(cases.c.unit == bindparam("unit"))


def _why(error: ProblemError) -> dict[str, str]:
    return {"why": str(error.extra.get("code") or error.problem)}
