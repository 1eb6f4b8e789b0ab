"""Draws the README's pictures: `docs/desk.svg`, a seat with a made-up call, and `docs/board.svg`, the demo's board.

`python docs/picture.py desk board`, from the root of the repository, with the packages of `[dev]` installed. Both are
the real console. The board's takes two minutes: its calls come as they do in the demo.
"""

import asyncio
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from textual import events

from benchmarks.console import prepared
from hotline.codes import CallEventKind
from local_cache.first_look import first_look
from local_cache.folder import SeatFolder
from local_cache.news import CallEvent
from local_cache.seat import Seat, utc_now
from screens.parts.apart import Demo
from screens.services import SeatNews
from seat_console.app import ConsoleApp
from seat_console.demo.world import DemoHands, DemoWorld
from seat_console.opening import Opening
from seat_console.settings import Settings
from seat_console.start import open_seat
from widgets.keymap import Keymap
from wording import set_language

_BUSY_AFTER_S = 100.0
"""Until then the demo's simulated operators have taken and ended enough calls."""
_KEYS = ("enter", *"xfl", "2", *"ts", "1")
_TEXTS = ("李女士", "12号楼3单元", "昨晚八点起全楼停水，物业称主管爆裂，至今未修。家有老人，请尽快。")


def _console(folder: SeatFolder, open_seat: Callable[[], Seat], demo: Demo | None = None) -> ConsoleApp:
    return ConsoleApp(
        Opening(
            settings=Settings(language="zh", theme="seat-dark"),
            settings_file=folder.root / "settings.toml",
            keymap=Keymap(),
            look=first_look(folder, utc_now()),
            folder=folder,
            open_seat=open_seat,
            demo=demo,
        )
    )


async def _desk() -> str:
    with prepared(5000) as seat:
        opened: list[Seat] = []

        def open_here() -> Seat:
            opened.append(Seat.open(seat.folder, start_sync=False, ballast_size=0))
            return opened[0]

        app = _console(seat.folder, open_here)
        try:
            async with app.run_test(size=(120, 30)) as pilot:
                while app.services.pack is None:
                    await pilot.pause(0.1)
                await pilot.pause(2)
                opened[0]._board.change(line_up=True)  # as it is with a centre, which takes what is done with the call
                setattr(opened[0]._centre, "call_act", lambda _call, _act: None)  # noqa: B010
                ring = CallEvent(UUID(int=1), CallEventKind.RINGING, datetime.now(UTC), seat.told[9].phone)
                app.screen.post_message(SeatNews(ring))
                await pilot.pause(0.5)
                for key in _KEYS:
                    await pilot.press(key)
                for text in _TEXTS:
                    app.screen.post_message(events.Paste(text))
                    await pilot.pause(0.2)
                    await pilot.press("enter")
                await pilot.pause(1)
                return app.export_screenshot(title="seat-console")
        finally:
            app.close_seat()


async def _board() -> str:
    with DemoWorld(print) as world:
        app = _console(world.folder, lambda: open_seat(world.folder), DemoHands(world.line, world.centre))
        try:
            async with app.run_test(size=(120, 40)) as pilot:
                while app.services.pack is None:
                    await pilot.pause(0.1)
                await pilot.press("ctrl+right_square_bracket")
                await pilot.pause(_BUSY_AFTER_S)
                return app.export_screenshot(title="seat-console")
        finally:
            app.close_seat()


_PICTURES = {"desk": _desk, "board": _board}


if __name__ == "__main__":
    set_language("zh")
    for name in sys.argv[1:] or _PICTURES:
        # The reader's own fonts will do.
        drawn = re.sub(r"@font-face\s*\{[^}]*\}", "", asyncio.run(_PICTURES[name]()))
        Path(__file__).with_name(f"{name}.svg").write_text(drawn.replace("Fira Code", "monospace"), encoding="utf-8")
