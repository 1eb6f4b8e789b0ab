"""A made year of cases whose truth is known: what every unit does in every case is drawn by seed before it is played.

`made_year` draws what happens and counts it by itself, without a look at the program; `played` lets it happen in
simulated time, one command after the other over all cases, through whatever judges commands.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from hotline.context import Actor
from hotline.order_number import OrderNumber
from tests.hotline.whole_city import (
    CALLER_BACK,
    DISPATCHER,
    LEAD,
    OPERATOR,
    REVIEWER,
    SPECIALIST,
    WORKER,
    ZONE,
    City,
    Loop,
    person_of,
)

YEAR = 2026
_KINDS = ("plain",) * 14 + ("returned", "passed_down", "rejected", "reopened", "merged", "direct", "unfinished")


@dataclass(frozen=True)
class Step:
    """One command and when it is given."""

    at: datetime
    who: Actor
    op: str
    case: UUID
    payload: dict[str, Any]


@dataclass
class Truth:
    """What every unit's cases count for, by unit and month: of all, and of those that are not excluded."""

    raw: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    adjusted: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def note(self, unit: str, closed_at: datetime, excluded: bool, counts: Iterable[str]) -> None:
        """Count a case that was closed."""
        key = unit, f"{closed_at.astimezone(ZONE):%Y-%m}"
        found = Counter(["settled", *counts])
        self.raw[key] += found + Counter({"excluded": int(excluded)})
        if not excluded:
            self.adjusted[key] += found


@dataclass
class MadeYear:
    """The commands of a year in the order of their time, and what comes of them."""

    steps: list[Step]
    truth: Truth
    cases: dict[tuple[str, str], set[str]]
    """The numbers of the settled cases by unit and month."""


class _Maker:
    def __init__(self, town: City, units: Sequence[str], seed: int) -> None:
        self.city, self.chance = town, random.Random(seed)
        self.habits = {unit: {name: self.chance.uniform(0.5, 1) for name in ("contact", "reply")} for unit in units}
        self.units = list(units)
        self.steps: list[Step] = []
        self.truth = Truth()
        self.cases: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.count = 0

    def give(self, at: datetime, who: Actor, op: str, case: UUID, **payload: Any) -> None:
        self.steps.append(Step(at, who, op, case, payload))

    def case(self, at: datetime, **intake: Any) -> tuple[UUID, str, dict[str, Any]]:
        """Return id, number and first payload of a new case."""
        self.count += 1
        number = str(OrderNumber("0001", 1, self.count))
        whole = {
            "case_type": "QZ", "class_code": "010102", "area_code": self.city.area, "content": "水压低",
            "caller_name": "李小明", "caller_phone": f"1990000{self.count:04}", **intake,
        }  # fmt: skip
        payload = {"number": number, "intake": whole, "pack_version": self.city.pack.version}
        return UUID(int=(0x0193 << 112) | (0x7 << 76) | (0x8 << 60) | self.count), number, payload

    def filed(self, at: datetime, by: Actor = OPERATOR) -> tuple[UUID, str]:
        case, number, payload = self.case(at)
        self.give(at, by, "file_case", case, **payload)
        return case, number

    def make(self, day: date) -> None:
        """Draw one case that is filed on a day, and all that follows."""
        begin = datetime.combine(day, time(9, 30), ZONE).astimezone(UTC)
        kind = self.chance.choice(_KINDS)
        if kind == "direct":
            self.direct(begin)
            return
        unit = self.chance.choice(self.units)
        mine = person_of(unit)
        case, number = self.filed(begin - timedelta(minutes=5))
        child: tuple[UUID, str] | None = None
        if kind == "merged":
            child = self.filed(begin - timedelta(minutes=4), SPECIALIST)
            self.give(begin - timedelta(minutes=1), DISPATCHER, "merge", child[0], parent=str(case))
        if kind == "returned":
            other = self.chance.choice([each for each in self.units if each != unit])
            self.give(begin, DISPATCHER, "assign", case, unit=other)
            begin += timedelta(days=9)  # the clocks of the wrong unit are long over, and are not this one's
            self.give(begin - timedelta(hours=2), person_of(other), "sign", case)
            self.give(begin - timedelta(hours=1), person_of(other), "request_return", case, reason="not_ours")
            self.give(begin - timedelta(minutes=9), DISPATCHER, "decide_return", case, accept=True, reason="是")
        self.give(begin, DISPATCHER, "assign", case, unit=unit)
        if kind == "unfinished":
            return
        self.give(begin + timedelta(minutes=20), mine, "sign", case)
        hand = mine
        if kind == "passed_down":
            hand = person_of(self.city.units[2])
            self.give(begin + timedelta(minutes=30), mine, "pass_down", case, unit=self.city.units[2])
            self.give(begin + timedelta(minutes=40), hand, "sign", case)
        counts = ["must_contact", "must_reply"]
        in_time = self.chance.random() < self.habits[unit]["reply"]
        contacted, denied = self.contact(begin, hand, case, unit, in_time)
        at = begin + timedelta(days=3 if in_time else 25)
        at = self.reply(at, hand, case, rejected=kind == "rejected")
        excluded = self.exclusion(at, mine, case)
        closed_at, results, redone_in_time = self.call_backs(at, hand, case, denied, reopened=kind == "reopened")
        counts += ["contacted"] * (contacted and not (denied and "called_back" in results))
        counts += ["replied"] * (in_time and redone_in_time is not False)
        counts += ["redone"] * (redone_in_time is not None)
        self.note(unit, closed_at, excluded, [*counts, *results], number)
        if child:
            child_at, results = self.once(closed_at + timedelta(hours=1), child[0], denied=False)
            self.note(unit, child_at, excluded, results, child[1])

    def note(self, unit: str, closed_at: datetime, excluded: bool, counts: Sequence[str], number: str) -> None:
        self.truth.note(unit, closed_at, excluded, counts)
        self.cases[unit, f"{closed_at.astimezone(ZONE):%Y-%m}"].add(number)

    def contact(self, begin: datetime, hand: Actor, case: UUID, unit: str, in_time: bool) -> tuple[bool, bool]:
        """Draw the first contact; return whether it is in time, and whether the citizen will deny it when reached."""
        if self.chance.random() > self.habits[unit]["contact"]:
            if not in_time:  # late, then, or never; the reply stops the clock without a word to the caller
                self.give(begin + timedelta(days=20), hand, "contact_caller", case)
            return False, False
        self.give(begin + timedelta(hours=2), hand, "contact_caller", case)
        if self.chance.random() < 0.3:  # once more, when the clock would be over
            self.give(begin + timedelta(days=2, hours=20), hand, "contact_caller", case)
        return True, self.chance.random() < 0.1

    def reply(self, at: datetime, hand: Actor, case: UUID, *, rejected: bool = False) -> datetime:
        """Let the unit reply; return when the reply has passed."""
        if rejected:
            self.give(at - timedelta(hours=2), hand, "reply", case, reply="在办", solved="unsolved")
            self.give(at - timedelta(hours=1), DISPATCHER, "review_reply", case, accept=False, reason="请写明")
        self.give(at, hand, "reply", case, reply="已修复", solved="solved")
        self.give(at + timedelta(minutes=30), DISPATCHER, "review_reply", case, accept=True)
        return at + timedelta(minutes=30)

    def exclusion(self, at: datetime, mine: Actor, case: UUID) -> bool:
        """Draw whether the case is excluded from assessment; decided before or long after it is closed."""
        if self.chance.random() > 0.2:
            return False
        granted = self.chance.random() < 0.6
        self.give(at + timedelta(minutes=5), mine, "request_exclusion", case, reason="超出政策", evidence="文号一")
        later = timedelta(minutes=6) if self.chance.random() < 0.5 else timedelta(days=60)
        self.give(at + later, REVIEWER, "decide_exclusion", case, grant=granted, reason="核实")
        return granted

    def call_backs(
        self, at: datetime, hand: Actor, case: UUID, denied: bool, *, reopened: bool
    ) -> tuple[datetime, list[str], bool | None]:
        """Draw the call-backs; return when the last was, what it counts for, and whether a redo was in time."""
        again: bool | None = None
        drawn = self.chance.random()
        if reopened:
            at, _ = self.once(at, case, denied=False)
            self.give(at + timedelta(hours=1), LEAD, "reopen", case, evidence="又停了")
        elif drawn < 0.15:
            at = self.at_hour(at)
            self.reached(at, case, "unsolved", "dissatisfied", denied=False, redo=True)
        if reopened or drawn < 0.15:
            again = self.chance.random() < 0.7
            self.give(at + timedelta(hours=2), hand, "sign", case)
            at = self.reply(at + timedelta(hours=20) if again else at + timedelta(days=20), hand, case)
        elif drawn < 0.25:
            for days in (0, 1, 2):
                self.give(self.at_hour(at, days), CALLER_BACK, "record_callback", case,
                          reached=False, not_reached="no_answer")  # fmt: skip
            last = self.at_hour(at, 2)
            self.give(last + timedelta(hours=3), WORKER, "close_unreachable", case)
            return last, [], None
        at, results = self.once(at, case, denied=denied)
        return at, results, again

    def once(self, at: datetime, case: UUID, *, denied: bool) -> tuple[datetime, list[str]]:
        """Let a citizen be reached, perhaps at the second try; return when, and what it counts for."""
        if self.chance.random() < 0.2:
            self.give(self.at_hour(at), CALLER_BACK, "record_callback", case, reached=False, not_reached="declined")
            at += timedelta(days=1)
        at = self.at_hour(at)
        solved = self.chance.choices(("solved", "mostly", "unsolved"), (7, 2, 1))[0]
        satisfied = self.chance.choices(("satisfied", "mostly", "dissatisfied"), (6, 2, 2))[0]
        self.reached(at, case, solved, satisfied, denied=denied)
        names = {"mostly": "mostly_solved"}, {"mostly": "mostly_satisfied"}
        return at, ["called_back", names[0].get(solved, solved), names[1].get(satisfied, satisfied)]

    def reached(
        self, at: datetime, case: UUID, solved: str, satisfied: str, *, denied: bool, redo: bool = False
    ) -> None:
        """Record a call-back that reached somebody."""
        results = {"contacted_by_unit": not denied, "solved": solved, "satisfied": satisfied, "redo": redo}
        self.give(at, CALLER_BACK, "record_callback", case, reached=True, **results)

    def at_hour(self, at: datetime, days: int = 0) -> datetime:
        """Return late in the evening of the next day, some days on: by UTC that is often another month."""
        local = at.astimezone(ZONE) + timedelta(days=1 + days)
        return local.replace(hour=23, minute=10, second=self.count % 60).astimezone(UTC)

    def direct(self, at: datetime) -> None:
        """Draw a case that the desk answers and that is called back."""
        case, number, payload = self.case(at)
        self.give(at, OPERATOR, "answer_directly", case, **payload, answer="拨打热线", callback_share=1)
        closed_at, results = self.once(at, case, denied=False)
        self.note("", closed_at, False, results, number)


def made_year(town: City, units: Sequence[str], count: int, seed: int = 12345) -> MadeYear:
    """Draw a year of so many cases for these units of a city."""
    maker = _Maker(town, units, seed)
    first = date(YEAR, 1, 5)
    for place in range(count):
        maker.make(first + timedelta(days=place * 270 // count))
    steps = sorted(maker.steps, key=lambda step: step.at)
    return MadeYear(steps, maker.truth, dict(maker.cases))


def played(year: MadeYear, loop: Loop) -> None:
    """Let it all happen; every command must take effect."""
    for step in year.steps:
        loop.at = step.at
        loop.done(step.who, step.op, step.case, **step.payload)
