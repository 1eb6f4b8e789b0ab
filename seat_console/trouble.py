"""Words and exit codes for what ends a command or the console; nothing of a caller is in them."""

from local_cache.errors import (
    CentreSaid,
    GivenRefused,
    KeyLost,
    NewerFile,
    NoLine,
    NotEnrolled,
    NotKnown,
    NotOpened,
    NotSaved,
    SeatBusy,
    SeatError,
    SignInFailed,
    WhyNot,
    WorkLost,
)
from seat_console.exit_codes import Exit
from wording import tr


def exit_for(error: BaseException | None) -> Exit:
    """Return the exit code for an error."""
    match error:
        case NotEnrolled():
            return Exit.NOT_ENROLLED
        case NoLine():
            return Exit.NO_LINE
        case SignInFailed(reason=WhyNot.SEAT_TURNED_AWAY):
            return Exit.TURNED_AWAY
        case SignInFailed():
            return Exit.NOT_SIGNED_IN
        case SeatBusy():
            return Exit.BUSY
        case NotSaved() | KeyLost():
            return Exit.NOT_SAVED
        case CentreSaid(problem="auth-required"):
            return Exit.NOT_SIGNED_IN
        case CentreSaid(problem="busy"):
            return Exit.NO_LINE
        case CentreSaid(problem="invalid", field="to" | "period" | "unit" | "class" | "district"):
            return Exit.USAGE
        case CentreSaid(problem="forbidden" | "not-found" | "invalid" | "refused") | GivenRefused():
            return Exit.REFUSED
        case NotKnown():
            return Exit.NOT_KNOWN
        case CentreSaid():
            return Exit.TURNED_AWAY
        case NewerFile():
            return Exit.OUTDATED
        case WorkLost() | NotOpened():
            return Exit.NOT_SAVED
        case SeatError():
            return Exit.INVALID
    return Exit.BROKEN


def words_for(error: BaseException | None) -> str:
    """Return one sentence on what happened and what to do."""
    match error:
        case NotEnrolled():
            return tr("This seat is not enrolled: run seat-console enrol with the code from the centre")
        case SeatBusy():
            return tr("Another program holds this seat's files: use that one, or close it")
        case KeyLost():
            return tr("The key of this seat's files is gone: bring it back, or enrol the seat anew")
        case WorkLost():
            return tr(
                "This seat's work file is damaged and no copy of it opens. It stays where it is; enrol the seat anew"
            )
        case NotOpened():
            return tr(
                "This seat's files cannot be opened: see that the disk has room and that this account may write there, "
                "or call support"
            )
        case NewerFile():
            return tr("This seat's files are of a newer program. What is unsent is sent; update this one to log calls")
        case SeatError():
            from screens.parts.trouble import trouble_words

            return trouble_words(error)
    return tr("The console met an error of its own. Cases and drafts are safe on this seat: start it again")
