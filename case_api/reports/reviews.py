"""Reviews of repeat complaints (source row B15): who looked at the matter, when, and what follows from it.

A review is of the cases that its giver saw. One that comes later is in none, and so brings the matter up again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from case_api.audit import chain
from case_api.audit.own_events import own_event
from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.reports.readers import check_reads_all
from case_api.storage.engine import writing
from case_api.storage.rows import insert
from case_api.storage.tables_cases import cases, persons
from case_api.storage.tables_reports import repeat_reviews, reviewed_cases
from case_api.sync import feed
from hotline.context import Actor
from hotline.report_doc import RepeatReview, ReviewRequest
from hotline.wire import Problem

OP = "review_repeat"
"""What a review is called in the write audit, which has a row of it for each of its cases."""


def review_repeat(centre: Centre, review_id: UUID, asked: ReviewRequest, reviewer: Actor) -> RepeatReview:
    """Keep a review and return it; under the same id again, the one that is kept.

    Raises `ProblemError`: `forbidden`, `not-found` for a case that is not (any more) there, `invalid` (422) for cases
    that are not of one caller or an id that was used for something else, `busy`.
    """
    check_reads_all(reviewer)
    now = centre.now()
    wanted = sorted(set(asked.cases), key=lambda each: each.bytes)
    with writing(centre.engine) as conn:
        found = conn.execute(_CASES, {"ids": wanted}).all()  # held, so that no purge passes by
        feed.take_lock(conn)
        kept = _kept(conn, review_id)
        if kept is not None:
            if (kept[0].operator, kept[0].words, kept[1]) != (reviewer.operator, asked.words, wanted):
                raise ProblemError(Problem.INVALID, 422, "this idempotency key was used for another review")
            return kept[0]
        _check_repeat(wanted, found)
        review = RepeatReview(at=now, operator=reviewer.operator, words=asked.words)
        insert(conn, repeat_reviews, [{"id": review_id, **review.model_dump()}])
        insert(conn, reviewed_cases, [{"case_id": each, "review_id": review_id} for each in wanted])
        told = {"review": str(review_id), "digest": centre.cipher.payload_hash(asked.words.encode())}
        chain.append(conn, chain.WRITE_CHAIN, [own_event(each, OP, now, told, reviewer.operator) for each in wanted])
    return review


def last_reviews(conn: Connection, since: datetime, until: datetime) -> dict[UUID, RepeatReview]:
    """Return the last review of every reviewed case that came in from `since` on and before `until`."""
    rows = conn.execute(_LAST, {"since": since, "until": until})  # the oldest first: a later one takes its place
    return {row.case_id: RepeatReview(at=row.at, operator=row.operator, words=row.words) for row in rows}


def forget_reviews(conn: Connection, case_id: UUID) -> None:
    """Take away the reviews of a case that is erased, with all that they say of other cases."""
    gone = conn.execute(_OF_CASE, {"id": case_id}).scalars().all()
    if gone:
        conn.execute(reviewed_cases.delete().where(reviewed_cases.c.review_id.in_(gone)))
        conn.execute(repeat_reviews.delete().where(repeat_reviews.c.id.in_(gone)))


def _kept(conn: Connection, review_id: UUID) -> tuple[RepeatReview, list[UUID]] | None:
    row = conn.execute(_REVIEW, {"id": review_id}).one_or_none()
    if row is None:
        return None
    of = sorted(conn.execute(_OF_REVIEW, {"id": review_id}).scalars(), key=lambda each: each.bytes)
    return RepeatReview(at=row.at, operator=row.operator, words=row.words), of


def _check_repeat(wanted: Sequence[UUID], found: Sequence[Any]) -> None:
    if len(found) < len(wanted):
        raise ProblemError(Problem.NOT_FOUND, 404, "there is no such case (any more)")
    callers = {row.caller_key for row in found}
    if len(wanted) < 2 or len(callers) > 1 or None in callers:
        raise ProblemError(Problem.INVALID, 422, "these cases are not several of one caller", {"field": "cases"})


_CASES = (
    select(cases.c.id, persons.c.caller_key)
    .outerjoin(persons, persons.c.case_id == cases.c.id)
    .where(cases.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(cases.c.id)
    .with_for_update(read=True, of=cases)
)
_REVIEW = select(repeat_reviews).where(repeat_reviews.c.id == bindparam("id"))
_OF_REVIEW = select(reviewed_cases.c.case_id).where(reviewed_cases.c.review_id == bindparam("id"))
_OF_CASE = select(reviewed_cases.c.review_id).where(reviewed_cases.c.case_id == bindparam("id"))
_LAST = (
    select(reviewed_cases.c.case_id, repeat_reviews.c.at, repeat_reviews.c.operator, repeat_reviews.c.words)
    .join(repeat_reviews, repeat_reviews.c.id == reviewed_cases.c.review_id)
    .join(cases, cases.c.id == reviewed_cases.c.case_id)
    .where(cases.c.created_at >= bindparam("since"), cases.c.created_at < bindparam("until"))
    .order_by(repeat_reviews.c.at, repeat_reviews.c.id)
)
