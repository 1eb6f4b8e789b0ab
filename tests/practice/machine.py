"""A machine whose clocks are turned by hand, and to which happens what people do to one."""

from dataclasses import dataclass
from datetime import timedelta

from practice.turned_machine import WORKING_AFTERNOON, TurnedMachine

START = WORKING_AFTERNOON
LINE_AGAIN_S = 0.02
"""A line that is away is tried again so soon: its time goes by with the clock that is turned, not with the seat's."""


@dataclass
class Turned(TurnedMachine):
    """A machine on which somebody sets the clock, and which is started again."""

    def set_clock(self, hours: float) -> None:
        self.at += timedelta(hours=hours)

    def start_again(self, *, off_s: float = 60.0, boot: str = "boot-2") -> None:
        self.boot, self.seconds = boot, 10.0
        self.at += timedelta(seconds=off_s)
