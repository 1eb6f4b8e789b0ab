"""Today's times by state, kept for a while: to add them up takes a second of a core where seats are many."""

import asyncio
from datetime import datetime, timedelta
from typing import NamedTuple

from case_api.board.times import times_of_today
from case_api.centre import Centre
from case_api.http.hands import Hands
from case_api.storage.engine import reading
from hotline.board_doc import TimesPage

KEPT_FOR = timedelta(seconds=10)


class _Kept(NamedTuple):
    read_at: datetime
    page: TimesPage


class KeptTimes:
    """The times of one API process, read for one place after the other. All of it belongs to the loop."""

    def __init__(self, centre: Centre, hands: Hands) -> None:
        self._centre, self._hands = centre, hands
        self._kept: dict[str, _Kept] = {}
        self._one_by_one = asyncio.Lock()

    async def of(self, sub_centre: str) -> TimesPage:
        """Return today's times of all, or of a sub-centre, at most ten seconds old. Raises `ProblemError` (busy)."""
        async with self._one_by_one:
            now = self._centre.now()
            self._kept = {place: kept for place, kept in self._kept.items() if _is_fresh(kept, now)}
            if sub_centre not in self._kept:
                self._kept[sub_centre] = _Kept(now, await self._hands.read(self._read, sub_centre, now))
            return self._kept[sub_centre].page

    def _read(self, sub_centre: str, now: datetime) -> TimesPage:
        with reading(self._centre.engine) as conn:
            return times_of_today(conn, self._centre.pack, now, sub_centre)


def _is_fresh(kept: _Kept, now: datetime) -> bool:
    return timedelta() <= now - kept.read_at < KEPT_FOR
