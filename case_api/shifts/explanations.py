"""Why things in a journal are still open, in the words of leads: kept for ever, and carried on while the thing lasts.

An explanation holds for what had begun when it was written: where the same seat falls silent again, or the same lamp
goes red anew, it has to be explained anew.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from case_api.board.acting import Acting, refused
from case_api.board.seat_names import names_of
from case_api.storage.tables_handovers import handover_explanations
from hotline.handover_doc import Explain, Explanation, HandoverRefusal, JournalItem

_AT_ONCE = 500
"""Keys in one statement."""


def explained(
    conn: Connection, sub_centre: str, items: Sequence[JournalItem], begins: datetime
) -> tuple[JournalItem, ...]:
    """Return the items of a journal with what leads of this shift, or of earlier ones, have written about them."""
    found = _newest(conn, sub_centre, items)
    names = names_of(conn, {row.by for row in found.values()})
    return tuple(
        item.model_copy(update={"explanation": _told(found[item.key], names, begins)}) if item.key in found else item
        for item in items
    )


def explain(act: Acting, sub_centre: str, items: Sequence[JournalItem], asked: Explain) -> None:
    """Keep a lead's words about those of the items that they name. The same words again are kept once.

    Raises `ProblemError`: refused, with `code`, where somebody else has written about one of them after `asked.n`.
    """
    named, lead = set(asked.keys), act.by.person.operator
    meant = [item for item in items if item.key in named]
    known = _newest(act.conn, sub_centre, meant)
    new = [item for item in meant if item.key not in known or not _is_same(known[item.key], lead, asked.words)]
    others = [row for item in new if (row := known.get(item.key)) and row.board_n > asked.n and row.by != lead]
    if others:
        name = names_of(act.conn, [others[0].by])[others[0].by]
        words = f"{name} has explained {len(others)} of these meanwhile: read that first, nothing was overwritten."
        raise refused(HandoverRefusal.EXPLAINED_MEANWHILE, words, by_name=name, count=len(others))
    if not new:
        return
    same = {"sub_centre": sub_centre, "begins_at": asked.begins, "words": asked.words, "by": lead}
    rows = [{**same, "key": item.key, "at": act.now, "board_n": act.board_n} for item in new]
    act.conn.execute(insert(handover_explanations), rows)
    act.note("explain_in_handover", sub_centre, shift=asked.begins.isoformat(), items=str(len(rows)))


def _is_same(row: Row[Any], lead: str, words: str) -> bool:
    return (row.by, row.words) == (lead, words)


def _newest(conn: Connection, sub_centre: str, items: Sequence[JournalItem]) -> dict[str, Row[Any]]:
    """Return the newest explanation of each item that was written since that began."""
    since = {item.key: item.since for item in items}
    keys = [*since]
    found: dict[str, Row[Any]] = {}
    for first in range(0, len(keys), _AT_ONCE):
        asked = {"place": sub_centre, "keys": keys[first : first + _AT_ONCE]}
        found |= {row.key: row for row in conn.execute(_OF_KEYS, asked) if row.at >= since[row.key]}
    return found


def _told(row: Row[Any], names: dict[str, str], begins: datetime) -> Explanation:
    return Explanation(words=row.words, by=row.by, by_name=names[row.by], at=row.at, before=row.begins_at < begins)


_OF_KEYS = (
    select(handover_explanations)
    .where(
        handover_explanations.c.sub_centre == bindparam("place"),
        handover_explanations.c.key.in_(bindparam("keys", expanding=True)),
    )
    .order_by(handover_explanations.c.n)
)
