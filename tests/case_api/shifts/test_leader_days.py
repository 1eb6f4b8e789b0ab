"""Leaders' days at the centre: desks hear of them, and a summary says what came of one, however late it is told."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from case_api.accounts.users import add_user
from case_api.centre import Centre
from case_api.shifts.leader_file import OnRota
from case_api.shifts.leader_rota import keep_rota
from case_api.storage.engine import reading, writing
from case_api.storage.tables_audit import read_audit
from hotline.codes import CallEventKind as Kind
from hotline.codes import Role
from hotline.leader_doc import LeaderDay, LeaderDays
from hotline.wire import Problem
from tests.case_api.board.acts import audited, signed_in, sits
from tests.case_api.board.beating import acknowledged, state
from tests.case_api.board.ringing import board, call, ring, told
from tests.case_api.http.conftest import PASSWORD, Clock
from tests.case_api.http.seat import SeatClient, is_problem

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def on_rota(centre: Centre, *names: str, seat: str = "0042", minutes: int = 90) -> None:
    """Let the rota of today name these for now, one after the other."""
    begins = centre.now().astimezone(ZONE)
    length = timedelta(minutes=minutes)
    rota = [
        OnRota(begins + place * length, begins + (place + 1) * length, seat, name, "副市长", "op-088")
        for place, name in enumerate(names)
    ]
    with writing(centre.engine) as conn:
        keep_rota(conn, rota, "leaders.csv", centre.now())


async def leaders_told(seat: SeatClient, app: FastAPI) -> list[dict[str, Any]]:
    """Return what the desk of a seat is told of its leaders, once its centre has looked."""
    app.state.house.board_now()
    answer = await seat.http.get("/v1/desk", headers=seat.auth)
    assert answer.status_code == 200, answer.text
    leaders: list[dict[str, Any]] = answer.json()["leaders"]
    return leaders


async def days(lead: SeatClient, now: datetime) -> tuple[LeaderDay, ...]:
    today = now.astimezone(ZONE).date().isoformat()
    answer = await lead.http.get("/v1/leader-days", params={"first": today, "last": today}, headers=lead.person)
    assert answer.status_code == 200, answer.text
    return LeaderDays.model_validate_json(answer.content).days


def answered(number: int, at: datetime, seat: str = "0042") -> list[Any]:
    """Return the events of a call that is answered at once, and spoken in for a minute."""
    return [
        ring(number, Kind.OFFERED, at),
        ring(number, Kind.RINGING, at, seat),
        ring(number, Kind.ANSWERED, at, seat),
        ring(number, Kind.HUNG_UP, at + timedelta(minutes=1), seat),
    ]


async def filed(seat: SeatClient, number: int = 0) -> str:
    """File a case, of the call of this number, and return its id."""
    case = seat.filed(case_id=uuid4())
    if number:
        case["payload"]["call"] = {"call_id": str(call(number))}
    answer = await seat.push(case)
    assert answer.json()["results"][0]["outcome"] == "applied", answer.text
    return str(case["case_id"])


async def test_the_desk_hears_who_answers_there_and_when_shifts_end(
    seat: SeatClient, centre: Centre, app: FastAPI
) -> None:
    await sits(seat)
    assert await leaders_told(seat, app) == []
    on_rota(centre, "周明")
    (leader,) = await leaders_told(seat, app)
    assert (leader["name"], leader["title"], leader["beside"]) == ("周明", "副市长", "李明")
    on_rota(centre, "周明", minutes=60)
    (same,) = await leaders_told(seat, app)
    assert same["leader_day_id"] == leader["leader_day_id"]
    assert same["ends"] != leader["ends"]
    on_rota(centre, "吴刚")
    assert [each["name"] for each in await leaders_told(seat, app)] == ["吴刚"]
    desk = (await seat.http.get("/v1/desk", headers=seat.auth)).json()
    assert desk["shift_ends"] == ["00:00", "08:00", "16:00"]


async def test_what_was_answered_while_they_were_there_is_theirs_and_nothing_else(
    seat: SeatClient, lead: SeatClient, centre: Centre, app: FastAPI, clock: Clock
) -> None:
    await sits(seat)
    on_rota(centre, "周明")
    day = (await leaders_told(seat, app))[0]["leader_day_id"]
    began = clock()
    told(centre, answered(1, began))
    clock.pass_by(minutes=5)
    await acknowledged(seat, state(2, "ready", clock(), operator_id="op-088", leader_day_id=day))
    here = clock()
    told(centre, [*answered(2, here + timedelta(minutes=1)), *answered(3, here + timedelta(minutes=4))])
    told(centre, answered(4, here + timedelta(minutes=2), "0043"))
    clock.pass_by(minutes=10)
    (before,) = await days(lead, clock())
    assert [each.guest for each in (await board(lead)).seats if each.seat == "0042"] == ["周明"]
    assert (before.answered, before.stays[0].until, before.stays[0].beside) == (2, None, "李明")
    await acknowledged(seat, state(3, "ready", clock(), operator_id="op-088"))
    told(centre, answered(5, clock()))
    (after,) = await days(lead, clock())
    assert [each.guest for each in (await board(lead)).seats if each.seat == "0042"] == [""]
    assert (after.answered, after.stays[0].since, after.stays[0].until) == (2, here, clock())


async def test_nothing_masked_is_revealed_at_a_seat_while_a_guest_answers_there_and_the_audit_says_who_asked(
    seat: SeatClient, centre: Centre, app: FastAPI, clock: Clock
) -> None:
    await sits(seat)
    on_rota(centre, "周明")
    day = (await leaders_told(seat, app))[0]["leader_day_id"]
    filed = seat.filed()
    await seat.push(filed)

    async def outcome_and_answer() -> tuple[str, int]:
        reveal = seat.mutation("reveal", {"field": "caller_phone", "reason": "call_back"}) | {
            "case_id": filed["case_id"]
        }
        told = (await seat.push(reveal)).json()["results"][0]
        headers = {**seat.person, "X-Device-Token": seat.token}
        answer = await seat.http.post("/v1/reveals", json={"mutation_id": reveal["mutation_id"]}, headers=headers)
        return f"{told['outcome']} {told.get('reason', '')}".strip(), answer.status_code

    assert await outcome_and_answer() == ("applied", 200)
    clock.pass_by(seconds=2)
    await acknowledged(seat, state(2, "ready", clock(), operator_id="op-088", leader_day_id=day))
    assert await outcome_and_answer() == ("conflict guest_answers", 403)
    clock.pass_by(seconds=2)
    await acknowledged(seat, state(3, "ready", clock(), operator_id="op-088"))
    assert await outcome_and_answer() == ("applied", 200)
    with reading(centre.engine) as conn:
        asked = conn.execute(select(read_audit.c.operator_id, read_audit.c.outcome).order_by(read_audit.c.n)).all()
    assert asked == [("op-088", "applied"), ("op-088", "conflict"), ("op-088", "applied")]


async def test_a_guest_of_whom_a_seat_tells_hours_later_has_answered_all_the_same(
    seat: SeatClient, lead: SeatClient, centre: Centre, app: FastAPI, clock: Clock
) -> None:
    await sits(seat)
    on_rota(centre, "周明")
    day = (await leaders_told(seat, app))[0]["leader_day_id"]
    here = clock()
    told(centre, answered(1, here + timedelta(minutes=3)))
    clock.pass_by(hours=2)
    on_rota(centre, "吴刚")  # the rota is another one by now
    (only,) = await days(lead, clock())
    assert (only.name, only.answered) == ("吴刚", 0)
    late = [
        state(2, "talking", here, operator_id="op-088", leader_day_id=day),
        state(3, "signed_out", here + timedelta(minutes=30), operator_id="op-088"),
    ]
    await acknowledged(seat, *late)
    found = {each.name: each for each in await days(lead, clock())}
    assert (found["周明"].answered, found["周明"].on_rota) == (1, False)
    assert found["周明"].stays[0].until == here + timedelta(minutes=30)
    assert found["吴刚"].stays == ()


async def test_a_case_is_theirs_by_its_call_and_without_one_by_its_time(
    seat: SeatClient, lead: SeatClient, centre: Centre, app: FastAPI, clock: Clock
) -> None:
    await sits(seat)
    on_rota(centre, "周明")
    day = (await leaders_told(seat, app))[0]["leader_day_id"]
    await filed(seat)  # before the leader came
    clock.pass_by(minutes=1)
    await acknowledged(seat, state(2, "ready", clock(), operator_id="op-088", leader_day_id=day))
    clock.pass_by(minutes=1)
    told(centre, answered(1, clock()))
    without_call = await filed(seat)
    clock.pass_by(minutes=1)
    await acknowledged(seat, state(3, "ready", clock(), operator_id="op-088"))
    of_their_call = await filed(seat, 1)
    await filed(seat)
    (found,) = await days(lead, clock())
    assert [str(each.case_id) for each in found.cases] == [without_call, of_their_call]
    assert {(each.outcome, each.class_code) for each in found.cases} == {("file_case", "010101")}
    assert (found.answered, found.on_the_spot, found.asked_back) == (1, 0, 0)


async def test_who_sits_beside_adds_a_sentence_and_nobody_at_another_seat(
    seat: SeatClient, lead: SeatClient, centre: Centre, app: FastAPI, clock: Clock
) -> None:
    await sits(seat)
    on_rota(centre, "周明")
    day = (await leaders_told(seat, app))[0]["leader_day_id"]
    path = f"/v1/desk/leader-days/{day}/words"
    said = await seat.http.post(path, json={"words": "现场协调了两件供暖诉求"}, headers=seat.person)
    assert said.status_code == 204, said.text
    (found,) = await days(lead, clock())
    assert (found.words, found.words_by) == ("现场协调了两件供暖诉求", "李明")
    elsewhere = await lead.http.post(path, json={"words": "x"}, headers=lead.person)
    assert is_problem(elsewhere, Problem.NOT_FOUND, 404)
    ((_, operator, data),) = audited(centre, "say_of_leader_day")
    assert (operator, data["about"]) == ("op-088", "0042")
    assert "供暖" not in str(data)
    assert (await leaders_told(seat, app))[0]["words"] == "现场协调了两件供暖诉求"


async def test_leads_and_leaders_read_summaries_and_nobody_else(
    seat: SeatClient, centre: Centre, registry: Any, clock: Clock
) -> None:
    with writing(centre.engine) as conn:
        add_user(conn, registry.passwords, "op-mayor", "周明", [Role.LEADER], PASSWORD, places=["*"], at=clock())
    asked = {"params": {"first": "2026-11-01", "last": "2026-11-30"}}
    leader = await signed_in(seat.http, "op-mayor")
    assert (await seat.http.get("/v1/leader-days", **asked, headers=leader)).status_code == 200
    assert is_problem(await seat.http.get("/v1/board", headers=leader), Problem.FORBIDDEN, 403)
    await sits(seat)
    assert is_problem(await seat.http.get("/v1/leader-days", **asked, headers=seat.person), Problem.FORBIDDEN, 403)
    wrong = {"params": {"first": "2026-11-30", "last": "2026-11-01"}}
    assert is_problem(await seat.http.get("/v1/leader-days", **wrong, headers=leader), Problem.INVALID, 422)


async def test_of_a_console_that_died_it_is_said_since_when_nobody_knows(
    seat: SeatClient, lead: SeatClient, centre: Centre, app: FastAPI, clock: Clock
) -> None:
    await sits(seat)
    on_rota(centre, "周明")
    day = (await leaders_told(seat, app))[0]["leader_day_id"]
    await acknowledged(seat, state(2, "ready", clock(), operator_id="op-088", leader_day_id=day))
    here = clock()
    clock.pass_by(minutes=30)
    await app.state.house.seats.look()
    (found,) = await days(lead, clock())
    assert [(each.since, each.until, each.silent_since) for each in found.stays] == [(here, None, here)]
    back = here + timedelta(minutes=20)
    await acknowledged(seat, state(3, "ready", back, operator_id="op-else"))
    (found,) = await days(lead, clock())
    assert [(each.since, each.until, each.silent_since) for each in found.stays] == [(here, back, None)]
