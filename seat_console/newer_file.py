"""What the console does on a seat whose files are of a newer program: it says so and sends what is unsent."""

import random
import time
from contextlib import suppress
from functools import partial

from local_cache.folder import SeatFolder
from local_cache.handoff import Reception
from local_cache.push_only import Pushed, PushOnlySeat
from local_cache.sync.pacing import STOPPED_SECONDS, Backoff, after_busy
from local_cache.sync.pushing import Pace
from seat_console.exit_codes import Exit
from seat_console.headless import push_only
from seat_console.headless.handed_over import answered
from wording import tr


def send_unsent(folder: SeatFolder) -> Exit:
    """Send until nothing is unsent or somebody ends it; no call is logged meanwhile. Raises as `PushOnlySeat.open`."""
    with push_only.open_seat(folder) as seat:
        reception = Reception(folder, partial(answered, partial(push_only.answer, seat), log=folder.console_log))
        try:
            print(tr("This seat's files are of a newer program than this one. No call can be logged with it."))
            print(tr("What is unsent is sent now. Update this program to log calls. Ctrl+C ends it at any time."))
            _send(seat)
            print(tr("Nothing is unsent. Update this program to log calls."))
        finally:
            reception.close()
    with suppress(EOFError):
        input(tr("Press Enter to end"))  # the window may close with the program
    return Exit.OUTDATED


def _send(seat: PushOnlySeat) -> None:
    backoff = Backoff(random.Random())  # noqa: S311 — jitter, not a secret
    told = ""
    while True:
        pushed = seat.push()
        words = tr("{count} unsent").format(count=pushed.unsent)
        why = push_only.why_unsent(pushed)
        if why:
            words = f"{words}  {why}"
        if words != told:
            print(words, flush=True)
            told = words
        if not pushed.unsent:
            return
        if pushed.count:
            backoff.reset()
        time.sleep(_rest(pushed, backoff))


def _rest(pushed: Pushed, backoff: Backoff) -> float:
    """Return for how many seconds to leave the centre alone."""
    if pushed.pace is Pace.MORE:
        return 0.0
    if pushed.pace is Pace.BUSY and pushed.wait_s is not None:
        return after_busy(pushed.wait_s, random.Random())  # noqa: S311 — jitter, not a secret
    return STOPPED_SECONDS if pushed.pace is Pace.STOPPED else backoff.next()
