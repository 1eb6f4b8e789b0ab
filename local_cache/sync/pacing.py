"""When to try again: never all seats at once, never at once after a refusal."""

import random

BASE_SECONDS = 1.0
CAP_SECONDS = 60.0
STOPPED_SECONDS = 600.0
"""After an answer that nobody can act on, the queue, or the pull, rests this long before it is tried once more; not
past a new line: the centre may have been mended, and not where somebody asks by hand or starts a newer program."""
FAULT_SECONDS = 5.0
"""After an error of this program's own; up to a minute while it stays."""


class Backoff:
    """Full-jitter back-off: U(0, min(cap, base * 2^failures)) seconds."""

    def __init__(self, rand: random.Random, base: float = BASE_SECONDS, cap: float = CAP_SECONDS) -> None:
        self._rand = rand
        self._base = base
        self._cap = cap
        self.failures = 0

    def next(self) -> float:
        """Return the seconds to wait after one more failure."""
        ceiling = min(self._cap, self._base * 2 ** min(self.failures, 16))
        self.failures += 1
        return self._rand.uniform(0.0, ceiling)

    def reset(self) -> None:
        """Forget the failures: the centre has answered."""
        self.failures = 0


def after_busy(retry_after: float, rand: random.Random) -> float:
    """Return the seconds to wait when a busy centre asked for `retry_after`: times U(0.5, 1.5)."""
    return retry_after * rand.uniform(0.5, 1.5)


def reconnect_delay(window: float, rand: random.Random) -> float:
    """Return when in the reconnect window (seconds, the centre's hint) this seat comes back after an outage."""
    return rand.uniform(0.0, max(0.0, window))


def poll_delay(poll: float, rand: random.Random) -> float:
    """Return the seconds until the next poll, a quarter earlier or later than `poll`."""
    return poll * rand.uniform(0.75, 1.25)
