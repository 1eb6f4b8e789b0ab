"""The devices of simulated seats: enrolled once at a demo centre, their keys kept beside the centre's own."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from case_api.accounts.devices import enrol, list_seats, make_code
from case_api.accounts.grants import issue_grant
from case_api.accounts.registry import Registry
from case_api.demo_people import operator_at
from case_api.http.models import TokenRequest
from case_api.simulated_people.line import no_demo
from case_api.storage.demo_mark import is_demo
from case_api.storage.engine import reading, writing
from case_api.storage.tables_accounts import users
from case_api.whole_files import whole_file
from hotline.grants import Grant

_NAME = "simulated"


@dataclass(frozen=True, slots=True)
class SeatDevice:
    """An enrolled device of a seat, with its key and the grant by which its operator works there, None for nobody."""

    seat: str
    device_id: UUID
    key: Ed25519PrivateKey
    grant_id: UUID | None = None

    def token_request(self, now: datetime) -> bytes:
        """Return the body by which the device asks for a token, signed."""
        at, nonce = now.isoformat(), uuid4().hex
        signed = self.key.sign(f"{self.device_id}\n{at}\n{nonce}".encode())
        asked = TokenRequest(device_id=self.device_id, at=at, nonce=nonce, signature=base64.b64encode(signed).decode())
        return asked.model_dump_json().encode()


def simulated_devices(
    registry: Registry, kept: Path, most: int | None = None, but: Sequence[str] = ()
) -> list[SeatDevice]:
    """Return devices for seats of a demo centre at which no real console is, enrolling those that have none yet.

    `kept` is the file in which their keys are kept. With `most` so many seats at most are taken, from all over the
    centre; those named in `but` are left alone. Raises `NotADemoError` for any other centre.
    """
    with reading(registry.engine) as conn:
        if not is_demo(conn):
            raise no_demo(registry.settings.name)
        seats = list_seats(conn)
    known = _read(kept)
    free = [each.seat for each in seats if each.seat not in but and (each.seat in known or not each.devices)]
    chosen = free if most is None or most >= len(free) else [free[place * len(free) // most] for place in range(most)]
    fresh = {seat: _enrolled(registry, seat) for seat in chosen if seat not in known}
    if fresh:
        known |= fresh
        _keep(kept, known)
    granted = _granted(registry, chosen)
    return [replace(known[seat], grant_id=granted.get(seat)) for seat in chosen]


def _enrolled(registry: Registry, seat: str) -> SeatDevice:
    key = Ed25519PrivateKey.generate()
    with writing(registry.engine) as conn:
        code = make_code(conn, seat, None, at=registry.now(), life=registry.settings.code_life)
    public = base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    return SeatDevice(seat, enrol(registry, str(code), public, _NAME, "").device_id, key)


def _granted(registry: Registry, seats: Sequence[str]) -> dict[str, UUID]:
    """Return the grants of the operators of seats, as far as there are such people.

    The centre lets them in by itself: a hundred passwords would take it ten seconds.
    """
    seat_of = {operator_at(seat): seat for seat in seats}
    granted = {}
    with writing(registry.engine) as conn:
        for person in conn.execute(select(users).where(users.c.operator_id.in_(seat_of))).all():
            seat = seat_of[person.operator_id]
            granted[seat] = Grant.model_validate_json(issue_grant(conn, registry, person, seat).body).grant_id
    return granted


def _read(kept: Path) -> dict[str, SeatDevice]:
    if not kept.exists():
        return {}
    found = json.loads(kept.read_text(encoding="utf-8"))
    return {
        seat: SeatDevice(seat, UUID(device_id), Ed25519PrivateKey.from_private_bytes(base64.b64decode(key)))
        for seat, (device_id, key) in found.items()
    }


def _keep(kept: Path, devices: dict[str, SeatDevice]) -> None:
    rows = {
        each.seat: [str(each.device_id), base64.b64encode(each.key.private_bytes_raw()).decode()]
        for each in devices.values()
    }
    with whole_file(kept, replace=True) as part:
        part.write_text(json.dumps(rows), encoding="utf-8")
