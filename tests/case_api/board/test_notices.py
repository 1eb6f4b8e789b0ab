"""Notices of leads: who is shown one, who has read it, until when, and what is no notice."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select

from case_api.accounts.registry import Registry
from case_api.audit.verify import verify
from case_api.board.notices import unread_at
from case_api.centre import Centre
from case_api.storage.engine import reading
from case_api.storage.tables_board import notices
from hotline.wire import Problem
from tests.case_api.http.conftest import PASSWORD, Clock
from tests.case_api.http.seat import SeatClient, is_problem

from .acts import audited, notice, signed_in, sits, two_leads
from .beating import acknowledged, state


def shown(centre: Centre, seat: str = "0042", operator: str = "op-088") -> list[str]:
    """Return the words that an operator at a seat is shown."""
    with reading(centre.engine) as conn:
        return [each.words for each in unread_at(conn, seat, operator, centre.now())]


async def sent(client: httpx.AsyncClient, who: dict[str, str], asked: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post("/v1/board/notices", json=asked, headers=who)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_notice_is_shown_where_it_is_sent_until_it_is_read(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre
) -> None:
    await sits(seat)
    lead = await signed_in(client, "op-lead")
    must = notice("停电 [/] \x1b[2J", "seat:0042", must_read=True)
    await sent(client, lead, notice("早会九点", "sub_centre:north"))
    await sent(client, lead, notice("给城南", "sub_centre:south"))
    told = await sent(client, lead, must)
    assert (told["sent_by"], told["read"], told["unread"]) == ("王芳", [], ["0042 李明"])
    assert shown(centre) == ["停电 [/] \x1b[2J", "早会九点"]
    assert shown(centre, "0043", "op-lead") == ["早会九点"]
    assert shown(centre, "0042", "") == []
    for who in (seat.person, seat.by_grant):  # twice is once, with a line or without
        read = await client.post(f"/v1/desk/notices/{must['notice_id']}/read", headers=who)
        assert read.status_code == 204
    assert shown(centre) == ["早会九点"]
    assert shown(centre, "0042", "op-lead") == ["停电 [/] \x1b[2J", "早会九点"]  # another operator has not read it
    told = (await client.get(f"/v1/board/notices/{must['notice_id']}", headers=lead)).json()
    assert (told["read"], told["unread"]) == (["0042 李明"], [])
    listed = (await client.get("/v1/board/notices", headers=lead)).json()["notices"]
    assert {each["words"] for each in listed} == {"停电 [/] \x1b[2J", "早会九点", "给城南"}


async def test_who_comes_after_is_shown_it_too_until_the_shift_ends(
    client: httpx.AsyncClient, code_for: Callable[[str], str], seat: SeatClient, centre: Centre, clock: Clock
) -> None:
    """It is 18:00 in the city; the shift ends at midnight."""
    await sits(seat)
    lead = await signed_in(client, "op-lead")
    told = await sent(client, lead, notice("今晚有雨", must_read=True))
    clock.pass_by(hours=1)
    south = await SeatClient.enrolled(client, code_for("0077"), clock)
    await sits(south, "op-else")
    found = (await client.get(f"/v1/board/notices/{told['notice_id']}", headers=lead)).json()
    assert found["unread"] == ["0042 李明", "0077 赵强"]
    clock.pass_by(hours=4, minutes=59, seconds=59)
    assert shown(centre) == ["今晚有雨"]
    clock.pass_by(seconds=1)
    assert (shown(centre), shown(centre, "0077", "op-else")) == ([], [])
    seat.token = (await seat.ask_token()).json()["token"]
    await sits(seat, "op-lead", seq=2)  # who comes in the next shift was never to read it
    found = (await client.get(f"/v1/board/notices/{told['notice_id']}", headers=lead)).json()
    assert found["unread"] == ["0042 李明", "0077 赵强"]
    clock.pass_by(hours=24)
    lead = await signed_in(client, "op-lead")
    assert (await client.get("/v1/board/notices", headers=lead)).json() == {"notices": []}


async def test_who_left_before_it_was_sent_is_not_counted(
    client: httpx.AsyncClient, seat: SeatClient, clock: Clock
) -> None:
    await sits(seat)
    await acknowledged(seat, state(2, "signed_out", clock(), operator_id="op-088"))
    clock.pass_by(minutes=1)
    told = await sent(client, await signed_in(client, "op-lead"), notice("有人吗"))
    assert (told["read"], told["unread"]) == ([], [])


async def test_the_same_notice_again_is_one_and_other_words_under_its_id_are_refused(
    client: httpx.AsyncClient, centre: Centre, registry: Registry
) -> None:
    lead, chief = await two_leads(client, registry)
    asked = notice("早会九点")
    assert await sent(client, lead, asked) == await sent(client, lead, asked)
    for other, who in ((asked | {"words": "早会十点"}, lead), (asked | {"place": "seat:0042"}, lead), (asked, chief)):
        answer = await client.post("/v1/board/notices", json=other, headers=who)
        assert is_problem(answer, Problem.INVALID, 422)
    rows = audited(centre, "send_notice")
    assert [(op, who, data["about"], data["notice"]) for op, who, data in rows] == [
        ("send_notice", "op-lead", "*", asked["notice_id"])
    ]
    assert "早会" not in str(rows)
    assert [report.finding for report in verify(centre.engine, [])] == [None, None]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"words": "[b]\x1b[31m早" * 1250}, "at most 500 characters"),
        ({"words": " \n "}, "write some"),
        ({"words": ""}, "at least 1 character"),
        ({"words": "a\0b"}, "U+0000 cannot be stored; delete it"),
        ({"place": "seat:9999"}, "write seat:0042, sub_centre:CODE, or * for all"),
        ({"place": "sub_centre:"}, "write seat:0042, sub_centre:CODE, or * for all"),
        ({"place": "everybody"}, "write seat:0042, sub_centre:CODE, or * for all"),
        ({"place": "seat:\0"}, "cannot be stored"),
        ({"to": "*"}, "Extra inputs are not permitted"),
    ],
)
async def test_what_is_no_notice_is_told_so_and_leaves_nothing(
    client: httpx.AsyncClient, centre: Centre, registry: Registry, wrong: dict[str, Any], says: str
) -> None:
    lead = await signed_in(client, "op-lead")
    answer = await client.post("/v1/board/notices", json=notice("早会九点") | wrong, headers=lead)
    assert is_problem(answer, Problem.INVALID, 422)
    assert says in answer.text
    with reading(centre.engine) as conn:
        assert conn.scalar(select(func.count()).select_from(notices)) == 0


async def test_a_notice_is_read_only_where_it_is_for(
    client: httpx.AsyncClient, code_for: Callable[[str], str], seat: SeatClient, clock: Clock
) -> None:
    lead = await signed_in(client, "op-lead")
    told = await sent(client, lead, notice("给城南", "sub_centre:south"))
    await seat.sign_in("op-088", PASSWORD)
    for which, who, problem, status in (
        (told["notice_id"], seat.person, Problem.NOT_FOUND, 404),
        (str(uuid4()), seat.person, Problem.NOT_FOUND, 404),
        (told["notice_id"], lead, Problem.FORBIDDEN, 403),  # no seat
        (told["notice_id"], seat.auth, Problem.AUTH_REQUIRED, 401),  # nobody signed in
    ):
        assert is_problem(await client.post(f"/v1/desk/notices/{which}/read", headers=who), problem, status)
    assert is_problem(await client.get(f"/v1/board/notices/{UUID(int=1)}", headers=lead), Problem.NOT_FOUND, 404)
