"""The callers who gave up: whom nobody has called back, and who has not called again (国办函〔2025〕66号, 漏接回拨).

A caller who gives up several times is one entry, known by the keyed hash of their number. Who hides their number
cannot be called back; they are counted among the abandoned calls and stand on no list.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select, update

from case_api.board.counter import next_n
from case_api.cipher import Cipher
from case_api.storage.rows import insert
from case_api.storage.tables_calls import calls, missed_callers
from hotline.call_record import CallRecord
from hotline.codes import VisitEnd


class Settled(StrEnum):
    """How it ended with a caller who had given up."""

    CALLED_BACK = "called_back"
    CALLED_AGAIN = "called_again"
    OUT_OF_REACH = "out_of_reach"
    TOO_LATE = "too_late"


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


def note_missed_callers(conn: Connection, cipher: Cipher, changed: Sequence[_Changed], board_n: int) -> None:
    """Put callers on the list who have just given up, and take those off it who have just been answered."""
    for each in changed:
        missed, answered = is_missed(each.after), _was_answered(each.after)
        if (missed, answered) == (is_missed(each.before), _was_answered(each.before)) or not (missed or answered):
            continue
        number = each.number or _number_of(conn, cipher, each.call_id)
        key = cipher.phone_key(number) if number else None
        if key is None:
            continue
        if answered:
            conn.execute(_CALLED_AGAIN, {"key": key, "at": _answered_at(each.after), "told": board_n})
        elif not conn.execute(_ONCE_MORE, {"key": key, "told": board_n, **_moment(each.after)}).rowcount:
            insert(conn, missed_callers, [_row(cipher, each, number, key, board_n)])


def give_up_on(conn: Connection, before: datetime) -> int:
    """Settle those who gave up before a moment and were never reached, and forget their numbers; return how many."""
    if not conn.scalar(select(func.count()).select_from(missed_callers).where(_OPEN, _gave_up(before))):
        return 0
    late = {"settled_at": before, "settled": str(Settled.TOO_LATE), "number": b"", "board_n": next_n(conn)}
    return conn.execute(update(missed_callers).where(_OPEN, _gave_up(before)).values(**late)).rowcount


def _gave_up(before: datetime) -> Any:
    return missed_callers.c.abandoned_at < before


def _was_answered(call: CallRecord) -> bool:
    return any(visit.answered is not None for visit in call.visits)


def _answered_at(call: CallRecord) -> Any:
    return next(leg.answered_at for visit in call.visits if (leg := visit.answered))


def _moment(call: CallRecord) -> dict[str, Any]:
    last = call.visits[-1]
    at = last.left_at or last.offered_at
    return {"at": at, "waited": last.wait(at).total_seconds()}


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
_CALLED_AGAIN = (
    update(missed_callers)
    .where(missed_callers.c.phone_key == bindparam("key"), _OPEN)
    .values(settled_at=bindparam("at"), settled=str(Settled.CALLED_AGAIN), number=b"", board_n=bindparam("told"))
)
_ONCE_MORE = (
    update(missed_callers)
    .where(missed_callers.c.phone_key == bindparam("key"), _OPEN)
    .values(
        calls=missed_callers.c.calls + 1,
        abandoned_at=bindparam("at"),
        waited_s=bindparam("waited"),
        board_n=bindparam("told"),
    )
)
