"""What must hold of every work order and after every command, said without the rulebook's own means.

Every function raises `AssertionError`; a step is what one command found, who gave it, and what came of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from hotline.codes import Role, UnitPart
from hotline.context import Actor, Context
from hotline.order_parts import RunningClock
from hotline.outcome import Applied, Event, Outcome, Refusal
from hotline.queues import owner
from hotline.work_order import WorkOrder
from tests.hotline.table_of_commands import APART, ENDED, IN_HAND, LIVE, TABLE

WITH_UNIT = ("to_sign", "handling", "return_review", "on_hold", "reply_review", "to_callback")
RUNNING: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    state: (frozenset(must.split()), frozenset(may.split()))
    for state, must, may in [
        ("refusal_review", "", ""),
        ("to_dispatch", "dispatch", ""),
        ("with_seat", "dispatch", ""),
        ("to_sign", "sign reply", "return_request contact verify first_reply feedback"),
        ("handling", "reply", "return_request contact verify first_reply feedback"),
        ("return_review", "reply", "sign contact verify first_reply feedback"),
        ("on_hold", "reply", "return_request contact verify first_reply feedback"),
        ("reply_review", "", ""),
        ("to_callback", "callback", ""),
        *((ended, "", "") for ended in (*ENDED.split(), "filed")),
    ]
}
"""Which clocks must run in a state and which others may, by the event that stops them."""

MAY = {
    "start": {
        "file_case", "answer_directly", "assign_by_phone", "decide_refusal", "split", "unmerge", "assign", "pass_down",
        "decide_return", "review_reply", "record_callback", "reopen", "recall",
    },
    "stop": {
        "assign_by_phone", "withdraw", "merge", "assign", "sign", "contact_caller", "request_return", "decide_return",
        "reply", "record_callback", "close_unreachable", "recall",
    },
    "again": {"review_reply"},
    "pause": {"hold"},
    "resume": {"resume"},
    "move": {"decide_extension", "settle_due"},
    "light": {"note_light"},
}  # fmt: skip
"""Which commands may do what to a clock."""
FIXED = (
    "code", "start", "stop", "unit", "length", "yellow", "red", "extension", "pause_reasons", "started_at"
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One command: the orders before and after it, who gave it to which case, and the outcome."""

    op: str
    case: UUID | None
    context: Context
    outcome: Outcome
    before: Mapping[UUID, WorkOrder]
    after: Mapping[UUID, WorkOrder]
    timelines: Mapping[UUID, list[Event]]
    payload: Mapping[str, Any]

    @property
    def who(self) -> Actor:
        """Who gave the command."""
        return self.context.actor

    def changed(self) -> list[tuple[WorkOrder | None, WorkOrder, tuple[Event, ...]]]:
        """Return each work order that the command changed: as it was, as it is, and what its timeline says."""
        assert isinstance(self.outcome, Applied)
        own = [(self.outcome.order, self.outcome.events)] if self.outcome.order else []
        both = (*own, *((each.order, each.events) for each in self.outcome.also))
        return [(self.before.get(order.id), order, events) for order, events in both]


def check(step: Step) -> None:
    """Check all that must hold after a command."""
    if isinstance(step.outcome, Refusal):
        assert step.after == step.before, f"{step.op} was refused and changed something"
        return
    _by_the_table(step)
    _apart(step)
    _only_its_own(step)
    changed = step.changed()
    touched = {order.id for _, order, _ in changed}
    assert all(step.after[each] is step.before[each] for each in step.before.keys() - touched)
    for was, order, events in changed:
        _one_more(step, was, order, events)
        _clocks_told(step, was, order, events)
        _order_holds(step, order)
        _noted_by_two(step, was, order)
    for order in [order for _, order, _ in changed]:
        _tied_both_ways(order, step.after)


def _by_the_table(step: Step) -> None:
    row = TABLE[step.op]
    was = step.before.get(step.case) if step.case else None
    assert step.who.roles & set(row.roles.split()), f"{step.op} given by {step.who.roles}"
    start = row.start.split()
    found = "no_order" if start == ["no_order"] else was.state.value if was else "new"
    assert found in start, f"{step.op} given in {found}"
    order = step.outcome.order if isinstance(step.outcome, Applied) else None
    if order is None:
        return
    stays = was is not None and order.state is was.state
    assert order.state.value in row.to.split() or (stays and not row.to), f"{step.op} led to {order.state}"
    noted = step.op in ("decide_caller_note", "lift_caller_note") and order.state.value == "filed"
    assert was is None or was.state.value != "filed" or order is was or noted, "there is a way out of filed"


def _apart(step: Step) -> None:
    if step.op not in APART or step.case is None:
        return
    was = step.before[step.case]
    acted = _acted(step.timelines[step.case]) | (_acted(step.timelines[was.parent]) if was.parent else set())
    mine = {was.origin_operator, was.follow_up, *acted}
    assert step.who.operator not in mine, f"{step.who.operator} handled the case and gave {step.op}"


def _acted(timeline: list[Event]) -> set[str]:
    """Return who handled a case for a unit."""
    return {each.operator for each in timeline if each.role is Role.UNIT and each.kind not in ("add_note", "reveal")}


def _only_its_own(step: Step) -> None:
    if step.case is None or step.who.roles & set(TABLE[step.op].roles.split()) != {Role.UNIT}:
        return
    was = step.before[step.case]
    if step.op in IN_HAND:
        assert step.who.unit == was.at_unit, f"{step.who.unit} gave {step.op} to a case of {was.at_unit}"
        return
    open_parts = {each.part for each in was.assignments if each.unit == step.who.unit and each.ended_at is None}
    assert open_parts, f"{step.who.unit} gave {step.op} to a case that it has no part in"
    assert step.op != "co_reply" or UnitPart.CO in open_parts


def _one_more(step: Step, was: WorkOrder | None, order: WorkOrder, events: tuple[Event, ...]) -> None:
    """One command, one revision, one event that says from which state to which; a look changes nothing."""
    if step.op == "reveal" or (step.op == "amend_case" and not events):
        assert order is was, f"{step.op} changed something"
        return
    assert len(events) == 1
    told = events[0]
    assert order.revision == (was.revision if was else 0) + 1
    assert (told.at, order.updated_at) == (step.context.at, step.context.at)
    split_off = step.op == "split" and was is None
    assert told.from_state == (was.state if was else "to_dispatch" if split_off else None)
    assert told.to_state == order.state
    moved = was is None or was.state is not order.state
    assert order.state_since == (step.context.at if moved else was.state_since if was else None)


def _clocks_told(step: Step, was: WorkOrder | None, order: WorkOrder, events: tuple[Event, ...]) -> None:
    """Whatever became of a clock is told by its event, and nothing is told that did not happen."""
    before = was.clocks if was else ()
    happened = [
        (clock, _what_happened(before[place] if place < len(before) else None, clock))
        for place, clock in enumerate(order.clocks)
    ]
    assert len(order.clocks) >= len(before), f"{step.op} lost a clock"
    happened = [(clock, did) for clock, did in happened if did]
    lines = events[0].data.get("clocks", []) if events else []
    assert [(line["code"], line["did"]) for line in lines] == [(clock.code, did) for clock, did in happened], (
        f"{step.op} told {lines}"
    )
    for line, (clock, did) in zip(lines, happened, strict=True):
        assert step.op in MAY[did], f"{step.op} may not {did} the clock {clock.code}"
        running = clock.stopped_at is None and clock.paused_at is None
        assert line.get("due") == (clock.due_at.isoformat() if running else None)
        assert line.get("provisional", False) == (running and clock.provisional)
        assert line.get("light", "green") == clock.light.value


def _what_happened(was: RunningClock | None, clock: RunningClock) -> str:
    if was is None:
        return "start"
    assert all(getattr(was, name) == getattr(clock, name) for name in FIXED), f"{clock.code} is another clock"
    changed = {name for name in RunningClock.model_fields if getattr(was, name) != getattr(clock, name)}
    if not changed:
        return ""
    if "stopped_at" in changed:
        assert changed <= {"stopped_at", "paused_at", "pauses", "light"}, changed
        return "stop" if clock.stopped_at else "again"
    if "paused_at" in changed:
        return "pause" if clock.paused_at else "resume"
    return "light" if changed == {"light"} else "move"


def _order_holds(step: Step, order: WorkOrder) -> None:
    state = order.state.value
    live = state in LIVE.split()
    assert bool(owner(order)) is live, f"{state} is with {owner(order)!r}"
    assert (owner(order) == f"unit:{order.at_unit}" and bool(order.at_unit)) is (
        state in ("to_sign", "handling", "on_hold")
    )
    if live and state not in WITH_UNIT:
        assert order.at_unit == order.lead_unit == "", f"{state} and a unit has it"
    if state in WITH_UNIT[:4]:
        open_parts = [each for each in order.assignments if each.unit == order.at_unit and each.ended_at is None]
        leads = [each for each in open_parts if each.part is UnitPart.LEAD]
        assert len(leads) == 1, f"{order.at_unit} has it without a part in it"
        assert bool(leads[0].signed_at) is (state in ("handling", "on_hold")) or state == "return_review"
    assert (order.hold is not None) is (state == "on_hold"), f"{state} with a hold"
    assert (order.return_request is not None) is (state == "return_review"), f"{state} with a request to return"
    assert bool(order.query) is (state == "with_seat")
    assert (order.parent is not None) is (state == "merged") or state == "filed"
    assert sum(each.state == "asked" for each in order.extensions) <= (state in WITH_UNIT[:4]), "an extension is open"
    assert state != "filed" or not any(asked and asked.state == "asked" for asked in (order.exclusion, order.naming)), (
        "filed, and somebody was still to decide"
    )
    _ended_for_a_reason(step, order)
    _clocks_hold(step, order)


def _noted_by_two(step: Step, was: WorkOrder | None, order: WorkOrder) -> None:
    """A note on a caller comes from one person, stands by another one's word, and has a last day near at hand."""
    before, note = was.caller_note if was else None, order.caller_note
    if before == note:
        return
    if note is None:
        assert step.op in ("decide_caller_note", "lift_caller_note", "amend_case"), f"{step.op} lost a note"
        assert step.op != "amend_case" or (was is not None and was.caller_phone != order.caller_phone)
    elif not note.approved_by:
        assert (step.op, note.operator) == ("propose_caller_note", step.who.operator)
        assert order.caller_phone, "a note on nobody"
        assert step.context.at.date() <= note.until <= (order.created_at + timedelta(days=91)).date()
    else:
        assert (step.op, note.approved_by) == ("decide_caller_note", step.who.operator)
        assert before is not None, "approved and never proposed"
        assert note == before.model_copy(update={"approved_by": note.approved_by})
        assert note.operator != note.approved_by, "who proposed a note approved it"


def _ended_for_a_reason(step: Step, order: WorkOrder) -> None:
    """No case is closed without a call-back that reached somebody, or the tries that did not."""
    if order.state.value == "closed" or (order.state.value == "filed" and order.parent):
        assert order.closed_because is not None, "closed for no reason"
    if order.closed_because == "called_back":
        assert any(each.reached for each in order.callbacks), "closed as called back, and nobody was"
    for told in order.callbacks[-1:] if step.op == "record_callback" and order.id == step.case else ():
        lead = step.before[step.before[order.id].parent or order.id]
        asked = told.reached and bool(lead.at_unit)
        assert (told.contacted_by_unit is not None) is asked, "the caller is asked about the unit where one replied"
    if order.closed_because == "unreachable" and step.op == "close_unreachable":
        tries = _tries_of_this_round(step.timelines[order.id])
        assert len(tries) >= step.context.pack.number("callback_tries"), "closed without the tries"
        assert max(tries) - min(tries) >= timedelta(days=step.context.pack.number("callback_days") - 1)
    if order.state.value in LIVE.split():
        assert order.closed_because is None, "open and closed at once"


def _tries_of_this_round(timeline: list[Event]) -> list[Any]:
    """Return when nobody was reached since the unit last replied, or the case was merged."""
    tries: list[Any] = []
    for event in timeline:
        if event.to_state != event.from_state and event.to_state in ("to_callback", "merged"):
            tries = []
        if event.kind == "record_callback":
            tries = [] if event.data["reached"] else [*tries, event.at]
    return tries


def _clocks_hold(step: Step, order: WorkOrder) -> None:
    running = [clock for clock in order.clocks if clock.stopped_at is None]
    stops = {clock.stop for clock in running}
    must, may = RUNNING[order.state.value]
    assert len(stops) == len(running), "two clocks run for the same thing"
    assert must <= stops <= must | may, f"in {order.state} the clocks {sorted(stops)} run after {step.op}"
    if step.op == "contact_caller":
        assert not stops & {"contact", "verify", "feedback"}
    for clock in order.clocks:
        assert clock.paused_at is None or (order.state.value == "on_hold" and clock.stopped_at is None)
        assert clock.stopped_at is None or clock.stopped_at >= clock.started_at, (
            f"{clock.code} stopped before its start"
        )
        assert all(since <= until for since, until in clock.pauses)
        assert all(first[1] <= second[0] for first, second in pairwise(clock.pauses))
        assert 0 <= clock.extended <= clock.extension
        assert clock.yellow_at <= clock.due_at
        assert (clock.light == "grey") is (clock.paused_at is not None) or clock.stopped_at, (
            f"{clock.code} is {clock.light} after {step.op}"
        )
    day_clock = step.context.pack.day_clock
    for clock in running:
        if clock.calendar == day_clock.version:
            due = day_clock.after(clock.started_at, clock.length + clock.extended, clock.unit).at
            for since, until in clock.pauses:
                if since < due:
                    due = day_clock.moved(due, since, until, clock.unit).at
            assert clock.due_at == due, f"{clock.code} is due at a moment that does not follow from its start"


def _tied_both_ways(order: WorkOrder, orders: Mapping[UUID, WorkOrder]) -> None:
    """A parent knows its merged cases and they know it; there is no ring and no chain."""
    assert len(set(order.merged_cases)) == len(order.merged_cases)
    for child in order.merged_cases:
        assert orders[child].parent == order.id, "a parent names a case that is not merged into it"
        assert (orders[child].state == "filed") is (order.state == "filed"), "filed without what was merged into it"
    if order.parent is not None:
        parent = orders[order.parent]
        assert order.id in parent.merged_cases, "a merged case is not known to its parent"
        assert parent.parent is None, "a chain of merged cases"
        assert not order.merged_cases
