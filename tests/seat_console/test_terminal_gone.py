"""A program whose terminal has gone ends, also where its event loop stands still on it."""

import asyncio
import threading

import pytest

from seat_console import terminal_gone
from seat_console.terminal_gone import TerminalWatch
from tests.deadline import PATIENCE_S


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal_gone, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(terminal_gone, "LOOP_MAY_TAKE_S", 0.01)


def test_it_ends_where_the_loop_stands_still_on_the_dead_terminal() -> None:
    gone = threading.Event()

    async def stands_still() -> None:
        watch = TerminalWatch(lambda: None, gone.set, lambda: None, has_terminal=lambda: False)
        watch.start(asyncio.get_running_loop())
        assert gone.wait(PATIENCE_S)  # as on a full queue whose writer has died: nothing else of the loop runs

    asyncio.run(stands_still())


async def test_it_ends_once_though_the_loop_hears_of_it_late() -> None:
    told: list[str] = []
    twice = threading.Event()

    def has_terminal() -> bool:
        return False

    watch = TerminalWatch(lambda: None, lambda: told.append("gone"), lambda: None, has_terminal)
    watch.start(asyncio.get_running_loop())
    while not told:
        twice.wait(0.001)
    await asyncio.sleep(0)
    assert told == ["gone"]
