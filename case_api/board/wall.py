"""What a wall shows: figures of the day's calls and what districts handled in time. No seat, no person, no case."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from case_api.board.completion import Completion
from case_api.centre import Centre
from hotline.call_figures import Figures
from hotline.wall_doc import WallAnswer


class LiveCalls(NamedTuple):
    """Today's calls as a process has them in memory.

    `as_of` is the moment up to which the switch was heard, None for never; without `current` it is not heard now.
    `figures` are those of all queues.
    """

    as_of: datetime | None
    current: bool
    figures: Figures
    service_level_s: float
    waiting: int


class Wall:
    """What one API process tells walls: today's calls, and what districts handled in time.

    `calls_n` is a number that is another one when the calls are.
    """

    def __init__(self, centre: Centre, calls: Callable[[], LiveCalls], calls_n: Callable[[], int]) -> None:
        self._centre = centre
        self._completion = Completion(centre)
        self.calls, self.calls_n = calls, calls_n

    def answer(self) -> WallAnswer:
        """Return what a wall is told now; once a minute it reads the database. Raises `ProblemError` (busy).

        Its moments are in the city's own time: a wall may hang elsewhere, or be set wrong.
        """
        pack, calls, districts = self._centre.pack, self.calls(), self._completion.lines()
        zone = ZoneInfo(pack.time_zone)
        return WallAnswer(
            city=pack.name,
            city_en=pack.name_en,
            now=self._centre.now().astimezone(zone),
            as_of=calls.as_of.astimezone(zone) if calls.as_of is not None else None,
            current=calls.current,
            figures=calls.figures,
            service_level_s=calls.service_level_s,
            waiting=calls.waiting,
            districts=districts,
        )
