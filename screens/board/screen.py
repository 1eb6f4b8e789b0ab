"""The shift lead's board: tiles, seats, what to look at; Enter opens what stands behind anything."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.containers import Vertical

from hotline.codes import AgentState
from hotline.texts import half_width
from local_cache import news as seat_news
from screens.board import trouble_lines
from screens.board.acting import Acting
from screens.board.forms import seat_of
from screens.board.heads import filter_words
from screens.board.level import ASKING
from screens.board.live import TICK_S
from screens.board.seat_order import By, Filter
from screens.board.words import UNKNOWN
from screens.parts.ask import Choose, Option
from screens.parts.base import bindings_of
from screens.parts.text_rows import TextRows
from screens.parts.work_list import WorkList
from screens.services import Go
from widgets.key_line import KeyLine
from widgets.line_list import LineList
from widgets.message_line import MessageLine
from widgets.one_line import OneLine
from widgets.seat_grid import SeatGrid
from widgets.status_line import StatusLine
from widgets.tile_band import TileBand
from wording import tr

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from local_cache.news import News

_TYPED_TOGETHER_S = 2.0
"""Digits that follow one another by less are one number."""
_STATES = (AgentState.READY, AgentState.TALKING, AgentState.WRAP_UP, AgentState.PAUSED, AgentState.PRACTICE, UNKNOWN)
_OF_FRONT = frozenset({"tile_span", "more_tiles", "seat_order", "seat_filter", "answer_hand", "order_seat"})
_OF_LIST = frozenset({"case_call", "claim", "hand_over", "release_claim"})


class BoardScreen(Acting):
    """The board, the lists that open from it, and its keys."""

    PLACE = "board"
    KEYS: ClassVar = (
        "answer_hand", "send_notice", "order_seat", "case_call", "claim", "hand_over", "release_claim", "missed",
        "notices", "seat_filter", "seat_order", "tile_span", "more_tiles", "times", "orders", "shift", "work", "desk",
    )  # fmt: skip
    BINDINGS = bindings_of("board")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    BoardScreen #behind { display: none; }
    BoardScreen #about { height: 2; background: $panel; }
    BoardScreen #about_line { height: 5; margin-top: 1; }
    BoardScreen.-wide #about_line { height: 10; }
    BoardScreen #troubles { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__(id="board")
        self._typed = ""
        self._typed_at: datetime | None = None
        self._left_saying: object = None

    def compose(self) -> ComposeResult:
        """Top line, age, then the board or the list over it, message, keys."""
        yield StatusLine()
        yield OneLine(id="age")
        with Vertical(id="front"):
            yield TileBand(id="tiles")
            yield OneLine(id="states")
            yield SeatGrid(id="seats", empty=ASKING)
            yield TextRows(id="about", rows=2)
            yield OneLine(id="trouble_head")
            yield LineList(trouble_lines.columns(), id="troubles", empty=trouble_lines.NO_TROUBLE, heads=False)
        with Vertical(id="behind"):
            yield OneLine(id="level")
            yield WorkList((), empty=ASKING)
            yield TextRows(id="about_line", rows=None)
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Take the first key, and let the clocks run."""
        self.set_focus(self.grid)
        self.set_interval(TICK_S, self.tick)
        self.fit_rows()

    def on_screen_resume(self) -> None:
        """Ask how things stand now; who signs out comes by here too, when nobody is signed in any more."""
        if self.services.session is None:
            return
        self.tick()
        self.pull()
        self.paint_keys()

    def on_screen_suspend(self) -> None:
        """Keep what is said now: it will have been read."""
        self._left_saying = self._said

    def arrive(self) -> None:
        """Take away what was said before they went to another place; what has been said since stays."""
        if self._said is self._left_saying:
            self.say("")

    def action_shift(self) -> None:
        """Go to the journal of the shift."""
        self.post_message(Go("shift"))

    # ---- what is seen

    def action_tile_span(self) -> None:
        """Show the tiles of the running hour instead of today, and back."""
        self.span = "hour" if self.span == "day" else "day"
        self.paint_board()

    def action_more_tiles(self) -> None:
        """Show the tiles that have no room beside these."""
        self.query_one(TileBand).next_page()

    def action_seat_order(self) -> None:
        """Put the seats into the next order."""
        orders = list(By)
        self.by = orders[(orders.index(self.by) + 1) % len(orders)]
        self.show_seats_anew()
        self.say(partial(tr, self.by.value))

    def action_seat_filter(self) -> None:
        """Choose which seats are shown."""
        filters = self._filters()
        pack = self.services.city_pack

        def options() -> list[Option]:
            return [Option(str(place), filter_words(each, pack)) for place, each in enumerate(filters)]

        def chosen(place: str | None) -> None:
            if place is not None:
                self.only = filters[int(place)]
                self.show_seats_anew()

        self.app.push_screen(Choose(lambda: tr("Which seats?"), options), chosen)

    def _filters(self) -> list[Filter]:
        codes = sorted({row.sub_centre for row in self.picture.seats.values()})
        states = [Filter(state=state) for state in _STATES]
        return [Filter(), Filter(trouble=True), *states, *(Filter(sub_centre=code) for code in codes if len(codes) > 1)]

    def on_key(self, event: events.Key) -> None:
        """Go to a seat by its number, and back; say what to do where an input method turns letters into Chinese."""
        sign = half_width(event.character) if event.is_printable and event.character else ""
        if event.key == "backspace":
            event.stop()
            self.action_back()
        elif sign.isascii() and sign.isdigit() and self.top is None:
            event.stop()
            self._to_seat(sign)
        elif sign and not sign.isascii():
            self.say(lambda: tr("Letters are keys here: switch the input method to English"), wrong=True)

    def _to_seat(self, digit: str) -> None:
        now = self.services.now()
        together = self._typed_at is not None and now - self._typed_at < timedelta(seconds=_TYPED_TOGETHER_S)
        self._typed, self._typed_at = (self._typed if together else "") + digit, now
        typed = self._typed
        seat = seat_of(typed, self.picture.seats)
        if not seat:
            self.say(lambda: tr("No seat {typed}").format(typed=typed), wrong=True)
            return
        if seat not in self.grid:
            self.only = Filter()
            self.show_seats_anew()
        self.set_focus(self.grid)
        self.grid.key = seat
        self.say(lambda: tr("Seat {seat}").format(seat=seat))

    # ---- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Turn away what means nothing in what is seen."""
        if action == "back":
            return self.top is not None
        if action in _OF_FRONT and self.top is not None:
            return False
        if action == "more_tiles":
            return self.query_one(TileBand).pages > 1
        if action in _OF_LIST:
            return self.top is not None and action in self.top.acts
        return super().check_action(action, parameters)

    def on_descendant_focus(self) -> None:
        """Name the keys that work from here."""
        self.paint_keys()

    def paint_keys(self) -> None:
        """Show the keys that work now."""
        first = [(tr("Enter"), tr("open"))] if self.opens else []
        if self.top is not None:
            first.append((tr("Backspace"), tr("back")))
        else:
            first.append(("Tab", tr("next part")))
        self.offer_keys(*first)

    # ---- news and language

    def hear(self, news: News) -> None:
        """Follow the board, the line and the city's names."""
        super().hear(news)
        if isinstance(news, seat_news.PackChanged):
            self.show_all_anew()
        elif isinstance(news, seat_news.StatusChanged) and self.in_sight:
            self.paint_keys()

    def show_all_anew(self) -> None:
        """Write everything again: signs and names are in words."""
        self.changed = {*self.picture.seats}
        self._order = []
        self.query_one("#troubles", LineList).columns = trouble_lines.columns()
        self.paint_board()
        self.paint_keys()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.show_all_anew()
