"""What a seat has written after a mutation of its own that is taken up late.

Elsewhere the order of a seat's outbox is the order in which the centre judges: what stands in the case by the seat's
own hand was on its screen. A mutation that was held is judged after what was written behind it, and a mask does not
show that: 李** stands for the new name as for the old.
"""

import json
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, or_, select

from case_api.storage.tables_audit import case_events


def amended_since(conn: Connection, letter: Row[Any]) -> frozenset[str]:
    """Return the audit's digests of the timeline entries with which the letter's seat amended its case after it.

    Its own numbers tell what came after it; under another client (a fork, a restored disk) only the time does.
    """
    about = {
        "case": letter.case_id,
        "seat": letter.seat,
        "client": letter.client_id,
        "number": letter.seq,
        "came": letter.received_at,
    }
    told = (json.loads(data) for data in conn.execute(_AFTER, about).scalars())
    return frozenset(event["digest"] for each in told for event in each.get("events", ()))


_AFTER = select(case_events.c.data).where(
    case_events.c.case_id == bindparam("case"),
    case_events.c.op == "amend_case",
    case_events.c.seat == bindparam("seat"),
    or_(
        and_(case_events.c.client_id == bindparam("client"), case_events.c.seq > bindparam("number")),
        and_(case_events.c.client_id != bindparam("client"), case_events.c.received_at > bindparam("came")),
    ),
)
