"""`case-api user`: people, their roles, rosters, passwords and sessions."""

from argparse import Namespace
from collections.abc import Iterable

from case_api.accounts import users
from case_api.audit.administration import note_administration
from case_api.commands.asking import NO_UNIT, asked_password, named_places, named_roles, named_unit, registry_of
from case_api.commands.telling import tell_header, tell_row
from case_api.exit_codes import Exit
from case_api.storage.engine import reading, writing
from hotline.codes import Role
from wording import listed, mark, tr, trn


def add(options: Namespace) -> Exit:
    """Add a person."""
    registry = registry_of(options)
    roles, places = named_roles(options.roles), named_places(options, registry)
    unit = named_unit(options.unit, registry.settings) if options.unit else ""
    if Role.UNIT in roles and not unit:  # before a password is asked for
        raise users.NoUnitError(options.operator)
    password = asked_password(options, registry.settings.passwords)
    with writing(registry.engine) as conn:
        users.add_user(
            conn, registry.passwords, options.operator, options.name, roles, password,
            places=places, unit=unit, at=registry.now(),
        )  # fmt: skip
        at, given = registry.now(), {"unit": unit} if unit else {}
        note_administration(conn, "user_add", options.operator, at, roles=sorted(roles), places=places, **given)
    words = tr("{name} is added, with the roles {roles}")
    print(words.format(name=options.operator, roles=_listed(roles)))
    return Exit.DONE


def roles(options: Namespace) -> Exit:
    """Give a person other roles."""
    wanted, registry = named_roles(options.roles), registry_of(options)
    with writing(registry.engine) as conn:
        users.set_roles(conn, options.operator, wanted, at=registry.now())
        note_administration(conn, "user_roles", options.operator, registry.now(), roles=sorted(wanted))
    print(tr("{name} has the roles {roles} now").format(name=options.operator, roles=_listed(wanted)))
    return Exit.DONE


def unit(options: Namespace) -> Exit:
    """Let a person work for another unit, or for none; their sessions end."""
    registry = registry_of(options)
    wanted = "" if options.unit == NO_UNIT else named_unit(options.unit, registry.settings)
    with writing(registry.engine) as conn:
        users.set_unit(conn, options.operator, wanted, at=registry.now())
        note_administration(conn, "user_unit", options.operator, registry.now(), unit=wanted)
    words = tr("the unit of {name} is {unit} now") if wanted else tr("the unit of {name} is taken away")
    print(words.format(name=options.operator, unit=wanted))
    return Exit.DONE


def roster(options: Namespace) -> Exit:
    """Put a person on other rosters; where they may not work any more their sessions end."""
    registry = registry_of(options)
    places = named_places(options, registry)
    with writing(registry.engine) as conn:
        users.set_places(conn, options.operator, places, at=registry.now())
        note_administration(conn, "user_roster", options.operator, registry.now(), places=places)
    print(tr("{name} may work at these places now: {places}").format(name=options.operator, places=listed(places)))
    return Exit.DONE


def password(options: Namespace) -> Exit:
    """Change a person's password; their sessions end."""
    registry = registry_of(options)
    new = asked_password(options, registry.settings.passwords)
    with writing(registry.engine) as conn:
        users.set_password(conn, registry.passwords, options.operator, new, at=registry.now())
        note_administration(conn, "user_password", options.operator, registry.now())
    print(tr("{name} has a new password, and their sessions are ended").format(name=options.operator))
    return Exit.DONE


def end_sessions(options: Namespace) -> Exit:
    """End all sessions and grants of a person."""
    registry = registry_of(options)
    with writing(registry.engine) as conn:
        ended = users.end_everywhere(conn, options.operator, at=registry.now())
        note_administration(conn, "user_end_sessions", options.operator, registry.now())
    print(trn("{count} session ended", "{count} sessions ended", ended.sessions).format(count=ended.sessions))
    words = trn(
        "taken back at {count} seat: the right to work there without a line, and a sign-in begun without one; the seat"
        " says so as soon as it has a line",
        "taken back at {count} seats: the right to work there without a line, and a sign-in begun without one; each"
        " seat says so as soon as it has a line",
        ended.seats,
    )
    print(words.format(count=ended.seats))
    return Exit.DONE


def disable(options: Namespace) -> Exit:
    """Shut a person out."""
    _set_disabled(options, True)
    print(tr("{name} is shut out, and their sessions are ended").format(name=options.operator))
    return Exit.DONE


def enable(options: Namespace) -> Exit:
    """Let a person in again."""
    _set_disabled(options, False)
    print(tr("{name} is let in again").format(name=options.operator))
    return Exit.DONE


def unlock(options: Namespace) -> Exit:
    """End the lock-out of a person."""
    registry = registry_of(options)
    with writing(registry.engine) as conn:
        users.unlock(conn, options.operator)
        note_administration(conn, "user_unlock", options.operator, registry.now())
    print(tr("{name} is locked out no more").format(name=options.operator))
    return Exit.DONE


def list_all(options: Namespace) -> Exit:
    """List everybody: name of sign-in, name, roles, places, state, unit."""
    with reading(registry_of(options).engine) as conn:
        everybody = users.list_users(conn)
    tell_header(mark("name of sign-in"), mark("name"), mark("roles"), mark("places"), mark("state"), mark("unit"))
    for user in everybody:
        state = tr("shut out") if user.disabled else ""
        tell_row(user.operator_id, user.name, ",".join(sorted(user.roles)), ",".join(user.places), state, user.unit)
    return Exit.DONE


def _set_disabled(options: Namespace, disabled: bool) -> None:
    registry = registry_of(options)
    with writing(registry.engine) as conn:
        users.set_disabled(conn, options.operator, disabled, at=registry.now())
        op = "user_disable" if disabled else "user_enable"
        note_administration(conn, op, options.operator, registry.now())


def _listed(roles: Iterable[Role]) -> str:
    return listed(sorted(roles))
