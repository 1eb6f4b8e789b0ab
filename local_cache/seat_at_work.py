"""The operator's side of the telephone at an open seat: their state, a raised hand, what they are told and do."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Future
from typing import TYPE_CHECKING

from hotline.codes import AgentState
from local_cache.futures import done
from local_cache.missed import MissedHere
from local_cache.model import OwnState
from local_cache.seat_inside import SeatInside

if TYPE_CHECKING:
    from hotline.desk_doc import MissedCaller
    from local_cache.model import DeskAct, Hand, KeptState


class AtWork(SeatInside):
    """What the desk tells of its operator, and what is told to them."""

    def note_state(self, own: OwnState, pause: str = "") -> Future[None]:
        """Keep that the operator is in a state from now on, with or without a line; the same one again is kept once.

        `pause` is the reason of the pause that they are in but for calls, empty for none: it is there again after a
        crash (`KeptState.pause`), and the centre is told nothing of it. Fails with `NotSaved`; it is then tried again
        with the next call, in its own time.
        """
        return self._desk_side.note_state(own, pause)

    def last_state(self) -> Future[KeptState | None]:
        """Return the state that the seat is in, as it came back after a crash; None before its first one."""
        return done(self._states.last)

    def put_hand(self, hand: Hand | None) -> Future[None]:
        """Raise a hand for the lead, give it other words, or take it down for None.

        It is up on this seat at once (`SeatStatus.hand`) and at the centre with the next beat; without a line it stays
        up here until there is one. Fails with `NotSaved` when it would not be up after a start anew.
        """
        return self._desk_side.put_hand(hand)

    def desk_act(self, act: DeskAct) -> None:
        """Tell the centre what the operator has done at the desk, now or with the line; the desk need not wait."""
        self._owed.tell(act)
        self._desk_side.tell()

    def say_of_leader(self, leader_day_id: str, words: str, operator_id: str) -> None:
        """Put a sentence into the summary of a leader's day, at the centre as soon as there is a line."""
        self._desk_side.rota.say(leader_day_id, words, operator_id)

    def tell_desk_news(self) -> Future[None]:
        """Tell a desk that is new what was said before it came: what the centre wants to be seen there, and the calls.

        It comes as `DeskNewsChanged` and `CallsHere`, as far as the centre has said anything yet.
        """

        def tell() -> None:
            self._calls.tell()
            self._desk_side.tell()

        return self._pool.submit(tell)

    def take_missed(self, leave_out: Collection[str]) -> Future[MissedCaller | None]:
        """Claim the next caller who gave up, with their number; None when nobody waits to be called back.

        `leave_out` are the calls (ids) of whom a draft is open here. Fails with `NoLine` or `CentreSaid`.
        """
        return self._pool.submit(MissedHere(self._centre, self._desk_side).take_next, leave_out)

    def _note_signed_out(self) -> None:
        last = self._states.last
        if last is not None and last.own.state != AgentState.SIGNED_OUT:
            self._desk_side.note_state(OwnState(AgentState.SIGNED_OUT, last.own.operator_id))
        if self._board.status.hand is not None:
            self._desk_side.put_hand(None)  # it was theirs
