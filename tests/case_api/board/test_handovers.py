"""Handing a shift over: what stands in the journal, who explains and who signs it, and what never changes again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import insert, update

from case_api.accounts.registry import Registry
from case_api.accounts.users import add_user
from case_api.board.counter import next_n
from case_api.centre import Centre
from case_api.settings import Settings
from case_api.shifts.shift_in_question import shift_in_question
from case_api.storage.engine import reading, writing
from case_api.storage.tables_board import seat_presence, seat_states
from case_api.storage.tables_cases import cases
from case_api.storage.tables_shifts import shift_roster
from hotline.codes import Role
from hotline.handover_doc import Handover, HandoverList
from hotline.shifts import Shifts
from hotline.wire import Problem
from tests.case_api.http.conftest import PASSWORD, START, Clock
from tests.case_api.http.seat import SeatClient, is_problem

from .acts import audited, notice, signed_in, sits, two_leads
from .beating import beat
from .gave_up import GAVE_UP, calls_in, tell
from .ringing import board

SHIFTS = Shifts.of("Asia/Shanghai", ("00:00", "08:00", "16:00"))
ENDS = START + timedelta(minutes=40)
"""Of the shift of START."""
NORTH = "/v1/board/handovers/north"
Leads = tuple[dict[str, str], dict[str, str]]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A centre whose shifts end at 18:40 in the city, and every eight hours."""
    return settings.model_copy(update={"shift_ends": ("02:40", "10:40", "18:40")})


@pytest.fixture
async def leads(client: httpx.AsyncClient, registry: Registry) -> Leads:
    """王芳, who goes, and 周涛, who comes."""
    return await two_leads(client, registry)


async def journal(client: httpx.AsyncClient, who: dict[str, str], place: str = "north", **asked: str) -> Handover:
    answer = await client.get(f"/v1/board/handovers/{place}", headers=who, params=asked)
    assert answer.status_code == 200, answer.text
    return Handover.model_validate_json(answer.content)


async def explain(
    client: httpx.AsyncClient, who: dict[str, str], of: Handover, words: str, *keys: str
) -> httpx.Response:
    asked = {
        "begins": of.begins.isoformat(),
        "n": of.n,
        "keys": keys or [item.key for item in of.items],
        "words": words,
    }
    return await client.post(f"{NORTH}/explanations", json=asked, headers=who)


async def sign(client: httpx.AsyncClient, who: dict[str, str], of: Handover, which: str) -> httpx.Response:
    return await client.post(f"{NORTH}/{which}", json={"begins": of.begins.isoformat()}, headers=who)


def refusal(answer: httpx.Response) -> str:
    assert is_problem(answer, Problem.REFUSED, 409), answer.text
    return str(answer.json()["code"])


async def filed(seat: SeatClient) -> UUID:
    """Return a case that the seat has filed; it waits for dispatch."""
    mutation = seat.filed()
    assert (await seat.push(mutation)).status_code == 200
    return UUID(mutation["case_id"])


def turn(centre: Centre, case_id: UUID, red_at: datetime | None, **values: Any) -> None:
    """Let a case that was dispatched have its first lamp go red at a moment."""
    dispatched = {"queue": "unit", "state": "handling", "unit": "W", "supervised": True, "red_at": red_at}
    with writing(centre.engine) as conn:
        conn.execute(update(cases).where(cases.c.id == case_id).values(**dispatched | values))


async def red_case(seat: SeatClient, centre: Centre, **values: Any) -> str:
    """Return the key of a case that has just gone red."""
    case_id = await filed(seat)
    turn(centre, case_id, centre.now(), **values)
    return f"red_lamp:{case_id}"


async def near_the_end(seat: SeatClient, clock: Clock, minutes: float = 20) -> None:
    """Let 李明 sit at 0042, and let it be so long before the shift ends; the seat is heard then."""
    await sits(seat)
    clock.at = ENDS - timedelta(minutes=minutes)
    await beat(seat)


async def test_what_is_open_in_the_sub_centre_stands_in_its_journal_and_nothing_else(
    seat: SeatClient, client: httpx.AsyncClient, centre: Centre, clock: Clock, leads: Leads,
    code_for: Callable[[str], str],
) -> None:  # fmt: skip
    await near_the_end(seat, clock)
    silent = await SeatClient.enrolled(client, code_for("0043"), clock)
    await sits(silent, "op-lead")
    with writing(centre.engine) as conn:
        conn.execute(update(seat_presence).where(seat_presence.c.seat == "0043").values(silent=True))
    late, red, elsewhere, unknown, replied = [await filed(seat) for _ in range(5)]
    turn(centre, replied, None, queue="callback", state="to_callback")
    turn(centre, red, clock() - timedelta(hours=1))
    turn(centre, elsewhere, clock(), sub_centre="south")
    turn(centre, unknown, clock() - timedelta(minutes=1), sub_centre="")
    with writing(centre.engine) as conn:
        conn.execute(update(cases).where(cases.c.id == late).values(since=clock() - timedelta(minutes=11)))
    tell(centre, calls_in(UUID(int=1), *GAVE_UP))
    for place in ("*", "sub_centre:north", "seat:0077"):
        clock.pass_by(seconds=1)
        sent = await client.post("/v1/board/notices", json=notice("读", place, must_read=True), headers=leads[0])
        assert sent.status_code == 200
    hand = {"hand_id": str(UUID(int=2)), "raised_at": clock().isoformat(), "words": "13800001234"}
    oldest = clock() - timedelta(minutes=9)
    await beat(seat, unsent=3, oldest_unsent_at=oldest.isoformat(), hand=hand)

    found = await journal(client, leads[0])
    assert [(item.kind, item.key.partition(":")[2]) for item in found.items[:6]] == [
        ("red_lamp", str(red)), ("red_lamp", str(unknown)), ("not_dispatched", str(late)), ("silent_seat", "0043"),
        ("stuck_queue", "0042"), ("hand", str(UUID(int=2))),
    ]  # fmt: skip
    assert [(item.kind, item.place, item.unread) for item in found.items[6:]] == [
        ("missed_caller", "", 0), ("call_back_due", "", 0), ("unread_notice", "*", 2),
        ("unread_notice", "sub_centre:north", 2),
    ]  # fmt: skip
    shown = (await client.get(f"/v1/cases/{red}", headers=leads[0])).json()["order"]
    first, stuck = found.items[0], found.items[4]
    assert (first.number, first.unit, first.class_code) == (shown["order_no"], "W", shown["class_code"])
    assert (stuck.since, stuck.operator) == (oldest, "李明")
    south = await journal(client, leads[1], "south")
    assert [(item.kind, item.place) for item in south.items] == [
        ("red_lamp", ""), ("red_lamp", ""), ("missed_caller", ""),
    ]  # fmt: skip
    assert {item.case_id for item in south.red} == {elsewhere, unknown}
    assert "13800001234" not in found.model_dump_json()


async def test_a_shift_goes_over_with_two_signatures_and_its_journal_never_changes_again(
    seat: SeatClient, client: httpx.AsyncClient, centre: Centre, clock: Clock, leads: Leads
) -> None:
    await near_the_end(seat, clock)
    key = await red_case(seat, centre)
    goes, comes = leads
    present = await journal(client, goes)
    assert (present.begins, present.ends, [item.key for item in present.unexplained]) == (
        ENDS - timedelta(hours=8), ENDS, [key],
    )  # fmt: skip
    refused = await sign(client, goes, present, "handed")
    assert refusal(refused) == "unexplained"
    assert refused.json()["numbers"] == [present.items[0].number]
    assert present.items[0].number in refused.text
    assert (await explain(client, goes, present, "承办单位已到场\x1b[2J[/]")).status_code == 200
    handed = Handover.model_validate_json((await sign(client, goes, present, "handed")).content)
    assert (handed.handed and handed.handed.by_name, handed.taken) == ("王芳", None)
    assert (await sign(client, goes, present, "handed")).status_code == 200  # told twice, signed once
    assert refusal(await sign(client, goes, present, "taken")) == "same_lead"
    assert refusal(await explain(client, goes, handed, "other words", key)) == "handed_already"
    clock.pass_by(minutes=15)
    taken = await sign(client, comes, present, "taken")
    assert (await sign(client, comes, present, "taken")).json()["taken"] == taken.json()["taken"]
    turn(centre, UUID(key.partition(":")[2]), None)
    clock.pass_by(minutes=1)
    await red_case(seat, centre)
    kept = await journal(client, comes, begins=present.begins.isoformat())
    assert kept.over
    assert kept.items == handed.items
    assert [(item.explanation.words, item.explanation.by_name) for item in kept.items if item.explanation] == [
        ("承办单位已到场\x1b[2J[/]", "王芳")
    ]
    assert kept.taken
    assert (kept.taken.by_name, kept.taken.at) == ("周涛", clock() - timedelta(minutes=1))
    for who, which in ((comes, "handed"), (goes, "taken")):
        assert refusal(await sign(client, who, present, which)) == "taken_already"
    rows = audited(centre, "hand_over_shift", "take_over_shift", "explain_in_handover")
    assert [(op, who, data["about"]) for op, who, data in rows] == [
        ("explain_in_handover", "op-lead", "north"), ("hand_over_shift", "op-lead", "north"),
        ("take_over_shift", "op-chief", "north"),
    ]  # fmt: skip
    assert rows[1][2]["journal"] == rows[2][2]["journal"]
    assert "承办" not in str(rows)
    following = await journal(client, comes)
    assert (following.begins, following.handed, len(following.unexplained)) == (ENDS, None, 1)
    listed = HandoverList.model_validate_json((await client.get(f"{NORTH}/signed", headers=comes)).content)
    assert [(line.begins, line.items, line.red, line.taken == kept.taken) for line in listed.lines] == [
        (present.begins, len(kept.items), 1, True)
    ]


async def test_a_red_that_came_between_the_signatures_keeps_the_second_one_back_until_it_is_explained(
    seat: SeatClient, client: httpx.AsyncClient, centre: Centre, clock: Clock, leads: Leads
) -> None:
    await near_the_end(seat, clock)
    goes, comes = leads
    present = await journal(client, goes)
    assert refusal(await sign(client, comes, present, "taken")) == "not_handed"
    assert (await sign(client, goes, present, "handed")).status_code == 200
    assert refusal(await sign(client, comes, present, "handed")) == "handed_already"
    key = await red_case(seat, centre)
    assert refusal(await sign(client, comes, present, "taken")) == "unexplained"
    present = await journal(client, comes)
    assert [(item.key, item.late) for item in present.unexplained] == [(key, True)]
    assert (await explain(client, comes, present, "刚接到，已催办", key)).status_code == 200
    taken = Handover.model_validate_json((await sign(client, comes, present, "taken")).content)
    (item,) = taken.red
    assert (item.key, item.late, item.explanation and item.explanation.by_name) == (key, True, "周涛")
    assert taken == (await journal(client, goes, begins=present.begins.isoformat()))


async def test_words_stay_with_what_they_were_written_about_until_that_is_over(
    seat: SeatClient, client: httpx.AsyncClient, centre: Centre, clock: Clock, leads: Leads
) -> None:
    await near_the_end(seat, clock)
    key = await red_case(seat, centre)
    goes, comes = leads
    present = await journal(client, goes)
    for answer in (
        await explain(client, goes, present, "等配件"),
        await sign(client, goes, present, "handed"),
        await sign(client, comes, present, "taken"),
    ):
        assert answer.status_code == 200, answer.text
    (item,) = (await journal(client, comes)).red
    assert item.explanation
    assert (item.explanation.words, item.explanation.by_name, item.explanation.before) == (
        "等配件",
        "王芳",
        True,
    )
    clock.pass_by(hours=1)
    turn(centre, UUID(key.partition(":")[2]), clock())  # another clock of it
    (item,) = (await journal(client, comes)).red
    assert item.explanation is None


async def test_of_two_leads_who_write_about_the_same_nobody_loses_words_and_the_second_is_told(
    seat: SeatClient, client: httpx.AsyncClient, centre: Centre, clock: Clock, leads: Leads
) -> None:
    await near_the_end(seat, clock)
    await red_case(seat, centre)
    one, other = leads
    present = await journal(client, one)
    assert (await explain(client, one, present, "我写的")).status_code == 200
    assert (await explain(client, one, present, "我写的")).status_code == 200
    second = await explain(client, other, present, "他写的")
    assert refusal(second) == "explained_meanwhile"
    assert (second.json()["by_name"], second.json()["count"]) == ("王芳", 1)
    seen = await journal(client, other)
    assert [item.explanation and item.explanation.words for item in seen.items] == ["我写的"]
    assert (await explain(client, other, seen, "两人都看过")).status_code == 200
    assert len(audited(centre, "explain_in_handover")) == 2


async def test_it_is_signed_in_the_last_half_hour_by_leads_of_the_sub_centre(
    seat: SeatClient, client: httpx.AsyncClient, registry: Registry, clock: Clock, leads: Leads
) -> None:
    await near_the_end(seat, clock, minutes=31)
    goes, _ = leads
    present = await journal(client, goes)
    assert refusal(await sign(client, goes, present, "handed")) == "too_early"
    with writing(registry.engine) as conn:
        for name, role, place in (("s-lead", Role.LEAD, "sub_centre:south"), ("n-op", Role.OPERATOR, "*")):
            add_user(conn, registry.passwords, name, name, [role], PASSWORD, places=[place], at=START)
    south = await signed_in(client, "s-lead")
    forbidden = await sign(client, south, present, "handed")
    assert is_problem(forbidden, Problem.FORBIDDEN, 403)
    assert forbidden.json()["code"] == "not_your_sub_centre"
    operator = await signed_in(client, "n-op")
    for answer in (
        await sign(client, operator, present, "handed"),
        await sign(client, operator, present, "taken"),
        await explain(client, operator, present, "x", "hand:1"),
        await client.get(NORTH, headers=operator),
        await client.get(f"{NORTH}/signed", headers=operator),
        await client.get("/v1/board/handovers", headers=operator),
    ):
        assert is_problem(answer, Problem.FORBIDDEN, 403)
    places = await client.get("/v1/board/handovers", headers=leads[1])
    assert places.json()["sub_centres"] == ["north", "south"]
    assert is_problem(await client.get("/v1/board/handovers/nowhere", headers=goes), Problem.NOT_FOUND, 404)
    assert is_problem(await client.get("/v1/board/handovers/%00", headers=goes), Problem.NOT_FOUND, 404)
    clock.pass_by(minutes=1)
    assert (await sign(client, goes, present, "handed")).status_code == 200


@pytest.mark.parametrize("words", ["x" * 10_000, " \n ", "", "a\x00b"])
async def test_an_explanation_that_cannot_be_kept_is_turned_down_and_names_the_field(
    client: httpx.AsyncClient, leads: Leads, words: str
) -> None:
    present = await journal(client, leads[0])
    answer = await explain(client, leads[0], present, words, "hand:1")
    assert is_problem(answer, Problem.INVALID, 422)
    assert "words" in answer.text


async def test_the_board_says_that_a_handover_is_due_until_both_have_signed(
    seat: SeatClient, lead: SeatClient, client: httpx.AsyncClient, clock: Clock, leads: Leads
) -> None:
    async def due() -> list[tuple[str, datetime]]:
        clock.pass_by(seconds=5)
        return [(each.words, each.since) for each in (await board(lead)).troubles if each.kind == "handover_due"]

    await near_the_end(seat, clock, minutes=31)
    assert await due() == []
    clock.pass_by(minutes=1)
    assert await due() == [("north", ENDS - timedelta(minutes=30))]
    present = await journal(client, leads[0])
    assert (await sign(client, leads[0], present, "handed")).status_code == 200
    assert len(await due()) == 1
    assert (await sign(client, leads[1], present, "taken")).status_code == 200
    assert await due() == []


def test_a_shift_over_the_end_of_a_year_is_in_question_until_the_next_one_can_be_handed_over(
    centre: Centre, registry: Registry
) -> None:
    def begins(day: str, at: str) -> datetime | None:
        moment = datetime.fromisoformat(f"{day}T{at}+08:00")
        with reading(centre.engine) as conn:
            found = shift_in_question(conn, SHIFTS, "north", moment)
        return found.begins if found else None

    assert begins("2026-12-31", "23:00") == datetime.fromisoformat("2026-12-31T16:00+08:00")
    assert begins("2026-12-31", "23:30") == datetime.fromisoformat("2027-01-01T00:00+08:00")  # nobody sat there
    with writing(centre.engine) as conn:
        sat = {"device_id": uuid4(), "seat": "0042", "operator_id": "op-088", "state": "ready", "reason": ""}
        since = datetime.fromisoformat("2026-12-31T16:05+08:00")
        conn.execute(insert(seat_states).values(**sat, seq=1, since=since, received_at=since))
    for day, at in (("2026-12-31", "23:30"), ("2027-01-01", "00:10"), ("2027-01-01", "07:29")):
        assert begins(day, at) == datetime.fromisoformat("2026-12-31T16:00+08:00")
    assert begins("2027-01-01", "07:30") == datetime.fromisoformat("2027-01-01T08:00+08:00")
    assert begins("2027-01-01", "08:00") == datetime.fromisoformat("2027-01-01T08:00+08:00")


async def test_a_lead_who_sat_before_the_board_alone_has_a_shift_to_hand_over(
    lead: SeatClient, clock: Clock, centre: Centre
) -> None:
    clock.at = ENDS - timedelta(minutes=20)
    shifts = Shifts.of("Asia/Shanghai", ("02:40", "10:40", "18:40"))
    with reading(centre.engine) as conn:
        found = [shift_in_question(conn, shifts, place, clock()) for place in ("north", "south")]
    assert [shift.begins if shift else None for shift in found] == [ENDS - timedelta(hours=8), ENDS]


async def test_the_leads_of_the_roster_are_named_and_there_may_be_none(
    client: httpx.AsyncClient, centre: Centre, leads: Leads
) -> None:
    with writing(centre.engine) as conn:
        begins = ENDS - timedelta(hours=8)
        for seat, operator in (("0042", "op-088"), ("0043", "op-lead")):
            conn.execute(insert(shift_roster).values(begins_at=begins, seat=seat, operator_id=operator))
        next_n(conn)
    present = await journal(client, leads[0])
    assert (present.leads_going, present.leads_coming) == (("王芳",), ())


async def test_who_takes_over_signs_in_a_session_without_a_seat_and_the_other_ones_goes_on(
    seat: SeatClient, lead: SeatClient, client: httpx.AsyncClient, registry: Registry, clock: Clock
) -> None:
    goes = lead
    await near_the_end(seat, clock)
    assert (await goes.sign_in("op-lead", PASSWORD)).status_code == 200
    with writing(registry.engine) as conn:
        add_user(conn, registry.passwords, "op-chief", "周涛", [Role.LEAD], PASSWORD, places=["*"], at=START)
    wrong = {"operator_id": "op-chief", "password": "wrong"}
    assert is_problem(await client.post("/v1/sessions", json=wrong), Problem.AUTH_REQUIRED, 401)
    comes = await signed_in(client, "op-chief")
    assert (await client.get("/v1/sessions/current", headers=goes.person)).status_code == 200
    for _ in range(3):
        last = await client.post("/v1/sessions", json=wrong)
    assert is_problem(last, Problem.LOCKED_OUT, 429)
    assert (await client.delete("/v1/sessions/current", headers=comes)).status_code == 204
