"""What a headless command can ask of an open seat, as JSON in and JSON out.

A running console answers these for the command, else the command opens the seat and answers them itself: the same
functions, so that both see the same seat. No answer holds more of a caller's than a case's number and title, but for
the draft of a scenario, which tells the author what in a case's text is still to be looked at.
"""

from collections.abc import Callable
from pathlib import Path

from hotline.codes import SyncState
from hotline.order_number import grouped
from hotline.outcome import Refusal, RefusalCode
from hotline.work_order import Intake
from local_cache.errors import NotSaved, RefTaken, Refused, SeatError
from local_cache.model import Saved
from local_cache.packs import NoPack
from local_cache.seat import Seat
from local_cache.sync.export import ExportElsewhere, ExportUnreadable
from seat_console.exit_codes import Exit
from seat_console.headless.answers import WAIT_S, Json, failure, nobody_there
from seat_console.headless.case_lines import BadLine, read_line
from seat_console.headless.why_stopped import why_stopped
from seat_console.trouble import words_for
from wording import tr
from wording.os_trouble import os_words

_PURGED = "purged"
"""The state of a case that the centre has erased for good; every other is a `SyncState`."""


def answer(seat: Seat, request: Json) -> Json:
    """Do one job and return its answer; what goes wrong is an answer too, with the command's exit code."""
    try:
        return _JOBS[request["job"]](seat, request)
    except SeatError as error:
        return failure(error)
    except TimeoutError:
        return {"exit": int(Exit.NO_LINE), "error": tr("The centre did not answer in time")}
    except OSError as error:
        return {"exit": int(Exit.USAGE), "error": os_words(error)}


def _status(seat: Seat, _request: Json) -> Json:
    aside = seat.set_aside().result(WAIT_S)  # waits in turn for what a seat counts when it is opened
    status, session = seat.status, seat.session
    recovery = seat.recovery().result(WAIT_S)  # its words in the language of who asks, not of the console
    return {
        "seat": seat.code,
        "line_up": status.line_up,
        "centre_keeps": status.centre_keeps if status.line_up else None,
        "unsent": status.unsent,
        "oldest_unsent_at": status.oldest_unsent_at.isoformat() if status.oldest_unsent_at else None,
        "needs_you": status.needs_you,
        "questions": status.asked_back,
        "alerts": status.alerts_unread,
        "held": aside[SyncState.HELD],
        "parked": aside[SyncState.PARKED],
        "disk_ok": status.disk_ok,
        "reserve_ok": status.reserve_ok,
        "cache_as_of": status.cache_as_of.isoformat() if status.cache_as_of else None,
        "operator": session.operator_id if session else None,
        "locked": seat.locked,
        "recovered": recovery.words() if recovery else None,
        "newer_file": False,
    }


def _sign_in(seat: Seat, request: Json) -> Json:
    session = seat.sign_in(request["operator"], request["password"], keep=False).result(WAIT_S)
    return {"operator": session.operator_id, "online": session.online}


def _sign_out(seat: Seat, _request: Json) -> Json:
    if seat.session is not None:
        seat.sign_out(seat.session, {}).result(WAIT_S)
    return {}


def _file_line(seat: Seat, request: Json) -> Json:
    """Save one line of `case file` as the operator who is signed in."""
    session = seat.session
    if session is None or seat.locked:  # asked for every line: who sits at a running console may go away meanwhile
        return nobody_there(seat)
    line = read_line(request["line"], request["text"].encode("utf-8", "surrogateescape"))
    told: Json = {"line": line.line, "ref": line.ref}
    if isinstance(line, BadLine):
        return told | {"ok": False, "field": line.field, "do": line.do}
    try:
        pack = seat.pack().result(WAIT_S)
    except NoPack:
        pack = None
    version = pack.version if pack else ""
    if pack and line.advice and not pack.has_unit(line.advice):  # a desk offers no other; the centre takes any
        return told | {"ok": False, "field": "dispatch_advice", "do": tr("use a code of this city's pack")}
    try:
        making = seat.save(lambda number: line.command(number, version), session=session, ref=line.reference())
        saved = making.result(WAIT_S)
    except Refused as error:
        return told | {"ok": False, "field": _place(error.refusal), "do": _mend(error)}
    except RefTaken as error:
        words = tr("this reference belongs to case {number} with other content: give this line one of its own")
        return told | {"ok": False, "field": "ref", "do": words.format(number=grouped(error.number))}
    except NotSaved as error:
        return failure(error)
    return told | {
        "ok": True,
        "case_id": str(saved.case_id),
        "number": saved.number,
        "state": _state(seat, saved),
        "repeated": saved.repeated,
    }


def _state(seat: Seat, saved: Saved) -> str:
    """Return where a case is; one that an earlier run saved may have reached the centre, or been purged there."""
    if saved.purged:
        return _PURGED
    if not saved.repeated or saved.case_id is None:
        return saved.state
    found = seat.sync_states([saved.case_id]).result(WAIT_S)
    return found.get(saved.case_id, SyncState.AT_THE_CENTRE)  # its mutation has been let go of after 14 days


def _place(refusal: Refusal) -> str:
    """Return the field to mend as a line of `case file` spells it."""
    return f"intake.{refusal.field}" if refusal.field in Intake.model_fields else refusal.field


def _mend(error: Refused) -> str:
    """Return what the sender of a line has to do; the words for the screen speak of its fields."""
    match error.refusal.code:
        case RefusalCode.MISSING_FIELD if error.refusal.field == "contact_phone":
            return tr('give "caller_phone" or "contact_phone", or "anonymous": true')
        case RefusalCode.MISSING_FIELD:
            return tr("add this field")
        case RefusalCode.UNKNOWN_CODE:
            return tr("use a code of this city's pack")
    return words_for(error)


def _sync(seat: Seat, _request: Json) -> Json:
    """Push and pull once, and say what stopped it."""
    done = seat.sync_now().result(WAIT_S)
    counts: Json = {"pushed": done.pushed, "pulled": done.pulled, "unsent": seat.status.unsent, "newer_file": False}
    return counts | why_stopped(done.pace)


def _export(seat: Seat, request: Json) -> Json:
    """Write the outbox to a file, which must be new."""
    return {"count": seat.export_outbox(Path(request["path"])).result(WAIT_S)}


def _import(seat: Seat, request: Json) -> Json:
    """Take in what another seat exported."""
    try:
        return {"count": seat.import_outbox(Path(request["path"])).result(WAIT_S)}
    except ExportUnreadable:
        words = tr("This is not what a seat exported, or it is damaged: export it again")
        return {"exit": int(Exit.INVALID), "error": words}
    except ExportElsewhere:
        words = tr("This was exported at a seat of another centre: take it in at a seat of that one")
        return {"exit": int(Exit.INVALID), "error": words}


def _queue(seat: Seat, request: Json) -> Json:
    """Return a page of a work list of the centre."""
    from seat_console.headless import at_centre  # with the words of the screens, which other commands do without

    return at_centre.queue(seat, request)


def _give(seat: Seat, request: Json) -> Json:
    """Give a command for one case at the centre."""
    from seat_console.headless import at_centre

    return at_centre.give(seat, request)


def _report(seat: Seat, request: Json) -> Json:
    """Return the whole report on a month or week in one form."""
    from seat_console.headless import report_jobs

    return report_jobs.whole(seat, request)


def _report_pages(seat: Seat, request: Json) -> Json:
    """Return the parts of a report as the centre answers them."""
    from seat_console.headless import report_jobs

    return report_jobs.pages(seat, request)


def _report_cases(seat: Seat, request: Json) -> Json:
    """Return a page of the cases behind a number of a report."""
    from seat_console.headless import report_jobs

    return report_jobs.cases(seat, request)


def _board(seat: Seat, request: Json) -> Json:
    """Return a part of the lead's board."""
    from seat_console.headless import board_jobs

    return board_jobs.show(seat, request)


def _missed_callers(seat: Seat, request: Json) -> Json:
    """Return who gave up and has not been called back."""
    from seat_console.headless import board_jobs

    return board_jobs.missed(seat, request)


def _board_act(seat: Seat, request: Json) -> Json:
    """Do one thing at the lead's board."""
    from seat_console.headless import board_jobs

    return board_jobs.act(seat, request)


def _scenario_draft(seat: Seat, request: Json) -> Json:
    """Return the draft of a scenario from a case."""
    from seat_console.headless import scenario_job

    return scenario_job.draft_from_case(seat, request)


_JOBS: dict[str, Callable[[Seat, Json], Json]] = {
    "status": _status,
    "sign_in": _sign_in,
    "sign_out": _sign_out,
    "file_line": _file_line,
    "sync": _sync,
    "queue": _queue,
    "give": _give,
    "report": _report,
    "report_pages": _report_pages,
    "report_cases": _report_cases,
    "board": _board,
    "missed_callers": _missed_callers,
    "board_act": _board_act,
    "scenario_draft": _scenario_draft,
    "export": _export,
    "import": _import,
}
