"""Takes up again what was parked or held: when its case has come, after an upgrade, or because a person says so.

The answer that the seat got stays what it was; the case as it then stands reaches the seat by the feed.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, Row, and_, bindparam, select

from case_api.centre import Centre
from case_api.identity import GrantState, Standing
from case_api.problems import ProblemError
from case_api.storage.engine import reading, writing
from case_api.storage.tables_cases import alerts, cases
from case_api.storage.tables_sync import dead_letters
from case_api.sync import feed
from case_api.sync.alerting import alert_id
from case_api.sync.feed import Pointer
from case_api.sync.overtaken import amended_since
from case_api.sync.preparing import RolesOf, judge_for
from case_api.sync.verdict import Source, Verdict
from case_api.sync.writing import write
from hotline.codes import Role
from hotline.outcome import RefusalCode
from hotline.wire import Mutation, MutationResult

_PASSING = ("unknown_schema", RefusalCode.UNKNOWN_COMMAND, "not_built", RefusalCode.NO_SUCH_CASE, "failed")
"""Reasons that may be over: a newer version reads it (an older one said `not_built`), or the case has come."""

_log = structlog.get_logger(__name__)


def awaited(conn: Connection, case_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the cases for which something is held that came before them."""
    return set(conn.execute(_AWAITED, {"ids": list(case_ids)}).scalars()) if case_ids else set()


def release_waiting(centre: Centre, case_ids: Collection[UUID]) -> None:
    """Take up what was held because its case was not there, in the order in which it came in.

    What cannot be taken up now is logged and left to `retry_waiting`: the case itself is stored, whatever comes of it.
    """
    try:
        _release(centre, _WAITING, {"ids": list(case_ids)})
    except Exception as error:
        _log.warning("what waits for a case stays", error=type(error).__name__)


def retry_waiting(centre: Centre) -> int:
    """Take up what waits though its case is there; return how much. The worker does this every few minutes.

    It came in at the same moment as its case, or was not taken up then. Raises `ProblemError` (busy).
    """
    return _release(centre, _MISSED, {})


def retry_dead_letters(centre: Centre) -> int:
    """Take up what an older version could not read and what waits for a case; the worker does this at its start."""
    return _release(centre, _RETRIED, {})


def accept_held(centre: Centre, mutation_id: UUID, supervisor: str) -> MutationResult | None:
    """Take up a mutation that was held because of its operator's standing, on a supervisor's word.

    Return what became of it, or None if nothing of that id is held (any more). Raises `ProblemError` (busy).
    """
    letters = _open(centre, _HELD, {"mutation": mutation_id})
    verdicts = [_take_up(centre, letter, supervisor) for letter in letters]
    return next((verdict.result for verdict in verdicts if verdict is not None), None)


def _release(centre: Centre, wanted: Any, parameters: dict[str, Any]) -> int:
    """Take letters up one by one; one that fails is logged and stays. Raises `ProblemError` (busy)."""
    released = 0
    for letter in _open(centre, wanted, parameters):
        try:
            verdict = _take_up(centre, letter)
        except ProblemError:
            raise
        except Exception as error:
            _log.error("a letter stays", error=type(error).__name__, op=letter.op, mutation_id=str(letter.mutation_id))
            continue
        released += verdict is not None and not verdict.dead_because
    return released


def _open(centre: Centre, wanted: Any, parameters: dict[str, Any]) -> Sequence[Row[Any]]:
    with reading(centre.engine) as conn:
        return conn.execute(wanted, parameters).all()


def _take_up(centre: Centre, letter: Row[Any], by: str = "") -> Verdict | None:
    """Judge a letter again, on the word of `by` if there is one; return None if somebody settled it meanwhile.

    Each in a transaction of its own, and the letter is locked after its case as a purge does it: with two cases in
    one, the second would be wanted under the feed's lock, from a push that holds it and wants that lock.
    """
    with writing(centre.engine) as conn:
        now = centre.now()
        sealed = conn.execute(_SEALED, _key(letter)).scalar_one_or_none()
        if sealed is None:
            return None
        skew = timedelta(milliseconds=letter.skew_ms)
        source = Source(letter.client_id, letter.seat, letter.sub_centre, "case-api", now, skew)
        mutation = Mutation.model_validate(centre.cipher.open(sealed, letter.mutation_id.bytes))
        roles_of = _on_a_word(centre, conn, source.seat) if by else None
        judge = judge_for(centre, conn, source, (mutation,), roles_of=roles_of)
        judge.since = amended_since(conn, letter)
        verdict = judge.judge(mutation)
        if verdict.dead_because:
            return verdict
        if by:
            verdict.told["accepted_by"] = by
        if not conn.execute(_SETTLE, {**_key(letter), "at": now, "by": by}).rowcount:
            return None
        told = _alert_is_over(conn, letter)  # before the feed's lock, as everybody takes rows
        scopes, pos = write(conn, centre, source, [verdict])
        if told:
            pos = feed.append(conn, told, now)
            scopes |= {pointer.scope for pointer in told}
    if scopes:
        centre.told(frozenset(scopes), pos)
    if verdict.case and verdict.case.stored is None:
        release_waiting(centre, [verdict.case.order.id])
    return verdict


def _alert_is_over(conn: Connection, letter: Row[Any]) -> list[Pointer]:
    """Take away what leads were told of a letter that is settled; return what seats are to look at."""
    told = alert_id(letter.mutation_id, letter.outcome, letter.client_id, letter.seq)
    gone = conn.execute(_TAKE_AWAY, {"alert": told}).rowcount
    return [Pointer(f"leads:{letter.sub_centre}", "alert", told)] if gone else []


def _key(letter: Row[Any]) -> dict[str, Any]:
    return {"client": letter.client_id, "number": letter.seq}


def _on_a_word(centre: Centre, conn: Connection, seat: str) -> RolesOf:
    """Let an operator count as good, with the roles of the grant that ended and those of an operator."""

    def state(mutation: Mutation, at: datetime) -> GrantState:
        had = centre.grants(conn, mutation.operator_id, seat)(at).roles
        return GrantState(Standing.OK, had | {Role.OPERATOR})

    return state


_OPEN = dead_letters.c.settled_at.is_(None)
_NO_SUCH_CASE = dead_letters.c.reason == RefusalCode.NO_SUCH_CASE.value
_NO_CASE = and_(
    _OPEN,
    _NO_SUCH_CASE,
    dead_letters.c.case_id.in_(bindparam("ids", expanding=True)),
)
_AWAITED = select(dead_letters.c.case_id).where(_NO_CASE)
_LETTERS = select(
    dead_letters.c.client_id,
    dead_letters.c.seq,
    dead_letters.c.mutation_id,
    dead_letters.c.case_id,
    dead_letters.c.outcome,
    dead_letters.c.op,
    dead_letters.c.seat,
    dead_letters.c.sub_centre,
    dead_letters.c.skew_ms,
    dead_letters.c.received_at,
).order_by(dead_letters.c.received_at, dead_letters.c.client_id, dead_letters.c.seq)
_WAITING = _LETTERS.where(_NO_CASE)
_MISSED = _LETTERS.where(_OPEN, _NO_SUCH_CASE, dead_letters.c.case_id.in_(select(cases.c.id)))
_RETRIED = _LETTERS.where(_OPEN, dead_letters.c.reason.in_([str(reason) for reason in _PASSING]))
_HELD = _LETTERS.where(_OPEN, dead_letters.c.outcome == "held", dead_letters.c.mutation_id == bindparam("mutation"))
_THIS = and_(_OPEN, dead_letters.c.client_id == bindparam("client"), dead_letters.c.seq == bindparam("number"))
_SEALED = select(dead_letters.c.mutation).where(_THIS)
_SETTLE = dead_letters.update().where(_THIS).values(settled_at=bindparam("at"), settled_by=bindparam("by"))
_TAKE_AWAY = alerts.delete().where(alerts.c.id == bindparam("alert"))
