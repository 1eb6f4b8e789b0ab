"""A case as the centre keeps it: the work order whole in memory; masked document and enciphered person in storage."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from case_api.cases.indexing import LOOKED_UP, note_due, terms_source
from case_api.cases.work_lists import Place, place_columns, store_units, with_parents
from case_api.centre import Centre
from case_api.reports.settling import note_named, note_settled
from case_api.storage.rows import Row, insert, update
from case_api.storage.tables_cases import cases, persons, purged
from hotline.case_doc import CaseDoc, TimelineEntry, masked_order
from hotline.masking import PERSONAL
from hotline.work_order import WorkOrder

_PERSONAL = sorted(PERSONAL)


@dataclass(frozen=True, slots=True)
class Kept:
    """One case. `order` holds personal fields in the clear and never leaves memory so.

    `seats` are those that work on it, `stored` is what the database has of it (None for a new case); of that alone
    `sub_centre` is told, which another pack may have written, and `place`, which a merged case has from its parent.
    """

    order: WorkOrder
    timeline: tuple[TimelineEntry, ...]
    seats: frozenset[str]
    other_numbers: tuple[str, ...] = ()
    stored: "Kept | None" = None
    sub_centre: str = ""
    place: Place | None = None


def territory_of(centre: Centre, area_code: str, before: str = "") -> str:
    """Return the code of the sub-centre in whose territory a place lies, empty where it lies in none.

    A place that the pack does not know, since a new one has dropped it, stays with who had it `before`: nobody has
    said whose it is now.
    """
    if not centre.pack.has_area(area_code):
        return before
    found = centre.pack.sub_centre_of_area(area_code)
    return found.code if found else ""


def sub_centre_of(centre: Centre, kept: Kept) -> str:
    """Return the code of the sub-centre in whose territory the case lies; empty where the place is not known."""
    area, stored = kept.order.area_code, kept.stored
    return territory_of(centre, area, stored.sub_centre if stored and stored.order.area_code == area else "")


def scopes_of(centre: Centre, kept: Kept) -> set[str]:
    """Return the scopes of the feed that the case belongs to."""
    return _scopes(kept.seats, sub_centre_of(centre, kept))


def scopes_before(kept: Kept) -> set[str]:
    """Return the scopes that the case belonged to as it is stored; none for a new case."""
    return _scopes(kept.stored.seats, kept.stored.sub_centre) if kept.stored else set()


def scopes_of_row(seats: str, sub_centre: str) -> set[str]:
    """Return the scopes of a stored case by its columns."""
    return _scopes(seats_of(seats), sub_centre)


def _scopes(seats: Iterable[str], sub_centre: str) -> set[str]:
    scopes = {f"seat:{seat}" for seat in seats}
    return scopes | {f"area:{sub_centre}"} if sub_centre else scopes


def load(conn: Connection, centre: Centre, case_ids: Collection[UUID]) -> dict[UUID, Kept]:
    """Return the stored cases among `case_ids`, locked for this transaction. Raises `CipherError`."""
    if not case_ids:
        return {}
    found: dict[UUID, Kept] = {}
    for row in conn.execute(_LOAD, {"ids": sorted(case_ids)}):
        doc = CaseDoc.model_validate_json(row.doc)
        personal = centre.cipher.open(row.sealed, row.id.bytes)
        order = doc.order.model_copy(update=personal)
        place = Place(row.queue, row.red_at)
        kept = Kept(order, doc.timeline, seats_of(row.seats), doc.other_numbers, None, row.sub_centre, place)
        found[row.id] = Kept(order, doc.timeline, kept.seats, doc.other_numbers, stored=kept)
    return found


def purged_of(conn: Connection, case_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of `case_ids` that were erased."""
    return frozenset(conn.execute(_PURGED, {"ids": list(case_ids)}).scalars()) if case_ids else frozenset()


def personal_field(conn: Connection, centre: Centre, case_id: UUID, field: str) -> str | None:
    """Return one personal field in the clear, or None without such a case. Who may see it is for the caller."""
    sealed = conn.execute(_SEALED, {"id": case_id}).scalar_one_or_none()
    if sealed is None:
        return None
    value: str = centre.cipher.open(sealed, case_id.bytes)[field]
    return value


def store(conn: Connection, centre: Centre, changed: Iterable[Kept]) -> None:
    """Write new and changed cases: one executemany for each table."""
    changed = list(changed)
    orders = [(kept.stored.order if kept.stored else None, kept.order) for kept in changed]
    new: list[Row] = []
    old: list[Row] = []
    people: dict[bool, list[Row]] = {True: [], False: []}
    due: list[UUID] = []
    for kept in changed:
        before = kept.stored
        phone_keys = {name: centre.cipher.phone_key(getattr(kept.order, name)) for name in LOOKED_UP}
        (old if before else new).append(_case_row(centre, kept, [key for key in phone_keys.values() if key]))
        if before is None or any(getattr(before.order, name) != getattr(kept.order, name) for name in _PERSONAL):
            people[before is None].append(_person_row(centre, kept, phone_keys))
        if before is None or terms_source(before.order) != terms_source(kept.order):
            due.append(kept.order.id)
    insert(conn, cases, new)
    insert(conn, persons, people[True])
    update(conn, _UPDATE_CASE, old)
    update(conn, _UPDATE_PERSON, people[False])
    store_units(conn, orders)
    with_parents(conn, orders)
    note_settled(conn, centre.pack.time_zone, orders)
    note_named(conn, centre.pack.time_zone, orders)
    note_due(conn, due)


def seats_of(column: str) -> frozenset[str]:
    """Return the seats of the column `seats` of a case."""
    return frozenset(seat for seat in column.split(",") if seat)


def _case_row(centre: Centre, kept: Kept, phone_keys: list[str]) -> Row:
    order, before = kept.order, kept.stored
    doc = CaseDoc(
        order=masked_order(order),
        timeline=kept.timeline,
        phone_keys=tuple(dict.fromkeys(phone_keys)),
        other_numbers=kept.other_numbers,
    )
    row = {
        "number": order.order_no,
        "revision": order.revision,
        "state": order.state.value,
        "seats": f",{','.join(sorted(kept.seats))},",
        "sub_centre": sub_centre_of(centre, kept),
        "area_code": order.area_code,
        "class_code": order.class_code,
        "created_at": order.created_at,
        **place_columns(order, before.order if before else None, before.place if before else None),
        "call_id": order.call.call_id,
        "doc": doc.model_dump_json(exclude_defaults=True),
    }
    row["case" if before else "id"] = order.id
    return row


def _person_row(centre: Centre, kept: Kept, phone_keys: dict[str, str | None]) -> Row:
    order = kept.order
    personal = {name: getattr(order, name) for name in _PERSONAL}
    return {
        "person" if kept.stored else "case_id": order.id,
        "sealed": centre.cipher.seal(personal, order.id.bytes),
        "caller_key": phone_keys["caller_phone"],
        "contact_key": phone_keys["contact_phone"],
    }


_LOAD = (
    select(cases.c.id, cases.c.doc, cases.c.seats, cases.c.sub_centre, cases.c.queue, cases.c.red_at, persons.c.sealed)
    .join(persons, persons.c.case_id == cases.c.id)
    .where(cases.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(cases.c.id)
    .with_for_update(of=cases)
)
_PURGED = select(purged.c.case_id).where(purged.c.case_id.in_(bindparam("ids", expanding=True)))
_SEALED = select(persons.c.sealed).where(persons.c.case_id == bindparam("id"))
_UPDATE_CASE = (
    cases.update()
    .where(cases.c.id == bindparam("case"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "number", "revision", "state", "seats", "sub_centre", "area_code", "class_code", "created_at", "queue",
                "unit", "since", "ended_at", "red_at", "turn_at", "light", "supervised", "extension_asked",
                "naming_asked", "exclusion_asked", "note_asked", "provisional", "call_id",
                "doc",
            )
        }
    )
)  # fmt: skip
_UPDATE_PERSON = (
    persons.update()
    .where(persons.c.case_id == bindparam("person"))
    .values({name: bindparam(name) for name in ("sealed", "caller_key", "contact_key")})
)
