"""A merged caller's call-back without a line: judged by the case that it was merged into, as the centre judges it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from hotline.case_doc import CaseDoc
from hotline.codes import CloseReason, NotReached, Role, Satisfaction, Solved, State
from hotline.commands import RecordCallback
from hotline.context import Actor, Context
from hotline.outcome import Applied, Refusal, RefusalCode
from hotline.rulebook import apply
from hotline.wire import PulledRow
from hotline.work_order import WorkOrder
from local_cache.errors import Refused
from local_cache.model import Saved, SessionInfo
from local_cache.seat import Seat
from tests.deadline import PATIENCE_S
from tests.local_cache.conftest import settle
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import START, Clock, case_doc, pack

OpenSeat = Callable[..., Seat]
CALLER = SessionInfo("3001", "赵刚", frozenset({Role.CALLBACK}), "s-3", True, START + timedelta(days=3))
REACHED = RecordCallback(
    reached=True, contacted_by_unit=True, solved=Solved.SOLVED, satisfied=Satisfaction.SATISFIED, opinion="好"
)
AGAIN = REACHED.model_copy(update={"solved": Solved.UNSOLVED, "satisfied": Satisfaction.DISSATISFIED, "redo": True})
MISSED = RecordCallback(reached=False, not_reached=NotReached.NO_ANSWER)
UNIT = {"lead_unit": "130203-housing", "at_unit": "130203-housing", "clock_profile": "137"}


@pytest.fixture
def line(clock: Clock) -> FakeLine:
    return FakeLine(clock)


@pytest.fixture
def seat(open_seat: OpenSeat, line: FakeLine) -> Seat:
    return open_seat(transport=line, start_sync=True)


class Merged:
    """A case and the one that it was merged into, as this seat had them from the centre before the line went."""

    def __init__(self, seat: Seat, line: FakeLine, *, holds_parent: bool = True, **parent: object) -> None:
        self.seat, self.line = seat, line
        changes = {"state": State.TO_CALLBACK, **UNIT, **parent}
        self.parent = case_doc("全楼停水", **changes)
        self.child = case_doc("网上也报了停水", state=State.MERGED, parent=self.parent.order.id)
        self.pulled(*((self.parent, self.child) if holds_parent else (self.child,)))
        line.up = False

    def pulled(self, *docs: CaseDoc) -> None:
        self.line.rows = [
            PulledRow(entity="case", id=doc.order.id, op="put", revision=doc.order.revision,
                      doc=doc.model_dump(mode="json"))
            for doc in docs
        ]  # fmt: skip
        self.seat.sync_now().result(PATIENCE_S)

    def record(self, command: RecordCallback, case_id: UUID | None = None) -> Saved:
        case_id = case_id or self.child.order.id
        return self.seat.save(command, session=CALLER, case_id=case_id).result(PATIENCE_S)

    def shown(self) -> WorkOrder:
        """The merged case as it is shown, once what was saved has followed."""
        settle(self.seat)
        view = self.seat.case(self.child.order.id).result(PATIENCE_S)
        assert view is not None
        return view.doc.order

    def at_the_centre(self, command: RecordCallback) -> Applied | Refusal:
        """What the centre says of the same command, given there at the same moment."""
        actor = Actor(CALLER.operator_id, CALLER.roles, "0042")
        context = Context(START, actor, pack(), others={self.parent.order.id: self.parent.order})
        return apply(self.child.order, command, context)


@pytest.mark.parametrize("command", [REACHED, MISSED, AGAIN])
def test_it_is_recorded_and_shown_as_the_centre_will_have_it(
    seat: Seat, line: FakeLine, command: RecordCallback
) -> None:
    merged = Merged(seat, line)
    there = merged.at_the_centre(command)
    assert isinstance(there, Applied)
    assert there.order is not None
    merged.record(command)
    shown = merged.shown()
    facts = ("state", "closed_because", "callbacks", "redo_count", "at_unit", "lead_unit", "parent")
    assert {name: getattr(shown, name) for name in facts} == {name: getattr(there.order, name) for name in facts}


@pytest.mark.parametrize(
    ("parent", "code"),
    [({"state": State.HANDLING}, RefusalCode.NOT_YET), ({"handlers": ("3001",)}, RefusalCode.HANDLED_IT)],
)
def test_it_is_refused_for_what_the_other_case_says(
    seat: Seat, line: FakeLine, parent: dict[str, object], code: RefusalCode
) -> None:
    merged = Merged(seat, line, **parent)
    there = merged.at_the_centre(REACHED)
    with pytest.raises(Refused) as refused:
        merged.record(REACHED)
    assert refused.value.refusal == there
    assert refused.value.refusal.code is code


def test_it_is_recorded_once(seat: Seat, line: FakeLine) -> None:
    merged = Merged(seat, line)
    merged.record(REACHED)
    with pytest.raises(Refused) as refused:
        merged.record(REACHED)
    assert refused.value.refusal.code is RefusalCode.ALREADY_RECORDED


def test_what_was_done_here_to_the_other_case_counts_from_then_on_and_not_before(
    seat: Seat, line: FakeLine, clock: Clock
) -> None:
    merged = Merged(seat, line)
    merged.record(MISSED)
    clock.turn(minutes=5)
    merged.record(AGAIN, merged.parent.order.id)  # the unit does it again: its reply stands no more
    assert [each.reached for each in merged.shown().callbacks] == [False]
    clock.turn(minutes=5)
    with pytest.raises(Refused) as refused:
        merged.record(REACHED)
    assert refused.value.refusal.code is RefusalCode.NOT_YET


def test_a_seat_that_does_not_hold_the_other_case_says_which_one_it_lacks(seat: Seat, line: FakeLine) -> None:
    merged = Merged(seat, line, holds_parent=False)
    with pytest.raises(Refused) as refused:
        merged.record(REACHED)
    assert refused.value.refusal == Refusal(RefusalCode.NO_SUCH_CASE, "parent")
    assert merged.shown().callbacks == ()


def test_the_other_case_may_be_over(seat: Seat, line: FakeLine) -> None:
    merged = Merged(seat, line, state=State.CLOSED, closed_because=CloseReason.CALLED_BACK)
    merged.record(REACHED)
    assert merged.shown().closed_because is CloseReason.CALLED_BACK
