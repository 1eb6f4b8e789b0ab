"""Calling back those who gave up: one seat at a time has a caller, and only there is the number given."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, update

from case_api.accounts.registry import Registry
from case_api.audit.verify import verify
from case_api.board.acting import acting
from case_api.board.missed import claim, claimed_by, unclaimed, waiting_for
from case_api.centre import Centre
from case_api.identity import SignIn
from case_api.problems import ProblemError
from case_api.storage.engine import reading, writing
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_audit import case_events, read_audit
from case_api.storage.tables_board import seat_presence
from case_api.storage.tables_calls import missed_callers
from hotline.codes import Role
from hotline.context import Actor
from hotline.wire import Problem
from tests.case_api.http.conftest import PASSWORD, Clock
from tests.case_api.http.seat import SeatClient, is_problem

from .acts import audited, signed_in, sits, two_leads
from .beating import acknowledged, state
from .gave_up import AGAIN, FIRST, GAVE_UP, GAVE_UP_AGAIN, GOT_THROUGH, OTHER, PHONE, THIRD, calls_in, tell

Who = dict[str, str]


@pytest.fixture(autouse=True)
def _somebody_gave_up(centre: Centre) -> Iterator[None]:
    tell(centre, calls_in(FIRST, *GAVE_UP), calls_in(THIRD, *GAVE_UP_AGAIN, number=OTHER))
    yield
    assert [report.finding for report in verify(centre.engine, [])] == [None, None]


@pytest.fixture
async def south(client: httpx.AsyncClient, code_for: Callable[[str], str], clock: Clock) -> SeatClient:
    """Seat 0077, where 赵强 sits."""
    found = await SeatClient.enrolled(client, code_for("0077"), clock)
    await sits(found, "op-else")
    return found


async def asked(client: httpx.AsyncClient, who: Who, call: UUID, act: str, **body: Any) -> httpx.Response:
    return await client.post(f"/v1/missed-callers/{call}/{act}", json=body, headers=who)


async def done(client: httpx.AsyncClient, who: Who, call: UUID, act: str, **body: Any) -> dict[str, Any]:
    answer = await asked(client, who, call, act, **body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def listed(client: httpx.AsyncClient, who: Who) -> list[tuple[int, str]]:
    """Return call and claiming seat of the callers on the list that somebody is given; no number is in it."""
    answer = await client.get("/v1/missed-callers", headers=who)
    assert answer.status_code == 200, answer.text
    assert PHONE not in answer.text
    assert OTHER not in answer.text
    return [(UUID(each["call_id"]).int, each["seat"]) for each in answer.json()["callers"]]


def at_desk(centre: Centre, seat: str = "0042", operator: str = "op-088") -> list[str]:
    """Return the numbers that a desk is told of the callers whom its seat has claimed."""
    with reading(centre.engine) as conn:
        return [each.number for each in claimed_by(conn, centre.cipher, seat, operator)]


def given_numbers(centre: Centre) -> list[tuple[str, str, str]]:
    """Return who was given a number at which seat, and of which call, by the read audit and the write audit."""
    joined = select(read_audit, case_events.c.data).join(
        case_events, case_events.c.mutation_id == read_audit.c.mutation_id
    )
    with reading(centre.engine) as conn:
        rows = conn.execute(joined.order_by(read_audit.c.n)).all()
        assert len(rows) == len(conn.execute(select(read_audit)).all())
        audits = [str(conn.execute(select(table)).all()) for table in (read_audit, case_events)]
    assert not any(number in audit for number in (PHONE, OTHER) for audit in audits)
    assert {(row.field, row.reason) for row in rows} <= {("caller_phone", "call_back")}
    return [(row.operator_id, row.seat, json.loads(row.data)["call"]) for row in rows]


async def test_the_number_is_given_to_who_claims_and_to_nobody_else(
    client: httpx.AsyncClient, seat: SeatClient, south: SeatClient, centre: Centre
) -> None:
    await sits(seat)
    lead = await signed_in(client, "op-lead")
    assert await listed(client, seat.person) == [(1, "")]
    assert await listed(client, lead) == [(1, ""), (3, "")]
    claimed = await done(client, seat.person, FIRST, "claim")
    assert (claimed["number"], claimed["seat"], claimed["calls"], claimed["tries"]) == (PHONE, "0042", 1, 0)
    assert at_desk(centre) == [PHONE]
    assert at_desk(centre, operator="op-lead") == [""]  # who sits there after has not been given it
    late = await asked(client, south.person, FIRST, "claim")
    assert is_problem(late, Problem.REFUSED, 409)
    assert (late.json()["code"], late.json()["seat"]) == ("caller_claimed", "0042")
    assert PHONE not in late.text
    assert await listed(client, south.person) == []
    assert await listed(client, lead) == [(1, "0042"), (3, "")]
    assert given_numbers(centre) == [("op-088", "0042", str(FIRST))]
    again = await done(client, seat.by_grant, FIRST, "claim")  # the answer was lost, and the line with it
    assert (again["number"], again["claimed_at"]) == (PHONE, claimed["claimed_at"])
    assert len(given_numbers(centre)) == 2


async def test_of_two_claims_at_once_one_wins(centre: Centre, registry: Registry) -> None:
    def claims(seat: str) -> str:
        by = SignIn(Actor("op-088", frozenset({Role.OPERATOR}), seat), "s")
        try:
            with acting(centre, by) as act:
                return claim(act, centre.cipher, FIRST, "").seat
        except ProblemError as problem:
            return str(problem.extra["code"])

    with ThreadPoolExecutor(3) as people:
        won = list(people.map(claims, ("0042", "0043", "0077")))
    assert sorted(won)[1:] == ["caller_claimed", "caller_claimed"]
    assert len(given_numbers(centre)) == 1


async def test_whom_a_lead_hands_to_a_seat_has_a_number_there_once_the_operator_takes_them(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre
) -> None:
    await sits(seat)
    lead = await signed_in(client, "op-lead")
    handed = await done(client, lead, THIRD, "claim", seat="0042")
    assert (handed["number"], handed["seat"]) == ("", "0042")
    assert await done(client, lead, THIRD, "claim", seat="0042") == handed
    assert (at_desk(centre), given_numbers(centre)) == ([""], [])
    assert await listed(client, seat.person) == [(1, ""), (3, "0042")]  # an enterprise, but theirs now
    assert (await done(client, seat.person, THIRD, "claim"))["number"] == OTHER
    assert (at_desk(centre), given_numbers(centre)) == ([OTHER], [("op-088", "0042", str(THIRD))])
    assert [(op, who, data["about"]) for op, who, data in audited(centre, "claim_missed_caller")] == [
        ("claim_missed_caller", "op-lead", "0042"),
        ("claim_missed_caller", "op-088", "0042"),
    ]


async def test_who_is_reached_is_settled_and_forgotten(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre
) -> None:
    await sits(seat)
    await done(client, seat.person, FIRST, "claim")
    for _ in range(2):  # the second because the answer to the first was lost
        told = await done(client, seat.person, FIRST, "tried", reached=True)
        assert (told["tries"], told["number"]) == (1, "")
    with reading(centre.engine) as conn:
        row = conn.execute(select(missed_callers).where(missed_callers.c.call_id == FIRST)).one()
    assert (row.settled, row.number, row.seat, row.operator_id) == ("called_back", b"", "0042", "op-088")
    assert (at_desk(centre), await listed(client, seat.person)) == ([], [])
    late = await asked(client, seat.person, FIRST, "claim")
    assert (late.status_code, late.json()["code"], late.json()["settled"]) == (409, "caller_settled", "called_back")
    (tried,) = audited(centre, "try_missed_caller")
    assert tried == ("try_missed_caller", "op-088", {"about": "0042", "call": str(FIRST), "reached": True})


async def test_who_is_not_reached_is_given_back_and_after_three_tries_settled(
    client: httpx.AsyncClient, seat: SeatClient, south: SeatClient, centre: Centre
) -> None:
    await sits(seat)
    for turn, who in enumerate((seat, south, seat), 1):
        await done(client, who.person, FIRST, "claim")
        told = await done(client, who.person, FIRST, "tried", reached=False)
        assert (told["tries"], told["seat"], told["number"]) == (turn, "" if turn < 3 else "0042", "")
        twice = await asked(client, who.person, FIRST, "tried", reached=False)
        assert (twice.status_code, twice.json()["code"]) == (409, "not_your_claim" if turn < 3 else "caller_settled")
    with reading(centre.engine) as conn:
        row = conn.execute(select(missed_callers).where(missed_callers.c.call_id == FIRST)).one()
    assert (row.settled, row.tries, row.number) == ("out_of_reach", 3, b"")


async def test_who_called_again_meanwhile_needs_nothing_and_the_seat_is_told_so(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre
) -> None:
    await sits(seat)
    await done(client, seat.person, FIRST, "claim")
    tell(centre, calls_in(AGAIN, *GOT_THROUGH))
    assert at_desk(centre) == []
    for act, body in (("claim", {}), ("tried", {"reached": True}), ("release", None)):
        late = await asked(client, seat.person, FIRST, act, **(body or {}))
        assert (late.status_code, late.json()["code"], late.json()["settled"]) == (
            409,
            "caller_settled",
            "called_again",
        )


async def test_a_claim_is_given_back_by_its_seat_and_by_a_lead_where_the_seat_is_silent(
    client: httpx.AsyncClient, seat: SeatClient, south: SeatClient, centre: Centre, registry: Registry
) -> None:
    await sits(seat)
    lead, chief = await two_leads(client, registry)
    await done(client, seat.person, FIRST, "claim")
    other = await asked(client, south.person, FIRST, "release")
    assert (other.status_code, other.json()["code"]) == (409, "not_your_claim")
    at_work = await asked(client, lead, FIRST, "release")
    assert (at_work.status_code, at_work.json()["code"], at_work.json()["seat"]) == (409, "seat_not_silent", "0042")
    assert (await done(client, seat.person, FIRST, "release"))["seat"] == ""
    assert (await done(client, seat.person, FIRST, "release"))["seat"] == ""
    await done(client, seat.person, FIRST, "claim")
    with writing(centre.engine) as conn:
        conn.execute(update(seat_presence).where(seat_presence.c.seat == "0042").values(silent=True))
    assert (await done(client, lead, FIRST, "release"))["seat"] == ""
    assert (await done(client, south.person, FIRST, "claim"))["number"] == PHONE
    await done(client, lead, THIRD, "claim", seat="0042")
    await done(client, chief, THIRD, "release")  # nobody there has taken them
    released = [(who, data["about"]) for _, who, data in audited(centre, "release_missed_caller")]
    assert released == [("op-088", "0042"), ("op-lead", "0042"), ("op-chief", "0042")]
    await seat.sign_in("op-chief", PASSWORD)
    await acknowledged(seat, state(2, "signed_out", seat.now()))
    await done(client, seat.person, THIRD, "claim")
    at_board = await asked(client, lead, THIRD, "release")
    assert (at_board.status_code, at_board.json()["code"]) == (409, "seat_not_silent"), "a lead is there, at the board"


async def test_enterprises_are_for_the_seats_of_their_queue_and_who_gave_up_first_is_first(
    client: httpx.AsyncClient, seat: SeatClient, south: SeatClient, centre: Centre
) -> None:
    await sits(seat)
    second, fourth = UUID(int=2), UUID(int=4)
    tell(
        centre,
        calls_in(second, "50 offered other", "55 abandoned", number="19900000002"),
        calls_in(fourth, "200 offered", "201 abandoned", number=PHONE),  # the first one gives up once more
    )
    with writing(centre.engine) as conn:
        conn.execute(update(seats).where(seats.c.seat == "0077").values(queue="enterprise"))
    assert await listed(client, seat.person) == [(1, ""), (2, "")]
    assert await listed(client, south.person) == [(3, "")]
    with reading(centre.engine) as conn:
        counts = unclaimed(conn)
    assert [waiting_for(counts, queue) for queue in ("general", "enterprise")] == [2, 1]
    await done(client, seat.person, FIRST, "claim")
    with reading(centre.engine) as conn:
        assert unclaimed(conn) == {"other": 1, "enterprise": 1}


async def test_nobody_claims_what_is_not_there_nor_for_a_seat_that_is_not_theirs(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre
) -> None:
    await seat.sign_in("op-088", PASSWORD)
    lead = await signed_in(client, "op-lead")
    for who, call, body, problem, status in (
        (seat.person, UUID(int=99), {}, Problem.NOT_FOUND, 404),
        (seat.person, FIRST, {"seat": "0077"}, Problem.FORBIDDEN, 403),
        (lead, FIRST, {}, Problem.INVALID, 422),
        (lead, FIRST, {"seat": "9999"}, Problem.INVALID, 422),
        (lead, FIRST, {"seat": "\0"}, Problem.INVALID, 422),
        (lead, FIRST, {"seat": 42}, Problem.INVALID, 422),
    ):
        assert is_problem(await asked(client, who, call, "claim", **body), problem, status)
    assert is_problem(await asked(client, lead, FIRST, "tried", reached=True), Problem.REFUSED, 409)
    assert is_problem(await asked(client, lead, FIRST, "tried", reached="maybe"), Problem.INVALID, 422)
    assert given_numbers(centre) == []
