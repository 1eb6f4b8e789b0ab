"""What of an open seat its sync works on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from local_cache.desk_side import DeskSide
from local_cache.enrolment import Enrolment
from local_cache.open_files import OpenFiles
from local_cache.packs import PackShelf
from local_cache.seat_calls import SeatCalls
from local_cache.sessions import LiveSession
from local_cache.status import Board


def _nothing() -> None:
    """Nobody practises at this seat."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the sync of one seat works on.

    `live` gives who is signed in now, `ended` is told of a session that the centre has ended. `calls` are those at the
    seat. `app_version` is this program's. `desk` is what desk and centre tell each other besides cases.
    `post_practice` takes results of practice along.
    """

    files: OpenFiles
    enrolment: Enrolment
    shelf: PackShelf
    board: Board
    now: Callable[[], datetime]
    live: Callable[[], LiveSession | None]
    ended: Callable[[LiveSession], None]
    calls: SeatCalls
    app_version: str
    desk: DeskSide
    post_practice: Callable[[], None] = _nothing
