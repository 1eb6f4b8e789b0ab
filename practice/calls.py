"""Parts the record of a session into its calls, each with all that happened in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hotline.codes import PracticeKind
from practice.record import (
    Act,
    Asked,
    CallerSaid,
    CallStep,
    CameBack,
    Event,
    KeyPressed,
    LineChanged,
    Record,
    Step,
    TextRead,
)


@dataclass(slots=True)
class CallRecord:
    """One call: milliseconds of the session's clock, None for what has not happened.

    `keys` are those from the ring until the trainee was ready; an act stands with the call that it belongs to, also
    one that was made after it. `end` is the last moment that belongs to the call. `ended_by` is who hung up, `caller`
    or `trainee`, empty where that is not known.
    """

    number: int
    scenario: str
    rang: int
    answered: int | None = None
    hung_up: int | None = None
    ready: int | None = None
    end: int = 0
    ended_by: str = ""
    keys: list[KeyPressed] = field(default_factory=list)
    said: list[CallerSaid] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    read: list[TextRead] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    line: list[LineChanged] = field(default_factory=list)
    away: list[tuple[int, int]] = field(default_factory=list)
    """From when to when the program was not there, where that counts as no time: in all but an exam."""

    def lasted(self, begin: int, end: int) -> int:
        """Return the milliseconds from one moment to another, never below 0, without the time away."""
        away = sum(max(0, min(end, until) - max(begin, since)) for since, until in self.away)
        return max(0, end - begin - away)


def calls_of(record: Record) -> tuple[CallRecord, ...]:
    """Return the calls in the order in which they rang.

    What can be left for another time does not count the time until then; the clock of an exam goes on.
    """
    calls = tuple(_calls(record.events))
    if record.head.kind is not PracticeKind.EXAM:
        away = [(each.ms - each.away_ms, each.ms) for each in record.events if isinstance(each, CameBack)]
        for call in calls:
            call.away = away
    return calls


def _calls(events: Iterable[Event]) -> Iterator[CallRecord]:
    calls: dict[int, CallRecord] = {}
    call: CallRecord | None = None
    for event in events:
        if isinstance(event, CallStep):
            if event.step is Step.RING:
                call = calls.setdefault(event.call, CallRecord(event.call, event.scenario, event.ms, end=event.ms))
            elif event.call in calls:
                _step(calls[event.call], event)
        elif call is not None:
            _put(calls.get(event.call, call) if isinstance(event, Act) else call, event)
    yield from calls.values()


def _step(call: CallRecord, event: CallStep) -> None:
    if event.step is Step.ANSWERED:
        call.answered = event.ms
    elif event.step is Step.HUNG_UP:
        call.hung_up, call.ended_by = event.ms, event.by
    elif event.step is Step.READY:
        call.ready = event.ms
    call.end = max(call.end, event.ms)


def _put(call: CallRecord, event: Event) -> None:
    if isinstance(event, Act):
        call.acts.append(event)  # a parked draft may be saved when the call is long over
        return
    if call.ready is not None:
        return
    match event:
        case KeyPressed():
            call.keys.append(event)
        case CallerSaid():
            call.said.append(event)
        case Asked():
            call.asked.append(event)
        case TextRead():
            call.read.append(event)
        case LineChanged():
            call.line.append(event)
    call.end = max(call.end, event.ms)
