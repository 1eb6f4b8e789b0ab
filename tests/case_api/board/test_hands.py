"""Raised hands: up while the beats say so, answered by one lead, seen by the operator who raised it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import select

from case_api.accounts.registry import Registry
from case_api.board.hands import answer_at
from case_api.centre import Centre
from case_api.storage.engine import reading
from case_api.storage.tables_board import hands
from hotline.wire import Problem
from tests.case_api.http.conftest import Clock
from tests.case_api.http.seat import SeatClient, is_problem

from .acts import audited, signed_in, sits, two_leads
from .beating import acknowledged, state


def hand(seat: SeatClient, words: str = "来电人在哭", hand_id: UUID | None = None) -> dict[str, Any]:
    return {"hand_id": str(hand_id or uuid4()), "raised_at": seat.now().isoformat(), "words": words}


def kept(centre: Centre) -> list[tuple[str, str, str, bool]]:
    """Return seat, operator and words of the hands there were, and whether each is up."""
    with reading(centre.engine) as conn:
        rows = conn.execute(select(hands).order_by(hands.c.raised_at, hands.c.words)).all()
    return [(row.seat, row.operator_id, row.words, row.lowered_at is None) for row in rows]


def answer_shown(centre: Centre, seat: str = "0042") -> str | None:
    with reading(centre.engine) as conn:
        found = answer_at(conn, seat)
    return f"{found.answered_by}: {found.words}" if found else None


async def answered(client: httpx.AsyncClient, who: dict[str, str], hand_id: str, words: str) -> httpx.Response:
    return await client.post(f"/v1/board/hands/{hand_id}/answer", json={"words": words}, headers=who)


async def test_a_hand_is_up_while_the_beats_say_so(seat: SeatClient, centre: Centre, clock: Clock) -> None:
    await sits(seat)
    first, second = hand(seat), hand(seat, "第二件")
    for _ in range(3):
        await acknowledged(seat, hand=first)
    assert kept(centre) == [("0042", "op-088", "来电人在哭", True)]
    await acknowledged(seat, hand=first | {"words": "来电人在哭，要班长"})
    assert kept(centre) == [("0042", "op-088", "来电人在哭，要班长", True)]
    clock.pass_by(seconds=2)
    await acknowledged(seat, hand=second)
    assert [up for *_, up in kept(centre)] == [False, True]
    await acknowledged(seat)
    assert [up for *_, up in kept(centre)] == [False, False]


async def test_of_two_leads_the_first_one_s_note_stands_and_the_second_is_told_whose_it_is(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre, registry: Registry
) -> None:
    await sits(seat)
    raised = hand(seat)
    await acknowledged(seat, hand=raised)
    lead, chief = await two_leads(client, registry)
    first = await answered(client, lead, raised["hand_id"], "我过来")
    assert (first.status_code, first.json()["answered_by"]) == (200, "王芳")
    second = await answered(client, chief, raised["hand_id"], "转110")
    assert is_problem(second, Problem.REFUSED, 409)
    assert (second.json()["code"], second.json()["answered_by"]) == ("hand_answered", "王芳")
    assert (await answered(client, lead, raised["hand_id"], "我过来")).json() == first.json()  # its answer was lost
    assert answer_shown(centre) == "王芳: 我过来"
    for _ in range(2):
        seen = await client.post(f"/v1/desk/hands/{raised['hand_id']}/seen", headers=seat.person)
        assert seen.status_code == 204
    assert answer_shown(centre) is None
    about = {"about": "0042", "hand": raised["hand_id"], "operator": "op-088"}
    assert audited(centre, "answer_hand") == [("answer_hand", "op-lead", about)]


async def test_an_answer_is_for_who_raised_the_hand_not_for_who_sits_there_after(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre
) -> None:
    await sits(seat)
    raised = hand(seat)
    await acknowledged(seat, hand=raised)
    await answered(client, await signed_in(client, "op-lead"), raised["hand_id"], "我过来")
    await acknowledged(seat, state(2, "signed_out", seat.now()))
    await sits(seat, "op-lead", seq=3)
    assert answer_shown(centre) is None


async def test_a_hand_that_is_down_or_none_or_of_another_seat_is_told_so(
    client: httpx.AsyncClient, code_for: Callable[[str], str], seat: SeatClient, centre: Centre, clock: Clock
) -> None:
    await sits(seat)
    raised = hand(seat)
    await acknowledged(seat, hand=raised)
    south = await SeatClient.enrolled(client, code_for("0077"), clock)
    await sits(south, "op-else")
    await acknowledged(south, hand=raised | {"words": "不是我的"})
    assert kept(centre) == [("0042", "op-088", "来电人在哭", True)]
    lead = await signed_in(client, "op-lead")
    assert is_problem(await answered(client, lead, str(uuid4()), "?"), Problem.NOT_FOUND, 404)
    assert is_problem(await answered(client, lead, raised["hand_id"], "x" * 501), Problem.INVALID, 422)
    assert is_problem(await answered(client, lead, raised["hand_id"], " "), Problem.INVALID, 422)
    early = await client.post(f"/v1/desk/hands/{raised['hand_id']}/seen", headers=seat.person)
    assert is_problem(early, Problem.NOT_FOUND, 404)
    await acknowledged(seat)
    late = await answered(client, lead, raised["hand_id"], "我过来")
    assert (late.status_code, late.json()["code"]) == (409, "hand_taken_down")
    other = await client.post(f"/v1/desk/hands/{raised['hand_id']}/seen", headers=south.person)
    assert is_problem(other, Problem.NOT_FOUND, 404)
