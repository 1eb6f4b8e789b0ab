"""What `seat-console sync` ends with when the centre did not take or give everything: one table for every seat."""

from collections.abc import Mapping
from typing import Any

from local_cache.sync.pushing import Pace
from seat_console.exit_codes import Exit
from wording import mark, tr

_BUSY = (Exit.NO_LINE, mark("The centre is busy: what is on this seat is kept"))
_TURNED_AWAY = (
    Exit.TURNED_AWAY,
    mark("The centre turns this seat away: ask its administrator; what is on this seat is kept"),
)
_ENDS: Mapping[Pace, tuple[Exit, str]] = {
    Pace.DOWN: (Exit.NO_LINE, mark("No line to the centre: what is on this seat is kept")),
    Pace.OTHER_NAME: (
        Exit.NO_LINE,
        mark(
            "The centre's certificate is not for the address of this seat's centre: ask the centre's administrator; "
            "what is on this seat is kept"
        ),
    ),
    Pace.OTHER_AUTHORITY: (
        Exit.NO_LINE,
        mark(
            "What answers has a certificate of another authority than this seat's centre: ask the centre's "
            "administrator, and enrol this seat again if the centre has a new one; what is on this seat is kept"
        ),
    ),
    Pace.BUSY: _BUSY,
    Pace.MORE: _BUSY,
    Pace.AUTH: _TURNED_AWAY,
    Pace.STOPPED: _TURNED_AWAY,
    Pace.OUTDATED: (
        Exit.OUTDATED,
        mark("Only a newer program can read what the centre sends now. What is unsent is sent; update this one"),
    ),
    Pace.DISK: (
        Exit.NOT_SAVED,
        mark("The disk does not take the centre's answer: free space; what is on this seat is kept"),
    ),
    Pace.BROKEN: (
        Exit.BROKEN,
        mark("Sending and fetching met an error of the program's own: call support; what is on this seat is kept"),
    ),
}


def why_stopped(pace: Pace) -> dict[str, Any]:
    """Return `exit` and `error` for what ended a push or a round early; nothing where all was done."""
    end = _ENDS.get(pace)
    return {"exit": int(end[0]), "error": tr(end[1])} if end else {}
