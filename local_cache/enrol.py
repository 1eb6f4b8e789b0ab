"""Enrolling: a machine becomes a seat, once, with a one-time code that also names whom to trust.

The centre's certificate authority is fetched over a connection that proves nothing yet and believed only if it is
the one that the code names. Keys are on disk before the code is used up, so that a cut in between costs a new code
and nothing else. Enrolling again (a new or restored disk) keeps the queue: it gets a new serial for its numbers and
a new client id.

A centre is known by the key with which it signs grants: it stays when the centre moves to another address or is put
back to a backup. At another centre the seat begins anew (`another_centre.py`): nothing may be unsent or a draft then.
"""

from __future__ import annotations

import base64
import ssl
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from hotline.enrolment_code import EnrolmentCode, EnrolmentCodeError, parse
from hotline.order_number import LAST_SERIAL
from local_cache import another_centre, drafts, keystore, offering_again, outbox, recovery, schema
from local_cache import enrolment as enrolments
from local_cache.backup import Backups
from local_cache.centre_address import centre_address
from local_cache.encrypted import Connection, DatabaseError, FileSecret, connect
from local_cache.enrolment import Enrolment
from local_cache.errors import SeatError, WorkLost
from local_cache.folder import SeatFolder
from local_cache.fresh_folder import made_and_locked
from local_cache.ids import new_id
from local_cache.keystore import SeatKeys
from local_cache.lock import SeatLock
from local_cache.opening import open_work
from local_cache.sync.answers import checked, parsed
from local_cache.sync.secure_client import UnsafeAddress, line_trouble, open_client
from local_cache.sync.transport import CertificateFault, CertificateMisfit, TransportDown, TransportProblem
from local_cache.wipe import wipe

T = TypeVar("T")


class EnrolTrouble(StrEnum):
    """Why a machine is not enrolled."""

    BAD_CODE = "bad_code"
    CODE_REFUSED = "code_refused"
    BAD_ADDRESS = "bad_address"
    UNSAFE_ADDRESS = "unsafe_address"
    WRONG_CENTRE = "wrong_centre"
    OTHER_NAME = "other_name"
    OTHER_AUTHORITY = "other_authority"
    WANTS_HTTPS = "wants_https"
    NO_LINE = "no_line"
    UNSENT_WORK = "unsent_work"
    UNSENT_ELSEWHERE = "unsent_elsewhere"


_MISFITS = {
    CertificateFault.NAME: EnrolTrouble.OTHER_NAME,
    CertificateFault.AUTHORITY: EnrolTrouble.OTHER_AUTHORITY,
}


class EnrolFailed(SeatError):  # noqa: N818
    """The machine is not enrolled; what it was before, it still is."""

    def __init__(self, why: EnrolTrouble) -> None:
        super().__init__(why.value)
        self.why = why


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")

    device_id: UUID
    seat: str
    serial: int = Field(ge=1, le=LAST_SERIAL)
    sub_centre: str
    centre: str
    city: str
    phone_hash_key: Base64Bytes
    grant_key: Base64Bytes


@dataclass(frozen=True, slots=True)
class _Trusted:
    """How the centre is reached: its address and the authority that its certificate must come from."""

    url: str
    ca_pem: str | None


def _utc_now() -> datetime:
    return datetime.now(UTC)


def enrol(
    folder: SeatFolder,
    url: str,
    code: str,
    *,
    device_name: str,
    app_version: str,
    system_store: bool | None = None,
    now: Callable[[], datetime] = _utc_now,
) -> Enrolment:
    """Make this folder a seat of the centre at `url` and return which seat it is.

    A work file that is lost is recovered first: the queue that its copy holds is not left behind. One that no copy
    can replace is set aside, and so is that of another centre; of its cases, drafts and people nothing is shown here.

    Raises `EnrolFailed` (unsent work for another centre too), `SeatBusy` while a console has the seat open, `KeyLost`
    where an earlier seat's keys are gone, `NewerFile` where a newer program was.
    """
    agent = f"seat-console/{app_version}"
    try:
        read = parse(code)
    except EnrolmentCodeError as error:
        raise EnrolFailed(EnrolTrouble.BAD_CODE) from error
    try:
        address = centre_address(url)
    except ValueError as error:
        raise EnrolFailed(EnrolTrouble.BAD_ADDRESS) from error
    trusted = _trusted(address, read, agent)
    with made_and_locked(folder) as is_seat:
        keys = keystore.load(folder) if folder.salt.exists() else keystore.make(folder, system_store=system_store)
        secret = keystore.file_secret(folder, keys)
        with closing(_work_file(folder, secret, now)) as work:
            before = enrolments.read(work)
            unsent = _unfinished(work)
            if before and unsent and _seems_another(folder, before, trusted):  # before the code is used up
                raise EnrolFailed(EnrolTrouble.UNSENT_ELSEWHERE)
            answer = _ask(trusted, read.secret, keys, device_name, app_version, agent)
            here = _enrolment(answer, trusted.url)
            moves = before is not None and before.grant_key != here.grant_key
            if moves and unsent:
                raise EnrolFailed(EnrolTrouble.UNSENT_ELSEWHERE)
            if not moves:
                _pin(folder, trusted)
                _write(work, here)
        if moves:
            another_centre.begin_anew(folder, secret, here, now())
            _pin(folder, trusted)
        is_seat()
        _copy_at_once(folder, secret)
    return here


def unenrol(folder: SeatFolder, *, even_unsent: bool = False, now: Callable[[], datetime] = _utc_now) -> None:
    """Take the seat off this machine: its keys are destroyed, and with them every file can never be read again.

    Unless `even_unsent` raises `EnrolFailed` (unsent work or an open draft), and `WorkLost` or `NewerFile` where nobody
    can tell. Raises `SeatBusy`, `NotEnrolled`, `KeyLost`.
    """
    secret = keystore.file_secret(folder, keystore.load(folder))
    backups = Backups(folder, secret)
    with SeatLock(folder.lock):
        if not even_unsent and (folder.work.exists() or backups.newest_first()):
            with closing(open_work(folder, secret, backups, now)) as work:
                if _unfinished(work):
                    raise EnrolFailed(EnrolTrouble.UNSENT_WORK)
        wipe(folder)


def fetch_authority(url: str, code: EnrolmentCode, agent: str) -> str:
    """Return the centre's certificate authority (PEM) if it is the one that the code names. Raises `EnrolFailed`."""

    def ask() -> str:
        with httpx.Client(verify=False, trust_env=False, headers={"User-Agent": agent}) as stranger:  # noqa: S501
            return checked(stranger.get(f"{url}/v1/ca")).text

    pem = _over_the_line(ask)
    try:
        fits = code.fits(ssl.PEM_cert_to_DER_cert(pem))
    except ValueError:
        fits = False
    if not fits:
        raise EnrolFailed(EnrolTrouble.WRONG_CENTRE)
    return pem


def _trusted(url: str, code: EnrolmentCode, agent: str) -> _Trusted:
    ca_pem = fetch_authority(url, code, agent) if url.startswith("https:") else None
    try:
        open_client(url, ca_pem, agent).close()
    except UnsafeAddress as error:
        raise EnrolFailed(EnrolTrouble.UNSAFE_ADDRESS) from error
    return _Trusted(url, ca_pem)


def _ask(trusted: _Trusted, secret: str, keys: SeatKeys, device_name: str, app_version: str, agent: str) -> _Answer:
    public = Ed25519PrivateKey.from_private_bytes(keys.device_key).public_key().public_bytes_raw()
    body = {
        "code": secret,
        "device_public_key": base64.b64encode(public).decode(),
        "device_name": device_name,
        "app_version": app_version,
    }

    def ask() -> _Answer:
        with open_client(trusted.url, trusted.ca_pem, agent) as client:
            return parsed(client.post("/v1/enrol", json=body), _Answer)

    return _over_the_line(ask, plain=trusted.ca_pem is None)


def _over_the_line(ask: Callable[[], T], *, plain: bool = False) -> T:
    try:
        return ask()
    except TransportProblem as problem:
        refused = problem.status < 500 and problem.status not in (404, 429)
        raise EnrolFailed(EnrolTrouble.CODE_REFUSED if refused else EnrolTrouble.NO_LINE) from problem
    except TransportDown:
        raise EnrolFailed(EnrolTrouble.NO_LINE) from None
    except httpx.HTTPError as error:
        raise EnrolFailed(_why_no_answer(error, plain=plain)) from None


def _why_no_answer(error: httpx.HTTPError, *, plain: bool) -> EnrolTrouble:
    trouble = line_trouble(error)
    if isinstance(trouble, CertificateMisfit):
        return _MISFITS[trouble.fault]
    if plain and isinstance(error, httpx.ReadError | httpx.RemoteProtocolError):  # as a port that speaks TLS hangs up
        return EnrolTrouble.WANTS_HTTPS
    return EnrolTrouble.NO_LINE


def _work_file(folder: SeatFolder, secret: FileSecret, now: Callable[[], datetime]) -> Connection:
    try:
        return open_work(folder, secret, Backups(folder, secret), now)
    except WorkLost:
        recovery.put_away(folder, now())
        work = connect(folder.work, secret)
        schema.migrate_work(work)
        return work


def _unfinished(work: Connection) -> bool:
    """Say whether anything waits here that nobody else has: commands to be sent, or drafts, which leave no seat."""
    return bool(outbox.unsent(work).count or drafts.open_count(work))


def _seems_another(folder: SeatFolder, before: Enrolment, trusted: _Trusted) -> bool:
    """Say whether this is another centre than before, as far as can be told before it has answered.

    One that keeps its authority has only moved to another address.
    """
    held = folder.ca.read_text("ascii") if folder.ca.exists() else None
    return trusted.ca_pem != held if trusted.ca_pem or held else before.centre_url != trusted.url


def _pin(folder: SeatFolder, trusted: _Trusted) -> None:
    if trusted.ca_pem:
        folder.ca.write_text(trusted.ca_pem, "ascii")
    else:
        folder.ca.unlink(missing_ok=True)


def _copy_at_once(folder: SeatFolder, secret: FileSecret) -> None:
    """Leave no older copy as the newest: recovered from one, the seat would be what it was enrolled as before."""
    with suppress(DatabaseError, OSError):  # the console makes one in its first minute
        Backups(folder, secret).make()


def _enrolment(answer: _Answer, url: str) -> Enrolment:
    return Enrolment(
        device_id=answer.device_id,
        seat=answer.seat,
        serial=answer.serial,
        sub_centre=answer.sub_centre,
        centre=answer.centre,
        centre_url=url,
        city=answer.city,
        phone_hash_key=answer.phone_hash_key,
        grant_key=answer.grant_key,
    )


def _write(work: Connection, here: Enrolment) -> None:
    """Write which seat this is; a queue that is there goes on under a new client id."""
    work.execute("BEGIN IMMEDIATE")
    try:
        enrolments.write(work, here, new_id())
        offering_again.fork(work, outbox.client_id(work))
        work.execute("COMMIT")
    except BaseException:
        work.execute("ROLLBACK")
        raise
