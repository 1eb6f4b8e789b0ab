"""What a seat did without a line while the centre moved on: the centre's stands, what lost is kept and shown.

One case of it for every command that the table lets a seat give to a case without a line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from case_api.storage.tables_sync import conflicts
from hotline.case_doc import CaseDoc
from hotline.codes import State
from hotline.command_table import COMMANDS, Offline
from hotline.commands import parse_command
from hotline.context import Actor
from local_cache.needs import Kind
from tests.case_api.core.rows import rows_of
from tests.hotline.whole_city import CALLER_BACK, DISPATCHER, OPERATOR, OTHER_OPERATOR, REACHED, Loop, city, local
from tests.simulation.whole_city_ends import Ends

SOON = "2026-11-21T18:00:00+08:00"
NEVER_TOO_LATE = {"reveal", "propose_caller_note"}
"""Given in every state that a case can have moved on to by other hands than the worker's."""


@dataclass(frozen=True)
class TooLate:
    """A command of the seat, what the centre did before it came, and the reason that it is told with.

    `words` are those of the command that stand in the timeline afterwards.
    """

    who: Actor
    payload: dict[str, Any]
    case: Callable[[Loop], UUID]
    meanwhile: Callable[[Ends, UUID], None]
    reason: str
    words: str = ""


def _asked(loop: Loop) -> UUID:
    case = loop.filed()
    loop.done(DISPATCHER, "query_seat", case, question="几号楼?")
    return case


def _withdrawn(ends: Ends, case: UUID) -> None:
    ends.give(OTHER_OPERATOR, case, "withdraw", reason="来电人撤回")


def _dispatched(ends: Ends, case: UUID) -> None:
    ends.give(DISPATCHER, case, "assign", unit=ends.loop.city.bureau)


def _called_back(ends: Ends, case: UUID) -> None:
    ends.give(Actor("5002", CALLER_BACK.roles), case, "record_callback", **REACHED)


TOO_LATE = {
    "add_note": TooLate(OPERATOR, {"text": "又来电"}, Loop.filed, _withdrawn, "wrong_state", "又来电"),
    "urge": TooLate(OPERATOR, {"said": "正在催"}, Loop.filed, _withdrawn, "wrong_state", "正在催"),
    "amend_case": TooLate(
        OPERATOR, {"changes": {"address_text": ["", "6号楼"]}}, Loop.filed, _dispatched, "wrong_state"
    ),
    "withdraw": TooLate(OPERATOR, {"reason": "来水了"}, Loop.filed, _withdrawn, "wrong_state", "来水了"),
    "answer_query": TooLate(
        OPERATOR, {"answer": "6号楼"}, _asked,
        lambda ends, case: ends.give(OTHER_OPERATOR, case, "answer_query", answer="8号楼"), "wrong_state", "6号楼",
    ),
    "assign_by_phone": TooLate(
        OPERATOR, {"unit": "150602-urban", "answered_by": "张主任", "feedback_due": SOON}, Loop.filed, _dispatched,
        "wrong_state",
    ),
    "record_callback": TooLate(
        CALLER_BACK, {**REACHED, "opinion": "很及时"}, Loop.to_call_back, _called_back, "wrong_state", "很及时"
    ),
}  # fmt: skip


def test_there_is_one_for_every_command() -> None:
    offline = {op: row for op, row in COMMANDS.items() if row.offline is not Offline.NO}
    to_a_case = {op for op, row in offline.items() if row.start & frozenset(State)}
    assert to_a_case - NEVER_TOO_LATE == TOO_LATE.keys()


def _met(each: TooLate, op: str) -> tuple[Ends, UUID, CaseDoc]:
    """Let the seat give a command without a line, and the centre move on; return the case as it was there then."""
    loop = Loop(city("dongsheng"), local("2026-11-20 14:00"))
    case = each.case(loop)
    loop.go_on(minutes=10)
    ends = Ends(loop)
    ends.weather.up = False
    ends.save(each.who, parse_command(op, each.payload), case)
    loop.go_on(minutes=5)
    each.meanwhile(ends, case)
    moved_on = ends.at_centre(case)
    loop.go_on(hours=3)
    ends.weather.up = True
    return ends, case, moved_on


@pytest.mark.parametrize("op", TOO_LATE)
def test_the_centres_stands_and_what_lost_is_kept_and_shown(op: str) -> None:
    each = TOO_LATE[op]
    ends, case, moved_on = _met(each, op)
    (result,) = ends.line_is_back()
    assert (result.outcome, result.reason, result.state) == ("conflict", each.reason, moved_on.order.state)
    after = ends.at_centre(case)
    addenda = [(entry.operator, entry.data) for entry in after.timeline[len(moved_on.timeline) :]]
    assert addenda == ([(each.who.operator, {"op": op, "text": each.words})] if each.words else [])
    noted = {"revision", "updated_at"} if each.words else set()
    assert after.order.model_dump(exclude=noted) == moved_on.order.model_dump(exclude=noted)
    assert ends.shown(case) == after
    (need,) = ends.needs()
    kind = Kind.CONFLICT if op == "amend_case" else Kind.NOT_APPLIED
    assert (need.kind, need.case_id, need.detail["op"]) == (kind, case, op)
    assert [(row.mutation_id, row.reason) for row in rows_of(ends.side.centre, conflicts)] == [
        (result.mutation_id, each.reason)
    ]


def test_of_a_field_that_two_have_amended_the_first_stands_and_both_are_shown() -> None:
    def amended(ends: Ends, case: UUID) -> None:
        ends.give(DISPATCHER, case, "amend_case", changes={"address_text": ["", "8号楼"]})

    payload = {"changes": {"address_text": ["", "6号楼"], "urgency": ["normal", "urgent"]}}
    ends, case, _ = _met(TooLate(OPERATOR, payload, Loop.filed, amended, ""), "amend_case")
    (result,) = ends.line_is_back()
    assert [(each.field, each.mine, each.theirs) for each in result.conflicts] == [("address_text", "6号楼", "8号楼")]
    after = ends.at_centre(case)
    assert (after.order.address_text, after.order.urgency) == ("8号楼", "urgent")
    assert ends.shown(case) == after
    (need,) = ends.needs()
    fields = [(each["field"], each["mine"], each["theirs"]) for each in need.detail["fields"]]
    assert (need.kind, fields) == (Kind.CONFLICT, [("address_text", "6号楼", "8号楼")])


def test_a_note_on_a_caller_that_somebody_else_has_proposed_first_is_kept() -> None:
    def proposed(ends: Ends, case: UUID) -> None:
        ends.give(DISPATCHER, case, "propose_caller_note", reason="abuse", text="辱骂", until="2026-12-01")

    payload = {"reason": "abuse", "text": "骚扰", "until": str(date(2026, 12, 1))}
    ends, case, moved_on = _met(TooLate(OPERATOR, payload, Loop.filed, proposed, ""), "propose_caller_note")
    (result,) = ends.line_is_back()
    assert (result.outcome, result.reason) == ("conflict", "already_asked")
    assert ends.shown(case) == ends.at_centre(case) == moved_on
    assert [need.kind for need in ends.needs()] == [Kind.NOT_APPLIED]
    assert len(rows_of(ends.side.centre, conflicts)) == 1


def test_a_reveal_is_given_and_audited_wherever_the_case_has_gone() -> None:
    payload = {"field": "caller_phone", "reason": "caller_asked"}
    ends, case, moved_on = _met(TooLate(OPERATOR, payload, Loop.filed, _dispatched, ""), "reveal")
    (result,) = ends.line_is_back()
    assert result.outcome == "applied"
    assert ends.shown(case) == ends.at_centre(case) == moved_on
