"""Heads written out: signed lines that say how a chain ended at a moment.

They go to a place that the database's administrator does not control. Whoever rewrites a chain from some row on, all
hashes made to fit, cannot make it fit a head that was written out before; nor can they sign another.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, ValidationError
from sqlalchemy import Connection, Engine, select

from case_api.audit.chain import CHAINS, head_of
from case_api.audit.signed_lines import SignatureError, signed_bodies, signed_line
from case_api.storage.engine import reading
from case_api.storage.rows import insert
from case_api.storage.tables_sync import centre_meta
from case_api.whole_files import append_lines
from hotline.work_order_text import Frozen

_WRITTEN = "heads_written_at"


class WrittenHead(Frozen):
    """How a chain ended at a moment.

    `restored` says that a backup came back then, from the file that `source` names, and that later rows are gone.
    """

    kind: Literal["head", "restored"] = "head"
    chain: str
    n: int
    hash: str
    at: AwareDatetime
    source: str = ""


@dataclass(frozen=True, slots=True)
class Restore:
    """A restore that the centre has signed for, and the heads of before that speak of rows which went with it."""

    head: WrittenHead
    gone: tuple[WrittenHead, ...]


def write_heads(
    engine: Engine,
    file: Path,
    key: Ed25519PrivateKey,
    at: datetime,
    kind: Literal["head", "restored"] = "head",
    source: str = "",
) -> list[WrittenHead]:
    """Append the present head of each chain to `file`, signed, and see it to the disk. Raises `OSError`."""
    with reading(engine) as conn:
        ends = [(chain.name, head_of(conn, chain)) for chain in CHAINS]
    heads = [WrittenHead(kind=kind, chain=name, n=head.n, hash=head.hash, at=at, source=source) for name, head in ends]
    append_lines(file, [signed_line(head.model_dump_json(), key) for head in heads])
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
    """Return what was written out, oldest first; nothing where there is no file yet. Raises `SignatureError`."""
    heads: list[WrittenHead] = []
    for number, body in signed_bodies(file, key):
        try:
            heads.append(WrittenHead.model_validate_json(body))
        except ValidationError as error:
            raise SignatureError(number, file) from error
    return heads


def lacking(heads: Iterable[WrittenHead]) -> list[tuple[str, datetime]]:
    """Return the chains without a head among those written out at one moment, and the moment, oldest first.

    Heads are written out for all chains together: of a file that lacks one, a part was cut off.
    """
    written: dict[datetime, Counter[str]] = {}
    for head in heads:
        written.setdefault(head.at, Counter())[head.chain] += 1
    return [
        (chain.name, at)
        for at, count in sorted(written.items())
        for chain in CHAINS
        if count[chain.name] < max(count.values())
    ]


def still_binding(heads: Iterable[WrittenHead], chain: str) -> tuple[list[WrittenHead], list[Restore]]:
    """Return the heads of a chain that it must fit, and the restores that took rows or might have."""
    binding: list[WrittenHead] = []
    restores: list[Restore] = []
    for head in heads:
        if head.chain != chain:
            continue
        if head.kind == "restored":
            restores.append(Restore(head, tuple(each for each in binding if each.n > head.n)))
            binding = [each for each in binding if each.n <= head.n]
        binding.append(head)
    return binding, restores
