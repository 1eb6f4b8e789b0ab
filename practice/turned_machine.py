"""A machine whose clocks are turned by hand: a session that goes by it is played without waiting."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

WORKING_AFTERNOON = datetime(2026, 11, 20, 8, tzinfo=UTC)
"""Four in the afternoon of a working day, by the clocks of the cities."""


@dataclass
class TurnedMachine:
    """Stands in for `practice.honest_clock.Machine`. `seconds` since it was started, `at` by its own clock."""

    boot: str = "boot-1"
    seconds: float = 5_000.0
    at: datetime = WORKING_AFTERNOON

    def since_boot(self) -> float:
        """Return seconds since the machine was started."""
        return self.seconds

    def wall(self) -> datetime:
        """Return the system's clock, in UTC."""
        return self.at

    def turn(self, seconds: float) -> None:
        """Let time go by."""
        self.seconds += seconds
        self.at += timedelta(seconds=seconds)
