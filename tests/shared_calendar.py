"""The working-day calendar that comes with the program, read once for all tests of a process."""

from functools import cache

from city_packs.errors import Findings
from city_packs.read_working_days import read_calendar
from city_packs.source import SHARED
from hotline.working_days import WorkingCalendar


@cache
def shared_calendar() -> WorkingCalendar:
    """Return the calendar of a city that has no year file of its own. An error in the shared files fails the test."""
    findings = Findings()
    calendar = read_calendar([SHARED], findings)
    assert not findings.in_order()
    return calendar
