"""What an administrator is told when a command fails for a reason that is no defect."""

import sys
from argparse import Namespace
from pathlib import Path

from sqlalchemy.exc import DatabaseError, OperationalError

from case_api.accounts.devices import SeatError
from case_api.accounts.displays import DisplayError
from case_api.accounts.passwords import PasswordError
from case_api.accounts.users import NoUnitError, RoleError, UnknownUserError, UserExistsError, UserNameError
from case_api.audit.signed_lines import SignatureError
from case_api.cipher import CipherError
from case_api.exit_codes import Exit
from case_api.problems import ProblemError
from case_api.settings import SettingsError
from case_api.storage.dump import BackupError
from case_api.storage.migrate import SchemaTooNewError
from case_api.storage.owner import OtherOwnerError
from case_api.storage.presence import NoDatabaseError
from city_packs.errors import PackErrors
from hotline.texts import visible
from wording import mark, tr
from wording.os_trouble import os_words

_DISK = {
    "is full": mark("the disk is full: free some space"),
    "readonly": mark("this account has no right to it: use another one, or have the right given"),
    "unable to open": mark("it cannot be opened: see that the file and its folder are there and may be written"),
    "disk I/O": mark("the disk cannot be read or written: it may be failing"),
}
"""What is wrong, by words of SQLite."""


def told_failure(error: Exception, options: Namespace) -> Exit:
    """Say what failed and return the exit code; a defect is raised again."""
    match error:
        case UserExistsError():
            words, code = tr("{name} is there already").format(name=error), Exit.REFUSED
        case UnknownUserError():
            words, code = tr("there is nobody with the name of sign-in {name}").format(name=error), Exit.REFUSED
        case RoleError():
            words = tr("{name} may not do this: it takes one of the roles {roles}")
            words = words.format(name=error.operator_id, roles=", ".join(sorted(error.one_of)))
            code = Exit.REFUSED
        case NoUnitError():
            words = tr(
                "{name} with the role unit has to work for a unit: name it, with --unit CODE or first with"
                " `case-api user unit {name} CODE`, or take the role away"
            )
            words, code = words.format(name=error.operator_id), Exit.REFUSED
        case SignatureError():
            words = tr("{file}:{line}: not signed by this centre: the line was changed, or is another centre's")
            words, code = words.format(file=error.file, line=error.line), Exit.REFUSED
        case (
            SeatError() | DisplayError() | UserNameError() | PasswordError() | BackupError() | CipherError()
            | OtherOwnerError()
        ):  # fmt: skip
            words, code = tr(str(error)), Exit.REFUSED
        case ProblemError(__cause__=OperationalError() as cause) if _words_of_disk(cause):
            words, code = (
                tr("the centre's database: {trouble}").format(trouble=tr(_words_of_disk(cause))),
                Exit.NO_DATABASE,
            )
        case ProblemError():
            advice = tr("{trouble}: see that it runs and that nobody else is busy with it, and try again")
            words, code = advice.format(trouble=tr(error.detail)), Exit.NO_DATABASE
        case DatabaseError() if _is_damaged(error):
            words = tr("the database is damaged, or is none: set the file aside and put a copy back, case-api restore")
            code = Exit.NO_DATABASE
        case DatabaseError() if _lacks_a_table(error):
            words = tr("the database lacks a table that every centre has: put a copy back, case-api restore")
            code = Exit.NO_DATABASE
        case SchemaTooNewError() | NoDatabaseError():
            words, code = tr(str(error)), Exit.NO_DATABASE
        case OSError():
            words, code = os_words(error), Exit.USAGE if _is_named(error, options) else Exit.NO_CENTRE
        case SettingsError() | PackErrors():
            words, code = str(error), Exit.NO_CENTRE
        case _:
            raise error
    print(visible(words), file=sys.stderr)
    return code


def _is_named(error: OSError, options: Namespace) -> bool:
    """Say whether the file in trouble is one that the command line names, and not one of the centre's own."""
    named = [str(value) for name, value in vars(options).items() if isinstance(value, Path) and name != "folder"]
    return any(str(error.filename).startswith(name) for name in named)


def _words_of_disk(error: OperationalError) -> str:
    """Return the id of what is wrong with the disk, by SQLite's words; empty where it is something else."""
    said = str(error.orig)
    return next((words for part, words in _DISK.items() if part in said), "")


def _lacks_a_table(error: DatabaseError) -> bool:
    """SQLite's words, or PostgreSQL's undefined_table."""
    return "no such table" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "42P01"


def _is_damaged(error: DatabaseError) -> bool:
    return any(words in str(error.orig) for words in ("not a database", "malformed"))
