"""The same commands give the same case at a seat without a line and later at the centre, but for what is masked.

A seat knows people's names and numbers masked only, and judges by the same rulebook; the centre judges again what the
seat sends when the line is back, as of the moment when it was made.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from hotline.case_doc import masked_order
from hotline.codes import State
from hotline.commands import Command, parse_command, payload_of
from hotline.context import Actor
from hotline.masking import masked_value
from hotline.outcome import Applied, Outcome, Refusal
from hotline.rulebook import apply, may_be_given_offline
from hotline.work_order import WorkOrder
from tests.hotline.random_commands import RandomCommands
from tests.hotline.whole_city import CALLER_BACK, DISPATCHER, NO_ANSWER, OPERATOR, REACHED, UNSOLVED, Loop, city, local

OFFLINE = (
    "file_case", "answer_directly", "propose_refusal", "hand_off", "assign_by_phone", "amend_case", "add_note", "urge",
    "withdraw", "answer_query",
)  # fmt: skip


class BothEnds:
    """A seat without a line and a centre, each with its own idea of the same cases."""

    def __init__(self, loop: Loop) -> None:
        """Begin with what the loop has, known at both ends."""
        self.centre = loop
        self.at_seat: dict[UUID, WorkOrder] = {case: masked_order(order) for case, order in loop.orders.items()}
        self.queue: list[tuple[Actor, datetime, UUID, str, dict[str, Any], Outcome]] = []

    def give(self, who: Actor, case: UUID, command: Command) -> Outcome:
        """Give a command at the seat; what was accepted waits in its queue."""
        order = self.at_seat.get(case)
        assert may_be_given_offline(command.op, order)
        context = replace(self.centre.context(who, None, case), seen_as=masked_value, others=self.at_seat)
        outcome = apply(order, command, context)
        if isinstance(outcome, Applied):
            assert outcome.order is not None
            self.at_seat[case] = masked_order(outcome.order)
            self.queue.append((who, self.centre.at, case, command.op, payload_of(command), outcome))
        return outcome

    def line_is_back(self) -> None:
        """Judge at the centre what the seat has queued, hours later, and see that the same comes out."""
        self.centre.go_on(hours=9)
        for who, at, case, op, payload, seen in self.queue:
            context = self.centre.context(who, at, case)
            outcome = apply(self.centre.orders.get(case), parse_command(op, payload), context)
            assert isinstance(outcome, Applied), (op, outcome)
            assert isinstance(seen, Applied)
            assert outcome.events == seen.events
            assert outcome.conflicts == seen.conflicts
            self.centre.keep(outcome)
        for case, order in self.at_seat.items():
            assert masked_order(self.centre.orders[case]) == order


@pytest.mark.parametrize("seed", range(25))
def test_whatever_a_seat_does_without_a_line_the_centre_makes_the_same_of_it(seed: int) -> None:
    draw = Random(seed)
    loop = Loop(city(draw.choice(["dongsheng", "zaozhuang"])), local("2026-11-20 16:00"))
    for _ in range(3):
        loop.filed()
    ends = BothEnds(loop)
    commands = RandomCommands(draw, loop)
    done = 0
    for _ in range(200):
        loop.go_on(minutes=draw.randrange(20))
        op = draw.choice(OFFLINE)
        new = op in OFFLINE[:5] and draw.random() < 0.2
        case = loop.new_id() if new else draw.choice([*ends.at_seat])
        order = ends.at_seat.get(case)
        if not may_be_given_offline(op, order):
            continue
        try:
            command = parse_command(op, commands.payload(op, order, OPERATOR))
        except ValueError:
            continue
        done += isinstance(ends.give(OPERATOR, case, command), Applied)
    assert done > 15
    ends.line_is_back()


@pytest.mark.parametrize("results", [REACHED, UNSOLVED, NO_ANSWER])
def test_a_call_back_made_without_a_line_does_the_same_at_the_centre(results: dict[str, Any]) -> None:
    loop = Loop(city("zaozhuang"), local("2026-11-20 16:00"))
    case = loop.to_call_back()
    ends = BothEnds(loop)
    loop.go_on(minutes=30)
    ends.give(CALLER_BACK, case, parse_command("record_callback", results))
    ends.line_is_back()


def test_what_the_centre_has_moved_on_from_is_refused_there_with_its_reason_and_changes_nothing() -> None:
    loop = Loop(city("dongsheng"), local("2026-11-20 16:00"))
    case = loop.filed()
    ends = BothEnds(loop)
    ends.give(OPERATOR, case, parse_command("withdraw", {"reason": "来水了"}))
    assert ends.at_seat[case].state is State.WITHDRAWN
    parent = loop.filed()
    loop.done(DISPATCHER, "merge", case, parent=parent)
    before = loop.orders[case]
    ((who, at, _, op, payload, _),) = ends.queue
    outcome = apply(before, parse_command(op, payload), loop.context(who, at, case))
    assert outcome == Refusal("wrong_state", detail="merged")
    assert loop.orders[case] == before


def test_a_withdrawal_that_was_made_before_dispatch_still_counts_after_it() -> None:
    loop = Loop(city("dongsheng"), local("2026-11-20 16:00"))
    case = loop.filed()
    ends = BothEnds(loop)
    ends.give(OPERATOR, case, parse_command("withdraw", {"reason": "来水了"}))
    made_at = loop.at
    loop.go_on(minutes=4)
    loop.done(DISPATCHER, "assign", case, unit=loop.city.bureau)
    ((who, at, _, op, payload, _),) = ends.queue
    outcome = apply(loop.orders[case], parse_command(op, payload), loop.context(who, at, case))
    assert isinstance(outcome, Applied)
    assert outcome.order is not None
    assert outcome.order.state is State.WITHDRAWN
    assert outcome.events[0].at == made_at
    assert all(clock.stopped_at >= clock.started_at for clock in outcome.order.clocks if clock.stopped_at)
    assert at + timedelta(minutes=4) == loop.at
