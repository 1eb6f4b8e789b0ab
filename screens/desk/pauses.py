"""The operator's own state as it goes to disk and centre, and pauses: begun with a reason, ended by Enter."""

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
    from local_cache.model import KeptState, OwnState


class Pauses(SeatWords):
    """What the top line says of the operator is what the centre is told: both come from `own_state`."""

    def __init__(self) -> None:
        super().__init__()
        self._noted: OwnState | None = None
        self.came_back = False
        """Whether it is known what the seat was in before: nothing is noted, or done for others, until then."""

    # ---- what is noted

    def paint_status(self) -> None:
        """Note what the operator is in, and paint it."""
        self.note_state()
        super().paint_status()

    def note_state(self) -> None:
        """Keep what the operator is in, once it is known what they came back in; the seat keeps the same one once."""
        self.settle()
        own = self.own_state()
        if not self.came_back or not self.operator or self.services.signing_out:
            return
        if own != self._noted:
            before = self._noted and replace(self._noted, leader_day_id=own.leader_day_id)
            if self.pause is not None and own.state is AgentState.PAUSED and before not in (None, own):
                self.pause = replace(self.pause, since=self.now())  # a call came between: its clock begins anew
            self._noted = own
        self.services.seat.note_state(own)

    def settle(self) -> None:
        """Do what was to wait until nobody calls and nothing is left to be done of a call."""
        if self.next_pause is not None and self.is_calm:
            reason, self.next_pause = self.next_pause, None
            self.pause = Pause(reason, self.now())
            self.paint_caller()  # it promised a call

    @property
    def is_calm(self) -> bool:
        """Whether no call is on, rings, or is being wrapped up."""
        return self.present[0].state is AgentState.READY and self.done is None and not self.saving

    def load_state(self) -> None:
        """Read what the seat was in when the program ended: a pause goes on, and a wrap-up keeps its clock."""
        self.when_done(self.services.seat.last_state(), self._state_came)

    def _state_came(self, last: KeptState | None) -> None:
        self.came_back = True
        if last is not None and last.own.operator_id == self.operator:
            done = self.done
            if last.own.state is AgentState.PAUSED and last.own.reason != LOCKED and not self._is_call_back(last):
                self.pause = Pause(last.own.reason, last.since)
                self._noted = last.own
            elif done is not None and last.own.state is AgentState.WRAP_UP and last.own.call_id == done.call.call_id:
                done.call = replace(done.call, ended_at=done.call.ended_at or last.since)
                self.tell_done()
        self.paint_all()

    def _is_call_back(self, last: KeptState) -> bool:
        """Whether a pause was none but that of the call-back on the desk, which ends with it: it began with it."""
        call = self.desk.call
        began = call.answered_at if call.missed_id and call.is_live else None
        return last.own.reason == CALLING_BACK and began is not None and last.since >= began

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
            self.paint_keys()
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

            def words() -> str:
                key, pause = self.key_of("pause"), pause_words(self.pack, reason)
                return tr("{pause}: as soon as this call is done. Call it off: {key}").format(pause=pause, key=key)

            self.say(words, true=lambda: self.next_pause == reason)
            self.tell_done()
        self.paint_all()

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
        if self.is_paused and self.desk.is_blank:
            self.end_pause()
        else:
            super().action_next_call()
