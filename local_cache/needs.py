"""The needs-you list in `work.db`: what came back otherwise than the operator meant it.

| kind | `detail` | settled by |
|---|---|---|
| `conflict` | `op`, `number`, `state`, `fields`: list of `field`, `base`, `mine`, `theirs` | mine, theirs |
| `not_applied` | `op`, `reason`, `state`: the case had moved on; the centre keeps what was written | seen |
| `parked` | `op`, `reason`: the centre could not read it; a person there looks at it | seen, or let through there |
| `held` | `op`, `reason`: the operator had been revoked by then; a supervisor decides | seen, or let through there |
| `number_changed` | `old`, `new`: tell the caller | seen |
| `disk_copied` | `offered`: this disk is an older image or a copy; the seat is to be enrolled again | seen |
| `mismatch` | `first`, `last`: the centre counted other mutations than this seat; they were offered again | seen |
| `stopped` | `status`, `problem`: the centre turns the queue down in a way nobody knows | by itself |
| `turned_away` | `status`: the centre does not accept this device | by itself |
| `outdated` | `status`: the centre has rows that this program is too old to read | by itself |
| `broken` | sending or fetching meets an error of the program's own | by itself |
| `asked_back` | `question` of the dispatcher; what the cases say, and stored nowhere (`asked_back.py`) | by itself |
| `notices_wait` | nothing: the lead has to sign in to be told of alerts (`sign_in_wanted.py`) | by itself |
| `sign_in_ended` | nothing: the centre has ended the operator's sign-in (`sign_in_wanted.py`) | by itself |

`theirs` of a personal field is masked. A conflict with a `reason` is of a case that takes no amendment any more: its
centre's version stays, and both are listed so that what was written is not lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hotline.wire import MutationOutcome
from local_cache.model import Need

if TYPE_CHECKING:
    from hotline.commands import AmendCase
    from hotline.wire import ConflictOut, MutationResult
    from local_cache.encrypted import Connection
    from local_cache.outbox import Queued


ALERT = "alert:"
"""How the id of a settled row begins that stands for a notice of the centre; the notice itself is in `cache.db`."""


class Kind(StrEnum):
    """Why something needs somebody."""

    CONFLICT = "conflict"
    NOT_APPLIED = "not_applied"
    PARKED = "parked"
    HELD = "held"
    NUMBER_CHANGED = "number_changed"
    DISK_COPIED = "disk_copied"
    MISMATCH = "mismatch"
    STOPPED = "stopped"
    TURNED_AWAY = "turned_away"
    OUTDATED = "outdated"
    BROKEN = "broken"
    ASKED_BACK = "asked_back"
    NOTICES_WAIT = "notices_wait"
    SIGN_IN_ENDED = "sign_in_ended"


class Choice(StrEnum):
    """What an operator does with a need."""

    MINE = "mine"
    THEIRS = "theirs"
    SEEN = "seen"


def of_result(result: MutationResult, queued: Queued) -> list[tuple[Kind, dict[str, Any]]]:
    """Return what a result of a push asks of the operator; mostly nothing."""
    found: list[tuple[Kind, dict[str, Any]]] = []
    common = {"op": queued.op}
    payload = json.loads(queued.payload)
    if result.outcome is MutationOutcome.CONFLICT and result.conflicts:
        fields = [_both(each, payload.get("changes", {})) for each in result.conflicts]
        refused = {"reason": result.reason} if result.reason else {}
        told = {"number": result.number, "state": result.state, "fields": fields}
        found.append((Kind.CONFLICT, {**common, **refused, **told}))
    elif result.outcome is MutationOutcome.CONFLICT:
        found.append((Kind.NOT_APPLIED, {**common, "reason": result.reason, "state": result.state}))
    elif result.outcome in (MutationOutcome.PARKED, MutationOutcome.HELD):
        found.append((Kind(result.outcome.value), {**common, "reason": result.reason}))
    minted = payload.get("number")
    if result.number and minted and result.number != minted:
        found.append((Kind.NUMBER_CHANGED, {"old": minted, "new": result.number}))
    return found


def record(connection: Connection, results: list[tuple[MutationResult, Queued]], at: datetime) -> int:
    """Put what these results ask into the list; the same result told again changes nothing. Returns how many."""
    count = 0
    for result, queued in results:
        for kind, detail in of_result(result, queued):
            add(connection, f"{queued.mutation_id}:{kind}", queued.case_id, kind, detail, at)
            count += 1
    return count


def add(
    connection: Connection, need_id: str, case_id: str | None, kind: Kind, detail: dict[str, Any], at: datetime
) -> None:
    """Put one entry into the list; one of the same id that is still open is brought up to date."""
    connection.execute(
        "INSERT INTO needs (id, case_id, kind, detail, made_at, seen) VALUES (?, ?, ?, ?, ?, 0)"
        " ON CONFLICT (id) DO UPDATE SET detail = excluded.detail"
        " WHERE settled_at IS NULL AND detail != excluded.detail",
        (need_id, case_id, kind.value, json.dumps(detail, ensure_ascii=False), at.isoformat()),
    )


def alarm(connection: Connection, need_id: str, kind: Kind, detail: dict[str, Any], at: datetime) -> None:
    """Put an entry into the list, opening it again if it had been settled."""
    connection.execute("DELETE FROM needs WHERE id = ? AND settled_at IS NOT NULL", (need_id,))
    add(connection, need_id, None, kind, detail, at)


def open_needs(connection: Connection) -> list[Need]:
    """Return what is not settled, oldest first."""
    return _needs(connection, "settled_at IS NULL", ())


def of_case(connection: Connection, case_id: UUID) -> list[Need]:
    """Return what is not settled of one case, oldest first."""
    return _needs(connection, "settled_at IS NULL AND case_id = ?", (str(case_id),))


def need(connection: Connection, need_id: str) -> Need | None:
    """Return one entry that is not settled, or None."""
    return next(iter(_needs(connection, "settled_at IS NULL AND id = ?", (need_id,))), None)


def mutations_in_need(connection: Connection) -> set[str]:
    """Return the ids of the mutations that somebody still has to look at."""
    return {row[0].split(":")[0] for row in connection.execute("SELECT id FROM needs WHERE settled_at IS NULL")}


def count_open(connection: Connection) -> int:
    """Return how many entries are not settled."""
    return int(connection.execute("SELECT count(*) FROM needs WHERE settled_at IS NULL").fetchone()[0])


def settle(connection: Connection, need_id: str, at: datetime) -> None:
    """Take an entry off the list; it is kept. What is off it already is not written again."""
    connection.execute(
        "UPDATE needs SET seen = 1, settled_at = ? WHERE id = ? AND settled_at IS NULL", (at.isoformat(), need_id)
    )


def note_alert(connection: Connection, alert_id: UUID, at: datetime) -> None:
    """Note that a lead has seen a notice of the centre: it is off the list of this seat, whoever leads here next."""
    connection.execute(
        "INSERT OR IGNORE INTO needs (id, kind, detail, made_at, seen, settled_at) VALUES (?, 'alert', '{}', ?, 1, ?)",
        (f"{ALERT}{alert_id}", at.isoformat(), at.isoformat()),
    )


def mine_again(entry: Need) -> AmendCase:
    """Return the command that puts the operator's own values back over those of a conflict.

    It says "I have seen theirs" by naming them as the old values. Raises `ValueError` for any other kind.
    """
    from hotline.commands import AmendCase

    if entry.kind != Kind.CONFLICT:
        raise ValueError("only a conflict has two versions")
    return AmendCase(changes={each["field"]: (each["theirs"], each["mine"]) for each in entry.detail["fields"]})


def erase(connection: Connection, case_ids: Iterable[UUID]) -> None:
    """Erase what the list says of purged cases."""
    connection.executemany("DELETE FROM needs WHERE case_id = ?", [(str(case_id),) for case_id in case_ids])


def _both(conflict: ConflictOut, changes: dict[str, Any]) -> dict[str, Any]:
    """Return both versions of a field; the seat's own as it was typed, since the centre may tell it masked."""
    base, mine = changes.get(conflict.field, (conflict.base, conflict.mine))
    return {"field": conflict.field, "base": base, "mine": mine, "theirs": conflict.theirs}


def _needs(connection: Connection, where: str, values: tuple[str, ...]) -> list[Need]:
    rows = connection.execute(
        f"SELECT id, case_id, kind, detail, made_at, seen FROM needs WHERE {where} ORDER BY made_at, id", values
    )
    return [
        Need(
            need_id,
            UUID(case_id) if case_id else None,
            kind,
            json.loads(detail),
            datetime.fromisoformat(made_at),
            bool(seen),
        )
        for need_id, case_id, kind, detail, made_at, seen in rows
    ]
