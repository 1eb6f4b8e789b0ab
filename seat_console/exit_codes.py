"""Exit codes of `seat-console`; scripts may rely on them. Shown by `--help` and in docs/commands.md."""

from enum import IntEnum

from wording import mark


class Exit(IntEnum):
    """What a command of `seat-console` ends with."""

    DONE = 0
    PARTLY = 1
    USAGE = 2
    NOT_ENROLLED = 3
    NO_LINE = 4
    NOT_SIGNED_IN = 5
    BUSY = 6
    NOT_SAVED = 7
    INVALID = 8
    TURNED_AWAY = 9
    BROKEN = 10
    OUTDATED = 11
    REFUSED = 12
    NOT_KNOWN = 13
    INTERRUPTED = 130


MEANINGS: dict[Exit, str] = {
    Exit.DONE: mark("done"),
    Exit.PARTLY: mark("some lines were not taken; each is named with what to do, and all others are safe on this seat"),
    Exit.USAGE: mark("the command line or the settings file cannot be understood"),
    Exit.NOT_ENROLLED: mark("this seat is not enrolled"),
    Exit.NO_LINE: mark(
        "no line to the centre, its certificate does not fit, or it is busy; what is on this seat stays and is sent "
        "later"
    ),
    Exit.NOT_SIGNED_IN: mark("nobody is signed in, the seat is locked, or the centre does not accept the sign-in"),
    Exit.BUSY: mark("another program holds this seat's files and does not answer"),
    Exit.NOT_SAVED: mark("the disk did not take it: nothing was saved"),
    Exit.INVALID: mark("the city pack, or the file that was given, has errors"),
    Exit.TURNED_AWAY: mark("the centre turned this seat or its enrolment code away"),
    Exit.BROKEN: mark("the program met an error of its own; cases and drafts are safe on this seat"),
    Exit.OUTDATED: mark(
        "this program is too old for this seat's files or for its centre; what is unsent is sent: update it"
    ),
    Exit.REFUSED: mark("the centre does not do it: the rules do not allow it, or it has no such case; nothing changed"),
    Exit.NOT_KNOWN: mark("no answer came: it is not known whether the command took effect; look at the case first"),
    Exit.INTERRUPTED: mark("interrupted; what was said to be on this seat is"),
}
"""Message ids of the meanings, in the order of the codes."""
