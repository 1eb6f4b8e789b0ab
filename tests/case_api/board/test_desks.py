"""What a desk is told, and who is poked by the event stream and when."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from case_api.board.picture import Folded
from case_api.centre import Centre
from case_api.storage.engine import writing
from case_api.storage.tables_accounts import seats
from hotline.codes import CallEventKind as Kind
from hotline.desk_doc import DeskLine, DeskNews
from hotline.wire import Problem
from tests.case_api.http.conftest import PASSWORD, START, Clock
from tests.case_api.http.seat import SeatClient, is_problem
from tests.case_api.http.serving import listening
from tests.case_api.http.test_events import Stream, following
from tests.deadline import PATIENCE_S

from .beating import acknowledged, ago, state
from .ringing import board, ring, switch_is_there, told

NOTICE = "01930f2c-6666-7a00-8000-000000000001"


async def desk(seat: SeatClient, app: FastAPI) -> DeskNews:
    """Return a desk's news after everything that was written."""
    app.state.house.board_now()
    answer = await seat.http.get("/v1/desk", headers=seat.auth)
    assert answer.status_code == 200, answer.text
    return DeskNews.model_validate_json(answer.content)


async def send_notice(lead: SeatClient, place: str, words: str = "请立即到会议室") -> None:
    body = {"notice_id": NOTICE, "place": place, "words": words, "must_read": True}
    answer = await lead.http.post("/v1/board/notices", json=body, headers=lead.person)
    assert answer.status_code == 200, answer.text


async def test_a_desk_hears_of_the_callers_that_it_answers(
    seat: SeatClient, app: FastAPI, centre: Centre, clock: Clock
) -> None:
    told(centre, [
        ring(1, Kind.OFFERED, ago(START, seconds=9)), ring(2, Kind.OFFERED, ago(START, seconds=30), queue="other"),
        ring(3, Kind.OFFERED, ago(START, seconds=60), queue="enterprise"),
    ])  # fmt: skip
    line = (await desk(seat, app)).queue
    assert (line.waiting, line.longest_since) == (2, ago(START, seconds=30))
    with writing(centre.engine) as conn:
        conn.execute(update(seats).where(seats.c.seat == "0042").values(queue="enterprise"))
    clock.pass_by(seconds=6)
    line = (await desk(seat, app)).queue
    assert (line.waiting, line.longest_since) == (1, ago(START, seconds=60))


async def test_a_desk_knows_whether_the_switch_is_heard(
    seat: SeatClient, app: FastAPI, centre: Centre, clock: Clock
) -> None:
    assert (await desk(seat, app)).switch_up is None
    switch_is_there(centre)
    assert (await desk(seat, app)).switch_up is True
    clock.pass_by(seconds=6)
    news = await desk(seat, app)
    assert (news.switch_up, news.switch_since) == (False, START)


async def test_a_notice_is_there_until_it_is_read(seat: SeatClient, lead: SeatClient, app: FastAPI) -> None:
    await seat.sign_in("op-088", PASSWORD)
    await acknowledged(seat, state(1, "ready", ago(START, minutes=1), operator_id="op-088"))
    assert not (await desk(seat, app)).notices
    await send_notice(lead, "seat:0042")
    assert [each.words for each in (await desk(seat, app)).notices] == ["请立即到会议室"]
    answer = await seat.http.post(f"/v1/desk/notices/{NOTICE}/read", headers=seat.person)
    assert answer.status_code == 204, answer.text
    assert not (await desk(seat, app)).notices


async def test_a_notice_that_nobody_reads_becomes_trouble(
    seat: SeatClient, lead: SeatClient, app: FastAPI, clock: Clock
) -> None:
    await seat.sign_in("op-088", PASSWORD)
    await acknowledged(seat, state(1, "ready", ago(START, minutes=1), operator_id="op-088"))
    await send_notice(lead, "*")
    clock.pass_by(minutes=6)
    await acknowledged(seat)
    unread = [each for each in (await board(lead)).troubles if each.kind == "unread_notice"]
    assert [(str(each.notice_id), each.since) for each in unread] == [(NOTICE, START)]


async def test_a_desk_needs_a_device(seat: SeatClient) -> None:
    assert is_problem(await seat.http.get("/v1/desk"), Problem.AUTH_REQUIRED, 401)
    await seat.sign_in("op-lead", PASSWORD)
    assert is_problem(await seat.http.get("/v1/desk", headers=seat.person), Problem.AUTH_REQUIRED, 401)


async def test_who_asks_while_it_is_looked_hears_what_was_done_before(
    seat: SeatClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = app.state.house.board
    fold, begun, let_go = live.picture.fold, threading.Event(), threading.Event()

    def slow(**how: bool) -> Folded:
        begun.set()
        assert let_go.wait(PATIENCE_S)
        return fold(**how)

    monkeypatch.setattr(live.picture, "fold", slow)
    live.wake()
    first = asyncio.create_task(live.seen())
    await asyncio.to_thread(begun.wait, PATIENCE_S)
    second = asyncio.create_task(live.seen())
    for _ in range(3):
        await asyncio.sleep(0)
    assert not second.done()
    let_go.set()
    await asyncio.gather(first, second)


class TestStreams:
    """Over a real socket: whose board or desk is poked, and what of a queue comes with the stream itself."""

    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("case_api.http.live_board.QUEUE_LINE_SECONDS", 0.05)
        monkeypatch.setattr("case_api.http.live_board.LOOK_SECONDS", 0.1)
        monkeypatch.setattr("case_api.http.events.BEAT_SECONDS", 0.05)

    @pytest.fixture
    async def client(self, app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
        with listening(app) as address:
            async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as client:
                yield client

    async def test_a_state_pokes_the_boards_of_leads_alone(
        self, seat: SeatClient, lead: SeatClient, centre: Centre
    ) -> None:
        async with following(lead) as leads, following(seat) as own:
            await leads.next("beat")
            await own.next("beat")
            await acknowledged(seat, state(1, "ready", START))
            while (poke := await leads.next("poke")).json() != {"scopes": ["board"]}:
                pass
            assert not poke.id
            await send_notice(lead, "seat:0042")
            assert (await own.next("poke")).json()["scopes"] == ["desk"]

    async def test_a_queue_that_changes_is_told_to_its_desks_and_none_of_them_asks(
        self, seat: SeatClient, centre: Centre, app: FastAPI, code_for: Callable[[str], str], clock: Clock
    ) -> None:
        other = await SeatClient.enrolled(seat.http, code_for("0043"), clock)
        with writing(centre.engine) as conn:
            conn.execute(update(seats).where(seats.c.seat == "0043").values(queue="enterprise"))
        clock.pass_by(seconds=6)  # seats and their queues are read every five
        switch_is_there(centre)
        async with following(seat) as general, following(other) as enterprise:
            for number in range(1, 4):
                told(centre, [ring(number, Kind.OFFERED, START, queue="enterprise")])
                assert (await line_of(enterprise, number)).queue.longest_since == START
            told(centre, [ring(9, Kind.OFFERED, START)])
            assert (await line_of(general, 1)).switch_up
        asked = [line for line in app.state.house.meters.text().splitlines() if b"/v1/desk" in line]
        assert asked == []

    async def test_a_stream_begins_with_the_line_as_it_is_now(
        self, seat: SeatClient, centre: Centre, app: FastAPI, clock: Clock
    ) -> None:
        told(centre, [ring(1, Kind.OFFERED, START)])
        async with following(seat) as stream:
            await line_of(stream, 1)
        clock.pass_by(minutes=10)
        assert (await desk(seat, app)).now == clock()
        async with following(seat) as stream:
            assert (await line_of(stream, 1)).now == clock()

    async def test_a_centre_that_cannot_look_says_that_it_knows_nothing_of_the_queue(
        self, seat: SeatClient, centre: Centre, app: FastAPI, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def hangs(**_: bool) -> None:
            raise OSError("the database does not answer")

        monkeypatch.setattr("case_api.http.live_board.BLIND_SECONDS", 1.0)
        switch_is_there(centre)
        told(centre, [ring(1, Kind.OFFERED, START)])
        picture = app.state.house.board.picture
        async with following(seat) as stream:
            assert (await line_of(stream, 1)).switch_up
            with monkeypatch.context() as broken:
                broken.setattr(picture, "fold", hangs)
                assert (await line_of(stream, 0)).switch_up is None
                answer = await seat.http.get("/v1/desk", headers=seat.auth)
                assert DeskNews.model_validate_json(answer.content).switch_up is None
            assert (await line_of(stream, 1)).switch_up


async def line_of(stream: Stream, waiting: int) -> DeskLine:
    """Return the next line of a stream that says that so many wait."""
    while True:
        line = DeskLine.model_validate_json((await stream.next("line")).data)
        if line.queue.waiting == waiting:
            return line
