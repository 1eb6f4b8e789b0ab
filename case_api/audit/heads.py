"""Heads written out: signed lines that say how a chain ended at a moment.

They go to a place that the database's administrator does not control. Whoever rewrites a chain from some row on, all
hashes made to fit, cannot make it fit a head that was written out before; nor can they sign another.
"""

import base64
import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, ValidationError
from sqlalchemy import Engine

from case_api.audit.chain import CHAINS, head_of
from case_api.storage.engine import reading
from hotline.work_order import Frozen


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
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.writelines(_line(head, key) for head in heads)
        out.flush()
        os.fsync(out.fileno())
    return heads


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
