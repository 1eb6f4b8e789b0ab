"""`case-api seat`: seats, enrolment codes, devices."""

import sys
from argparse import Namespace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from case_api.accounts.devices import add_seat, list_seats, make_code, revoke_seat
from case_api.accounts.seat_places import astray, move_seat
from case_api.audit.administration import note_administration
from case_api.centre import Centre
from case_api.commands.asking import check_sub_centre, folder_of, registry_of
from case_api.commands.telling import tell_header, tell_row
from case_api.exit_codes import Exit, RefusedError
from case_api.storage.engine import reading, writing
from case_api.tls import authority_der
from city_packs.seats import as_spans, kept_words, span_of
from hotline.order_number import KEPT_SEATS
from wording import mark, tr, trn


def add(options: Namespace) -> Exit:
    """Add seats that are not here yet."""
    named = _give_sub_centre(options, "seat_add", add_seat)
    words = trn(
        "seat {seats} is added to sub-centre {code}; next: `case-api seat code SEAT`",
        "seats {seats} are added to sub-centre {code}; next, for each: `case-api seat code SEAT`",
        len(named),
    )
    print(words.format(seats=as_spans(named), code=options.sub_centre))
    return Exit.DONE


def move(options: Namespace) -> Exit:
    """Let seats stand with another sub-centre."""
    named = _give_sub_centre(options, "seat_move", move_seat)
    words = trn(
        "seat {seats} stands with sub-centre {code} now; it takes cases of there once it is enrolled again: "
        "`case-api seat code SEAT`",
        "seats {seats} stand with sub-centre {code} now; they take cases of there once each is enrolled again: "
        "`case-api seat code SEAT`",
        len(named),
    )
    print(words.format(seats=as_spans(named), code=options.sub_centre))
    return Exit.DONE


class _GivesSubCentre(Protocol):
    def __call__(self, conn: Connection, seat: str, sub_centre: str, /, *, at: datetime) -> None: ...


def _give_sub_centre(options: Namespace, op: str, give: _GivesSubCentre) -> list[str]:
    """Let each named seat stand with the named sub-centre, all or none; return the seats. Raises `RefusedError`."""
    named = _named_seats(options.seats)
    registry = registry_of(options)
    check_sub_centre(options.sub_centre, registry.settings)
    with writing(registry.engine) as conn:
        for seat in named:
            give(conn, seat, options.sub_centre, at=registry.now())
            note_administration(conn, op, seat, registry.now(), sub_centre=[options.sub_centre])
    return named


def _named_seats(words: list[str]) -> list[str]:
    """Return the seats of a command line, written singly or as spans. Raises `RefusedError`."""
    found: list[str] = []
    for each in words:
        span = span_of(each)
        if span is None or not KEPT_SEATS.isdisjoint(span.seats()):
            raise RefusedError(kept_words())
        found += span.seats()
    return list(dict.fromkeys(found))


def tell_astray(centre: Centre) -> None:
    """Say which seats stand elsewhere than in the city pack, and what to do about it."""
    with reading(centre.engine) as conn:
        found = astray(conn, centre.pack)
    for each in found:
        if not each.here:
            words = tr("the city pack has seats that are not here: `case-api seat add {seats} --sub-centre {there}`")
        elif each.there:
            words = tr(
                "the city pack has seats with sub-centre {there} that stand with {here} here: "
                "`case-api seat move {seats} --sub-centre {there}`"
            )
        else:
            words = tr(
                "the city pack has no sub-centre {here} any more, with which seats stand: "
                "`case-api seat move {seats} --sub-centre CODE`"
            )
        print(words.format(seats=as_spans(each.seats), here=each.here, there=each.there), file=sys.stderr)


def code(options: Namespace) -> Exit:
    """Print a one-time enrolment code, which names the centre's certificate authority where TLS is on."""
    registry = registry_of(options)
    ca_der = authority_der(folder_of(options)) if registry.settings.tls else None
    with writing(registry.engine) as conn:
        made = make_code(conn, options.seat, ca_der, at=registry.now(), life=registry.settings.code_life)
        note_administration(conn, "seat_code", options.seat, registry.now())
    print(made)
    return Exit.DONE


def revoke(options: Namespace) -> Exit:
    """Revoke the devices and unused codes of a seat."""
    registry = registry_of(options)
    with writing(registry.engine) as conn:
        revoked = revoke_seat(conn, options.seat, at=registry.now())
        note_administration(conn, "seat_revoke", options.seat, registry.now())
    print(trn("{count} device revoked", "{count} devices revoked", revoked).format(count=revoked))
    return Exit.DONE


def list_all(options: Namespace) -> Exit:
    """List seats: code, sub-centre, serial of the newest enrolment, devices that are good, when last seen."""
    with reading(registry_of(options).engine) as conn:
        listed = list_seats(conn)
    tell_header(mark("seat"), mark("sub-centre"), mark("newest serial"), mark("good devices"), mark("last seen"))
    for seat in listed:
        seen = seat.last_seen_at.isoformat(timespec="seconds") if seat.last_seen_at else "-"
        tell_row(seat.seat, seat.sub_centre, str(seat.last_serial), str(seat.devices), seen)
    return Exit.DONE
