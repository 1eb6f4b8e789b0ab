"""The lead's board: seats, callers who wait, figures, what is amiss; only what changed, and only to leads."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from case_api.accounts.devices import add_seat
from case_api.board.troubles import in_order
from case_api.centre import Centre
from case_api.storage.engine import open_engine, writing
from hotline.board_doc import BoardAnswer
from hotline.wire import Problem
from tests.case_api.http.conftest import PASSWORD, START, Clock
from tests.case_api.http.seat import SeatClient, is_problem

from .beating import acknowledged, ago, state
from .ringing import NUMBER, Kind, board, call, ring, switch_is_there, told

HAND = "01930f2c-5555-7a00-8000-000000000001"


def row(answer: BoardAnswer, seat: str = "0042") -> Any:
    return next(each for each in answer.seats if each.seat == seat)


def kinds(answer: BoardAnswer) -> list[str]:
    return [each.kind for each in answer.troubles]


async def test_all_seats_are_on_it_and_of_one_never_heard_nothing_is_known(lead: SeatClient) -> None:
    answer = await board(lead)
    assert answer.whole
    assert [each.seat for each in answer.seats] == ["0042", "0043", "0077"]
    never = row(answer)
    assert (never.silent, never.heard_at, never.state, never.since, never.sub_centre) == (True, None, "", None, "north")
    assert not kinds(answer)


async def test_a_seat_is_shown_as_it_last_said(lead: SeatClient, seat: SeatClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    hand = {"hand_id": HAND, "raised_at": ago(START, seconds=9).isoformat(), "words": "来电人要求转市长"}
    await acknowledged(
        seat, state(1, "paused", ago(START, minutes=12), operator_id="op-088", reason="meal"),
        unsent=3, oldest_unsent_at=ago(START, minutes=4).isoformat(), kept_drafts=1, hand=hand,
    )  # fmt: skip
    shown = row(await board(lead))
    assert (shown.operator_id, shown.operator, shown.silent) == ("op-088", "李明", False)
    assert (shown.state, shown.reason, shown.since) == ("paused", "meal", ago(START, minutes=12))
    assert (shown.unsent, shown.oldest_unsent_at, shown.kept_drafts) == (3, ago(START, minutes=4), 1)
    assert (shown.hand_words, shown.hand_at) == ("来电人要求转市长", ago(START, seconds=9))
    await acknowledged(seat)
    assert row(await board(lead)).hand_id is None


async def test_after_an_answer_only_the_seats_that_changed_come(lead: SeatClient, seat: SeatClient) -> None:
    await acknowledged(lead, state(1, "ready", START))
    first = await board(lead)
    assert not (await board(lead, first)).seats
    await acknowledged(seat, state(1, "ready", START))
    second = await board(lead, first)
    assert (second.whole, [each.seat for each in second.seats]) == (False, ["0042"])
    assert second.n > first.n
    assert not (await board(lead, second)).seats


async def test_a_board_of_another_epoch_or_of_a_time_to_come_is_given_all(
    lead: SeatClient, seat: SeatClient, centre: Centre, clock: Clock
) -> None:
    await acknowledged(seat, state(1, "ready", START))
    known = await board(lead)
    assert (await board(lead, known.model_copy(update={"epoch": "e-other"}))).whole
    assert (await board(lead, known.model_copy(update={"n": known.n + 1000}))).whole
    with writing(centre.engine) as conn:
        add_seat(conn, "0044", "north", at=clock())
    clock.pass_by(seconds=6)
    with_another = await board(lead, known)
    assert with_another.whole
    assert len(with_another.seats) == 4


async def test_what_another_process_wrote_is_on_it_too(lead: SeatClient, centre: Centre, url: str) -> None:
    engine = open_engine(url)
    other = replace(centre, engine=engine)
    await board(lead)
    told(other, [ring(1, Kind.OFFERED, START)])
    assert [each.call_id for each in (await board(lead)).waiting] == [call(1)]
    engine.dispose()


class TestCalls:
    """Who waits, what was counted, and up to when the switch was heard."""

    async def test_a_caller_waits_rings_and_is_spoken_to(self, lead: SeatClient, centre: Centre, clock: Clock) -> None:
        clock.pass_by(minutes=5)
        now = clock()
        told(centre, [ring(1, Kind.OFFERED, ago(now, seconds=20)), ring(2, Kind.OFFERED, ago(now, seconds=30))])
        answer = await board(lead)
        assert [(each.call_id, each.since) for each in answer.waiting] == [
            (call(2), ago(now, seconds=30)), (call(1), ago(now, seconds=20))
        ]  # fmt: skip
        assert (answer.figures.offered, answer.figures.waiting, answer.hour.offered) == (2, 2, 2)
        told(centre, [ring(1, Kind.RINGING, ago(now, seconds=8), "0042")])
        assert [each.seat for each in (await board(lead)).waiting] == ["", "0042"]
        told(centre, [ring(1, Kind.ANSWERED, ago(now, seconds=7), "0042"), ring(2, Kind.ABANDONED, now)])
        answer = await board(lead)
        assert not answer.waiting
        assert (answer.figures.answered, answer.figures.answered_within, answer.figures.abandoned) == (1, 1, 1)
        assert (answer.missed_waiting, answer.called_back) == (1, 0)

    async def test_the_hour_begins_anew_and_so_does_the_day(
        self, lead: SeatClient, centre: Centre, clock: Clock
    ) -> None:
        told(centre, [ring(1, Kind.OFFERED, START), ring(1, Kind.ABANDONED, START + timedelta(seconds=1))])
        assert (await board(lead)).hour.offered == 1
        clock.pass_by(hours=1)
        answer = await board(lead)
        assert (answer.hour.offered, answer.figures.offered) == (0, 1)
        told(centre, [ring(2, Kind.OFFERED, clock())])
        answer = await board(lead)
        assert (answer.hour.offered, answer.figures.offered) == (1, 2)
        clock.pass_by(hours=5, seconds=1)
        answer = await board(lead)
        assert (answer.figures.offered, [each.call_id for each in answer.waiting]) == (0, [call(2)])

    async def test_beside_it_stands_the_same_time_a_week_ago(
        self, lead: SeatClient, centre: Centre, clock: Clock
    ) -> None:
        then, day = START - timedelta(days=7), timedelta(days=1)
        for number, since in enumerate((-day, timedelta(hours=-2), timedelta(minutes=-0.5), timedelta(minutes=10))):
            told(centre, [ring(number, Kind.OFFERED, then + since), ring(number, Kind.ABANDONED, then + since)])
        assert await self.offered_last_week(lead) == (2, 0)
        clock.pass_by(minutes=11)
        assert await self.offered_last_week(lead) == (3, 1)
        assert (await board(lead)).figures.offered == 0

    async def offered_last_week(self, lead: SeatClient) -> tuple[int | None, int | None]:
        answer = await board(lead)
        both = answer.last_week, answer.hour_last_week
        day, hour = (each.offered if each is not None else None for each in both)
        return day, hour

    async def test_wrap_up_counts_for_the_call_once_it_is_over_whenever_that_is_told(
        self, lead: SeatClient, seat: SeatClient, centre: Centre, clock: Clock
    ) -> None:
        told(centre, [
            ring(1, Kind.OFFERED, ago(START, minutes=5)), ring(1, Kind.ANSWERED, ago(START, minutes=5), "0042"),
            ring(1, Kind.HUNG_UP, ago(START, minutes=2), "0042"),
        ])  # fmt: skip
        about = {"call_id": str(call(1))}
        await acknowledged(seat, state(1, "talking", ago(START, minutes=5), **about))
        await acknowledged(seat, state(2, "wrap_up", ago(START, minutes=2), **about))
        figures = (await board(lead)).figures
        assert (figures.handled, figures.wrap_ups, figures.talk_ms) == (1, 0, 180_000)
        await acknowledged(seat, state(3, "ready", ago(START, seconds=30)))
        figures = (await board(lead)).figures
        assert (figures.wrap_ups, figures.wrap_up_ms) == (1, 90_000)

    async def test_the_switch_is_told_to_be_away_and_nothing_is_newer_than_it_was_heard(
        self, lead: SeatClient, centre: Centre, clock: Clock
    ) -> None:
        answer = await board(lead)
        assert (answer.switch_up, answer.as_of) == (False, None)
        switch_is_there(centre)
        answer = await board(lead)
        assert (answer.switch_up, answer.switch_since, answer.as_of) == (True, START, START)
        clock.pass_by(seconds=6)
        answer = await board(lead)
        assert (answer.switch_up, answer.switch_since, answer.as_of) == (False, START, START)
        assert kinds(answer) == ["switch_down"]
        switch_is_there(centre, up=False)
        answer = await board(lead)
        assert (answer.switch_up, answer.as_of) == (False, START + timedelta(seconds=6))


class TestTroubles:
    """What a lead should look at, after its limit and not before."""

    @pytest.fixture
    def url(self, sqlite_url: str) -> str:
        return sqlite_url

    async def test_wrap_up_pause_silence_and_a_queue_that_does_not_move(
        self, lead: SeatClient, seat: SeatClient, app: FastAPI, clock: Clock
    ) -> None:
        house = app.state.house
        await acknowledged(seat, state(1, "wrap_up", START))
        for seconds, expected in ((119, []), (1, []), (1, ["long_wrap_up"])):
            clock.pass_by(seconds=seconds)
            await acknowledged(seat)
            assert kinds(await board(lead)) == expected
        await acknowledged(
            seat, state(2, "paused", clock(), reason="meal"), unsent=1, oldest_unsent_at=START.isoformat()
        )
        assert kinds(await board(lead)) == []
        clock.pass_by(minutes=31)
        await acknowledged(seat, unsent=1, oldest_unsent_at=START.isoformat())
        answer = await board(lead)
        assert [(each.kind, each.seat, each.limit_s) for each in answer.troubles] == [
            ("stuck_queue", "0042", 300), ("long_pause", "0042", 1800)
        ]  # fmt: skip
        clock.pass_by(seconds=6)
        await house.seats.look()
        silent = await board(lead)
        assert [(each.kind, each.since) for each in silent.troubles] == [("silent_seat", ago(clock(), seconds=6))]

    async def test_who_signed_out_is_not_missed(
        self, lead: SeatClient, seat: SeatClient, app: FastAPI, clock: Clock
    ) -> None:
        await acknowledged(seat, state(1, "signed_out", START))
        clock.pass_by(seconds=6)
        await app.state.house.seats.look()
        assert kinds(await board(lead)) == []

    async def test_a_caller_who_waits_too_long_and_a_hand_come_in_the_order_of_urgency(
        self, lead: SeatClient, seat: SeatClient, centre: Centre, clock: Clock
    ) -> None:
        told(centre, [ring(1, Kind.OFFERED, START)])
        await acknowledged(seat, state(1, "ready", START), hand={"hand_id": HAND, "raised_at": START.isoformat()})
        assert kinds(await board(lead)) == ["hand"]
        clock.pass_by(seconds=16)
        await acknowledged(seat, hand={"hand_id": HAND, "raised_at": START.isoformat()})
        answer = await board(lead)
        assert kinds(answer) == ["long_wait", "hand"]
        assert answer.troubles == in_order(reversed(answer.troubles))

    async def test_a_case_that_nobody_dispatches(self, lead: SeatClient, seat: SeatClient, clock: Clock) -> None:
        await seat.sign_in("op-088", PASSWORD)
        await seat.push(seat.filed())
        seen = []
        for minutes in (0, 6.9, 0.1, 3):
            clock.pass_by(minutes=minutes)
            answer = await board(lead)
            late = [each.limit_s for each in answer.troubles if each.kind == "not_dispatched"]
            seen.append((answer.to_dispatch, answer.not_dispatched_yellow, answer.not_dispatched_red, late))
        assert seen == [(1, 0, 0, []), (1, 0, 0, []), (1, 1, 0, [420]), (1, 0, 1, [600])]
        assert (answer.filed.all, answer.filed.by_outcome, answer.filed.answered_on_the_spot) == (
            1, {"file_case": 1}, 0
        )  # fmt: skip
        for tile, total in (("filed", 1), ("file_case", 1), ("hand_off", 0), ("to_dispatch", 1), ("red", 0)):
            page = (await lead.http.get("/v1/board/cases", params={"tile": tile}, headers=lead.person)).json()
            assert (page["total"], len(page["lines"])) == (total, total), tile


BOARD_PATHS = (
    "/v1/board", "/v1/board/calls?tile=offered", "/v1/board/cases?tile=filed", "/v1/board/seats/0042/states",
    "/v1/board/times",
)  # fmt: skip


async def test_only_a_lead_reads_it(seat: SeatClient, client: httpx.AsyncClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    for path in BOARD_PATHS:
        for headers in (seat.person, seat.by_grant):
            assert is_problem(await client.get(path, headers=headers), Problem.FORBIDDEN, 403)
        for headers in ({}, seat.auth):
            assert is_problem(await client.get(path, headers=headers), Problem.AUTH_REQUIRED, 401)


async def test_nothing_personal_is_in_any_answer(
    lead: SeatClient, seat: SeatClient, centre: Centre, clock: Clock, code_for: Callable[[str], str]
) -> None:
    await seat.sign_in("op-088", PASSWORD)
    await seat.push(seat.filed(content="暗号西瓜"))
    told(centre, [ring(1, Kind.OFFERED, START), ring(1, Kind.ABANDONED, START)])
    told(centre, [ring(2, Kind.OFFERED, START)])
    await acknowledged(seat, state(1, "talking", START, operator_id="op-088", call_id=str(call(2))))
    clock.pass_by(minutes=11)
    for path in (*BOARD_PATHS, "/v1/board/calls?tile=abandoned", "/v1/board/cases?tile=to_dispatch"):
        text = (await lead.http.get(path, headers=lead.person)).text
        for planted in (NUMBER, NUMBER[-4:], "李小明", "19900001234", "西瓜"):
            assert planted not in text, path
