"""Simulated people take cases round the whole loop: every command that they can reach is used, and no case is stuck."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from case_api.demo_people import demo_units
from case_api.simulated_people.company import Company, Done, Pace
from hotline.codes import Role
from hotline.command_table import COMMANDS, Start
from tests.case_api.simulated_people.city_at_work import START, CityAtWork, pack
from tests.soak import times

_DESKS_OWN = {"urge", "withdraw", "log_call", "mark_abuse", "reveal", "propose_caller_note"}
_LEADS_OWN = {"decide_caller_note", "lift_caller_note"}
"""Commands about callers rather than cases: they are for people, who have listened to them."""
REACHED = (
    {
        op
        for op, row in COMMANDS.items()
        if row.roles != {Role.WORKER} and (Start.NEW not in row.start or len(row.start) > 1)
    }
    - _DESKS_OWN
    - _LEADS_OWN
)
"""Every command that somebody gives to a case which is there, but for those."""


def test_all_cases_go_from_dispatch_to_filing_by_every_command(sqlite_url: str) -> None:
    city = CityAtWork(sqlite_url)
    city.take_in(times(90, 400))
    company = city.company()
    for _ in range(150):
        city.go_on(company, hours=2)
        if set(city.states()) == {"filed"}:
            break
    assert set(city.states()) == {"filed"}  # no case is stuck with anybody
    assert {done.op for done in city.done} == REACHED
    assert city.given()["file_away"] == sum(city.states().values())
    assert {done.person.unit for done in city.done} == {"", *(unit.code for unit in demo_units(pack()).values())}


def told(done: Sequence[Done]) -> list[tuple[datetime, str, str, str]]:
    return [(each.at, each.person.operator_id, each.op, each.number) for each in done]


def test_over_http_they_do_the_same_and_the_same_again_by_the_same_seed(sqlite_url: str, another_url: str) -> None:
    cities = CityAtWork(sqlite_url), CityAtWork(another_url)
    for city in cities:
        city.take_in(3)
    with cities[0].served() as company:
        rounds(cities[0], company)
    rounds(cities[1], cities[1].company())
    assert len(cities[0].done) > 8
    assert told(cities[0].done) == told(cities[1].done)


def test_another_seed_draws_other_waits(sqlite_url: str, another_url: str) -> None:
    cities = CityAtWork(sqlite_url), CityAtWork(another_url)
    for seed, city in enumerate(cities):
        city.take_in(3)
        rounds(city, city.company(seed=seed))
    assert told(cities[0].done) != told(cities[1].done)


def rounds(city: CityAtWork, company: Company) -> None:
    for _ in range(8):
        city.go_on(company, hours=2)


def test_a_case_lies_for_a_while_so_that_a_person_can_be_first(sqlite_url: str) -> None:
    city = CityAtWork(sqlite_url, pace=Pace(lies_s=60, takes_s=0))
    city.take_in(10)
    company = city.company(Role.DISPATCHER)
    city.go_on(company, seconds=19)  # a third of the mean is the least
    assert city.done == []
    waiting = city.states()["to_dispatch"]
    city.go_on(company, minutes=3)  # and three times the mean the most
    assert len(city.done) == waiting


def test_a_person_does_one_thing_after_another(sqlite_url: str) -> None:
    city = CityAtWork(sqlite_url, pace=Pace(lies_s=60, takes_s=100))
    city.take_in(10)
    company = city.company(Role.DISPATCHER)
    city.go_on(company, hours=1)  # their lamps turn, which is a change too
    assert city.done == []
    for _ in range(3):
        city.go_on(company, minutes=6)
    assert [done.at - START for done in city.done] == [timedelta(minutes=60 + 6 * each) for each in (1, 2, 3)]


def test_whom_nobody_asked_for_does_nothing(sqlite_url: str) -> None:
    city = CityAtWork(sqlite_url)
    city.take_in(5)
    company = city.company(Role.UNIT)
    for _ in range(5):
        city.go_on(company, days=1)
    assert city.done == []
    assert city.at == START + timedelta(days=5)
