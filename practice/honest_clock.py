"""The clock of a practice session: it goes on over a crash and never back, whoever sets the system's clock.

It counts from the machine's start, sleep included. Across a start anew of the program that still holds; where the
machine itself was started in between, the time away is told by the system's clock, and is never below nothing.
"""

import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

_BEHIND = timedelta(minutes=2)
"""From so much on a clock counts as set back; the centre corrects a seat's times from so much on, too."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Machine(Protocol):
    """What a clock is made of."""

    @property
    def boot(self) -> str:
        """Name the run of this machine; empty where it has no name, and then no two count as the same."""
        ...

    def since_boot(self) -> float:
        """Return seconds by a clock that nobody can set and that goes on while the machine is up."""
        ...

    def wall(self) -> datetime:
        """Return the system's clock, aware."""
        ...


class ThisMachine:
    """The machine that the program runs on."""

    def __init__(self) -> None:
        self.boot = ""
        if _BOOT_ID.exists():
            self.boot = _BOOT_ID.read_text("ascii").strip()

    def since_boot(self) -> float:
        """Return seconds since the machine was started; on Linux with those in which it slept."""
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()

    def wall(self) -> datetime:
        """Return the system's clock, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class KnownMoments:
    """The centre's last word on what time it is, and the latest moment that is known at all; None where there is none.

    `latest` is never before `word` (`practice.last_known`).
    """

    word: datetime | None = None
    latest: datetime | None = None


NOTHING_KNOWN = KnownMoments()


@dataclass(frozen=True, slots=True)
class Anchor:
    """One moment by all clocks: the session's milliseconds, seconds in the machine's run `boot`, the system's clock.

    `word` is what the centre had said last when the session began: with a later word it is known to be over.
    """

    ms: int
    boot: str
    since_boot_s: float
    wall: datetime
    word: datetime | None = None

    def kept(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {**asdict(self), "wall": self.wall.isoformat(), "word": self.word.isoformat() if self.word else ""}

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> "Anchor":
        """Return what `kept` wrote. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
        return cls(
            int(kept["ms"]), str(kept["boot"]), float(kept["since_boot_s"]), datetime.fromisoformat(kept["wall"]),
            datetime.fromisoformat(word) if (word := kept.get("word")) else None,  # an older console kept none
        )  # fmt: skip


class HonestClock:
    """Milliseconds of one session (`ms`), and the moment that they make of its beginning (`now`)."""

    def __init__(self, machine: Machine, anchor: Anchor) -> None:
        self._machine = machine
        self.anchor = anchor
        self.began = anchor.wall - timedelta(milliseconds=anchor.ms)
        """When the session began, as this clock tells moments."""
        self.was_behind = False
        """Whether the system's clock stood well before a moment that was known when the session began."""
        self._last = anchor.ms

    @classmethod
    def begin(cls, machine: Machine, known: KnownMoments = NOTHING_KNOWN) -> "HonestClock":
        """Return the clock of a session that begins now, by the system's clock; but not before what is known."""
        wall = machine.wall()
        began = max(wall, known.latest or wall)
        clock = cls(machine, Anchor(0, machine.boot, machine.since_boot(), began, known.word))
        clock.was_behind = clock.began - wall >= _BEHIND
        return clock

    @classmethod
    def again(cls, machine: Machine, before: Anchor, least_ms: int) -> "HonestClock":
        """Return the clock of a session that goes on; `least_ms` is the last moment that is recorded of it."""
        seconds = machine.since_boot()
        if not (machine.boot and machine.boot == before.boot and seconds >= before.since_boot_s):
            away_s = (machine.wall() - before.wall).total_seconds()
            ms = max(least_ms, before.ms + round(away_s * 1000))
            wall = before.wall + timedelta(milliseconds=ms - before.ms)  # what moments are told by goes on as it was
            before = Anchor(ms, machine.boot, seconds, wall, before.word)
        clock = cls(machine, before)
        clock._last = max(clock._last, least_ms)
        return clock

    def ms(self) -> int:
        """Return the milliseconds since the session began; never fewer than before."""
        since = self._machine.since_boot() - self.anchor.since_boot_s
        self._last = max(self._last, self.anchor.ms + int(since * 1000))
        return self._last

    def now(self) -> datetime:
        """Return the present moment as the session tells it, aware."""
        return self.moment(self.ms())

    def anchor_now(self) -> Anchor:
        """Return the present moment by all clocks."""
        ms = self.ms()
        return Anchor(ms, self._machine.boot, self._machine.since_boot(), self.moment(ms), self.anchor.word)

    def moment(self, ms: int) -> datetime:
        """Return the moment of a millisecond of the session."""
        return self.began + timedelta(milliseconds=ms)

    def ms_of(self, moment: datetime) -> int:
        """Return the millisecond of a moment that this clock told."""
        return round((moment - self.began).total_seconds() * 1000)
