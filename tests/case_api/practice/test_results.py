"""Results of practice at the centre: kept once, only one's own, and nothing else there is any different by them."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy import func, select

from case_api.centre import Centre
from case_api.storage.engine import reading
from case_api.storage.tables_audit import case_events, read_audit
from case_api.storage.tables_cases import cases
from case_api.storage.tables_practice import practice_calls, practice_sessions
from case_api.storage.tables_sync import change_log, receipts
from hotline.codes import PracticeKind
from hotline.practice_doc import PracticeAppeal, PracticeResult
from hotline.practice_trainer_doc import (
    AppealReply,
    AssignRequest,
    GroupRequest,
    NoteRequest,
    ResultPage,
    SumPage,
    WholeResult,
)
from hotline.wire import Problem
from tests.case_api.http.conftest import START
from tests.case_api.http.seat import is_problem
from tests.case_api.practice.school import Asking, marked, result


def _counted(centre: Centre) -> dict[str, int]:
    tables = (cases, change_log, receipts, case_events, read_audit)
    with reading(centre.engine) as conn:
        return {table.name: conn.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


async def test_a_result_is_kept_once_and_touches_no_case(client: httpx.AsyncClient, centre: Centre) -> None:
    trainee, trainer = await Asking.by(client, "tr-1"), await Asking.by(client, "teach")
    before, mine = _counted(centre), result("tr-1", marked("night-noise", 88), marked("no-water", 95))
    appeal = PracticeAppeal(
        appeal_id=uuid4(), session=mine.session, place=0, item="class", trainee="tr-1", made=START, reason="两类都对"
    )
    for _ in range(2):
        assert await trainee.done("results", mine) == {"id": str(mine.session)}
        assert await trainee.done("appeals", appeal) == {"id": str(appeal.appeal_id)}
    page = await trainer.ask("results", ResultPage)
    assert [(line.scenario, line.total, line.appeals) for line in page.lines] == [
        ("no-water", 95, 0),
        ("night-noise", 88, 1),
    ]
    assert _counted(centre) == before
    with reading(centre.engine) as conn:
        assert conn.scalar(select(func.count()).select_from(practice_sessions)) == 1
        assert conn.scalar(select(func.count()).select_from(practice_calls)) == 2
    another = mine.model_copy(update={"calls": (marked("night-noise", 100),)})
    assert is_problem(await trainee.post("results", another), Problem.INVALID, 422)


async def test_the_mark_of_the_clock_comes_later_where_a_result_had_to_go_without_it(client: httpx.AsyncClient) -> None:
    trainee, trainer = await Asking.by(client, "tr-1"), await Asking.by(client, "teach")
    bare = result("tr-1", marked("no-water", 90))
    behind = bare.model_copy(update={"clock_behind": True})
    for come in (bare, behind, behind):
        assert await trainee.done("results", come) == {"id": str(bare.session)}
    assert (await trainer.ask(f"results/{bare.session}", WholeResult)).result == behind
    assert is_problem(await trainee.post("results", bare), Problem.INVALID, 422), "a mark is not taken away again"
    other = behind.model_copy(update={"calls": (marked("no-water", 100),)})
    assert is_problem(await trainee.post("results", other), Problem.INVALID, 422)
    [line] = (await trainer.ask("results", ResultPage)).lines
    assert line.total == 90


async def test_what_a_seat_with_a_clock_ahead_sends_counts_to_the_day_on_which_it_came(
    client: httpx.AsyncClient, centre: Centre
) -> None:
    trainee, trainer = await Asking.by(client, "tr-1"), await Asking.by(client, "teach")
    await trainee.done("results", result("tr-1", marked("no-water", 90), ended=datetime(9999, 12, 31, 23, tzinfo=UTC)))
    [line] = (await trainer.ask("results", ResultPage)).lines
    assert line.ended == centre.now()
    day = centre.now().date().isoformat()
    [week] = (await trainer.ask("sums", SumPage, by="week", first=day, last=day)).sums
    assert week.calls == 1


def trainers_acts(session: UUID) -> list[tuple[str, BaseModel | None]]:
    """Return each act of a trainer, with what it asks for."""
    key, day = uuid4(), START.date()
    assign = AssignRequest(
        assignment_id=key, title="t", kind=PracticeKind.DRILL, scenarios=("no-water",), people=("tr-1",), due=day
    )
    return [
        ("groups", GroupRequest(group_id=key, name="g", people=("tr-1",))), (f"groups/{key}/end", None),
        ("assignments", assign), (f"assignments/{key}/end", None),
        (f"results/{session}/notes", NoteRequest(note_id=key, place=0, words="w")),
        (f"appeals/{key}/answer", AppealReply(words="w", agreed=True)),
    ]  # fmt: skip


async def test_nobody_posts_for_another_or_without_the_role(client: httpx.AsyncClient) -> None:
    trainee, operator = await Asking.by(client, "tr-1"), await Asking.by(client, "op-088")
    trainer = await Asking.by(client, "teach")
    assert is_problem(await trainee.post("results", result("tr-2")), Problem.FORBIDDEN, 403)
    assert is_problem(await operator.post("results", result("op-088")), Problem.FORBIDDEN, 403)
    theirs = result("tr-2", marked("no-water", 90))
    await (await Asking.by(client, "tr-2")).done("results", theirs)
    appeal = {"session": str(theirs.session), "place": 0, "trainee": "tr-1", "made": START.isoformat(), "reason": "x"}
    not_mine = await trainee.post("appeals", {"appeal_id": str(uuid4()), **appeal})
    assert is_problem(not_mine, Problem.NOT_FOUND, 404)
    assert is_problem(await client.get("/v1/practice/own", headers=operator.headers), Problem.FORBIDDEN, 403)
    for path, act in trainers_acts(theirs.session):
        assert is_problem(await trainee.post(path, act), Problem.FORBIDDEN, 403), path
    for path in ("results", "trainees", "appeals", "groups", f"results/{theirs.session}"):
        answer = await client.get(
            f"/v1/practice/{path}", params={"first": "2026-11-01", "last": "2026-11-21"}, headers=trainee.headers
        )
        assert is_problem(answer, Problem.FORBIDDEN, 403), path
    assert is_problem(await trainer.post("results", result("teach")), Problem.FORBIDDEN, 403)


@pytest.mark.parametrize(
    ("where", "planted"),
    [
        ((), {"text": "工地夜里浇筑混凝土"}),
        (("calls", 0), {"narrative": "工地夜里浇筑混凝土"}),
        (("calls", 0), {"scenario": "工地夜里浇筑混凝土"}),
        (("calls", 0), {"class_code": "19900001234"}),
        (("calls", 0), {"fatal": ["call 19900001234"]}),
        (("calls", 0, "items", 0), {"losses": ["a19900001234"]}),
        (("calls", 0, "items", 0), {"keys": ["a", "b"]}),
        ((), {"trainee": "李秀兰 19900001234"}),
    ],
)
def test_no_result_can_hold_a_text_a_number_or_keys(where: tuple[str | int, ...], planted: dict[str, object]) -> None:
    whole = result("tr-1", marked("night-noise", 88)).model_dump(mode="json")
    into = whole
    for step in where:
        into = into[step]
    into.update(planted)
    with pytest.raises(ValidationError):
        PracticeResult.model_validate(whole)
