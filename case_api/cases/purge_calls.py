"""Erases what calls hold of the person whose case is erased: the number that rang, and its mask in a lead's alert.

A call's number is there to be shown while it rings (`telephony/store.py`), so it goes from every call of the case and
from every ended one of its numbers. That there was a call stays. A call without a work order is in the caller's
history by its number, with a note about them: it goes whole, unless another case still has that number. Nobody calls
them back who had given up.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, and_, bindparam, func, or_, select

from case_api.board.counter import next_n
from case_api.cases.indexing import LOOKED_UP
from case_api.cases.keeping import scopes_of_row
from case_api.centre import Centre
from case_api.cipher import CipherError
from case_api.storage.tables_calls import calls, missed_callers
from case_api.storage.tables_cases import alerts, other_calls, persons
from case_api.sync import feed
from case_api.sync.feed import Pointer
from case_api.telephony.missed_callers import FORGOTTEN as FORGOTTEN_CALLER
from case_api.telephony.missed_callers import Settled
from case_api.telephony.store import FORGOTTEN
from hotline.case_doc import AlertDoc


def erase_calls(conn: Connection, centre: Centre, case_id: UUID, said: Iterable[Mapping[str, Any]]) -> list[Pointer]:
    """Erase the numbers of a case's calls, and other calls of its numbers, while the case is still there.

    Return what seats are to see anew: calls that are gone, and the alerts of leads. `said` are the work order and the
    payloads about it, as JSON: they name the calls and the numbers.
    """
    said = list(said)
    ids = {value for each in said for value in _values(each, ("call_id",))}
    numbers = {value for each in said for value in _values(each, LOOKED_UP)}
    keys = {key for number in numbers if (key := centre.cipher.phone_key(number))}
    theirs = [
        {"call": row.call_id}
        for row in conn.execute(_WITH_NUMBER)
        if str(row.call_id) in ids or (row.ended_at and _key_of(centre, row.number, row.call_id) in keys)
    ]
    feed.take_lock(conn)  # before the counter of boards and the rows that acts of leads take after it
    missed = {"ids": [each["call"] for each in theirs], "keys": sorted(keys)}
    if conn.scalar(_MISSED, missed):
        conn.execute(_FORGET_MISSED, {**missed, "now": centre.now(), "told": next_n(conn, telephony=False)})
    if theirs:
        conn.execute(_FORGET, theirs)
    gone = list(_erased_other_calls(conn, case_id, keys)) if keys else []
    return [*gone, *_blanked_alerts(conn, ids)] if ids else gone


def _values(value: Any, names: Collection[str]) -> Iterator[str]:
    """Yield every text that stands under one of the names, at any depth; an amendment has the old and the new one."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _texts(each) if name in names else _values(each, names)
    elif isinstance(value, list):
        for each in value:
            yield from _values(each, names)


def _texts(value: Any) -> Iterator[str]:
    yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))


def _key_of(centre: Centre, sealed: bytes, call_id: UUID) -> str | None:
    try:
        return centre.cipher.phone_key(centre.cipher.open(sealed, call_id.bytes))
    except CipherError:
        return None


def _erased_other_calls(conn: Connection, case_id: UUID, keys: Collection[str]) -> Iterator[Pointer]:
    still = {key for row in conn.execute(_OTHER_CASES, {"case": case_id, "keys": sorted(keys)}) for key in row}
    for row in conn.execute(_OTHER_CALLS, {"keys": sorted(set(keys) - still)}).all():
        conn.execute(_ERASE, {"call": row.id})
        yield from (Pointer(scope, "call", row.id) for scope in sorted(scopes_of_row(row.seat, row.sub_centre)))


def _blanked_alerts(conn: Connection, call_ids: Collection[str]) -> Iterator[Pointer]:
    named = or_(*(alerts.c.doc.contains(call_id) for call_id in call_ids))
    for row in conn.execute(select(alerts).where(alerts.c.kind == "abuse", named)).all():
        doc = AlertDoc.model_validate_json(row.doc)
        if doc.data.get("call_id") in call_ids:
            blanked = doc.model_copy(update={"data": {**doc.data, "caller": ""}})
            conn.execute(_BLANK, {"alert": row.id, "blanked": blanked.model_dump_json()})
            yield Pointer(f"leads:{row.sub_centre}", "alert", row.id)


_OF_KEYS: BindParameter[Sequence[str]] = bindparam("keys", expanding=True)
_OTHER_CASES = select(persons.c.caller_key, persons.c.contact_key).where(
    persons.c.case_id != bindparam("case"), or_(persons.c.caller_key.in_(_OF_KEYS), persons.c.contact_key.in_(_OF_KEYS))
)
_OTHER_CALLS = (
    select(other_calls.c.id, other_calls.c.seat, other_calls.c.sub_centre)
    .where(other_calls.c.caller_key.in_(_OF_KEYS))
    .order_by(other_calls.c.id)
)
_ERASE = other_calls.delete().where(other_calls.c.id == bindparam("call"))
_WITH_NUMBER = select(calls.c.call_id, calls.c.number, calls.c.ended_at).where(calls.c.number != FORGOTTEN)
_IS_THEIRS = and_(
    missed_callers.c.settled_at.is_(None),
    or_(missed_callers.c.call_id.in_(bindparam("ids", expanding=True)), missed_callers.c.phone_key.in_(_OF_KEYS)),
)
_MISSED = select(func.count()).select_from(missed_callers).where(_IS_THEIRS)
_FORGET_MISSED = (
    missed_callers.update()
    .where(_IS_THEIRS)
    .values(settled_at=bindparam("now"), settled=str(Settled.ERASED), board_n=bindparam("told"), **FORGOTTEN_CALLER)
)
"""What is settled has nothing left to be forgotten."""
_FORGET = calls.update().where(calls.c.call_id == bindparam("call")).values(number=FORGOTTEN)
_BLANK = alerts.update().where(alerts.c.id == bindparam("alert")).values(doc=bindparam("blanked"))
