"""What the sync does next and how long it then rests: push before pull, one request at a time, never a hot loop.

No thread and no clock of its own, so that a test can play an hour of outages in a millisecond.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from local_cache.sync.engine import SyncEngine
from local_cache.sync.files import Touched
from local_cache.sync.pacing import FAULT_SECONDS, STOPPED_SECONDS, Backoff, after_busy, poll_delay, reconnect_delay
from local_cache.sync.pushing import Pace, Step
from local_cache.sync.transport import TransportDown, TransportProblem

_log = logging.getLogger(__name__)

_STEPS_AT_ONCE = 200
"""After so many steps of one kind the other kind gets its turn."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to ask the centre for now and then, such as grants or the city pack."""

    every_s: float
    run: Callable[[], None]


@dataclass(slots=True)
class Round:
    """What one round came to. `pace` is the last thing that stopped it."""

    pushed: int = 0
    pulled: int = 0
    pace: Pace = Pace.IDLE
    touched: Touched = field(default_factory=Touched)

    def after(self, earlier: Round) -> Round:
        """Return what both came to, ended as this one did."""
        return Round(
            earlier.pushed + self.pushed, earlier.pulled + self.pulled, self.pace, earlier.touched | self.touched
        )


def _unwatched() -> None:
    """Nobody looks whether the loop is alive."""


class SyncLoop:
    """Decides when which step is due. `monotonic` gives seconds; `told` hears what each round changed.

    The methods that other threads call (`saved`, `poke`, `line_back`, `now_please`, `reconcile_please`) only set
    marks; whoever drives `run_due` is to be woken after them.
    """

    def __init__(
        self,
        engine: SyncEngine,
        *,
        monotonic: Callable[[], float],
        rand: random.Random,
        told: Callable[[Round], None],
        chores: Sequence[Chore] = (),
    ) -> None:
        self._engine = engine
        self._monotonic = monotonic
        self._rand = rand
        self._told = told
        self._backoff = Backoff(rand)
        self._faults = Backoff(rand, base=FAULT_SECONDS)
        self._chores = list(chores)
        self._chores_due = [float("-inf")] * len(self._chores)
        self._push = True
        self._pull = True
        self._reconcile = False
        self._beat = _unwatched
        self._not_before = float("-inf")
        self._backs_off = False
        """The wait is for a centre that gave no word, and has not been cut short yet."""
        self._push_rests_until = self._pull_rests_until = float("-inf")
        self._poll_at = float("-inf")
        self.last_round = Round()
        """What the last round came to."""

    def saved(self) -> None:
        """Note that there is something to push."""
        self._push = True

    def poke(self) -> None:
        """Note that the centre has news."""
        self._pull = True

    def line_back(self) -> None:
        """Come back at a random moment of the reconnect window, not with all other seats at once."""
        self._backoff.reset()
        self._push = self._pull = True
        self._push_rests_until = self._pull_rests_until = float("-inf")  # the centre may be another program now
        self._not_before = self._monotonic() + reconnect_delay(self._engine.hints.reconnect_window_s, self._rand)

    def heard(self) -> bool:
        """Note a sign of life: a back-off that grew in silence lasts no longer than a poll would; say if it is shorter.

        Exchanges may fail although there is life, so it is cut short once for each that failed.
        """
        if not self._backs_off:
            return False
        self._backs_off = False
        soon = self._monotonic() + reconnect_delay(self._engine.hints.poll_s, self._rand)
        if soon >= self._not_before:
            return False
        self._not_before = soon
        return True

    def now_please(self) -> None:
        """Somebody asked for it by hand: wait for nothing."""
        self._push = self._pull = True
        self._not_before = self._push_rests_until = self._pull_rests_until = float("-inf")

    def reconcile_please(self) -> None:
        """Compare with the centre in the next round, as at the end of a shift."""
        self._reconcile = True

    def run_due(self, beat: Callable[[], None] = _unwatched) -> float:
        """Do what is due and return the seconds until something will be; `beat` is told before each request."""
        self._beat = beat
        now = self._monotonic()
        if now >= self._not_before:
            self._backs_off = False
            if now >= self._poll_at:
                self._pull = True
                self._push = True  # a poll also pushes: nothing waits on a wake-up that got lost
            self.last_round = self._whole_round(now)
            self._told(self.last_round)
        return max(0.0, self._due_at() - self._monotonic())

    @property
    def has_more(self) -> bool:
        """Say whether the last round found something to do that it did not come to."""
        return self._pull or self._reconcile or (self._push and self._push_rests_until == float("-inf"))

    def _due_at(self) -> float:
        due = self._monotonic() if self.has_more else self._poll_at
        return max(due, self._not_before)

    def _whole_round(self, now: float) -> Round:
        try:
            done = self._round(now)
        except Exception as error:
            _log.error("a sync round failed: %s", type(error).__name__)
            self._push = self._pull = True
            self._not_before = self._monotonic() + self._faults.next()
            return Round(pace=Pace.BROKEN)
        self._faults.reset()
        return done

    def _round(self, now: float) -> Round:
        done = Round()
        if self._push and now >= self._push_rests_until:
            self._push_rests_until = float("-inf")
            self._push = False
            if not self._go_on(self._engine.push_once, done, pushing=True):
                return done
        if self._pull or done.pushed:
            self._pull = False
            self._poll_at = now + poll_delay(self._engine.hints.poll_s, self._rand)
            if now >= self._pull_rests_until and not self._go_on(self._engine.pull_once, done, pushing=False):
                return done
        if self._reconcile:
            self._reconcile = False
            if not self._go_on(self._engine.reconcile_once, done, pushing=False):
                self._reconcile = True
                return done
        self._do_chores(now)
        return done

    def _go_on(self, step_once: Callable[[], Step], done: Round, *, pushing: bool) -> bool:
        """Step while there is more of the same; say whether the round may go on to something else."""
        for _ in range(_STEPS_AT_ONCE):
            self._beat()
            step = step_once()
            done.touched |= step.touched
            if step.pace not in (Pace.IDLE, Pace.MORE):
                done.pace = step.pace
            if pushing:
                done.pushed += step.count
            else:
                done.pulled += step.count
            self._push = self._push or (step.offers_again and not pushing)
            if step.pace is Pace.MORE:
                self._backoff.reset()
                if step.offers_again and not pushing:
                    self._pull = True
                    return True  # what is pending once more is offered before anything else is pulled
                continue
            return self._rest(step, pushing=pushing)
        if pushing:
            self._push = True
        else:
            self._pull = True
        return True

    def _rest(self, step: Step, *, pushing: bool) -> bool:
        now = self._monotonic()
        if step.pace is Pace.IDLE:
            self._backoff.reset()
            return True
        if step.pace in (Pace.STOPPED, Pace.OUTDATED):
            if pushing:
                self._push = True
                self._push_rests_until = now + STOPPED_SECONDS
            else:
                self._pull_rests_until = now + poll_delay(STOPPED_SECONDS, self._rand)
            return True
        self._push = self._push or pushing
        self._pull = self._pull or not pushing
        if step.pace is Pace.BUSY and step.wait_s is not None:
            self._not_before = now + after_busy(step.wait_s, self._rand)
        else:
            self._not_before = now + self._backoff.next()
            self._backs_off = step.pace is Pace.DOWN
        return False

    def _do_chores(self, now: float) -> None:
        for place, chore in enumerate(self._chores):
            if now >= self._chores_due[place]:
                self._beat()
                try:
                    chore.run()
                except (TransportDown, TransportProblem):
                    continue  # it stays due, and comes with the next round
                self._chores_due[place] = now + chore.every_s
