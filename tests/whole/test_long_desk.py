"""A desk through a shift of calls over its seat's real files, by a clock that is moved on: memory stays flat.

Counted are things of the program's own kinds. What Textual keeps of painted words has its bounds, but a desk reaches
them only after hundreds of calls, so that the memory as a whole would hide a leak, or seem to be one.
"""

import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot

from hotline.codes import CallEventKind
from local_cache.duplicates import MOST
from local_cache.folder import SeatFolder
from local_cache.seat import Seat
from screens.desk.screen import DeskScreen
from screens.services import SeatNews, Services
from tests.local_cache.given import SESSION, Clock, begin, pack
from tests.screens.host import NARROW, Host, press, settled, until
from tests.soak import times
from wording import set_language

pytestmark = pytest.mark.long

_FIRST, _CALLS = 2, times(3, 120)
"""Calls until the desk is warm, and then as many as come in ten minutes, or in eight hours."""
_BETWEEN_S = 240
_MOST = 2
_IN_CACHES = frozenset({"widgets.shown_text.Row", "hotline.order_number.OrderNumber"})
"""What `lru_cache` keeps, a thousand at most."""
_IN_AN_ANSWER = ("local_cache.model.Likely", "local_cache.model.CaseLine")
"""What the last look-up for likely duplicates told, `MOST` at most: the later the call, the more cases are alike."""
_OURS = ("hotline", "city_packs", "local_cache", "screens", "widgets", "wording")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def seat(tmp_path: Path, clock: Clock) -> Iterator[Seat]:
    opened = Seat.open(begin(SeatFolder(tmp_path / "seat")), now=clock, start_sync=False, ballast_size=0)
    yield opened
    opened.close()


async def takes_a_call(pilot: Pilot[None], app: Host, seat: Seat, clock: Clock, number: int) -> None:
    """Answer, write down, file once the caller has hung up, and go on."""
    call = UUID(int=1000 + number)
    app.clock.at = clock.at
    app.ring(f"1990000{number:04}", call)
    await press(pilot, "enter", *"xfl", "1", *"停水", "enter", "enter", "ctrl+g", "0", *f"停水{number:03}")
    clock.turn(seconds=90)
    app.clock.at = clock.at
    app.call(CallEventKind.HUNG_UP, call)
    await press(pilot, "ctrl+s")
    await until(pilot, lambda: app.desk.done and app.desk.done.case_id)
    clock.turn(seconds=_BETWEEN_S - 90)
    await press(pilot, "enter")
    await until(pilot, lambda: app.desk.done is None)
    if last := seat._states.last:
        seat._states.heard(last.seq)  # as the centre acknowledges them


def held() -> Counter[str]:
    """Return how many things of each kind of ours are held."""
    gc.collect()
    kinds = (type(each) for each in gc.get_objects())
    names = (f"{kind.__module__}.{kind.__qualname__}" for kind in kinds)
    return Counter(name for name in names if name.startswith(_OURS) and name not in _IN_CACHES)


async def test_a_desk_holds_no_more_after_a_shift_of_calls_than_after_its_first_ones(seat: Seat, clock: Clock) -> None:
    set_language("en")
    services = Services(seat=seat, now=clock, zone=ZoneInfo("Asia/Shanghai"), seat_code="0042", pack=pack(),
                        session=SESSION)  # fmt: skip
    desk = DeskScreen()
    app = Host(desk, given=services)
    seat.subscribe(lambda news: desk.post_message(SeatNews(news)) and None)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: len(desk.query_one("#area_code").choices) > 5000)  # type: ignore[attr-defined]
        for number in range(_FIRST):
            await takes_a_call(pilot, app, seat, clock, number)
        await settled(pilot)
        first = held()
        for number in range(_FIRST, _FIRST + _CALLS):
            await takes_a_call(pilot, app, seat, clock, number)
        await settled(pilot)
        more = held() - first - Counter(dict.fromkeys(_IN_AN_ANSWER, MOST))
    assert more.total() <= _MOST, f"{_CALLS} calls later: {more.most_common(8)}"
