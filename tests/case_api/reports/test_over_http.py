"""A small made year that is played and read over HTTP, on both engines."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from case_api.accounts.passwords import PasswordBook
from case_api.accounts.registry import Registry
from case_api.accounts.users import add_user
from case_api.centre import Centre
from case_api.http.app import create_app
from case_api.settings import Limits, LockOut, Settings
from case_api.storage.engine import writing
from case_api.sync.give import give_command
from hotline.codes import Role
from hotline.context import Actor
from hotline.report_doc import ClassesPage, OverduePage, RatesPage, RepeatsPage
from tests.case_api.cheap_passwords import CHEAP, cheap_passwords
from tests.case_api.core.clock_city import dispatched
from tests.case_api.core.pushing import Clock, Seat
from tests.case_api.http.conftest import PASSWORD, serving
from tests.case_api.http.seat import bearer
from tests.case_api.reports.conftest import TOWN, UNITS
from tests.hotline.made_year import MadeYear, Step, made_year

_PERIOD = {"from": "2026-01-01", "to": "2026-12-31"}
_REPORTS = ("rates", "classes", "repeats", "cases", "overdue", "named", "whole")
_DERIVED = {"not_contacted", "overdue"}


class _People:
    """Everybody who gives a command, each signed in as long as a session holds."""

    def __init__(self, http: httpx.AsyncClient, centre: Centre, clock: Clock, registry: Registry) -> None:
        self.http, self.centre, self.clock, self.registry = http, centre, clock, registry
        self.tokens: dict[tuple[str, str], dict[str, str]] = {}
        self.known: set[str] = set()

    async def token(self, who: Actor) -> dict[str, str]:
        key = who.operator, f"{self.clock.at:%Y-%m-%d %H}"
        if key not in self.tokens:
            if who.operator not in self.known:
                self.known.add(who.operator)
                with writing(self.centre.engine) as conn:
                    add_user(
                        conn, self.registry.passwords, who.operator, who.operator, list(who.roles), PASSWORD,
                        unit=who.unit, at=self.clock(),
                    )  # fmt: skip
            asked = {"operator_id": who.operator, "password": PASSWORD}
            answer = await self.http.post("/v1/sessions", json=asked)
            assert answer.status_code == 200, answer.text
            self.tokens[key] = bearer(answer.json()["token"])
        return self.tokens[key]

    async def give(self, step: Step) -> None:
        self.clock.at = step.at
        if Role.WORKER in step.who.roles:  # it does not come over HTTP
            give_command(self.centre, step.case, UUID(int=uuid4().int), step.op, 1, step.payload, step.who)
            return
        headers = {**await self.token(step.who), "Idempotency-Key": str(uuid4())}
        asked = {"op": step.op, "payload": step.payload}
        answer = await self.http.post(f"/v1/cases/{step.case}/commands", json=asked, headers=headers)
        assert answer.status_code == 200, (step, answer.text)

    async def get(self, who: Actor, report: str, **asked: str) -> httpx.Response:
        return await self.http.get(f"/v1/reports/{report}", params=asked, headers=await self.token(who))


_LEAD = Actor("lead", frozenset({Role.LEAD}))
_STREET = next(area.code for area in TOWN.pack.areas.values() if area.level == 3)
_DISTRICT = TOWN.pack.area_path(_STREET)[1].code
_OPERATOR = Actor("somebody", frozenset({Role.OPERATOR}))


@pytest.fixture
async def people(centre: Centre) -> AsyncIterator[_People]:
    clock = centre.now
    assert isinstance(clock, Clock)
    with cheap_passwords():
        settings = Settings(passwords=CHEAP, lock_out=LockOut(failures=3, minutes=15), limits=Limits())
        registry = Registry(centre.engine, settings, Ed25519PrivateKey.generate(), PasswordBook(CHEAP), clock)
        async with serving(create_app(centre, registry)) as http:
            yield _People(http, centre, clock, registry)


@pytest.fixture
def small_year() -> MadeYear:
    return made_year(TOWN, UNITS[:3], 24, seed=7)


@pytest.mark.long
async def test_a_year_played_over_http_is_reported_as_it_was(people: _People, small_year: MadeYear) -> None:
    for step in small_year.steps:
        await people.give(step)
    truth = small_year.truth.raw
    answer = await people.get(_LEAD, "rates", by="unit", **_PERIOD)
    page = RatesPage.model_validate_json(answer.text)
    whole: dict[str, Counter[str]] = {}
    for (unit, _), counter in truth.items():
        whole[unit] = whole.get(unit, Counter()) + counter
    assert {line.key: _plain(line.raw) for line in page.lines} == {unit: dict(c) for unit, c in whole.items()}
    assert page.formulas[0].zh.endswith("/ 应联系")
    for line in page.lines:
        unit = line.key or "-"
        behind = await people.get(_LEAD, "cases", what="settled", unit=unit, limit="200", **_PERIOD)
        found = {case["order"]["order_no"] for case in behind.json()["cases"]}
        assert found == {number for key, some in small_year.cases.items() if key[0] == line.key for number in some}
    by_month = RatesPage.model_validate_json((await people.get(_LEAD, "rates", by="month", **_PERIOD)).text)
    assert by_month.total == page.total
    classes = ClassesPage.model_validate_json((await people.get(_LEAD, "classes", **_PERIOD)).text)
    assert classes.lines[0].received == classes.received > 0
    repeats = RepeatsPage.model_validate_json((await people.get(_LEAD, "repeats", **_PERIOD)).text)
    assert repeats.all == 0
    late = OverduePage.model_validate_json((await people.get(_LEAD, "overdue", **_PERIOD)).text)
    behind_time = {line.key: line.raw.overdue for line in page.lines if line.raw.overdue}
    assert {each.unit: each.settled_late for each in late.units if each.settled_late} == behind_time
    assert (await people.get(_LEAD, "named", **_PERIOD)).json()["units"] == []


async def test_what_is_asked_amiss_is_said(people: _People) -> None:
    for asked in (
        {"from": "2026-02-01", "to": "2026-01-01"},
        {"from": "1969-01-01", "to": "1969-02-01"},
        {"from": "2026-01-01", "to": "2101-01-01"},
        {"from": "2026-13-01", "to": "2026-12-31"},
        {"to": "2026-12-31"},
        {**_PERIOD, "by": "moon"},
    ):
        answer = await people.get(_LEAD, "rates", **asked)
        assert answer.status_code == 422, answer.text
    for name, asked in (("cases", {"cursor": "x"}), ("cases", {"what": "x"}), ("repeats", {"months": "99"})):
        answer = await people.get(_LEAD, name, **_PERIOD, **asked)
        assert answer.status_code == 422, answer.text


async def test_of_what_is_still_to_come_there_is_no_report(people: _People) -> None:
    people.clock.at = datetime(2027, 1, 5, 16, 30, tzinfo=UTC)  # the sixth by the city's clock
    for what in _REPORTS:
        for since, period, status in (("2027-01-07", "2027-02", 422), ("2027-01-06", "2027-01", 200)):
            answer = await people.get(_LEAD, what, **{"from": since, "to": "2027-01-31", "period": period})
            assert answer.status_code == status, answer.text
            assert status == 200 or "2027-01-06" in answer.json()["detail"]


async def test_an_unknown_code_is_said_and_one_that_is_no_more_in_the_pack_is_not(people: _People) -> None:
    centre, dissolved = people.centre, UNITS[0]
    case = Seat(centre, "0001", "north").file(class_code="010101", area_code=_STREET)
    dispatched(centre, case, dissolved)
    pack = centre.pack
    centre.pack = replace(
        pack,
        units={code: unit for code, unit in pack.units.items() if code != dissolved},
        classes={code: each for code, each in pack.classes.items() if code != "010101"},
    )
    received = {"from": "2027-01-01", "to": "2027-01-31", "what": "received"}
    for asked in ({"unit": dissolved}, {"unit": "-"}, {"class": "010101"}, {"class": "01"}, {"class": "-"}):
        assert (await people.get(_LEAD, "cases", **received, **asked)).status_code == 200, asked
    assert (await people.get(_LEAD, "rates", **_PERIOD, unit=dissolved)).status_code == 200
    for name, asked, field, like in (
        ("rates", {"unit": "nosuch"}, "unit", UNITS[1][:2]),
        ("cases", {"unit": "nosuch"}, "unit", UNITS[1][:2]),
        ("cases", {"class": "0101010"}, "class", "0101"),
        ("cases", {"class": "010101"}, "class", "0101"),  # no case of that year had it
        ("cases", {"district": "nosuch"}, "district", _DISTRICT[:4]),
        ("cases", {"district": _STREET}, "district", _DISTRICT[:4]),
    ):
        answer = await people.get(_LEAD, name, **_PERIOD, **asked)
        told = answer.json()
        assert (answer.status_code, told.get("field"), like in told["detail"]) == (422, field, True), told
    assert (await people.get(_OPERATOR, "rates", **_PERIOD, unit="nosuch")).status_code == 403


async def test_a_review_wants_a_key_words_and_the_right_role(people: _People) -> None:
    ids = [str(uuid4()), str(uuid4())]
    for who, key, asked, status in (
        (_LEAD, None, {"cases": ids, "words": "已约谈"}, 422),
        (_LEAD, uuid4(), {"cases": ids, "words": " "}, 422),
        (_LEAD, uuid4(), {"cases": ids[:1], "words": "已约谈"}, 422),
        (_LEAD, uuid4(), {"cases": ids, "words": "已约谈"}, 404),
        (_OPERATOR, uuid4(), {"cases": ids, "words": "已约谈"}, 403),
    ):
        headers = {**await people.token(who), **({"Idempotency-Key": str(key)} if key else {})}
        answer = await people.http.post("/v1/reports/repeats/reviewed", json=asked, headers=headers)
        assert answer.status_code == status, answer.text


async def test_the_whole_report_comes_as_text_page_or_workbook_in_either_language(people: _People) -> None:
    text = await people.get(_LEAD, "whole", period="2026-10", language="en")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert "report of 2026-10" in text.text
    page = await people.get(_LEAD, "whole", period="2026-w43", form="html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="zh-CN">' in page.text
    assert "2026-W43" in page.text
    assert "seat-console report cases" in page.text
    book = await people.get(_LEAD, "whole", period="2026-10", form="xlsx")
    assert book.content.startswith(b"PK")
    for asked in ({"period": "2026-13"}, {"period": "soon"}, {"period": "2026-10", "form": "pdf"}, {}):
        assert (await people.get(_LEAD, "whole", **asked)).status_code == 422


@pytest.mark.parametrize("what", _REPORTS)
async def test_reports_are_not_for_everybody(people: _People, what: str) -> None:
    assert (await people.get(_OPERATOR, what, **_PERIOD, period="2026-10")).status_code == 403
    assert (await people.http.get(f"/v1/reports/{what}", params={**_PERIOD, "period": "2026-10"})).status_code == 401


def _plain(counts: object) -> dict[str, int]:
    return {name: n for name, n in asdict(counts).items() if n and name not in _DERIVED}  # type: ignore[call-overload]
