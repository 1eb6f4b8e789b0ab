"""Whatever is sent, the answer is a problem document with a right status, and nothing is stored half."""

import gzip
import json
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from case_api.centre import Centre
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases
from case_api.storage.tables_sync import dead_letters, receipts
from hotline.wire import MAX_BATCH, Problem

from .conftest import PASSWORD, serving
from .seat import SeatClient, is_problem

JSON = {"Content-Type": "application/json"}
BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "not UTF-8": b'{"a": "\xff"}',
    "half a surrogate pair": b'{"operator_id": "\\ud800", "password": "x"}',
    "not a number": b'{"operator_id": NaN, "password": "x"}',
    "number without end": b'{"operator_id": 1e999, "password": "x"}',
    "number of 5000 digits": b'{"operator_id": ' + b"1" * 5000 + b"}",
    "nested without end": b"[" * 20_000,
    "nested deep": b'{"a":' * 150 + b"1" + b"}" * 150,
    "NUL": b'{"operator_id": "a\\u0000b", "password": "x"}',
    "a list": b"[1, 2]",
    "unknown field": b'{"operator_id": "a", "password": "x", "role": "admin"}',
    "too long": json.dumps({"operator_id": "a" * 65, "password": "x"}).encode(),
    "a megabyte": b" " * 1_000_000,
}


@pytest.mark.parametrize("name", BODIES)
async def test_bodies_that_are_none(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.post("/v1/sessions", content=BODIES[name], headers=JSON)
    assert answer.status_code in (400, 413, 422)
    assert is_problem(answer, Problem.TOO_LARGE if answer.status_code == 413 else Problem.INVALID, answer.status_code)


async def test_only_json_plain_or_gzipped_is_read(client: httpx.AsyncClient) -> None:
    body = b'{"operator_id": "op-088", "password": "x"}'
    for headers in ({"Content-Type": "text/plain"}, {}, {**JSON, "Content-Encoding": "br"}):
        assert is_problem(await client.post("/v1/sessions", content=body, headers=headers), Problem.INVALID, 415)
    headers = {**JSON, "Content-Encoding": "gzip"}
    answer = await client.post("/v1/sessions", content=gzip.compress(body) + b"tail", headers=headers)
    assert is_problem(answer, Problem.INVALID, 400)


async def test_what_was_sent_is_not_in_the_answer(client: httpx.AsyncClient) -> None:
    secret = "李小明19900001234"
    sent = {"operator_id": [secret], "password": {"x": secret}}
    answer = await client.post("/v1/sessions", json=sent)
    assert is_problem(answer, Problem.INVALID, 422)
    assert {field["field"] for field in answer.json()["fields"]} == {"body.operator_id", "body.password"}
    assert "19900001234" not in answer.text


async def test_unknown_addresses_and_methods(client: httpx.AsyncClient) -> None:
    assert is_problem(await client.get("/v2/health"), Problem.NOT_FOUND, 404)
    answer = await client.put("/v1/sessions")
    assert is_problem(answer, Problem.INVALID, 405)
    assert "POST" in answer.headers["allow"]
    paths = (await client.get("/v1/openapi.json")).json()["paths"]
    assert all("405" in what["responses"] for methods in paths.values() for what in methods.values())
    assert is_problem(await client.get("/v1/health/"), Problem.NOT_FOUND, 404)


@pytest.mark.parametrize(
    "path",
    ["/v1/cases/not-a-uuid", "/v1/cases/%00", "/v1/packs/%00", "/v1/sync/reconcile", "/v1/sync/reconcile?client_id=1"],
)
async def test_addresses_that_say_nothing(seat: SeatClient, path: str) -> None:
    await seat.sign_in("op-088", PASSWORD)
    asking = seat.person if "/cases/" in path else seat.auth
    answer = await seat.http.get(path, headers=asking)
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_headers_that_say_nothing(client: httpx.AsyncClient) -> None:
    for value in (b"Bearer \xff\xfe", b"Bearer", b"Bearer " + b"x" * 5000, b"bearer  "):
        answer = await client.get("/v1/grants", headers={"Authorization": value})
        assert is_problem(answer, Problem.AUTH_REQUIRED, 401)


def _stored(centre: Centre) -> list[int]:
    with reading(centre.engine) as conn:
        return [conn.scalar(select(func.count()).select_from(table)) or 0 for table in (cases, receipts, dead_letters)]


@pytest.mark.parametrize(
    "spoiled",
    [
        {"seq": 0},
        {"mutation_id": "x"},
        {"made_at": "yesterday"},
        {"made_at": "2026-11-21T10:00:00"},
        {"operator_id": "a\x00b"},
        {"op": "a" * 65},
        {"payload": []},
        {"surplus": 1},
    ],
)
async def test_a_push_with_one_bad_envelope_stores_nothing(
    seat: SeatClient, centre: Centre, spoiled: dict[str, Any]
) -> None:
    answer = await seat.push(seat.filed(), seat.filed() | spoiled)
    assert is_problem(answer, Problem.INVALID, 422)
    assert _stored(centre) == [0, 0, 0]


async def test_a_push_of_too_many_mutations_stores_nothing(seat: SeatClient, centre: Centre) -> None:
    many = [seat.mutation("add_note", {"text": "x"}) for _ in range(MAX_BATCH + 1)]
    assert is_problem(await seat.push(*many), Problem.INVALID, 422)
    assert _stored(centre) == [0, 0, 0]


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"text": "\x00"},
        {"number": 1, "intake": None},
        {"x": {"y": [1, 2, {"z": None}]}},
        {"text": "a" * 4001},
        {"text": 2**63},
    ],
)
async def test_a_payload_that_cannot_be_read_is_parked_and_the_queue_goes_on(
    seat: SeatClient, payload: dict[str, Any]
) -> None:
    await seat.sign_in("op-088", PASSWORD)
    answer = await seat.push(seat.mutation("file_case", payload), seat.filed())
    assert [result["outcome"] for result in answer.json()["results"]] == ["parked", "applied"]


TEXTS = [
    "[/]",
    "[red]",
    "\x1b[31m",
    "\u202eabc",
    "😀👨‍👩‍👧",
    "𠮷野家𪚥",
    "１３８",
    "line\n" * 100,
    "' OR 1=1 --",
    "%_\\",
]


@pytest.mark.parametrize("text", TEXTS)
async def test_texts_come_back_exactly_as_they_were_typed(seat: SeatClient, text: str) -> None:
    await seat.sign_in("op-088", PASSWORD)
    mutation = seat.filed(content=text)
    await seat.push(mutation)
    doc = (await seat.http.get(f"/v1/cases/{mutation['case_id']}", headers=seat.person)).json()
    assert doc["order"]["content"] == text
    found = await seat.http.post("/v1/cases/search", json={"text": text[:200]}, headers=seat.person)
    assert found.status_code == 200


async def test_a_defect_is_answered_without_its_words_and_logged(
    app: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("李小明 19900001234")

    monkeypatch.setattr("case_api.http.routes_sessions.sign_in", broken)
    async with serving(app) as client:
        answer = await client.post("/v1/sessions", json={"operator_id": "a", "password": "b"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    logged = capsys.readouterr()
    assert "RuntimeError" in logged.out + logged.err
    assert "19900001234" not in answer.text + logged.out + logged.err
