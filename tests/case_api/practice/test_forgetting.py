"""One person's results are erased: nobody reads them any more, and sums are what the others did."""

from uuid import uuid4

import httpx

from case_api.centre import Centre
from case_api.practice.forgetting import forget_results
from hotline.practice_doc import PracticeAppeal
from hotline.practice_trainer_doc import AppealList, ResultPage, SumPage, TraineeList
from tests.case_api.board.acts import audited
from tests.case_api.http.conftest import START
from tests.case_api.practice.school import Asking, marked, result

WEEKS = {"first": "2026-11-16", "last": "2026-11-21"}


async def test_the_results_of_one_person_go_and_those_of_the_others_stay(
    client: httpx.AsyncClient, centre: Centre
) -> None:
    trainer = await Asking.by(client, "teach")
    group = {"group_id": str(uuid4()), "name": "一班", "people": ["tr-1", "tr-2"]}
    await trainer.done("groups", group)
    other = result("tr-2", marked("no-water", 90))
    await (await Asking.by(client, "tr-2")).done("results", other)

    async def seen() -> list[object]:
        sums = [
            (await trainer.ask("sums", SumPage, by=by, **WEEKS, **of)).sums
            for by in ("person", "item", "class", "week")
            for of in ({}, {"group": group["group_id"]})
        ]
        return [sums, (await trainer.ask("results", ResultPage)).lines]

    before = await seen()
    theirs, leaver = result("tr-1", marked("night-noise", 52, class_code="010101")), await Asking.by(client, "tr-1")
    await leaver.done("results", theirs)
    note = {"note_id": str(uuid4()), "place": 0, "item": None, "words": "再看一遍"}
    await trainer.done(f"results/{theirs.session}/notes", note)
    appeal = PracticeAppeal(
        appeal_id=uuid4(), session=theirs.session, place=0, trainee="tr-1", made=START, reason="两个都说得通"
    )
    await leaver.done("appeals", appeal)
    assert await seen() != before

    assert forget_results(centre, "tr-1") == 1
    assert await seen() == before
    assert (await trainer.ask("appeals", AppealList)).appeals == ()
    leaver_now = (await trainer.ask("trainees", TraineeList, **WEEKS)).trainees[0]
    assert (leaver_now.calls, leaver_now.last_at) == (0, None)
    [(_, _, said)] = audited(centre, "practice_purge")
    assert said["about"] == "tr-1"
    assert forget_results(centre, "tr-1") == 0
    assert len(audited(centre, "practice_purge")) == 1
