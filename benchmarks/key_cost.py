"""`key_bytes` and `key_layouts`: what one key in the narrative writes to the terminal and lays out."""

import asyncio
import time
from unittest.mock import patch

from textual.screen import Screen

from benchmarks.console import NARRATIVE_LENGTH, Prepared, draft_of, prepared
from benchmarks.report import Figure, at_most, quantile
from benchmarks.seats import draw
from local_cache.first_look import first_look
from local_cache.seat import Seat, utc_now
from seat_console.app import ConsoleApp
from seat_console.opening import Opening
from seat_console.settings import Settings
from widgets.keymap import Keymap

_KEYS = 200


def measure() -> list[Figure]:
    """Return the median and the most bytes of a key, and the layouts of all keys together."""
    with prepared(2000) as seat:
        told = seat.told[0]
        seat.put_draft(draft_of(told, (told.content * 60)[:NARRATIVE_LENGTH]))
        chance = draw(23)
        with seat.console() as console:
            console.wait_for(told.content[:6])
            console.settle(0.5)
            shown = []
            for place in range(_KEYS):
                shown.append(console.echo(chr(0x5200 + place))[1])
                time.sleep(chance.uniform(0.02, 0.06))
        layouts = asyncio.run(_layouts(seat))
    return [
        at_most("key_bytes", quantile(shown, 0.5), "bytes p50", 400),
        at_most("key_bytes_p95", quantile(shown, 0.95), "bytes p95", 400),
        at_most("key_layouts", layouts, f"in {_KEYS} keys", 0),
    ]


async def _layouts(seat: Prepared) -> int:
    """Count what Textual lays out while keys go into the narrative of the running console, without a terminal."""
    counted = 0
    original = Screen._refresh_layout

    def counting(screen: Screen[object], *given: object, **named: object) -> object:
        nonlocal counted
        counted += 1
        return original(screen, *given, **named)  # type: ignore[arg-type]

    opening = Opening(
        settings=Settings(),
        settings_file=seat.folder.root / "settings.toml",
        keymap=Keymap(),
        look=first_look(seat.folder, utc_now()),
        folder=seat.folder,
        open_seat=lambda: Seat.open(seat.folder, start_sync=False, ballast_size=0),
    )
    app = ConsoleApp(opening)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            while app.screen.focused is None or app.services.pack is None:
                await pilot.pause(0.05)
            await pilot.pause(1.0)
            with patch.object(Screen, "_refresh_layout", counting):
                for place in range(_KEYS):
                    await pilot.press(chr(0x5300 + place))
    finally:
        app.close_seat()
    return counted
