"""What an administrator is told when a command fails for a reason that is no defect."""

import sys

from case_api.accounts.devices import SeatError
from case_api.accounts.passwords import PasswordTooShortError
from case_api.accounts.users import UnknownUserError, UserExistsError
from case_api.audit.heads import HeadsError
from case_api.backup import BackupError
from case_api.cipher import CipherError
from case_api.exit_codes import Exit
from case_api.problems import ProblemError
from case_api.settings import SettingsError
from case_api.storage.migrate import SchemaTooNewError
from city_packs.errors import PackErrors
from wording import tr


def told_failure(error: Exception) -> Exit:
    """Say what failed and return the exit code; a defect is raised again."""
    match error:
        case UserExistsError():
            words, code = tr("{name} is there already").format(name=error), Exit.REFUSED
        case UnknownUserError():
            words, code = tr("there is nobody with the name of sign-in {name}").format(name=error), Exit.REFUSED
        case SeatError() | PasswordTooShortError() | BackupError() | HeadsError() | CipherError():
            words, code = str(error), Exit.REFUSED
        case ProblemError():
            words, code = error.detail, Exit.NO_DATABASE
        case SchemaTooNewError():
            words, code = str(error), Exit.NO_DATABASE
        case SettingsError() | PackErrors() | OSError():
            words, code = str(error), Exit.NO_CENTRE
        case _:
            raise error
    print(words, file=sys.stderr)
    return code
