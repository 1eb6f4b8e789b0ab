"""Exit codes of `case-api`; scripts may rely on them. Shown by `--help`."""

from enum import IntEnum

from wording import mark


class Exit(IntEnum):
    """What a command of `case-api` ends with."""

    DONE = 0
    DOES_NOT_HOLD = 1
    USAGE = 2
    NO_CENTRE = 3
    REFUSED = 4
    NO_DATABASE = 5
    INTERRUPTED = 130


MEANINGS: dict[Exit, str] = {
    Exit.DONE: mark("done"),
    Exit.DOES_NOT_HOLD: mark("what was checked does not hold, or some rows were not taken; each is named"),
    Exit.USAGE: mark("the command line cannot be understood, or a file that it names cannot be read or written"),
    Exit.NO_CENTRE: mark("there is no centre in the folder, or its settings, keys or city pack cannot be read"),
    Exit.REFUSED: mark("the centre does not do that; the words say why, and nothing was changed"),
    Exit.NO_DATABASE: mark("the database is not there, does not answer, is locked, or was made by a newer version"),
    Exit.INTERRUPTED: mark("interrupted from the keyboard"),
}
"""Message ids of the meanings, in the order of the codes."""


class RefusedError(Exception):
    """A command that is not done; the words, translated, are for the administrator."""
