"""The operator's hand on the telephone: answer, hold, hang up, and what is said where the switch cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from hotline.codes import CallEventKind
from local_cache.errors import CentreSaid, NoLine
from local_cache.news import CallEvent, gone
from screens.desk.call import DeskCall
from screens.desk.desk_base import DeskBase
from screens.parts.call_words import missed_words
from wording import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_cache.asking import CallAct

_OVER_THERE = "not-found"
"""What the centre says of a call that it does not have any more: a value of `hotline.wire.Problem`."""


class Telephone(DeskBase):
    """Each act changes the call on the desk at once; the switch is told, and its own word comes as an event."""

    def answer_call(self) -> None:
        """Answer the call that rings."""
        self.desk.call = self.desk.call.after(CallEventKind.ANSWERED, self.now())
        self._act("answer")

    def action_hold(self) -> None:
        """Hold the call, or take it up again."""
        call = self.desk.call
        kind = CallEventKind.RESUMED if call.held_at else CallEventKind.HELD
        self.desk.call = call.after(kind, self.now())
        self._act("resume" if call.held_at else "hold")

    def hang_up(self) -> None:
        """Hang up; the draft stays and the wrap-up clock runs."""
        self.desk.call = self.desk.call.after(CallEventKind.HUNG_UP, self.now())
        self._act("hang_up")

    def _act(self, act: CallAct) -> None:
        self._tell_switch(self.desk.call, act)
        self.keeper.touched()
        self.paint_caller()
        self.paint_status()
        self.paint_keys()

    def _tell_switch(self, call: DeskCall, act: CallAct) -> None:
        if call.call_id:
            future = self.services.seat.call_act(UUID(call.call_id), act)
            self.when_done(future, lambda _: None, lambda error: self._act_failed(call, act, error))

    def _act_failed(self, call: DeskCall, act: CallAct, error: Exception) -> None:
        """Say that the switch was not reached, as long as there is no line and it is the operator who can still do it.

        A hang-up is of a call that may have left the desk already: its caller is there until the telephone is hung up.
        """
        present = self.done.call if self.done else self.desk.call
        if isinstance(error, NoLine) and act == "hang_up":

            def hang_up() -> str:
                return tr("No line: hang up on the telephone itself. The switch is told when the line is back")

            self.unheard = True
            self.say(hang_up, wrong=True, true=lambda: not self.services.seat.status.line_up)
        elif present.call_id != call.call_id:
            return
        elif isinstance(error, CentreSaid) and error.problem == _OVER_THERE:
            if act == "answer" and self.done is None and not self.saving:
                self.desk.call = self.desk.call.not_answered()
            self._is_gone(self.done.call if self.done else self.desk.call)
        elif isinstance(error, NoLine):

            def words() -> str:
                return tr("No line to the switch: do it on the telephone itself; taking down goes on")

            self.say(words, wrong=True, true=lambda: not self.services.seat.status.line_up)
        else:
            self.seat_failed(error)

    def _end(self, call: DeskCall) -> None:
        if call.may_be_live:
            self._tell_switch(call, "hang_up")

    def _is_gone(self, call: DeskCall) -> None:
        """Take in that a call is over of whose end nothing was heard."""
        self.call_event(gone(UUID(call.call_id), rang=call.is_ringing, at=self.now()))

    def _tell_gone(self) -> None:
        desk = self.desk

        def words() -> str:
            return tr("The call is over; when it ended is not known here. What was taken down is kept")

        self.say(words, true=lambda: self.desk is desk and desk.call.end_unknown)

    def _tell_missed(self, was: DeskCall, event: CallEvent, true: Callable[[], bool]) -> None:
        """Say that a ring ended unanswered; the operator is ready for the next one as before."""

        def words() -> str:
            rang_at = was.rang_at or event.at
            return missed_words(event.kind, rang_at, event.at, self.now(), self.zone, exact=event.exact)

        self.say(words, true=true)

    @property
    def only_rings(self) -> bool:
        """Whether nothing lies on the desk but a call that nobody has answered yet."""
        return self.desk.call.is_ringing and self.desk.is_unwritten

    def let_ring_on(self) -> None:
        """Let a call that rings wait for its answer where its draft leaves the desk, so that it stays in sight."""
        call = self.desk.call
        if call.is_ringing:
            self.waiting.insert(0, call)
            self.desk.call = call.number_alone()

    # ---- parts above this one

    def call_event(self, event: CallEvent) -> None:
        """Take what the switch tells about a call at this seat."""
