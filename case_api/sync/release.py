"""Takes up again what was parked or held: when its case has come, after an upgrade, or because a person says so.

The answer that the seat got stays what it was; the case as it then stands reaches the seat by the feed.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, select

from case_api.centre import Centre
from case_api.identity import GrantState, Standing
from case_api.storage.engine import writing
from case_api.storage.tables_sync import dead_letters
from case_api.sync.preparing import RolesOf, judge_for
from case_api.sync.verdict import Source
from case_api.sync.writing import write
from hotline.codes import Role
from hotline.outcome import RefusalCode
from hotline.wire import Mutation, MutationResult

_PASSING = ("unknown_schema", RefusalCode.UNKNOWN_COMMAND, RefusalCode.NOT_BUILT, RefusalCode.NO_SUCH_CASE, "failed")
"""Reasons that may be over: a newer version reads it, or the case has come."""


def awaited(conn: Connection, case_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the cases for which something is held that came before them."""
    return set(conn.execute(_AWAITED, {"ids": list(case_ids)}).scalars()) if case_ids else set()


def release_waiting(centre: Centre, case_ids: Collection[UUID]) -> int:
    """Take up what was held because its case was not there, in the order in which it came in; return how many."""
    return _release(centre, _WAITING, {"ids": list(case_ids)})


def retry_dead_letters(centre: Centre) -> int:
    """Take up what an older version could not read and what waits for a case; the worker does this at its start."""
    return _release(centre, _RETRIED, {})


def accept_held(centre: Centre, mutation_id: UUID, supervisor: str) -> MutationResult | None:
    """Take up a mutation that was held because of its operator's standing, on a supervisor's word.

    Return what became of it, or None if nothing of that id is held (any more). Raises `ProblemError` (busy).
    """
    results: list[MutationResult] = []
    _release(centre, _HELD, {"mutation": mutation_id}, by=supervisor, roles_of=_trusted, results=results)
    return results[0] if results else None


def _release(
    centre: Centre,
    wanted: Any,
    parameters: dict[str, Any],
    *,
    by: str = "",
    roles_of: RolesOf | None = None,
    results: list[MutationResult] | None = None,
) -> int:
    released = 0
    scopes: set[str] = set()
    pos = 0
    with writing(centre.engine) as conn:
        for letter in conn.execute(wanted, parameters).all():
            result, told, pos = _take_up(conn, centre, letter, by, roles_of)
            if results is not None:
                results.append(result)
            scopes |= told
            released += bool(told or result.outcome.value not in ("parked", "held"))
    if scopes:
        centre.told(frozenset(scopes), pos)
    return released


def _take_up(
    conn: Connection, centre: Centre, letter: Row[Any], by: str, roles_of: RolesOf | None
) -> tuple[MutationResult, set[str], int]:
    now = centre.now()
    source = Source(
        letter.client_id, letter.seat, letter.sub_centre, "case-api", now, timedelta(milliseconds=letter.skew_ms)
    )
    mutation = Mutation.model_validate(centre.cipher.open(letter.mutation, letter.mutation_id.bytes))
    verdict = judge_for(centre, conn, source, (mutation,), roles_of=roles_of).judge(mutation)
    if verdict.dead_because:
        return verdict.result, set(), 0
    conn.execute(_SETTLE, {"client": letter.client_id, "number": letter.seq, "at": now, "by": by})
    scopes, pos = write(conn, centre, source, [verdict])
    return verdict.result, scopes, pos


def _trusted(_operator: str, _at: datetime) -> GrantState:
    return GrantState(Standing.OK, frozenset({Role.OPERATOR}))


_OPEN = dead_letters.c.settled_at.is_(None)
_IN_ORDER = (dead_letters.c.received_at, dead_letters.c.client_id, dead_letters.c.seq)
_NO_CASE = and_(
    _OPEN,
    dead_letters.c.reason == RefusalCode.NO_SUCH_CASE.value,
    dead_letters.c.case_id.in_(bindparam("ids", expanding=True)),
)
_AWAITED = select(dead_letters.c.case_id).where(_NO_CASE)
_WAITING = select(dead_letters).where(_NO_CASE).order_by(*_IN_ORDER).with_for_update()
_RETRIED = (
    select(dead_letters)
    .where(_OPEN, dead_letters.c.reason.in_([str(reason) for reason in _PASSING]))
    .order_by(*_IN_ORDER)
    .with_for_update()
)
_HELD = (
    select(dead_letters)
    .where(_OPEN, dead_letters.c.outcome == "held", dead_letters.c.mutation_id == bindparam("mutation"))
    .with_for_update()
)
_SETTLE = (
    dead_letters.update()
    .where(dead_letters.c.client_id == bindparam("client"), dead_letters.c.seq == bindparam("number"))
    .values(settled_at=bindparam("at"), settled_by=bindparam("by"))
)
