"""What commands ask for and look up: the folder, a password, roles, places."""

import getpass
import sys
from argparse import Namespace
from difflib import get_close_matches
from pathlib import Path

from case_api.accounts.devices import check_seat
from case_api.accounts.passwords import check_password, password_rule
from case_api.accounts.registry import Registry
from case_api.exit_codes import RefusedError
from case_api.opening import Opened, open_centre, open_registry, pack_of
from case_api.settings import CentreFolder, Passwords, Settings, default_folder
from case_api.storage.engine import reading
from hotline.codes import Role
from wording import tr

NO_UNIT = "-"
"""Written in the place of a unit's code for none."""


def folder_of(options: Namespace) -> CentreFolder:
    """Return the centre's folder that the options name."""
    return CentreFolder((options.folder or default_folder()).resolve())


def opened(options: Namespace, *, may_make: bool = False) -> Opened:
    """Open the centre that the options name, until the command ends; with `may_make` its database may be lost."""
    opened = open_centre(folder_of(options), may_make=may_make)
    options.closing.callback(opened.centre.engine.dispose)
    return opened


def registry_of(options: Namespace) -> Registry:
    """Open the accounts of the centre that the options name, without its city pack, until the command ends."""
    registry = open_registry(folder_of(options), may_make=False)
    options.closing.callback(registry.engine.dispose)
    return registry


def asked_password(options: Namespace, rules: Passwords) -> str:
    """Return a password from a file, from standard input, or as typed twice. Raises `RefusedError`, `PasswordError`."""
    file: Path | None = options.password_file
    if file is not None:
        try:
            text = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise RefusedError(tr("{file} is not UTF-8: save it as UTF-8").format(file=file)) from error
        password = text.splitlines()[0] if text else ""
        check_password(password, rules)
        return password
    if not sys.stdin.isatty():
        raise RefusedError(tr("no terminal to ask for the password: name a file with --password-file"))
    print(password_rule(rules), file=sys.stderr)
    password = getpass.getpass(tr("Password: "))
    check_password(password, rules)
    if password != getpass.getpass(tr("Once more: ")):
        raise RefusedError(tr("the two are not the same"))
    return password


def named_roles(names: list[str]) -> frozenset[Role]:
    """Return roles by their names. Raises `RefusedError`."""
    known = [role.value for role in Role if role is not Role.WORKER]
    for name in names:
        if name not in known:
            words = tr("there is no role {name}; roles are {roles}")
            raise RefusedError(words.format(name=name, roles=", ".join(known)))
    return frozenset(Role(name) for name in names)


def named_places(options: Namespace, registry: Registry) -> list[str]:
    """Return the places of a roster as the options name them. Raises `RefusedError` and `SeatError`."""
    for code in options.sub_centres:
        check_sub_centre(code, registry.settings)
    with reading(registry.engine) as conn:
        for seat in options.seats:
            check_seat(conn, seat)
    places = [f"seat:{seat}" for seat in options.seats] + [f"sub_centre:{code}" for code in options.sub_centres]
    return places or ["*"]


def named_unit(code: str, settings: Settings) -> str:
    """Return the code of a unit of the city pack. Raises `RefusedError` for another one."""
    units = pack_of(settings).units
    if code not in units:
        words = tr(
            "there is no unit {code}; units stand in units.csv of the city pack {city}, the most like it: {like}"
        )
        like = ", ".join(get_close_matches(code, units, 3, 0.0))
        raise RefusedError(words.format(code=code, city=settings.city, like=like))
    return code


def check_sub_centre(code: str, settings: Settings) -> None:
    """Raise `RefusedError` for a sub-centre that the city pack does not know."""
    pack = pack_of(settings)
    if code not in pack.sub_centres:
        words = tr("there is no sub-centre {code}; sub-centres are {codes}")
        raise RefusedError(words.format(code=code, codes=", ".join(pack.sub_centres)))
