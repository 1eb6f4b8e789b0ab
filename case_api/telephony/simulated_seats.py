"""The seats of a simulated switch: who answers for which queue, and who of them has been free the longest."""

from collections.abc import Iterable, Mapping

from case_api.telephony.switch import Staffing

_AWAY = Staffing(available=False)


class SimulatedSeats:
    """Seats by name. `unasked` may be called until something is said of them.

    A seat is free while it may be called and is not `taken`. The seats of a queue become free one after another, so
    that the first of those that still are has been so the longest.
    """

    def __init__(self, unasked: Iterable[str]) -> None:
        self._staffing = {seat: Staffing(available=True) for seat in unasked}
        self._taken: set[str] = set()
        self._free: dict[str, dict[str, int]] = {}
        self._times = 0
        self.staffed = len(self._staffing)
        """How many seats may be called, whether they are free or not."""
        for seat in self._staffing:
            self._offer(seat)

    def answers(self, queue: str) -> bool:
        """Say whether any seat answers for a queue, though it may be away just now."""
        return any(each.queue == queue for each in self._staffing.values())

    def staff(self, seats: Mapping[str, Staffing]) -> list[str]:
        """Take in who may be called, and return who has become free by it, in the order of their names."""
        known = self._staffing
        # Asked first whether it is the very same: all seats are given whenever one of thousands has changed.
        changed = sorted(seat for seat, each in seats.items() if known.get(seat) is not each != known.get(seat))
        for seat in changed:
            before, after = known.get(seat, _AWAY), seats[seat]
            if before.available and (not after.available or after.queue != before.queue):
                self._free.get(before.queue, {}).pop(seat, None)
            self.staffed += after.available - before.available
            known[seat] = after
        return [seat for seat in changed if self._offer(seat)]

    def queue_of(self, seat: str) -> str:
        """Return for which queue a seat answers."""
        return self._staffing[seat].queue

    def free_since(self, seat: str) -> int:
        """Return a number that stands for the time that a seat has been free without a break, 0 while it is not."""
        return self._free_beside(seat).get(seat, 0)

    def take(self, queue: str, wanted: str) -> str:
        """Take `wanted` if it is free in a queue, else who has been free there the longest; empty where nobody is."""
        free = self._free.get(queue, {})
        seat = wanted if wanted in free else next(iter(free), "")
        if seat:
            free.pop(seat)
            self._taken.add(seat)
        return seat

    def give_back(self, seat: str) -> bool:
        """Let a seat be called again that was taken; say whether it is free now."""
        self._taken.discard(seat)
        return self._offer(seat)

    def _offer(self, seat: str) -> bool:
        free = self._free_beside(seat)
        if seat in free or seat in self._taken or not self._staffing[seat].available:
            return False
        self._times += 1
        free[seat] = self._times
        return True

    def _free_beside(self, seat: str) -> dict[str, int]:
        return self._free.setdefault(self._staffing[seat].queue, {})
