"""A unit asks by hand, past its screens, for what is another unit's: it is shown nothing of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from hotline.wire import Problem
from hotline.work_order import WorkOrder
from tests.case_api.core.rows import doc_of

from .by_hand import OTHER_UNIT, ByHand, by_hand, centre, registry
from .conftest import Clock
from .seat import is_problem

__all__ = ["by_hand", "centre", "registry"]

PHONE = "19900005678"


@pytest.fixture
def theirs(by_hand: ByHand, clock: Clock) -> list[WorkOrder]:
    """Two live cases of one unit about the same matter, and a closed one."""
    day_before = {"created_at": clock() - timedelta(days=1)}
    made = [by_hand.a_case(state, **day_before) for state in ("handling", "handling", "closed")]
    by_hand.cases(made)
    return made


async def _get(by_hand: ByHand, name: str, address: str, **asked: Any) -> httpx.Response:
    return await by_hand.http.get(f"/v1/{address}", params=asked, headers=await by_hand.who(name))


async def test_a_case_of_another_unit_is_not_there(by_hand: ByHand, theirs: list[WorkOrder]) -> None:
    for case in theirs:
        for address in (f"cases/{case.id}", f"cases/{case.id}/likely"):
            assert (await _get(by_hand, "unit", address)).status_code == 200
            assert is_problem(await _get(by_hand, "other-unit", address), Problem.NOT_FOUND, 404), address


async def test_likely_cases_of_an_own_case_are_own_cases(by_hand: ByHand, theirs: list[WorkOrder]) -> None:
    (lead,) = (each for each in theirs[0].assignments if each.unit == theirs[0].lead_unit)
    taken = {"lead_unit": OTHER_UNIT, "at_unit": OTHER_UNIT}
    assigned = {"assignments": (lead.model_copy(update={"unit": OTHER_UNIT}),)}
    own = by_hand.a_case("handling", created_at=theirs[0].created_at, **taken, **assigned)
    by_hand.cases([own])
    shown = await _get(by_hand, "other-unit", f"cases/{own.id}/likely")
    assert (shown.status_code, shown.json()["cases"]) == (200, [])
    whole = await _get(by_hand, "dispatcher", f"cases/{own.id}/likely")
    assert {each["order"]["id"] for each in whole.json()["cases"]} == {str(case.id) for case in theirs[:2]}


async def test_search_and_work_list_show_none_of_another_unit(by_hand: ByHand, theirs: list[WorkOrder]) -> None:
    case = theirs[0]
    for asked in ({}, {"number": case.order_no}, {"digits": case.order_no}, {"phone": PHONE}, {"text": "水压"}):
        for name, found in (("unit", True), ("other-unit", False)):
            answer = await by_hand.http.post("/v1/cases/search", json=asked, headers=await by_hand.who(name))
            assert (answer.status_code, bool(answer.json()["cases"])) == (200, found), asked
    mine, others = [(await _get(by_hand, name, "queues/unit")).json() for name in ("unit", "other-unit")]
    assert (mine["counts"]["waiting"], others["counts"]["waiting"], others["lines"]) == (2, 0, [])
    for queue in ("dispatch", "lead", "callback", "supervision"):
        assert is_problem(await _get(by_hand, "unit", f"queues/{queue}"), Problem.FORBIDDEN, 403), queue


async def test_a_caller_of_another_units_case_is_not_revealed(by_hand: ByHand, theirs: list[WorkOrder]) -> None:
    case = theirs[0]
    refused = await by_hand.give("other-unit", case.id, "reveal", {"field": "caller_phone", "reason": "handling"})
    assert is_problem(refused, Problem.REFUSED, 409)
    assert refused.json()["code"] == "not_your_unit"
    given = await by_hand.give("unit", case.id, "reveal", {"field": "caller_phone", "reason": "handling"})
    body = {"mutation_id": given.json()["mutation_id"]}
    for name, status in (("unit", 200), ("other-unit", 404)):
        answer = await by_hand.http.post("/v1/reveals", json=body, headers=await by_hand.who(name))
        assert answer.status_code == status
        assert (PHONE in answer.text) is (status == 200)


async def test_a_refusal_says_nothing_of_a_case_that_its_reader_may_not_see(
    by_hand: ByHand, theirs: list[WorkOrder]
) -> None:
    for case, op, payload in (
        (theirs[0], "sign", {}),
        (theirs[0], "add_note", {"text": "又来电"}),
        (theirs[2], "add_note", {"text": "又来电"}),
    ):
        answer = await by_hand.give("other-unit", case.id, op, payload)
        assert is_problem(answer, Problem.REFUSED, 409)
        said = answer.json()
        assert (said["code"], said["found"]) == ("not_your_unit", "")
        assert not said.keys() & {"state", "revision"}
    told = (await by_hand.give("unit", theirs[2].id, "add_note", {"text": "又来电"})).json()
    assert (told["code"], told["found"], told["state"]) == ("wrong_state", "closed", "closed")


async def test_reports_on_other_units_are_refused(by_hand: ByHand, clock: Clock, theirs: list[WorkOrder]) -> None:
    span = {"from": "2026-11-01", "to": "2026-11-30"}
    unit = theirs[0].lead_unit
    for address, more in (
        ("rates", {"unit": unit}), ("rates", {"unit": "-"}), ("cases", {"unit": unit}), ("cases", {"what": "received"}),
        ("classes", {}), ("repeats", {}), ("overdue", {}), ("named", {}),
    ):  # fmt: skip
        answer = await _get(by_hand, "other-unit", f"reports/{address}", **span, **more)
        assert is_problem(answer, Problem.FORBIDDEN, 403), address
    for address, listed in (("rates", "lines"), ("cases", "cases")):
        answer = await _get(by_hand, "other-unit", f"reports/{address}", **span)
        assert (answer.status_code, answer.json()[listed]) == (200, [])


async def test_a_case_of_a_channel_is_named_again_to_those_only_who_may_file_one(by_hand: ByHand) -> None:
    intake = {
        "case_type": "QZ", "class_code": "010102", "area_code": "150602001001", "content": "水压低",
        "channel": "web", "outside_no": "W-1", "caller_phone": PHONE,
    }  # fmt: skip

    async def file(name: str) -> httpx.Response:
        return await by_hand.http.post("/v1/cases", json={"intake": intake}, headers=await by_hand.who(name))

    filed = await file("operator")
    assert filed.status_code == 201, filed.text
    assert (await file("specialist")).status_code == 200
    for name in ("unit", "admin", "auditor", "callback"):
        answer = await file(name)
        assert is_problem(answer, Problem.REFUSED, 409), name
        assert answer.json()["code"] == "not_your_role"
        assert filed.json()["number"] not in answer.text


async def test_a_unit_reads_the_words_of_its_case_and_none_of_the_callers_numbers(
    by_hand: ByHand, theirs: list[WorkOrder]
) -> None:
    answer = await _get(by_hand, "unit", f"cases/{theirs[0].id}")
    assert theirs[0].content in answer.text
    assert PHONE not in answer.text
    assert doc_of(by_hand.centre, theirs[0].id).order.caller_phone != PHONE
    assert is_problem(await _get(by_hand, "unit", f"cases/{uuid4()}"), Problem.NOT_FOUND, 404)
