"""Events of the write audit that come from no command: what the centre itself, its administrator or a lead did."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from uuid_utils import uuid7

from case_api.audit.chain import json_text
from case_api.identity import SignIn
from case_api.storage.rows import Row

CENTRE_CLIENT = UUID(int=0)
"""The client under which commands given at the centre are numbered, and what it does itself is written down."""


def own_event(case_id: UUID, op: str, at: datetime, data: dict[str, Any], operator: str = "") -> Row:
    """Return a row for the write chain; `operator` is who asked for it, empty where nobody did."""
    return _row(uuid5(case_id, f"{op} {at.isoformat()}"), case_id, op, at, data, operator)


def own_event_without_case(op: str, at: datetime, data: dict[str, Any], by: SignIn | None = None) -> Row:
    """Return a row for the write chain about a person or a seat; `by` is who did it, None for an administrator."""
    row = _row(UUID(bytes=uuid7().bytes), None, op, at, data, by.person.operator if by else "")
    return row | {"session_id": by.session_id, "seat": by.person.seat} if by else row


def _row(mutation_id: UUID, case_id: UUID | None, op: str, at: datetime, data: dict[str, Any], operator: str) -> Row:
    return {
        "mutation_id": mutation_id,
        "client_id": CENTRE_CLIENT,
        "seq": 0,
        "case_id": case_id,
        "op": op,
        "outcome": "applied",
        "operator_id": operator,
        "session_id": "",
        "seat": "",
        "app_version": "case-api",
        "made_at": at,
        "received_at": at,
        "skew_ms": 0,
        "data": json_text(data),
    }
