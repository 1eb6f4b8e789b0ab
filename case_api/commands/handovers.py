"""`case-api handover`: the journals of shifts, those that were signed and the one that is worked on."""

from argparse import Namespace
from datetime import date

from sqlalchemy import Connection

from case_api.commands.asking import opened
from case_api.commands.roster import shifts_of
from case_api.commands.telling import tell_header, tell_row
from case_api.exit_codes import Exit, RefusedError
from case_api.opening import Opened
from case_api.problems import ProblemError
from case_api.shifts.handovers import Handovers
from case_api.shifts.journal_text import journal_lines
from case_api.shifts.signed_handovers import signed_handovers
from case_api.storage.engine import reading
from hotline.handover_doc import Handover, HandoverLine
from hotline.spans import day_span
from wording import mark, tr


def show_signed(options: Namespace) -> Exit:
    """List the signed handovers of a sub-centre, or of each, newest first: the last fifty, or those of a day."""
    centre = opened(options)
    handovers = _handovers(centre)
    codes = [options.sub_centre] if options.sub_centre else sorted(handovers.pack.sub_centres)
    with reading(centre.centre.engine) as conn:
        found = [line for code in codes for line in _signed(conn, handovers, code, options.day)]
    tell_header(
        mark("day"), mark("shift"), mark("sub-centre"), mark("things open"), mark("of them red"),
        mark("handed over by"), mark("taken over by"),
    )  # fmt: skip
    zone = handovers.shifts.zone
    for each in found:
        begins = each.begins.astimezone(zone)
        hours = f"{begins:%H:%M}-{each.ends.astimezone(zone):%H:%M}"
        who = each.handed.by_name, each.taken.by_name if each.taken else ""
        tell_row(f"{begins:%Y-%m-%d}", hours, each.sub_centre, str(each.items), str(each.red), *who)
    return Exit.DONE


def show(options: Namespace) -> Exit:
    """Print the journal that a sub-centre works on, or those of the shifts that begin on a day, as they were signed."""
    centre = opened(options)
    handovers, now = _handovers(centre), centre.centre.now()
    code = options.sub_centre
    with reading(centre.centre.engine) as conn:
        if options.day is None:
            _check(conn, handovers, code)
            found = [handovers.now(conn, code, now)]
        else:
            lines = _signed(conn, handovers, code, options.day)
            found = [handovers.of_shift(conn, code, line.begins, now) for line in reversed(lines)]
    if not found:
        raise RefusedError(tr("no shift of that day was handed over: `case-api handover list` lists those that were"))
    _tell(handovers, found)
    return Exit.DONE


def _tell(handovers: Handovers, found: list[Handover]) -> None:
    for place, each in enumerate(found):
        if place:
            print()
        print("\n".join(journal_lines(each, handovers.pack)))


def _handovers(centre: Opened) -> Handovers:
    return Handovers(centre.centre.pack, shifts_of(centre))


def _signed(conn: Connection, handovers: Handovers, code: str, day: date | None) -> list[HandoverLine]:
    _check(conn, handovers, code)
    if day is None:
        return [*signed_handovers(conn, code, None).lines]
    span = day_span(day, handovers.shifts.zone)
    return [line for line in signed_handovers(conn, code, span.until).lines if line.begins >= span.since]


def _check(conn: Connection, handovers: Handovers, code: str) -> None:
    try:
        handovers.check_place(conn, code)
    except ProblemError as error:
        known = ", ".join(sorted(handovers.pack.sub_centres))
        raise RefusedError(
            tr("there is no sub-centre {code}; there are: {known}").format(code=code, known=known)
        ) from error
