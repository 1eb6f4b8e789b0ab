"""What each desk is told: lines from the live picture, and what concerns this seat alone, read when that is other."""

import asyncio
from typing import NamedTuple

from case_api.board import hands as raised_hands
from case_api.board import missed, notices, orders
from case_api.centre import Centre
from case_api.http.hands import Hands
from case_api.http.live_board import LiveBoard
from case_api.shifts.leader_rota import leaders_at
from case_api.storage.engine import reading
from hotline.desk_doc import DeskNews, HandAnswer, LeaderOnRota, MissedCaller, Notice, SeatOrder

_KEPT_SECONDS = 30.0
"""What a seat has read is read again after this: notices and orders end by the clock."""


class _Own(NamedTuple):
    """What concerns one seat and who sits there."""

    notices: tuple[Notice, ...]
    orders: tuple[SeatOrder, ...]
    hand: HandAnswer | None
    claimed: tuple[MissedCaller, ...]
    leaders: tuple[LeaderOnRota, ...]


class _Kept(NamedTuple):
    stamp: int
    operator_id: str
    read_at: float
    own: _Own


class DeskBook:
    """The desks of one API process. All of it belongs to the loop."""

    def __init__(self, centre: Centre, hands: Hands, board: LiveBoard, shift_ends: tuple[str, ...]) -> None:
        self._centre, self._hands, self._board, self._shift_ends = centre, hands, board, shift_ends
        self._kept: dict[str, _Kept] = {}

    async def news_of(self, seat: str) -> DeskNews:
        """Return what a desk is to show now. Raises `ProblemError` (busy)."""
        await self._board.seen()
        own = await self._own(seat, self._board.picture.operator_at(seat))
        return DeskNews(
            **dict(self._board.line_of(seat)),
            notices=own.notices,
            orders=own.orders,
            hand=own.hand,
            claimed=own.claimed,
            leaders=own.leaders,
            shift_ends=self._shift_ends,
        )

    async def _own(self, seat: str, operator_id: str) -> _Own:
        now, stamp = asyncio.get_running_loop().time(), self._board.stamps.get(seat, 0)
        kept = self._kept.get(seat)
        same = kept is not None and (kept.stamp, kept.operator_id) == (stamp, operator_id)
        if kept is not None and same and now - kept.read_at < _KEPT_SECONDS:
            return kept.own
        own = await self._hands.read(self._read, seat, operator_id)
        self._kept[seat] = _Kept(stamp, operator_id, now, own)
        return own

    def _read(self, seat: str, operator_id: str) -> _Own:
        now = self._centre.now()
        with reading(self._centre.engine) as conn:
            return _Own(
                notices.unread_at(conn, seat, operator_id, now),
                orders.open_at(conn, seat, now),
                raised_hands.answer_at(conn, seat),
                missed.claimed_by(conn, self._centre.cipher, seat, operator_id),
                leaders_at(conn, seat, now),
            )
