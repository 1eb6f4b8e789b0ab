"""A simulated switch that is played through: seats answer what rings there, and everything that it told."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from case_api.settings import Simulator
from case_api.telephony.simulator import SimulatedSwitch
from case_api.telephony.switch import CallAct, Staffing
from hotline.call_events import CallEvent, record_of
from hotline.call_record import CallRecord, Leg
from hotline.codes import CallEventKind as Kind

START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""Ten in the morning in China."""
Wish = Callable[[CallEvent], CallAct | None]


def answers(event: CallEvent) -> CallAct | None:
    """Answer whatever rings."""
    return CallAct.ANSWER if event.kind is Kind.RINGING else None


def nobody_answers(_event: CallEvent) -> None:
    """Let it ring."""


def at(seconds: float) -> datetime:
    """Return a moment of the run."""
    return START + timedelta(seconds=seconds)


@dataclass
class Played:
    """What a switch told, in the order in which it was told."""

    switch: SimulatedSwitch
    told: list[CallEvent]

    def of(self, *kinds: Kind) -> list[CallEvent]:
        """Return the events of some kinds."""
        return [event for event in self.told if event.kind in kinds]

    def records(self) -> list[CallRecord]:
        """Return every call, as it is worked out from its events."""
        by_call: dict[UUID, list[CallEvent]] = defaultdict(list)
        for event in self.told:
            by_call[event.call_id].append(event)
        return [record_of(call_id, events) for call_id, events in by_call.items()]

    def legs(self) -> Iterator[Leg]:
        """Yield what each seat had of a call."""
        return (leg for record in self.records() for visit in record.visits for leg in visit.legs)


def play(
    settings: Simulator,
    seconds: float,
    wish: Wish = answers,
    staffed: Mapping[float, Mapping[str, Staffing]] | None = None,
    every: float = 1.0,
) -> Played:
    """Step a switch for some seconds; seats act on its events as `wish` says, a step later.

    `staffed` says at which seconds who may be called.
    """
    switch, fresh = SimulatedSwitch(settings, START), list[CallEvent]()
    played = Played(switch, [])
    staffings = sorted((staffed or {}).items())
    for step in range(int(seconds / every) + 1):
        now = at(step * every)
        wishes = [(event.call_id, wanted) for event in fresh if (wanted := wish(event))]
        while staffings and at(staffings[0][0]) <= now:
            switch.staff(staffings.pop(0)[1], now)
        fresh = calls(switch.step(now))
        for call_id, wanted in wishes:
            fresh += calls(switch.act(call_id, wanted, now))
        played.told += fresh
    return played


def calls(told: Iterable[object]) -> list[CallEvent]:
    """Return what was told of calls."""
    return [each for each in told if isinstance(each, CallEvent)]
