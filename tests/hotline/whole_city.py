"""A shipped city with units of all four levels and its people, and the work orders that they play with.

`Loop` does what the centre does: every command sees the other work orders, and what it changes besides is kept too.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from city_packs.entries import Unit
from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from hotline.codes import Role
from hotline.commands import parse_command
from hotline.context import Actor, Context
from hotline.order_number import OrderNumber
from hotline.outcome import Applied, Event, Outcome, Refusal
from hotline.rulebook import apply
from hotline.work_order import WorkOrder
from hotline.working_days import WorkingCalendar

ZONE = ZoneInfo("Asia/Shanghai")
ORDINARY, EMERGENCY, HISTORIC = "010102", "010101", "010107"
"""A class of each time class: low water pressure, no water, from a well to the mains."""
REACHED = {"reached": True, "contacted_by_unit": True, "solved": "solved", "satisfied": "satisfied"}
UNSOLVED = {**REACHED, "solved": "unsolved", "satisfied": "dissatisfied", "redo": True}
NO_ANSWER = {"reached": False, "not_reached": "no_answer"}

OPERATOR = Actor("1001", frozenset({Role.OPERATOR}), "0001")
OTHER_OPERATOR = Actor("1002", frozenset({Role.OPERATOR}), "0002")
SPECIALIST = Actor("1010", frozenset({Role.SPECIALIST}), "0003")
LEAD = Actor("2001", frozenset({Role.LEAD}), "0010")
DISPATCHER = Actor("3001", frozenset({Role.DISPATCHER}), "0011")
CALLER_BACK = Actor("5001", frozenset({Role.CALLBACK}), "0012")
SUPERVISOR = Actor("6001", frozenset({Role.SUPERVISOR}))
REVIEWER = Actor("7001", frozenset({Role.QUALITY}))
LEADER = Actor("8001", frozenset({Role.LEADER}))
WORKER = Actor("worker", frozenset({Role.WORKER}))
OUTSIDERS = Actor("9001", frozenset({Role.TRAINER, Role.KNOWLEDGE, Role.AUDITOR, Role.ADMIN}), "0013")


@dataclass(frozen=True)
class City:
    """A pack, one unit of each level 1 to 4 (`units`), and two that are co-units (`co_units`)."""

    pack: CityPack
    units: tuple[str, str, str, str]
    co_units: tuple[str, str]
    area: str

    @property
    def bureau(self) -> str:
        """The unit of a district: level 2, the usual lead unit."""
        return self.units[1]


def person_of(unit: str, number: int = 1) -> Actor:
    """Return somebody who works for a unit."""
    return Actor(f"u{number}.{unit}"[:64], frozenset({Role.UNIT}), unit=unit)


@cache
def city(name: str, announced_until: int = 2026, *, dissolved: bool = False) -> City:
    """Return a shipped city, its year files known up to a year. What it lacks of the four levels is made up.

    Where its district bureau is `dissolved` the pack knows that unit no more.
    """
    pack = read_pack(shipped_packs()[name])
    area = next(each.code for each in pack.areas.values() if each.level == 4)
    made = (
        Unit("made-1", "made_city", "某市局", "A bureau of the city", 1, None, "msj"),
        Unit("made-4", "made_community", "某社区", "A community", 4, area, "msq"),
    )
    years = tuple(each for each in pack.calendar.years if each.year <= announced_until)
    pack = replace(
        pack,
        units={**pack.units, **{each.code: each for each in made}},
        calendar=WorkingCalendar(years, pack.calendar.statutory),
    )
    bureaus = [each.code for each in pack.units.values() if each.level == 2]
    street = next(each.code for each in pack.units.values() if each.level == 3)
    if dissolved:
        pack = replace(pack, units={code: unit for code, unit in pack.units.items() if code != bureaus[0]})
    return City(pack, ("made-1", bureaus[0], street, "made-4"), (bureaus[1], bureaus[2]), area)


def local(text: str) -> datetime:
    """Return the moment of a local `2026-11-16 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


class Loop:
    """Work orders of a city and the commands given to them, at a time that only the test moves."""

    def __init__(self, town: City, at: datetime) -> None:
        """Begin at a moment without a work order."""
        self.city = town
        self.at = at
        self.orders: dict[UUID, WorkOrder] = {}
        self.timelines: dict[UUID, list[Event]] = {}
        self._numbers = count(1)

    def go_on(self, **length: float) -> None:
        """Let time go by: `hours=3`, `days=1`."""
        self.at += timedelta(**length)

    def go_to(self, text: str) -> None:
        """Let it be a local `2026-11-16 09:00`."""
        self.at = local(text)

    def new_id(self) -> UUID:
        """Return an id that no work order has."""
        return UUID(int=(0x0193 << 112) | next(self._numbers))

    def new_number(self) -> str:
        """Return a case number that no work order has."""
        return str(OrderNumber("0001", 1, next(self._numbers)))

    def intake(self, **fields: Any) -> dict[str, Any]:
        """Return what an operator took down, with `fields` as they are wanted."""
        return {
            "case_type": "QZ",
            "class_code": ORDINARY,
            "area_code": self.city.area,
            "content": "水压低，六楼上不来水",
            "caller_name": "李小明",
            "caller_phone": "19900005678",
            **fields,
        }

    def context(self, who: Actor, at: datetime | None = None, order_id: UUID | None = None) -> Context:
        """Return the surroundings of a command that `who` gives now."""
        return Context(at or self.at, who, self.city.pack, order_id, others=self.orders)

    def give(self, who: Actor, op: str, case: UUID | None = None, **payload: Any) -> Outcome:
        """Give a command to a case and keep what it changes."""
        outcome = apply(
            self.orders.get(case) if case else None, parse_command(op, payload), self.context(who, None, case)
        )
        self.keep(outcome)
        return outcome

    def keep(self, outcome: Outcome) -> None:
        """Keep what a command has changed."""
        if isinstance(outcome, Refusal):
            return
        changed = [(outcome.order, outcome.events)] if outcome.order else []
        for order, events in (*changed, *((each.order, each.events) for each in outcome.also)):
            self.orders[order.id] = order
            self.timelines.setdefault(order.id, []).extend(events)

    def done(self, who: Actor, op: str, case: UUID | None = None, **payload: Any) -> WorkOrder:
        """Give a command that takes effect; return the work order as it is then."""
        outcome = self.give(who, op, case, **payload)
        assert isinstance(outcome, Applied), (op, outcome)
        assert outcome.order is not None
        return outcome.order

    def refused(self, who: Actor, op: str, case: UUID | None = None, **payload: Any) -> tuple[str, str, str]:
        """Give a command that is refused and see that nothing changes; return code, field and detail."""
        before = dict(self.orders)
        outcome = self.give(who, op, case, **payload)
        assert isinstance(outcome, Refusal), (op, outcome)
        assert self.orders == before
        return outcome.code, outcome.field, outcome.detail

    def filed(self, **fields: Any) -> UUID:
        """File a case; return its id."""
        new = self.new_id()
        payload = {"number": self.new_number(), "intake": self.intake(**fields), "pack_version": self.city.pack.version}
        self.done(OPERATOR, "file_case", new, **payload)
        return new

    def sent(self, unit: str = "", co_units: tuple[str, ...] = (), **fields: Any) -> UUID:
        """File a case and dispatch it; return its id."""
        case = self.filed(**fields)
        self.done(DISPATCHER, "assign", case, unit=unit or self.city.bureau, co_units=co_units)
        return case

    def in_hand(self, unit: str = "", co_units: tuple[str, ...] = (), **fields: Any) -> UUID:
        """File a case, dispatch it and let its unit sign; return its id."""
        case = self.sent(unit, co_units, **fields)
        self.done(person_of(unit or self.city.bureau), "sign", case)
        return case

    def replied(self, unit: str = "", **fields: Any) -> UUID:
        """File a case and take it as far as the unit's reply; return its id."""
        case = self.in_hand(unit, **fields)
        self.done(person_of(unit or self.city.bureau), "reply", case, reply="已修复", solved="solved")
        return case

    def to_call_back(self, unit: str = "", **fields: Any) -> UUID:
        """File a case and take it as far as the list of call-backs; return its id."""
        case = self.replied(unit, **fields)
        self.done(DISPATCHER, "review_reply", case, accept=True)
        return case

    def closed(self, **fields: Any) -> UUID:
        """File a case and take it round the loop until its citizen is content; return its id."""
        case = self.to_call_back(**fields)
        self.done(CALLER_BACK, "record_callback", case, **REACHED)
        return case
