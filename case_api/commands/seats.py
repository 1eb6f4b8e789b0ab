"""`case-api seat`: seats, enrolment codes, devices."""

import re
from argparse import Namespace

from case_api.accounts.devices import add_seat, list_seats, make_code, revoke_seat
from case_api.cases.numbers import CENTRE_SEAT
from case_api.commands.asking import check_sub_centre, opened
from case_api.exit_codes import Exit, RefusedError
from case_api.storage.engine import reading, writing
from case_api.tls import authority_der
from wording import tr


def add(options: Namespace) -> Exit:
    """Add a seat that the city pack does not name."""
    if not re.fullmatch("[0-9]{4}", options.seat) or options.seat == CENTRE_SEAT:
        raise RefusedError(tr("a seat code has four digits and is not 9999, which the centre keeps for itself"))
    centre = opened(options)
    check_sub_centre(options.sub_centre, centre.centre.pack)
    with writing(centre.centre.engine) as conn:
        add_seat(conn, options.seat, options.sub_centre, at=centre.registry.now())
    return Exit.DONE


def code(options: Namespace) -> Exit:
    """Print a one-time enrolment code, which names the centre's certificate authority where TLS is on."""
    centre = opened(options)
    ca_der = authority_der(centre.folder) if centre.settings.tls else None
    with writing(centre.centre.engine) as conn:
        made = make_code(conn, options.seat, ca_der, at=centre.registry.now(), life=centre.settings.code_life)
    print(made)
    return Exit.DONE


def revoke(options: Namespace) -> Exit:
    """Revoke the devices and unused codes of a seat."""
    centre = opened(options)
    with writing(centre.centre.engine) as conn:
        revoked = revoke_seat(conn, options.seat, at=centre.registry.now())
    print(tr("{count} devices revoked").format(count=revoked))
    return Exit.DONE


def list_all(options: Namespace) -> Exit:
    """List seats: code, sub-centre, serial of the newest enrolment, devices that are good, when last seen."""
    with reading(opened(options).centre.engine) as conn:
        listed = list_seats(conn)
    for seat in listed:
        seen = seat.last_seen_at.isoformat(timespec="seconds") if seat.last_seen_at else "-"
        print("\t".join((seat.seat, seat.sub_centre, str(seat.last_serial), str(seat.devices), seen)))
    return Exit.DONE
