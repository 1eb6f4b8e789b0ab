"""What a demo centre has besides an ordinary one: people with a known password, a past, and a seat that rings."""

from collections.abc import Sequence

from sqlalchemy import update

from case_api.demo_calls import store_week_ago
from case_api.demo_cases import SERIAL, demo_cases
from case_api.demo_people import (
    DEMO_PASSWORD,
    DEMO_SEAT,
    TRAINER,
    add_demo_people,
    demo_table,
    leads_of,
    operators_of,
)
from case_api.demo_practice import fill_practice
from case_api.demo_shifts import fill_shifts
from case_api.imports import import_cases
from case_api.opening import Opened
from case_api.storage.demo_mark import mark_demo
from case_api.storage.engine import writing
from case_api.storage.tables_accounts import seats
from city_packs.model import CityPack
from hotline.codes import CallQueue
from hotline.shifts import Shifts
from wording import tr

_EVERY = 12
"""One seat of so many answers for enterprises."""


def fill_demo(opened: Opened) -> None:
    """Put people, past cases and calls of a week ago into a new centre whose seats are there."""
    centre = opened.centre
    specialists = _specialists(centre.pack)
    with writing(centre.engine) as conn:
        mark_demo(conn)
        add_demo_people(conn, centre.pack, opened.settings.passwords, centre.now())
        conn.execute(update(seats).values(last_serial=SERIAL))
        conn.execute(update(seats).where(seats.c.seat.in_(specialists)).values(queue=CallQueue.ENTERPRISE))
        store_week_ago(conn, centre, opened.settings.simulator, specialists)
        fill_shifts(conn, centre, Shifts.of(centre.pack.time_zone, opened.settings.shift_ends))
        fill_practice(conn, centre)
    import_cases(centre, demo_cases(centre.pack, centre.now()))


def _specialists(pack: CityPack) -> list[str]:
    """Return the seats of the demo that answer for enterprises (source row Z17), from all over the centre."""
    others = [seat for each in pack.sub_centres.values() for seat in each.seats if seat != DEMO_SEAT]
    return others[_EVERY // 2 :: _EVERY]


def demo_words(pack: CityPack, shift_ends: Sequence[str]) -> str:
    """Return what somebody who tries the demo needs to know. `shift_ends` are its own, that of now first."""
    centre = pack.sub_centre_of_seat(DEMO_SEAT)
    code = centre.code if centre else ""
    words = tr(
        "Demo: calls ring at seat {seat}; sign in there as {operators}, or as {lead} (lead); password {password}"
    )
    operators = " / ".join(operators_of(code))
    goes, comes = leads_of(code)
    first = words.format(seat=DEMO_SEAT, operators=operators, lead=goes, password=DEMO_PASSWORD)
    words = tr(
        "The shift ends at {at}: J on the board opens its journal; {goes} signs for who goes, {comes} for who comes"
    )
    shift = words.format(at=shift_ends[0], goes=goes, comes=comes)
    words = tr("Practice: {key} at the sign-in; {trainer} is the trainer, who sees what came of it")
    practice = words.format(key="Ctrl+P", trainer=TRAINER)
    rows = (tr("{label}: {value}").format(label=roles, value=people) for roles, people in demo_table(pack) if people)
    return "\n".join([first, shift, practice, tr("Everybody who may sign in there, with the same password:"), *rows])
