"""Draws `docs/desk.svg`, the README's picture: the real console over a real seat with a made-up call.

`python docs/picture.py`, from the root of the repository, with the packages of `[dev]` installed.
"""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from textual import events

from benchmarks.console import prepared
from hotline.codes import CallEventKind
from local_cache.first_look import first_look
from local_cache.news import CallEvent
from local_cache.seat import Seat, utc_now
from screens.services import SeatNews
from seat_console.app import ConsoleApp
from seat_console.opening import Opening
from seat_console.settings import Settings
from widgets.keymap import Keymap
from wording import set_language

_PICTURE = Path(__file__).with_name("desk.svg")
_KEYS = ("enter", *"xfl", "2", *"ts", "1")
_TEXTS = ("李女士", "12号楼3单元", "昨晚八点起全楼停水，物业称主管爆裂，至今未修。家有老人，请尽快。")


async def _draw() -> str:
    with prepared(5000) as seat:
        opened: list[Seat] = []

        def open_seat() -> Seat:
            opened.append(Seat.open(seat.folder, start_sync=False, ballast_size=0))
            return opened[0]

        opening = Opening(
            settings=Settings(language="zh", theme="seat-dark"),
            settings_file=seat.folder.root / "settings.toml",
            keymap=Keymap(),
            look=first_look(seat.folder, utc_now()),
            folder=seat.folder,
            open_seat=open_seat,
        )
        app = ConsoleApp(opening)
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


if __name__ == "__main__":
    set_language("zh")
    drawn = re.sub(r"@font-face\s*\{[^}]*\}", "", asyncio.run(_draw()))  # the reader's own fonts will do
    _PICTURE.write_text(drawn.replace("Fira Code", "monospace"), encoding="utf-8")
