"""How fast a line to Asterisk is tried again, and how soon it counts as lost."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. A line counts as lost after `silence_s` in which nothing came; it is asked for a word before that.

    It is tried again after `retry_s`, then after twice as long each time up to `longest_retry_s`; after
    `refused_retry_s` where it would not let us in, so that it does not bar our address.
    """

    connect_s: float = 5.0
    silence_s: float = 3.5
    retry_s: float = 0.5
    longest_retry_s: float = 5.0
    refused_retry_s: float = 60.0

    @property
    def ping_s(self) -> float:
        """How long nothing may come before the switch is asked for a word."""
        return self.silence_s / 4


class Backoff:
    """How long to wait before the next try: longer each time, by chance a little more or less for each centre."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._next = pace.retry_s
        self._draw = Random()  # noqa: S311 - only to spread the tries

    def lost(self) -> float:
        """Return the seconds to wait after the line was lost or none was to be had."""
        wait = self._next
        self._next = min(self._next * 2, self._pace.longest_retry_s)
        return wait * self._draw.uniform(0.7, 1.3)

    def refused(self) -> float:
        """Return the seconds to wait after the switch would not let us in."""
        return self._pace.refused_retry_s * self._draw.uniform(0.9, 1.1)

    def had_line(self) -> None:
        """Begin anew: there was a line."""
        self._next = self._pace.retry_s
