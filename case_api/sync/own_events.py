"""Events of the write audit that come from no command: what the centre itself has done to a case."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from case_api.audit.chain import json_text
from case_api.storage.rows import Row

CENTRE_CLIENT = UUID(int=0)
"""The client under which commands given at the centre are numbered, and what it does itself is written down."""


def own_event(case_id: UUID, op: str, at: datetime, data: dict[str, Any], operator: str = "") -> Row:
    """Return a row for the write chain; `operator` is who asked for it, empty where nobody did."""
    return {
        "mutation_id": uuid5(case_id, f"{op} {at.isoformat()}"),
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
