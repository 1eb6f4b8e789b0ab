"""What every job of a headless command answers with when it cannot be done."""

from typing import Any

from local_cache.errors import SeatError
from local_cache.seat import Seat
from seat_console.exit_codes import Exit
from seat_console.trouble import exit_for, words_for
from wording import tr

Json = dict[str, Any]
WAIT_S = 60.0


def failure(error: SeatError) -> Json:
    """Return the answer that says what went wrong."""
    return {"exit": int(exit_for(error)), "error": words_for(error)}


def nobody_there(seat: Seat) -> Json:
    """Return the answer for what takes somebody who is signed in, where nobody is or the seat is locked."""
    words = tr("Nobody is signed in at this seat: use --operator")
    if seat.session is not None:
        words = tr(
            "This seat is locked: unlock it at the console; where none is running, --operator signs in for this run"
        )
    return {"exit": int(Exit.NOT_SIGNED_IN), "error": words}
