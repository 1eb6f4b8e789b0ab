"""The console as it is, at a desk whose queue line changes once a second as if a centre told it."""

import sys
import threading
from datetime import timedelta
from typing import Any

from hotline.board_doc import DeskNews, QueueLine
from local_cache.news import DeskNewsChanged
from local_cache.seat import Seat, utc_now
from seat_console.cli import main

_open = Seat.open


def _open_and_tell(*given: Any, **named: Any) -> Seat:
    seat = _open(*given, **named)
    seat._board.change(line_up=True, line_since=utc_now())

    def tell() -> None:
        callers = 0
        while True:
            callers, now = callers % 9 + 1, utc_now()
            queue = QueueLine(waiting=callers, longest_since=now - timedelta(seconds=10 * callers))
            seat._board.tell(DeskNewsChanged(DeskNews(now=now, queue=queue, switch_up=True), now))
            threading.Event().wait(1.0)

    threading.Thread(target=tell, daemon=True).start()
    return seat


if __name__ == "__main__":
    Seat.open = _open_and_tell  # type: ignore[method-assign]
    sys.exit(main())
