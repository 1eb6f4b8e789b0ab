"""Cases that a dispatcher has sent back with a question, for the needs-you list of who is to answer it.

That is the operator who follows the case up (D15), and a lead, for an operator may be off shift. Nothing of it is
stored: it is what the cache knows of the cases, and ends when the question is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.case_doc import CaseDoc
from hotline.codes import Role, State
from local_cache.model import Need
from local_cache.needs import Kind

if TYPE_CHECKING:
    from local_cache.encrypted import Connection
    from local_cache.model import SessionInfo

_AT_THE_DESK = frozenset({Role.OPERATOR, Role.SPECIALIST, Role.LEAD})


def asked_back(both: Connection, session: SessionInfo | None) -> list[Need]:
    """Return an entry for each question that waits for whoever is signed in, oldest first."""
    if session is None or not session.roles & _AT_THE_DESK:
        return []
    rows = both.execute("SELECT doc FROM cases WHERE state = ?", (State.WITH_SEAT.value,)).fetchall()
    orders = [CaseDoc.model_validate_json(doc).order for (doc,) in rows]
    return [
        Need(f"{Kind.ASKED_BACK}:{order.id}", order.id, Kind.ASKED_BACK, {"question": order.query}, order.state_since,
             False)
        for order in sorted(orders, key=lambda order: order.state_since)
        if Role.LEAD in session.roles or order.follow_up == session.operator_id
    ]  # fmt: skip
