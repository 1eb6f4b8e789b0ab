"""What headless commands can ask of a seat whose files are of a newer program: how it stands, push, export."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from local_cache.errors import NewerFile, SeatError
from local_cache.folder import SeatFolder
from local_cache.push_only import Pushed, PushOnlySeat
from seat_console.exit_codes import Exit
from seat_console.headless.why_stopped import why_stopped
from seat_console.trouble import exit_for, words_for
from seat_console.version import version
from wording.os_trouble import os_words

Json = dict[str, Any]


def open_seat(folder: SeatFolder) -> PushOnlySeat:
    """Open a seat whose files are of a newer program. Raises as `PushOnlySeat.open`."""
    return PushOnlySeat.open(folder, app_version=version())


def answer(seat: PushOnlySeat, request: Json) -> Json:
    """Do one job of `seat_console.headless.jobs` as far as it can be done here."""
    try:
        return _JOBS.get(request["job"], _cannot)(seat, request)
    except SeatError as error:
        return {"exit": int(exit_for(error)), "error": words_for(error)}
    except OSError as error:
        return {"exit": int(Exit.USAGE), "error": os_words(error)}


def why_unsent(pushed: Pushed) -> str:
    """Return why something is unsent after a push, empty where nothing is."""
    return str(why_stopped(pushed.pace).get("error", "")) if pushed.unsent else ""


def _cannot(_seat: PushOnlySeat, _request: Json) -> Json:
    raise NewerFile("this takes the newer program")


def _status(seat: PushOnlySeat, _request: Json) -> Json:
    unsent = seat.unsent()
    return {
        "seat": seat.code,
        "line_up": seat.line_up,
        "centre_keeps": None,
        "unsent": unsent.count,
        "oldest_unsent_at": unsent.oldest_at.isoformat() if unsent.oldest_at else None,
        "needs_you": None,
        "questions": None,
        "alerts": None,
        "held": None,
        "parked": None,
        "disk_ok": True,
        "reserve_ok": None,
        "cache_as_of": None,
        "operator": None,
        "locked": None,
        "recovered": None,
        "newer_file": True,
    }


def _sync(seat: PushOnlySeat, _request: Json) -> Json:
    pushed = seat.push()
    told: Json = {"pushed": pushed.count, "pulled": 0, "unsent": pushed.unsent, "newer_file": True}
    return told | why_stopped(pushed.pace) if pushed.unsent else told


def _export(seat: PushOnlySeat, request: Json) -> Json:
    return {"count": seat.export_outbox(Path(request["path"]))}


_JOBS: dict[str, Callable[[PushOnlySeat, Json], Json]] = {"status": _status, "sync": _sync, "export": _export}
