"""The operator's own state as it goes to disk and centre, and pauses: begun with a reason, ended by Enter.

A pause that a call comes into goes on after it as one that was asked for in the call: both are kept with the state
that the operator is in, so that a crash loses neither.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.codes import AgentState
from local_cache.model import LOCKED
from screens.desk.own_state import CALLING_BACK, Pause
from screens.desk.seat_words import SeatWords
from screens.desk.status import pause_words
from screens.parts.ask import Choose, Option
from screens.parts.case_words import coded
from widgets.clock_text import minutes
from wording import tr

if TYPE_CHECKING:
    from datetime import datetime

    from local_cache.model import KeptState, OwnState
    from screens.desk.call import DeskCall

_AFTER_AN_ANSWER = frozenset({AgentState.TALKING, AgentState.HELD, AgentState.WRAP_UP})


class Pauses(SeatWords):
    """What the top line says of the operator is what the centre is told: both come from `own_state`."""

    def __init__(self) -> None:
        super().__init__()
        self.came_back = False
        """Whether it is known what the seat was in before: nothing is noted, or done for others, until then."""
        self._noted: tuple[OwnState, datetime] | None = None
        """What was noted last, and since when the operator is in it."""

    # ---- what is noted

    def paint_status(self) -> None:
        """Note what the operator is in, and paint it."""
        self.note_state()
        super().paint_status()

    def note_state(self) -> None:
        """Keep what the operator is in, once it is known what they came back in; the seat keeps the same one once."""
        self.settle()
        if self.came_back and self.operator and not self.services.signing_out:
            pause = self.pause.reason if self.pause is not None else self.next_pause
            own = self.own_state()
            if self._noted is None or self._noted[0] != own:
                self._noted = own, self.now()
            self.services.seat.note_state(own, pause or "")

    @property
    def shown_pause(self) -> Pause | None:
        """A call-back within the pause for call-backs is that pause: its clock goes on, as on the board."""
        own = self.own_state()
        calls_back = own.state is AgentState.PAUSED and own.reason == CALLING_BACK
        return self._pause_of(CALLING_BACK) if calls_back else super().shown_pause

    def _pause_of(self, reason: str) -> Pause:
        """Return a pause for `reason`, which began before if that is what was noted last."""
        if self._noted is not None:
            own, since = self._noted
            if (own.state, own.operator_id, own.reason) == (AgentState.PAUSED, self.operator, reason):
                return Pause(reason, since)
        return Pause(reason, self.now())

    def settle(self) -> None:
        """Do what was to wait until nobody calls and nothing is left to be done of a call."""
        if self.pause is not None and self.present.state is not AgentState.READY:
            self.next_pause, self.pause = self.pause.reason, None
            self.paint_caller()
        if self.next_pause is not None and self.is_calm:
            reason, self.next_pause = self.next_pause, None
            self.pause = self._pause_of(reason)
            self.paint_caller()  # it promised a call

    @property
    def is_calm(self) -> bool:
        """Whether no call is on, rings, or is being wrapped up."""
        return self.present.state is AgentState.READY and not self.saving

    def load_state(self) -> None:
        """Read what the seat was in when the program ended: a pause goes on, and a wrap-up keeps its clock."""
        self.when_done(self.services.seat.last_state(), self._state_came)

    def _state_came(self, last: KeptState | None) -> None:
        self.came_back = True
        if last is not None and last.own.operator_id == self.operator:
            self._noted = last.own, last.since
            if last.own.state in _AFTER_AN_ANSWER and self.done is None and self.desk.is_blank and not self.waiting:
                self.tell_not_left(last.own.call_id)
            done = self.done
            if done is not None and last.own.call_id == done.call.call_id:
                done.call = _as_it_was(done.call, last)
            if last.pause and self.pause is None and self.next_pause is None:  # else they have chosen anew meanwhile
                self._go_on_with(last)
            self.tell_done()
        self.paint_all()

    def _go_on_with(self, last: KeptState) -> None:
        if last.own.state is AgentState.PAUSED and last.own.reason == last.pause and self.is_calm:
            self.pause = Pause(last.pause, last.since)
            return
        self.next_pause = last.pause
        self.settle()
        if self.says_nothing:  # a number to dial or to read out goes before it
            self._tell_next_pause()

    # ---- pausing

    def action_pause(self) -> None:
        """Ask why, and take no calls from then on; in a pause, end it; before the end of a call, call it off."""
        if self.pause is not None:
            self.end_pause()
            return
        if self.next_pause is not None:
            self.next_pause = None
            self.say(lambda: tr("No pause after this call"), true=lambda: self.next_pause is None)
            self.tell_done()
            self.paint_all()
            return
        listed = (each.code for each in self.pack.code_lists.get("pause_reason", ()))
        reasons = [each for each in listed if each != LOCKED]

        def options() -> list[Option]:
            return [Option(each, coded(self.pack, "pause_reason", each)) for each in reasons]

        def heading() -> str:
            return tr("Pause: why?") if self.is_calm else tr("Pause as soon as this call is done: why?")

        if reasons and self.takes_calls:
            self.app.push_screen(Choose(heading, options), self._pause_chosen)

    def _pause_chosen(self, reason: str | None) -> None:
        if reason is not None:
            self.pause_for(reason)

    def pause_for(self, reason: str) -> None:
        """Take no calls for a reason, from now on or as soon as the present call is done."""
        self.next_pause = reason
        self.settle()
        if self.next_pause is not None:
            self._tell_next_pause()
            self.tell_done()
        self.paint_all()

    def _tell_next_pause(self) -> None:
        reason = self.next_pause

        def words() -> str:
            key, pause = self.key_of("pause"), pause_words(self.pack, reason or "")
            return tr("{pause}: as soon as this call is done. Call it off: {key}").format(pause=pause, key=key)

        if reason is not None:
            self.say(words, true=lambda: self.next_pause == reason)

    def end_pause(self) -> None:
        """Take calls again."""
        pause, self.pause = self.pause, None
        if pause is None:
            return
        length = minutes((self.now() - pause.since).total_seconds())
        words = pause_words(self.pack, pause.reason)

        def ended() -> str:
            return tr("Ready again. {pause}: {length}").format(pause=words, length=length)

        self.say(ended, true=lambda: self.pause is None and self.desk.is_blank)
        self.paint_all()

    def action_next_call(self) -> None:
        """End a pause before anything else: who asks for a call takes calls."""
        if self.is_paused and self.done is None and self.desk.is_blank:
            self.end_pause()
        else:
            super().action_next_call()


def _as_it_was(call: DeskCall, last: KeptState) -> DeskCall:
    """Return the call of what was saved before the program ended as the operator had it then.

    One that the switch knows goes on as the switch says; of one opened by hand nothing more will be heard.
    """
    if last.own.state is AgentState.WRAP_UP:
        ended_at = None if call.end_unknown else call.ended_at
        return replace(call, ended_at=ended_at or last.since, end_unknown=False)
    if last.own.state is AgentState.TALKING and not call.call_id:
        return replace(call, answered_at=last.since)
    return call
