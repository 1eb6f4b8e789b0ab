"""The outbox as a file, for a seat that has no line at all: signed JSON lines, taken in by another seat.

First line: what it is, of whom, how many. Then one line for each mutation, as it would be pushed. Last line: an
Ed25519 signature of the device over every byte before it. The file holds callers' data in the clear, as a push does
inside TLS: it is made for its owner alone and is to be carried like the case files that it is. Taken in at another
seat, the mutations go through that seat's queue; the centre knows each by its id, so twice does no harm.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from hotline.wire import Mutation
from local_cache import outbox
from local_cache.errors import SeatError
from local_cache.outbox import NewMutation, Queued
from local_cache.sync.pushing import mutation_of

if TYPE_CHECKING:
    from local_cache.encrypted import Connection
    from local_cache.enrolment import Enrolment


class ExportUnreadable(SeatError):  # noqa: N818
    """A file that is no export, is damaged, or is not signed by the device that it should be from."""


class ExportElsewhere(SeatError):  # noqa: N818
    """An export from a seat of another centre: what is for one centre is never sent to another."""


class _Header(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal["seat-console-outbox"] = "seat-console-outbox"
    version: Literal[1] = 1
    seat: str
    centre_key: str = Field(default="", max_length=64)
    device_id: UUID
    device_public_key: str = Field(max_length=64)
    client_id: UUID
    exported_at: AwareDatetime
    count: int = Field(ge=0)


class _Seal(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    signature: str = Field(max_length=128)


@dataclass(frozen=True, slots=True)
class Export:
    """An outbox read from a file whose signature fits `device_public_key` (raw Ed25519).

    `centre_key` is the key by which the centre is known that it is for, empty where an older program did not say.
    """

    seat: str
    centre_key: bytes
    device_id: UUID
    device_public_key: bytes
    exported_at: datetime
    mutations: tuple[Mutation, ...]


def pending_rows(work: Connection) -> list[Queued]:
    """Return what the centre has not named yet, in order."""
    return [row for row in outbox.everything(work) if row.state == outbox.PENDING]


def write_export(
    path: Path,
    rows: list[Queued],
    *,
    here: Enrolment,
    client_id: UUID,
    device_key: bytes,
    now: Callable[[], datetime],
) -> int:
    """Write rows of the outbox to a new file of mode 0600 and return how many.

    Raises `FileExistsError`, `OSError`. Nothing is marked as sent: only the centre's answer does that.
    """
    key = Ed25519PrivateKey.from_private_bytes(device_key)
    header = _Header(
        seat=here.seat,
        centre_key=base64.b64encode(here.grant_key).decode(),
        device_id=here.device_id,
        device_public_key=base64.b64encode(key.public_key().public_bytes_raw()).decode(),
        client_id=client_id,
        exported_at=now(),
        count=len(rows),
    )
    lines = [header.model_dump_json(), *(mutation_of(row).model_dump_json(by_alias=True) for row in rows)]
    body = "".join(f"{line}\n" for line in lines).encode()
    seal = _Seal(signature=base64.b64encode(key.sign(body)).decode())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(body + seal.model_dump_json().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return len(rows)


def read_export(path: Path, *, from_device: bytes | None = None) -> Export:
    """Read an export and check its signature. Raises `ExportUnreadable`, `OSError`.

    With `from_device` (raw public key) the file must be from that very device; without, the signature only shows
    that the file is whole, and the operator vouches for where it came from.
    """
    body, last = _split(path.read_bytes())
    try:
        header = _Header.model_validate_json(body.split(b"\n", 1)[0])
        signature = base64.b64decode(_Seal.model_validate_json(last).signature, validate=True)
        public = base64.b64decode(header.device_public_key, validate=True)
        centre_key = base64.b64decode(header.centre_key, validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
        mutations = tuple(Mutation.model_validate_json(line) for line in body.split(b"\n")[1:-1])
    except (ValidationError, ValueError, InvalidSignature):
        raise ExportUnreadable("the file is no whole export of an outbox") from None  # errors quote what they read
    if from_device is not None and public != from_device:
        raise ExportUnreadable("the file is from another device")
    if len(mutations) != header.count:
        raise ExportUnreadable("the file has another number of lines than it says")
    return Export(header.seat, centre_key, header.device_id, public, header.exported_at, mutations)


def take_in(work: Connection, export: Export, here: Enrolment) -> int:
    """Put the mutations of an export at the end of this seat's queue, in order; return how many were new to it.

    Who made them, when and with which id stays as it was; only the number in the queue is this seat's.
    Raises `ExportElsewhere`.
    """
    if export.centre_key not in (b"", here.grant_key):
        raise ExportElsewhere("the file is for another centre")
    taken = 0
    for mutation in export.mutations:
        known = work.execute("SELECT 1 FROM outbox WHERE mutation_id = ?", (str(mutation.mutation_id),)).fetchone()
        if not known:
            outbox.append(work, _new(mutation))
            taken += 1
    return taken


def _new(mutation: Mutation) -> NewMutation:
    return NewMutation(
        mutation_id=mutation.mutation_id,
        case_id=mutation.case_id,
        op=mutation.op,
        schema=mutation.schema_,
        base_revision=mutation.base_revision,
        operator_id=mutation.operator_id,
        session_id=mutation.session_id,
        made_at=mutation.made_at,
        payload=json.dumps(mutation.payload, ensure_ascii=False, separators=(",", ":")),
    )


def _split(data: bytes) -> tuple[bytes, bytes]:
    """Return all before the last line, with its line feed, and the last line."""
    body, found, last = data.removesuffix(b"\n").rpartition(b"\n")
    if not found:
        raise ExportUnreadable("the file is no export of an outbox")
    return body + found, last
