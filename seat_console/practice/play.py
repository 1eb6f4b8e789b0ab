"""Plays one session after the other: opens the practice seat, runs the desk on it, and leaves the result.

A seat and its desk are loaded when somebody plays: the home before that has no use for them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from local_cache.ids import new_id
from practice.session_file import read_plan, still_played
from practice.session_plan import planned
from practice.set_work import KeptBack

if TYPE_CHECKING:
    from uuid import UUID

    from hotline.codes import PracticeKind
    from local_cache.seat import Seat
    from practice.honest_clock import Machine
    from practice.session import PracticeSession
    from screens.parts.apart import Practice
    from seat_console.opening import Opening
    from seat_console.practice.desk_app import PracticeApp
    from seat_console.practice.past import Past
    from seat_console.settings import Settings
    from widgets.keymap import Keymap


class Player:
    """Plays sessions of one trainee, one at a time, by the clocks of `machine`."""

    def __init__(
        self, past: Past, keymap: Keymap, settings: Settings, machine: Machine | None = None,
        shown: Callable[[PracticeSession], Practice] = lambda session: session,
    ) -> None:  # fmt: skip
        """`shown` makes of a session what its desk shows."""
        self._machine = machine
        self._shown = shown
        self._past = past
        self._keymap = keymap
        self._settings = settings

    def begin(
        self, kind: PracticeKind, scenario: str, assignment: UUID | None, language: str, size: os.terminal_size
    ) -> str:
        """Play a new session; return its id where it has ended, else nothing.

        Raises `ExamTaken`, `KeptBack`, `NothingHeard`.
        """
        from practice.session import PracticeSession

        past, material = self._past, self._past.material
        kept_back = self._kept_back(kind)
        if scenario in kept_back:
            raise KeptBack(scenario)
        pack = material.pack_of(scenario)
        plan = planned(
            str(new_id()), kind, past.trainee, material.calls_of(kind, scenario, kept_back), city=pack.city,
            language=language, assignment=str(assignment or ""),
        )  # fmt: skip
        session = PracticeSession.begin(
            past.folder, plan, material.scenarios, pack, rubric=material.rubric.version, columns=size.columns,
            rows=size.lines, machine=self._machine,
        )  # fmt: skip
        return self._play(session)

    def go_on(self, session: str) -> str:
        """Go on with a session that was left.

        Raises `KeptBack`, `RecordDamaged`, `ScenarioGone`, `SeatError`, `NothingHeard`.
        """
        from practice.session import PracticeSession

        folder, material = self._past.folder.session(session), self._past.material
        plan = read_plan(folder).plan
        kept_back = self._kept_back(plan.kind)
        if any(each.scenario in kept_back for each in still_played(folder, plan)):
            raise KeptBack(session)
        pack = material.packs[plan.city]
        return self._play(PracticeSession.resume(folder, material.scenarios, pack, machine=self._machine))

    def _kept_back(self, kind: PracticeKind) -> frozenset[str]:
        """Return the scenarios that are not practised as this kind before their exams are sat."""
        set_for = self._past.set_for()
        return frozenset(each.code for each in self._past.material.titles if kind in set_for.kept_back(each.code))

    def run(self, app: PracticeApp) -> None:
        """Run the desk until it ends; tests run it without a terminal."""
        app.run(mouse=False)

    def _play(self, session: PracticeSession) -> str:
        from practice.session_parts import NothingHeard
        from seat_console.practice.desk_app import PracticeApp
        from seat_console.practice.screen_tap import ScreenTap

        with ExitStack() as opened:
            opened.callback(session.close)
            tap = ScreenTap(session.folder.frames, session.clock.ms)
            opened.callback(tap.close)
            app = PracticeApp(self._opening(session, session.open_seat(), opened.close), session, tap)
            try:
                self.run(app)
            finally:
                app.close_seat()
        if not session.is_over:
            return ""
        if not session.counts:
            raise NothingHeard(session.plan.session)
        self._past.leave_result(session.folder)
        return session.plan.session

    def _opening(self, session: PracticeSession, seat: Seat, at_end: Callable[[], None]) -> Opening:
        from local_cache.first_look import first_look
        from seat_console.opening import Opening

        return Opening(
            settings=self._settings,
            settings_file=None,  # the live desk's own keys are what is practised
            keymap=self._keymap,
            look=first_look(session.folder.seat, session.clock.now()),
            folder=session.folder.seat,
            open_seat=lambda: seat,
            practice=self._shown(session),
            at_end=at_end,
            now=session.clock.now,
        )
