"""People sign in, are locked out, are signed out by an administrator; grants say what they were."""

import base64
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from uuid import UUID

import httpx
import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from case_api.accounts.devices import revoke_seat
from case_api.accounts.grants import grant_history
from case_api.accounts.lock_out import count_failure
from case_api.accounts.registry import Registry
from case_api.accounts.users import (
    NoUnitError,
    add_user,
    end_everywhere,
    list_users,
    set_disabled,
    set_password,
    set_places,
    set_roles,
    set_unit,
)
from case_api.centre import Centre
from case_api.identity import Standing
from case_api.settings import LockOut
from case_api.storage.engine import reading, writing
from case_api.storage.tables_accounts import sessions, users
from hotline.codes import Role
from hotline.grants import SignedGrant, read_grant
from hotline.wire import Problem
from tests.deadline import PATIENCE_S

from .conftest import PASSWORD, START, Clock
from .seat import SeatClient, bearer, is_problem

UNIT = "U-WATER"


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


async def _sign_in(client: httpx.AsyncClient, operator_id: str, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/v1/sessions", json={"operator_id": operator_id, "password": password})


async def _token(client: httpx.AsyncClient, operator_id: str) -> dict[str, str]:
    return bearer((await _sign_in(client, operator_id)).json()["token"])


def _standing(centre: Centre, at: timedelta) -> Standing:
    with reading(centre.engine) as conn:
        return grant_history(conn, "op-088", "0042")(START + at).standing


async def test_signing_in_at_a_seat_gives_a_grant_that_the_seat_can_check(seat: SeatClient) -> None:
    said = (await seat.sign_in("op-088", PASSWORD)).json()
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(seat.enrolled["grant_key"]))
    grant = read_grant(SignedGrant(**said["grant"]), key, "0042")
    assert (grant.operator_id, grant.name, grant.roles) == ("op-088", "李明", {Role.OPERATOR})
    assert grant.valid_until - grant.issued_at == timedelta(hours=72)
    assert PasswordHasher().verify(grant.verifier, PASSWORD)


async def test_the_grant_does_not_carry_the_hash_that_the_centre_checks(seat: SeatClient, centre: Centre) -> None:
    said = (await seat.sign_in("op-088", PASSWORD)).json()
    with reading(centre.engine) as conn:
        kept = conn.scalars(users.select().with_only_columns(users.c.password_hash)).all()
    assert all(hashed not in said["grant"]["body"] for hashed in kept)


async def test_people_without_a_seat_have_a_session_and_no_grant(client: httpx.AsyncClient) -> None:
    said = (await _sign_in(client, "dispatch")).json()
    assert said["grant"] is None
    assert said["operator"]["roles"] == ["dispatcher"]


async def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client: httpx.AsyncClient) -> None:
    wrong, unknown = await _sign_in(client, "op-088", "wrong"), await _sign_in(client, "nobody", "wrong")
    assert is_problem(wrong, Problem.AUTH_REQUIRED, 401)
    assert wrong.json() == unknown.json()


async def test_nobody_signs_in_at_a_seat_whose_roster_they_are_not_on(seat: SeatClient) -> None:
    assert is_problem(await seat.sign_in("op-else", PASSWORD), Problem.FORBIDDEN, 403)


async def test_wrong_passwords_lock_a_name_for_a_while(client: httpx.AsyncClient, clock: Clock) -> None:
    for name in ("op-088", "nobody"):
        answers = [await _sign_in(client, name, "wrong") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [401, 401, 429]
        assert answers[-1].headers["retry-after"] == str(15 * 60)
    assert is_problem(await _sign_in(client, "op-088"), Problem.LOCKED_OUT, 429)
    clock.pass_by(minutes=15, seconds=1)
    assert (await _sign_in(client, "op-088")).status_code == 200


def test_wrong_passwords_that_come_at_the_same_time_are_each_counted(centre: Centre) -> None:
    rule, together = LockOut(failures=41, minutes=15), threading.Barrier(8)

    def guess(_: int) -> list[timedelta | None]:
        told = []
        for _round in range(5):
            together.wait(PATIENCE_S)
            with writing(centre.engine) as conn:
                told.append(count_failure(conn, "nobody", rule, START))
        return told

    with ThreadPoolExecutor(8) as pool:
        assert [told for each in pool.map(guess, range(8)) for told in each] == [None] * 40
    with writing(centre.engine) as conn:
        assert count_failure(conn, "nobody", rule, START) == timedelta(minutes=15)
        assert count_failure(conn, "nobody", rule, START + timedelta(minutes=5)) == timedelta(minutes=10)
        assert count_failure(conn, "nobody", rule, START + timedelta(minutes=15)) is None


async def test_a_right_password_begins_the_count_anew(client: httpx.AsyncClient) -> None:
    for password in ("wrong", "wrong", PASSWORD, "wrong", "wrong"):
        answer = await _sign_in(client, "op-088", password)
    assert answer.status_code == 401


async def test_tokens_are_kept_as_hashes_only(client: httpx.AsyncClient, centre: Centre) -> None:
    token = (await _sign_in(client, "dispatch")).json()["token"]
    with reading(centre.engine) as conn:
        assert token not in str(conn.execute(sessions.select()).all())


async def test_signing_out_ends_the_session(client: httpx.AsyncClient) -> None:
    headers = await _token(client, "dispatch")
    assert (await client.delete("/v1/sessions/current", headers=headers)).status_code == 204
    assert is_problem(await client.delete("/v1/sessions/current", headers=headers), Problem.AUTH_REQUIRED, 401)


async def test_a_session_runs_out(client: httpx.AsyncClient, clock: Clock) -> None:
    headers = await _token(client, "dispatch")
    clock.pass_by(hours=13)
    assert is_problem(await client.delete("/v1/sessions/current", headers=headers), Problem.AUTH_REQUIRED, 401)


async def test_the_next_person_at_a_seat_ends_the_session_before(seat: SeatClient) -> None:
    first = (await seat.sign_in("op-088", PASSWORD)).json()
    await seat.sign_in("op-lead", PASSWORD)
    answer = await seat.http.delete("/v1/sessions/current", headers=bearer(first["token"]))
    assert is_problem(answer, Problem.AUTH_REQUIRED, 401)


async def test_an_administrator_ends_all_sessions_and_what_comes_later_is_held(
    seat: SeatClient, centre: Centre, clock: Clock
) -> None:
    await seat.sign_in("op-088", PASSWORD)
    clock.pass_by(minutes=30)
    made_before = seat.filed()
    admin = await _token(seat.http, "admin")
    ended = await seat.http.delete("/v1/users/op-088/sessions", headers=admin)
    assert ended.json() == {"ended": 1, "seats": 1}
    assert _standing(centre, timedelta(minutes=29)) is Standing.OK
    assert _standing(centre, timedelta(minutes=31)) is Standing.REVOKED
    clock.pass_by(minutes=1)
    answer = await seat.push(made_before | {"made_at": START.isoformat()}, seat.filed())
    assert [result["outcome"] for result in answer.json()["results"]] == ["applied", "held"]


async def _may_ask(seat: SeatClient, who: dict[str, str]) -> list[int]:
    asked = [
        await seat.http.post("/v1/cases/search", json={}, headers=who),
        await seat.http.get(f"/v1/cases/{UUID(int=1)}", headers=who),
        await seat.http.get("/v1/sessions/current", headers=who),
    ]
    return [each.status_code for each in asked]


async def test_who_signed_in_without_a_line_asks_by_their_grant_and_a_device_alone_asks_nothing(
    seat: SeatClient,
) -> None:
    await seat.sign_in("op-088", PASSWORD)
    assert await _may_ask(seat, seat.by_grant) == [200, 404, 200]
    assert (await seat.http.get("/v1/sessions/current", headers=seat.by_grant)).json() == {
        "operator_id": "op-088", "roles": ["operator"], "unit": "",
    }  # fmt: skip
    assert await _may_ask(seat, seat.auth) == [401] * 3
    assert await _may_ask(seat, {"X-Grant-Id": seat.grant_id}) == [401] * 3
    assert await _may_ask(seat, {**seat.person, "X-Grant-Id": seat.grant_id}) == [401] * 3  # no device vouches for it
    assert await _may_ask(seat, {**seat.auth, "X-Grant-Id": str(UUID(int=5))}) == [401] * 3


async def test_a_grant_of_another_seat_lets_nobody_ask(
    seat: SeatClient, clock: Clock, code_for: Callable[[str], str]
) -> None:
    await seat.sign_in("op-088", PASSWORD)
    other = await SeatClient.enrolled(seat.http, code_for("0043"), clock)
    assert await _may_ask(seat, {**other.auth, "X-Grant-Id": seat.grant_id}) == [401] * 3


async def test_the_unit_that_somebody_works_for_stands_in_session_grant_and_history(
    seat: SeatClient, centre: Centre, clock: Clock
) -> None:
    def history() -> tuple[Standing, frozenset[Role], str]:
        with reading(centre.engine) as conn:
            state = grant_history(conn, "op-088", "0042")(clock())
        return state.standing, state.roles, state.unit

    with writing(centre.engine) as conn:
        set_unit(conn, "op-088", UNIT, at=clock())
        set_roles(conn, "op-088", [Role.UNIT], at=clock())
    answer = await seat.sign_in("op-088", PASSWORD)
    assert answer.json()["operator"]["unit"] == UNIT
    assert json.loads(answer.json()["grant"]["body"])["unit"] == UNIT
    for who in (seat.person, seat.by_grant):
        assert (await seat.http.get("/v1/sessions/current", headers=who)).json()["unit"] == UNIT
    assert history() == (Standing.OK, {Role.UNIT}, UNIT)
    with writing(centre.engine) as conn:
        set_unit(conn, "op-088", UNIT, at=clock())
    current = await seat.http.get("/v1/sessions/current", headers=seat.person)
    assert current.status_code == 200  # it was their unit already: nothing ends
    with writing(centre.engine) as conn:
        set_unit(conn, "op-088", "U-HOUSING", at=clock())
    assert history() == (Standing.REVOKED, {Role.UNIT}, UNIT)


def test_the_role_unit_takes_a_unit(centre: Centre, registry: Registry, clock: Clock) -> None:
    with writing(centre.engine) as conn:
        with pytest.raises(NoUnitError):
            add_user(conn, registry.passwords, "u-1", "孙梅", [Role.UNIT], PASSWORD, at=clock())
        with pytest.raises(NoUnitError):
            set_roles(conn, "op-088", [Role.UNIT], at=clock())
        set_unit(conn, "op-088", UNIT, at=clock())
        set_roles(conn, "op-088", [Role.UNIT], at=clock())
        with pytest.raises(NoUnitError):
            set_unit(conn, "op-088", "", at=clock())
        assert {each.operator_id: each.unit for each in list_users(conn) if each.unit} == {"op-088": UNIT}


async def test_a_grant_without_a_unit_reads_as_it_did_before_there_were_any(seat: SeatClient) -> None:
    answer = await seat.sign_in("op-088", PASSWORD)
    assert "unit" not in json.loads(answer.json()["grant"]["body"])


@pytest.mark.parametrize(
    "end",
    [
        partial(set_disabled, disabled=True),
        end_everywhere,
        partial(set_places, places=()),
        partial(set_unit, unit="U-HOUSING"),
    ],
)
async def test_who_is_shut_out_ended_or_off_the_roster_asks_nothing_however_they_signed_in(
    seat: SeatClient, centre: Centre, clock: Clock, end: Callable[..., object]
) -> None:
    await seat.sign_in("op-088", PASSWORD)
    assert await _may_ask(seat, seat.by_grant) == [200, 404, 200]
    with writing(centre.engine) as conn:
        end(conn, "op-088", at=clock())
    await seat.http.get("/v1/grants", headers=seat.auth)  # those who may work here are given new ones
    assert await _may_ask(seat, seat.by_grant) == [401] * 3
    assert await _may_ask(seat, seat.person) == [401] * 3


async def test_a_grant_that_has_run_out_lets_nobody_ask(seat: SeatClient, clock: Clock) -> None:
    await seat.sign_in("op-088", PASSWORD)
    clock.pass_by(hours=73)
    seat.token = (await seat.ask_token()).json()["token"]
    assert await _may_ask(seat, seat.by_grant) == [401] * 3


async def test_a_session_of_a_seat_that_was_revoked_is_over(seat: SeatClient, centre: Centre, clock: Clock) -> None:
    await seat.sign_in("op-088", PASSWORD)
    with writing(centre.engine) as conn:
        revoke_seat(conn, "0042", at=clock())
    assert await _may_ask(seat, seat.person) == [401] * 3


async def test_only_administrators_end_sessions(client: httpx.AsyncClient) -> None:
    answer = await client.delete("/v1/users/op-088/sessions", headers=await _token(client, "dispatch"))
    assert is_problem(answer, Problem.FORBIDDEN, 403)
    answer = await client.delete("/v1/users/nobody/sessions", headers=await _token(client, "admin"))
    assert is_problem(answer, Problem.NOT_FOUND, 404)


async def test_an_expired_grant_flags_the_work_and_does_not_stop_it(seat: SeatClient, clock: Clock) -> None:
    await seat.sign_in("op-088", PASSWORD)
    clock.pass_by(hours=73)
    late = seat.filed()
    seat.token = (await seat.ask_token()).json()["token"]
    result = (await seat.push(late)).json()["results"][0]
    assert (result["outcome"], result["late_grant"]) == ("applied", True)


async def test_a_seat_fetches_grants_for_its_whole_roster_and_keeps_them_half_their_life(
    seat: SeatClient, clock: Clock
) -> None:
    async def fetch() -> list[dict[str, str]]:
        grants: list[dict[str, str]] = (await seat.http.get("/v1/grants", headers=seat.auth)).json()["grants"]
        return grants

    first = await fetch()
    names = ("op-088", "op-lead", "dispatch", "admin")
    assert all(any(f'"{name}"' in each["body"] for each in first) for name in names)
    assert not any("op-else" in each["body"] for each in first)
    assert await fetch() == first
    clock.pass_by(hours=37)
    seat.token = (await seat.ask_token()).json()["token"]
    assert {each["body"] for each in await fetch()}.isdisjoint(each["body"] for each in first)


async def test_a_new_password_ends_sessions_and_leaves_work_under_way_alone(
    seat: SeatClient, centre: Centre, registry: Registry, clock: Clock
) -> None:
    session = bearer((await seat.sign_in("op-088", PASSWORD)).json()["token"])
    with writing(centre.engine) as conn:
        set_password(conn, registry.passwords, "op-088", "an other password", at=clock())
    assert (await seat.http.delete("/v1/sessions/current", headers=session)).status_code == 401
    assert _standing(centre, timedelta(hours=1)) is Standing.OK
    assert (await seat.sign_in("op-088", PASSWORD)).status_code == 401
    assert (await seat.sign_in("op-088", "an other password")).status_code == 200


async def test_a_role_that_is_lost_and_a_person_shut_out_lose_their_grants(
    seat: SeatClient, centre: Centre, clock: Clock
) -> None:
    await seat.sign_in("op-088", PASSWORD)
    with writing(centre.engine) as conn:
        set_roles(conn, "op-088", [Role.OPERATOR, Role.LEAD], at=clock())
    assert _standing(centre, timedelta(minutes=1)) is Standing.OK
    with writing(centre.engine) as conn:
        set_roles(conn, "op-088", [Role.LEAD], at=clock())
    assert _standing(centre, timedelta(minutes=1)) is Standing.REVOKED
    with writing(centre.engine) as conn:
        set_disabled(conn, "op-088", True, at=clock())
    assert (await seat.sign_in("op-088", PASSWORD)).status_code == 401


async def test_who_leaves_a_roster_is_signed_out_there_and_what_comes_later_is_held(
    seat: SeatClient, centre: Centre, clock: Clock
) -> None:
    session = bearer((await seat.sign_in("op-088", PASSWORD)).json()["token"])
    filed = seat.filed()
    await seat.push(filed)
    address = f"/v1/cases/{filed['case_id']}"
    with writing(centre.engine) as conn:
        set_places(conn, "op-088", ["sub_centre:north", "seat:0077"], at=clock())
    assert (await seat.http.get(address, headers=session)).status_code == 200
    assert _standing(centre, timedelta(minutes=1)) is Standing.OK
    with writing(centre.engine) as conn:
        set_places(conn, "op-088", ["seat:0077"], at=clock())
    clock.pass_by(minutes=5)
    assert is_problem(await seat.http.get(address, headers=session), Problem.AUTH_REQUIRED, 401)
    assert (await seat.push(seat.filed())).json()["results"][0]["outcome"] == "held"


async def test_a_seat_whose_clock_is_behind_is_judged_by_its_first_grant(seat: SeatClient, centre: Centre) -> None:
    assert _standing(centre, -timedelta(days=3650)) is Standing.UNKNOWN
    await seat.sign_in("op-088", PASSWORD)
    assert _standing(centre, -timedelta(days=3650)) is Standing.OK
