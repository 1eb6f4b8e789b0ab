"""Every command with a payload, a case in every state, and how the table of the domain refuses what is forbidden."""

from datetime import date
from typing import Any

from hotline.codes import CallerNoteReason, Role, State
from hotline.commands import Command, parse_command
from hotline.context import Actor
from hotline.order_parts import CallerNote, Naming
from hotline.outcome import RefusalCode
from hotline.work_order import WorkOrder
from tests.hotline.table_of_commands import NOT_BY_ASKER, TABLE
from tests.hotline.whole_city import REACHED, Loop, city, local

SOON = "2026-11-17T12:00:00+08:00"
WORDS = {"reason": "有据"}
LOOP = Loop(city("dongsheng"), local("2026-11-16 09:00"))
UNIT = LOOP.city.bureau
INTAKE = {"number": LOOP.new_number(), "intake": LOOP.intake(), "pack_version": LOOP.city.pack.version}

PAYLOADS: dict[str, dict[str, Any]] = {
    "file_case": INTAKE,
    "answer_directly": {**INTAKE, "answer": "九点开门"},
    "propose_refusal": {**INTAKE, "refusal": "out_of_scope", "reason": "court", "legal_route": "lawsuit"},
    "hand_off": {**INTAKE, "line": "119"},
    "assign_by_phone": {**INTAKE, "unit": UNIT, "answered_by": "张主任", "feedback_due": SOON},
    "log_call": {"outcome": "silent"},
    "amend_case": {"changes": {"address_text": ["", "6号楼"]}},
    "add_note": {"text": "又来电"},
    "withdraw": WORDS,
    "answer_query": {"answer": "6号楼"},
    "record_callback": REACHED,
    "reveal": {"field": "caller_phone", "reason": "handling"},
    "decide_refusal": {"accept": True, **WORDS},
    "query_seat": {"question": "几号楼?"},
    "split": {"new_id": LOOP.new_id(), "number": LOOP.new_number(), "content": "路灯不亮", "keeps": "水压低"},
    "merge": {"parent": LOOP.new_id()},
    "unmerge": WORDS,
    "assign": {"unit": UNIT},
    "pass_down": {"unit": LOOP.city.units[2]},
    "co_reply": {"reply": "已配合"},
    "request_return": {"reason": "not_ours"},
    "decide_return": {"accept": True, **WORDS},
    "request_extension": {"days": 1, **WORDS},
    "decide_extension": {"grant": True, **WORDS},
    "hold": {"reason": "on_hold", "plan": "待汛期后施工", "review_on": "2026-12-01"},
    "reply": {"reply": "已修", "solved": "solved"},
    "review_reply": {"accept": True},
    "reopen": {"evidence": "又停了"},
    "supervise": {"kind": "order", "text": "限期办结", "due": SOON},
    "answer_supervision": {"index": 0, "answer": "正在办"},
    "request_exclusion": WORDS,
    "decide_exclusion": {"grant": True, **WORDS},
    "name_unit": {"unit": UNIT, "why": "推诿"},
    "decide_naming": {"grant": True},
    "propose_caller_note": {"reason": "abuse", "text": "多次辱骂", "until": "2026-12-01"},
    "decide_caller_note": {"grant": True, **WORDS},
    "lift_caller_note": WORDS,
}


def command(op: str) -> Command:
    """Return a command that can be read."""
    return parse_command(op, PAYLOADS.get(op, {}))


def case_in(state: State) -> WorkOrder:
    """Return a case of a unit that has a part in everything, taken down by somebody who is not here."""
    loop = Loop(city("dongsheng"), local("2026-11-16 09:00"))
    order = loop.orders[loop.in_hand(co_units=loop.city.co_units)]
    return order.model_copy(update={"state": state})


CASES = {state.value: case_in(state) for state in State}


def asked_by(operator: str, op: str) -> dict[str, Any]:
    """Return the part of a case in which somebody asks for what a command decides, by its name."""
    reason, until = CallerNoteReason.ABUSE, date(2026, 12, 1)
    asked = {
        "naming": Naming(at=LOOP.at, unit=UNIT, operator=operator, why="推诿"),
        "caller_note": CallerNote(at=LOOP.at, operator=operator, reason=reason, text="辱骂", until=until),
    }
    return {NOT_BY_ASKER[op]: asked[NOT_BY_ASKER[op]]}


def somebody(role: Role, op: str) -> Actor:
    """Return somebody with one role; of the unit that has the part in the case which the command asks for."""
    unit = LOOP.city.co_units[0] if op == "co_reply" else UNIT
    return Actor(
        "1001" if op == "amend_case" else "somebody", frozenset({role}), unit=unit if role is Role.UNIT else ""
    )


def expected(op: str, role: str, state: str) -> RefusalCode | None:
    """Return why the table refuses a command to a role in a state ("new": without a case); None if it does not."""
    row = TABLE[op]
    start = row.start.split()
    if role not in row.roles.split():
        return RefusalCode.NOT_YOUR_ROLE
    if "no_order" in start or state in start:
        return None
    if state == "new":
        return RefusalCode.NO_SUCH_CASE
    return RefusalCode.ALREADY_EXISTS if start == ["new"] else RefusalCode.WRONG_STATE
