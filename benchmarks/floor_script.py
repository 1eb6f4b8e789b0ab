"""What happens on a floor where a call comes ten times a second: which seat has which call, and when. Pure.

Moments are seconds of the machine's monotonic clock, which all processes share, after `begin`.
"""

from collections.abc import Iterator
from itertools import count

from hotline.codes import AgentState
from hotline.codes import CallEventKind as Kind

CALLS_A_SECOND = 10
CALL = ((0.0, Kind.OFFERED), (0.1, Kind.RINGING), (2.1, Kind.ANSWERED), (7.0, Kind.HUNG_UP))
"""When after its beginning what happens to each call."""
_STATES = ((0.15, AgentState.RINGING), (2.15, AgentState.TALKING), (7.05, AgentState.WRAP_UP), (10.0, AgentState.READY))
"""When after the beginning of its call a seat says what; of 120 seats each has a call every twelve seconds. Each state
lasts longer than any bar, so that one which is late is seen late and not missed."""


def call_events() -> Iterator[tuple[float, int, Kind]]:
    """Yield moment, number of the call from 0, and kind of each event, oldest first, without end."""
    open_calls: list[tuple[float, int, Kind]] = []
    for call in count():
        begin = call / CALLS_A_SECOND
        open_calls += [(begin + after, call, kind) for after, kind in CALL]
        open_calls.sort()
        while open_calls and open_calls[0][0] <= begin:
            yield open_calls.pop(0)


def seat_states(seat: int, seats: int) -> Iterator[tuple[float, AgentState]]:
    """Yield what a seat (from 0, of so many) says of itself and when, oldest first, without end."""
    yield float("-inf"), AgentState.READY
    for begin in count(seat / CALLS_A_SECOND, seats / CALLS_A_SECOND):
        for after, state in _STATES:
            yield begin + after, state
