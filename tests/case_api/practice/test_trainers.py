"""What trainers set and write, who of it hears what, and what the audit has of it."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI

from case_api.centre import Centre
from case_api.practice.own import own_work
from case_api.storage.engine import reading
from hotline.practice_doc import AssignedWork, PracticeAppeal
from hotline.practice_trainer_doc import (
    AppealList,
    AssignmentProgress,
    PracticeAssignments,
    ResultPage,
    TraineeList,
    WholeResult,
)
from hotline.wire import Problem
from tests.case_api.board.acts import audited
from tests.case_api.board.beating import acknowledged, state
from tests.case_api.board.conftest import code_for, seat  # noqa: F401  (fixtures)
from tests.case_api.http.conftest import PASSWORD, START, Clock
from tests.case_api.http.seat import SeatClient, is_problem
from tests.case_api.practice.school import Asking, marked, result

WEEKS = {"first": "2026-10-26", "last": "2026-11-21"}


async def _class_one(trainer: Asking, *people: str) -> str:
    group = {"group_id": str(uuid4()), "name": "一班", "people": people}
    return str((await trainer.done("groups", group))["group_id"])


async def test_an_assignment_is_done_scenario_by_scenario(
    client: httpx.AsyncClient, clock: Clock, centre: Centre
) -> None:
    trainer, trainee = await Asking.by(client, "teach"), await Asking.by(client, "tr-1")
    group = await _class_one(trainer, "tr-1", "tr-2")
    asked = {
        "assignment_id": str(uuid4()), "title": "第一周", "kind": "exam", "scenarios": ["night-noise", "no-water"],
        "group": group, "due": "2026-11-25",
    }  # fmt: skip
    for _ in range(2):
        told = await trainer.done("assignments", asked)
    assert (told["people"], told["begun"], told["finished"]) == (2, 0, 0)
    own = (await trainee.ask("own", AssignedWork)).assignments
    assert [(each.title, each.due, each.given_by, each.done) for each in own] == [
        ("第一周", date(2026, 11, 25), "郑老师", ())
    ]

    for_it = UUID(asked["assignment_id"])
    await trainee.done("results", result("tr-1", marked("night-noise", 80), kind="exam", assignment=for_it))
    await trainee.done("results", result("tr-1", marked("no-water", 100), kind="drill", assignment=for_it))
    own_now = await trainee.ask("own", AssignedWork)
    assert own_now.assignments[0].done == ("night-noise",), "a drill is no exam"
    assert [(each.assignment_id, each.scenario) for each in own_now.exams] == [(for_it, "night-noise")]
    await trainee.done("results", result("tr-1", marked("no-water", 90), kind="exam", assignment=for_it))
    own_now = await trainee.ask("own", AssignedWork)
    assert own_now.assignments == ()
    assert {each.scenario for each in own_now.exams} == {"night-noise", "no-water"}
    assert (await (await Asking.by(client, "tr-2")).ask("own", AssignedWork)).exams == ()
    progress = await trainer.ask(f"assignments/{for_it}", AssignmentProgress)
    assert [(each.name, each.done, each.mean) for each in progress.people] == [("孙丽", 2, 85.0), ("周军", 0, None)]
    assert (progress.assignment.begun, progress.assignment.finished) == (1, 1)

    clock.pass_by(days=5)
    trainer = await Asking.by(client, "teach")
    people = (await trainer.ask("trainees", TraineeList, **WEEKS)).trainees
    assert [(each.operator_id, each.groups, each.open, each.overdue) for each in people] == [
        ("tr-1", ("一班",), 0, 0), ("tr-2", ("一班",), 1, 1), ("tr-3", (), 0, 0),
    ]  # fmt: skip
    await trainer.done(f"assignments/{for_it}/end")
    assert (await (await Asking.by(client, "tr-2")).ask("own", AssignedWork)).assignments == ()
    listed = (await trainer.ask("assignments", PracticeAssignments)).assignments
    assert [each.ended_at is not None for each in listed] == [True]
    await trainer.done(f"groups/{group}/end")
    acts = ("practice_group", "assign_practice", "end_practice_assignment", "end_practice_group")
    rows = audited(centre, *acts)
    about = (group, str(for_it), str(for_it), group)
    assert [(op, who, told["about"]) for op, who, told in rows] == [*zip(acts, ["teach"] * 4, about, strict=True)]
    assert not any(words in str(rows) for words in ("第一周", "一班"))


async def test_a_keyboard_course_is_done_by_the_sitting_that_was_for_it(client: httpx.AsyncClient) -> None:
    trainer, trainee = await Asking.by(client, "teach"), await Asking.by(client, "tr-1")
    asked = {
        "assignment_id": str(uuid4()), "title": "按键", "kind": "course", "people": ["tr-1"], "due": "2026-11-25"
    }  # fmt: skip
    await trainer.done("assignments", asked)
    half = result("tr-1", kind="course").model_copy(update={"steps": 17})
    whole = result("tr-1", kind="course", assignment=UUID(asked["assignment_id"])).model_copy(update={"steps": 120})
    for told in (half, half):  # after a crash it may be posted again
        await trainee.done("results", told)
    assert [each.kind for each in (await trainee.ask("own", AssignedWork)).assignments] == ["course"]
    await trainee.done("results", whole)
    assert (await trainee.ask("own", AssignedWork)).assignments == ()
    listed = (await trainer.ask("assignments", PracticeAssignments)).assignments
    assert [(each.begun, each.finished) for each in listed] == [(1, 1)]
    await trainee.done("results", result("tr-1", marked("no-water", 100), ended=START - timedelta(minutes=1)))
    first = await trainer.ask("results", ResultPage, person="tr-1", limit="2")
    rest = await trainer.ask("results", ResultPage, person="tr-1", limit="2", cursor=first.next)
    lines = [(each.kind, each.total) for each in (*first.lines, *rest.lines)]
    assert (lines, rest.next) == ([("course", 0), ("course", 0), ("drill", 100)], "")
    assert {each.steps for each in first.lines} == {17, 120}


async def test_what_cannot_be_set_is_refused_with_its_field(client: httpx.AsyncClient) -> None:
    trainer = await Asking.by(client, "teach")
    asked = {
        "assignment_id": str(uuid4()),
        "title": "第一周",
        "kind": "drill",
        "scenarios": ["no-water"],
        "due": "2026-11-25",
    }
    for wrong, field in (
        ({"people": ["op-088"]}, "people"), ({"people": ["tr-1"], "due": "2026-11-20"}, "due"),
    ):  # fmt: skip
        answer = await trainer.post("assignments", asked | wrong)
        assert is_problem(answer, Problem.INVALID, 422)
        assert answer.json()["field"] == field
    assert is_problem(await trainer.post("assignments", asked | {"group": str(uuid4())}), Problem.NOT_FOUND, 404)
    assert is_problem(await trainer.post("assignments", asked), Problem.INVALID, 422), "for nobody"


async def test_a_note_an_appeal_and_its_answer(client: httpx.AsyncClient, centre: Centre) -> None:
    trainer, trainee = await Asking.by(client, "teach"), await Asking.by(client, "tr-1")
    mine = result("tr-1", marked("night-noise", 88))
    await trainee.done("results", mine)
    note = {"note_id": str(uuid4()), "place": 0, "item": "class", "words": "看清施工许可"}
    for _ in range(2):
        await trainer.done(f"results/{mine.session}/notes", note)
    nowhere = await trainer.post(f"results/{mine.session}/notes", note | {"note_id": str(uuid4()), "item": "words"})
    assert is_problem(nowhere, Problem.NOT_FOUND, 404)
    appeal = PracticeAppeal(
        appeal_id=uuid4(), session=mine.session, place=0, trainee="tr-1", made=START, reason="地址念过两遍"
    )
    await trainee.done("appeals", appeal)
    waiting = (await trainer.ask("appeals", AppealList)).appeals
    assert [(each.name, each.scenario, each.reason, each.answer) for each in waiting] == [
        ("孙丽", "night-noise", "地址念过两遍", "")
    ]
    for words in ("第二遍没有念门牌", "another answer"):
        told = await trainer.done(f"appeals/{appeal.appeal_id}/answer", {"words": words, "agreed": False})
    assert (told["answer"], told["by"]) == ("第二遍没有念门牌", "郑老师"), "the first answer stands"

    work = await trainee.ask("own", AssignedWork)
    assert [(each.item, each.words, each.by) for each in work.notes] == [("class", "看清施工许可", "郑老师")]
    assert [(each.words, each.agreed) for each in work.answers] == [("第二遍没有念门牌", False)]
    called = [(each.scenario, each.kind) for each in (*work.notes, *work.answers)]
    assert called == [("night-noise", mine.kind)] * 2, "the call may have been at another seat"
    others = await (await Asking.by(client, "tr-2")).ask("own", AssignedWork)
    assert (others.notes, others.answers) == ((), ()), "what is written to one is read by nobody else"
    with reading(centre.engine) as conn:
        for days, told_again in ((90, 1), (90.01, 0)):
            old = own_work(conn, "tr-1", centre.now() + timedelta(days=days))
            assert (len(old.notes), len(old.answers)) == (told_again, told_again)
    whole = await trainer.ask(f"results/{mine.session}", WholeResult)
    assert (whole.result, whole.name, len(whole.notes), len(whole.appeals)) == (mine, "孙丽", 1, 1)
    rows = audited(centre, "practice_note", "answer_practice_appeal")
    assert [(op, who) for op, who, _ in rows] == [("practice_note", "teach"), ("answer_practice_appeal", "teach")]
    assert "施工" not in str(rows), "no word that somebody typed stands in the audit"


async def test_who_practises_now_is_seen(client: httpx.AsyncClient, seat: SeatClient, app: FastAPI) -> None:  # noqa: F811
    trainer = await Asking.by(client, "teach")
    await seat.sign_in("tr-1", PASSWORD)
    await acknowledged(seat, state(1, "practice", START, operator_id="tr-1"))
    people = (await trainer.ask("trainees", TraineeList, **WEEKS)).trainees
    assert [(each.operator_id, each.seat) for each in people if each.practising_since] == [("tr-1", "0042")]
