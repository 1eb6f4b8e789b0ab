"""What can go wrong with the seat's files and its line. No message here ever holds a caller's data.

The names say what happened, since screens turn them into words one by one.
"""
# ruff: noqa: N818

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline.codes import State
    from hotline.outcome import Refusal


class SeatError(Exception):
    """Anything that the seat's files or its line could not do."""


class Why(StrEnum):
    """Why something is not on disk."""

    DISK_FULL = "disk_full"
    DISK_ERROR = "disk_error"
    DAMAGED = "damaged"
    CLOSED = "closed"
    NUMBERS_USED_UP = "numbers_used_up"


class NotSaved(SeatError):
    """Nothing of what was asked is on disk; the transaction was rolled back whole. `why` tells which trouble."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class NotRead(SeatError):
    """The cache could not be read: it is made anew, and what was asked may be asked again; or the seat is closed."""


class WorkLost(SeatError):
    """The work file is damaged and no copy of it opens. It stays where it is; the seat has to be enrolled again."""


class NotOpened(SeatError):
    """The disk or the system does not let the seat's files be opened. Nothing is damaged, and nothing was moved."""


class NewerFile(SeatError):
    """The work file is of a newer program: what is unsent can be pushed (`push_only.py`), and nothing else done."""


class SeatBusy(SeatError):
    """Another console (or headless command) of this seat holds the lock."""


class NotEnrolled(SeatError):
    """The folder holds no enrolled seat."""


class KeyLost(SeatError):
    """The seat's data key is not where it was put, or does not open the files."""


class WhyNot(StrEnum):
    """Why a sign-in failed."""

    WRONG_PASSWORD = "wrong_password"  # noqa: S105 — a reason, not a password
    UNKNOWN_HERE = "unknown_here"
    EXPIRED = "expired"
    LOCKED_OUT = "locked_out"
    NO_LINE = "no_line"
    NOT_AT_THIS_SEAT = "not_at_this_seat"
    NOT_AT_THE_CONSOLE = "not_at_the_console"
    SEAT_TURNED_AWAY = "seat_turned_away"


class SignInFailed(SeatError):
    """The operator is not signed in. `retry_after_s` is set after too many tries."""

    def __init__(self, reason: WhyNot, retry_after_s: float | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.retry_after_s = retry_after_s


class Refused(SeatError):
    """The rulebook refuses the command; nothing was saved."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code.value)
        self.refusal = refusal


class GuestAnswers(SeatError):
    """A leader answers at this seat as a guest: nothing that is masked is shown meanwhile."""


class GivenRefused(Refused):
    """The rulebook at the centre refuses the command; nothing changed there.

    `state` and `revision` are the case's as the centre has it, None where it did not say.
    """

    def __init__(self, refusal: Refusal, state: State | None = None, revision: int | None = None) -> None:
        super().__init__(refusal)
        self.state = state
        self.revision = revision


class NotKnown(SeatError):
    """A command was sent and no answer came: nobody here knows whether it took effect at the centre."""


class RefTaken(SeatError):
    """The caller's reference belongs to a case of other content, whose `number` it is; nothing was saved."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class NoLine(SeatError):
    """What was asked needs the centre, and there is no line to it."""


class CentreSaid(SeatError):
    """The centre turned a request down; `problem` is the value of its problem type.

    `field` names what was wrong with what was asked, where the centre says that; never what stood there. `code` says
    why it does not do what was asked, where it knows that (`hotline.lead_acts_doc.ActRefusal`). `unshaped` are the
    fields that are not of the shape that it takes: it may be too old to know them.
    """

    def __init__(self, problem: str, field: str = "", code: str = "", unshaped: tuple[str, ...] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.field = field
        self.code = code
        self.unshaped = unshaped


class NoSuchCase(SeatError):
    """The seat holds no case of this id."""


class NoSuchDraft(SeatError):
    """The seat holds no draft of this id."""
