"""What a simulated operator does with what their desk is told: reads notices, obeys orders, calls back who gave up."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from random import Random
from uuid import UUID

from case_api.simulated_people.habits import Range
from hotline.desk_doc import DeskNews, SeatOrder

_READS_S: Range = (3.0, 60.0)
_NEVER_READS = 0.1
"""A share of the notices is left unread: a lead has somebody to ask."""
_SEES_S: Range = (3.0, 15.0)
_OBEYS_S: Range = (1.0, 4.0)
_CALLS_S: Range = (20.0, 90.0)
_REACHED = 0.7


class DeskActKind(StrEnum):
    """What is said at a desk. `PICK`: claim the caller who gave up first and whom nobody has claimed."""

    READ = "read"
    SEEN = "seen"
    DONE = "done"
    PICK = "pick"
    CLAIM = "claim"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class DeskAct:
    """Something said at a desk about a notice, a hand, an order or a call; `about` is None where none is named."""

    kind: DeskActKind
    about: UUID | None = None
    reached: bool = False


class DeskManners:
    """One operator's ways. `later` does something after a drawn time, under a name by which it replaces itself.

    `obey` takes an order and says whether it is done; one that is not waits, as on a console, for `at_rest`.
    `answered` is told that the raised hand has its answer.
    """

    def __init__(
        self, draw: Random, later: Callable[[str, Range, Callable[[], None]], None], obey: Callable[[SeatOrder], bool],
        answered: Callable[[], None],
    ) -> None:  # fmt: skip
        self._draw = draw
        self._later = later
        self._obey = obey
        self._answered = answered
        self._known: set[UUID] = set()
        self._calls_back = False
        self._waiting: list[SeatOrder] = []
        self._said: list[DeskAct] = []

    def take_said(self) -> tuple[DeskAct, ...]:
        """Return what has been said since this was asked last."""
        said, self._said = tuple(self._said), []
        return said

    def hear(self, news: DeskNews) -> None:
        """Take in what the centre wants to be seen at the desk; what was seen before changes nothing."""
        for notice in news.notices:
            if self._is_new(notice.notice_id) and self._draw.random() >= _NEVER_READS:
                self._say_later(_READS_S, DeskAct(DeskActKind.READ, notice.notice_id))
        if news.hand is not None and self._is_new(news.hand.hand_id):
            self._later(str(news.hand.hand_id), _SEES_S, partial(self._see_answer, news.hand.hand_id))
        for order in news.orders:
            if self._is_new(order.order_id):
                self._later(str(order.order_id), _OBEYS_S, partial(self._do_order, order))
        for caller in news.claimed:
            if not caller.number and self._is_new(caller.call_id):
                self._say_later(_OBEYS_S, DeskAct(DeskActKind.CLAIM, caller.call_id))

    def at_rest(self) -> None:
        """Do what waited: no call is on, rings, or is being wrapped up."""
        waiting, self._waiting = self._waiting, []
        for order in waiting:
            self._later(str(order.order_id), _OBEYS_S, partial(self._do_order, order))

    def begin_to_call_back(self) -> None:
        """Call back who gave up, one after another, until told to end."""
        self._calls_back = True
        self._said.append(DeskAct(DeskActKind.PICK))

    def end_to_call_back(self) -> None:
        """Begin with nobody else."""
        self._calls_back = False

    def claimed(self, call_id: UUID) -> None:
        """Hear that a caller is this seat's to call back."""
        self._known.add(call_id)
        self._later(str(call_id), _CALLS_S, partial(self._try, call_id))

    def _try(self, call_id: UUID) -> None:
        self._said.append(DeskAct(DeskActKind.TRIED, call_id, reached=self._draw.random() < _REACHED))
        if self._calls_back:
            self._said.append(DeskAct(DeskActKind.PICK))

    def _see_answer(self, hand_id: UUID) -> None:
        self._said.append(DeskAct(DeskActKind.SEEN, hand_id))
        self._answered()

    def _do_order(self, order: SeatOrder) -> None:
        if self._obey(order):
            self._said.append(DeskAct(DeskActKind.DONE, order.order_id))
        else:
            self._waiting.append(order)

    def _say_later(self, after_s: Range, act: DeskAct) -> None:
        self._later(str(act.about), after_s, lambda: self._said.append(act))

    def _is_new(self, known: UUID) -> bool:
        new = known not in self._known
        self._known.add(known)
        return new
