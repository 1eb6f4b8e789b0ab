"""Results added up by person, item, class and week; the hardest items of a group; the whole as a file; a backup."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx

from case_api.backup import backup, restore
from case_api.centre import Centre
from case_api.practice.sum_pages import Part, Weeks, Whose, sum_page
from case_api.storage.engine import reading
from hotline.practice_trainer_doc import ResultPage, SumPage
from tests.case_api.http.conftest import START
from tests.case_api.practice.school import Asking, marked, result

WEEKS = {"first": "2026-10-26", "last": "2026-11-21"}


async def _results(client: httpx.AsyncClient) -> Asking:
    """Let 孙丽 do well and lose on the class, 周军 badly a week before, 吴敏 come to nothing."""
    lately, before = START, START - timedelta(days=7)
    for each in (
        result("tr-1", marked("night-noise", 92), marked("no-water", 96, class_code="010101"), ended=lately),
        result("tr-2", marked("night-noise", 52), ended=before),
        result("tr-3", marked("no-water", 100, class_code="010101", fatal=("emergency_kept",)), ended=lately),
    ):
        await (await Asking.by(client, each.trainee)).done("results", each)
    return await Asking.by(client, "teach")


def _said(page: SumPage) -> list[tuple[str, int, float, int]]:
    return [(each.key, each.calls, round(each.share, 4), each.fatal) for each in page.sums]


async def test_results_by_person_item_class_and_week(client: httpx.AsyncClient) -> None:
    trainer = await _results(client)

    async def sums(by: str, **more: str) -> list[tuple[str, int, float, int]]:
        return _said(await trainer.ask("sums", SumPage, by=by, **WEEKS, **more))

    assert await sums("person") == [("tr-1", 2, 0.94, 0), ("tr-2", 1, 0.52, 0), ("tr-3", 1, 0.0, 1)]
    assert await sums("item") == [("class", 4, 0.375, 1), ("address", 4, 0.8913, 1)], "the hardest first"
    assert await sums("class") == [("010101", 2, 0.48, 1), ("030201", 2, 0.72, 0)]
    assert await sums("week") == [("2026-11-09", 1, 0.52, 0), ("2026-11-16", 3, 0.6267, 1)]
    assert await sums("person", item="class") == [("tr-1", 2, 0.25, 0), ("tr-2", 1, 0.0, 0), ("tr-3", 1, 1.0, 1)]
    assert await sums("week", person="tr-1", item="class") == [("2026-11-16", 2, 0.25, 0)]
    first = await trainer.ask("sums", SumPage, by="person", limit="2", **WEEKS)
    assert ([each.key for each in first.sums], first.next) == (["tr-1", "tr-2"], "tr-2")
    last = await trainer.ask("sums", SumPage, by="person", limit="2", cursor=first.next, **WEEKS)
    assert ([each.key for each in last.sums], last.next) == (["tr-3"], "")
    narrow = await trainer.ask("sums", SumPage, by="person", first="2026-11-16", last="2026-11-16")
    assert [each.key for each in narrow.sums] == ["tr-1", "tr-3"]


async def test_a_group_is_what_its_people_of_now_did(client: httpx.AsyncClient) -> None:
    trainer = await _results(client)
    group = {"group_id": str(uuid4()), "name": "一班", "people": ["tr-1", "tr-3"]}

    async def hardest() -> list[tuple[str, int, float, int]]:
        return _said(await trainer.ask("sums", SumPage, by="item", group=group["group_id"], **WEEKS))

    await trainer.done("groups", group)
    assert await hardest() == [("class", 3, 0.5, 1), ("address", 3, 1.0, 1)]
    await (await Asking.by(client, "tr-1")).done("results", result("tr-1", marked("night-noise", 92)))
    assert await hardest() == [("class", 4, 0.375, 1), ("address", 4, 1.0, 1)]
    await trainer.done("groups", group | {"people": ["tr-2"]})
    assert await hardest() == [("class", 1, 0.0, 0), ("address", 1, 0.5652, 0)]


async def test_results_come_in_pages_and_by_what_was_lost(client: httpx.AsyncClient) -> None:
    trainer = await _results(client)
    seen: list[tuple[str, float]] = []
    cursor = ""
    for _ in range(4):
        page = await trainer.ask("results", ResultPage, limit="1", cursor=cursor)
        seen += [(line.name, line.total) for line in page.lines]
        cursor = page.next
    assert cursor == ""
    assert sorted(seen) == [("吴敏", 0), ("周军", 52), ("孙丽", 92), ("孙丽", 96)]
    assert seen[-1] == ("周军", 52), "newest first"
    lost = (await trainer.ask("results", ResultPage, item="address")).lines
    assert [(line.name, line.got, line.of) for line in lost] == [("周军", 52, 92)]
    first = await trainer.ask("results", ResultPage, item="class", limit="2")
    rest = await trainer.ask("results", ResultPage, item="class", limit="2", cursor=first.next)
    assert sorted(line.total for line in (*first.lines, *rest.lines)) == [52, 92, 96], (
        "a fatal one may have lost nothing on it"
    )
    assert (len(first.lines), rest.next) == (2, "")
    of_class = (await trainer.ask("results", ResultPage, **{"class": "010101", "person": "tr-1"})).lines
    assert [line.scenario for line in of_class] == ["no-water"]


async def test_the_whole_as_a_page_and_a_workbook(client: httpx.AsyncClient) -> None:
    trainer = await _results(client)
    page = await client.get("/v1/practice/whole", params={"form": "html", **WEEKS}, headers=trainer.headers)
    assert all(words in page.text for words in ("孙丽", "按评分项", "分类", "94.00%"))
    book = await client.get(
        "/v1/practice/whole", params={"form": "xlsx", "language": "en", **WEEKS}, headers=trainer.headers
    )
    with zipfile.ZipFile(io.BytesIO(book.content)) as sheets:
        assert "孙丽 tr-1" in sheets.read("xl/sharedStrings.xml").decode()


async def test_a_backup_holds_results_and_sums(client: httpx.AsyncClient, centre: Centre, tmp_path: Path) -> None:
    trainer = await _results(client)
    asked = {"assignment_id": str(uuid4()), "title": "第一周", "kind": "drill", "scenarios": ["no-water"]}
    await trainer.done("assignments", asked | {"people": ["tr-1"], "due": "2026-11-25"})

    def sums() -> SumPage:
        with reading(centre.engine) as conn:
            return sum_page(conn, "week", Whose(), Part(), Weeks.around(START.date(), START.date()))

    before = sums()
    assert before.sums
    backup(centre.engine, tmp_path / "centre.backup")
    restore(centre.engine, centre.cipher, tmp_path / "centre.backup")
    assert sums() == before
