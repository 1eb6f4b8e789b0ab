"""A console that is told to end while somebody goes to another place ends as it was told to."""

import asyncio
from typing import cast
from zoneinfo import ZoneInfo

from local_cache.seat import Seat
from screens.services import Go, Services
from seat_console.moving import MovingApp
from tests.screens.fake_seat import FakeSeat
from tests.screens.host import NARROW, Clock
from tests.screens.small_city import small_city
from widgets.theme import dress


class Console(MovingApp):
    """Begins at the cases that need somebody, over a seat without files."""

    def __init__(self) -> None:
        super().__init__("needs_you", locked=False)
        clock = Clock()
        seat = FakeSeat(small_city(), clock)
        self.services = Services(seat=cast("Seat", seat), now=clock, zone=ZoneInfo("Asia/Shanghai"), pack=seat.pack_,
                                 session=seat.session())  # fmt: skip
        dress(self, None)


async def test_a_console_told_to_end_just_before_a_key_leads_to_find_ends_with_what_it_was_told() -> None:
    app = Console()
    async with app.run_test(size=NARROW) as pilot:
        app.post_message(Go("find"))
        app.exit(0, return_code=0)
        await pilot.pause()
    assert (app.return_value, app.return_code) == (0, 0)


async def test_a_console_told_to_end_while_a_key_leads_to_find_ends_with_what_it_was_told() -> None:
    app = Console()
    async with app.run_test(size=NARROW):
        app.post_message(Go("find"))
        await asyncio.sleep(0)  # on its way: the place is not there yet
        app.exit(0, return_code=0)
    assert (app.return_value, app.return_code) == (0, 0)
