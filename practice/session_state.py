"""How far a practice session is: worked out from the events of its record, live and after a crash alike. Pure."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from city_packs.scenario import NUMBER, Question, Scenario, Words
from practice.caller import Caller, Said
from practice.on_file import is_as_needed, thing_of
from practice.read_back import MATTER, is_read_back, to_read_back
from practice.record import (
    Act,
    Asked,
    CallerSaid,
    CallStep,
    CameBack,
    Ended,
    Event,
    KeyPressed,
    LineChanged,
    Step,
    TextRead,
)

RINGS_MS = 60_000
"""A caller whom nobody answers rings so long."""


HUNG_UP = "hung_up"
"""The code of what stands below the last words of a caller who has hung up."""
_HAS_HUNG_UP = Words("（来电人已挂断）", "(The caller has hung up)")


class Phase(Enum):
    """Where the present call is."""

    IDLE = "idle"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    WRAP_UP = "wrap_up"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that was said in the call, `by` the "caller" or by the trainee ("own").

    `code` of an own one is the question, or the phrase that was read; a question has no words here.
    """

    ms: int
    by: str
    code: str
    words: Words


@dataclass(slots=True)
class OneCall:
    """What has become of one call: milliseconds of the session, None for what has not happened."""

    number: int
    scenario: Scenario
    call_id: str
    phone: str
    rang: int
    steps: list[CallStep] = field(default_factory=list)
    gives_up: int = 0
    """When the caller stops ringing where nobody answers."""
    away_before_ms: int = 0
    """For how long the program was not there before it rang."""
    answered: int | None = None
    away_ms: int = 0
    """For how long the program was not there since the answer."""
    hung_up: int | None = None
    on_file: int | None = None
    """When its first record was on file."""
    things: set[str] = field(default_factory=set)
    """What is on file of it (`on_file.py`)."""


class SessionState:
    """Everything that is known of a session. `take` is given each event once, in the order of the record.

    `phrases` are the texts of the pack by code, `calm` the codes of those that calm a caller; `want_numbers` says
    that callers stay for the number of their case.
    """

    def __init__(
        self, scenarios: Mapping[str, Scenario], phrases: Mapping[str, Words], calm: frozenset[str], *,
        want_numbers: bool = False,
    ) -> None:  # fmt: skip
        self._scenarios = scenarios
        self._phrases = phrases
        self._calm = calm
        self._want_numbers = want_numbers
        self.last_ms = 0
        self.phase = Phase.IDLE
        self.calls: list[OneCall] = []
        self.caller: Caller | None = None
        self.spoken: tuple[Spoken, ...] = ()
        self.asked: set[str] = set()
        self.calls_of_case: dict[str, OneCall] = {}
        """For each case that was made here, the call that it was made in."""
        self.last_seq = 0
        """The newest command of the seat that is recorded."""
        self.ready_at: int | None = None
        self.back_at: int | None = None
        self.away_ms = 0
        """For how long the program was not there: callers come so much later."""
        self.line_down_at: int | None = None
        self.cuts_done = 0
        self.heard = False
        """Whether a caller has said something by now."""
        self.ended = False
        self._to_say: deque[Said] = deque()
        self._typed: set[str] = set()
        """The fields in which something was typed in this call."""

    @property
    def call(self) -> OneCall | None:
        """Return the present call, or the last one."""
        return self.calls[-1] if self.calls else None

    @property
    def is_written(self) -> bool:
        """Say whether the text of the present call's record is begun."""
        return not self._typed.isdisjoint(MATTER)

    def fall_due(self, ms: int) -> tuple[Said, ...]:
        """Return what the caller has said by now and is not recorded yet."""
        if self.caller is not None:
            self._to_say.extend(self.caller.until(ms))
        return tuple(self._to_say)

    def call_of(self, call_id: str) -> OneCall | None:
        """Return a call by the id that the switch gave it."""
        return next((each for each in self.calls if each.call_id == call_id), None)

    def call_at(self, ms: int) -> OneCall | None:
        """Return the call that had rung last at a moment, None before the first."""
        return next((each for each in reversed(self.calls) if each.rang <= ms), None)

    def take(self, event: Event) -> None:
        """Move on by one event."""
        match event:
            case CallStep():
                self._step(event)
            case CallerSaid():
                self._said(event)
            case KeyPressed():
                self._key(event)
            case Asked():
                self._asked(event)
            case TextRead():
                self._own(event.ms, event.phrase, self._phrases.get(event.phrase, Words("", "")))
                if self.caller is not None and event.phrase in self._calm:
                    self.caller.calmed(event.ms)
                elif self.caller is not None and event.phrase == NUMBER:
                    self.caller.told_number(event.ms)
                elif self.caller is not None:
                    self.caller.spoken_to(event.ms)
            case Act():
                self._act(event)
            case LineChanged():
                self.line_down_at = None if event.up else event.ms
                self.cuts_done += event.up
            case CameBack():
                self.back_at = event.ms
                self.away_ms += event.away_ms
                if self.call is not None:
                    self.call.gives_up += event.away_ms
                    self.call.away_ms += event.away_ms if self.call.answered is not None else 0
                if self.line_down_at is not None:
                    self.line_down_at += event.away_ms
                if self.caller is not None:
                    self.caller.rested(event.ms - event.away_ms, event.ms)
            case Ended():
                self.ended = True
        self.last_ms = max(self.last_ms, event.ms)

    def _step(self, event: CallStep) -> None:
        if event.step is Step.RING:
            scenario = self._scenarios[event.scenario]
            self.calls.append(
                OneCall(
                    event.call, scenario, event.call_id, event.number, event.ms,
                    gives_up=event.ms + RINGS_MS, away_before_ms=self.away_ms,
                )
            )  # fmt: skip
            self.caller = Caller(scenario, wants_number=self._want_numbers)
            self.spoken, self.phase = (), Phase.RINGING
            self.asked.clear()
            self._typed.clear()
            self._to_say.clear()
        call, caller = self.call, self.caller
        if call is None or caller is None:
            return
        call.steps.append(event)
        if event.step is Step.ANSWERED:
            call.answered, self.phase = event.ms, Phase.TALKING
            caller.answered(event.ms)
        elif event.step is Step.HELD:
            self.phase = Phase.HELD
            caller.held(event.ms)
        elif event.step is Step.RESUMED:
            self.phase = Phase.TALKING
            caller.resumed(event.ms)
        elif event.step is Step.HUNG_UP:
            call.hung_up, self.phase = event.ms, Phase.WRAP_UP
            if event.by == "caller" and call.answered is not None:  # without a line the desk does not hear of it
                self.spoken = (*self.spoken, Spoken(event.ms, "caller", HUNG_UP, _HAS_HUNG_UP))
            caller.hung_up(event.ms)
        elif event.step is Step.READY:
            self.phase, self.ready_at = Phase.IDLE, event.ms

    def _said(self, event: CallerSaid) -> None:
        self.heard = True
        if not self._to_say:
            self.fall_due(event.ms)
        if self._to_say:
            said = self._to_say.popleft()
            self.spoken = (*self.spoken, Spoken(event.ms, "caller", said.code, said.words))

    def _key(self, event: KeyPressed) -> None:
        """Take what was read back for not read back once the first sign of it is typed only now: so do the marks."""
        call = self.call
        if call is None or self.phase is Phase.IDLE or event.at in self._typed or not event.signs:
            return
        begun = (part for part in to_read_back(call.scenario) if event.at in part and self._typed.isdisjoint(part))
        if any(begun):
            self.asked.discard(Question.READ_BACK)
        self._typed.add(event.at)

    def _asked(self, event: Asked) -> None:
        question, call = Question(event.question), self.call
        reads_back = question is Question.READ_BACK and call is not None and is_read_back(call.scenario)
        on_nothing = reads_back and not self.is_written
        self._own(event.ms, question, Words("", ""))
        if not on_nothing:
            self.asked.add(question)
        if self.caller is not None:
            self.caller.asked(question, event.ms, on_nothing=on_nothing)

    def _own(self, ms: int, code: str, words: Words) -> None:
        self.spoken = (*self.spoken, Spoken(ms, "own", code, words))

    def _act(self, event: Act) -> None:
        self.last_seq = max(self.last_seq, event.seq)
        call = next((each for each in self.calls if each.number == event.call), None)
        if call is None:
            return
        self.calls_of_case.setdefault(event.case, call)
        thing = thing_of(call.scenario, event.op, event.case, event.mutation)
        if not thing or thing in call.things:
            return
        call.things.add(thing)
        if call.on_file is None:
            call.on_file = event.ms
        if call is self.call and self.caller is not None:
            self.caller.saved(event.ms, as_needed=is_as_needed(call.scenario, event.op, event.case))
