"""A seat enrols by a one-time code, and its device signs for tokens."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from case_api.accounts.devices import revoke_seat
from case_api.backup import backup, restore
from case_api.centre import Centre
from case_api.storage.engine import writing
from case_api.storage.tables_accounts import device_nonces, device_tokens, enrolment_codes, seats
from hotline.wire import Problem

from .conftest import Clock
from .seat import SeatClient, enrolment, is_problem

CodeFor = Callable[[str], str]


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


async def _enrol(client: httpx.AsyncClient, code: str) -> httpx.Response:
    return await client.post("/v1/enrol", json=enrolment(code, Ed25519PrivateKey.generate()))


async def test_a_code_makes_one_device(client: httpx.AsyncClient, code_for: CodeFor) -> None:
    code = code_for("0042")
    answer = await _enrol(client, code.lower().replace("-", " "))
    said = answer.json()
    assert (said["seat"], said["serial"], said["sub_centre"], said["city"]) == ("0042", 1, "north", "small")
    assert is_problem(await _enrol(client, code), Problem.AUTH_REQUIRED, 401)


async def test_each_enrolment_has_its_own_serial(client: httpx.AsyncClient, code_for: CodeFor) -> None:
    serials = [(await _enrol(client, code_for("0042"))).json()["serial"] for _ in range(3)]
    assert serials == [1, 2, 3]


async def test_a_restore_mints_no_serial_again(
    client: httpx.AsyncClient, code_for: CodeFor, centre: Centre, tmp_path: Path
) -> None:
    async def serial(seat: str) -> int:
        return int((await _enrol(client, code_for(seat))).json()["serial"])

    assert await serial("0042") == 1
    backup(centre.engine, tmp_path / "centre.backup")
    given = {await serial("0042"), await serial("0042")}
    first_of_its_seat = await serial("0043")
    restore(centre.engine, centre.cipher, tmp_path / "centre.backup")
    assert await serial("0042") > max(given)
    assert await serial("0043") > first_of_its_seat


async def test_a_code_runs_out(client: httpx.AsyncClient, code_for: CodeFor, clock: Clock) -> None:
    code = code_for("0042")
    clock.pass_by(hours=73)
    assert is_problem(await _enrol(client, code), Problem.AUTH_REQUIRED, 401)


async def test_after_99_enrolments_a_seat_is_to_be_retired(
    client: httpx.AsyncClient, code_for: CodeFor, centre: Centre
) -> None:
    with writing(centre.engine) as conn:
        conn.execute(seats.update().values(last_serial=99))
    assert is_problem(await _enrol(client, code_for("0042")), Problem.REFUSED, 409)


async def test_a_key_that_is_none_uses_no_code_up(client: httpx.AsyncClient, code_for: CodeFor) -> None:
    code = code_for("0042")
    wrong = {**enrolment(code, Ed25519PrivateKey.generate()), "device_public_key": "AAAA"}
    assert is_problem(await client.post("/v1/enrol", json=wrong), Problem.INVALID, 422)
    assert (await _enrol(client, code)).status_code == 200


async def test_codes_tokens_and_nonces_are_kept_as_hashes_only(
    seat: SeatClient, code_for: CodeFor, centre: Centre
) -> None:
    code = code_for("0042")
    with writing(centre.engine) as conn:
        kept = "".join(
            str(row)
            for table in (enrolment_codes, device_tokens, device_nonces)
            for row in conn.execute(table.select())
        )
    assert kept
    assert seat.token not in kept
    assert code.replace("-", "") not in kept


async def test_a_token_request_cannot_be_played_again(seat: SeatClient) -> None:
    request = seat.token_request()
    assert (await seat.ask_token(request)).status_code == 200
    assert is_problem(await seat.ask_token(request), Problem.AUTH_REQUIRED, 401)


@pytest.mark.parametrize("part", ["at", "nonce", "device_id", "signature"])
async def test_a_token_request_that_was_changed_is_refused(seat: SeatClient, part: str) -> None:
    other = {
        "at": "2020-01-01T00:00:00Z",
        "nonce": "0123456789abcdef",
        "device_id": "01930f2c-0000-7a00-8000-000000000042",
        "signature": "AAAA",
    }
    request = {**seat.token_request(), part: other[part]}
    assert is_problem(await seat.ask_token(request), Problem.AUTH_REQUIRED, 401)


async def test_a_clock_that_is_years_off_gets_its_token(seat: SeatClient, clock: Clock) -> None:
    clock.pass_by(days=-3650)
    request = seat.token_request()
    clock.pass_by(days=3650)
    assert (await seat.ask_token(request)).status_code == 200


async def test_a_revoked_seat_is_told_so_and_nothing_of_it_is_taken(
    seat: SeatClient, centre: Centre, clock: Clock
) -> None:
    with writing(centre.engine) as conn:
        assert revoke_seat(conn, "0042", at=clock()) == 1
    assert is_problem(await seat.ask_token(), Problem.DEVICE_REVOKED, 403)
    assert is_problem(await seat.push(seat.filed()), Problem.DEVICE_REVOKED, 403)
