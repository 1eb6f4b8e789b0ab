"""Clocks as data (时限): how long a step may take, when its lamp changes, and what may be promised by it."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as data: from the event `start` to the event `stop`, `length` in `unit`.

    `yellow` and `red` are the time gone by, in the same unit, at which the lamp changes. `extension` is the most that
    an approved extension may add. The empty condition holds always: `time_class` None, the others ().
    """

    code: str
    name: str
    name_en: str
    start: str
    stop: str
    length: float
    unit: str
    yellow: float
    red: float
    extension: float
    pause_reasons: tuple[str, ...]
    time_class: str | None
    case_types: tuple[str, ...]
    channels: tuple[str, ...]
    urgencies: tuple[str, ...] = ()

    def applies(self, time_class: str, case_type: str | None, channel: str | None, urgency: str | None) -> bool:
        """Say whether this clock is meant for such a case."""
        return (
            self.time_class in (None, time_class)
            and (not self.case_types or case_type in self.case_types)
            and (not self.channels or channel in self.channels)
            and (not self.urgencies or urgency in self.urgencies)
        )


@dataclass(frozen=True, slots=True)
class ClockProfile:
    """A set of clocks with a name ("137", "5+10"); the first clock that applies counts."""

    code: str
    name: str
    name_en: str
    clocks: tuple[Clock, ...]


class Promise(NamedTuple):
    """What may be told to a caller before dispatch: a length after dispatch, never a moment."""

    clock: Clock
    length: float
    unit: str
