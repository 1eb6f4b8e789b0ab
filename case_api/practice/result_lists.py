"""Results call by call, newest first, a page at a time."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, Select, literal, select, tuple_

from case_api.board.seat_names import names_of
from case_api.practice.groups import members
from case_api.practice.sum_pages import Part, Whose
from case_api.problems import ProblemError
from case_api.storage.tables_practice import practice_appeals, practice_calls, practice_notes, practice_sessions
from hotline.codes import PracticeKind
from hotline.practice_trainer_doc import ResultLine, ResultPage
from hotline.wire import Problem

_LOOKED_AT = 300
"""So many calls are looked at for one page: where an item is asked for, most may have lost nothing on it."""
_columns = practice_calls.c
_KEY = (_columns.ended_at, _columns.session_id, _columns.place)


class _Place(NamedTuple):
    ended_at: datetime
    session_id: UUID
    place: int

    def text(self) -> str:
        """Return it as a cursor."""
        return f"{self.ended_at.isoformat()} {self.session_id.hex} {self.place}"

    @classmethod
    def read(cls, cursor: str) -> "_Place":
        """Return what a cursor says. Raises `ProblemError` (invalid)."""
        try:
            at, session, place = cursor.split(" ")
            moment = datetime.fromisoformat(at)
            if moment.tzinfo is None:
                raise ValueError("no zone")
            return cls(moment, UUID(hex=session), int(place))
        except (ValueError, OverflowError) as error:
            raise ProblemError(Problem.INVALID, 422, "not a cursor of this list", {"field": "cursor"}) from error


class _Points(NamedTuple):
    got: float
    of: float


class _Looked(NamedTuple):
    """A call, and its points of the item that was asked for; None where none was."""

    row: Row[Any]
    points: _Points | None


def result_page(conn: Connection, whose: Whose, part: Part, cursor: str, limit: int) -> ResultPage:
    """Return a page of calls after `cursor`. With an item they are those that lost points on it.

    A page may be short, or empty, and yet have a next one. Raises `ProblemError` (invalid).
    """
    page: list[_Looked] = []
    last, more = None, False
    with conn.execute(_wanted(whose, part, cursor).limit(_LOOKED_AT if part.item else limit + 1)) as rows:
        for looked, row in enumerate(rows, 1):
            points = _points_of(part.item, row)
            if points is None or points.got < points.of:
                if len(page) == limit:
                    more = True
                    break
                page.append(_Looked(row, points))
            last, more = row, bool(part.item) and looked == _LOOKED_AT
    if whose.operator_id and part == Part():
        page += [_Looked(row, None) for row in conn.execute(_courses(whose.operator_id, cursor).limit(limit + 1))]
        page.sort(key=lambda each: (each.row.ended_at, each.row.session_id, each.row.place), reverse=True)
        more, page = more or len(page) > limit, page[:limit]
        last = page[-1].row if page else None
    after = _Place(last.ended_at, last.session_id, last.place).text() if last is not None and more else ""
    return ResultPage(lines=_lines(conn, page), next=after)


def _wanted(whose: Whose, part: Part, cursor: str) -> Select[Any]:
    wanted = select(practice_calls, literal(0).label("steps")).order_by(*(column.desc() for column in _KEY))
    if whose.operator_id:
        wanted = wanted.where(_columns.operator_id == whose.operator_id)
    elif whose.group_id is not None:
        wanted = wanted.where(_columns.operator_id.in_(members(whose.group_id)))
    if part.class_code:
        wanted = wanted.where(_columns.class_code == part.class_code)
    if cursor:
        wanted = wanted.where(tuple_(*_KEY) < tuple_(*_Place.read(cursor)))
    return wanted


def _courses(operator_id: str, cursor: str) -> Select[Any]:
    """Return the query for somebody's sittings of the keyboard course, as if each were a call, newest first."""
    columns, place = practice_sessions.c, literal(0)
    wanted = select(
        columns.session_id, place.label("place"), columns.operator_id, columns.kind, columns.steps, columns.ended_at,
        literal("").label("scenario"), literal("").label("class_code"), literal(0.0).label("total"),
        literal("[]").label("fatal"),
    ).where(columns.operator_id == operator_id, columns.kind == PracticeKind.COURSE.value)  # fmt: skip
    key = columns.ended_at, columns.session_id
    if cursor:
        wanted = wanted.where(tuple_(*key, place) < tuple_(*_Place.read(cursor)))
    return wanted.order_by(*(column.desc() for column in key))


def _points_of(item: str, row: Row[Any]) -> _Points | None:
    return _Points(*json.loads(row.items).get(item, (0.0, 0.0))) if item else None


def _lines(conn: Connection, page: Sequence[_Looked]) -> tuple[ResultLine, ...]:
    names = names_of(conn, {row.operator_id for row, _ in page})
    sessions = sorted({row.session_id for row, _ in page})
    notes, appeals = (_written(conn, table, sessions) for table in (practice_notes, practice_appeals))
    found = []
    for row, points in page:
        place = row.session_id, row.place
        found.append(
            ResultLine(
                session=row.session_id, place=row.place, operator_id=row.operator_id, name=names[row.operator_id],
                kind=row.kind, scenario=row.scenario, class_code=row.class_code, total=row.total,
                fatal=tuple(json.loads(row.fatal)), ended=row.ended_at, got=points.got if points else None,
                of=points.of if points else None, notes=notes[place], appeals=appeals[place], steps=row.steps,
            )
        )  # fmt: skip
    return tuple(found)


def _written(conn: Connection, table: Any, sessions: list[UUID]) -> Counter[tuple[UUID, int]]:
    """Return how much was written under each call."""
    wanted = select(table.c.session_id, table.c.place).where(table.c.session_id.in_(sessions))
    return Counter((row.session_id, row.place) for row in conn.execute(wanted))
