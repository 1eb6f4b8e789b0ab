"""From place to place: the screens that keep what was on them, those that lie on top, and who may see which."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from textual import on, work
from textual.screen import Screen

from screens.parts.work_places import home_of
from screens.services import Go, Services, SignedIn, SignedOut
from seat_console.places import DESK, HELP, LOCK, MODES, OVER, SIGN_IN, SIGN_OUT, make_screen
from widgets.key_order import OrderedKeys


class MovingApp(OrderedKeys[int], inherit_bindings=False):
    """An app that moves between the places of the console. `services` is set before the first of them is made."""

    BINDINGS: ClassVar[list[Any]] = []
    services: Services

    def __init__(self, first: str, *, locked: bool) -> None:
        """Begin at the place `first`; `locked` says that a lock there is that of a session which goes on."""
        self.MODES = {place: _maker(place) for place in MODES}  # type: ignore[misc]
        self.MODES[LOCK] = _maker(LOCK, kept=locked)  # where a locked seat starts; else it lies on the others
        self.DEFAULT_MODE = first  # type: ignore[misc]
        self._back_at = ""
        """Where the session that the program began with goes on once it is unlocked; empty for where each begins."""
        super().__init__()
        self._one_by_one = asyncio.Lock()
        """Held while places are gone to or dropped: one that is being dropped is not there to be gone to."""

    def at_their_place(self) -> None:
        """Called whenever an operator has been put where they begin."""

    def _home(self) -> str:
        """Return where the operator begins: the desk, or the work list of who takes no calls."""
        session = self.services.session
        return home_of(session.roles) if session is not None else DESK

    def screens_up(self) -> Iterator[Screen[Any]]:
        """Yield every screen that somebody has been at, whether it is seen now or not."""
        for stack in self._screen_stacks.values():
            yield from stack

    @on(Go)
    async def _go(self, message: Go) -> None:
        """Go where a screen asked to; what lies on top is left first, but for what somebody has written in.

        They find that where they left it, whatever they were to be shown at that place.
        """
        message.stop()
        if message.place == LOCK:
            self.services.away = True
            self.lock()
            return
        if message.place in OVER:
            # A key pressed twice asks once, and one that comes late asks nothing of nobody.
            on_top, nobody = self._place_on_top(), self.services.session is None
            if message.place != on_top and not (message.place == SIGN_OUT and nobody):
                given = {"place": on_top} if message.place == HELP else {}
                self.push_screen(make_screen(message.place, **given))
            return
        async with self._one_by_one:
            if not self._exit:  # a screen that opens after that has nothing on it, and a place may be half dropped
                await self._go_to(message)

    async def _go_to(self, message: Go) -> None:
        given = {name: value for name, value in (("case_id", message.case_id), ("words", message.words)) if value}
        await self._leave_what_lies_on_top(written=False)
        if given and message.place != DESK and not any(map(_is_written, self._screen_stacks.get(message.place, ()))):
            if message.place == self.current_mode:
                await self.switch_mode(self._home())  # a place that is shown cannot be dropped
            await self._forget(message.place, **given)
        await self.switch_mode(message.place)
        if self._exit:  # told to end while it went there: the screen there has nothing on it
            return
        if not given and (arrive := getattr(self.screen, "arrive", None)) is not None:
            arrive()

    def _place_on_top(self) -> str:
        """Return the place that is shown; a question that lies over it is none."""
        places = (getattr(screen, "PLACE", "") for screen in reversed(self.screen_stack))
        return next(filter(None, places), "")

    def lock(self) -> None:
        """Cover the screen until the operator's password is typed; what is on the desk stays as it is."""
        if self.services.session is not None and not any(_is_lock(screen) for screen in self.screen_stack):
            self.push_screen(make_screen(LOCK))

    async def _leave_what_lies_on_top(self, *, written: bool = True) -> None:
        while len(self.screen_stack) > 1 and (written or not _is_written(self.screen)):
            await self.pop_screen()

    async def _forget(self, *places: str, **given: str) -> None:
        """Drop places with all that is on them; they are made anew, with what is given, when somebody goes there."""
        for place in places:
            if place != self.current_mode:
                await self.remove_mode(place)
                self.add_mode(place, _maker(place, **given))

    @on(SignedIn)
    def _signed_in(self, message: SignedIn) -> None:
        """Put the operator where they begin, or where they were when the seat was locked."""
        message.stop()
        self.services.away = False
        back_at, self._back_at = self._back_at, ""
        before, self.services.session = self.services.session, message.session
        if before is not None and before.operator_id != message.session.operator_id:
            self._to_another_operator()
        elif _is_lock(self.screen) and self.current_mode != LOCK:
            self.pop_screen()
        else:
            self._to_their_place(back_at)

    @work(exit_on_error=False)
    async def _to_their_place(self, back_at: str = "") -> None:
        """Open the desk, or a work list; it takes keys at once, also while the city pack is still on its way."""
        async with self._one_by_one:
            await self._leave_what_lies_on_top()
            home = back_at or self._home()
            await self.switch_mode(home)
            await self._forget(LOCK, *(place for place in MODES if place != home))
        self.at_their_place()

    @work(exit_on_error=False)
    async def _to_another_operator(self) -> None:
        """Give whoever took a locked seat a desk of their own: nothing of the first one's but the calls at the seat."""
        self.services.draft = None
        async with self._one_by_one:
            await self._leave_what_lies_on_top()
            await self.switch_mode(SIGN_IN)  # a place that is shown cannot be dropped
            await self._forget(LOCK, *(place for place in MODES if place != SIGN_IN))
        self.services.signing_out = False
        self._to_their_place()

    @on(SignedOut)
    async def _signed_out(self, message: SignedOut) -> None:
        """Leave nothing of the one operator on the screens of the next."""
        message.stop()
        self.services.session, self._back_at = None, ""
        async with self._one_by_one:
            await self._leave_what_lies_on_top()
            await self.switch_mode(SIGN_IN)
            await self._forget(*(place for place in MODES if place != SIGN_IN))
        self.services.signing_out = False


def _is_lock(screen: Screen[Any]) -> bool:
    return getattr(screen, "PLACE", "") == LOCK


def _is_written(screen: Screen[Any]) -> bool:
    from screens.parts.over import is_written  # not before the first key

    return is_written(screen)


def _maker(place: str, /, **given: str | bool) -> Callable[[], Screen[Any]]:
    return lambda: make_screen(place, **given)
