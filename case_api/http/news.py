"""News inside one API process: who waits for which scopes, which seat's telephone tells what.

A commit tells it from a worker thread; event streams and long polls wait on the loop. Nothing is kept here that the
database does not hold: who missed something pulls.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from case_api.identity import Device
from hotline.wire import CallEventOut

_MOST_CALL_EVENTS = 256
"""A seat has one call at a time; a stream that is this far behind is dead."""


class Ear:
    """One waiting stream or long poll. `wake` is set when there is something, or when it has to end."""

    def __init__(self, device: Device, scopes: Collection[str] | None = None) -> None:
        """Listen for a device, in these of its scopes or in all."""
        self.device = device
        self.scopes = device.scopes() if scopes is None else device.scopes().intersection(scopes)
        self.is_stream = scopes is None
        self.wake = asyncio.Event()
        self.ended = False
        self._poked: set[str] = set()
        self._nudged: set[str] = set()
        self._pos = 0
        self._calls_known = 0
        self._calls: deque[tuple[int, CallEventOut]] = deque(maxlen=_MOST_CALL_EVENTS)

    def poke(self, scopes: frozenset[str], pos: int) -> None:
        """Take in that some scopes have news up to a position of the feed."""
        mine = scopes & self.scopes
        if mine:
            self._poked |= mine
            self._pos = max(self._pos, pos)
            self.wake.set()

    def nudge(self, scope: str) -> None:
        """Take in that there is news in a scope that has no feed: whoever is told asks for all of it."""
        self._nudged.add(scope)
        self.wake.set()

    def nudged(self) -> list[str]:
        """Return the scopes of that kind that had news since it was last asked."""
        nudged = sorted(self._nudged)
        self._nudged.clear()
        return nudged

    def ring(self, n: int, event: CallEventOut) -> None:
        """Take in event number `n` of the switch, where it is about this seat's telephone."""
        if event.seat == self.device.seat:
            self._calls.append((n, event))
            self.wake.set()

    def forget_calls(self, up_to: int) -> None:
        """Forget the events up to a number: what there is to say of them has been read from the database."""
        self._calls_known = up_to

    def end(self) -> None:
        """Let whoever waits come to an end."""
        self.ended = True
        self.wake.set()

    def heard(self) -> tuple[list[str], int, list[CallEventOut]]:
        """Return poked scopes, the newest position and call events since it was last asked."""
        calls = [event for n, event in self._calls if n > self._calls_known]
        heard = (sorted(self._poked), self._pos, calls)
        self._poked.clear()
        self._calls.clear()
        self.wake.clear()
        if self.ended:
            self.wake.set()
        return heard


class News:
    """Spreads news to the ears of one process. Every method but `tell` belongs to the loop."""

    def __init__(self, most_of_a_device: int) -> None:
        """Let at most so many of each device wait; one more ends its oldest."""
        self._most = most_of_a_device
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ears: set[Ear] = set()
        self._waiting: dict[UUID, list[Ear]] = {}
        self._told: dict[str, int] = {}
        self.closed = False

    def start(self) -> None:
        """Bind to the running loop."""
        self._loop = asyncio.get_running_loop()

    def tell(self, scopes: frozenset[str], pos: int) -> None:
        """Say from any thread that a commit put news into these scopes, up to `pos`."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self.spread, scopes, pos)

    def spread(self, scopes: frozenset[str], pos: int) -> None:
        """Wake everybody who waits for one of the scopes and was not told of `pos` before."""
        fresh = frozenset(scope for scope in scopes if self._told.get(scope, 0) < pos)
        self._told.update(dict.fromkeys(fresh, pos))
        for ear in self._ears if fresh else ():
            ear.poke(fresh, pos)

    def nudge(self, scope: str, concerned: Callable[[Device], bool]) -> None:
        """Tell the streams of the devices that it concerns of news in a scope that has no feed."""
        for ear in self._ears:
            if ear.is_stream and concerned(ear.device):
                ear.nudge(scope)

    def wake_streams(self, concerned: Callable[[Device], bool]) -> None:
        """Let the streams of the devices that it concerns look at what they tell besides pokes and calls."""
        for ear in self._ears:
            if ear.is_stream and concerned(ear.device):
                ear.wake.set()

    def has_leads(self) -> bool:
        """Say whether a device with a lead follows a stream."""
        return any(ear.is_stream and ear.device.lead for ear in self._ears)

    def ring(self, n: int, event: CallEventOut) -> None:
        """Pass on telephone event number `n` to the streams of its seat."""
        for ear in self._ears:
            ear.ring(n, event)

    def keep(self, allowed: frozenset[UUID], leads: frozenset[UUID]) -> None:
        """End the streams of devices that were revoked, and of those that gained or lost a lead.

        A stream that ends is opened again by its seat, with the scopes that are right then.
        """
        for ear in self._ears:
            device = ear.device
            if device.device_id not in allowed or device.lead != (device.device_id in leads):
                ear.end()

    @contextmanager
    def listening(self, ear: Ear) -> Iterator[Ear]:
        """Listen with an ear while the block runs."""
        device_id = ear.device.device_id
        of_device = self._waiting.setdefault(device_id, [])
        of_device.append(ear)
        self._ears.add(ear)
        for surplus in of_device[: -self._most]:
            surplus.end()
        if self.closed:
            ear.end()
        try:
            yield ear
        finally:
            self._ears.discard(ear)
            of_device.remove(ear)
            if not of_device:
                del self._waiting[device_id]

    def streams(self) -> int:
        """Return how many are waiting."""
        return len(self._ears)

    def close(self) -> None:
        """End everybody who waits, now and from now on."""
        self.closed = True
        for ear in self._ears:
            ear.end()
