"""What the centre says of shifts: who is to sit where, and whether they do.

Moments are aware; a shift is named by when it begins. Only names of the hotline's own people stand in it.
"""

from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Attendance(StrEnum):
    """Whether who should sit at a seat does. A seat that has no line says nothing: nobody knows."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    AWAY = "away"
    UNKNOWN = "unknown"


class RosterLine(_Answer):
    """Who is to sit at a seat in a shift. `at_seat` is where they sit if elsewhere, `sits` who sits here instead."""

    seat: str
    sub_centre: str
    operator_id: str
    operator: str
    attendance: Attendance
    at_seat: str = ""
    sits: str = ""


class ShiftRoster(_Answer):
    """A shift with its roster, by seat."""

    begins: AwareDatetime
    ends: AwareDatetime
    lines: tuple[RosterLine, ...] = ()
