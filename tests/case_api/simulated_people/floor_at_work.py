"""Simulated operators at a simulated switch, without a centre between them: beats become who may be called."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from case_api.settings import Simulator
from case_api.simulated_people.habits import Habits
from case_api.simulated_people.seat_floor import SeatFloor
from case_api.simulated_people.seat_operator import SeatOperator
from case_api.telephony.simulator import SimulatedSwitch
from case_api.telephony.switch import Staffing
from hotline.call_events import CallEvent
from hotline.codes import AgentState, CallEventKind
from hotline.desk_doc import Beat, StateChange
from tests.case_api.telephony.played import START, calls

_ENDS = frozenset({CallEventKind.HUNG_UP, CallEventKind.ABANDONED})
_AVAILABLE = (AgentState.READY, AgentState.RINGING, AgentState.TALKING, AgentState.HELD)


class FloorAtWork:
    """Goes on step by step. `beats` and `told` are all that was said, `states` what the centre has by now."""

    def __init__(self, settings: Simulator, seats: Sequence[str], habits: Habits | None = None, seed: int = 1) -> None:
        self.now = START
        self.switch = SimulatedSwitch(settings, START)
        self.operators = {
            seat: SeatOperator(seat, f"1{seat}", START, habits=habits, seed=seed) for seat in seats
        }  # fmt: skip
        self.floor = SeatFloor(self.operators.values())
        self.told: list[CallEvent] = []
        self.beats: dict[str, list[Beat]] = defaultdict(list)
        self.states: dict[str, list[StateChange]] = defaultdict(list)
        self._live: dict[str, dict[UUID, list[CallEvent]]] = defaultdict(dict)
        self._had_line = dict.fromkeys(seats, True)
        self._staffing = {seat: Staffing(False, reason=AgentState.SIGNED_OUT) for seat in seats}

    def go_on(self, seconds: float, every: float = 0.5) -> None:
        """Let time pass."""
        for _ in range(int(seconds / every)):
            self.now += timedelta(seconds=every)
            self._step()

    def _step(self) -> None:
        self.switch.staff(self._staffing, self.now)
        fresh = calls(self.switch.step(self.now))
        self._note(fresh)
        acts = []
        for operator, turn in self.floor.step(self.now, [*fresh, *self._heard_again()]):
            acts += turn.acts
            if turn.beat:
                self._take(operator, turn.beat)
        for call_id, act in acts:
            after = calls(self.switch.act(call_id, act, self.now))
            self._note(after)
            for operator, turn in self.floor.step(self.now, after):
                assert not turn.acts
                if turn.beat:
                    self._take(operator, turn.beat)

    def _take(self, operator: SeatOperator, beat: Beat) -> None:
        """Do with a beat what a centre does: keep each state once, and tell the switch who may be called."""
        self.beats[operator.seat].append(beat)
        kept = self.states[operator.seat]
        kept += [each for each in beat.states if each.seq > len(kept)]
        operator.acknowledged(len(kept))
        if kept:
            available = kept[-1].state in _AVAILABLE
            self._staffing[operator.seat] = Staffing(available, reason="" if available else kept[-1].state)

    def _note(self, events: Sequence[CallEvent]) -> None:
        self.told += events
        for event in events:
            live = self._live[event.seat]
            live.setdefault(event.call_id, []).append(event)
            if event.kind in _ENDS:
                live.pop(event.call_id)

    def _heard_again(self) -> list[CallEvent]:
        """Return the events of live calls at seats whose line has come back, as an event stream begins with them."""
        again: list[CallEvent] = []
        for seat, operator in self.operators.items():
            if operator.has_line and not self._had_line[seat]:
                again += [event for events in self._live[seat].values() for event in events]
            self._had_line[seat] = operator.has_line
        return again
