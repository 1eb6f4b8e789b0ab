"""A simulated operator at a seat: what they do and what their console says to the centre, as a real one would.

Pure: moments and what the seat hears come in, what it asks of the switch and its beats go out. All is drawn by a seed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from case_api.simulated_people.desk_manners import DeskAct, DeskManners
from case_api.simulated_people.habits import CALL_BACKS, Habits, Range
from case_api.simulated_people.sight import phrases
from case_api.telephony.switch import CallAct
from hotline.call_events import CallEvent
from hotline.codes import AgentState
from hotline.codes import CallEventKind as Kind
from hotline.desk_doc import BEAT_STATES, Beat, RaisedHand, SeatOrder, StateChange
from hotline.wire import BEAT_SECONDS

_BEAT = timedelta(seconds=BEAT_SECONDS)
_CLEARS = timedelta(seconds=5)
"""What was kept without a line is at the centre so long after the line is there again."""
_ASKS_AGAIN = timedelta(seconds=20)
_LOOKS = timedelta(seconds=4)
"""So long after the line is there again the console knows which call it still has."""
_IN_CALL = frozenset({AgentState.RINGING, AgentState.TALKING, AgentState.HELD})
_AT_REST = frozenset({AgentState.READY, AgentState.PAUSED})
_OVER = frozenset({Kind.HUNG_UP, Kind.ABANDONED, Kind.TRANSFERRED, Kind.MISSED})


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of a step: what the seat asks of the switch, its beat if one is due, and what it says at its desk."""

    acts: tuple[tuple[UUID, CallAct], ...] = ()
    beat: Beat | None = None
    said: tuple[DeskAct, ...] = ()


class SeatOperator:
    """One operator at one seat from `start` on. `told_before` is the number of the last state that it told before.

    `due` is when there is something to do without being told anything. While `has_line` is False nothing is to be
    given to it, and it asks and tells nothing.
    """

    def __init__(
        self, seat: str, operator_id: str, start: datetime, *, habits: Habits | None = None, seed: int = 0,
        told_before: int = 0,
    ) -> None:  # fmt: skip
        self.seat = seat
        self.has_line = True
        self._operator_id = operator_id
        self._habits = habits or Habits()
        self._draw = Random(f"{seed}/{seat}")  # noqa: S311 - a simulation, no secret
        self._told = told_before
        self._states: list[StateChange] = []
        self._now = start
        self._state = AgentState.SIGNED_OUT
        self._call: UUID | None = None
        self._call_is_known = True
        self._wants_pause = False
        self._unsent = 0
        self._oldest_unsent_at: datetime | None = None
        self._kept_drafts = 0
        self._hand: RaisedHand | None = None
        self._acts: list[tuple[UUID, CallAct]] = []
        self._plans: dict[str, tuple[datetime, Callable[[], None]]] = {}
        self.desk = DeskManners(self._draw, self._plan, self._obey, self._take_hand_down)
        """What comes of what the desk is told."""
        self._beat_at = start + _BEAT * self._draw.random()
        self._goes_into(AgentState.SIGNED_OUT)
        late = self._draw.random() < self._habits.late
        self._plan("next", self._habits.late_s if late else self._habits.signs_in_s, self._sign_in)
        self._every("pause", self._habits.pause_every_s, self._want_pause)
        self._every("line", self._habits.silent_every_s, self._lose_line)

    @property
    def due(self) -> datetime:
        """Return when there is something to do unless the seat hears of something."""
        return min([at for at, _ in self._plans.values()] + [self._beat_at] * self.has_line)

    @property
    def state(self) -> AgentState:
        """Return the state that the operator is in."""
        return self._state

    def step(self, now: datetime, events: Sequence[CallEvent] = ()) -> Turn:
        """Go on to a moment at which the seat heard of some events of calls, which are its own."""
        self._run(now)
        for event in events:
            self._hear(event)
        if not self.has_line:  # what is said at the desk waits for the line; who holds the line does not
            self._acts = []
            return Turn()
        acts, self._acts = tuple(self._acts), []
        beat = None
        if self._beat_at <= now:
            self._beat_at += _BEAT * ((now - self._beat_at) // _BEAT + 1)
            beat = self._beat()
        return Turn(acts, beat, self.desk.take_said())

    def acknowledged(self, states_up_to: int) -> None:
        """Hear up to which number the centre has the states."""
        self._states = [each for each in self._states if each.seq > states_up_to]

    def gone(self, call_id: UUID) -> None:
        """Hear that the seat has no such call any more."""
        if call_id == self._call and self._state in _IN_CALL:
            self._call_over(missed=False)

    def _run(self, now: datetime) -> None:
        while self._plans:
            name = min(self._plans, key=lambda each: self._plans[each][0])
            if self._plans[name][0] > now:
                break
            self._now, do = self._plans.pop(name)
            do()
        self._now = max(self._now, now)

    def _beat(self) -> Beat:
        return Beat(
            sent_at=self._now, unsent=self._unsent, oldest_unsent_at=self._oldest_unsent_at,
            kept_drafts=self._kept_drafts, hand=self._hand, states=tuple(self._states[:BEAT_STATES]),
        )  # fmt: skip

    def _hear(self, event: CallEvent) -> None:
        if event.kind is Kind.RINGING and self._state is AgentState.READY:
            self._ring(event.call_id)
        if event.call_id != self._call or self._state not in _IN_CALL:
            return
        self._call_is_known = True
        match event.kind:
            case Kind.ANSWERED if self._state is AgentState.RINGING:
                self._talk()
            case Kind.HELD if self._state is AgentState.TALKING:
                self._goes_into(AgentState.HELD)
            case Kind.RESUMED if self._state is AgentState.HELD:
                self._goes_into(AgentState.TALKING)
            case kind if kind in _OVER:
                self._call_over(missed=kind is Kind.MISSED)

    def _ring(self, call_id: UUID) -> None:
        self._call, self._call_is_known = call_id, True
        self._goes_into(AgentState.RINGING)
        self._plans.pop("next", None)
        if not self._happens(self._habits.let_ring):
            self._plan("next", self._habits.answers_s, lambda: self._ask(CallAct.ANSWER))

    def _talk(self) -> None:
        habits = self._habits
        self._goes_into(AgentState.TALKING)
        ends = habits.talks_s if self._happens(habits.hang_up) else (1800.0, 1800.0)
        self._plan("next", ends, lambda: self._ask(CallAct.HANG_UP))
        if self._happens(habits.hold):
            self._plan("hold", habits.hold_after_s, self._hold)
        if self._happens(habits.hand) and self._hand is None:
            self._plan("hand", habits.hand_after_s, self._raise_hand)

    def _hold(self) -> None:
        self._ask(CallAct.HOLD)
        self._plan("hold", self._habits.holds_s, lambda: self._ask(CallAct.RESUME))

    def _ask(self, act: CallAct) -> None:
        if self._call is None:
            return
        self._acts.append((self._call, act))
        if act is CallAct.HANG_UP:  # should nothing come of it
            self._plans["next"] = self._now + _ASKS_AGAIN, lambda: self._ask(CallAct.HANG_UP)

    def _call_over(self, *, missed: bool) -> None:
        self._plans.pop("hold", None)
        if self._state is AgentState.RINGING:
            self._call = None
            if missed:  # they were away from the desk
                self._pause()
            else:
                self._be_ready()
            return
        self._goes_into(AgentState.WRAP_UP)
        self._kept_drafts = self._draw.randint(1, 2) if self._happens(self._habits.keeps_draft) else 0
        long = self._happens(self._habits.long_wrap_up)
        self._plan("next", self._habits.wraps_up_long_s if long else self._habits.wraps_up_s, self._be_ready)

    def _sign_in(self) -> None:
        drawn, habits = self._draw.random(), self._habits
        if drawn < habits.paused_at_first:
            self._pause()
        elif drawn < habits.paused_at_first + habits.wrapping_up_at_first:
            self._goes_into(AgentState.WRAP_UP)
            self._plan("next", habits.wraps_up_s, self._be_ready)
        else:
            self._be_ready()

    def _be_ready(self) -> None:
        self._call = None
        if self._state is AgentState.WRAP_UP and not self.has_line:  # the case that they filed waits for the line
            self._unsent += 1
            self._oldest_unsent_at = self._oldest_unsent_at or self._now
        if self._wants_pause:
            self._pause()
            return
        self._plans.pop("next", None)
        self.desk.end_to_call_back()
        self._goes_into(AgentState.READY)

    def _want_pause(self) -> None:
        self._every("pause", self._habits.pause_every_s, self._want_pause)
        self._wants_pause = True
        if self._state is AgentState.READY:
            self._pause()

    def _pause(self, wanted: str = "") -> None:
        self._wants_pause = False
        reason, length = self._habits.pause(self._draw, wanted)
        self._goes_into(AgentState.PAUSED, reason)
        self._plan("next", (length, length), self._be_ready)
        if reason == CALL_BACKS:
            self.desk.begin_to_call_back()

    def _obey(self, order: SeatOrder) -> bool:
        """Do what a lead wants once nobody calls and no call is left to be wrapped up; say whether it is done."""
        if self._state not in _AT_REST:
            return False
        if order.kind == "queue":  # the centre's affair
            return True
        if order.value == AgentState.PAUSED:
            self._pause(order.reason)
        elif self._state is not AgentState.READY:
            self._wants_pause = False
            self._be_ready()
        return True

    def _raise_hand(self) -> None:
        hand_id = UUID(int=self._draw.getrandbits(128), version=4)
        words = self._draw.choice(phrases()["hand_raised"])
        self._hand = RaisedHand(hand_id=hand_id, raised_at=self._now, words=words, call_id=self._call)
        self._plan("hand", self._habits.hand_up_s, self._take_hand_down)

    def _take_hand_down(self) -> None:
        self._hand = None

    def _lose_line(self) -> None:
        self.has_line = False
        self._plan("line", self._habits.silent_s, self._have_line)

    def _have_line(self) -> None:
        self.has_line = True
        self._call_is_known = self._call is None
        self._every("line", self._habits.silent_every_s, self._lose_line)
        self._plans["look"] = self._now + _LOOKS, self._look
        if self._unsent:
            self._plans["sent"] = self._now + _CLEARS, self._all_sent

    def _look(self) -> None:
        """End a call that ended while there was no line: nobody tells of it any more."""
        if self._state in _IN_CALL and not self._call_is_known:
            self._call_over(missed=False)

    def _all_sent(self) -> None:
        self._unsent, self._oldest_unsent_at = 0, None

    def _goes_into(self, state: AgentState, reason: str = "") -> None:
        self._state = state
        if state in _AT_REST:
            self.desk.at_rest()
        self._told += 1
        self._states.append(
            StateChange(
                seq=self._told, state=state, since=self._now, reason=reason,
                operator_id="" if state is AgentState.SIGNED_OUT else self._operator_id,
                call_id=self._call if state in _IN_CALL or state is AgentState.WRAP_UP else None,
            )
        )  # fmt: skip

    def _happens(self, share: float) -> bool:
        return self._draw.random() < share

    def _plan(self, name: str, after_s: Range, do: Callable[[], None]) -> None:
        self._plans[name] = self._now + timedelta(seconds=self._draw.uniform(*after_s)), do

    def _every(self, name: str, mean_s: float, do: Callable[[], None]) -> None:
        if mean_s:
            self._plans[name] = self._now + timedelta(seconds=self._draw.expovariate(1 / mean_s)), do
