"""Checks the audit chains: names the first row that does not fit, in itself or against a head written out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from case_api.audit.chain import CHAINS, START, Chain, head_of, row_hash
from case_api.audit.heads import Restore, WrittenHead, still_binding
from case_api.storage.engine import is_unavailable, reading, take_time
from wording import mark

_AT_ONCE = 1000
_UNREADABLE = (ValueError, TypeError, AttributeError, DBAPIError)
"""What reading a row raises whose columns hold something else than they should."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The first row that does not fit, and why: an id for `tr`, with what its placeholders stand for."""

    chain: str
    n: int
    why: str
    about: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What became of one chain: rows that fit, heads compared, and what was found, if anything.

    `restores` are those that the centre has signed for, with the heads of before that speak of rows gone with them.
    """

    chain: str
    rows: int
    heads: int
    restores: tuple[Restore, ...]
    finding: Finding | None


def verify(engine: Engine, heads: Sequence[WrittenHead]) -> list[ChainReport]:
    """Check every chain against itself and against the heads written out. Raises `ProblemError` (busy)."""
    with reading(engine) as conn:
        take_time(conn)
        return [_check(conn, chain, heads) for chain in CHAINS]


def _check(conn: Connection, chain: Chain, heads: Sequence[WrittenHead]) -> ChainReport:
    binding, restores = still_binding(heads, chain.name)
    written = {head.n: head for head in binding if head.n}
    n, last, fitting_head = 0, START, 0
    finding: Finding | None = None
    for row in _rows(conn, chain):
        why = _wrong(chain, row, n + 1, last)
        about: dict[str, object] = {}
        head = written.get(n + 1)
        if not why and head is not None:
            if head.hash == row["hash"]:
                fitting_head = head.n
            else:
                why = mark("does not fit the head written out at {at}; rewritten after row {row}")
                about = {"at": head.at.isoformat(), "row": fitting_head}
        if why:
            finding = Finding(chain.name, n + 1, why, about)
            break
        n, last = n + 1, row["hash"]
    if finding is None:
        finding = _wrong_end(conn, chain, n, last, written.get(max(written, default=0)))
    return ChainReport(chain.name, n, len(binding), tuple(restores), finding)


def _wrong(chain: Chain, row: Mapping[str, Any], n: int, last: str) -> str:
    if row.get("n") is None:
        return mark("cannot be read: it has been changed")
    if row["n"] != n:
        return mark("is not there")
    if row["prev_hash"] != last:
        return mark("does not follow the row before it")
    try:
        fits = row_hash(chain.fields, last, row) == row["hash"]
    except TypeError:  # SQLite keeps what no column of ours may hold
        fits = False
    return "" if fits else mark("has been changed")


def _wrong_end(conn: Connection, chain: Chain, rows: int, last: str, written: WrittenHead | None) -> Finding | None:
    """Compare the end of a chain with its head in the database, and with the longest one written out."""
    head = head_of(conn, chain)
    if type(head.n) is not int:  # SQLite keeps what no column of ours may hold
        return Finding(chain.name, rows, mark("does not fit the head"))
    if rows < head.n:
        return Finding(chain.name, rows + 1, mark("is not there"))
    if written and rows < written.n:
        why = mark(
            "is not there, and the head written out at {at} is of row {row}: rows were cut off, or an older copy of "
            "the database was put in its place without `case-api restore`"
        )
        return Finding(chain.name, rows + 1, why, {"at": written.at.isoformat(), "row": written.n})
    if rows > head.n:
        return Finding(chain.name, head.n + 1, mark("has been added behind the head"))
    return None if last == head.hash else Finding(chain.name, rows, mark("does not fit the head"))


def _rows(conn: Connection, chain: Chain) -> Iterator[dict[str, Any]]:
    after: Any = None
    while True:
        wanted = select(chain.table).order_by(chain.table.c.n).limit(_AT_ONCE)
        wanted = wanted if after is None else wanted.where(chain.table.c.n > after)
        try:
            rows = [{**row} for row in conn.execute(wanted).mappings()]
        except _UNREADABLE as error:
            if isinstance(error, DBAPIError) and (is_unavailable(error) or conn.dialect.name != "sqlite"):
                raise
            yield from _until_unreadable(conn, chain, after)
            return
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1]["n"]


def _until_unreadable(conn: Connection, chain: Chain, after: Any) -> Iterator[dict[str, Any]]:
    """Yield rows one by one until one that holds what its columns cannot, which only SQLite keeps; that one is empty.

    Raises what reading raises where it is the table that cannot be read, not a row.
    """
    wanted = select(chain.table.c.n).order_by(chain.table.c.n).limit(_AT_ONCE)
    for n in conn.scalars(wanted if after is None else wanted.where(chain.table.c.n > after)).all():
        try:
            row = conn.execute(select(chain.table).where(chain.table.c.n == n)).mappings().one_or_none()
        except _UNREADABLE:
            row = None
        yield {**row} if row else {}
