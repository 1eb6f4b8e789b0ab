"""A pack's facts, a moment and the people of the rulebook's tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hotline.clocks import Clock
from hotline.codes import Role
from hotline.context import Actor, Context, DayClock
from hotline.order_number import OrderNumber
from hotline.work_order import Intake

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
CASE = UUID("01932f00-0000-7000-8000-000000000001")
NUMBER = str(OrderNumber("0042", 3, 17))
INTAKE = Intake(
    case_type="QZ",
    class_code="030101",
    area_code="130203001001",
    content="昨晚八点起全楼停水",
    caller_name="李小明",
    caller_phone="199 0000 5678",
)


@dataclass(frozen=True)
class Facts:
    """A pack that knows one class, one area, one unit and one reason."""

    version: str = "2026.1"

    def has_class(self, code: str) -> bool:
        return code == "030101"

    def has_area(self, code: str) -> bool:
        return code == "130203001001"

    def has_unit(self, code: str) -> bool:
        return code == "LB-HOUSING"

    def has_refusal_reason(self, code: str) -> bool:
        return code == "court"

    def has_entry(self, code_list: str, code: str) -> bool:
        return (code_list, code) in {("return_reason", "not_ours"), ("clock_pause", "on_hold")}

    def unit_level(self, code: str) -> int:
        return 2 if code == "LB-HOUSING" else 0

    def has_profile(self, code: str) -> bool:
        return code == "default"

    def usual_profile(self, _demand: Intake) -> str:
        return "default"

    def clocks_of(self, _profile: str, _event: str, _demand: Intake) -> tuple[Clock, ...]:
        return ()

    def number(self, setting: str) -> float:
        return {"callback_tries": 3, "callback_days": 2, "objection_days": 7, "caller_note_days": 90}[setting]

    @property
    def day_clock(self) -> DayClock:
        raise NotImplementedError("this pack has no clocks")


def context_of(
    *roles: Role, operator: str = "1042", minutes: float = 0, case: UUID | None = CASE, facts: Facts | None = None
) -> Context:
    """Return the surroundings of a command given by `operator` some minutes after noon."""
    actor = Actor(operator, frozenset(roles or (Role.OPERATOR,)), "0042")
    return Context(NOON + timedelta(minutes=minutes), actor, facts or Facts(), case)
