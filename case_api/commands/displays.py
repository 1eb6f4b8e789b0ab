"""`case-api display`: the walls that may show the hotline's figures."""

from argparse import Namespace
from datetime import datetime

from case_api.accounts.displays import add_display, list_displays, revoke_display
from case_api.audit.administration import note_administration
from case_api.commands.asking import registry_of
from case_api.commands.telling import tell_header, tell_row
from case_api.exit_codes import Exit
from case_api.storage.engine import reading, writing
from wording import mark, tr


def add(options: Namespace) -> Exit:
    """Add a display and print its token, which is shown this once."""
    registry = registry_of(options)
    with writing(registry.engine) as conn:
        token = add_display(conn, options.name, at=registry.now())
        note_administration(conn, "display_add", options.name, registry.now())
    print(token)
    return Exit.DONE


def revoke(options: Namespace) -> Exit:
    """Let a display read no more."""
    registry = registry_of(options)
    with writing(registry.engine) as conn:
        revoke_display(conn, options.name, at=registry.now())
        note_administration(conn, "display_revoke", options.name, registry.now())
    print(tr("display {name} is revoked").format(name=options.name))
    return Exit.DONE


def list_all(options: Namespace) -> Exit:
    """List displays: name, since when, when last seen, when revoked."""
    with reading(registry_of(options).engine) as conn:
        listed = list_displays(conn)
    tell_header(mark("display"), mark("added"), mark("last seen"), mark("revoked"))
    for each in listed:
        tell_row(each.name, _told(each.created_at), _told(each.last_seen_at), _told(each.revoked_at))
    return Exit.DONE


def _told(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else "-"
