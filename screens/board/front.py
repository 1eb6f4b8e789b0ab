"""The board itself: tiles, seats and troubles, painted from the picture; only what reads otherwise is painted again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from screens.board import tiles, trouble_lines
from screens.board.heads import age_pieces, state_pieces, switch_pieces, which_pieces
from screens.board.live import BoardLive
from screens.board.seat_cells import cell_of, flags_of
from screens.board.seat_order import By, Filter, arranged
from screens.board.whole_seat import whole_of
from screens.board.words import short_names
from screens.parts.text_rows import TextRows
from screens.parts.top_line import paint_top_line
from screens.parts.trouble import trouble_words
from widgets.clock_text import exact
from widgets.lamp import Piece, Tone
from widgets.line_list import LineList
from widgets.one_line import OneLine, spaced
from widgets.seat_grid import SeatCell, SeatGrid, SeatGroup
from widgets.tile_band import TileBand
from wording import listed, tr

if TYPE_CHECKING:
    from hotline.board_doc import SeatRow, Trouble
    from local_cache.board_questions import SpanOfTime
    from screens.parts.text_rows import Row

REORDER_S = 5.0
"""Seats in another order than by number, or only some of them, stand still for so long: they could not be read else."""
_FIXED_ROWS = 12
_LEAST_TROUBLES, _LEAST_SEATS = 4, 3
_NAMES_FROM = 110
"""From so many columns on the legend says what each sign stands for."""


class BoardFront(BoardLive):
    """Paints tiles, grid and troubles. `by`, `only` and `span` are what the lead has chosen to see."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.by = By.NUMBER
        self.only = Filter()
        self.span: SpanOfTime = "day"
        self.troubles: dict[str, Trouble] = {}
        self._cells: dict[str, SeatCell] = {}
        self._flags: dict[str, str] = {}
        self._had_orders: set[str] = set()
        self._order: list[tuple[str, tuple[str, ...]]] = []
        self._ordered_at: datetime | None = None
        self._names: dict[str, str] = {}
        self._painted_live = False

    @property
    def grid(self) -> SeatGrid:
        """The seats."""
        return self.query_one(SeatGrid)

    @property
    def marked_seat(self) -> SeatRow | None:
        """The seat that the mark is on."""
        return self.picture.seats.get(self.grid.key)

    # ---- painting what came

    def paint_board(self) -> None:
        """Show the picture: of the seats those that changed, of everything else what reads otherwise."""
        answer = self.picture.answer
        self.paint_age()
        if answer is None:
            return
        self.troubles = {trouble_lines.key_of(each): each for each in answer.troubles if self._concerns(each)}
        self._make_cells()
        self._show_seats()
        self._paint_clocks()
        self._paint_states()

    def _concerns(self, trouble: Trouble) -> bool:
        """Say whether a trouble is one for who is here: a shift is handed over by the leads of its own sub-centre."""
        seat = self.picture.seats.get(self.services.seat_code)
        return trouble.kind != "handover_due" or seat is None or seat.sub_centre == trouble.words

    def _make_cells(self) -> None:
        """Make the cells anew of seats that changed, in themselves or in their flag, or all if they are old now."""
        answer, live = self.picture.answer, self.is_live
        before, self._flags = self._flags, flags_of(answer.troubles if answer is not None else ())
        changed = self.changed | {seat for seat, _ in before.items() ^ self._flags.items()}
        now, had_orders = self.shown_at(), self._had_orders
        self._had_orders = {row.seat for row in self.picture.seats.values() if row.orders_at(now)}
        changed |= had_orders ^ self._had_orders
        if live != self._painted_live:
            changed, self._painted_live = {*self.picture.seats}, live
        self.changed = set()
        for seat in changed:
            row = self.picture.seats.get(seat)
            if row is None:
                self._cells.pop(seat, None)
            else:
                cell = cell_of(row, self._flags, now)
                self._cells[seat] = cell if live else replace(cell, tone=Tone.FAINT)

    def _show_seats(self) -> None:
        if self._has_to_order():
            self.order_seats()
        groups = [
            SeatGroup(self._names.get(code, ""), tuple(map(self._cells.__getitem__, seats)))
            for code, seats in self._order
        ]
        grid, rows = self.grid, self.grid.rows_needed
        grid.show(groups, self.shown_at().timestamp())
        if grid.rows_needed != rows:
            self.fit_rows()

    def _has_to_order(self) -> bool:
        ordered = {seat for _, seats in self._order for seat in seats}
        if self.by is By.NUMBER and self.only.is_all:
            return ordered != self._cells.keys()
        now, before = self.services.now(), self._ordered_at
        return not ordered <= self._cells.keys() or before is None or now - before >= timedelta(seconds=REORDER_S)

    def order_seats(self) -> None:
        """Put the seats into their order as they stand now."""
        troubled = frozenset(each.seat for each in self.troubles.values() if each.seat)
        self._order = arranged(self.picture.seats.values(), self.by, self.only, troubled, self._flags)
        self._ordered_at = self.services.now()
        self._names = short_names(self.services.city_pack, {code for code, _ in self._order if code})

    def show_seats_anew(self) -> None:
        """Show the seats in the order that was chosen just now."""
        self.order_seats()
        self._show_seats()
        self._paint_states()
        self.paint_about()

    # ---- clocks

    def tick(self) -> None:
        """Let a second pass: clocks go on, what is old is said to be, and a quiet board asks."""
        if not self.in_sight:
            return
        paint_top_line(self)
        if self._painted_live != self.is_live:
            self.paint_board()
        else:
            self.paint_age()
            if self.is_live:
                self.grid.tick(self.shown_at().timestamp())
                self._paint_clocks()
        self.pull_if_quiet()

    def _paint_clocks(self) -> None:
        """Paint what counts seconds beside the grid."""
        answer, now = self.picture.answer, self.shown_at()
        if answer is None:
            return
        shown = tiles.tiles(answer, self.span, now, self.services.zone)
        if not self.is_live:
            shown = [replace(tile, tone=Tone.FAINT) for tile in shown]
        self.query_one(TileBand).show(shown)
        self._paint_troubles()
        self.paint_about()

    def _paint_troubles(self) -> None:
        rows = trouble_lines.rows(
            list(self.troubles.values()), self.services.city_pack, self.shown_at(), self.picture.seats
        )
        listed = self.query_one("#troubles", LineList)
        listed.rows = rows
        words = tr("To look at {count}").format(count=len(rows))
        self.query_one("#trouble_head", OneLine).say([(f" {words}", Tone.YELLOW if rows else Tone.GREY)])

    # ---- heads

    def paint_age(self) -> None:
        """Say how old the board is, and of which time the tiles are."""
        answer, zone, status = self.picture.answer, self.services.zone, self.services.seat.status
        right = age_pieces(
            answer, self.shown_at(), self.heard_ago(), zone, live=self.is_live, line_up=status.line_up,
            keeps=status.centre_keeps,
        )  # fmt: skip
        # Without its database the centre can only say that it is busy: that is not why, and to try again does not help.
        refused = self.refused if status.centre_keeps or not status.line_up else None
        left: list[Piece] = switch_pieces(answer, zone)
        if refused is not None:
            left = [(f"! {trouble_words(refused)}", Tone.RED)]
        elif not left and answer is not None:
            left = [(self._span_words(), Tone.GREY)]
        self.query_one("#age", OneLine).say([(" ", Tone.GREY), *left], [*right, (" ", Tone.GREY)])

    def _span_words(self) -> str:
        now, zone = self.shown_at(), self.services.zone
        if self.span == "hour":
            hour = now.astimezone(zone)
            words = tr("{since} to {until}, beside the same time a week ago")
            return words.format(since=f"{hour:%H}:00", until=f"{hour:%H:%M}")
        return tr("today until {at}, beside the same time a week ago").format(at=exact(now, now, zone))

    def _paint_states(self) -> None:
        pack = self.services.city_pack
        counts = state_pieces(self.picture.seats.values(), pack, names=self.size.width >= _NAMES_FROM)
        which = which_pieces(self.by, self.only, self.grid.in_sight, len(self.picture.seats), pack)
        self.query_one("#states", OneLine).say(
            [(" ", Tone.GREY), *spaced(counts, 2)], [*spaced(which, 2), (" ", Tone.GREY)]
        )

    # ---- what is marked

    @on(SeatGrid.Moved)
    @on(TileBand.Moved)
    def _moved(self, message: SeatGrid.Moved | TileBand.Moved) -> None:
        message.stop()
        self.paint_about()
        self._paint_states()

    def on_descendant_focus(self) -> None:
        """Say what the mark is on where the keys are now."""
        self.paint_about()

    def paint_about(self) -> None:
        """Say all about the marked seat; while the keys are with the tiles, about the marked tile."""
        about, marked = self.query_one("#about", TextRows), self.query_one(TileBand).marked
        answer, row = self.picture.answer, self.marked_seat
        if answer is not None and marked is not None and isinstance(self.focused, TileBand):
            about.show(*self._about_tile(marked.key))
        elif row is not None:
            rostered = self.picture.rostered(row.seat)
            about.show(*whole_of(row, self.services.city_pack, self.shown_at(), self.services.zone, rostered))
        else:
            about.show()

    def _about_tile(self, key: str) -> list[Row]:
        answer, band = self.picture.answer, self.query_one(TileBand)
        tile = band.marked
        if answer is None or tile is None:
            return []
        as_of, compared = tiles.as_of_words(key, answer, self.services.zone), tiles.is_compared(key)
        value = tile.value if as_of or compared else listed(filter(None, (tile.value, tile.beside)))
        rows: list[Row] = [
            [(tr("{label}: {value}").format(label=tiles.said_of(key, answer), value=value), Tone.BRIGHT)]
        ]
        if as_of:
            rows.append([(as_of, Tone.YELLOW)])
        elif compared:
            rows.append([(tr("a week ago: {value}").format(value=tile.beside), Tone.GREY)])
        return rows

    # ---- room

    def fit_rows(self) -> None:
        """Give the seats the rows that they need, as long as some are left for the troubles."""
        left = self.size.height - _FIXED_ROWS
        room = max(_LEAST_SEATS, min(self.grid.rows_needed, left - _LEAST_TROUBLES))
        wanted: Widget = self.grid
        if wanted.styles.height is None or wanted.styles.height.value != room:
            wanted.styles.height = room

    def on_resize(self) -> None:
        """Use the room there is."""
        self.fit_rows()
        self.call_after_refresh(self.paint_board)
