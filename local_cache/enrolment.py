"""Which seat this is: what the centre gave it when it was enrolled, kept in `meta` of `work.db`."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from uuid import UUID

from local_cache import meta
from local_cache.encrypted import Connection


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A seat's place in the hotline. `serial` (1 to 99) is new with each enrolment and stands in every case number.

    `phone_hash_key` is the centre's key of `hotline.phones.phone_key`; `grant_key` the raw Ed25519 public key that
    signs grants. An empty `centre_url` is a seat without a centre (practice, tests).
    """

    device_id: UUID
    seat: str
    serial: int
    sub_centre: str
    centre: str
    centre_url: str
    city: str
    phone_hash_key: bytes = field(repr=False)
    grant_key: bytes = field(repr=False)


def write(connection: Connection, enrolment: Enrolment, client_id: UUID) -> None:
    """Make a fresh work file that of this seat: number counter and outbox start at 1."""
    facts = {
        meta.DEVICE_ID: str(enrolment.device_id),
        meta.SEAT: enrolment.seat,
        meta.SERIAL: str(enrolment.serial),
        meta.SUB_CENTRE: enrolment.sub_centre,
        meta.CENTRE: enrolment.centre,
        meta.CENTRE_URL: enrolment.centre_url,
        meta.CITY: enrolment.city,
        meta.PHONE_HASH_KEY: base64.b64encode(enrolment.phone_hash_key).decode(),
        meta.GRANT_KEY: base64.b64encode(enrolment.grant_key).decode(),
        meta.CLIENT_ID: str(client_id),
        meta.NEXT_SEQ: "1",
        meta.NEXT_NUMBER: "1",
    }
    for key, value in facts.items():
        meta.put(connection, key, value)


def read(connection: Connection) -> Enrolment | None:
    """Return the enrolment of a work file, or None where there is none."""
    facts = meta.get_all(connection)
    if meta.DEVICE_ID not in facts:
        return None
    return Enrolment(
        device_id=UUID(facts[meta.DEVICE_ID]),
        seat=facts[meta.SEAT],
        serial=int(facts[meta.SERIAL]),
        sub_centre=facts[meta.SUB_CENTRE],
        centre=facts[meta.CENTRE],
        centre_url=facts[meta.CENTRE_URL],
        city=facts[meta.CITY],
        phone_hash_key=base64.b64decode(facts[meta.PHONE_HASH_KEY]),
        grant_key=base64.b64decode(facts[meta.GRANT_KEY]),
    )
