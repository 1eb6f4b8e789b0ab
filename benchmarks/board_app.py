"""`python -m benchmarks.board_app board|table CHANGES`: the lead's board, or the same words in stock DataTables.

120 seats with running clocks, CHANGES states a second. Both pull answers as JSON from a centre inside their process,
parse them in a thread as the seat does, and show the same tiles, seats and troubles.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from textual.app import App, ComposeResult
from textual.coordinate import Coordinate
from textual.widgets import DataTable

from hotline.board_doc import BoardAnswer, SeatRow, Trouble, WaitingCall
from hotline.call_figures import Figures
from hotline.codes import Role
from local_cache.board_picture import BoardPicture
from local_cache.board_questions import BoardQuestion, changes
from local_cache.model import SeatStatus, SessionInfo
from local_cache.news import BoardPoked
from local_cache.seat import Seat
from screens.board import BoardScreen, trouble_lines
from screens.board.seat_cells import cell_of, flags_of
from screens.board.tiles import tiles
from screens.parts.unknown_city import NO_PACK
from screens.services import SeatNews, Services
from widgets.key_order import OrderedKeys
from widgets.theme import dress

SEATS = 120
IN_ROW = 8
TROUBLES = 8
STATES = ("talking", "wrap_up", "ready", "ringing")


def _now() -> datetime:
    return datetime.now(UTC)


def _changes() -> Iterator[tuple[int, str]]:
    """Yield which seat (from 0) is in which state next, without end."""
    for turn, state in enumerate(cycle(STATES)):
        yield turn * 37 % SEATS, state


class CentreInside:
    """What a seat's facade is to the board: it answers with what changed."""

    def __init__(self) -> None:
        began = _now()
        self.status = SeatStatus(line_up=True)
        self._n = 1
        self._numbers = dict.fromkeys(range(SEATS), 1)
        self._rows = [
            SeatRow(
                seat=f"{place + 1:04}", sub_centre="01", queue="general", heard_at=began, silent=False,
                operator_id=f"{1000 + place}", operator="王敏", state=STATES[place % len(STATES)],
                since=began - timedelta(seconds=place),
            )
            for place in range(SEATS)
        ]  # fmt: skip
        self._waiting = (WaitingCall(call_id=UUID(int=1), queue="general", since=began),)
        self._troubles = tuple(
            Trouble(kind="long_wrap_up", since=began, limit_s=120, seat=f"{place:04}")
            for place in range(1, 1 + TROUBLES)
        )
        self._pool = ThreadPoolExecutor(1)

    def change(self, place: int, state: str) -> None:
        """Let a seat go into another state."""
        self._n += 1
        self._numbers[place] = self._n
        self._rows[place] = self._rows[place].model_copy(update={"state": state, "since": _now()})

    def board(self, question: BoardQuestion[Any]) -> Future[Any]:
        """Answer what changed, read from JSON in a thread."""
        after = int(dict(question.asked)["after"])
        figures = Figures(offered=self._n, answered=self._n, answered_within=self._n, handled=self._n)
        answer = BoardAnswer(
            epoch="e", n=self._n, now=_now(), whole=after == 0, switch_up=True, switch_since=None,
            seats=tuple(row for place, row in enumerate(self._rows) if self._numbers[place] > after),
            waiting=self._waiting, figures=figures, last_week=figures, hour=figures, hour_last_week=figures,
            service_level_s=15, troubles=self._troubles,
        )  # fmt: skip
        return self._pool.submit(BoardAnswer.model_validate_json, answer.model_dump_json())


class BoardApp(OrderedKeys[None], inherit_bindings=False):
    """The board of a lead."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, rate: float) -> None:
        super().__init__()
        dress(self, "seat-dark")
        self._every = 1 / rate if rate else 0.0
        self._changes = _changes()
        self._centre = CentreInside()
        session = SessionInfo("2001", "赵刚", frozenset({Role.LEAD}), "s", True, _now())
        self.services = Services(
            seat=cast("Seat", self._centre), now=_now, zone=ZoneInfo("Asia/Shanghai"), seat_code="0001", session=session
        )

    def on_mount(self) -> None:
        """Show the board, and let seats change."""
        self.push_screen(BoardScreen())
        if self._every:
            self.set_interval(self._every, self._change)

    def _change(self) -> None:
        self._centre.change(*next(self._changes))
        self.screen.post_message(SeatNews(BoardPoked()))


class TableApp(App[None]):
    """The same answers and the same words in stock DataTables: tiles, seats, troubles. Only what differs is updated."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self._every = 1 / rate if rate else 0.0
        self._changes = _changes()
        self._centre = CentreInside()
        self._picture = BoardPicture()
        self._shown: dict[tuple[str, int, int], str] = {}

    def compose(self) -> ComposeResult:
        """Yield the tables."""
        for name in ("tiles", "seats", "troubles"):
            yield DataTable(show_header=False, id=name)

    def on_mount(self) -> None:
        """Fill the tables, and let seats change."""
        for table, columns, rows in ((self._table("tiles"), IN_ROW, 4), (self._table("seats"), IN_ROW, SEATS // IN_ROW),
                                     (self._table("troubles"), 4, TROUBLES)):  # fmt: skip
            table.add_columns(*map(str, range(columns)))
            table.add_rows([" " * 12] * columns for _ in range(rows))
        self.set_interval(1.0, self._tick)
        if self._every:
            self.set_interval(self._every, self._change)
        self._pull()

    def _table(self, name: str) -> DataTable[str]:
        return self.query_one(f"#{name}", DataTable)

    def _change(self) -> None:
        self._centre.change(*next(self._changes))
        self._pull()

    def _pull(self) -> None:
        asked_at = _now()
        told = self._centre.board(changes(self._picture.after, self._picture.epoch))
        told.add_done_callback(lambda done: self.call_later(self._took, done.result(), asked_at))

    def _took(self, answer: BoardAnswer, asked_at: datetime) -> None:
        self._picture.take(answer, asked_at, _now())
        self._tick()

    def _tick(self) -> None:
        answer, now = self._picture.answer, self._picture.at_centre(_now())
        if answer is None:
            return
        for place, tile in enumerate(tiles(answer, "day", now, UTC)):
            row, column = divmod(place, IN_ROW)
            self._put("tiles", 2 * row, column, tile.label)
            self._put("tiles", 2 * row + 1, column, f"{tile.value} {tile.beside}")
        flags = flags_of(answer.troubles)
        for place, seat in enumerate(self._picture.seats.values()):
            cell = cell_of(seat, flags, now)
            words = f"{cell.key} {cell.state} {cell.clock(now.timestamp())}{cell.flag}"
            self._put("seats", *divmod(place, IN_ROW), words)
        for place, line in enumerate(trouble_lines.rows(answer.troubles, NO_PACK, now, self._picture.seats)):
            for column, (words, _) in enumerate(line.cells[1:]):
                self._put("troubles", place, column, words)

    def _put(self, name: str, row: int, column: int, words: str) -> None:
        if self._shown.get((name, row, column)) != words:
            self._shown[name, row, column] = words
            self._table(name).update_cell_at(Coordinate(row, column), words)


if __name__ == "__main__":
    kind, rate = sys.argv[1], float(sys.argv[2])
    (BoardApp if kind == "board" else TableApp)(rate).run()
