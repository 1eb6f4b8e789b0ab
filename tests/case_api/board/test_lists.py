"""The lists behind a board's numbers: they add up to them, page by page, and a seat's states have no gap."""

import asyncio
import functools
import itertools
import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from case_api.board import stored_changes, stored_day
from case_api.centre import Centre
from case_api.http import kept_times
from hotline.board_doc import SeatStates, TimesPage
from hotline.codes import CallEventKind as Kind
from hotline.stays import Tile
from hotline.wire import Problem
from tests.case_api.http.conftest import PASSWORD, START, Clock
from tests.case_api.http.seat import SeatClient, is_problem

from .beating import acknowledged, ago, state
from .ringing import board, call, ring, told


async def listed(lead: SeatClient, **asked: str) -> tuple[int, list[dict[str, Any]]]:
    """Return the total of a list and its lines, read page by page."""
    lines: list[dict[str, Any]] = []
    while True:
        answer = await lead.http.get("/v1/board/calls", params={"limit": "7", **asked}, headers=lead.person)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        lines += page["lines"]
        if not page["next"]:
            return page["total"], lines
        asked["cursor"] = page["next"]


def a_day_of_calls(now: datetime, count: int) -> list[Any]:
    """Return the events of some calls of every kind, drawn by a seed, in the last hours."""
    draw = random.Random(20261121)
    events = []
    for number in range(count):
        at, queue = now - timedelta(seconds=draw.uniform(1, 7200)), draw.choice(["general", "enterprise"])
        events.append(ring(number, Kind.OFFERED, at, queue=queue))
        kind = draw.choice(["waits", "gives up", "flows out", "rings in vain", "is answered", "is answered"])
        later = at + timedelta(seconds=draw.uniform(0.5, 40))
        if kind == "gives up":
            events.append(ring(number, Kind.ABANDONED, later, queue=queue))
        elif kind == "flows out":
            events.append(ring(number, Kind.FLOWED_OUT, later, queue=queue))
        elif kind == "rings in vain":
            events += [ring(number, Kind.RINGING, at, "0042", queue), ring(number, Kind.MISSED, later, "0042", queue)]
        elif kind == "is answered":
            events += [ring(number, Kind.RINGING, at, "0042", queue), ring(number, Kind.ANSWERED, later, "0042", queue)]
            if draw.random() < 0.7:
                events.append(ring(number, Kind.HUNG_UP, later + timedelta(seconds=90), "0042", queue))
    return events


async def test_every_tile_has_as_many_calls_behind_it_as_stand_on_it(
    lead: SeatClient, centre: Centre, clock: Clock
) -> None:
    clock.pass_by(minutes=40)
    told(centre, a_day_of_calls(clock(), 60))
    answer = await board(lead)
    for tile in Tile:
        total, lines = await listed(lead, tile=tile)
        assert total == len(lines) == answer.figures.count(tile), tile
        assert lines == sorted(lines, key=lambda line: str(line["offered_at"]), reverse=True)
        assert (await listed(lead, tile=tile, span="hour"))[0] == answer.hour.count(tile), tile
        queues = [(await listed(lead, tile=tile, queue=queue))[0] for queue in ("general", "enterprise", "other")]
        assert sum(queues) == total
    assert answer.figures.answered > answer.figures.answered_within > 0
    assert len(answer.waiting) == answer.figures.waiting > 0


async def test_a_page_reads_the_calls_that_stand_on_it_and_not_the_day(
    lead: SeatClient, centre: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.pass_by(minutes=40)
    told(centre, a_day_of_calls(clock(), 60))
    answer = await board(lead)
    read: list[UUID] = []
    for module in (stored_day, stored_changes):

        def counted(rows: Any, calls_of: Any = module.calls_of) -> Any:
            for each in calls_of(rows):
                read.append(each.call_id)
                yield each

        monkeypatch.setattr(module, "calls_of", counted)
    page = (await lead.http.get("/v1/board/calls?tile=offered&limit=7", headers=lead.person)).json()
    assert page["total"] == answer.figures.offered
    assert sorted(read) == sorted(UUID(line["call_id"]) for line in page["lines"])


async def test_one_call_has_all_its_stays(lead: SeatClient, centre: Centre) -> None:
    told(centre, [
        ring(1, Kind.OFFERED, ago(START, seconds=90)), ring(1, Kind.FLOWED_OUT, ago(START, seconds=50)),
        ring(1, Kind.OFFERED, ago(START, seconds=50), queue="other"), ring(2, Kind.OFFERED, START),
        ring(1, Kind.ANSWERED, ago(START, seconds=30), "0042", "other"),
    ])  # fmt: skip
    total, lines = await listed(lead, call=str(call(1)))
    assert (total, [(line["queue"], line["ended"], line["wait_s"], line["seat"]) for line in lines]) == (
        2, [("other", "answered", 20, "0042"), ("general", "flowed_out", 40, "")]
    )  # fmt: skip
    assert await listed(lead, call=str(call(9))) == (0, [])


@pytest.mark.parametrize(
    "asked", [{}, {"tile": "no_such"}, {"tile": "offered", "cursor": "xx"}, {"tile": "offered", "limit": "0"}]
)
async def test_a_list_that_is_none_is_told_so(lead: SeatClient, asked: dict[str, str]) -> None:
    answer = await lead.http.get("/v1/board/calls", params=asked, headers=lead.person)
    assert is_problem(answer, Problem.INVALID, 422)
    for asked_of_cases in ({"tile": "nothing"}, {}):
        answer = await lead.http.get("/v1/board/cases", params=asked_of_cases, headers=lead.person)
        assert is_problem(answer, Problem.INVALID, 422)


class TestOfACallAndItsCases:
    """A call on the board names the cases that were made of it, and a case its call."""

    async def test_a_call_names_its_cases_and_a_case_its_call(
        self, lead: SeatClient, seat: SeatClient, centre: Centre
    ) -> None:
        told(centre, [
            each for number in (1, 2) for each in (
                ring(number, Kind.OFFERED, ago(START, seconds=60 * number)),
                ring(number, Kind.ANSWERED, ago(START, seconds=60 * number - 5), "0042"),
            )
        ])  # fmt: skip
        await seat.sign_in("op-088", PASSWORD)
        filed = [seat.filed(), seat.filed(), seat.filed()]
        for each in filed[:2]:
            each["payload"]["call"] = {"call_id": str(call(2))}
        await seat.push(*filed)
        numbers = [each["payload"]["number"] for each in filed]
        _, lines = await listed(lead, tile="answered")
        assert [line["case_numbers"] for line in lines] == [[], numbers[:2]]
        assert (await listed(lead, call=str(call(2))))[1][0]["case_numbers"] == numbers[:2]
        asked = {"call": str(call(2))}
        page = (await lead.http.get("/v1/board/cases", params=asked, headers=lead.person)).json()
        assert (page["total"], sorted(line["number"] for line in page["lines"])) == (2, numbers[:2])
        page = (await lead.http.get("/v1/board/cases", params={"tile": "filed"}, headers=lead.person)).json()
        known = {line["number"]: line["call_id"] for line in page["lines"]}
        assert known == dict(zip(numbers, [str(call(2)), str(call(2)), None], strict=True))


class TestStatesOfASeat:
    """What a seat was doing, newest first, without a gap."""

    async def asked(self, lead: SeatClient, **span: str) -> list[dict[str, Any]]:
        answer = await lead.http.get("/v1/board/seats/0042/states", params=span, headers=lead.person)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["states"])

    async def test_one_state_ends_where_the_next_begins_whatever_order_they_came_in(
        self, lead: SeatClient, seat: SeatClient, clock: Clock
    ) -> None:
        await seat.sign_in("op-088", PASSWORD)
        begun = [
            state(1, "ready", ago(START, minutes=50), operator_id="op-088"),
            state(2, "talking", ago(START, minutes=30), operator_id="op-088"),
            state(3, "wrap_up", ago(START, minutes=25), operator_id="op-088"),
            state(4, "paused", ago(START, minutes=24), operator_id="op-088", reason="meal"),
        ]
        await acknowledged(seat, begun[2], begun[3])
        await acknowledged(seat, begun[0], begun[1])
        lines = await self.asked(lead, **{"from": ago(START, hours=1).isoformat()})
        assert [line["state"] for line in lines] == ["paused", "wrap_up", "talking", "ready", "signed_out"]
        assert (lines[0]["until"], lines[0]["reason"], lines[0]["operator"]) == (None, "meal", "李明")
        for later, before in itertools.pairwise(lines):
            assert before["until"] == later["since"]
        within = await self.asked(
            lead, **{"from": ago(START, minutes=28).isoformat(), "to": ago(START, minutes=20).isoformat()}
        )
        spent = [datetime.fromisoformat(line["until"]) - datetime.fromisoformat(line["since"]) for line in within]
        assert sum(spent, timedelta()) == timedelta(minutes=8)

    async def test_times_are_added_up_for_a_seat_a_sub_centre_and_all(self, lead: SeatClient, seat: SeatClient) -> None:
        await seat.sign_in("op-088", PASSWORD)
        await acknowledged(seat, *(
            state(seq, name, ago(START, minutes=minutes), operator_id="op-088", **more)
            for seq, (name, minutes, more) in enumerate((
                ("ready", 60, {}), ("talking", 50, {}), ("wrap_up", 30, {}), ("paused", 28, {"reason": "meal"}),
                ("ready", 20, {}), ("wrap_up", 2, {}),
            ), start=1)
        ))  # fmt: skip
        asked = await lead.http.get("/v1/board/seats/0042/states", headers=lead.person)
        spent = SeatStates.model_validate_json(asked.content).spent
        minutes = {name: seconds / 60 for name, seconds in spent.states.items()}
        assert minutes.pop("signed_out") == 17 * 60, "since midnight"
        assert minutes == {"ready": 28, "talking": 20, "wrap_up": 4, "paused": 8}
        assert (spent.pauses, spent.average_wrap_up_s) == ({"meal": 480}, 120)
        assert spent.occupancy == pytest.approx(24 / 52)
        for params, place, seats in (({}, "", 1), ({"sub_centre": "north"}, "north", 1)):
            answer = await lead.http.get("/v1/board/times", params=params, headers=lead.person)
            first, *parts = TimesPage.model_validate_json(answer.content).lines
            assert (first.place, first.seats, first.states) == (place, seats, spent.states)
            assert (first.occupancy, first.average_wrap_up_s) == (spent.occupancy, 120)
            assert [part.place for part in parts] == (["0042"] if params else ["north"])
        answer = await lead.http.get("/v1/board/times", params={"sub_centre": "none"}, headers=lead.person)
        assert [(line.place, line.seats) for line in TimesPage.model_validate_json(answer.content).lines] == [
            ("none", 0)
        ]

    async def test_times_are_added_up_once_for_all_who_ask_within_seconds(
        self, lead: SeatClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, read, statements = kept_times.times_of_today, list[str](), list[str]()

        def counted(*given: Any) -> TimesPage:
            read.append(given[-1])
            event.listen(given[0], "before_cursor_execute", lambda *told: statements.append(told[2]))
            return real(*given)

        monkeypatch.setattr(kept_times, "times_of_today", counted)
        ask = functools.partial(lead.http.get, "/v1/board/times", headers=lead.person)
        await asyncio.gather(ask(), ask(), ask(params={"sub_centre": "north"}))
        assert sorted(read) == ["", "north"]
        assert len(statements) == 2 * 3, "as many however many seats there are"
        clock.pass_by(seconds=kept_times.KEPT_FOR.total_seconds())
        await ask()
        assert len(read) == 3

    async def test_of_a_silent_seat_nothing_is_known_after_it_was_last_heard(
        self, lead: SeatClient, seat: SeatClient, app: FastAPI, clock: Clock
    ) -> None:
        await acknowledged(seat, state(1, "ready", ago(START, minutes=5)))
        clock.pass_by(minutes=10)
        await app.state.house.seats.look()
        newest = (await self.asked(lead))[0]
        assert (newest["state"], datetime.fromisoformat(newest["until"])) == ("ready", START)

    async def test_a_seat_and_a_span_that_are_none(self, lead: SeatClient) -> None:
        get, path = lead.http.get, "/v1/board/seats/{}/states"
        assert is_problem(await get(path.format("9999"), headers=lead.person), Problem.NOT_FOUND, 404)
        backwards = {"from": START.isoformat(), "to": ago(START, minutes=1).isoformat()}
        too_long = {"from": ago(START, days=8).isoformat()}
        for span in (backwards, too_long, {"from": "yesterday"}):
            answer = await get(path.format("0042"), params=span, headers=lead.person)
            assert is_problem(answer, Problem.INVALID, 422)
