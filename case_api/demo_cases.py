"""Past cases of the demo: what seats of all sub-centres took in over ninety days and what became of it.

Each is begun and carried on by commands that the rulebook judges, each at its own moment. Drawn by a seed.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from case_api.demo_people import CALLBACK, DEMO_SEAT, DISPATCHER, demo_units, operators_of
from case_api.imports import PastCase
from case_api.simulated_people.sight import phrases
from case_api.telephony.simulated_callers import CALLERS, REGULARS, caller_number
from city_packs.entries import Area, SubCentre
from city_packs.model import CityPack
from hotline.case_doc import timeline_entry
from hotline.codes import Role
from hotline.commands import parse_command
from hotline.context import Actor, Context
from hotline.order_number import OrderNumber
from hotline.outcome import Refusal
from hotline.rulebook import apply
from hotline.sampling import sampled

CASES = 340
DAYS = 90
SERIAL = 1
"""The enrolment under which the seats of the demo took these in; a seat that enrols now gets the next."""

_MATTERS = Path(__file__).with_name("demo_matters.toml")
_SEED = 12345
_IDS = UUID("01930f2c-0000-7000-8000-00000000d3b0")
_FAMILY = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗宋郑谢韩唐冯于董萧程曹"
_SEATS_OF_A_SUB_CENTRE = 3
_RECENT = timedelta(hours=30)
_HOURS = (8, 9, 9, 10, 10, 11, 13, 14, 15, 15, 16, 17, 18, 19, 20, 21)
_CALLED_BACK = 0.4
_LIES = 0.12
"""So many cases that a unit has are never replied to."""
_RINGS_NO_MORE = timedelta(hours=61)
"""So long after a case whoever rang about it again has done so."""
_NOBODY = "4000"
"""Whoever acted for a unit that has nobody in the demo."""
_HOME_WEIGHT = 4
"""The sub-centre of the demo's seat took so many times what another did: its operator sees mostly that."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the past. `seat` is empty where somebody at the centre or of a unit gave it, `unit` elsewhere."""

    at: datetime
    op: str
    payload: dict[str, Any]
    case_id: UUID
    operator: str
    roles: frozenset[Role]
    seat: str = ""
    unit: str = ""


class _Past:
    """Draws what happened."""

    def __init__(self, pack: CityPack, now: datetime) -> None:
        self._pack = pack
        self._now = now
        self._zone = ZoneInfo(pack.time_zone)
        self._draw = Random(_SEED)  # noqa: S311 - a demo, no secret
        self._matters = tomllib.loads(_MATTERS.read_text(encoding="utf-8"))["matter"]
        self._numbers: dict[str, Iterator[int]] = {}
        self._people_of = {unit.code: person for person, unit in demo_units(pack).items()}
        self._communities = {code: _communities(pack, centre) for code, centre in pack.sub_centres.items()}

    def steps(self) -> list[Step]:
        """Return every step, oldest first."""
        drawn = [step for place in range(CASES) for step in self._case(place)]
        return sorted((step for step in drawn if step.at < self._now), key=lambda step: step.at)

    def _case(self, place: int) -> Iterator[Step]:
        draw, pack = self._draw, self._pack
        # More cases in the last days than in the first, as a list newest first wants it.
        at = self._moment((1 - place / CASES) ** 1.6 * DAYS)
        centres = list(pack.sub_centres.values())
        centre = draw.choices(centres, [_HOME_WEIGHT if DEMO_SEAT in each.seats else 1 for each in centres])[0]
        area = draw.choice(self._communities[centre.code])
        seat = draw.choice(centre.seats[:_SEATS_OF_A_SUB_CENTRE])
        operator = draw.choice(operators_of(centre.code))
        case_id = uuid5(_IDS, str(place))
        matter = draw.choices(self._matters, [2 if "answer" in each else 1 for each in self._matters])[0]
        number = OrderNumber(seat, SERIAL, next(self._numbers.setdefault(seat, count(1))))
        filed = {
            "number": str(number),
            "intake": self._intake(matter, area, at_home=DEMO_SEAT in centre.seats),
            "pack_version": pack.version,
        }
        desk = frozenset({Role.OPERATOR})

        def at_desk(op: str, when: datetime, payload: dict[str, Any]) -> Step:
            return Step(when, op, payload, case_id, operator, desk, seat)

        if "hand_off" in matter:
            yield at_desk("hand_off", at, {**filed, "line": matter["hand_off"], "three_way": draw.random() < 0.5})
        elif "refusal" in matter:
            reason = pack.refusal_reasons[matter["refusal"]]
            route = {"refusal": reason.kind, "reason": reason.code, "legal_route": reason.route}
            yield at_desk("propose_refusal", at, {**filed, **route})
        elif "answer" in matter:
            yield at_desk("answer_directly", at, {**filed, "answer": matter["answer"], "callback_share": _CALLED_BACK})
            if sampled(case_id, _CALLED_BACK):
                yield self._called_back(case_id, at)
        else:
            advice = pack.usual_unit(matter["class"], area.code)
            yield at_desk("file_case", at, {**filed, "dispatch_advice": advice.code if advice else ""})
            yield from self._afterwards(case_id, at, advice.code if advice else "", at_desk)

    def _afterwards(self, case_id: UUID, at: datetime, unit: str, at_desk: Any) -> Iterator[Step]:
        draw = self._draw
        fate = draw.random()
        recent = self._now - at < _RECENT
        if fate < 0.10:
            because = draw.choice(["来电人称问题已经解决，要求撤单。", "来电人已与对方协商好，不再需要处理。"])
            yield at_desk("withdraw", at + timedelta(hours=draw.uniform(1, 8)), {"reason": because})
            return
        if fate < 0.30:
            said = draw.choice(["告知已经转办，会再次提醒承办单位。", "安抚来电人，说明办理时限。"])
            yield at_desk("urge", at + timedelta(hours=draw.uniform(20, 60)), {"said": said})
        if fate > 0.80:
            text = draw.choice(
                ["来电人补充：情况比之前更严重了，有照片可以提供。", "来电人补充联系时间：下午五点以后方便接电话。"]
            )
            yield at_desk("add_note", at + timedelta(hours=draw.uniform(2, 30)), {"text": text})
        if unit and not (recent and fate > 0.35):
            who = draw.choice(["值班室王主任", "办公室李科长", "热线专员小张", "值班员赵师傅"])
            when = at + timedelta(minutes=draw.uniform(12, 90))
            due = (when + timedelta(days=5)).isoformat()
            payload = {"unit": unit, "answered_by": who, "feedback_due": due}
            yield Step(when, "assign_by_phone", payload, case_id, DISPATCHER, frozenset({Role.DISPATCHER}))
            rings_again = fate < 0.30 or fate > 0.80
            yield from self._handled(case_id, unit, when, at + _RINGS_NO_MORE if rings_again else when)

    def _handled(self, case_id: UUID, unit: str, since: datetime, replies_after: datetime) -> Iterator[Step]:
        """Yield what became of a case that a unit had in hand; of some nothing, and their lamps are red."""
        draw = Random(f"{_SEED}/{case_id}")  # noqa: S311 - a demo, no secret
        if draw.random() < _LIES:
            return

        def later(*hours: float) -> None:
            nonlocal since
            since += timedelta(hours=draw.uniform(*hours))

        def by(role: Role, operator: str, op: str, **payload: Any) -> Step:
            of_unit = unit if role is Role.UNIT else ""
            return Step(since, op, payload, case_id, operator, frozenset({role}), unit=of_unit)

        says = {kind: draw.choice(phrases()[kind]) for kind in ("contacted", "replied", "evidence")}
        person = self._people_of.get(unit, _NOBODY)
        solved = draw.choices(["solved", "mostly"], [80, 20])[0]
        later(0.1, 2)
        yield by(Role.UNIT, person, "contact_caller", said=says["contacted"], first_reply=True)
        since = max(since, replies_after)
        later(2, 40)
        yield by(Role.UNIT, person, "reply", reply=says["replied"], evidence=says["evidence"], solved=solved)
        later(0.5, 8)
        yield by(Role.DISPATCHER, DISPATCHER, "review_reply", accept=True)
        later(3, 40)
        satisfied = draw.choices(["satisfied", "mostly", "dissatisfied"], [75, 18, 7])[0]
        heard = {"contacted_by_unit": True, "solved": solved, "satisfied": satisfied, "opinion": ""}
        yield by(Role.CALLBACK, CALLBACK, "record_callback", reached=True, **heard)

    def _called_back(self, case_id: UUID, at: datetime) -> Step:
        draw = self._draw
        payload: dict[str, Any] = {"reached": True, "solved": "solved"}
        payload |= {"satisfied": draw.choice(["satisfied", "satisfied", "mostly"]), "opinion": "答复清楚。"}
        if draw.random() < 0.2:
            payload = {"reached": False, "not_reached": draw.choice(["no_answer", "switched_off", "declined"])}
        when = at + timedelta(hours=draw.uniform(18, 44))
        return Step(when, "record_callback", payload, case_id, CALLBACK, frozenset({Role.CALLBACK}))

    def _intake(self, matter: dict[str, Any], area: Area, *, at_home: bool) -> dict[str, Any]:
        draw, pack = self._draw, self._pack
        # Those who often ring the demo's seat have called before, so that its operator sees what a history looks like.
        caller = draw.randrange(REGULARS) if at_home else draw.randrange(REGULARS, CALLERS)
        street = pack.area_path(area.code)[-2]
        building, unit = draw.randint(1, 28), draw.randint(1, 5)
        content = draw.choice(matter["texts"]).format(
            community=area.name.removesuffix("社区").removesuffix("村委会").removesuffix("居委会"),
            street=street.name.removesuffix("街道").removesuffix("办事处"),
            building=building,
            unit=unit,
            days=draw.randint(2, 9),
            hour=draw.randint(6, 11),
            sum=draw.choice([300, 680, 1200, 1980, 3600, 5800, 12000]),
        )
        case_class = pack.classes[matter["class"]]
        return {
            "case_type": case_class.case_type or "QZ",
            "class_code": case_class.code,
            "urgency": case_class.urgency or "normal",
            "content": content,
            "area_code": area.code,
            "address_text": f"{building}号楼{unit}单元",
            "caller_name": _FAMILY[caller * 7 % len(_FAMILY)] + ("先生", "女士")[caller % 2],
            "caller_phone": caller_number(caller),
            "confidential": draw.random() < 0.08,
        }

    def _moment(self, days_ago: float) -> datetime:
        """Return a moment of a working day about so long ago, always past."""
        draw = self._draw
        day = (self._now - timedelta(days=days_ago)).astimezone(self._zone)
        hour, minute, second = draw.choice(_HOURS), draw.randrange(60), draw.randrange(60)
        at = day.replace(hour=hour, minute=minute, second=second).astimezone(UTC)
        return at if at < self._now else self._now - timedelta(minutes=draw.uniform(5, 600))


def demo_cases(pack: CityPack, now: datetime) -> Iterator[PastCase]:
    """Yield the past cases of the demo, oldest first, as they stand at `now`."""
    begun: dict[UUID, PastCase] = {}
    for step in _Past(pack, now).steps():
        before = begun.get(step.case_id)
        context = Context(step.at, Actor(step.operator, step.roles, step.seat, step.unit), pack, order_id=step.case_id)
        outcome = apply(before.order if before else None, parse_command(step.op, step.payload), context)
        if isinstance(outcome, Refusal) or outcome.order is None:
            raise RuntimeError(f"the demo's past does not keep to the rules: {step.op} in matter of {step.case_id}")
        entries = tuple(timeline_entry(event) for event in outcome.events)
        begun[step.case_id] = PastCase(outcome.order, (*(before.timeline if before else ()), *entries))
    yield from begun.values()


def _communities(pack: CityPack, centre: SubCentre) -> list[Area]:
    """Return the communities of a sub-centre's districts."""
    of_districts = {code for code, area in pack.areas.items() if area.parent in centre.areas}
    return [area for area in pack.areas.values() if area.level == 4 and area.parent in of_districts]
