"""Plays the keys of scenarios on the real desk of practice, by a clock that is turned, and returns the marks."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from time import monotonic

from textual.pilot import Pilot

from city_packs.model import CityPack
from city_packs.read_rubric import newest_rubric
from city_packs.scenario import Scenario
from hotline.codes import AgentState, PracticeKind
from local_cache.first_look import first_look
from practice.calls import calls_of
from practice.folder import PracticeFolder
from practice.marking import marks
from practice.marks import Marks
from practice.record import parse_record
from practice.session import PracticeSession
from practice.session_plan import Trainee, planned
from practice.session_state import Phase
from screens.desk.screen import DeskScreen
from screens.find.screen import FindScreen
from seat_console.opening import Opening
from seat_console.practice.desk_app import PracticeApp
from seat_console.practice.screen_tap import ScreenTap
from seat_console.settings import Settings
from tests.deadline import PATIENCE_S
from tests.practice.machine import Turned
from tests.pressing import no_key_on_its_way, send
from widgets.keymap import Keymap
from widgets.line_list import LineList

_SIZE = (80, 24)
_DAWDLES_S = 90.0
_LOOK_S = 0.002


async def marks_by_keys(
    scenarios: Sequence[Scenario], pack: CityPack, root: Path, kind: PracticeKind = PracticeKind.DRILL, *,
    parked: str = "", dawdled: str = "",
) -> dict[str, Marks]:  # fmt: skip
    """Return the marks of each scenario by its code, its keys pressed at their moments, all in one session.

    Of the call `parked` the draft is parked before it is saved, and taken up again; of `dawdled` the wrap-up takes
    90 s more.
    """
    folder, machine = PracticeFolder(root), Turned()
    folder.make()
    plan = planned("0192f0c8-0000-7000-8000-0000000000b2", kind, Trainee("1042", "王敏"), scenarios, city=pack.city)
    known = {each.code: each for each in scenarios}
    with folder.hold():
        session = PracticeSession.begin(
            folder, plan, known, pack, rubric=newest_rubric().version, columns=_SIZE[0], rows=_SIZE[1], machine=machine
        )
        seat = session.open_seat()
        tap = ScreenTap(session.folder.frames, session.clock.ms)
        opening = Opening(
            settings=Settings(), settings_file=folder.root / "settings.toml", keymap=Keymap(),
            look=first_look(session.folder.seat, session.clock.now()), folder=session.folder.seat,
            open_seat=lambda: seat, practice=session, now=session.clock.now,
        )  # fmt: skip
        app = PracticeApp(opening, session, tap)
        async with app.run_test(size=_SIZE) as pilot:
            trainee = _Trainee(pilot, session, machine)
            await trainee.wait_for(trainee.is_ready)
            for each in scenarios:
                await trainee.take(each, parks=each.code == parked, dawdles=each.code == dawdled)
        app.close_seat()
        tap.close()
        raw = session.folder.record.read_bytes()
        session.close()
    return {
        call.scenario: marks(call, known[call.scenario], newest_rubric(), pack) for call in calls_of(parse_record(raw))
    }


class _Trainee:
    """Presses the keys of a scenario when their moments come."""

    def __init__(self, pilot: Pilot[int], session: PracticeSession, machine: Turned) -> None:
        self._pilot = pilot
        self._session = session
        self._machine = machine

    def is_ready(self) -> bool:
        """Say whether a call may ring."""
        kept = self._session._own_state()
        return kept is not None and kept.own.state is AgentState.READY

    async def take(self, scenario: Scenario, *, parks: bool, dawdles: bool) -> None:
        """Wait for the call, press its keys, and let the caller hang up."""
        await self.wait_for(lambda: self._phase is Phase.RINGING, step=1.0)
        await self.wait_for(lambda: self._desk.desk.call.is_ringing)
        moments = [(at, [each.key for each in keys]) for at, keys in groupby(scenario.keys, lambda key: key.at)]
        now = 0.0
        for place, (at, keys) in enumerate(moments):
            saves, last = place == len(moments) - 2, place == len(moments) - 1
            await self._turn(at - now)
            now = at
            if dawdles and last:
                await self.wait_for(lambda: self._phase is Phase.WRAP_UP, step=1.0)
                await self._turn(_DAWDLES_S)
            if parks and saves:
                await self._press("f4", "enter")
                await self.wait_for(lambda: self._phase is Phase.IDLE)
                await self._press("f5", "enter")
            if "f7" in keys and isinstance(self._pilot.app.screen, DeskScreen):  # who urges sees which case it is
                await self.wait_for(lambda: self._desk.desk.offered() is not None)
            await self._press(*keys)
            if place == 0:  # who presses keys sees the call answered before they speak: the seat's own thread tells it
                await self.wait_for(lambda: self._phase is not Phase.RINGING)
        await self.wait_for(lambda: self._phase is Phase.IDLE, step=1.0)

    async def _press(self, *keys: str) -> None:
        send(self._pilot.app, *keys)  # type: ignore[arg-type]
        await self.wait_for(self._rests)

    async def wait_for(self, holds: Callable[[], bool], *, step: float = 0.0) -> None:
        """Wait until something is so, `step` seconds of the session going by at each look.

        Where time goes by, what the desk has to do has some of its own: the session does not run away from it.
        """
        end = monotonic() + PATIENCE_S
        while not holds():
            assert monotonic() < end, f"in vain, {self._phase}"
            await self._turn(step)
            await asyncio.sleep(_LOOK_S if step else 0)

    async def _turn(self, seconds: float) -> None:
        self._machine.turn(seconds)
        self._session.tick()
        await asyncio.sleep(0)

    def _rests(self) -> bool:
        """Say whether no key waits and nothing is being saved or looked up, at the desk or in find.

        After the last call the program may be gone before its last key is told as dealt with.
        """
        if self._session.is_over:
            return True
        screen = self._pilot.app.screen
        looks = isinstance(screen, FindScreen) and _looks(screen)
        saves = isinstance(screen, DeskScreen) and screen.saving
        return not looks and not saves and no_key_on_its_way(self._pilot.app)  # type: ignore[arg-type]

    @property
    def _desk(self) -> DeskScreen:
        return next(each for each in self._pilot.app.screen_stack if isinstance(each, DeskScreen))

    @property
    def _phase(self) -> Phase:
        return self._session._state.phase


def _looks(find: FindScreen) -> bool:
    """Say whether the case of the marked row is not shown yet: a person reads it before a key goes to it."""
    return find._under_way or find.view is None or str(find.view.doc.order.id) != find.query_one(LineList).key
