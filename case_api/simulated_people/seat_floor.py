"""Many simulated operators together: only those of whom something is due, or who hear something, are stepped."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import heapify, heappop, heappush

from case_api.simulated_people.seat_operator import SeatOperator, Turn
from hotline.call_events import CallEvent


class SeatFloor:
    """Operators by seat. Steps with moments that never go back; thousands of seats cost only what they do."""

    def __init__(self, operators: Iterable[SeatOperator]) -> None:
        self.operators = {each.seat: each for each in operators}
        self._due = [(each.due, each.seat) for each in self.operators.values()]
        heapify(self._due)

    @property
    def due(self) -> datetime | None:
        """Return when there is something to do unless a seat hears of something; None without seats."""
        return self._due[0][0] if self._due else None

    def step(self, now: datetime, events: Iterable[CallEvent] = ()) -> Iterator[tuple[SeatOperator, Turn]]:
        """Go on to a moment, at which seats heard of events; yield who was stepped, with what came of it."""
        heard: dict[str, list[CallEvent]] = defaultdict(list)
        for event in events:
            if event.seat in self.operators and self.operators[event.seat].has_line:
                heard[event.seat].append(event)
        while self._due and self._due[0][0] <= now:
            _, seat = heappop(self._due)
            if self.operators[seat].due <= now:
                heard.setdefault(seat, [])
        for seat, told in heard.items():
            operator = self.operators[seat]
            turn = operator.step(now, told)
            heappush(self._due, (operator.due, seat))
            yield operator, turn
