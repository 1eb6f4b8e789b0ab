"""A lead before the board of a centre that a test moves on."""

from __future__ import annotations

from dataclasses import replace

from hotline.codes import Role
from local_cache.model import SeatStatus
from local_cache.news import BoardPoked, StatusChanged
from screens.board import BoardScreen

from .fake_board import FakeBoard, seat_rows
from .fake_seat import SHIFT_ENDS
from .host import Host


def with_board(count: int = 120, sub_centres: tuple[str, ...] = ("01",)) -> tuple[Host, FakeBoard]:
    """Return the board of a lead, and the centre that it asks."""
    app = Host(BoardScreen())
    app.services.session = replace(app.seat.session(), operator_id="2001", name="赵刚", roles=frozenset({Role.LEAD}))
    app.seat.status = SeatStatus(line_up=True, shift_ends=SHIFT_ENDS)
    board = FakeBoard(app.clock, seat_rows(count, app.clock(), sub_centres))
    app.seat.lead_board = board
    return app, board


def poke(app: Host) -> None:
    """Let the centre say that there is news for boards."""
    app.tell(BoardPoked())


def line(app: Host, board: FakeBoard, *, up: bool) -> None:
    """Cut or restore the line, and let the seat say so."""
    board.has_line = up
    app.seat.status = SeatStatus(line_up=up, line_since=app.clock(), shift_ends=SHIFT_ENDS)
    app.tell(StatusChanged(app.seat.status))


def tick(app: Host, seconds: float = 1.0) -> None:
    """Let time pass on the board."""
    app.clock.forward(seconds)
    screen = app.screen_stack[1]
    assert isinstance(screen, BoardScreen)
    screen.tick()
