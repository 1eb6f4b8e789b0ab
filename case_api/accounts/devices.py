"""Devices: enrolment of a seat by a one-time code, and short tokens against a signature of the device's key."""

import base64
import binascii
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from uuid_utils import uuid7

from case_api.accounts.registry import Registry
from case_api.accounts.sessions import is_lead_device
from case_api.accounts.tokens import new_token, token_hash
from case_api.identity import Device
from case_api.problems import ProblemError
from case_api.storage.engine import writing
from case_api.storage.tables_accounts import device_nonces, device_tokens, devices, enrolment_codes, seats
from hotline.enrolment_code import EnrolmentCode, EnrolmentCodeError, new_code, parse
from hotline.order_number import LAST_SERIAL
from hotline.wire import Problem
from wording import tr

NONCES_KEPT = timedelta(days=90)
"""Seats' clocks are not to be relied on, so that a replay is known by its nonce alone, not by its time."""


class SeatError(ValueError):
    """A seat that cannot be made or used; the message says why."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device just enrolled. `serial` (1 to 99) goes into every case number that it mints."""

    device_id: UUID
    seat: str
    serial: int
    sub_centre: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat, how many good devices it has, and when the last of them asked for a token."""

    seat: str
    sub_centre: str
    last_serial: int
    devices: int
    last_seen_at: datetime | None


def add_seat(conn: Connection, seat: str, sub_centre: str, *, at: datetime) -> None:
    """Add a seat. Raises `SeatError` when it is there already."""
    if conn.scalar(select(seats.c.seat).where(seats.c.seat == seat)):
        raise SeatError(tr("seat {seat} is there already").format(seat=seat))
    conn.execute(insert(seats).values(seat=seat, sub_centre=sub_centre, last_serial=0, created_at=at))


def check_seat(conn: Connection, seat: str) -> None:
    """Raise `SeatError` for a seat that the centre does not know."""
    if not conn.scalar(select(seats.c.seat).where(seats.c.seat == seat)):
        raise SeatError(tr("there is no seat {seat}").format(seat=seat))


def list_seats(conn: Connection) -> list[Seat]:
    """Return all seats with what their good devices come to."""
    good = devices.c.revoked_at.is_(None)
    wanted = (
        select(
            seats.c.seat,
            seats.c.sub_centre,
            seats.c.last_serial,
            func.count(devices.c.device_id).label("devices"),
            func.max(devices.c.last_seen_at).label("last_seen_at"),
        )
        .outerjoin(devices, and_(devices.c.seat == seats.c.seat, good))
        .group_by(seats.c.seat)
        .order_by(seats.c.seat)
    )
    return [Seat(*row) for row in conn.execute(wanted)]


def make_code(conn: Connection, seat: str, ca_der: bytes | None, *, at: datetime, life: timedelta) -> EnrolmentCode:
    """Return a one-time code by which one device enrols as this seat. Raises `SeatError` for an unknown seat."""
    check_seat(conn, seat)
    code = new_code(ca_der)
    conn.execute(
        insert(enrolment_codes).values(
            code_hash=token_hash(code.secret), seat=seat, created_at=at, expires_at=at + life
        )
    )
    return code


def enrol(registry: Registry, code: str, public_key: str, name: str, app_version: str) -> Enrolled:
    """Use up a code and make a device of its seat, under the next serial. `public_key` is raw Ed25519 in base64.

    Devices that the seat had before stay good until revoked: their queues must still come in.
    Raises `ProblemError`: auth-required for a code that does not hold, invalid for a key that is none, refused when
    the serials of the seat are used up.
    """
    _read_key(public_key)
    now = registry.now()
    try:
        secret = parse(code).secret
    except EnrolmentCodeError as error:
        raise _no_such_code() from error
    with writing(registry.engine) as conn:
        used = conn.execute(
            update(enrolment_codes)
            .where(
                enrolment_codes.c.code_hash == token_hash(secret),
                enrolment_codes.c.used_at.is_(None),
                enrolment_codes.c.expires_at > now,
            )
            .values(used_at=now)
            .returning(enrolment_codes.c.seat)
        ).first()
        if used is None:
            raise _no_such_code()
        seat = conn.execute(
            update(seats)
            .where(seats.c.seat == used.seat)
            .values(last_serial=seats.c.last_serial + 1)
            .returning(seats.c.seat, seats.c.last_serial, seats.c.sub_centre)
        ).one()
        if seat.last_serial > LAST_SERIAL:
            detail = f"This seat was enrolled {LAST_SERIAL} times. Retire it and add a new seat."
            raise ProblemError(Problem.REFUSED, 409, detail)
        device_id = UUID(bytes=uuid7().bytes)
        conn.execute(
            insert(devices).values(
                device_id=device_id,
                seat=seat.seat,
                serial=seat.last_serial,
                public_key=public_key,
                name=name,
                app_version=app_version,
                enrolled_at=now,
            )
        )
    return Enrolled(device_id, seat.seat, seat.last_serial, seat.sub_centre)


def device_token(registry: Registry, device_id: UUID, at: str, nonce: str, signature: str) -> tuple[str, datetime]:
    """Return a short token and when it runs out, against the device's signature over id, time and nonce.

    Raises `ProblemError`: auth-required when the signature does not fit or the nonce was seen, device-revoked.
    """
    now = registry.now()
    with writing(registry.engine) as conn:
        row = conn.execute(select(devices).where(devices.c.device_id == device_id)).first()
        if row is None or not _signed(row.public_key, f"{device_id}\n{at}\n{nonce}", signature):
            raise ProblemError(Problem.AUTH_REQUIRED, 401, "The signature is not this device's.")
        if row.revoked_at is not None:
            raise revoked()
        conn.execute(delete(device_nonces).where(device_nonces.c.seen_at < now - NONCES_KEPT))
        conn.execute(delete(device_tokens).where(device_tokens.c.expires_at < now))
        try:
            conn.execute(insert(device_nonces).values(device_id=device_id, nonce_hash=token_hash(nonce), seen_at=now))
        except IntegrityError as error:
            raise ProblemError(Problem.AUTH_REQUIRED, 401, "This request was made before; sign a new one.") from error
        token = new_token()
        expires_at = now + registry.settings.device_token_life
        conn.execute(
            insert(device_tokens).values(token_hash=token_hash(token), device_id=device_id, expires_at=expires_at)
        )
        conn.execute(update(devices).where(devices.c.device_id == device_id).values(last_seen_at=now))
    return token, expires_at


def device_of(conn: Connection, token: str, now: datetime) -> Device | None:
    """Return the device that a token stands for, or None. Raises `ProblemError` (device-revoked)."""
    row = conn.execute(_OF_TOKEN, {"hash": token_hash(token), "now": now}).first()
    if row is None:
        return None
    if row.revoked_at is not None:
        raise revoked()
    lead = is_lead_device(conn, row.device_id, now)
    return Device(row.device_id, row.seat, row.serial, row.sub_centre, lead)


def as_of_now(conn: Connection, device: Device, now: datetime) -> Device:
    """Return a device with the rights that it has now. Raises `ProblemError` (device-revoked)."""
    if conn.scalar(select(devices.c.revoked_at).where(devices.c.device_id == device.device_id)) is not None:
        raise revoked()
    return replace(device, lead=is_lead_device(conn, device.device_id, now))


def live_devices(conn: Connection) -> frozenset[UUID]:
    """Return the devices that are not revoked."""
    return frozenset(conn.scalars(select(devices.c.device_id).where(devices.c.revoked_at.is_(None))))


def revoke_seat(conn: Connection, seat: str, *, at: datetime) -> int:
    """Revoke every device and unused code of a seat, and return how many devices there were.

    Raises `SeatError` for an unknown seat.
    """
    check_seat(conn, seat)
    conn.execute(
        update(enrolment_codes)
        .where(enrolment_codes.c.seat == seat, enrolment_codes.c.used_at.is_(None))
        .values(used_at=at)
    )
    return conn.execute(
        update(devices).where(devices.c.seat == seat, devices.c.revoked_at.is_(None)).values(revoked_at=at)
    ).rowcount


def revoked() -> ProblemError:
    """Return what a revoked device is told."""
    return ProblemError(Problem.DEVICE_REVOKED, 403, "This device was revoked. Enrol the seat again.")


def _no_such_code() -> ProblemError:
    return ProblemError(Problem.AUTH_REQUIRED, 401, "The enrolment code is wrong, was used, or has run out.")


def _read_key(text: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ProblemError(Problem.INVALID, 422, "device_public_key: not a raw Ed25519 key in base64.") from error


def _signed(public_key: str, text: str, signature: str) -> bool:
    try:
        _read_key(public_key).verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


_OF_TOKEN = (
    select(devices.c.device_id, devices.c.seat, devices.c.serial, devices.c.revoked_at, seats.c.sub_centre)
    .join(device_tokens, device_tokens.c.device_id == devices.c.device_id)
    .join(seats, seats.c.seat == devices.c.seat)
    .where(device_tokens.c.token_hash == bindparam("hash"), device_tokens.c.expires_at > bindparam("now"))
)
