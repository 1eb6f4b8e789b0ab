"""What happens in a practice session while it goes on: who rings and speaks, what the desk does, when the line goes.

`practice.session.PracticeSession` stands on it and is what the program calls.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from local_cache.ids import new_id
from practice import due
from practice.centre.line import LineState
from practice.desk_steps import DeskSteps
from practice.record import CallerSaid, CallStep, Event, LineChanged, Step
from practice.session_parts import TOLD, SessionParts
from practice.session_state import Phase

if TYPE_CHECKING:
    from local_cache.model import KeptState
    from local_cache.seat import Seat


class SessionInside:
    """The parts of a session that goes on.

    Every method with `_` is called with the gate held, but `_tell` and `_speak`.
    """

    def __init__(self, parts: SessionParts) -> None:
        self.folder = parts.folder
        self.plan = parts.plan
        self.clock = parts.clock
        self.centre = parts.centre
        self._scenarios = parts.scenarios
        self._record = parts.record
        self._state = parts.state
        self._gate = threading.RLock()
        self._seat: Seat | None = None
        self._told: list[Callable[[], None]] = []
        self._changed = False
        self._desk = DeskSteps()
        self._ending = False
        self.record_ok = True
        """Whether all that has happened is in the record on disk."""

    @property
    def phase(self) -> Phase:
        """Return where the present call is."""
        return self._state.phase

    @property
    def is_ready(self) -> bool:
        """Say whether the trainee is ready at the desk, so that a caller may ring."""
        with self._gate:
            return self._desk.is_ready(self._own_state())

    def _ms(self) -> int:
        return max(self.clock.ms(), self._state.last_ms)

    def _put(self, event: Event, *, is_news: bool = True) -> None:
        try:
            self._record.put(event)
            self.record_ok = True
        except OSError:  # it goes with the next event that finds room
            self.record_ok = False
        self._state.take(event)
        self._changed = self._changed or is_news

    def _tell(self) -> None:
        with self._gate:
            changed, self._changed = self._changed, False
        if changed:
            for told in tuple(self._told):
                told()

    def _speak(self, said: Callable[[int], Event]) -> bool:
        """Record what is said where somebody hears it; return whether that is so."""
        with self._gate:
            self._look_at_desk()
            ms = self._ms()
            self._caller_speaks(ms)
            is_heard = self._state.phase is Phase.TALKING and not self._state.ended
            if is_heard:
                self._put(said(ms))
        self._tell()
        return is_heard

    def _step(self, step: Step, ms: int, by: str = "") -> None:
        """Record a step of the present call, and let the switch know what it has not heard from the seat."""
        call = self._state.call
        if call is None:
            return
        self._put(CallStep(max(ms, self._state.last_ms), step, call.number, by=by))
        if step in TOLD:
            self.centre.happened(TOLD[step], self.clock.moment(ms))

    def _look_at_desk(self) -> None:
        """Take from the operator's own state what became of the call at the desk."""
        kept = self._own_state()
        if kept is None:
            return
        since = self.clock.ms_of(kept.since)
        while (step := self._desk.step(kept, since, self._state)) is not None:
            self._step(step, since, "trainee" if step is Step.HUNG_UP else "")

    def _own_state(self) -> KeptState | None:
        return self._seat.last_state().result() if self._seat else None

    def _caller_speaks(self, ms: int) -> None:
        state = self._state
        call, caller = state.call, state.caller
        if call is None or caller is None or state.phase in (Phase.IDLE, Phase.WRAP_UP):
            return
        english = self.plan.language == "en"
        for said in state.fall_due(ms):
            text = said.words.en if english else said.words.zh
            self._put(CallerSaid(max(said.ms, state.last_ms), said.code, text))
        gone = due.caller_went(state, ms)
        if gone is not None:
            self._desk.caller_went(self._own_state())
            self._step(Step.HUNG_UP, gone, "caller")

    def _line(self, ms: int) -> None:
        """Cut the line where it is due, and let it come back."""
        if due.line_changes(self.plan, self._state, ms):
            self._put(LineChanged(ms, up=self._state.line_down_at is not None))
            self._set_line()

    def _set_line(self) -> None:
        cut = due.cut_of(self.plan, self._state)
        if self._state.line_down_at is None or cut is None:
            self.centre.line.set(LineState.UP)
        else:
            self.centre.line.set(LineState.SILENT if cut.silent else LineState.CUT)

    def _ring(self, ms: int) -> None:
        planned = due.next_ring(self.plan, self._state, ms)
        if planned is None or self._ending or not self._desk.is_ready(self._own_state()):
            return
        scenario = self._scenarios[planned.scenario]
        call_id, number, place = new_id(), scenario.caller.phone, len(self._state.calls) + 1
        self._put(CallStep(ms, Step.RING, place, scenario=scenario.code, call_id=str(call_id), number=number))
        self.centre.ring(call_id, number, self.clock.moment(ms))
