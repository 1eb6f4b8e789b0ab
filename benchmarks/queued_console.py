"""The console as it is, at a desk whose queue line changes once a second as if a centre's event stream told it."""

import sys
import threading
from datetime import timedelta
from typing import Any

from httpx_sse import ServerSentEvent

from hotline.desk_doc import DeskLine, DeskNews, QueueLine
from local_cache.seat import Seat, utc_now
from local_cache.sync.streamed import event_of
from seat_console.cli import main

_open = Seat.open


def _open_and_tell(*given: Any, **named: Any) -> Seat:
    seat = _open(*given, **named)
    seat._board.change(line_up=True, line_since=utc_now())
    desk = seat._desk_side
    desk.news_came(DeskNews(now=utc_now(), switch_up=True))

    def tell() -> None:
        callers = 0
        while True:
            callers, now = callers % 9 + 1, utc_now()
            queue = QueueLine(waiting=callers, longest_since=now - timedelta(seconds=10 * callers))
            told = event_of(ServerSentEvent("line", DeskLine(now=now, queue=queue, switch_up=True).model_dump_json()))
            assert isinstance(told, DeskLine)
            desk.line_came(told)
            threading.Event().wait(1.0)

    threading.Thread(target=tell, daemon=True).start()
    return seat


if __name__ == "__main__":
    Seat.open = _open_and_tell  # type: ignore[method-assign]
    sys.exit(main())
