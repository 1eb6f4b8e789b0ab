"""Single cases and alerts for those who may read them; masked always."""

from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select, true

from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.storage.engine import reading
from case_api.storage.tables_cases import alerts, case_units, cases
from hotline.case_doc import AlertDoc, CaseDoc
from hotline.case_readers import NEED_NO_CASES
from hotline.context import Actor
from hotline.unit_view import is_with, sees_own_unit_only, without_caller_note
from hotline.wire import Problem
from hotline.work_order import WorkOrder


def check_may_read(reader: Actor) -> None:
    """Raise `ProblemError` (`forbidden`) for somebody whose roles never need a case, or whose unit nobody has named."""
    if not reader.roles - NEED_NO_CASES:
        raise ProblemError(Problem.FORBIDDEN, 403, "this role reads no cases")
    if sees_own_unit_only(reader.roles) and not reader.unit:
        raise ProblemError(Problem.FORBIDDEN, 403, "you work for no unit; ask an administrator to name it")


def seen_by(reader: Actor) -> ColumnElement[bool]:
    """Return the condition on `cases` for those that somebody may see: a unit its own, everybody else all."""
    if not sees_own_unit_only(reader.roles):
        return true()
    return cases.c.id.in_(select(case_units.c.case_id).where(case_units.c.unit == reader.unit))


def may_see(reader: Actor, order: WorkOrder) -> bool:
    """Say whether somebody may see a case that is at hand: as `check_may_read` and `seen_by` have it."""
    return bool(reader.roles - NEED_NO_CASES) and (not sees_own_unit_only(reader.roles) or is_with(order, reader.unit))


def shown_to(reader: Actor, doc: CaseDoc) -> CaseDoc:
    """Return a case as somebody may see it: people of a unit without what the hotline notes about its caller."""
    return without_caller_note(doc) if sees_own_unit_only(reader.roles) else doc


def case_doc(centre: Centre, case_id: UUID, reader: Actor) -> CaseDoc | None:
    """Return a case with its timeline, masked, or None where there is none that the reader may see.

    Raises `ProblemError` (`forbidden`, `busy`).
    """
    check_may_read(reader)
    with reading(centre.engine) as conn:
        doc = conn.execute(_CASE.where(seen_by(reader)), {"id": case_id}).scalar_one_or_none()
    return shown_to(reader, CaseDoc.model_validate_json(doc)) if doc is not None else None


def newest_alerts(centre: Centre, sub_centre: str | None, limit: int = 200) -> list[AlertDoc]:
    """Return alerts, newest first, of one sub-centre or (None) of all. Raises `ProblemError` (`busy`)."""
    wanted = select(alerts.c.doc).order_by(alerts.c.at.desc(), alerts.c.id.desc()).limit(limit)
    if sub_centre is not None:
        wanted = wanted.where(alerts.c.sub_centre == sub_centre)
    with reading(centre.engine) as conn:
        return [AlertDoc.model_validate_json(doc) for doc in conn.execute(wanted).scalars()]


_CASE = select(cases.c.doc).where(cases.c.id == bindparam("id"))
