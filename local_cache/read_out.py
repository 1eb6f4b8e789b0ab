"""The number that an operator is being shown after a save, in `meta` of `work.db` until they have gone on from it.

It is written with the save itself: a console that ends in between can say at its next start that the case is there.
Read on the start path, so the standard library has to do.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from local_cache import meta

if TYPE_CHECKING:
    from local_cache.encrypted import Connection


@dataclass(frozen=True, slots=True)
class ReadOut:
    """A new case of which its operator has not left the number yet; `saved_at` is aware.

    `call_id` is the call that it was taken down in, empty where the switch knew of none: its caller may still be there.
    """

    operator_id: str
    case_id: UUID
    number: str
    saved_at: datetime
    call_id: str = ""


def put(connection: Connection, read_out: ReadOut) -> None:
    """Keep the number, in place of any other, inside the transaction that saves its case."""
    meta.put(connection, meta.READ_OUT, json.dumps(asdict(read_out), default=str))


def get(connection: Connection) -> ReadOut | None:
    """Return the number that was shown when the program ended, if it was one."""
    text = meta.get(connection, meta.READ_OUT)
    if text is None:
        return None
    held = json.loads(text)
    saved_at = datetime.fromisoformat(held["saved_at"])
    return ReadOut(held["operator_id"], UUID(held["case_id"]), held["number"], saved_at, held.get("call_id", ""))


def drop(connection: Connection) -> None:
    """Forget the number: its operator has gone on."""
    meta.drop(connection, meta.READ_OUT)


def drop_of_others(connection: Connection, operator_id: str) -> None:
    """Forget a number that somebody else than `operator_id` was shown: the seat is another one's now."""
    held = get(connection)
    if held is not None and held.operator_id != operator_id:
        drop(connection)
