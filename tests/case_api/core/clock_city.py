"""The small city with clocks, three units, and everything else that a case needs on its way round the loop."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from case_api.centre import Centre
from case_api.sync.give import give_command
from city_packs.entries import CodeEntry, Unit
from hotline.clocks import Clock, ClockProfile
from hotline.codes import Role
from hotline.context import Actor
from hotline.wire import MutationResult
from hotline.work_order import WorkOrder
from tests.case_api.core.pushing import new_id
from tests.case_api.core.rows import doc_of
from tests.case_api.core.small_city import SMALL_CITY


def _clock(code: str, start: str, stop: str, length: float, unit: str, yellow: float, *pauses: str) -> Clock:
    return Clock(code, code, code, start, stop, length, unit, yellow, length, 5, pauses, None, (), ())


_CLOCKS = (
    _clock("to_dispatch", "save", "dispatch", 10, "minutes", 7),
    _clock("sign", "dispatch", "sign", 2, "natural_hours", 1),
    _clock("handle", "dispatch", "reply", 3, "working_days", 2, "on_hold"),
)
_UNITS = (
    Unit("W", "water", "水务局", "Water bureau", 1, None, "swj"),
    Unit("R", "road", "交通局", "Road bureau", 1, None, "jtj"),
    Unit("W2", "water", "城北水务站", "Water station", 2, "91", "cbswz"),
)

CLOCK_CITY = replace(
    SMALL_CITY,
    units={unit.code: unit for unit in _UNITS},
    clock_profiles={"small": ClockProfile("small", "小城", "Small", _CLOCKS)},
    default_profile="small",
    enterprise_profile="small",
    code_lists={
        "clock_pause": (CodeEntry("on_hold", "挂账", "On hold", "gz"),),
        "return_reason": (CodeEntry("not_ours", "非本单位职责", "Not ours", "fbdw"),),
    },
)


def give(centre: Centre, case_id: UUID, op: str, role: Role, of: str = "", **payload: Any) -> MutationResult:
    """Give a command at the centre as somebody of a role, for whose separation there is a person for each."""
    actor = Actor(f"p-{op}"[:20], frozenset({role}), unit=of)
    return give_command(centre, case_id, new_id(), op, 1, payload, actor)


def dispatched(centre: Centre, case_id: UUID, unit: str = "W") -> None:
    """Bring a case that was filed into the hands of a unit."""
    give(centre, case_id, "assign", Role.DISPATCHER, unit=unit)
    give(centre, case_id, "sign", Role.UNIT, unit)


def replied(centre: Centre, case_id: UUID, unit: str = "W") -> None:
    """Bring a case on from its unit to call-back."""
    give(centre, case_id, "reply", Role.UNIT, unit, reply="已修好", solved="solved")
    give(centre, case_id, "review_reply", Role.DISPATCHER, accept=True)


def called_back(centre: Centre, case_id: UUID) -> None:
    """Reach the citizen, to whom it is solved."""
    told: dict[str, Any] = {"reached": True, "contacted_by_unit": True, "solved": "solved", "satisfied": "satisfied"}
    give(centre, case_id, "record_callback", Role.CALLBACK, **told)


def order_of(centre: Centre, case_id: UUID) -> WorkOrder:
    """Return a stored work order."""
    return doc_of(centre, case_id).order


def events_of(centre: Centre, case_id: UUID, kind: str) -> list[Any]:
    """Return the events of a kind that a case has had."""
    return [entry for entry in doc_of(centre, case_id).timeline if entry.kind == kind]
