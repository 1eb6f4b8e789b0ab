"""`seat-console enrol` and `unenrol`: a machine becomes a seat of a centre, and stops being one."""

import argparse
import platform
import sys

from local_cache.enrol import EnrolFailed, EnrolTrouble, enrol, unenrol
from seat_console.exit_codes import Exit
from seat_console.settings import Settings
from seat_console.start import seat_folder
from seat_console.version import version
from wording import mark, tr

_WORDS = {
    EnrolTrouble.BAD_CODE: mark(
        "The enrolment code was mistyped: it has 16 or 40 digits and letters in groups of four, like 7K2M-9QXA-… "
        "Type it as the centre printed it"
    ),
    EnrolTrouble.CODE_REFUSED: mark(
        "The centre does not take this code: it has been used or is too old; ask for another"
    ),
    EnrolTrouble.BAD_ADDRESS: mark(
        "This is no address of a centre: give https://, its name and its port, like https://centre.example:8345, "
        "without user, password, path or query"
    ),
    EnrolTrouble.UNSAFE_ADDRESS: mark("Plain http is for this machine alone: use the centre's https address"),
    EnrolTrouble.WRONG_CENTRE: mark("The code is not of the centre at this address: check the address"),
    EnrolTrouble.OTHER_NAME: mark(
        "The centre's certificate is not for this address: use the address that it names, or ask the centre's "
        "administrator. The code is not used up"
    ),
    EnrolTrouble.OTHER_AUTHORITY: mark(
        "What answers at this address has a certificate of another authority than the code's centre: check the "
        "address, or ask the centre's administrator. The code is not used up"
    ),
    EnrolTrouble.WANTS_HTTPS: mark(
        "What answers at this address speaks no plain http: use the centre's https address. The code is not used up"
    ),
    EnrolTrouble.NO_LINE: mark("No line to the centre: check the address, and try the same code again"),
    EnrolTrouble.UNSENT_WORK: mark(
        "Something on this seat is unsent, or a draft is open: send it first (seat-console sync), finish or discard "
        "the drafts, or lose them with --yes"
    ),
    EnrolTrouble.UNSENT_ELSEWHERE: mark(
        "Something unsent or a draft on this seat is for the centre where it is enrolled now: send it there first "
        "(seat-console sync) and finish the drafts, or save what is unsent with outbox export and give the seat up "
        "with unenrol --yes. Nothing was changed"
    ),
}
_CODES = {
    EnrolTrouble.BAD_CODE: Exit.USAGE,
    EnrolTrouble.BAD_ADDRESS: Exit.USAGE,
    EnrolTrouble.UNSAFE_ADDRESS: Exit.USAGE,
    EnrolTrouble.OTHER_NAME: Exit.NO_LINE,
    EnrolTrouble.OTHER_AUTHORITY: Exit.NO_LINE,
    EnrolTrouble.WANTS_HTTPS: Exit.NO_LINE,
    EnrolTrouble.NO_LINE: Exit.NO_LINE,
    EnrolTrouble.UNSENT_WORK: Exit.PARTLY,
    EnrolTrouble.UNSENT_ELSEWHERE: Exit.PARTLY,
}


def enrol_seat(options: argparse.Namespace, settings: Settings) -> Exit:
    """Bind this machine to a seat; what the options leave out is asked for."""
    centre = options.centre or _asked(tr("Address of the centre: "))
    code = options.code or _asked(tr("Enrolment code: "))
    if not code.strip():
        words = tr("An enrolment code is wanted: give the one that the centre printed (case-api seat code) with --code")
        print(words, file=sys.stderr)
        return Exit.USAGE
    name = options.name or platform.node() or "seat"
    folder = seat_folder(options, settings)
    try:
        here = enrol(folder, centre, code, device_name=name, app_version=version())
    except EnrolFailed as error:
        return _failed(error)
    words = tr("This machine is seat {seat} of {centre}, enrolment {serial}. Open the console with: seat-console")
    print(words.format(seat=here.seat, centre=here.centre, serial=here.serial))
    return Exit.DONE


def unenrol_seat(options: argparse.Namespace, settings: Settings) -> Exit:
    """Destroy this seat's keys, and with them what its files hold."""
    try:
        unenrol(seat_folder(options, settings), even_unsent=options.yes)
    except EnrolFailed as error:
        return _failed(error)
    print(tr("This machine is no seat any more. Ask the centre to revoke it: case-api seat revoke"))
    return Exit.DONE


def _asked(question: str) -> str:
    return input(question).strip() if sys.stdin.isatty() else sys.stdin.readline().strip()


def _failed(error: EnrolFailed) -> Exit:
    print(tr(_WORDS[error.why]), file=sys.stderr)
    return _CODES.get(error.why, Exit.TURNED_AWAY)
