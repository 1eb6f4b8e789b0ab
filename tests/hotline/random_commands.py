"""Random arguments for every command: what people mean, what lies at the edge, and what is wrong."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from hotline.codes import CallerNoteReason, Channel, Role, SuperviseKind
from hotline.context import Actor
from hotline.running_clocks import handling_clock
from hotline.work_order import WorkOrder
from tests.hotline.whole_city import EMERGENCY, HISTORIC, NO_ANSWER, ORDINARY, REACHED, UNSOLVED, Loop

Payload = dict[str, Any]
_T = TypeVar("_T")
LONG_AGO, FAR_AHEAD = datetime(1969, 12, 31, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
TEXTS = ("已联系来电人", "管道老化，需更换", "又停水了", "\u202e反写", "[b]不是标记[/b]", "字" * 200)
BAD_TEXTS = ("", "字" * 201, "字" * 20_000, "空\x00字")


class RandomCommands:
    """Draws payloads for the commands of one loop. What is wrong is drawn once in `ODD` times."""

    ODD = 12

    def __init__(self, draw: Random, loop: Loop) -> None:
        """Draw from `draw` for the cases of `loop`."""
        self.draw = draw
        self.loop = loop
        self._of: dict[str, Callable[[WorkOrder | None, Actor], Payload]] = {
            name.removeprefix("of_"): getattr(self, name) for name in dir(self) if name.startswith("of_")
        }

    def payload(self, op: str, order: WorkOrder | None, who: Actor) -> Payload:
        """Return what a command says, given by `who` to a case as it is."""
        return self._of[op](order, who)

    def odd(self) -> bool:
        """Say whether something is to be wrong this time."""
        return self.draw.randrange(self.ODD) == 0

    def one(self, usual: Sequence[_T], wrong: Sequence[_T] = ()) -> _T:
        """Draw one of the usual values, now and then a wrong one."""
        return self.draw.choice(wrong) if wrong and self.odd() else self.draw.choice(usual)

    def text(self) -> str:
        """Draw some words."""
        return self.draw.choice(BAD_TEXTS) if self.draw.randrange(40) == 0 else self.draw.choice(TEXTS)

    def unit(self) -> str:
        """Draw a unit, now and then one that there is not."""
        return self.one([*self.loop.city.units, *self.loop.city.co_units], ["", "gone"])

    def case(self) -> str:
        """Draw a case, now and then one that there is not."""
        known = [*self.loop.orders]
        return str(self.one(known, [UUID(int=1)]) if known else UUID(int=1))

    def moment(self) -> str:
        """Draw a moment to come, now and then one that is over or no moment of a calendar."""
        soon = self.loop.at + timedelta(hours=self.draw.choice([1, 4, 24, 72]))
        return self.one([soon], [self.loop.at, self.loop.at - timedelta(days=1), LONG_AGO, FAR_AHEAD]).isoformat()

    def reason(self) -> Payload:
        """Draw a reason."""
        return {"reason": self.text()}

    def decision(self, field: str, likely: float = 0.6) -> Payload:
        """Draw a yes or no with its reason."""
        return {field: self.draw.random() < likely, "reason": self.text()}

    def intake(self) -> Payload:
        """Draw what an operator took down, with a number and now and then with something wrong in it."""
        town = self.loop.city
        fields = self.loop.intake(
            class_code=self.one([ORDINARY, EMERGENCY, HISTORIC], ["", "99"]),
            area_code=self.one([town.area], ["", "0"]),
            urgency=self.draw.choice(["normal", "normal", "urgent", "critical", "historic"]),
            is_enterprise=self.draw.random() < 0.3,
            confidential=self.draw.random() < 0.1,
            channel=self.draw.choice([*Channel]),
            caller_phone=self.one(["19900005678"], ["", "没有"]),
            caller_name=self.one(["李小明", ""], ["李*"]),
        )
        number = self.one([self.loop.new_number()], ["0001", "12345"])
        return {"number": number, "intake": fields, "pack_version": self.one([town.pack.version], ["older"])}

    def of_file_case(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.intake()

    def of_answer_directly(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {**self.intake(), "answer": self.text(), "callback_share": self.draw.choice([0, 0.5, 1])}

    def of_propose_refusal(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        reasons = [*self.loop.city.pack.refusal_reasons]
        return {
            **self.intake(),
            "refusal": self.draw.choice(["out_of_scope", "against_policy"]),
            "reason": self.one(reasons, ["because"]),
            "legal_route": "lawsuit",
        }

    def of_hand_off(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {**self.intake(), "line": self.one(["110", "119", "120", "122", "other"], ["911"])}

    def of_assign_by_phone(self, order: WorkOrder | None, _who: Actor) -> Payload:
        taken = {} if order else self.intake()
        if self.odd():
            taken.pop("intake", None)
        version = {"pack_version": self.loop.city.pack.version}
        return {**taken, **version, "unit": self.unit(), "answered_by": "张主任", "feedback_due": self.moment()}

    def of_log_call(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"outcome": self.one(["silent", "praise", "nuisance"], ["music"])}

    def of_mark_abuse(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"seconds": self.one([0, 30], [-1])}

    def of_amend_case(self, order: WorkOrder | None, _who: Actor) -> Payload:
        seen = order or WorkOrder.model_construct(address_text="", class_code="", urgency="normal", content="")
        changes = {
            "address_text": [seen.address_text, self.text()],
            "class_code": [seen.class_code, self.one([ORDINARY, EMERGENCY, HISTORIC], ["99"])],
            "urgency": [self.one([seen.urgency], ["historic"]), self.draw.choice(["normal", "urgent"])],
            "content": [seen.content, self.one(["水管爆裂"], [""])],
            "state": ["to_dispatch", "filed"],
        }
        known = [*changes][:-1] if not self.odd() else [*changes]
        return {"changes": {field: changes[field] for field in self.draw.sample(known, self.draw.randint(1, 3))}}

    def of_add_note(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"text": self.text()}

    def of_urge(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"said": self.text()}

    def of_withdraw(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.reason()

    def of_answer_query(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"answer": self.text()}

    def of_record_callback(self, order: WorkOrder | None, _who: Actor) -> Payload:
        usual = [REACHED, REACHED, {**UNSOLVED, "redo": False}, UNSOLVED, UNSOLVED, NO_ANSWER, NO_ANSWER, NO_ANSWER]
        told = {**self.one(usual, [{"reached": True}, {**NO_ANSWER, "redo": True}]), "opinion": self.text()}
        if order and not order.at_unit and not order.parent:
            told.pop("contacted_by_unit", None)
        return told

    def of_reveal(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"field": self.one(["caller_phone", "caller_name"], ["content"]), "reason": "handling"}

    def of_decide_refusal(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.decision("accept", 0.4)

    def of_query_seat(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"question": self.text()}

    def of_split(self, order: WorkOrder | None, _who: Actor) -> Payload:
        there = [str(each) for each in self.loop.orders] + ([str(order.id)] if order else [])
        return {
            "new_id": self.one([str(self.loop.new_id())], there or [str(UUID(int=1))]),
            "number": self.one([self.loop.new_number()], ["", "12345"]),
            "content": self.text(),
            "keeps": self.text(),
            "class_code": self.one(["", EMERGENCY], ["99"]),
            "area_code": self.one(["", self.loop.city.area], ["0"]),
        }

    def of_merge(self, order: WorkOrder | None, _who: Actor) -> Payload:
        itself = [str(order.id)] if order else [self.case()]
        return {"parent": self.one([self.case()], itself)}

    def of_unmerge(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.reason()

    def of_assign(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        known = [*self.loop.city.co_units, *self.loop.city.units]
        return {
            "unit": self.unit(),
            "co_units": self.draw.sample(known, self.draw.choice([0, 0, 0, 1, 2])),
            "profile": self.one(["", "", *self.loop.city.pack.clock_profiles], ["none"]),
        }

    def of_sign(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {}

    def of_contact_caller(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"said": self.text(), "first_reply": self.draw.random() < 0.5}

    def of_pass_down(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"unit": self.unit()}

    def of_co_reply(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"reply": self.text()}

    def of_request_return(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {
            "reason": self.one(["not_ours", "other_territory"], ["lazy"]),
            "suggested_unit": self.one(["", self.loop.city.units[0]], ["gone"]),
        }

    def of_decide_return(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.decision("accept", 0.7)

    def of_request_extension(self, order: WorkOrder | None, _who: Actor) -> Payload:
        clock = handling_clock(order.clocks) if order else None
        left = clock.extension - clock.extended if clock else 1
        return {"days": self.one([1, 0.5, max(left, 1)], [0, left + 0.5, 61]), "reason": self.text()}

    def of_decide_extension(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.decision("grant", 0.7)

    def of_hold(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        today = self.loop.at.date()
        days = self.one([1, 7, 30], [0, -1])
        return {
            "reason": self.one(["on_hold", "caller_material", "statutory"], ["tired"]),
            "plan": self.text(),
            "review_on": str(self.draw.choice([LONG_AGO, FAR_AHEAD]).date() if self.odd() else today + timedelta(days)),
        }

    def of_resume(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.reason()

    def of_reply(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"reply": self.text(), "solved": self.one(["solved", "mostly", "unsolved"], ["perhaps"])}

    def of_review_reply(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.decision("accept", 0.75)

    def of_close_unreachable(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {}

    def of_reopen(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {"evidence": self.text()}

    def of_file_away(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {}

    def of_supervise(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        kind = self.draw.choice([*SuperviseKind])
        units = [self.unit()] if (kind is SuperviseKind.JOINT) is not self.odd() else []
        return {"kind": kind, "text": self.text(), "due": self.moment(), "units": units}

    def of_answer_supervision(self, order: WorkOrder | None, _who: Actor) -> Payload:
        there = len(order.supervisions) if order else 0
        return {"index": self.one([max(0, there - 1), 0], [there, -1]), "answer": self.text()}

    def of_request_exclusion(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.reason()

    def of_decide_exclusion(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.decision("grant")

    def of_name_unit(self, order: WorkOrder | None, _who: Actor) -> Payload:
        had = [each.unit for each in order.assignments] if order else []
        return {"unit": self.one(had or [self.unit()], ["gone"]), "why": self.text()}

    def of_decide_naming(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.decision("grant", 0.4)

    def of_propose_caller_note(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        day = self.loop.city.pack.day_clock.day_of(self.loop.at)
        until = self.one([day + timedelta(days) for days in (1, 7, 60)], [day, day + timedelta(days=91), LONG_AGO])
        return {"reason": self.one([*CallerNoteReason], ["rude"]), "text": self.text()[:70], "until": str(until)[:10]}

    def of_decide_caller_note(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.decision("grant")

    def of_lift_caller_note(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return self.reason()

    def of_note_light(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {}

    def of_recall(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {}

    def of_settle_due(self, _order: WorkOrder | None, _who: Actor) -> Payload:
        return {}


def people_of(loop: Loop) -> list[Actor]:
    """Return the people of a city: two of most roles, two of each unit, and some who do two things at once."""
    single = [
        *(Actor(f"{code}{n}", frozenset({role}), f"{n:04}") for n in (1, 2) for code, role in _TWO_OF.items()),
        Actor("leader", frozenset({Role.LEADER})),
        Actor("worker", frozenset({Role.WORKER})),
        Actor("nobody", frozenset({Role.TRAINER, Role.AUDITOR, Role.ADMIN, Role.KNOWLEDGE}), "0003"),
        Actor("both1", frozenset({Role.OPERATOR, Role.DISPATCHER}), "0004"),
        Actor("both2", frozenset({Role.OPERATOR, Role.CALLBACK}), "0005"),
        Actor("both3", frozenset({Role.LEAD, Role.DISPATCHER}), "0006"),
        Actor("both4", frozenset({Role.SUPERVISOR, Role.LEADER, Role.QUALITY})),
    ]
    units = (*loop.city.units, *loop.city.co_units)
    of_units = [Actor(f"{n}.{unit}", frozenset({Role.UNIT}), unit=unit) for unit in units for n in (1, 2)]
    unit = loop.city.bureau
    mixed = [
        Actor("mixed1", frozenset({Role.UNIT, Role.CALLBACK}), unit=unit),
        Actor("mixed2", frozenset({Role.UNIT, Role.SUPERVISOR, Role.DISPATCHER}), unit=unit),
        Actor("homeless", frozenset({Role.UNIT})),
    ]
    return [*single, *of_units, *mixed]


_TWO_OF = {
    "operator": Role.OPERATOR,
    "specialist": Role.SPECIALIST,
    "lead": Role.LEAD,
    "dispatcher": Role.DISPATCHER,
    "callback": Role.CALLBACK,
    "supervisor": Role.SUPERVISOR,
    "quality": Role.QUALITY,
}
