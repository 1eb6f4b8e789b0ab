"""The callers who gave up: whom nobody has called back, and who has not called again (国办函〔2025〕66号, 漏接回拨).

A caller who gives up several times is one entry, known by the keyed hash of their number. Who hides their number
cannot be called back; they are counted among the abandoned calls and stand on no list.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, exists, func, select, update

from case_api.board.counter import next_n
from case_api.cipher import Cipher
from case_api.storage.rows import insert
from case_api.storage.tables_calls import call_legs, calls, missed_callers
from hotline.call_record import CallRecord
from hotline.codes import VisitEnd


class Settled(StrEnum):
    """How it ended with a caller who had given up."""

    CALLED_BACK = "called_back"
    CALLED_AGAIN = "called_again"
    OUT_OF_REACH = "out_of_reach"
    TOO_LATE = "too_late"
    ERASED = "erased"
    NOT_MISSED = "not_missed"
    """They waited on, or it was told late that they had been answered."""


FORGOTTEN: dict[str, Any] = {"number": b"", "phone_key": ""}
"""Goes in place of what is known of a caller whom nobody is to call back any more."""


class _Changed(Protocol):
    """A call before and after what was told of it now."""

    @property
    def call_id(self) -> UUID: ...
    @property
    def before(self) -> CallRecord: ...
    @property
    def after(self) -> CallRecord: ...
    @property
    def number(self) -> str: ...


def is_missed(call: CallRecord) -> bool:
    """Say whether a call is over with nobody having spoken to the caller, or the queue gave them up."""
    last = call.visits[-1] if call.visits else None
    return last is not None and last.end in (VisitEnd.ABANDONED, VisitEnd.FLOWED_OUT) and not _was_answered(call)


def note_missed_callers(
    conn: Connection, cipher: Cipher, changed: Sequence[_Changed], named: Collection[UUID], board_n: int
) -> None:
    """Put callers on the list who have just given up, and take those off it who have just been answered.

    A call may be told in any order, long after others: one that turns out not to have been missed counts no more, and
    who was answered after giving up is not put on the list. `named` are calls whose number is told only now.
    """
    gave_up = [each for each in changed if is_missed(each.after)]
    spoken_to = (
        _called_and_spoken_to(conn, cipher, min(_moment(each.after)["at"] for each in gave_up)) if gave_up else {}
    )
    for each in changed:
        was = (False, False) if each.call_id in named else _standing(each.before)
        missed, answered = now = _standing(each.after)
        number = (each.number or _number_of(conn, cipher, each.call_id)) if now != was else ""
        key = cipher.phone_key(number) if number else None
        if key is None:
            continue
        of_caller = {"key": key, "told": board_n}
        if was[0] and not missed:
            _take_back(conn, each, of_caller)
        if answered and not was[1]:
            conn.execute(_CALLED_AGAIN, {**of_caller, "at": _answered_at(each.after)})
        if not missed or spoken_to.get(key, _moment(each.after)["at"]) > _moment(each.after)["at"]:
            continue
        if not conn.execute(_ONCE_MORE, {**of_caller, **_moment(each.after)}).rowcount:
            conn.execute(delete(missed_callers).where(missed_callers.c.call_id == each.call_id))  # it was settled
            insert(conn, missed_callers, [_row(cipher, each, number, key, board_n)])


def give_up_on(conn: Connection, before: datetime) -> int:
    """Settle those who gave up before a moment and were never reached, and forget their numbers; return how many."""
    if not conn.scalar(select(func.count()).select_from(missed_callers).where(_OPEN, _gave_up(before))):
        return 0
    late = {"settled_at": before, "settled": str(Settled.TOO_LATE), **FORGOTTEN, "board_n": next_n(conn)}
    return conn.execute(update(missed_callers).where(_OPEN, _gave_up(before)).values(**late)).rowcount


def _gave_up(before: datetime) -> Any:
    return missed_callers.c.abandoned_at < before


def _take_back(conn: Connection, changed: _Changed, of_caller: dict[str, Any]) -> None:
    """Let a call count no more as one that was missed."""
    if not conn.execute(_ONCE_LESS, of_caller).rowcount:
        conn.execute(_NOT_MISSED, {**of_caller, "of_call": changed.call_id, "at": _last_moment(changed.after)})


def _last_moment(call: CallRecord) -> datetime:
    return call.visits[-1].left_at or call.visits[-1].offered_at


def _standing(call: CallRecord) -> tuple[bool, bool]:
    """Return whether a call is missed, and whether it was answered."""
    return is_missed(call), _was_answered(call)


def _called_and_spoken_to(conn: Connection, cipher: Cipher, since: datetime) -> dict[str | None, datetime]:
    """Return when callers, by the keyed hash, began the newest call since a moment in which they were spoken to."""
    rows = conn.execute(_SPOKEN_TO, {"since": since}).all()
    return {cipher.phone_key(cipher.open(row.number, row.call_id.bytes)): row.began_at for row in rows}


def _was_answered(call: CallRecord) -> bool:
    return any(visit.answered is not None for visit in call.visits)


def _answered_at(call: CallRecord) -> Any:
    return next(leg.answered_at for visit in call.visits if (leg := visit.answered))


def _moment(call: CallRecord) -> dict[str, Any]:
    at = _last_moment(call)
    return {"at": at, "waited": call.visits[-1].wait(at).total_seconds()}


def _row(cipher: Cipher, changed: _Changed, number: str, key: str, board_n: int) -> dict[str, Any]:
    moment = _moment(changed.after)
    return {
        "call_id": changed.call_id,
        "number": cipher.seal(number, changed.call_id.bytes),
        "phone_key": key,
        "queue": str(changed.after.visits[-1].queue),
        "abandoned_at": moment["at"],
        "waited_s": moment["waited"],
        "calls": 1,
        "seat": "",
        "operator_id": "",
        "claimed_at": None,
        "tries": 0,
        "settled_at": None,
        "settled": "",
        "board_n": board_n,
    }


def _number_of(conn: Connection, cipher: Cipher, call_id: UUID) -> str:
    sealed = conn.scalar(select(calls.c.number).where(calls.c.call_id == call_id))
    return str(cipher.open(sealed, call_id.bytes)) if sealed else ""


_OPEN = missed_callers.c.settled_at.is_(None)
_OF_CALLER = (missed_callers.c.phone_key == bindparam("key"), _OPEN)
_SPOKEN_TO = (
    select(calls.c.call_id, calls.c.number, calls.c.began_at)
    .where(
        calls.c.began_at > bindparam("since"),
        calls.c.number != b"",
        exists().where(call_legs.c.call_id == calls.c.call_id, call_legs.c.answered_at.is_not(None)),
    )
    .order_by(calls.c.began_at)
)
_NOT_MISSED = (
    update(missed_callers)
    .where(*_OF_CALLER, missed_callers.c.call_id == bindparam("of_call"))
    .values(settled_at=bindparam("at"), settled=str(Settled.NOT_MISSED), board_n=bindparam("told"), **FORGOTTEN)
)
_ONCE_LESS = (
    update(missed_callers)
    .where(*_OF_CALLER, missed_callers.c.calls > 1)
    .values(calls=missed_callers.c.calls - 1, board_n=bindparam("told"))
)
_CALLED_AGAIN = (
    update(missed_callers)
    .where(*_OF_CALLER, missed_callers.c.abandoned_at <= bindparam("at"))
    .values(settled_at=bindparam("at"), settled=str(Settled.CALLED_AGAIN), board_n=bindparam("told"), **FORGOTTEN)
)
_ONCE_MORE = (
    update(missed_callers)
    .where(*_OF_CALLER)
    .values(
        calls=missed_callers.c.calls + 1,
        abandoned_at=bindparam("at"),
        waited_s=bindparam("waited"),
        board_n=bindparam("told"),
    )
)
