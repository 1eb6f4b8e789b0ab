"""`case-api roster`: who is to sit at which seat in which shift."""

from argparse import Namespace
from datetime import date

from case_api.commands.asking import opened
from case_api.commands.telling import tell_header, tell_row
from case_api.exit_codes import Exit, RefusedError
from case_api.opening import Opened
from case_api.shifts.file_rows import Known
from case_api.shifts.roster import keep_roster, rosters_of
from case_api.shifts.roster_file import read_roster
from case_api.storage.engine import reading, writing
from city_packs.errors import PackErrors
from hotline.shifts import Shifts
from wording import mark, tr, trn


def bring_in(options: Namespace) -> Exit:
    """Take the shifts of a file into the roster, all or none; what was there of these shifts is replaced."""
    centre = opened(options)
    shifts, now = shifts_of(centre), centre.centre.now()
    try:
        with writing(centre.centre.engine) as conn:
            known = Known.of(conn, now.astimezone(shifts.zone).date())
            roster = read_roster(options.file, shifts, known)
            count = keep_roster(conn, roster, str(options.file), now)
    except PackErrors as error:
        raise RefusedError(str(error)) from error
    words = trn(
        "{count} shift of the roster is as the file says",
        "{count} shifts of the roster are as the file says",
        count,
    )
    print(words.format(count=count))
    return Exit.DONE


def show(options: Namespace) -> Exit:
    """List who is to sit where: in the shifts that begin on a day, today if none is named."""
    centre = opened(options)
    shifts = shifts_of(centre)
    day: date = options.day or centre.centre.now().astimezone(shifts.zone).date()
    begin = [shift for end in shifts.ends if (shift := shifts.beginning(day, end))]
    with reading(centre.centre.engine) as conn:
        found = rosters_of(conn, begin)
    tell_header(mark("day"), mark("shift"), mark("seat"), mark("sub-centre"), mark("name of sign-in"), mark("name"))
    for shift, lines in found.items():
        for line in lines:
            tell_row(shift.day.isoformat(), shift.hours, line.seat, line.sub_centre, line.operator_id, line.operator)
    return Exit.DONE


def shifts_of(opened: Opened) -> Shifts:
    """Return the shifts of an opened centre. Raises `RefusedError` where it has none."""
    shifts = Shifts.of(opened.centre.pack.time_zone, opened.settings.shift_ends)
    if not shifts.ends:
        raise RefusedError(tr("this centre has no shifts: name their ends as shift_ends in case-api.toml"))
    return shifts
