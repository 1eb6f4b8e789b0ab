"""Plays the keys of scenarios at the desk of practice: the real one, without a terminal, by a clock that is turned."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from time import monotonic
from typing import TYPE_CHECKING

from city_packs.scenario import Scenario
from practice.session_state import Phase
from practice.turned_machine import TurnedMachine
from screens.desk.screen import DeskScreen
from screens.find.screen import FindScreen
from seat_console.exit_codes import Exit
from seat_console.practice.play import Player
from seat_console.settings import Settings
from widgets.commands import PRACTICE
from widgets.keymap import Keymap
from wording import mark

if TYPE_CHECKING:
    from seat_console.practice.desk_app import PracticeApp
    from seat_console.practice.past import Past

SIZE = (80, 24)
"""Columns and rows of the desk."""
PATIENCE_S = 30.0
"""Seconds that anything may take which takes time on this machine, and not by the clock that is turned."""
_MOST_TO_COME_S = 240.0
"""Seconds of the session in which the next call rings, or the last one ends, if it ever does."""
_LOOK_S = 0.002
_STILL = {
    Phase.RINGING: mark("the telephone still rings after the last keys: nobody has answered"),
    Phase.TALKING: mark("the caller is still on the line after the last keys"),
    Phase.HELD: mark("the caller is still on hold after the last keys"),
    Phase.WRAP_UP: mark("the call is not wrapped up after the last keys: nobody is ready for the next one"),
}

_ENDED = mark("these keys end the session before the call is wrapped up")


class WentAstray(Exception):  # noqa: N818  (named after what happened)
    """The keys do not come to the end of the call. `line` is that of the session's text after which they cannot.

    `why` is a message id.
    """

    def __init__(self, scenario: str, line: int, why: str) -> None:
        super().__init__(f"{scenario}: {why}")
        self.line = line
        self.why = why


class KeysAtDesk(Player):
    """Whoever presses the keys of each call's scenario when their moments come.

    `begin` raises `WentAstray`, besides what it raises anyway.
    """

    def __init__(self, past: "Past", machine: TurnedMachine, *, patience_s: float = PATIENCE_S) -> None:
        super().__init__(past, Keymap(apart=PRACTICE), Settings(), machine)
        self._scenarios: Mapping[str, Scenario] = past.material.scenarios
        self._turned = machine
        self._patience_s = patience_s
        self._at = self._next = ("", 0)
        """Scenario and line of the keys that were pressed last, and of those whose moment has come."""
        self.pressed: dict[str, list[tuple[int, int]]] = {}
        """By scenario: milliseconds of the session, and the line whose keys were pressed then."""

    def run(self, app: "PracticeApp") -> None:
        """Run the desk without a terminal until the session has ended."""
        asyncio.run(app.run_async(headless=True, mouse=False, size=SIZE, auto_pilot=lambda _: self._session(app)))

    async def _session(self, app: "PracticeApp") -> None:
        self.app, self.session = app, app.session
        await self.wait_for(lambda: self.session.is_ready)
        for call in self.session.plan.calls:
            await self._call(self._scenarios[call.scenario])
        await self.wait_for(lambda: self.session.is_over, step=1.0)

    async def _call(self, scenario: Scenario) -> None:
        """Wait for the call, press its keys, and let the caller hang up."""
        lines = self.pressed[scenario.code] = []
        moments = [(at, [*keys]) for at, keys in groupby(scenario.keys, lambda key: key.at)]
        self._at = self._next = (scenario.code, moments[0][1][0].line)
        await self.wait_for(lambda: self.phase is Phase.RINGING, step=1.0)
        await self.wait_for(lambda: self.desk is not None and self.desk.desk.call.is_ringing)
        now = 0.0
        for place, (at, keys) in enumerate(moments):
            await self.turn(at - now)
            await self.wait_for(self._desk_knows)
            now = at
            self._next = (scenario.code, keys[0].line)
            lines.append((self.session.clock.ms(), keys[0].line))
            await self.moment(scenario, place - len(moments), [each.key for each in keys])
            if place == 0:  # who presses keys sees the call answered before they speak: the seat's own thread tells it
                answered = mark("the call is not answered by these keys")
                await self.wait_for(lambda: self.phase is not Phase.RINGING, answered)
        still = _STILL.get(self.phase, "")
        await self.wait_for(lambda: self.phase is Phase.IDLE, still, step=1.0)

    async def moment(self, scenario: Scenario, place: int, keys: Sequence[str]) -> None:  # noqa: ARG002
        """Press the keys of one moment of a scenario; `place` counts from the last one, which is -1."""
        if self.phase is Phase.IDLE:
            raise self._astray(mark("the call is over after these keys, and others follow"))
        if self.session.is_over:
            raise self._astray(_ENDED)
        self._at = self._next
        if "insert" in keys and self.phase in (Phase.HELD, Phase.WRAP_UP):
            raise self._astray(mark("nobody hears what is said by these keys: the caller is on hold, or has hung up"))
        screen = self.app.screen
        if "f7" in keys and isinstance(screen, DeskScreen):  # who urges sees which case it is
            await self.wait_for(lambda: screen.desk.offered() is not None, mark("no case is there that could be urged"))
        await self.press(*keys)

    async def press(self, *keys: str) -> None:
        """Press keys and wait until they have had their effect."""
        self.app.send_keys(*keys)
        await self.wait_for(self._rests)
        saved = None if self.session.is_over else self.session.take_down_saved()
        if saved is not None:  # the caller hears of it now, however busy this machine is
            await asyncio.wrap_future(saved)

    async def turn(self, seconds: float) -> None:
        """Let seconds of the session go by."""
        self._turned.turn(seconds)
        self.session.tick()
        await asyncio.sleep(0)

    async def wait_for(self, holds: Callable[[], bool], why: str = "", *, step: float = 0.0) -> None:
        """Wait until something is so, `step` seconds of the session going by at each look.

        Where time goes by, what the desk has to do has some of its own: the session does not run away from it.
        Raises `WentAstray` when it is in vain, or the desk has closed.
        """
        end, until = monotonic() + self._patience_s, self._turned.seconds + _MOST_TO_COME_S
        while not holds():
            if self.session.is_over:
                raise self._astray(_ENDED)
            if self.app.return_value is not None:
                break
            if not self.app.is_running:  # Ctrl+C: without this nobody would tell these hands
                raise asyncio.CancelledError
            if monotonic() > end or self._turned.seconds > until:
                raise self._astray(why or mark("the desk does not come to rest after these keys"))
            await self.turn(step)
            await asyncio.sleep(_LOOK_S if step else 0)
        if self.app.return_value is not None and not self.session.is_over:
            broken = self.app.return_value == Exit.BROKEN
            raise self._astray(mark("the desk met an error of its own") if broken else mark("the desk was left"))

    def _desk_knows(self) -> bool:
        """Say whether the desk has heard that the caller has hung up, where one has and the desk is open."""
        desk = self.desk
        if desk is None or self.phase is not Phase.WRAP_UP:
            return True
        return not (desk.desk.call if desk.done is None else desk.done.call).is_live

    def _astray(self, why: str) -> WentAstray:
        return WentAstray(*self._at, why)

    def _rests(self) -> bool:
        """Say whether no key waits and nothing is being saved or looked up, at the desk or in find.

        A program that is left may be gone before its last key is told as dealt with.
        """
        if self.session.is_over or self.app.return_value is not None:
            return True
        screen = self.app.screen
        reads = isinstance(screen, FindScreen) and not screen.is_read
        saves = isinstance(screen, DeskScreen) and screen.saving
        return not reads and not saves and self.app.no_key_on_its_way

    @property
    def desk(self) -> DeskScreen | None:
        """Return the desk, whatever stands over it; None where another place is open."""
        return next((each for each in self.app.screen_stack if isinstance(each, DeskScreen)), None)

    @property
    def phase(self) -> Phase:
        """Return where the present call is."""
        return self.session.phase
