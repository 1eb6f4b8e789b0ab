"""Looks straight into the centre's tables."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from case_api.centre import Centre
from case_api.storage.engine import reading, take_time
from case_api.storage.tables_cases import cases
from hotline.case_doc import CaseDoc


def rows_of(centre: Centre, table: Any) -> list[Any]:
    """Return every row of a table, by its primary key."""
    with reading(centre.engine) as conn:
        take_time(conn)
        return list(conn.execute(select(table).order_by(*table.primary_key.columns)))


def doc_of(centre: Centre, case_id: UUID) -> CaseDoc:
    """Return a stored case."""
    with reading(centre.engine) as conn:
        text = conn.execute(select(cases.c.doc).where(cases.c.id == case_id)).scalar_one()
    return CaseDoc.model_validate_json(text)
