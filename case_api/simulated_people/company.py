"""Everybody who is simulated at a demo centre, and one round of their work.

A person looks at their list and does what they owe to cases that have lain long enough, one after another. How long
that is, and what they do, is drawn by the seed from who they are and the case as it stands: the same lists at the same
moments give the same acts, whoever else works beside them. Being turned down is nothing unusual: somebody was faster.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Protocol
from uuid import UUID, uuid5

from case_api.demo_people import DemoPerson, demo_people
from case_api.simulated_people.calling_people import at_callback, at_desk
from case_api.simulated_people.dispatch_people import as_lead, as_lead_of_closed, at_dispatch
from case_api.simulated_people.line import TurnedDownError
from case_api.simulated_people.overseeing_people import as_inspector, as_leader, as_supervisor
from case_api.simulated_people.sight import Act, Behaviour, Sight
from case_api.simulated_people.town import Town
from case_api.simulated_people.unit_people import at_a_unit
from city_packs.model import CityPack
from hotline.codes import Role, State
from hotline.commands import Command
from hotline.handling import asked_extension
from hotline.order_number import grouped
from hotline.queue_doc import QueueLine, QueueName, QueuePage
from hotline.work_order import WorkOrder

_KEYS = UUID("01930f2c-0000-7000-8000-0000000051e0")
_LONGEST = 3.0
"""A drawn wait is at most so many times its mean, and at least a third of it."""
_WHAT_TAKES_LONGER = 6.0
"""So many times longer than others lie cases that wait for somebody else's decision or for another day."""
_TRIES = 4
"""So often a person thinks again about a case that they were turned down for, as long as it stays as it is."""
_LISTS: dict[Role, tuple[tuple[QueueName, Behaviour], ...]] = {
    Role.DISPATCHER: (("dispatch", at_dispatch),),
    Role.LEAD: (("lead", as_lead),),
    Role.UNIT: (("unit", at_a_unit),),
    Role.CALLBACK: (("callback", at_callback),),
    Role.SUPERVISOR: (("supervision", as_supervisor),),
    Role.LEADER: (("supervision", as_leader),),
    Role.QUALITY: (("exclusion", as_inspector),),
}
_FOUND: dict[Role, tuple[tuple[State, Behaviour], ...]] = {
    Role.LEAD: ((State.CLOSED, as_lead_of_closed),),
    Role.OPERATOR: ((State.WITH_SEAT, at_desk),),
}
"""What stands in nobody's list and is looked for."""
ROLES = tuple(dict.fromkeys((*_LISTS, *_FOUND)))
"""Roles that can be simulated."""


class Line(Protocol):
    """One person's line to the centre (`line.PersonalLine`)."""

    def queue(self, name: QueueName) -> QueuePage:
        """Return the first page of a work list."""
        ...

    def found(self, state: State) -> list[WorkOrder]:
        """Return the newest cases in a state."""
        ...

    def same_caller(self, case_id: UUID) -> list[WorkOrder]:
        """Return the live cases of the same caller, likeliest first."""
        ...

    def give(self, case_id: UUID, key: UUID, command: Command, base_revision: int | None) -> None:
        """Give a command under a key. Raises `TurnedDownError`."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a case lies before somebody acts on it, and how long an act takes them; means in seconds."""

    lies_s: float
    takes_s: float


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody has done to which case."""

    at: datetime
    person: DemoPerson
    op: str
    case_id: UUID
    number: str


@dataclass(slots=True)
class _AtWork:
    person: DemoPerson
    line: Line
    free_at: datetime | None = None


class Company:
    """The simulated people of a demo centre. `line_of` gives each their line."""

    def __init__(
        self,
        pack: CityPack,
        people: Iterable[DemoPerson],
        line_of: Callable[[DemoPerson], Line],
        *,
        seed: int,
        pace: Pace,
    ) -> None:
        people = tuple(people)
        self._town = Town(pack, demo_people(pack), asked=(each for each in people if Role.OPERATOR in each.roles))
        self._at_work = [_AtWork(each, line_of(each)) for each in people]
        self._seed = seed
        self._pace = pace
        self._turned_down: Counter[tuple[str, str, int]] = Counter()

    def round(self, now: Callable[[], datetime]) -> Iterator[Done]:
        """Let everybody look at their lists once and do what is due; yield each act as the centre has taken it."""
        for each in self._at_work:
            if each.free_at is None or each.free_at <= now():
                yield from self._work(each, now)

    def _work(self, each: _AtWork, now: Callable[[], datetime]) -> Iterator[Done]:
        for line, behaviour in self._in_sight(each):
            at = now()
            if each.free_at is not None and each.free_at > at:
                return
            if at < line.order.updated_at + self._lies(each.person, line.order):
                continue
            act = self._thought_of(each, line, behaviour, at)
            if act is None:
                continue
            if not self._given(each, line.order, act):
                continue
            takes = self._drawn(each.person, line.order, "takes", self._pace.takes_s)
            each.free_at = at + takes if takes else None
            yield Done(at, each.person, act.command.op, act.case_id, grouped(line.order.order_no))

    def _in_sight(self, each: _AtWork) -> Iterator[tuple[QueueLine, Behaviour]]:
        """Yield what a person has before them; of a list half the time the newest first, else what goes red first."""
        for role in sorted(each.person.roles):
            for name, behaviour in _LISTS.get(role, ()):
                lines = each.line.queue(name).lines
                yield from ((line, behaviour) for line in self._in_order(each.person, lines))
            for state, behaviour in _FOUND.get(role, ()):
                yield from ((QueueLine(order=order), behaviour) for order in each.line.found(state))

    def _in_order(self, person: DemoPerson, lines: Sequence[QueueLine]) -> Sequence[QueueLine]:
        if not lines or self._draw(person, lines[0].order, "list").random() < 0.5:
            return lines
        return sorted(lines, key=lambda line: line.order.updated_at, reverse=True)

    def _thought_of(self, each: _AtWork, line: QueueLine, behaviour: Behaviour, at: datetime) -> Act | None:
        order = line.order
        tries = self._turned_down[self._as_it_is(each, order)]
        if tries >= _TRIES:
            return None
        draw = self._draw(each.person, order, f"act {tries}")
        return behaviour(Sight(each.person, self._town, line, at, draw, lambda: each.line.same_caller(order.id)))

    def _given(self, each: _AtWork, order: WorkOrder, act: Act) -> bool:
        as_it_is = self._as_it_is(each, order)
        key = uuid5(_KEYS, f"{self._seed} {as_it_is} {self._turned_down[as_it_is]} {act.case_id} {act.command.op}")
        revision = order.revision if act.case_id == order.id else None
        try:
            each.line.give(act.case_id, key, act.command, revision)
        except TurnedDownError:
            self._turned_down[as_it_is] += 1
            return False
        return True

    @staticmethod
    def _as_it_is(each: _AtWork, order: WorkOrder) -> tuple[str, str, int]:
        return each.person.operator_id, order.order_no, order.revision

    def _lies(self, person: DemoPerson, order: WorkOrder) -> timedelta:
        """Return how long a case lies before somebody acts on it: long enough for a person at a console to be first."""
        lies = self._drawn(person, order, "lies", self._pace.lies_s)
        waits = order.state is State.ON_HOLD or (order.state is State.TO_CALLBACK and bool(order.callbacks))
        waits = waits or (Role.UNIT in person.roles and asked_extension(order) is not None)
        return lies * _WHAT_TAKES_LONGER if waits else lies

    def _drawn(self, person: DemoPerson, order: WorkOrder, what: str, mean: float) -> timedelta:
        if not mean:
            return timedelta(0)
        drawn = self._draw(person, order, what).expovariate(1 / mean)
        return timedelta(seconds=min(max(drawn, mean / _LONGEST), mean * _LONGEST))

    def _draw(self, person: DemoPerson, order: WorkOrder, what: str) -> Random:
        key = f"{self._seed}/{person.operator_id}/{order.order_no}/{order.revision}/{what}"
        return Random(key)  # noqa: S311 - a simulation, no secret
