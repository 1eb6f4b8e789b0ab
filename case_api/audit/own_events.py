"""Events of the write audit that come from no command of a seat: what the centre itself, or its administrator, did."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from uuid_utils import uuid7

from case_api.audit.chain import json_text
from case_api.storage.rows import Row

CENTRE_CLIENT = UUID(int=0)
"""The client under which commands given at the centre are numbered, and what it does itself is written down."""


def own_event(case_id: UUID, op: str, at: datetime, data: dict[str, Any], operator: str = "") -> Row:
    """Return a row for the write chain; `operator` is who asked for it, empty where nobody did."""
    return _row(uuid5(case_id, f"{op} {at.isoformat()}"), case_id, op, at, data, operator)


def own_event_without_case(op: str, at: datetime, data: dict[str, Any]) -> Row:
    """Return a row for the write chain about a person or a seat."""
    return _row(UUID(bytes=uuid7().bytes), None, op, at, data, "")


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
