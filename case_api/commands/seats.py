"""`case-api seat`: seats, enrolment codes, devices."""

import re
from argparse import Namespace

from case_api.accounts.devices import add_seat, list_seats, make_code, revoke_seat
from case_api.commands.asking import check_sub_centre, folder_of, registry_of
from case_api.commands.telling import tell_row
from case_api.exit_codes import Exit, RefusedError
from case_api.storage.engine import reading, writing
from case_api.tls import authority_der
from hotline.order_number import CENTRE_SEAT
from wording import tr, trn


def add(options: Namespace) -> Exit:
    """Add a seat that the city pack does not name."""
    if not re.fullmatch("[0-9]{4}", options.seat) or options.seat == CENTRE_SEAT:
        words = tr("a seat code has four digits and is not {kept}, which the centre keeps for itself")
        raise RefusedError(words.format(kept=CENTRE_SEAT))
    registry = registry_of(options)
    check_sub_centre(options.sub_centre, registry.settings)
    with writing(registry.engine) as conn:
        add_seat(conn, options.seat, options.sub_centre, at=registry.now())
    words = tr("seat {seat} is added to sub-centre {code}; next: `case-api seat code {seat}`")
    print(words.format(seat=options.seat, code=options.sub_centre))
    return Exit.DONE


def code(options: Namespace) -> Exit:
    """Print a one-time enrolment code, which names the centre's certificate authority where TLS is on."""
    registry = registry_of(options)
    ca_der = authority_der(folder_of(options)) if registry.settings.tls else None
    with writing(registry.engine) as conn:
        made = make_code(conn, options.seat, ca_der, at=registry.now(), life=registry.settings.code_life)
    print(made)
    return Exit.DONE


def revoke(options: Namespace) -> Exit:
    """Revoke the devices and unused codes of a seat."""
    registry = registry_of(options)
    with writing(registry.engine) as conn:
        revoked = revoke_seat(conn, options.seat, at=registry.now())
    print(trn("{count} device revoked", "{count} devices revoked", revoked).format(count=revoked))
    return Exit.DONE


def list_all(options: Namespace) -> Exit:
    """List seats: code, sub-centre, serial of the newest enrolment, devices that are good, when last seen."""
    with reading(registry_of(options).engine) as conn:
        listed = list_seats(conn)
    for seat in listed:
        seen = seat.last_seen_at.isoformat(timespec="seconds") if seat.last_seen_at else "-"
        tell_row(seat.seat, seat.sub_centre, str(seat.last_serial), str(seat.devices), seen)
    return Exit.DONE
