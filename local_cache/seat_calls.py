"""The calls that are at the seat now, known whether or not a desk is up to hear of them.

The switch tells the seat's thread, and this is where it is kept: a desk that opens is told all of it, and what the
centre does not name when its stream begins is over, whoever missed the end. Nothing of it is on disk: the calls of a
program that ended lie in the drafts, and are held against the first stream of the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from hotline.codes import CallEventKind
from local_cache.news import OVER_AT_THE_SEAT, CallEvent, CallsHere, News, gone

if TYPE_CHECKING:
    from local_cache.asking import CallAct

_DONE_HERE: dict[Literal["answer", "hold", "resume"], CallEventKind] = {
    "answer": CallEventKind.ANSWERED,
    "hold": CallEventKind.HELD,
    "resume": CallEventKind.RESUMED,
}


class SeatCalls:
    """Keeps them for one seat, and tells of them. Everything here may be called from any thread and returns at once.

    `hides` says of a call and the kind of its event that the operator has ended it: that is no news.
    """

    def __init__(
        self, hides: Callable[[UUID, str], bool], tell: Callable[[News], None], now: Callable[[], datetime]
    ) -> None:
        self._hides = hides
        self._tell = tell
        self._now = now
        self._gate = RLock()
        """Events come in one thread and questions in others: who tells later is to tell the newer."""
        self._told: dict[UUID, tuple[CallEvent, ...]] = {}
        self._known = False

    def heard(self, event: CallEvent) -> None:
        """Take in what the switch tells of a call here, and pass it on."""
        if self._hides(event.call_id, event.kind):
            return
        with self._gate:
            self._keep(event)
            self._tell(event)

    def named(self, live: Collection[UUID]) -> None:
        """Take in which calls the centre has at this seat, at a stream's beginning: the end of any other was missed."""
        with self._gate:
            self._known = True
            for call_id in [each for each in self._told if each not in live]:
                rang = self._told[call_id][-1].kind == CallEventKind.RINGING
                self.heard(gone(call_id, rang=rang, at=self._now()))
            self.tell()

    def tell(self) -> None:
        """Tell which calls are here, as for a desk that is new; nothing before the centre has said it once."""
        with self._gate:
            if self._known:
                self._tell(CallsHere(tuple(event for told in self._told.values() for event in told)))

    def done_here(self, call_id: UUID, act: CallAct) -> None:
        """Take in what the operator does with a call: the switch may not tell it before the next desk asks."""
        with self._gate:
            told = self._told.get(call_id)
            if act == "hang_up":
                self.forget(call_id)
            elif told:
                self._keep(replace(told[-1], kind=_DONE_HERE[act], at=self._now()))

    def forget(self, call_id: UUID) -> None:
        """Let go of a call that is over."""
        with self._gate:
            self._told.pop(call_id, None)

    def _keep(self, event: CallEvent) -> None:
        if event.kind in OVER_AT_THE_SEAT:
            self.forget(event.call_id)
        elif event.kind == CallEventKind.RINGING:
            self._told[event.call_id] = (event,)  # where it rang here before, it has been elsewhere since
        elif event not in (told := self._told.get(event.call_id, ())):
            self._told[event.call_id] = (*told, event)
