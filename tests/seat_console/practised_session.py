"""Plays a short session of practice without a terminal and prints what came of it: run as a program of its own, so that
what is imported is what a practice process imports."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic
from typing import Any

from textual.events import Paste
from textual.pilot import Pilot

from hotline.codes import PracticeKind
from local_cache.practice_exchange import PracticeExchange
from practice.finished import shown_frames
from practice.folder import PracticeFolder
from practice.honest_clock import ThisMachine
from practice.record import PASTE
from practice.session_parts import NothingHeard
from practice.session_plan import Trainee
from seat_console.environment import prepare
from seat_console.practice import desk_app
from seat_console.practice.desk_app import PracticeApp
from seat_console.practice.material import Material
from seat_console.practice.past import Past
from seat_console.practice.play import Player
from seat_console.settings import Settings
from tests.deadline import PATIENCE_S
from tests.pressing import press
from tests.screen_rows import rows_of
from widgets.commands import PRACTICE
from widgets.keymap import Keymap
from widgets.typed_entry import PASTE_LIMIT
from wording import set_language

Plays = Callable[[Pilot[Any]], Awaitable[list[str]]]
SECRET = "Geheim8"
NARRATIVE = "工地夜里浇混凝土"
PASTED = "，三天了"


class FastMachine(ThisMachine):
    """A machine whose time goes by eight times as fast, so that nobody waits for a caller to speak."""

    ahead = 0.0

    def since_boot(self) -> float:
        return super().since_boot() * 8 + self.ahead


async def until(pilot: Pilot[Any], words: str) -> None:
    """Wait until some words stand on the screen."""
    end = monotonic() + PATIENCE_S
    while words not in shown(pilot):
        assert monotonic() < end, shown(pilot)
        await pilot.pause(0.02)


def shown(pilot: Pilot[Any]) -> str:
    return "\n".join(rows_of(pilot.app))


async def play(pilot: Pilot[Any]) -> list[str]:
    """Answer, ask, write, press a key that does nothing, change the language, stay after all, and end the session.

    What is answered to a question is typed as fast as the key that asks it.
    """
    seen = []
    await until(pilot, "199****1234")
    await press(pilot, "enter", "insert", "2")
    await until(pilot, "振兴社区")
    await press(pilot, "f11", "ctrl+e", "ctrl+e", "ctrl+g", "0", *NARRATIVE)
    seen.append(shown(pilot))
    pilot.app.post_message(Paste("长" * (PASTE_LIMIT + 1)))
    pilot.app.post_message(Paste(PASTED))
    await press(pilot, "ctrl+l", *SECRET, "enter")
    await until(pilot, "振兴社区")
    await press(pilot, "ctrl+q", "ctrl+q", "0", *"1")
    seen.append(shown(pilot))
    await press(pilot, "ctrl+q", "2")
    await until_left(pilot)
    return seen


async def until_left(pilot: Pilot[Any]) -> None:
    """Wait until the desk is closed."""
    end = monotonic() + PATIENCE_S
    while pilot.app.is_running and not pilot.app._exit and monotonic() < end:
        await pilot.pause(0.02)


async def leave_unheard(pilot: Pilot[Any]) -> list[str]:
    """Leave an exam that nobody has answered; what that means changes while the question stands there."""
    app = pilot.app
    assert isinstance(app, PracticeApp)
    await until(pilot, "考试")
    await press(pilot, "ctrl+q")
    await until(pilot, "来电人还没有说话，这场考试不算考过")
    for heard, words in ((True, "按现状评分，这场考试算考过"), (False, "来电人还没有说话")):
        app._session._state.heard = heard
        await until(pilot, words)
    await press(pilot, "1")
    await until_left(pilot)
    return []


def run(app: PracticeApp, seen: list[str], plays: Plays) -> None:
    async def whole() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            seen.extend(await plays(pilot))

    asyncio.run(whole())


def exam_unheard(player: Player, folder: PracticeFolder, size: os.terminal_size) -> bool:
    """Say whether nothing is there of an exam in which nobody spoke; `NothingHeard` is what home is told."""
    player.run = lambda app: run(app, [], leave_unheard)
    before = [each.session for each in folder.all_begun()]
    try:
        player.begin(PracticeKind.EXAM, "construction-noise-at-night", None, "zh", size)
    except NothingHeard:
        return [each.session for each in folder.all_begun()] == before
    return False


def exam_out_of_time(root: Path, size: os.terminal_size) -> list[str]:
    """Type on when the time of an exam is over; return what is shown then. It has a folder of its own."""
    folder, machine, seen = PracticeFolder(root), FastMachine(), []
    folder.make(())
    past = Past(folder, Material.shipped("zaozhuang"), Trainee("1042", "王敏"))
    player = Player(past, Keymap(apart=PRACTICE), Settings(), machine)

    async def types_on(pilot: Pilot[Any]) -> list[str]:
        await until(pilot, "199****1234")
        await press(pilot, "enter", "ctrl+g", "0", *NARRATIVE)
        machine.ahead += 3600
        await until(pilot, "本场考试时间到")
        await press(pilot, "escape", *"wa1", "enter")
        screens = [shown(pilot)]
        desk_app.QUIET_S = 0.0
        await until_left(pilot)
        return screens

    desk_app.QUIET_S = PATIENCE_S
    player.run = lambda app: run(app, seen, types_on)
    player.begin(PracticeKind.EXAM, "construction-noise-at-night", None, "zh", size)
    return seen


def main(root: Path) -> None:
    os.environ["SEAT_CONSOLE_SETTINGS"] = str(root / "live" / "settings.toml")
    prepare()
    set_language("zh")
    folder = PracticeFolder(root / "practice")
    folder.make((root / "live",))
    past = Past(folder, Material.shipped("zaozhuang"), Trainee("1042", "王敏"))
    player, seen = Player(past, Keymap(apart=PRACTICE), Settings(), FastMachine()), []
    player.run = lambda app: run(app, seen, play)
    size = os.terminal_size((80, 24))
    session = player.begin(PracticeKind.DRILL, "construction-noise-at-night", None, "zh", size)
    finished, frames = past.session(session), shown_frames(folder.session(session))
    unheard = exam_unheard(player, folder, size)
    [waiting] = PracticeExchange(folder.root).waiting("1042")
    out_of_time = exam_out_of_time(root / "other", size)
    last = frames.at(finished.length_ms)
    json.dump(
        {
            "root": str(folder.root),
            "unheard": unheard,
            "out_of_time": out_of_time,
            "session": session,
            "screen": seen[0],
            "stayed": seen[1],
            "pasted": [[key.char, key.used] for key in finished.calls[0].call.keys if key.key == PASTE],
            "keys": [[key.key, key.at, key.used] for key in finished.calls[0].call.keys],
            "asked": [each.question for each in finished.calls[0].call.asked],
            "frames": [frames.at(ms).texts for ms in range(0, finished.length_ms, 200)],
            "last_rows": len(last.rows),
            "total": finished.calls[0].marks.total,
            "result": json.loads(waiting.file.read_text("utf-8")),
            "modules": sorted(sys.modules),
            "live": [str(each) for each in (root / "live").rglob("*")],
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
