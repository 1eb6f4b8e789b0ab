"""`keys_per_case`: presses from ring to ready for ordinary cases at 200 seeded addresses of Tangshan.

The real console takes each case over a real seat. The operator modelled here knows the city: place and class are
typed by initials, one key at a time, until the right row is on the screen, and taken by its digit. Switching the
input method on and off counts; narrative, name and address text do not.
"""

import asyncio
from uuid import UUID

from textual import events
from textual.pilot import Pilot

from benchmarks.console import Prepared, prepared
from benchmarks.corpus import Told, tangshan, tell
from benchmarks.report import Figure, at_most, quantile
from benchmarks.seats import draw
from hotline.codes import CallEventKind
from local_cache.first_look import first_look
from local_cache.news import CallEvent
from local_cache.seat import Seat, utc_now
from screens.desk.screen import DeskScreen
from screens.services import SeatNews
from seat_console.app import ConsoleApp
from seat_console.opening import Opening
from seat_console.settings import Settings
from widgets.keymap import Keymap
from widgets.picker import Picker
from widgets.picker_list import ROWS

_ADDRESSES = 200
_TOGGLE_INPUT_METHOD = 1


def measure() -> list[Figure]:
    """Return median and 90th percentile of presses."""
    with prepared(2000) as seat:
        presses = asyncio.run(_all(seat))
    return [
        at_most("keys_per_case", quantile(presses, 0.5), "presses p50", 22),
        at_most("keys_per_case_p90", quantile(presses, 0.9), "presses p90", 28),
    ]


async def _all(seat: Prepared) -> list[int]:
    chance = draw(31)
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
        async with app.run_test(size=(80, 24)) as pilot:
            await _until(pilot, lambda: len(_picker(pilot, "area_code").choices) > 5000)
            counts = [await _Operator(pilot).take(tell(chance), UUID(int=1000 + place)) for place in range(_ADDRESSES)]
    finally:
        app.close_seat()
    return counts


class _Operator:
    """Takes one call and counts its presses."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self._pilot = pilot
        self.presses = 0

    async def take(self, told: Told, call: UUID) -> int:
        """Take the call from ring to ready and return the presses."""
        desk = _desk(self._pilot)
        desk.post_message(SeatNews(CallEvent(call, CallEventKind.RINGING, utc_now(), told.phone)))
        await self._pilot.pause()
        await self._press("enter")
        await self._pick("area_code", told.area_code, _spoken_initials(told.area_code))
        await self._pick("class_code", told.class_code, tangshan().classes[told.class_code].initials)
        self.presses += _TOGGLE_INPUT_METHOD
        await self._go_to("caller_name")
        await self._text(told.name)
        await self._press("enter")
        await self._text(told.spot)
        await self._press("enter")
        await self._text(told.content)
        await self._press("ctrl+s")
        await _until(self._pilot, lambda: desk.done is not None)
        self.presses += _TOGGLE_INPUT_METHOD
        await self._press("enter")
        await _until(self._pilot, lambda: desk.done is None)
        return self.presses

    async def _press(self, key: str) -> None:
        self.presses += 1
        await self._pilot.press(key)

    async def _text(self, text: str) -> None:
        assert self._pilot.app.focused is not None
        self._pilot.app.focused.post_message(events.Paste(text))
        await self._pilot.pause()

    async def _go_to(self, name: str) -> None:
        while self._pilot.app.focused is None or self._pilot.app.focused.id != name:
            await self._press("enter")

    async def _pick(self, name: str, code: str, initials: str) -> None:
        """Type initials until the right choice is taken or shown; beyond them, go down the list."""
        await self._go_to(name)
        picker = _picker(self._pilot, name)
        typed = ""
        for letter in initials:
            typed += letter
            await self._press(letter)
            if picker.value:
                break
            keys = [choice.key for choice in picker.choices.find(typed).choices]
            if code in keys[:ROWS]:
                await self._press(str(keys.index(code) + 1))
                break
        else:
            keys = [choice.key for choice in picker.choices.find(typed).choices]
            for _ in range(keys.index(code)):
                await self._press("down")
            await self._press("enter")
        assert picker.value == code, (name, code, typed, picker.value)


def _spoken_initials(area_code: str) -> str:
    """Return what is typed for a community: two letters of its street, then its own initials."""
    area = tangshan().areas[area_code]
    return tangshan().areas[area.parent or ""].initials[:2] + area.initials


def _picker(pilot: Pilot[int], name: str) -> Picker:
    return _desk(pilot).query_one(f"#{name}", Picker)


def _desk(pilot: Pilot[int]) -> DeskScreen:
    assert isinstance(pilot.app.screen, DeskScreen)
    return pilot.app.screen


async def _until(pilot: Pilot[int], holds: object) -> None:
    assert callable(holds)
    for _ in range(1500):
        if holds():
            return
        await pilot.pause(0.02)
    raise TimeoutError("the desk never came to that")
