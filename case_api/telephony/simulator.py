"""A simulated telephone switch as an adapter: queues with callers who wait, are answered, or give up.

Given the same settings and the same moments of `step`, `staff` and `act`, it tells the same. What happens by itself
happens at its own moment, however late the step is that tells it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone, tzinfo
from uuid import UUID

from case_api.settings import Simulator
from case_api.telephony.simulated_queues import SimulatedQueues
from case_api.telephony.switch import CallAct, Staffing, Told, over
from hotline.call_record import CallRecord

CHINA = timezone(timedelta(hours=8))
"""All of the country has one time."""


class SimulatedSwitch:
    """The simulator. `start` is the moment at which it begins to count, `zone` the city's time.

    Its line can be lost: calls go on, nothing is told and no act is done until the line is there again; then all of it
    is told with the times at which it happened, as a switch does that is asked after a gap.
    """

    def __init__(
        self,
        settings: Simulator,
        start: datetime,
        _wake: Callable[[], None] = lambda: None,
        zone: tzinfo = CHINA,
    ) -> None:
        self._queues = SimulatedQueues(settings, start, zone)
        self._up_since = start
        self._away: tuple[datetime, datetime] | None = None
        self._untold: list[Told] = []
        self._now = start
        if settings.away_for_s:
            self.lose_line(start + timedelta(seconds=settings.away_after_s), timedelta(seconds=settings.away_for_s))

    def lose_line(self, at: datetime, length: timedelta) -> None:
        """Lose the line at a moment, for so long."""
        self._away = (at, at + length)

    def begin(self, open_calls: Sequence[CallRecord], now: datetime) -> list[Told]:
        """End the calls of the one before: it is gone with its callers."""
        return over(open_calls, now)

    def staff(self, seats: Mapping[str, Staffing], now: datetime) -> None:
        """Take in who may be called."""
        self._untold += self._queues.run(now)
        self._untold += self._queues.staff(seats, now)

    def up_since(self) -> datetime | None:
        """Return since when there is a line, as of the last step."""
        return None if self._is_away() else self._up_since

    def close(self) -> None:
        """End."""

    def step(self, now: datetime) -> list[Told]:
        """Return what has happened up to `now`, oldest first; nothing while the line is lost."""
        self._now = now
        if self._away is not None and now >= self._away[1]:
            self._up_since, self._away = self._away[1], None
        self._untold += self._queues.run(now)
        if self._is_away():
            return []
        told, self._untold = self._untold, []
        return told

    def act(self, call_id: UUID, act: CallAct, now: datetime) -> list[Told]:
        """Answer, hold, resume or hang up a call that is in a state for it."""
        told = self.step(now)
        return told if self._is_away() else [*told, *self._queues.act(call_id, act, now)]

    def due(self) -> datetime | None:
        """Return when something happens by itself next, or the line comes or goes."""
        line = next((at for at in self._away or () if at > self._now), None)
        return min((at for at in (self._queues.due(), line) if at is not None), default=None)

    def _is_away(self) -> bool:
        return self._away is not None and self._away[0] <= self._now < self._away[1]
