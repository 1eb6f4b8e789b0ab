"""The telephone switch of a centre that has none: nobody is called, and nothing is said of calls."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from case_api.telephony.switch import CallAct, Staffing, Told, over
from hotline.call_record import CallRecord


class NoSwitch:
    """Implements `Switch`. Boards are told that no switch was ever heard, not that nobody calls."""

    def begin(self, open_calls: Sequence[CallRecord], now: datetime) -> list[Told]:
        """End the calls of a switch that the centre had before."""
        return over(open_calls, now)

    def step(self, _now: datetime) -> list[Told]:
        """Tell nothing."""
        return []

    def act(self, _call_id: UUID, _act: CallAct, _now: datetime) -> list[Told]:
        """Do nothing: there is no call."""
        return []

    def staff(self, seats: Mapping[str, Staffing], now: datetime) -> None:
        """Call nobody."""

    def up_since(self) -> datetime | None:
        """Have no line."""
        return None

    def due(self) -> datetime | None:
        """Wait for nothing."""
        return None

    def close(self) -> None:
        """End."""


def no_switch(_start: datetime, _wake: Callable[[], None]) -> NoSwitch:
    """Make it, as any adapter is made."""
    return NoSwitch()
