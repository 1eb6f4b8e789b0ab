"""A host for one screen: an app with services over a fake seat, a clock that stands still, and plain-text rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from textual import events
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen

from hotline.codes import CallEventKind
from local_cache.model import Draft
from local_cache.news import CallEvent, News
from screens.desk.screen import DeskScreen
from screens.services import Go, KeysChosen, LanguageChosen, LeaveProgram, SeatNews, Services, SignedIn, SignedOut
from tests.pressing import come_to
from tests.screen_rows import rows_of
from widgets.key_order import OrderedKeys
from widgets.theme import dress

from .fake_seat import FakeSeat
from .small_city import small_city

if TYPE_CHECKING:
    from local_cache.seat import Seat

NOON = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
CALL = UUID("0192f0c8-0000-7000-8000-000000000001")
OTHER_CALL = UUID("0192f0c8-0000-7000-8000-000000000002")
NARROW, WIDE = (80, 24), (120, 40)


class Clock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Host(OrderedKeys[None], inherit_bindings=False):
    """Shows one screen and writes down what it asks of the program."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, first: Screen[Any], *, draft: Draft | None = None, signed_in: bool = True, given: Services | None = None
    ) -> None:
        super().__init__()
        dress(self, "seat-dark")
        self.clock = Clock()
        self.seat = FakeSeat(small_city(), self.clock)
        self.services = Services(
            seat=cast("Seat", self.seat), now=self.clock, zone=ZoneInfo("Asia/Shanghai"), seat_code="0042",
            pack=self.seat.pack_, session=self.seat.session() if signed_in else None, draft=draft,
        )  # fmt: skip
        if given is not None:
            self.services = given
        self._first = first
        self.asked: list[Message] = []

    def on_mount(self) -> None:
        self.push_screen(self._first)

    def on_go(self, message: Go) -> None:
        self.asked.append(message)

    @property
    def desk(self) -> DeskScreen:
        """The desk, where it is the screen that is shown first."""
        assert isinstance(self._first, DeskScreen)
        return self._first

    def on_signed_in(self, message: SignedIn) -> None:
        self.asked.append(message)

    def on_leave_program(self, message: LeaveProgram) -> None:
        self.asked.append(message)

    def on_signed_out(self, message: SignedOut) -> None:
        self.asked.append(message)

    def on_language_chosen(self, message: LanguageChosen) -> None:
        self.asked.append(message)

    def on_keys_chosen(self, message: KeysChosen) -> None:
        self.asked.append(message)

    @property
    def at_rest(self) -> bool:
        """Whether no key is on its way."""
        return self.no_key_on_its_way

    def tell(self, news: News) -> None:
        """Give the screens news, as the program does."""
        for screen in self.screen_stack:
            screen.post_message(SeatNews(news))

    def ring(self, number: str = "13800005678", call: UUID = CALL) -> None:
        """Let the telephone ring."""
        self.tell(CallEvent(call, CallEventKind.RINGING, self.clock(), number))

    def call(self, kind: CallEventKind, call: UUID = CALL) -> None:
        """Let the switch tell something else."""
        self.tell(CallEvent(call, kind, self.clock(), ""))

    @property
    def rows(self) -> list[str]:
        """The rows of the terminal as plain text."""
        width, height = self.size
        return [row[:width].rstrip() for row in rows_of(self)[:height]]

    @property
    def text(self) -> str:
        """All rows."""
        return "\n".join(self.rows)

    def keeps(self, draft: Draft) -> None:
        """Let the seat hold a draft from before."""
        self.seat.kept[draft.id] = draft


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys as fast as a terminal sends them and wait once, until the last one has had its effect."""
    app = pilot.app
    assert isinstance(app, Host)
    app.send_keys(*keys)
    await until(pilot, lambda: app.at_rest)


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste a text into the focused field."""
    pilot.app.post_message(events.Paste(text))
    await press(pilot)


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Let the app run until something holds; a test that waits in vain fails."""
    await pilot.pause()
    await come_to(pilot, holds, lambda: "it never came to hold")


async def settled(pilot: Pilot[None], *, held_back: int = 0) -> None:
    """Let the app run until nothing is on its way any more: no key, nothing put off, no answer but those held back."""
    app = pilot.app
    assert isinstance(app, Host)
    await until(pilot, lambda: app.at_rest and not _is_busy(app, held_back))
    await pilot.pause()


def _is_busy(app: Host, held_back: int) -> bool:
    """Say whether more workers run than wait for what is held back, or a timer that ends by itself."""
    pumps = [node for screen in app.screen_stack for node in screen.walk_children(with_self=True)]
    timers = [timer for pump in (app, *pumps) for timer in pump._timers]
    return sum(not worker.is_finished for worker in app.workers) > held_back or any(
        timer._repeat is not None and timer._task is not None and not timer._task.done() for timer in timers
    )


def a_draft(**changes: Any) -> Draft:
    """Return a draft as a desk leaves it."""
    draft = Draft(
        id="0192f0c8-0000-7000-8000-0000000000d1", operator="1042",
        fields={"area_code": "130203001001", "content": "昨晚八点起停水"}, phase="talking",
        call={"call_id": str(CALL), "number": "13800005678", "rang_at": NOON.isoformat(),
              "answered_at": NOON.isoformat()},
        name="祥富里社区", parked=False, kept=False, focus="content", caret=4, created_at=NOON, updated_at=NOON,
    )  # fmt: skip
    return replace(draft, **changes)


async def opened_again_while_going(pilot: Pilot[None], app: Host, *places: Callable[[], Screen[Any]]) -> None:
    """Open each again while the one before is still going, which must not end the program."""
    for place in places:
        app.push_screen(place())
        await pilot.pause()
        app.pop_screen()
        app.push_screen(place())
        await until(pilot, lambda: app.screen.is_mounted)
        assert app._exception is None
        await app.pop_screen()
