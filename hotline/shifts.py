"""Shifts by the clock of a city: when they begin and end, and which one a moment belongs to. Pure.

A shift is known by the moment at which it begins. One that goes over midnight, or over the end of a year, belongs to
the day on which it begins (枣庄, source row Z2: three shifts round the clock).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """A stretch of work, from `begins` until just before `ends`; both aware, by the clock of the city."""

    begins: datetime
    ends: datetime

    @property
    def day(self) -> date:
        """The day that it belongs to."""
        return self.begins.date()

    @property
    def hours(self) -> str:
        """When it begins and ends, as `08:00-16:00`."""
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


@dataclass(frozen=True, slots=True)
class Shifts:
    """When shifts end, by the clock of a city; each begins where the one before it ends."""

    zone: ZoneInfo
    ends: tuple[time, ...]

    @classmethod
    def of(cls, time_zone: str, ends: Iterable[str]) -> "Shifts":
        """Return the shifts of a city that end at these times of day, such as 16:00."""
        return cls(ZoneInfo(time_zone), tuple(sorted(time.fromisoformat(end) for end in ends)))

    def next_end(self, now: datetime) -> datetime:
        """Return the first end after a moment; a day later where shifts have none."""
        return next(self.between(now, now + timedelta(days=2)), now + timedelta(days=1))

    def last_end(self, now: datetime) -> datetime | None:
        """Return the last end before a moment, or at it."""
        return max(self.between(now - timedelta(days=2), now), default=None)

    def between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """Yield every end after one moment until another, oldest first."""
        day = after.astimezone(self.zone).date()
        while day <= until.astimezone(self.zone).date():
            for end in self.ends:
                moment = datetime.combine(day, end, self.zone)
                if after < moment <= until:
                    yield moment
            day += timedelta(days=1)

    def at(self, moment: datetime) -> Shift | None:
        """Return the shift of a moment; at an end it is the next one already. None where there are no shifts."""
        begins = self.last_end(moment)
        return Shift(begins, self.next_end(begins)) if begins else None

    def ended_by(self, moment: datetime) -> Shift | None:
        """Return the shift that has ended last by a moment. None where there are no shifts."""
        ends = self.last_end(moment)
        begins = self.last_end(ends - timedelta(microseconds=1)) if ends else None
        return Shift(begins, ends) if begins and ends else None

    def after(self, shift: Shift) -> Shift:
        """Return the shift that takes over from another."""
        return Shift(shift.ends, self.next_end(shift.ends))

    def beginning(self, day: date, begins: time) -> Shift | None:
        """Return the shift that begins on a day at a time of day, None where none does."""
        if begins not in self.ends:
            return None
        moment = datetime.combine(day, begins, self.zone)
        return Shift(moment, self.next_end(moment))

    def local(self, moment: datetime) -> str:
        """Return a moment by the clock of the city, as an administrator reads it."""
        return moment.astimezone(self.zone).isoformat(" ", "minutes")
