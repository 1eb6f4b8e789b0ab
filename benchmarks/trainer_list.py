"""`trainer_list`: the trainer's lists over HTTP, of 500 trainees with a call a week for a year, on either engine.

The centre is a real `case-api serve` in a process of its own; the results were kept one by one as they come in. Groups
are one class of 30 and one of all 500. Each week's call was set for all of them, and one in eight has not done it; what
was set in the last six weeks goes on.
"""

import json
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import Engine, insert, select, text

from benchmarks.centre import PASSWORD, ServedCentre
from benchmarks.city_years import take_time_outside
from benchmarks.corpus import tangshan
from benchmarks.engines import on_each_engine
from benchmarks.report import Figure, at_most, quantile
from case_api.centre import utc_now
from case_api.demo_people import SUPERVISOR
from case_api.practice.results import keep_result
from case_api.practice.sums import add_up_group
from case_api.storage.engine import open_engine, take_time, writing
from case_api.storage.tables_accounts import users
from case_api.storage.tables_practice import practice_assignments, practice_groups, practice_members
from city_packs.rubric import ITEMS
from hotline.codes import PracticeKind
from hotline.practice_doc import PracticeResult, ResultCall, ResultItem

_TRAINEES, _WEEKS, _CLASS = 500, 52, 30
_GO_ON = 6
_UNDONE = 0.125
_ROUNDS = 301
_AT_ONCE = 500
_TRAINER = "bench-trainer"
_ALL, _ONE = UUID(int=1), UUID(int=2)
_BAR_MS = 100
_TABLES = ("practice_sums", "practice_calls", "practice_sessions", "practice_members", "practice_assignments")


def measure() -> Iterator[Figure]:
    """Yield how long each list takes on each engine."""
    return on_each_engine(_figures)


def _figures(engine: str, root: Path, database: str) -> Iterator[Figure]:
    with ServedCentre(root / "centre", database=database) as centre:
        opened = open_engine(database or f"sqlite:///{root / 'centre' / 'centre.db'}")
        try:
            _fill(opened)
        finally:
            opened.dispose()
        with httpx.Client(base_url=f"{centre.address}/v1/practice/", timeout=60) as client:
            person = {"operator_id": _TRAINER, "password": PASSWORD}
            signed_in = client.post(f"{centre.address}/v1/sessions", json=person).raise_for_status()
            client.headers["Authorization"] = f"Bearer {signed_in.json()['token']}"
            for name, page, asked in _lists():
                spent = [_asked(client, page, asked) for _ in range(_ROUNDS)]
                yield at_most(f"trainer_list_{engine}_{name}", quantile(spent[1:], 0.99) * 1e3, "ms p99", _BAR_MS)


def _lists() -> Iterator[tuple[str, str, dict[str, str]]]:
    today = utc_now().date()
    year = {"first": str(today - timedelta(weeks=_WEEKS - 1)), "last": str(today)}
    yield "assignments", "assignments", {}
    yield "trainees", "trainees", {**year, "limit": "100"}
    yield "people", "sums", {**year, "by": "person", "group": str(_ALL)}
    yield "people_by_item", "sums", {**year, "by": "person", "item": "class"}
    yield "hardest_items", "sums", {**year, "by": "item", "group": str(_ONE)}
    yield "classes", "sums", {**year, "by": "class", "group": str(_ALL)}
    yield "weeks", "sums", {**year, "by": "week", "person": "t-0250"}
    yield "results", "results", {"group": str(_ONE)}
    yield "results_by_item", "results", {"group": str(_ALL), "item": "act"}


def _asked(client: httpx.Client, page: str, asked: dict[str, str]) -> float:
    start = time.perf_counter()
    answer = client.get(page, params=asked)
    spent = time.perf_counter() - start
    (lines,) = (each for each in answer.raise_for_status().json().values() if isinstance(each, list))
    assert lines, page
    return spent


def _fill(engine: Engine) -> None:
    people = [f"t-{number:04}" for number in range(_TRAINEES)]
    with writing(engine) as conn:
        of = conn.execute(select(users).where(users.c.operator_id == SUPERVISOR)).one()._asdict()
        roles = {_TRAINER: '["trainer"]', **dict.fromkeys(people, '["trainee"]')}
        conn.execute(
            insert(users), [{**of, "operator_id": who, "name": who, "roles": role} for who, role in roles.items()]
        )
    results = _results(people)
    zone, now = ZoneInfo(tangshan().time_zone), utc_now()
    while batch := [each for _, each in zip(range(_AT_ONCE), results, strict=False)]:
        with writing(engine) as conn:
            take_time(conn)
            for each in batch:
                keep_result(conn, each, zone, now)
    with writing(engine) as conn:
        take_time(conn)
        conn.execute(insert(practice_groups), [{"group_id": _ALL, "name": "all"}, {"group_id": _ONE, "name": "one"}])
        members = [(_ALL, who) for who in people] + [(_ONE, who) for who in people[:_CLASS]]
        conn.execute(
            insert(practice_members), [{"group_id": of_group, "operator_id": who} for of_group, who in members]
        )
        conn.execute(insert(practice_assignments), [_assignment(week, now) for week in range(_WEEKS)])
        for group in (_ALL, _ONE):
            add_up_group(conn, group)
    if engine.dialect.name == "postgresql":  # what it does by itself after a while
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            take_time_outside(conn)
            conn.execute(text(f"VACUUM ANALYZE {', '.join(_TABLES)}"))


def _assignment(week: int, now: datetime) -> dict[str, Any]:
    ends = now + timedelta(weeks=week + 1 - _WEEKS)
    return {
        "assignment_id": _assigned(week), "title": f"week {week}", "kind": PracticeKind.DRILL.value,
        "scenarios": json.dumps([_scenario(week)]), "group_id": _ALL, "due": ends.date(), "given_by": _TRAINER,
        "given_at": ends - timedelta(weeks=1), "ended_at": None if week >= _WEEKS - _GO_ON else ends,
    }  # fmt: skip


def _assigned(week: int) -> UUID:
    return UUID(int=1000 + week)


def _scenario(week: int) -> str:
    return f"scenario-{week % 36}"


def _results(people: list[str]) -> Iterator[PracticeResult]:
    """Yield a result of each trainee in each week, oldest first."""
    draw, now = random.Random(1411), utc_now()
    classes = sorted(each.code for each in tangshan().leaf_classes())[:40]
    for week in range(_WEEKS):
        for who in people:
            ended = now - timedelta(weeks=_WEEKS - 1 - week, minutes=draw.randrange(1000))
            items = tuple(ResultItem(item=item, of=6, got=draw.choice((0, 3, 6, 6)), losses=()) for item in ITEMS)
            call = ResultCall(
                scenario=_scenario(week), version=1, rubric=1, class_code=draw.choice(classes),
                total=sum(each.got for each in items), items=items,
            )  # fmt: skip
            yield PracticeResult(
                session=UUID(int=draw.getrandbits(128)), trainee=who, kind=PracticeKind.DRILL,
                assignment=_assigned(week) if draw.random() >= _UNDONE else None,
                began=ended - timedelta(minutes=9), ended=ended, calls=(call,),
            )  # fmt: skip
