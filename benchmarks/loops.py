"""Cases that go round the whole loop in many ways: every command of the hotline, as it was given and to what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from benchmarks.corpus import tangshan, tell
from benchmarks.seats import draw
from city_packs.model import CityPack
from hotline.codes import Role
from hotline.commands import Command, parse_command
from hotline.context import Actor, Context
from hotline.order_number import OrderNumber
from hotline.outcome import Applied
from hotline.rulebook import apply
from hotline.work_order import WorkOrder

Given = tuple[WorkOrder | None, Command, Context]
"""What the rulebook is asked: the work order as it is, the command, its surroundings."""

_DESK = Actor("1001", frozenset({Role.OPERATOR}), "0001")
_DISPATCH = Actor("3001", frozenset({Role.DISPATCHER}), "0011")
_LEAD = Actor("2001", frozenset({Role.LEAD}), "0010")
_CALLBACK = Actor("5001", frozenset({Role.CALLBACK}), "0012")
_SUPERVISOR = Actor("6001", frozenset({Role.SUPERVISOR}))
_REVIEWER = Actor("7001", frozenset({Role.QUALITY}))
_LEADER = Actor("8001", frozenset({Role.LEADER}))
_WORKER = Actor("worker", frozenset({Role.WORKER}))
_SOLVED: dict[str, Any] = {"reached": True, "contacted_by_unit": True, "solved": "solved", "satisfied": "satisfied"}
_UNSOLVED: dict[str, Any] = {**_SOLVED, "solved": "unsolved", "satisfied": "dissatisfied", "redo": True}
_NO_ANSWER: dict[str, Any] = {"reached": False, "not_reached": "no_answer"}
_WHY: dict[str, Any] = {"reason": "情况属实"}


def given(rounds: int) -> Iterator[Given]:
    """Yield the commands of so many rounds, in the order in which they were given; all of them take effect."""
    chance = draw(31)
    for index in range(rounds):
        told = tell(chance)
        at = datetime(2026, 3, 2, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(24 * 90))
        intake = {
            "case_type": "QZ",
            "class_code": told.class_code,
            "area_code": told.area_code,
            "address_text": told.spot,
            "content": told.content,
            "caller_name": told.name,
            "caller_phone": told.phone,
            "urgency": "normal",
        }
        yield from _Round(index, at, intake).all()


class _Round:
    """One round: a handful of cases that between them get every command."""

    def __init__(self, index: int, at: datetime, intake: dict[str, Any]) -> None:
        self._pack = tangshan()
        self._at = at
        self._intake = intake
        self._next = index * 100
        self._orders: dict[UUID, WorkOrder] = {}
        bureaus = [each.code for each in self._pack.units.values() if each.level == 2]
        self._bureau, self._beside = bureaus[index % len(bureaus)], bureaus[(index + 1) % len(bureaus)]
        streets = [each.code for each in self._pack.units.values() if each.level == 3]
        self._street = streets[index % len(streets)]

    def all(self) -> Iterator[Given]:
        yield from self._straight_on()
        yield from self._with_everything_asked_for()
        yield from self._returned_and_split()
        yield from self._merged()
        yield from self._over_at_the_desk()

    def _straight_on(self) -> Iterator[Given]:
        for urged in (True, False, False):
            case = self._id()
            yield self._filed(case)
            yield self._give(
                _DESK, "amend_case", case, changes={"address_text": [self._intake["address_text"], "东门"]}
            )
            yield self._give(_DISPATCH, "assign", case, unit=self._bureau, co_units=[self._beside])
            yield self._give(self._unit(), "sign", case, hours=2)
            yield self._give(self._unit(), "contact_caller", case, hours=1, said="下午上门")
            if urged:
                yield self._give(_DESK, "urge", case, said="已催")
                yield self._give(_DESK, "add_note", case, text="又来电")
                yield self._give(self._unit(), "reveal", case, field="caller_phone", reason="handling")
            yield self._give(self._unit(self._beside), "co_reply", case, hours=4, reply="已配合停水")
            yield self._give(
                self._unit(), "reply", case, hours=1, reply="管道已更换", evidence="照片3张", solved="solved"
            )
            yield self._give(_DISPATCH, "review_reply", case, hours=1, accept=True)
            yield self._give(_CALLBACK, "record_callback", case, hours=2, **_SOLVED, opinion="谢谢")
            yield self._give(_WORKER, "file_away", case, hours=24 * 8)

    def _with_everything_asked_for(self) -> Iterator[Given]:
        case = self._id()
        lower = self._unit(self._street)
        yield self._filed(case)
        yield self._give(_DISPATCH, "assign", case, unit=self._bureau)
        yield self._give(self._unit(), "sign", case, hours=2)
        yield self._give(self._unit(), "pass_down", case, unit=self._street)
        yield self._give(lower, "sign", case, hours=1)
        yield self._give(lower, "request_extension", case, days=1, **_WHY)
        yield self._give(_LEAD, "decide_extension", case, grant=True, **_WHY)
        review_on = (self._at + timedelta(days=9)).date()
        yield self._give(_SUPERVISOR, "hold", case, reason="on_hold", plan="汛期后施工", review_on=str(review_on))
        yield self._give(_SUPERVISOR, "resume", case, hours=24 * 3)
        due = (self._at + timedelta(days=2)).isoformat()
        yield self._give(_SUPERVISOR, "supervise", case, kind="urging", text="请加快", due=due)
        yield self._give(lower, "answer_supervision", case, hours=3, index=0, answer="正在施工")
        yield self._give(_WORKER, "note_light", case, hours=24 * 40)
        yield self._give(lower, "request_exclusion", case, **_WHY)
        yield self._give(_REVIEWER, "decide_exclusion", case, grant=True, **_WHY)
        yield self._give(_SUPERVISOR, "name_unit", case, unit=self._street, why="拖延")
        yield self._give(_LEADER, "decide_naming", case, grant=True)
        yield self._give(lower, "reply", case, reply="已修", solved="mostly")
        yield self._give(_DISPATCH, "review_reply", case, accept=False, reason="缺照片")
        yield self._give(lower, "reply", case, reply="已修，附照片", solved="solved")
        yield self._give(_DISPATCH, "review_reply", case, accept=True)
        yield self._give(_CALLBACK, "record_callback", case, hours=2, **_UNSOLVED)
        yield self._give(lower, "sign", case, hours=2)
        yield self._give(lower, "reply", case, hours=2, reply="重新修复", solved="solved")
        yield self._give(_DISPATCH, "review_reply", case, accept=True)
        for hours in (1, 20, 20):
            yield self._give(_CALLBACK, "record_callback", case, hours=hours, **_NO_ANSWER)
        yield self._give(_WORKER, "close_unreachable", case, hours=1)
        until = str((self._at + timedelta(days=9)).date())
        yield self._give(_CALLBACK, "propose_caller_note", case, reason="abuse", text="多次辱骂", until=until)
        yield self._give(_LEAD, "decide_caller_note", case, grant=True, **_WHY)
        yield self._give(_LEAD, "lift_caller_note", case, **_WHY)
        yield self._give(_LEAD, "reopen", case, hours=1, evidence="来电要求")

    def _returned_and_split(self) -> Iterator[Given]:
        case, half = self._id(), self._id()
        yield self._filed(case)
        yield self._give(_DISPATCH, "query_seat", case, question="几号楼?")
        yield self._give(_DESK, "answer_query", case, answer="6号楼")
        yield self._give(
            _DISPATCH, "split", case, new_id=half, number=self._number(), content="路灯不亮", keeps="水压低"
        )
        yield self._give(_DISPATCH, "assign", case, unit=self._bureau)
        yield self._give(self._unit(), "request_return", case, hours=1, reason="not_ours")
        yield self._give(_DISPATCH, "decide_return", case, accept=True, **_WHY)
        due = (self._at + timedelta(minutes=20)).isoformat()
        by_phone: dict[str, Any] = {"unit": self._beside, "answered_by": "张主任", "feedback_due": due}
        yield self._give(_DISPATCH, "assign_by_phone", case, **by_phone)
        yield self._give(_DISPATCH, "assign", half, unit=self._bureau)
        known = self._pack
        self._pack = _without(self._bureau)
        yield self._give(_WORKER, "recall", half, hours=1)
        self._pack = known
        yield self._give(_DESK, "withdraw", half, reason="路灯亮了")

    def _merged(self) -> Iterator[Given]:
        parent, child, other = self._id(), self._id(), self._id()
        for case in (parent, child, other):
            yield self._filed(case)
        yield self._give(_DISPATCH, "merge", child, parent=parent)
        yield self._give(_DISPATCH, "merge", other, parent=parent)
        yield self._give(_DISPATCH, "unmerge", other, **_WHY)
        now, known = self._at, self._pack
        self._at, self._pack = datetime(2026, 12, 30, 2, tzinfo=UTC), _before_the_last_year()
        yield self._give(_DISPATCH, "assign", parent, unit=self._bureau)
        self._pack = known
        yield self._give(_WORKER, "settle_due", parent)
        self._at = max(now, self._at)
        yield self._give(self._unit(), "sign", parent)
        yield self._give(self._unit(), "reply", parent, reply="已修", solved="solved")
        yield self._give(_DISPATCH, "review_reply", parent, accept=True)
        for case in (parent, child):
            yield self._give(_CALLBACK, "record_callback", case, hours=1, **_SOLVED)
        yield self._give(_WORKER, "file_away", parent, hours=24 * 8)

    def _over_at_the_desk(self) -> Iterator[Given]:
        refused, answered, emergency = self._id(), self._id(), self._id()
        reason = next(iter(self._pack.refusal_reasons))
        yield self._given(
            _DESK,
            "propose_refusal",
            refused,
            **self._new(),
            refusal="out_of_scope",
            reason=reason,
            legal_route="lawsuit",
        )
        yield self._give(_LEAD, "decide_refusal", refused, accept=False, reason="属于受理范围")
        yield self._given(_DESK, "answer_directly", answered, **self._new(), answer="九点开门")
        yield self._given(_DESK, "hand_off", emergency, **self._new(), line="120")
        yield self._given(_DESK, "log_call", None, outcome="silent")
        yield self._given(_DESK, "mark_abuse", None, seconds=30)

    def _unit(self, unit: str = "") -> Actor:
        return Actor(f"u.{unit or self._bureau}", frozenset({Role.UNIT}), unit=unit or self._bureau)

    def _id(self) -> UUID:
        self._next += 1
        return UUID(int=(0x0193 << 112) | self._next)

    def _number(self) -> str:
        self._next += 1
        return str(OrderNumber("0001", self._next // 900_000 + 1, self._next % 900_000 + 1))

    def _new(self) -> dict[str, Any]:
        return {"number": self._number(), "intake": self._intake, "pack_version": self._pack.version}

    def _filed(self, case: UUID) -> Given:
        return self._given(_DESK, "file_case", case, **self._new())

    def _give(self, who: Actor, op: str, case: UUID, hours: float = 0.1, **payload: Any) -> Given:
        self._at += timedelta(hours=hours)
        return self._given(who, op, case, **payload)

    def _given(self, who: Actor, op: str, case: UUID | None, **payload: Any) -> Given:
        """Give a command and return it with what it was given to. Raises `ValueError` where it is refused."""
        order = self._orders.get(case) if case else None
        command = parse_command(op, payload)
        context = Context(self._at, who, self._pack, case, others=dict(self._orders))
        outcome = apply(order, command, context)
        if not isinstance(outcome, Applied):
            raise ValueError(f"{op} is refused: {outcome}")
        for changed in (outcome.order, *(each.order for each in outcome.also)):
            if changed is not None:
                self._orders[changed.id] = changed
        return order, command, context


@cache
def _without(unit: str) -> CityPack:
    """Return the pack as it is when that unit is dissolved."""
    pack = tangshan()
    return replace(pack, units={code: each for code, each in pack.units.items() if code != unit})


@cache
def _before_the_last_year() -> CityPack:
    """Return the pack as it was before the last year file came: what is due late in that year is provisional."""
    pack = tangshan()
    return replace(pack, calendar=replace(pack.calendar, years=pack.calendar.years[:-1]))
