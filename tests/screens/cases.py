"""Cases that a seat knows from before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hotline.case_doc import AlertDoc
from hotline.codes import CaseType, HandleMode, State, Urgency
from hotline.order_number import OrderNumber
from hotline.order_parts import RunningClock
from hotline.work_order import WorkOrder
from local_cache.model import Alert

from .host import NOON

FIRST = UUID("0192f0c8-0000-7000-8000-00000000c001")
SECOND = UUID("0192f0c8-0000-7000-8000-00000000c002")


def a_case(case_id: UUID = FIRST, counter: int = 901, **changes: Any) -> WorkOrder:
    """Return a case of this morning that waits for dispatch."""
    made: datetime = NOON - timedelta(minutes=14)
    values: dict[str, Any] = {
        "id": case_id, "order_no": str(OrderNumber("0017", 1, counter)), "revision": 1, "state": State.TO_DISPATCH,
        "state_since": made, "origin_seat": "0017", "origin_operator": "1042", "follow_up": "1042",
        "created_at": made, "updated_at": made, "pack_version": "1", "handle_mode": HandleMode.TRANSFER,
        "case_type": CaseType.HELP, "class_code": "010101", "area_code": "130203001001", "title": "祥富里社区停水",
        "content": "昨晚八点起全楼停水。", "urgency": Urgency.URGENT, "caller_name": "李小明",
        "caller_phone": "13800005678", "dispatch_advice": "130203-water",
    }  # fmt: skip
    return WorkOrder(**{**values, **changes})


def abuse(alert_id: UUID = FIRST) -> Alert:
    """What a lead is told of an operator who marked abuse."""
    data = {"seconds": 95, "caller": "138****5678"}
    return Alert(AlertDoc(id=alert_id, at=NOON, kind="abuse", seat="0017", operator="1055", data=data))


def a_clock(code: str, stop: str, started: datetime, *, yellow: float, red: float, **changes: Any) -> RunningClock:
    """Return a running clock whose lamps turn so many minutes after its start; it is due when it is red."""
    values: dict[str, Any] = {
        "code": code, "start": "save", "stop": stop, "unit": "minutes", "length": red, "yellow": yellow, "red": red,
        "started_at": started, "due_at": started + timedelta(minutes=red),
        "yellow_at": started + timedelta(minutes=yellow), "red_at": started + timedelta(minutes=red), "calendar": "1",
    }  # fmt: skip
    return RunningClock(**{**values, **changes})


def waiting_case(number: int, minutes: float, **changes: Any) -> WorkOrder:
    """Return a case that has waited so long for dispatch, whose lamp is yellow at 7 minutes and red at 10."""
    since = NOON - timedelta(minutes=minutes)
    clock = a_clock("to_dispatch", "dispatch", since, yellow=7, red=10)
    values: dict[str, Any] = {"created_at": since, "state_since": since, "clocks": (clock,)}
    return a_case(UUID(int=number), 900 + number, **{**values, **changes})
