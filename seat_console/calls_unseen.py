"""The calls at the seat as the screens show them that somebody sees before there is a desk, or in its stead."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.codes import CallEventKind
from local_cache.news import OVER_AT_THE_SEAT, CallEvent, CallsHere
from screens.desk.call import DeskCall
from screens.desk.status import calls_elsewhere
from screens.services import DeskCalls

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from local_cache.news import News


class CallsUnseen:
    """Follows what the switch tells of them; a desk that opens has its own word on them from then on."""

    def __init__(self, pack: "Callable[[], CityPack]", now: Callable[[], datetime]) -> None:
        self._pack = pack
        self._now = now
        self._calls: dict[str, DeskCall] = {}

    def hear(self, news: "News") -> None:
        """Take in what the seat tells of its calls."""
        if isinstance(news, CallsHere):
            self._calls.clear()
            for event in news.told:
                self._take(event)
        elif isinstance(news, CallEvent):
            self._take(news)

    def __call__(self) -> DeskCalls:
        """Return what other screens show of them."""
        return calls_elsewhere(self._pack(), tuple(self._calls.values()), None, self._now())

    def _take(self, event: CallEvent) -> None:
        call_id = str(event.call_id)
        if event.kind in OVER_AT_THE_SEAT:
            self._calls.pop(call_id, None)
        elif event.kind == CallEventKind.RINGING:
            self._calls[call_id] = DeskCall(call_id, rang_at=event.at)
        elif call_id in self._calls:
            self._calls[call_id] = self._calls[call_id].after(event.kind, event.at)
