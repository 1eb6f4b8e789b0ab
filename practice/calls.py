"""Parts the record of a session into its calls, each with all that happened in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from practice.record import Act, Asked, CallerSaid, CallStep, Event, KeyPressed, LineChanged, Record, Step, TextRead


@dataclass(slots=True)
class CallRecord:
    """One call: milliseconds of the session's clock, None for what has not happened.

    `keys` are those from the ring until the trainee was ready; an act stands with the call that it belongs to, also
    one that was made after it. `end` is the last moment that belongs to the call.
    """

    number: int
    scenario: str
    rang: int
    answered: int | None = None
    hung_up: int | None = None
    ready: int | None = None
    end: int = 0
    keys: list[KeyPressed] = field(default_factory=list)
    said: list[CallerSaid] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    read: list[TextRead] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    line: list[LineChanged] = field(default_factory=list)


def calls_of(record: Record) -> tuple[CallRecord, ...]:
    """Return the calls in the order in which they rang."""
    return tuple(_calls(record.events))


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
        call.hung_up = event.ms
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
