"""Replays demands of another hotline at their own times through the whole loop, by the centre's judge and its worker.

Time is simulated, but for what the audit says of when something came in: it goes from one command to the next, and to
each moment in between at which a lamp turns or a case is filed. Nothing is made up of what the demands do not tell, but
that whoever asked was reached at the end, to whom it was solved, and who was satisfied with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import func, select

from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases
from case_api.sync.give import give_command
from case_api.sync.in_due_time import InDueTime
from hotline.codes import Role, Satisfaction, Solved
from hotline.commands import (
    SCHEMA,
    FileCase,
    RecordCallback,
    Withdraw,
    payload_of,
)
from hotline.context import Actor
from hotline.dispatch_commands import Assign, ReviewReply
from hotline.outcome import RefusalCode
from hotline.unit_commands import ContactCaller, Reply, Sign
from hotline.wire import Problem
from hotline.work_order import Intake
from hotline.work_order_text import CommandBase, Frozen

_FAR_BACK = timedelta(days=36_500)
_DESK = Actor("replay-desk", frozenset({Role.OPERATOR}))
_DISPATCH = Actor("replay-dispatch", frozenset({Role.DISPATCHER}))
_CALLBACK = Actor("replay-callback", frozenset({Role.CALLBACK}))
_REACHED = RecordCallback(
    reached=True, contacted_by_unit=True, solved=Solved.SOLVED, satisfied=Satisfaction.SATISFIED
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand: its case, what was taken down, when, which unit had it, when it ended (None: not yet).

    `said` is what was said of the end: the unit's reply, or why it was `withdrawn`.
    """

    case_id: UUID
    intake: Intake
    created_at: datetime
    unit: str
    closed_at: datetime | None
    withdrawn: bool
    said: str


@dataclass(slots=True)
class Replayed:
    """How many demands went round, and how many were left alone because their case is there already."""

    taken: int = 0
    known: int = 0


class _Given(NamedTuple):
    at: datetime
    demand: int
    place: int
    case_id: UUID
    command: Any
    actor: Actor


def replay(centre: Centre, demands: Iterable[Demand]) -> Replayed:
    """Let demands go round the loop, oldest first, until the last that ended is filed, or until now.

    Nobody else may serve or fill the centre meanwhile: their time is another. Doing it again, also after it was broken
    off, does what is still to be done. Raises `ProblemError`.
    """
    time, now = _SimulatedTime(centre), centre.now()
    told, left_alone, last = Replayed(), set[UUID](), now
    for each in sorted(_all_given(centre, demands), key=lambda given: given[:3]):
        if each.at > now:
            break
        if each.case_id in left_alone:
            continue
        time.go_on(each.at)
        try:
            known = time.give(each)
        except ProblemError as error:
            if error.problem is not Problem.REFUSED or error.extra.get("code") != RefusalCode.ALREADY_EXISTS:
                raise
            left_alone.add(each.case_id)
            told.known += 1
        else:
            told.taken += each.place == 0 and not known
            told.known += each.place == 0 and known
        last = each.at
    time.go_on(min(now, last + timedelta(days=centre.pack.number("objection_days"))))
    return told


class _SimulatedTime:
    """The centre in simulated time, with its worker."""

    def __init__(self, centre: Centre) -> None:
        self._at: datetime | None = None
        self._centre = replace(centre, rules=replace(centre.rules, window=_FAR_BACK))
        self._worker = InDueTime(self._centre, self._now)
        self._objection = timedelta(days=centre.pack.number("objection_days"))

    def go_on(self, until: datetime) -> None:
        """Let the worker do what is due up to a moment, which is the present one then."""
        while (due := self._next(until)) is not None:
            self._at = due
            while self._worker.turn_lamps() | self._worker.file_away():
                continue
        self._at = until

    def give(self, given: _Given) -> bool:
        """Give a command at the present moment; return whether it was given before."""
        payload, name = payload_of(given.command), f"replay {given.place} {given.command.op}"
        return give_command(
            self._centre,
            given.case_id,
            uuid5(given.case_id, name),
            given.command.op,
            SCHEMA,
            payload,
            given.actor,
            made_at=given.at,
        ).replayed

    def _now(self) -> datetime:
        if self._at is None:
            raise TypeError("simulated time has not begun")
        return self._at

    def _next(self, until: datetime) -> datetime | None:
        """Return the next moment after the present one at which the worker has something to do."""
        lamps, ends = select(func.min(cases.c.turn_at)), select(func.min(cases.c.ended_at))
        if self._at is not None:  # what was refused at its moment is passed over
            lamps = lamps.where(cases.c.turn_at > self._at)
            ends = ends.where(cases.c.ended_at > self._at - self._objection)
        with reading(self._centre.engine) as conn:
            turn, ended = conn.scalar(lamps), conn.scalar(ends)
        due = (turn, ended + self._objection if ended else None)
        return min((each for each in due if each is not None and each <= until), default=None)


def _all_given(centre: Centre, demands: Iterable[Demand]) -> Iterator[_Given]:
    for number, demand in enumerate(demands):
        for place, (at, command, actor) in enumerate(_round(centre, demand)):
            yield _Given(at, number, place, demand.case_id, command, actor)


def _round(centre: Centre, demand: Demand) -> Iterator[tuple[datetime, CommandBase | Frozen, Actor]]:
    """Yield the commands of a demand: at its start to the unit and signed there, at its end replied and called back."""
    begin, end = demand.created_at, demand.closed_at
    unit = Actor(f"replay-{demand.unit}"[:64], frozenset({Role.UNIT}), unit=demand.unit)
    yield begin, FileCase(number="", intake=demand.intake, pack_version=centre.pack.version), _DESK
    yield begin, Assign(unit=demand.unit), _DISPATCH
    yield begin, Sign(), unit
    yield begin, ContactCaller(first_reply=True), unit
    if end is None:
        return
    end = max(begin, end)
    if demand.withdrawn:
        yield end, Withdraw(reason=demand.said), _DESK
        return
    yield end, Reply(reply=demand.said, solved=Solved.SOLVED), unit
    yield end, ReviewReply(accept=True), _DISPATCH
    yield end, _REACHED, _CALLBACK
