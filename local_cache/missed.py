"""Callers who gave up and are called back from this seat (漏接回拨): which one is next, and that it is ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from hotline.lead_acts_doc import ActRefusal
from hotline.wire import Problem
from local_cache import board_questions
from local_cache.errors import CentreSaid

if TYPE_CHECKING:
    from uuid import UUID

    from hotline.desk_doc import MissedCaller
    from local_cache.asking import Centre
    from local_cache.desk_side import DeskSide

_GONE = frozenset({ActRefusal.CALLER_CLAIMED, ActRefusal.CALLER_SETTLED})
"""Somebody else was quicker: the next one is asked for."""


class MissedHere:
    """Asks and claims at the centre, in the name of who is signed in. Its methods block."""

    def __init__(self, centre: Centre, desk: DeskSide) -> None:
        self._centre = centre
        self._desk = desk

    def take_next(self, leave_out: Collection[str]) -> MissedCaller | None:
        """Claim the next caller and return them with their number, None when nobody waits.

        Those that the seat has claimed go first; `leave_out` are calls (ids) of which a draft is open here already.
        Raises `NoLine` and `CentreSaid`.
        """
        mine = [each for each in self._desk.claimed if str(each.call_id) not in leave_out]
        if mine and mine[0].number:
            return mine[0]
        for call_id in self._candidates(mine, leave_out):
            try:
                return self._claim(call_id)
            except CentreSaid as said:
                if said.code not in _GONE and said.problem != Problem.NOT_FOUND:
                    raise
        return None

    def _claim(self, call_id: UUID) -> MissedCaller:
        act = board_questions.claim(call_id)
        return self._centre.ask(lambda line, proof: line.board_act(act, proof))

    def _candidates(self, mine: list[MissedCaller], leave_out: Collection[str]) -> Iterator[UUID]:
        yield from (each.call_id for each in mine)
        question = board_questions.missed_callers()
        for each in self._centre.ask(lambda line, proof: line.board(question, proof)).callers:
            if not each.seat and str(each.call_id) not in leave_out:
                yield each.call_id
