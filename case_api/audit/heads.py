"""Heads written out: signed lines that say how a chain ended at a moment.

They go to a place that the database's administrator does not control. Whoever rewrites a chain from some row on, all
hashes made to fit, cannot make it fit a head that was written out before; nor can they sign another.
"""

import base64
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, ValidationError
from sqlalchemy import Connection, Engine, select

from case_api.audit.chain import CHAINS, head_of
from case_api.storage.engine import reading
from case_api.storage.rows import insert
from case_api.storage.tables_sync import centre_meta
from case_api.whole_files import append_lines
from hotline.work_order import Frozen

_WRITTEN = "heads_written_at"


class HeadsError(ValueError):
    """A line of written-out heads, counted from 1, that this centre did not sign."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is not signed by this centre")
        self.line = line


class WrittenHead(Frozen):
    """How a chain ended at a moment. `restored` says that a backup came back then and that later rows are gone."""

    kind: Literal["head", "restored"] = "head"
    chain: str
    n: int
    hash: str
    at: AwareDatetime


def write_heads(
    engine: Engine, file: Path, key: Ed25519PrivateKey, at: datetime, kind: Literal["head", "restored"] = "head"
) -> list[WrittenHead]:
    """Append the present head of each chain to `file`, signed, and see it to the disk. Raises `OSError`."""
    with reading(engine) as conn:
        ends = [(chain.name, head_of(conn, chain)) for chain in CHAINS]
    heads = [WrittenHead(kind=kind, chain=name, n=head.n, hash=head.hash, at=at) for name, head in ends]
    append_lines(file, [_line(head, key) for head in heads])
    return heads


def note_heads_written(conn: Connection, at: datetime) -> None:
    """Note when heads were written to where the settings say."""
    conn.execute(centre_meta.delete().where(centre_meta.c.k == _WRITTEN))
    insert(conn, centre_meta, [{"k": _WRITTEN, "v": at.isoformat()}])


def heads_written_at(conn: Connection) -> datetime | None:
    """Return when that was done for the last time."""
    noted = conn.execute(select(centre_meta.c.v).where(centre_meta.c.k == _WRITTEN)).scalar_one_or_none()
    return datetime.fromisoformat(noted) if noted else None


def read_heads(file: Path, key: Ed25519PublicKey) -> list[WrittenHead]:
    """Return what was written out, oldest first; nothing where there is no file yet. Raises `HeadsError`."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8") as lines:
        return [_read(line, number, key) for number, line in enumerate(lines, 1) if line.strip()]


def still_binding(heads: Iterable[WrittenHead], chain: str) -> tuple[list[WrittenHead], int]:
    """Return the heads of a chain that it must fit, and how many speak of rows that went with a restore."""
    binding: list[WrittenHead] = []
    gone = 0
    for head in heads:
        if head.chain != chain:
            continue
        if head.kind == "restored":
            kept = [each for each in binding if each.n <= head.n]
            gone += len(binding) - len(kept)
            binding = kept
        binding.append(head)
    return binding, gone


def _line(head: WrittenHead, key: Ed25519PrivateKey) -> str:
    body = head.model_dump_json()
    signature = base64.b64encode(key.sign(body.encode())).decode()
    return json.dumps({"body": body, "signature": signature}) + "\n"


def _read(line: str, number: int, key: Ed25519PublicKey) -> WrittenHead:
    try:
        written = json.loads(line)
        body = str(written["body"])
        key.verify(base64.b64decode(written["signature"], validate=True), body.encode())
        return WrittenHead.model_validate_json(body)
    except (InvalidSignature, ValidationError, ValueError, KeyError, TypeError) as error:
        raise HeadsError(number) from error
