"""A machine whose clocks are turned by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
LINE_AGAIN_S = 0.02
"""A line that is away is tried again so soon: its time goes by with the clock that is turned, not with the seat's."""


@dataclass
class Turned:
    """Stands in for `practice.honest_clock.Machine`; `turn` lets time go by, the other two are what people do to it."""

    boot: str = "boot-1"
    seconds: float = 5_000.0
    at: datetime = START

    def since_boot(self) -> float:
        return self.seconds

    def wall(self) -> datetime:
        return self.at

    def turn(self, seconds: float) -> None:
        self.seconds += seconds
        self.at += timedelta(seconds=seconds)

    def set_clock(self, hours: float) -> None:
        self.at += timedelta(hours=hours)

    def start_again(self, *, off_s: float = 60.0, boot: str = "boot-2") -> None:
        self.boot, self.seconds = boot, 10.0
        self.at += timedelta(seconds=off_s)
