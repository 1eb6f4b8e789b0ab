"""One practice session (练习场次): its callers, its seat and centre, its clock and its record; the program drives it.

Whoever drives it calls `tick` from a timer and hands in what the trainee asks, reads and types; what the desk does it
learns from the seat: the operator's own state, and the commands that are saved there. Nothing blocks, and all of it may
be called from any thread. After a crash `resume` takes it up from its record, and the caller goes on where he was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING

from city_packs.model import CityPack
from city_packs.scenario import Scenario, Words
from hotline.codes import PracticeKind
from local_cache.news import CasesChanged, News, StatusChanged
from local_cache.seat import Seat
from practice import due, session_file
from practice.centre.line import LineState
from practice.desk_steps import AWAY
from practice.exams import throw_away
from practice.folder import PracticeFolder, SessionFolder
from practice.hints import hints_for
from practice.honest_clock import Machine, ThisMachine
from practice.record import (
    Asked,
    CameBack,
    Ended,
    KeyPressed,
    Step,
    TextRead,
)
from practice.saved_acts import act_of
from practice.session_file import KeptPlan
from practice.session_inside import SessionInside
from practice.session_parts import SessionParts, begun, taken_up
from practice.session_plan import SessionPlan
from practice.session_state import Phase, Spoken

if TYPE_CHECKING:
    from local_cache.model import Draft
    from local_cache.outbox import Queued

LOOK_S = 0.25
"""So often the desk is looked at; when what it did happened it says itself."""


class PracticeSession(SessionInside):
    """A session that goes on. Make it with `begin` or `resume`, end it with `end`, let go of it with `close`."""

    def __init__(self, parts: SessionParts) -> None:
        super().__init__(parts)
        self._drafts: Future[list[Draft]] | None = None
        self._look_again = False
        """Whether the seat could not say what was saved there; it is asked again with the next tick."""

    @classmethod
    def begin(
        cls, practice: PracticeFolder, plan: SessionPlan, scenarios: Mapping[str, Scenario], pack: CityPack, *,
        rubric: int, columns: int, rows: int, machine: Machine | None = None,
    ) -> PracticeSession:  # fmt: skip
        """Make the files of a session and begin its record and its clock. `scenarios` by code.

        Raises `ExamTaken`, `ScenarioGone`, `past_cases.PastCaseError`, `OSError`.
        """
        machine = machine or ThisMachine()
        return cls(begun(practice, plan, scenarios, pack, rubric=rubric, columns=columns, rows=rows, machine=machine))

    @classmethod
    def resume(
        cls, folder: SessionFolder, scenarios: Mapping[str, Scenario], pack: CityPack, *, machine: Machine | None = None
    ) -> PracticeSession:
        """Take up a session that was cut off: call, caller and line as they were, the clock with the time away.

        Raises `ScenarioGone`, `RecordDamaged`, `local_cache.errors.KeyLost`, `OSError`.
        """
        session = cls(taken_up(folder, scenarios, pack, machine or ThisMachine()))
        if not session.is_over:
            session._set_line()
            ms = session.clock.ms()
            session._put(CameBack(ms, ms - session._state.last_ms))
        return session

    # --- for the program ----------------------------------------------------------------------------------------

    @property
    def kind(self) -> str:
        """Return `drill`, `exam`, `shift`, `line_cut` or `course`."""
        return self.plan.kind.value

    @property
    def place(self) -> tuple[int, int]:
        """Return which call it is, from 1, and of how many: the one that rang last, before that the first."""
        return max(1, len(self._state.calls)), len(self.plan.calls)

    @property
    def to_come(self) -> tuple[int, int]:
        """Return how many callers wait to ring now, and how many ring in all from now on."""
        waiting = due.who_waits(self.plan, self._state, self._ms(), self.clock.moment).waiting
        return waiting, len(due.calls_left(self.plan, self._state))

    @property
    def is_over(self) -> bool:
        """Say whether the session has ended."""
        return self._state.ended

    @property
    def clock_behind(self) -> bool:
        """Say whether the system's clock was set back before it began."""
        return self.clock.was_behind

    @property
    def counts(self) -> bool:
        """Say whether it counts by now: an exam does once its caller has said something, every other kind always."""
        return self.plan.kind is not PracticeKind.EXAM or self._state.heard

    def subscribe(self, told: Callable[[], None]) -> None:
        """Call `told`, from any thread, whenever something was said, a call has moved on, or the session has ended."""
        self._told.append(told)

    def open_seat(self) -> Seat:
        """Open the practice seat with its small centre behind it, the trainee signed in; blocks.

        Raises as `Seat.open`.
        """
        seat = Seat.open(self.folder.seat, now=self.clock.now, transport=self.centre, ballast_size=0)
        if seat.resume_session().result() is None:
            seat.sign_in(self.plan.trainee.operator_id, "").result()
        with self._gate:
            self._seat = seat
            self._look_at_desk()
            if self._state.back_at is not None:
                self._desk.came_back(self._state.back_at)
        seat.subscribe(self._hear)
        self._look_for_acts(seat)
        return seat

    def close(self) -> None:
        """Let go of the files, once the seat is closed; of a session that has ended only the record stays.

        Nothing stays of one that has ended and does not count.
        """
        with self._gate:
            self._seat = None
            self._record.close()
        self.centre.close()
        if self._state.ended and not self.counts:
            throw_away(self.folder)
        elif self._state.ended and self._keep_end():
            self.folder.forget_seat()

    # --- the call -----------------------------------------------------------------------------------------------

    def lines(self) -> tuple[Spoken, ...]:
        """Return what was said in the present call, oldest first."""
        return self._state.spoken

    def ask(self, question: str) -> bool:
        """Ask the caller a standard question (`city_packs.scenario.Question`); return whether somebody hears it."""
        return self._speak(lambda ms: Asked(ms, question))

    def read(self, code: str) -> bool:
        """Read a text of the pack to the caller, by the code of its phrase; return whether somebody hears it."""
        return self._speak(lambda ms: TextRead(ms, code))

    def hints(self) -> tuple[Words, ...]:
        """Return what helps in this call now, in the present language; nothing where hints are off."""
        with self._gate:
            call, caller = self._state.call, self._state.caller
            if not self.plan.hints or call is None or caller is None or self._state.phase is not Phase.TALKING:
                return ()
            found = hints_for(
                call.scenario, self._state.asked, calm=caller.is_calm, on_file=len(call.things),
                is_written=self._state.is_written,
            )  # fmt: skip
        return tuple(Words(each, each) for each in found)

    def seconds_left(self) -> float | None:
        """Return how long the session may still last, None without a limit."""
        limit = self.plan.limit_ms
        return max(0.0, (limit - self.clock.ms()) / 1000) if limit is not None else None

    def key(self, key: str, char: str | None, at: str, used: bool) -> None:
        """Record a key as Textual names it, the field or screen it went to, and whether it did anything."""
        with self._gate:
            if not self._state.ended:
                self._look_at_desk()
                state = self._state
                before = len(state.asked), state.is_written
                self._put(KeyPressed(self._ms(), key, char or "", at, used), is_news=False)
                self._changed |= (len(state.asked), state.is_written) != before  # another hint helps now

    # --- time ---------------------------------------------------------------------------------------------------

    def tick(self) -> float | None:
        """Let happen what is due; return seconds until it is to be called again, None once the session is over."""
        with self._gate:
            if self._state.ended:
                return None
            ms = self._ms()
            self._look_at_desk()
            self._caller_speaks(ms)
            self._line(ms)
            self._ring(ms)
            self.centre.wait(due.who_waits(self.plan, self._state, ms, self.clock.moment))
            out_of_time = self.plan.limit_ms is not None and ms >= self.plan.limit_ms
            at = self._state.caller.next_at if self._state.caller else None
        if self._look_again and self._seat is not None:
            self._look_for_acts(self._seat)
        if out_of_time or self._all_done():
            self.end()
        self._tell()
        return LOOK_S if at is None else min(LOOK_S, max(0.0, (at - self._ms()) / 1000))

    def end(self) -> None:
        """End the session: what is saved by now is recorded, and then nothing more; returns at once."""
        with self._gate:
            if self._ending or self._state.ended:
                return
            self._ending = True
            seat, after = self._seat, self._state.last_seq
        if seat is None:
            self._finish()
        else:
            seat.given_after(after).add_done_callback(self._finish)

    # --- what is saved ------------------------------------------------------------------------------------------

    def take_down_saved(self) -> Future[list[Queued]] | None:
        """Record what was saved at the desk by now; the future is done after that, None while no seat is open."""
        return self._look_for_acts(self._seat) if self._seat is not None else None

    def _hear(self, news: News) -> None:
        seat = self._seat
        if seat is not None and isinstance(news, StatusChanged | CasesChanged):
            self._look_for_acts(seat)

    def _look_for_acts(self, seat: Seat) -> Future[list[Queued]]:
        found = seat.given_after(self._state.last_seq)
        found.add_done_callback(self._acts_came)
        return found

    def _acts_came(self, found: Future[list[Queued]]) -> None:
        self._look_again = found.exception() is not None
        if not self._look_again:
            with self._gate:
                self._record_acts(found.result())
            self._tell()

    def _record_acts(self, rows: list[Queued]) -> None:
        fresh = [row for row in rows if row.seq > self._state.last_seq]
        if not fresh or self._state.ended:
            return
        self._look_at_desk()
        self._caller_speaks(self._ms())
        for row in fresh:
            self._put(act_of(row, self._ms(), self._state, self.centre.code_of, self.clock))

    # --- the end ------------------------------------------------------------------------------------------------

    def _all_done(self) -> bool:
        """Say whether every call is over and what was saved has arrived; who has parked a draft may still save it."""
        state, seat = self._state, self._seat
        kept = self._own_state()
        done = state.phase is Phase.IDLE and bool(self.plan.calls) and not due.calls_left(self.plan, state)
        over = done and kept is not None and kept.own.state in AWAY  # a draft taken up again is wrapped up first
        if not over or seat is None or state.line_down_at is not None or seat.status.unsent:
            self._drafts = None
            return False
        asked, self._drafts = self._drafts, None
        if asked is None or not asked.done():
            self._drafts = asked or seat.drafts(self.plan.trainee.operator_id, after_writes=True)
            return False
        return asked.exception() is None and not any(each.parked for each in asked.result())

    def _finish(self, found: Future[list[Queued]] | None = None) -> None:
        with self._gate:
            if found is not None and found.exception() is None:
                self._record_acts(found.result())
            if self._state.phase not in (Phase.IDLE, Phase.WRAP_UP):
                self._step(Step.HUNG_UP, self._ms(), "trainee")
            self._put(Ended(self._ms(), unsent=self._seat.status.unsent if self._seat else 0))
            self.centre.line.set(LineState.UP)
            self._keep_end()
        self._tell()

    def _keep_end(self) -> bool:
        """Note in the plan that the session has ended; without room for that its files stay, and it can be taken up."""
        try:
            session_file.write_plan(self.folder, KeptPlan(self.plan, self.clock.anchor_now(), ended=True, left=False))
        except OSError:
            self.record_ok = False
            return False
        return True
