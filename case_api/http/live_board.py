"""Keeps the live picture of one API process up to date, tells boards and desks that they have news, and says what
all desks of a queue are told alike."""

import asyncio
import contextlib
from typing import NamedTuple

import structlog

from case_api.board.picture import Folded, Picture
from case_api.http.hands import Hands
from case_api.http.news import News
from case_api.http.seats_heard import SeatsHeard
from hotline.board_doc import BOARD_SCOPE, DESK_SCOPE
from hotline.desk_doc import QUEUE_LINE_SECONDS, DeskLine

PACE_SECONDS = 0.1
"""Boards are told of news at most so often."""
LOOK_SECONDS = 0.5
"""It is looked at the tables so often where nobody says that there is something."""
BLIND_SECONDS = 2.5
"""A process whose last look is older knows no line: with the next beat of their streams desks are told so."""
_WATCHED_SECONDS = 30.0
"""A board that has asked within this is looked at."""

_log = structlog.get_logger()


class ToldLine(NamedTuple):
    """A line as it goes into streams, made once for all desks of its queue; with another `key` it is another line."""

    key: tuple[str, int]
    text: str


class LiveBoard:
    """The picture's keeper. All of it belongs to the loop."""

    def __init__(self, picture: Picture, hands: Hands, news: News, seats: SeatsHeard) -> None:
        self.picture = picture
        self.stamps: dict[str, int] = {}
        """A number for each seat, another one when there is news for its desk that was read from the tables."""
        self._hands, self._news, self._seats = hands, news, seats
        self._wake = asyncio.Event()
        self._acted = False
        self._under_way: asyncio.Task[None] | None = None
        self._following: asyncio.Task[None] | None = None
        self._folded_at = self._asked_at = self._lines_told_at = float("-inf")
        self._told: dict[str, DeskLine] = {}
        self._ns: dict[str, int] = {}
        """How often the line of a queue has become another one."""
        self._made: dict[str, ToldLine] = {}

    def wake(self, *, acted: bool = True) -> None:
        """Say that something was written; with `acted` whoever asks next is to see it."""
        self._acted |= acted
        self._wake.set()

    async def run(self) -> None:
        """Look until cancelled. Whatever goes wrong with one look, there is a next one."""
        while True:
            try:
                await self._fold()
            except Exception as error:
                _log.warning("the look for boards failed; it is tried again", kind=type(error).__name__)
            pace = PACE_SECONDS if self._watched() else LOOK_SECONDS
            await asyncio.sleep(pace)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS - pace):
                    await self._wake.wait()

    async def asked(self, after: int) -> None:
        """Bring the picture up to date for a board that has read up to `after`. Raises `ProblemError` (busy)."""
        watched, now = self._watched(), _now()
        self._asked_at = now
        if self._acted or not watched or after > self.picture.n or now - self._folded_at >= PACE_SECONDS / 2:
            await self._fold()
        else:
            await self.seen()

    async def seen(self) -> None:
        """Bring the picture up to date if somebody here has acted since the last look that is over."""
        if self._acted:
            await self._fold()
        elif self._under_way is not None:
            await asyncio.wait([self._under_way])  # where it fails there is still what is known

    def line_of(self, seat: str) -> DeskLine:
        """Return what a desk is told that all of its queue are told alike; nothing is known to a blind process."""
        lines = self.picture.desk_lines
        return DeskLine(now=lines.now) if self._is_blind() else lines.of(self.picture.queue_of(seat))

    def told_line(self, seat: str) -> ToldLine:
        """Return that line for a stream; it says another one at most once a second."""
        queue = "" if self._is_blind() else self.picture.queue_of(seat)
        made = self._made.get(queue)
        if made is None:
            made = self._made[queue] = ToldLine((queue, self._ns.get(queue, 0)), self.line_of(seat).model_dump_json())
        return made

    def _is_blind(self) -> bool:
        return _now() - self._folded_at > BLIND_SECONDS

    def _watched(self) -> bool:
        return _now() - self._asked_at < _WATCHED_SECONDS or self._news.has_leads()

    async def _fold(self) -> None:
        """Look once. Who comes while a look is under way waits for the one after it, which sees what they did."""
        if self._following is not None:
            look = self._following
        elif self._under_way is not None:
            look = self._following = asyncio.create_task(self._fold_after(self._under_way))
        else:
            look = self._under_way = asyncio.create_task(self._fold_once())
        await asyncio.shield(look)

    async def _fold_after(self, other: asyncio.Task[None]) -> None:
        await asyncio.wait([other])
        self._following, self._under_way = None, asyncio.current_task()
        await self._fold_once()

    async def _fold_once(self) -> None:
        try:
            await self._look()
        finally:
            if self._under_way is asyncio.current_task():
                self._under_way = None

    async def _look(self) -> None:
        self._acted = False
        self._wake.clear()
        folded = await self._hands.read(self.picture.fold, for_boards=self._watched())
        self._folded_at = _now()
        for each in folded.heard:
            self._seats.compare(each.seat, each.device_id, each.process, silent=each.silent)
        self._tell(folded)

    def _tell(self, folded: Folded) -> None:
        if folded.board:
            self._news.nudge(BOARD_SCOPE, lambda device: device.lead)
        for seat in folded.desks:
            self.stamps[seat] = self.stamps.get(seat, 0) + 1
        if folded.desks:
            self._news.nudge(DESK_SCOPE, lambda device: device.seat in folded.desks)
        self._made = {}
        self._tell_lines()

    def _tell_lines(self) -> None:
        """Wake the desks whose queue, switch or number of missed callers is another one.

        That the switch went or came is told at once, the rest at most once a second.
        """
        lines = self.picture.desk_lines
        lines_now = {queue: lines.of(queue) for queue in self.picture.queues()}
        same_switch = all(lines_now.get(queue, was).switch_up == was.switch_up for queue, was in self._told.items())
        if same_switch and _now() - self._lines_told_at < QUEUE_LINE_SECONDS:
            return
        other = {queue for queue, line in lines_now.items() if not _says_the_same(self._told.get(queue), line)}
        if not other:
            return
        self._told, self._lines_told_at = lines_now, _now()
        self._ns.update({queue: self._ns.get(queue, 0) + 1 for queue in other})
        seats = self.picture.seats_of(other)
        self._news.wake_streams(lambda device: device.seat in seats)


def _says_the_same(one: DeskLine | None, other: DeskLine) -> bool:
    return one is not None and one.model_copy(update={"now": other.now}) == other


def _now() -> float:
    return asyncio.get_running_loop().time()
