"""The list of erased cases, kept beside the heads of the audit and thus outside the database.

A copy that is put back brings cases back that were erased since it was made, and an outbox that was away may offer one
again that the copy does not know. With this list they are erased again. It says of a case only that it was there: its
id, when it was erased, on whose word and for which reason. Each line is signed, since whoever could write one could
have any case erased.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError
from sqlalchemy import Connection, Engine, func, select

from case_api.audit.chain import WRITE_CHAIN, head_of
from case_api.audit.signed_lines import SignatureError, signed_bodies, signed_line
from case_api.cases.keeping import purged_of
from case_api.cases.purge import erase_case, sweep_files
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.storage.dump import Standing
from case_api.storage.engine import reading, take_time, writing
from case_api.storage.rows import insert
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_cases import purged
from case_api.whole_files import append_lines
from hotline.work_order_text import Frozen


class Begun(Frozen):
    """The first line: when the list was begun, and how many rows the write audit had by then."""

    kind: Literal["begun"] = "begun"
    at: AwareDatetime
    rows: int

    def covers(self, copy: Standing) -> bool:
        """Say whether the list has every case that was erased since a copy was made.

        It was begun before that, or over a database that knew all that the copy knows; not over an empty one later.
        """
        if copy.rows is None or copy.newest is None:
            return copy.rows == 0
        return self.at <= copy.newest or self.rows >= copy.rows


class Purged(Frozen):
    """One erased case."""

    kind: Literal["purged"] = "purged"
    case_id: UUID
    at: AwareDatetime
    operator: str
    reason: PurgeReason


@dataclass(frozen=True, slots=True)
class PurgeList:
    """What a list says; `begun` is None where there is none."""

    begun: Begun | None
    purged: Mapping[UUID, Purged]


_LINE: TypeAdapter[Begun | Purged] = TypeAdapter(Annotated[Begun | Purged, Field(discriminator="kind")])


def read_purge_list(file: Path, key: Ed25519PublicKey) -> PurgeList:
    """Return what a list says. Raises `SignatureError`, `OSError`."""
    begun: Begun | None = None
    found: dict[UUID, Purged] = {}
    for number, body in signed_bodies(file, key):
        try:
            line = _LINE.validate_json(body)
        except ValidationError as error:
            raise SignatureError(number, file) from error
        if isinstance(line, Purged):
            found.setdefault(line.case_id, line)
        else:
            begun = begun or line
    return PurgeList(begun, found)


def keep_purge_list(engine: Engine, file: Path, key: Ed25519PrivateKey, now: datetime) -> PurgeList:
    """Add the erased cases that the list lacks, begin it where there is none, and return it.

    Raises `SignatureError`, `OSError`, `ProblemError` (busy).
    """
    listed = read_purge_list(file, key.public_key())
    with reading(engine) as conn:
        take_time(conn)
        begun = listed.begun or Begun(at=now, rows=head_of(conn, WRITE_CHAIN).n)
        missing = [row for row in conn.execute(select(purged)) if row.case_id not in listed.purged]
        new = {row.case_id: _told(conn, row.case_id, row.at) for row in missing}
    lines: list[Begun | Purged] = [*([] if listed.begun else [begun]), *new.values()]
    if lines:
        append_lines(file, [signed_line(line.model_dump_json(), key) for line in lines])
    return PurgeList(begun, {**listed.purged, **new})


def purge_again(centre: Centre, listed: PurgeList) -> int:
    """Erase every listed case that is not erased here; return how many were there again.

    Of the others it is noted that they were, so that nobody brings them. Raises `ProblemError` (busy).
    """
    with reading(centre.engine) as conn:
        known = set(conn.scalars(select(purged.c.case_id)))
    found = 0
    for entry in listed.purged.values():
        if entry.case_id in known:
            continue
        if erase_case(centre, entry.case_id, entry.operator, entry.reason):
            found += 1
            continue
        with writing(centre.engine) as conn:
            if not purged_of(conn, (entry.case_id,)):
                insert(conn, purged, [{"case_id": entry.case_id, "at": entry.at}])
    sweep_files(centre)
    return found


def _told(conn: Connection, case_id: UUID, at: datetime) -> Purged:
    """Return an erased case with what the audit says of it; of one that was only noted it says nothing."""
    of_case = (case_events.c.case_id == case_id) & (case_events.c.op == "purge")
    newest = select(func.max(case_events.c.n)).where(of_case).scalar_subquery()
    row = conn.execute(select(case_events.c.operator_id, case_events.c.data).where(case_events.c.n == newest)).first()
    if row is None:
        return Purged(case_id=case_id, at=at, operator="", reason=PurgeReason.LAW_DEMANDS)
    return Purged(case_id=case_id, at=at, operator=row.operator_id, reason=_reason(row.data))


def _reason(data: str) -> PurgeReason:
    """Return the reason that a row of the audit gives for an erasure."""
    return PurgeReason(_DATA.validate_json(data)["reason"])


_DATA: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])
