"""Beats of consoles: what they say is kept once, set right by their clocks, and what is no beat changes nothing."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from case_api.accounts.devices import revoke_seat
from case_api.centre import Centre
from case_api.http.house import House
from case_api.storage.engine import reading, writing
from case_api.storage.tables_board import board_counter
from hotline.wire import Problem
from tests.case_api.http.conftest import PASSWORD, START, Clock
from tests.case_api.http.seat import SeatClient, is_problem

from .beating import acknowledged, ago, beat, kept_states, presence, state

CALL = UUID("01930f2c-4444-7a00-8000-000000000001")


def counted(centre: Centre) -> int:
    with reading(centre.engine) as conn:
        return conn.scalar(select(board_counter.c.n)) or 0


@pytest.fixture
def house(app: FastAPI) -> House:
    found: House = app.state.house
    return found


async def test_a_first_beat_is_heard_and_says_that_no_state_is_known(seat: SeatClient, centre: Centre) -> None:
    assert await acknowledged(seat) == 0
    row = presence(centre)
    assert (row.state, row.silent, row.unsent, row.heard_at) == ("", False, 0, START)


async def test_states_are_kept_with_whose_they_are_and_what_they_are_about(seat: SeatClient, centre: Centre) -> None:
    await seat.sign_in("op-088", PASSWORD)
    up_to = await acknowledged(
        seat,
        state(1, "ready", ago(START, seconds=60), operator_id="op-088"),
        state(2, "talking", ago(START, seconds=20), operator_id="op-088", call_id=str(CALL)),
        unsent=2, oldest_unsent_at=ago(START, minutes=4).isoformat(), kept_drafts=1,
    )  # fmt: skip
    assert up_to == 2
    assert kept_states(centre) == [
        (1, "ready", ago(START, seconds=60)),
        (2, "talking", ago(START, seconds=20)),
    ]
    row = presence(centre)
    assert (row.state, row.since, row.operator_id, row.call_id) == ("talking", ago(START, seconds=20), "op-088", CALL)
    assert (row.unsent, row.oldest_unsent_at, row.kept_drafts) == (2, ago(START, minutes=4), 1)


async def test_a_beat_that_says_nothing_new_writes_nothing(seat: SeatClient, centre: Centre, clock: Clock) -> None:
    await acknowledged(seat, state(1, "ready", START), unsent=1)
    before = counted(centre)
    for _ in range(5):
        clock.pass_by(seconds=2)
        assert await acknowledged(seat, unsent=1) == 1
    assert counted(centre) == before
    await acknowledged(seat, unsent=0)
    assert counted(centre) == before + 1


async def test_states_told_twice_or_late_are_kept_once_and_the_newest_stands(seat: SeatClient, centre: Centre) -> None:
    ready, talking, wrap_up = (
        state(number, name, ago(START, seconds=60 - 10 * number))
        for number, name in enumerate(("ready", "talking", "wrap_up"), 1)
    )
    other_words = state(3, "paused", START)
    assert await acknowledged(seat, ready, talking, wrap_up) == 3
    assert await acknowledged(seat, ready, talking, wrap_up) == 3
    assert await acknowledged(seat, ready) == 3
    assert await acknowledged(seat, other_words, wrap_up) == 3
    assert [(number, name) for number, name, _ in kept_states(centre)] == [(1, "ready"), (2, "talking"), (3, "wrap_up")]
    assert presence(centre).state == "wrap_up"


async def test_a_number_that_comes_twice_in_one_beat_counts_as_it_came_first(seat: SeatClient, centre: Centre) -> None:
    assert await acknowledged(seat, state(1, "ready", START), state(1, "paused", START)) == 1
    assert kept_states(centre) == [(1, "ready", START)]


@pytest.mark.parametrize("off", [timedelta(hours=-7), timedelta(hours=9), timedelta(days=4000)])
async def test_a_clock_that_is_hours_off_is_set_right(seat: SeatClient, centre: Centre, off: timedelta) -> None:
    theirs = START + off
    await acknowledged(
        seat, state(1, "ready", theirs - timedelta(seconds=30)), state(2, "paused", theirs - timedelta(seconds=5)),
        sent_at=theirs, unsent=1, oldest_unsent_at=(theirs - timedelta(seconds=9)).isoformat(),
    )  # fmt: skip
    assert kept_states(centre) == [(1, "ready", ago(START, seconds=30)), (2, "paused", ago(START, seconds=5))]
    assert presence(centre).oldest_unsent_at == ago(START, seconds=9)


async def test_no_state_begins_before_the_one_before_it_or_after_it_was_told(seat: SeatClient, centre: Centre) -> None:
    """A clock that was put right between two states, and one at the end of the calendar."""
    await acknowledged(seat, state(1, "ready", ago(START, seconds=10)))
    await acknowledged(
        seat, state(2, "talking", ago(START, hours=1)), state(3, "wrap_up", datetime.max.replace(tzinfo=UTC))
    )
    assert kept_states(centre) == [
        (1, "ready", ago(START, seconds=10)), (2, "talking", ago(START, seconds=10)), (3, "wrap_up", START)
    ]  # fmt: skip


async def test_an_operator_who_was_never_let_in_at_the_seat_is_not_believed(seat: SeatClient, centre: Centre) -> None:
    await seat.sign_in("op-088", PASSWORD)
    await acknowledged(seat, state(1, "ready", START, operator_id="op-088"))
    assert presence(centre).operator_id == "op-088"
    assert await acknowledged(seat, state(2, "paused", START, operator_id="op-else")) == 2
    assert (presence(centre).state, presence(centre).operator_id) == ("paused", "")


async def test_several_seats_that_speak_at_once_are_written_together(
    seat: SeatClient, centre: Centre, code_for: Callable[[str], str], clock: Clock
) -> None:
    seats = [seat, *[await SeatClient.enrolled(seat.http, code_for(name), clock) for name in ("0043", "0077")]]
    for each in seats:
        await beat(each)  # whose token is known is heard without a look at the database
    before = counted(centre)
    assert await asyncio.gather(*(acknowledged(each, state(1, "ready", START)) for each in seats)) == [1, 1, 1]
    assert counted(centre) == before + 1
    assert {presence(centre, name).state for name in ("0042", "0043", "0077")} == {"ready"}


class TestWhatIsNoBeat:
    """Each is told what is wrong, and nothing of it is kept."""

    @pytest.fixture
    def url(self, sqlite_url: str) -> str:
        return sqlite_url

    async def test_a_bad_token(self, seat: SeatClient) -> None:
        good = seat.token
        for token in ("", "not-a-token", good + "x"):
            seat.token = token
            answer = await beat(seat)
            assert is_problem(answer, Problem.AUTH_REQUIRED, 401)
        answer = await seat.http.post("/v1/seats/beat", json={"sent_at": START.isoformat()})
        assert is_problem(answer, Problem.AUTH_REQUIRED, 401)

    async def test_a_person_is_no_seat(self, seat: SeatClient) -> None:
        await seat.sign_in("op-088", PASSWORD)
        answer = await seat.http.post("/v1/seats/beat", json={"sent_at": START.isoformat()}, headers=seat.person)
        assert is_problem(answer, Problem.AUTH_REQUIRED, 401)

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "body.sent_at"),
            ({"sent_at": "2026-11-21T10:00:00"}, "body.sent_at"),
            ({"unsent": -1}, "body.unsent"),
            ({"states": [state(0, "ready", START)]}, "body.states.0.seq"),
            ({"states": [state(1, "asleep", START)]}, "body.states.0.state"),
            ({"states": [state(1, "ready", START, operator_id="x" * 65)]}, "body.states.0.operator_id"),
            ({"states": [state(1, "paused", START, reason="\x00")]}, "body.states.0.reason"),
            ({"states": [state(n, "ready", START) for n in range(1, 52)]}, "body.states"),
            ({"surprise": 1}, "body.surprise"),
        ],
    )
    async def test_a_body_of_another_shape(self, seat: SeatClient, body: dict[str, object], field: str) -> None:
        whole = body if body.keys() <= {"sent_at"} else {"sent_at": START.isoformat(), **body}
        answer = await seat.http.post("/v1/seats/beat", json=whole, headers=seat.auth)
        assert is_problem(answer, Problem.INVALID, 422)
        assert field in [each["field"] for each in answer.json()["fields"]]
        assert await acknowledged(seat) == 0

    async def test_no_json_too_large_and_another_method(self, seat: SeatClient) -> None:
        headers = {**seat.auth, "Content-Type": "application/json"}
        post = seat.http.post
        assert is_problem(await post("/v1/seats/beat", content=b"{", headers=headers), Problem.INVALID, 400)
        assert is_problem(await post("/v1/seats/beat", content=b"", headers=headers), Problem.INVALID, 400)
        huge = b'{"sent_at": "' + b"x" * 70_000
        assert is_problem(await post("/v1/seats/beat", content=huge, headers=headers), Problem.TOO_LARGE, 413)
        assert (await seat.http.get("/v1/seats/beat", headers=seat.auth)).status_code == 405

    async def test_a_revoked_device_is_told_so_within_seconds(
        self, seat: SeatClient, centre: Centre, house: House, clock: Clock
    ) -> None:
        await acknowledged(seat)
        with writing(centre.engine) as conn:
            revoke_seat(conn, "0042", at=clock())
        house.devices.keep(frozenset())  # as the watch does
        assert is_problem(await beat(seat), Problem.DEVICE_REVOKED, 403)


async def test_fifty_states_come_in_at_once(seat: SeatClient, centre: Centre) -> None:
    many = [state(n, "ready" if n % 2 else "paused", ago(START, seconds=100 - n)) for n in range(1, 51)]
    assert await acknowledged(seat, *many) == 50
    assert len(kept_states(centre)) == 50


def test_the_document_has_beats_as_it_has_everything(app: FastAPI) -> None:
    documented = app.openapi()["paths"]["/v1/seats/beat"]["post"]
    assert documented["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Beat"}
    assert documented["security"] == [{"device token": []}]
    assert "401" in documented["responses"]
