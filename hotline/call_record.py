"""A telephone call as it is kept: its visits to queues, and what each seat had of it. Pure: no I/O, no clock.

`hotline.call_events` works it out from what the switch told.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from hotline.codes import AgentState, LegEnd, VisitEnd


@dataclass(frozen=True, slots=True)
class Leg:
    """What one seat had of a call: a ring, maybe talk.

    `rang_at` is None where the switch told only the answer, or only that nobody answered. `held` is all time on hold
    that has ended; `held_at` is when it was put on hold that still lasts.
    """

    seat: str
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    end: LegEnd | None = None
    held: timedelta = timedelta()
    held_at: datetime | None = None

    @property
    def state(self) -> AgentState | None:
        """What the seat's telephone does, None when it is over."""
        if self.end is not None:
            return None
        if self.answered_at is None:
            return AgentState.RINGING
        return AgentState.HELD if self.held_at else AgentState.TALKING

    def busy(self, now: datetime) -> timedelta:
        """Return the time from the answer to the end, or to now while it lasts, hold and all; none before an answer."""
        if self.answered_at is None:
            return timedelta()
        return max(timedelta(), (self.ended_at or now) - self.answered_at)

    def on_hold(self, now: datetime) -> timedelta:
        """Return how long the caller has been kept on hold so far."""
        return self.held + (max(timedelta(), now - self.held_at) if self.held_at else timedelta())

    def over(self, at: datetime, end: LegEnd) -> "Leg":
        """Return it as over at a moment; what was on hold is no longer."""
        resumed = self.resumed(at)
        return replace(resumed, ended_at=at, end=end)

    def resumed(self, at: datetime) -> "Leg":
        """Return it with the hold that lasts, if one does, as ended at a moment."""
        if self.held_at is None:
            return self
        return replace(self, held=self.held + (at - self.held_at), held_at=None)


@dataclass(frozen=True, slots=True)
class Visit:
    """A caller's stay in one queue, from joining it until it is over with the seat that answered.

    `left_at` is when the caller waited no longer: answered, abandoned or given up by the queue, as `end` says. One
    that a seat `handed_on` to another came to that one without waiting in a queue: nobody was offered to the queue.
    """

    queue: str
    offered_at: datetime
    left_at: datetime | None = None
    end: VisitEnd | None = None
    legs: tuple[Leg, ...] = ()
    handed_on: bool = False

    def wait(self, now: datetime) -> timedelta:
        """Return how long the caller waited, or has waited so far."""
        return max(timedelta(), (self.left_at or now) - self.offered_at)

    @property
    def answered(self) -> Leg | None:
        """The leg on which the caller was spoken to, None if there is none."""
        for leg in self.legs:  # a day asks it of twenty thousand visits
            if leg.answered_at is not None:
                return leg
        return None

    @property
    def live_leg(self) -> Leg | None:
        """The leg that rings or is spoken on, None if there is none."""
        return next((leg for leg in reversed(self.legs) if leg.end is None), None)


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A call with its visits, oldest first. One that was transferred into another queue has several."""

    call_id: UUID
    visits: tuple[Visit, ...] = ()
    ended_at: datetime | None = None

    @property
    def began_at(self) -> datetime | None:
        """When the caller first joined a queue; None for a call of which only its end is known."""
        return self.visits[0].offered_at if self.visits else None

    @property
    def waiting(self) -> Visit | None:
        """The visit in which the caller waits now, None if they do not."""
        last = self.visits[-1] if self.visits else None
        return last if last is not None and last.end is None and self.ended_at is None else None

    @property
    def live_leg(self) -> Leg | None:
        """The leg that rings or is spoken on now, None if there is none."""
        if self.ended_at is not None or not self.visits:
            return None
        return self.visits[-1].live_leg
