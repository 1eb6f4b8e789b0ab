"""Cases that may be the same matter as one: of the same citizen by whatever channel, or of the same class and place.

Proposed to the dispatcher for merging (source rows B1, B15); a person decides. The same number weighs most, for it is
what two channels have in common; the centre compares numbers by their keyed hashes and never in the clear.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import BindParameter, and_, bindparam, or_, select

from case_api.cases.reading import check_may_read, seen_by
from case_api.centre import Centre
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases, persons
from hotline.case_doc import CaseDoc
from hotline.codes import LIVE
from hotline.context import Actor
from hotline.likely_doc import LikelyCase, LikelyCases

SAME_CALLER_WITHIN = timedelta(days=90)
SAME_PLACE_WITHIN = timedelta(days=14)
_AT_MOST = 8
_LOOKED_AT = 40


def likely(centre: Centre, case_id: UUID, reader: Actor) -> LikelyCases | None:
    """Return the live cases that may be the same matter and that the reader may see, likeliest first, masked.

    None where there is no case of this id that they may see.
    Raises `ProblemError` (`forbidden`, `busy`).
    """
    check_may_read(reader)
    with reading(centre.engine) as conn:
        mine = seen_by(reader)
        row = conn.execute(_CASE.where(mine), {"id": case_id}).first()
        if row is None:
            return None
        keys = [key for key in (row.caller_key, row.contact_key) if key]
        asked = {
            "id": case_id, "keys": keys, "class": row.class_code, "area": row.area_code, "live": sorted(LIVE),
            "since": row.created_at - SAME_CALLER_WITHIN, "near": row.created_at - SAME_PLACE_WITHIN,
        }  # fmt: skip
        found = conn.execute(_LIKELY.where(mine), asked).all()
    alike = [
        LikelyCase(
            order=CaseDoc.model_validate_json(each.doc).order,
            same_caller=each.caller_key in keys or each.contact_key in keys,
            same_class=each.class_code == row.class_code,
            same_place=each.area_code != "" and each.area_code == row.area_code,
        )
        for each in found
    ]
    return LikelyCases(cases=tuple(sorted(alike, key=_weight, reverse=True)[:_AT_MOST]))


def _weight(each: LikelyCase) -> tuple[int, str]:
    return (4 * each.same_caller + 2 * each.same_place + each.same_class, each.order.created_at.isoformat())


_COLUMNS = (
    cases.c.id, cases.c.doc, cases.c.class_code, cases.c.area_code, cases.c.created_at,
    persons.c.caller_key, persons.c.contact_key,
)  # fmt: skip
_JOINED = select(*_COLUMNS).join(persons, persons.c.case_id == cases.c.id)
_CASE = _JOINED.where(cases.c.id == bindparam("id"))
_KEYS: BindParameter[list[str]] = bindparam("keys", expanding=True)
_LIKELY = (
    _JOINED.where(
        cases.c.id != bindparam("id"),
        cases.c.state.in_(bindparam("live", expanding=True)),
        or_(
            and_(
                cases.c.created_at >= bindparam("since"),
                or_(persons.c.caller_key.in_(_KEYS), persons.c.contact_key.in_(_KEYS)),
            ),
            and_(
                cases.c.created_at >= bindparam("near"),
                cases.c.queue.is_not(None),
                cases.c.class_code == bindparam("class"),
                cases.c.area_code == bindparam("area"),
            ),
        ),
    )
    .order_by(cases.c.created_at.desc(), cases.c.id)
    .limit(_LOOKED_AT)
)
