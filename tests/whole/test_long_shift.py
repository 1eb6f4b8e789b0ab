"""Eight hours of a centre and its board, by a clock that is moved on, across midnight: memory stays flat.

Counted are the blocks of memory that Python has given out and not got back: to count them costs nothing, and no
allocator keeps some of them back, as it does with the memory of a process. A picture holds the calls of its day; so the
new day is held against the old one when it had as many. `make test` has ten minutes of it, and a board that is not
painted: what Textual keeps of painted words has its bounds, but reaches them late.
"""

import asyncio
import gc
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Engine, event

from case_api.http import seats_heard
from case_api.settings import Simulator
from case_api.storage.engine import open_engine
from case_api.storage.migrate import migrate
from hotline.board_doc import BoardAnswer
from local_cache.board_picture import BoardPicture
from screens.board import BoardScreen
from tests.screens.board_host import with_board
from tests.screens.host import WIDE
from tests.soak import SOAKING
from tests.whole.long_shift import STEP, LongShift

pytestmark = pytest.mark.long

MIDNIGHT = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
"""The city's."""
OF_A_DAY = timedelta(hours=4) if SOAKING else timedelta(minutes=5)
"""So much of the old day, and then of the new one."""
CALLS = Simulator(
    seed=5, calls_per_hour=1500 if SOAKING else 6000, first_after_s=0, profile="day" if SOAKING else "flat"
)
_PULLED_EVERY = 5
"""Steps from one pull of the board to the next."""
_LOOKED_EVERY = 150 if SOAKING else 30
"""Steps from one look at the memory to the next."""
_MOST_GROWTH = 30_000 if SOAKING else 3_000
"""Blocks. A call that is kept holds some twenty; of the old day in eight hours 4,700 would be."""


class Look(NamedTuple):
    """Calls of the day, blocks held, and how many things of each kind."""

    calls: int
    blocks: int
    kinds: Counter[str]


class Held:
    """How many blocks were held on a day, and of what, each time with how many calls it had by then."""

    def __init__(self) -> None:
        self.looks: list[Look] = []

    def look(self, calls: int) -> None:
        """Count."""
        gc.collect()
        kinds = Counter(f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects())
        self.looks.append(Look(calls, sys.getallocatedblocks(), kinds))

    def with_calls(self, calls: int) -> Look:
        """Return the last look when there were at most so many calls."""
        return max((look for look in self.looks if look.calls <= calls), key=lambda look: look.calls)


Pull = Callable[[], Awaitable[int]]
"""Pulls the board and returns how many calls it says that today has."""


async def over_json(shift: LongShift, after: int, epoch: str) -> BoardAnswer:
    """Return the centre's answer as it comes over a line."""
    return BoardAnswer.model_validate_json((await shift.board(after, epoch)).model_dump_json())


@asynccontextmanager
async def plain_board(shift: LongShift) -> AsyncIterator[Pull]:
    """A board without a screen."""
    picture = BoardPicture()

    async def pull() -> int:
        answer = await over_json(shift, picture.after, picture.epoch)
        picture.take(answer, shift.at, shift.at)
        assert len(picture.seats) == len(shift.seats)
        return answer.figures.offered

    yield pull


@asynccontextmanager
async def painted_board(shift: LongShift) -> AsyncIterator[Pull]:
    """The board of a lead as the console shows it."""
    app, _ = with_board(1)
    told = [0]

    class Line:
        def ask(self, question: Any) -> Future[Any]:
            future: Future[Any] = Future()
            asked = dict(question.asked)

            async def answer() -> None:
                found = await over_json(shift, int(asked["after"]), asked.get("epoch", ""))
                told[0] = found.figures.offered
                future.set_result(found)

            self.under_way = asyncio.get_running_loop().create_task(answer())
            return future

    line = app.seat.lead_board = Line()
    app.clock.at = shift.at
    async with app.run_test(size=WIDE) as pilot:

        async def pull() -> int:
            app.clock.at = shift.at
            board = app.screen_stack[1]
            assert isinstance(board, BoardScreen)
            board.tick()
            await line.under_way
            await pilot.pause()
            return told[0]

        yield pull


def opened(file: Path) -> Engine:
    """Return a new database; what is in it need not outlive this machine."""
    engine = open_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
    migrate(engine)
    return engine


async def test_a_new_day_begins_anew_and_holds_no_more_than_the_old_one_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seats_heard, "_GATHER_SECONDS", 0)
    engine = opened(tmp_path / "centre.db")
    shift = LongShift(engine, MIDNIGHT - OF_A_DAY, CALLS)
    board = painted_board if SOAKING else plain_board
    old, new = Held(), Held()
    async with shift.open(), board(shift) as pull:
        await shift.goes_on()
        await pull()
        gc.collect()
        gc.freeze()
        for day in (old, new):
            calls = 0
            for step in range(OF_A_DAY // STEP):
                await shift.goes_on()
                if step % _PULLED_EVERY == 0:
                    calls = await pull()
                if step % _LOOKED_EVERY == _LOOKED_EVERY - 1:
                    day.look(calls)
    engine.dispose()
    assert new.looks[0].calls < old.looks[-1].calls / 3, "the figures of the day did not begin anew"
    last = new.looks[-1]
    before = old.with_calls(last.calls)
    grown, more = last.blocks - before.blocks, last.kinds - before.kinds
    assert grown <= _MOST_GROWTH, f"{grown} blocks more with {last.calls} calls, among them {more.most_common(8)}"
