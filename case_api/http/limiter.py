"""At most so many requests at once; the rest are told when to come again (sync.md, section 2.9).

Of the places some are kept for pushes, so that in a storm the queues drain first. A stream or a long poll holds no
place while it waits, nor does anybody whose body is still on its way: it takes no token to send one slowly.

All boards are poked at one instant, and each is to have its answer now: they have places of their own, and wait there
for their turn.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

from case_api.http.problems import problem_response
from case_api.problems import ProblemError
from case_api.settings import Limits
from hotline.wire import Problem

PUSH = "/v1/sync/push"
_FULL = "The centre has its hands full."
BOARD = "/v1/board"
BOARDS_WAITING = 256
"""More boards than these at one instant are told to come again."""
_BOARDS_AT_ONCE = 4
"""So many of them are read for: half of the threads that read are left for others."""
BEAT = "/v1/seats/beat"
DESK = "/v1/desk"
_UNCOUNTED = frozenset({"/v1/sync/events", "/v1/wall/events", "/v1/health", "/metrics", BEAT, DESK})
"""A beat takes a place only while it is not known whose it is: after a break thousands of seats beat at once."""


class Places:
    """Counts requests in flight."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.in_flight
        self._most_others = max(1, round(limits.in_flight * (1 - limits.push_share)))
        self._pushes = 0
        self._others = 0
        self._boards = 0
        self.turn_of_a_board = asyncio.Semaphore(_BOARDS_AT_ONCE)
        """Held while a board is read for, and not while its answer is on the way: a line may be dead."""

    @property
    def taken(self) -> int:
        """How many requests are in flight, without boards."""
        return self._pushes + self._others

    def take(self, *, push: bool) -> bool:
        """Take a place and say whether there was one."""
        if self.taken >= self._most or (not push and self._others >= self._most_others):
            return False
        self._count(push, 1)
        return True

    def give_back(self, *, push: bool) -> None:
        """Give a place back."""
        self._count(push, -1)

    def take_board(self) -> bool:
        """Take a place of a board and say whether there was one."""
        if self._boards >= BOARDS_WAITING:
            return False
        self._boards += 1
        return True

    def give_board_back(self) -> None:
        """Give a place of a board back."""
        self._boards -= 1

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold a place while the block runs. Raises `ProblemError` (busy) if all are taken."""
        if not self.take(push=False):
            raise ProblemError(Problem.BUSY, 503, _FULL)
        try:
            yield
        finally:
            self.give_back(push=False)

    @contextmanager
    def set_down(self) -> Iterator[None]:
        """Hold no place while the block waits; afterwards go on even if all are taken by then."""
        self._others -= 1
        try:
            yield
        finally:
            self._others += 1

    @contextmanager
    def lent(self, *, push: bool) -> Iterator[None]:
        """Hold no place while the block waits, and take one again. Raises `ProblemError` (busy) if all are taken."""
        self._count(push, -1)
        try:
            yield
        finally:
            self._count(push, 1)
        if self.taken > self._most or (not push and self._others > self._most_others):
            raise ProblemError(Problem.BUSY, 503, _FULL)

    def _count(self, push: bool, by: int) -> None:
        if push:
            self._pushes += by
        else:
            self._others += by


class Limiter:
    """ASGI middleware around an app."""

    def __init__(self, app: ASGIApp, places: Places) -> None:
        self._app = app
        self._places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer that the centre is busy."""
        if scope["type"] != "http" or scope["path"] in _UNCOUNTED:
            await self._app(scope, receive, send)
            return
        push, board, places = scope["path"] == PUSH, scope["path"] == BOARD, self._places
        if not (places.take_board() if board else places.take(push=push)):
            answer = problem_response(Problem.BUSY, 503, _FULL)
            await answer(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            if board:
                places.give_board_back()
            else:
                places.give_back(push=push)
