"""Seats for the tests of the program: enrolled without a centre, with somebody signed in or not."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from city_packs.compiled import compile_pack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from hotline.codes import Role
from hotline.grants import Grant, SignedGrant, sign_grant
from local_cache import enrolment, keystore, schema, sessions, sign_in
from local_cache.encrypted import connect
from local_cache.enrolment import Enrolment
from local_cache.folder import SeatFolder
from local_cache.model import SessionInfo
from local_cache.sessions import LiveSession

OPERATOR = SessionInfo(
    operator_id="1042",
    name="王敏",
    roles=frozenset({Role.OPERATOR}),
    session_id="session-1",
    online=False,
    valid_until=datetime.now(UTC) + timedelta(days=1),
)

NEXT = replace(OPERATOR, operator_id="1043", name="李强", session_id="session-2")
"""Who takes the seat over."""
GRANT_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PASSWORD = "secret"


@cache
def tangshan() -> bytes:
    """Return the compiled pack of Tangshan."""
    return compile_pack(read_pack(shipped_packs()["tangshan"]))


def enrol_without_centre(root: Path, *, signed_in: bool = True) -> SeatFolder:
    """Make seat 0042 in a folder, with the pack of Tangshan and no line to anywhere."""
    folder = SeatFolder(root)
    folder.make()
    secret = keystore.file_secret(folder, keystore.make(folder, system_store=False))
    (folder.packs / "tangshan.pack").write_bytes(tangshan())
    here = Enrolment(
        device_id=UUID("01930000-0000-7000-8000-000000000042"),
        seat="0042",
        serial=1,
        sub_centre="lubei",
        centre="12345",
        centre_url="",
        city="tangshan",
        phone_hash_key=bytes(32),
        grant_key=GRANT_KEY.public_key().public_bytes_raw(),
    )
    with closing(connect(folder.work, secret)) as work:
        schema.migrate_work(work)
        with work:
            enrolment.write(work, here, UUID("01930000-0000-7000-8000-000000000001"))
            if signed_in:
                sessions.put(work, LiveSession(OPERATOR, ""))
    return folder


def grant_of(operator: SessionInfo = OPERATOR) -> SignedGrant:
    """Return what lets an operator sign in with `PASSWORD` without a line; a verifier that is quick to check."""
    grant = Grant(
        grant_id=UUID(int=7),
        operator_id=operator.operator_id,
        name=operator.name,
        roles=operator.roles,
        seat="0042",
        issued_at=OPERATOR.valid_until - timedelta(days=1),
        valid_until=OPERATOR.valid_until,
        verifier=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD),
    )
    return sign_grant(grant, GRANT_KEY)


def give_grant(folder: SeatFolder, operator: SessionInfo = OPERATOR) -> None:
    """Put such a grant into a seat's folder."""
    with closing(connect(folder.work, keystore.file_secret(folder, keystore.load(folder)))) as work, work:
        sign_in.put_grant(work, grant_of(operator))
