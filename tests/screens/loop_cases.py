"""Cases further on in the loop: with a unit, replied, merged, supervised."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hotline.codes import NotReached, Solved, State, UnitPart
from hotline.order_parts import Assignment
from hotline.work_order import Callback, WorkOrder

from .cases import a_case, a_clock
from .host import NOON, Host, settled, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

WATER, LUBEI, URBAN = "1302-water", "130203-water", "1302-urban"


def part(unit: str = LUBEI, *, hours_ago: float = 3, signed: float | None = None, **changes: Any) -> Assignment:
    """Return what a unit has of a case; `signed` is after how many hours."""
    sent = NOON - timedelta(hours=hours_ago)
    values: dict[str, Any] = {"unit": unit, "level": 2, "part": UnitPart.LEAD, "sent_at": sent}
    if signed is not None:
        values |= {"signed_at": sent + timedelta(hours=signed), "signed_by": "U7"}
    return Assignment(**{**values, **changes})


def at_unit(number: int = 1, *, unit: str = LUBEI, hours_left: float = 20, **changes: Any) -> WorkOrder:
    """Return a case that a unit has signed and handles, with its handling clock."""
    due = hours_left * 60
    clock = a_clock("emergency", "reply", NOON, yellow=due - 240, red=due, start="dispatch", unit="natural_hours",
                    extension=24)  # fmt: skip
    values: dict[str, Any] = {
        "state": State.HANDLING, "lead_unit": unit, "at_unit": unit, "clock_profile": "137", "clocks": (clock,),
        "assignments": (part(unit, signed=0.5),), "revision": 5,
    }  # fmt: skip
    return a_case(UUID(int=number), 900 + number, **{**values, **changes})


def to_sign(number: int = 1, **changes: Any) -> WorkOrder:
    """Return a case that its unit has not signed yet."""
    signing = a_clock("sign", "sign", NOON - timedelta(hours=3), yellow=60, red=120, start="dispatch")
    values: dict[str, Any] = {"state": State.TO_SIGN, "assignments": (part(),)}
    order = at_unit(number, **{**values, **changes})
    return order.model_copy(update={"clocks": (*order.clocks, signing)})


def replied(number: int = 1, **changes: Any) -> WorkOrder:
    """Return a case whose unit has replied, and whose caller is to be called back."""
    done = part(signed=0.5, done_at=NOON - timedelta(hours=1), solved=Solved.SOLVED, reply="已换水泵，恢复供水。")
    values: dict[str, Any] = {
        "state": State.TO_CALLBACK, "assignments": (done,), "answer": "已换水泵，恢复供水。",
        "clocks": (a_clock("call_back", "call_back", NOON - timedelta(hours=1), yellow=300, red=480),),
    }  # fmt: skip
    return at_unit(number, **{**values, **changes})


def merged_into(parent: WorkOrder, number: int = 2) -> WorkOrder:
    """Return a case of another caller that was merged into `parent`."""
    return a_case(UUID(int=number), 900 + number, state=State.MERGED, parent=parent.id, caller_name="张三",
                  caller_phone="13900001234", title="也停水")  # fmt: skip


def missed(hours_ago: float, why: NotReached = NotReached.NO_ANSWER) -> Callback:
    """Return a try that reached nobody."""
    return Callback(at=NOON - timedelta(hours=hours_ago), operator="5002", reached=False, not_reached=why)


async def listed(app: Host, pilot: Pilot[None]) -> None:
    """Wait until the first case of a work list is shown."""
    await until(pilot, lambda: app.screen.view is not None)  # type: ignore[attr-defined]
    await settled(pilot)


def given(app: Host) -> Any:
    """Return the one command that the centre took."""
    [(command, _)] = app.seat.given
    return command
