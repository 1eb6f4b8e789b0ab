"""The callers who gave up: whom nobody has called back, and who has not called again (国办函〔2025〕66号, 漏接回拨).

Missed (漏接) is whoever gave up waiting and was not answered after that: also who had been spoken to, was handed on
and gave up waiting again, whose matter nobody took up. The figures do not ask that: each stay is counted by itself
(`hotline.stays.tiles`).

A caller who gives up several times is one entry, known by the keyed hash of their number. Who hides their number
cannot be called back; they are counted among the abandoned calls and stand on no list.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select, update

from case_api.board.counter import next_n
from case_api.cipher import Cipher
from case_api.storage.metadata import Moment
from case_api.storage.rows import insert
from case_api.storage.tables_calls import call_legs, calls, missed_callers, missed_calls
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
    @property
    def known(self) -> bool: ...


class _GaveUp(NamedTuple):
    """That a caller gave up: when, after how many seconds, in which queue."""

    at: datetime
    waited_s: float
    queue: str


class _Standing(NamedTuple):
    """What a call makes of its caller: that they gave up in the end, and when they were answered for the last time."""

    gave_up: _GaveUp | None = None
    spoken_to_at: datetime | None = None


class _Settling(NamedTuple):
    """How and when it ends with an entry of which no call is left that was missed."""

    how: Settled
    at: datetime


def note_missed_callers(
    conn: Connection, cipher: Cipher, changed: Sequence[_Changed], named: Collection[UUID], board_n: int
) -> None:
    """Put callers on the list who have just given up, and take those off it who have just been answered.

    A call may be told in any order, long after others: which calls an entry is made of is kept, so that it comes out
    the same. One that turns out not to have been missed counts no more, and who was answered after giving up is not
    put on the list. `named` are calls whose number is told only now.
    """
    gave_up = [now.gave_up.at for each in changed if (now := _standing(each.after)).gave_up]
    spoken_to = _spoken_to(conn, cipher, min(gave_up)) if gave_up else {}
    touched: dict[UUID, _Settling | None] = {}
    for each in changed:
        was = _Standing() if each.call_id in named else _standing(each.before)
        now = _standing(each.after)
        number = (each.number or _number_of(conn, cipher, each.call_id)) if now != was else ""
        key = cipher.phone_key(number) if number else None
        if key is None:
            continue
        if was.gave_up and not now.gave_up:
            _take_back(conn, each.call_id, _last_moment(each.after), touched)
        if now.spoken_to_at is not None and now.spoken_to_at != was.spoken_to_at:
            _needs_no_call_back(conn, key, now.spoken_to_at, touched)
        if now.gave_up is None:
            continue
        if entry := _counted_by(conn, each.call_id):
            conn.execute(_MOVE, {"of_call": each.call_id, "to_at": now.gave_up.at, "to_waited": now.gave_up.waited_s})
            touched.setdefault(entry, None)
        elif (was.gave_up is None or was.gave_up.at < now.gave_up.at) and (
            spoken_to.get(key, now.gave_up.at) <= now.gave_up.at
        ):
            entry = _count(conn, cipher, each.call_id, number, now.gave_up, board_n)
            touched.setdefault(entry, None)
    for entry, settling in touched.items():
        _add_up(conn, entry, settling, board_n)


def give_up_on(conn: Connection, before: datetime) -> int:
    """Settle those who gave up before a moment and were never reached, and forget their numbers; return how many."""
    if not conn.scalar(select(func.count()).select_from(missed_callers).where(_OPEN, _gave_up(before))):
        return 0
    late = {"settled_at": before, "settled": str(Settled.TOO_LATE), **FORGOTTEN, "board_n": next_n(conn)}
    return conn.execute(update(missed_callers).where(_OPEN, _gave_up(before)).values(**late)).rowcount


def _gave_up(before: datetime) -> Any:
    return missed_callers.c.abandoned_at < before


def _standing(call: CallRecord) -> _Standing:
    answers = [leg.answered_at for visit in call.visits if (leg := visit.answered)]
    spoken_to_at = answers[-1] if answers else None
    last = call.visits[-1] if call.visits else None
    if last is None or last.end not in (VisitEnd.ABANDONED, VisitEnd.FLOWED_OUT):
        return _Standing(spoken_to_at=spoken_to_at)
    at = last.left_at or last.offered_at
    return _Standing(_GaveUp(at, last.wait(at).total_seconds(), str(last.queue)), spoken_to_at)


def _spoken_to(conn: Connection, cipher: Cipher, since: datetime) -> dict[str | None, datetime]:
    """Return when callers, by the keyed hash, were spoken to for the last time since a moment."""
    found: dict[str | None, datetime] = {}
    for row in conn.execute(_SPOKEN_TO, {"since": since, "begun": since - _TWO_CALLS_AT_ONCE}):
        key = cipher.phone_key(cipher.open(row.number, row.call_id.bytes))
        found[key] = max(found.get(key, since), row.at)
    return found


def _count(conn: Connection, cipher: Cipher, call_id: UUID, number: str, gave_up: _GaveUp, board_n: int) -> UUID:
    """Let a call count that was missed, for its caller's entry or for a new one; return that."""
    entry: UUID | None = conn.scalar(_OPEN_ENTRY, {"key": cipher.phone_key(number)})
    conn.execute(_FORGET_CALL, {"of_call": call_id})
    if entry is None:
        entry = call_id
        for forget in (_FORGET_CALLS, _FORGET_ENTRY):
            conn.execute(forget, {"of_call": call_id})
        insert(conn, missed_callers, [_row(cipher, call_id, number, gave_up, board_n)])
    insert(conn, missed_calls, [{"call_id": call_id, "entry": entry, "at": gave_up.at, "waited_s": gave_up.waited_s}])
    return entry


def _take_back(conn: Connection, call_id: UUID, at: datetime, touched: dict[UUID, _Settling | None]) -> None:
    """Let a call count no more as one that was missed."""
    if entry := _counted_by(conn, call_id):
        touched[entry] = _Settling(Settled.NOT_MISSED, at)
    conn.execute(_FORGET_CALL, {"of_call": call_id})


def _needs_no_call_back(
    conn: Connection, key: str, spoken_to_at: datetime, touched: dict[UUID, _Settling | None]
) -> None:
    """Let no call count in which a caller had given up when somebody spoke to them."""
    entry = conn.scalar(_OPEN_ENTRY, {"key": key})
    if entry and conn.execute(_FORGET_BEFORE, {"of_entry": entry, "moment": spoken_to_at}).rowcount:
        touched[entry] = _Settling(Settled.CALLED_AGAIN, spoken_to_at)


def _counted_by(conn: Connection, call_id: UUID) -> UUID | None:
    """Return the open entry for which a call counts, None for none."""
    found: UUID | None = conn.scalar(_COUNTED_BY, {"of_call": call_id})
    return found


def _add_up(conn: Connection, entry: UUID, settling: _Settling | None, board_n: int) -> None:
    """Set an entry to what its calls come to; settle it where none is left."""
    about = {"of_entry": entry, "told": board_n}
    newest = conn.execute(_NEWEST, {"of_entry": entry}).first()
    if newest is not None:
        counted = conn.scalar(_COUNTED, {"of_entry": entry})
        conn.execute(_PUT, {**about, "to_calls": counted, "to_at": newest.at, "to_waited": newest.waited_s})
    elif settling is not None:
        conn.execute(_SETTLE, {**about, "how": str(settling.how), "moment": settling.at})


def _last_moment(call: CallRecord) -> datetime:
    return call.visits[-1].left_at or call.visits[-1].offered_at


def _row(cipher: Cipher, call_id: UUID, number: str, gave_up: _GaveUp, board_n: int) -> dict[str, Any]:
    return {
        "call_id": call_id,
        "number": cipher.seal(number, call_id.bytes),
        "phone_key": cipher.phone_key(number),
        "queue": gave_up.queue,
        "abandoned_at": gave_up.at,
        "waited_s": gave_up.waited_s,
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


_TWO_CALLS_AT_ONCE = timedelta(minutes=10)
"""So long a call may have gone on already when its caller gives up another one."""
_OPEN = missed_callers.c.settled_at.is_(None)
_SPOKEN_TO = (
    select(calls.c.call_id, calls.c.number, func.max(call_legs.c.answered_at).label("at"))
    .join(call_legs, call_legs.c.call_id == calls.c.call_id)
    .where(
        calls.c.began_at > bindparam("begun", type_=Moment),
        calls.c.number != b"",
        call_legs.c.answered_at > bindparam("since", type_=Moment),
    )
    .group_by(calls.c.call_id, calls.c.number)
)
_OPEN_ENTRY = select(missed_callers.c.call_id).where(missed_callers.c.phone_key == bindparam("key"), _OPEN)
_COUNTED_BY = (
    select(missed_calls.c.entry)
    .join(missed_callers, missed_callers.c.call_id == missed_calls.c.entry)
    .where(missed_calls.c.call_id == bindparam("of_call"), _OPEN)
)
_of_entry = missed_calls.c.entry == bindparam("of_entry")
_COUNTED = select(func.count()).select_from(missed_calls).where(_of_entry)
_NEWEST = (
    select(missed_calls.c.at, missed_calls.c.waited_s).where(_of_entry).order_by(missed_calls.c.at.desc()).limit(1)
)
_of_call: BindParameter[UUID] = bindparam("of_call")
_FORGET_CALL = delete(missed_calls).where(missed_calls.c.call_id == _of_call)
_FORGET_CALLS = delete(missed_calls).where(missed_calls.c.entry == _of_call)
_FORGET_ENTRY = delete(missed_callers).where(missed_callers.c.call_id == _of_call)
"""An entry that was settled, when its call was missed once more."""
_FORGET_BEFORE = delete(missed_calls).where(_of_entry, missed_calls.c.at <= bindparam("moment", type_=Moment))
_MOVE = (
    update(missed_calls)
    .where(missed_calls.c.call_id == bindparam("of_call"))
    .values(at=bindparam("to_at"), waited_s=bindparam("to_waited"))
)
_PUT = (
    update(missed_callers)
    .where(missed_callers.c.call_id == bindparam("of_entry"))
    .values(
        calls=bindparam("to_calls"),
        abandoned_at=bindparam("to_at"),
        waited_s=bindparam("to_waited"),
        board_n=bindparam("told"),
    )
)
_SETTLE = (
    update(missed_callers)
    .where(missed_callers.c.call_id == bindparam("of_entry"))
    .values(settled_at=bindparam("moment"), settled=bindparam("how"), board_n=bindparam("told"), **FORGOTTEN)
)
