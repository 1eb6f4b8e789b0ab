"""Cases at the centre: found, read, changed by people without a seat, revealed to the device that gave its reason."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from hotline.wire import Problem

from .conftest import PASSWORD, Clock
from .seat import SeatClient, bearer, is_problem


@pytest.fixture
async def case_id(seat: SeatClient) -> str:
    """A case that seat 0042 has filed."""
    await seat.sign_in("op-088", PASSWORD)
    mutation = seat.filed()
    assert (await seat.push(mutation)).json()["results"][0]["outcome"] == "applied"
    return str(mutation["case_id"])


async def _signed_in(client: httpx.AsyncClient, operator_id: str) -> dict[str, str]:
    answer = await client.post("/v1/sessions", json={"operator_id": operator_id, "password": PASSWORD})
    return bearer(answer.json()["token"])


async def _dispatcher(client: httpx.AsyncClient) -> dict[str, str]:
    return await _signed_in(client, "dispatch")


async def _amend(
    client: httpx.AsyncClient, case_id: str, changes: dict[str, Any], key: str, who: dict[str, str]
) -> httpx.Response:
    body = {"op": "amend_case", "schema": 1, "base_revision": 1, "payload": {"changes": changes}}
    return await client.post(f"/v1/cases/{case_id}/commands", json=body, headers={**who, "Idempotency-Key": key})


async def test_a_case_is_found_by_words_number_and_telephone(seat: SeatClient, case_id: str) -> None:
    for query in (
        {"text": "路灯"},
        {"phone": "199 0000 1234"},
        {"phone_part": "1234"},
        {"area_code": "91"},
        {"class_code": "01"},
        {"state": "to_dispatch"},
        {},
    ):
        answer = await seat.http.post("/v1/cases/search", json=query, headers=seat.person)
        assert [doc["order"]["id"] for doc in answer.json()["cases"]] == [case_id], query
    nothing = await seat.http.post("/v1/cases/search", json={"text": "供暖"}, headers=seat.person)
    assert nothing.json() == {"cases": [], "next": None}


async def test_pages_follow_each_other(seat: SeatClient, case_id: str, clock: Clock) -> None:
    clock.pass_by(minutes=1)
    await seat.push(seat.filed())
    first = (await seat.http.post("/v1/cases/search", json={"limit": 1}, headers=seat.person)).json()
    second = await seat.http.post("/v1/cases/search", json={"limit": 1, "cursor": first["next"]}, headers=seat.person)
    assert [doc["order"]["id"] for doc in second.json()["cases"]] == [case_id]
    wrong = await seat.http.post("/v1/cases/search", json={"cursor": "AAAA"}, headers=seat.person)
    assert is_problem(wrong, Problem.INVALID, 422)


async def test_a_case_is_read_masked_and_an_unknown_one_is_not_there(seat: SeatClient, case_id: str) -> None:
    doc = (await seat.http.get(f"/v1/cases/{case_id}", headers=seat.person)).json()
    assert (doc["order"]["caller_phone"], doc["order"]["caller_name"]) == ("199****1234", "李**")
    assert [entry["kind"] for entry in doc["timeline"]] == ["file_case"]
    answer = await seat.http.get(f"/v1/cases/{uuid4()}", headers=seat.person)
    assert is_problem(answer, Problem.NOT_FOUND, 404)


async def test_a_command_with_the_same_key_is_given_once(seat: SeatClient, case_id: str) -> None:
    who, key = await _dispatcher(seat.http), str(uuid4())
    changes = {"title": ["友谊路路灯不亮已有三天", "友谊路路灯"]}
    first = await _amend(seat.http, case_id, changes, key, who)
    again = await _amend(seat.http, case_id, changes, key, who)
    assert (first.json()["revision"], again.json()["revision"]) == (2, 2)
    assert again.json()["replayed"]
    other = await _amend(seat.http, case_id, {"title": ["a", "b"]}, key, who)
    assert is_problem(other, Problem.INVALID, 422)


async def test_a_seat_that_meets_a_change_at_the_centre_is_told_both_values(seat: SeatClient, case_id: str) -> None:
    await _amend(seat.http, case_id, {"urgency": ["normal", "urgent"]}, str(uuid4()), await _dispatcher(seat.http))
    late = seat.mutation("amend_case", {"changes": {"urgency": ["normal", "critical"]}})
    result = (await seat.push(late | {"case_id": case_id})).json()["results"][0]
    assert result["outcome"] == "conflict"
    assert [(c["field"], c["mine"], c["theirs"]) for c in result["conflicts"]] == [("urgency", "critical", "urgent")]


async def test_what_the_rules_do_not_allow_is_refused_with_its_reason(seat: SeatClient, case_id: str) -> None:
    body = {"op": "record_callback", "payload": {"reached": False, "not_reached": "no_answer"}}
    headers = {**await _dispatcher(seat.http), "Idempotency-Key": str(uuid4())}
    answer = await seat.http.post(f"/v1/cases/{case_id}/commands", json=body, headers=headers)
    assert is_problem(answer, Problem.REFUSED, 409)
    assert answer.json()["code"] == "not_your_role"


async def test_who_signed_in_without_a_line_gives_commands_by_their_grant(seat: SeatClient, case_id: str) -> None:
    key, body = str(uuid4()), {"op": "add_note", "payload": {"text": "居民又来电"}}
    address = f"/v1/cases/{case_id}/commands"
    given = await seat.http.post(address, json=body, headers={**seat.by_grant, "Idempotency-Key": key})
    assert given.json()["outcome"] == "applied"
    again = await seat.http.post(address, json=body, headers={**seat.person, "Idempotency-Key": key})
    assert again.json()["replayed"]  # asked for once more after the sign-in at the centre
    alone = await seat.http.post(address, json=body, headers={**seat.auth, "Idempotency-Key": key})
    assert is_problem(alone, Problem.AUTH_REQUIRED, 401)


@pytest.mark.parametrize(
    ("op", "payload", "field", "words"),
    [
        ("reply", {"reply": "字" * 20_000, "solved": "solved"}, "reply", "at most 4000 characters"),
        ("assign", {"unit": "a", "co_units": ["a"]}, "", "name each once"),
        ("supervise", {"kind": "joint", "text": "x", "due": "2026-11-30T00:00:00Z"}, "", "names the other units"),
        ("add_note", {"text": "x", "秘密": 1}, "", "Extra inputs are not permitted"),
    ],
)
async def test_what_cannot_be_read_says_which_field_and_what_it_may_hold(
    seat: SeatClient, case_id: str, op: str, payload: dict[str, Any], field: str, words: str
) -> None:
    headers = {**await _dispatcher(seat.http), "Idempotency-Key": str(uuid4())}
    answer = await seat.http.post(f"/v1/cases/{case_id}/commands", json={"op": op, "payload": payload}, headers=headers)
    assert is_problem(answer, Problem.INVALID, 422)
    said = answer.json()
    assert said["field"] == field
    assert words in said["detail"]
    assert "字字" not in answer.text
    assert "秘密" not in answer.text
    doc = (await seat.http.get(f"/v1/cases/{case_id}", headers=seat.person)).json()
    assert doc["order"]["revision"] == 1


async def test_administrators_read_no_cases(seat: SeatClient, case_id: str) -> None:
    answer = await seat.http.get(f"/v1/cases/{case_id}", headers=await _signed_in(seat.http, "admin"))
    assert is_problem(answer, Problem.FORBIDDEN, 403)


async def test_a_number_is_revealed_to_the_device_that_said_why(seat: SeatClient, case_id: str, clock: Clock) -> None:
    reveal = seat.mutation("reveal", {"field": "caller_phone", "reason": "call_back"}) | {"case_id": case_id}

    async def ask(headers: dict[str, str]) -> httpx.Response:
        body = {"mutation_id": reveal["mutation_id"]}
        return await seat.http.post("/v1/reveals", json=body, headers=headers)

    both = {**seat.person, "X-Device-Token": seat.token}
    assert is_problem(await ask(both), Problem.NOT_FOUND, 404)
    await seat.push(reveal)
    assert (await ask(both)).json() == {"field": "caller_phone", "value": "19900001234"}
    assert is_problem(await ask(seat.person), Problem.AUTH_REQUIRED, 401)
    assert is_problem(await ask({"X-Device-Token": seat.token}), Problem.AUTH_REQUIRED, 401)
    elsewhere = {**await _dispatcher(seat.http), "X-Device-Token": seat.token}
    assert is_problem(await ask(elsewhere), Problem.FORBIDDEN, 403)
    clock.pass_by(minutes=6)
    assert is_problem(await ask(both), Problem.NOT_FOUND, 404)


async def test_people_without_a_seat_are_revealed_what_they_gave_a_reason_for(
    seat: SeatClient, case_id: str, clock: Clock
) -> None:
    dispatcher, lead = await _dispatcher(seat.http), await _signed_in(seat.http, "op-lead")
    key = str(uuid4())
    command = {"op": "reveal", "payload": {"field": "caller_phone", "reason": "call_back"}}
    headers = {**dispatcher, "Idempotency-Key": key}
    given = await seat.http.post(f"/v1/cases/{case_id}/commands", json=command, headers=headers)
    assert given.json()["outcome"] == "applied"

    async def ask(headers: dict[str, str]) -> httpx.Response:
        return await seat.http.post("/v1/reveals", json={"mutation_id": key}, headers=headers)

    assert (await ask(dispatcher)).json() == {"field": "caller_phone", "value": "19900001234"}
    assert is_problem(await ask(lead), Problem.NOT_FOUND, 404)
    assert is_problem(await ask({**seat.person, "X-Device-Token": seat.token}), Problem.NOT_FOUND, 404)
    assert is_problem(await ask({**dispatcher, "X-Device-Token": "nobody's"}), Problem.AUTH_REQUIRED, 401)
    clock.pass_by(minutes=6)
    assert is_problem(await ask(dispatcher), Problem.NOT_FOUND, 404)


async def test_who_comes_next_to_a_seat_is_revealed_nothing_in_the_name_of_the_one_before(
    seat: SeatClient, case_id: str
) -> None:
    reveal = seat.mutation("reveal", {"field": "caller_phone", "reason": "call_back"}) | {"case_id": case_id}
    await seat.push(reveal)
    lead = bearer((await seat.sign_in("op-lead", PASSWORD)).json()["token"])
    body, both = {"mutation_id": reveal["mutation_id"]}, {**lead, "X-Device-Token": seat.token}
    assert is_problem(await seat.http.post("/v1/reveals", json=body, headers=both), Problem.NOT_FOUND, 404)


async def test_a_lead_sees_who_was_abused_and_others_do_not(seat: SeatClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    await seat.push(seat.mutation("mark_abuse", {"seconds": 95}))
    lead = bearer(
        (await seat.http.post("/v1/sessions", json={"operator_id": "op-lead", "password": PASSWORD})).json()["token"]
    )
    alerts = (await seat.http.get("/v1/alerts", headers=lead)).json()["alerts"]
    assert [(alert["operator"], alert["seat"]) for alert in alerts] == [("op-088", "0042")]
    answer = await seat.http.get("/v1/alerts", headers=await _dispatcher(seat.http))
    assert is_problem(answer, Problem.FORBIDDEN, 403)


async def test_alerts_reach_the_seat_of_a_lead_by_the_feed(seat: SeatClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    await seat.push(seat.mutation("mark_abuse", {"seconds": 95}))
    as_operator = (await seat.pull({"leads:north": None})).json()
    assert as_operator["gone"] == ["leads:north"]
    await seat.sign_in("op-lead", PASSWORD)
    as_lead = (await seat.pull({"leads:north": None})).json()
    assert [row["entity"] for row in as_lead["scopes"]["leads:north"]["rows"]] == ["alert"]
