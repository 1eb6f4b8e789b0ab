"""A new pack lays a district to another sub-centre: its seats get the cases of it, the others give them up."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from case_api.audit.verify import verify
from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.storage.tables_audit import case_events
from case_api.sync.territory import elsewhere, move
from case_api.sync.upkeep import age_out
from city_packs.entries import SubCentre
from city_packs.model import CityPack
from hotline.wire import Cursor
from tests.case_api.core.pushing import Clock, Seat, new_id
from tests.case_api.core.rows import rows_of
from tests.case_api.core.small_city import SMALL_CITY


def _pack(**fields: object) -> CityPack:
    centres = {
        "north": SubCentre("north", "城北分中心", "North", (), ("0042", "0043")),
        "south": SubCentre("south", "城南分中心", "South", ("91", "92"), ("0077",)),
    }
    return replace(SMALL_CITY, version="2", **{"sub_centres": centres, **fields})


class Watcher:
    """A seat that pulls its territory again and again, and what it has been told by now."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.cursor: Cursor | None = None
        self.held: dict[UUID, int] = {}

    def pull(self) -> set[UUID]:
        """Pull the territory and return the cases of it."""
        [scope] = self.seat.pull(area=self.cursor).scopes.values()
        self.cursor = scope.cursor
        for row in scope.rows:
            if row.op == "put":
                self.held[row.id] = row.revision
            else:
                self.held.pop(row.id, None)
        return set(self.held)


@pytest.fixture
def north(centre: Centre) -> Watcher:
    return Watcher(Seat(centre, "0043", "north"))


@pytest.fixture
def south(centre: Centre) -> Watcher:
    return Watcher(Seat(centre, "0077", "south"))


def _follow(centre: Centre, at_once: int = 100) -> int:
    """Do what the worker does with a new pack."""
    ids = elsewhere(centre)
    return sum(move(centre, ids[start : start + at_once]) for start in range(0, len(ids), at_once))


def test_cases_of_a_district_go_over_and_both_sides_hear_of_it(
    seat: Seat, centre: Centre, north: Watcher, south: Watcher
) -> None:
    live, other = seat.file(area_code="9101"), seat.file(area_code="9201")
    ended = seat.file(area_code="91")
    seat.give("withdraw", ended, reason="来电人要求撤回")
    assert (north.pull(), south.pull()) == ({live, ended}, {other})
    told: list[frozenset[str]] = []
    centre.told = lambda scopes, _pos: told.append(scopes)
    centre.pack = _pack()
    assert _follow(centre) == 2
    assert (north.pull(), south.pull()) == (set(), {live, ended, other})
    assert told == [frozenset({"area:north", "area:south"})]
    assert Watcher(Seat(centre, "0077", "south")).pull() == {live, ended, other}  # who begins anew gets them too
    assert {row.id for row in seat.pull(seat=None).scopes["seat:0042"].rows} == {live, ended, other}


def test_doing_it_again_does_nothing(seat: Seat, centre: Centre) -> None:
    seat.file()
    assert _follow(centre) == 0
    centre.pack = _pack()
    ids = elsewhere(centre)
    assert (move(centre, ids), move(centre, ids), _follow(centre)) == (1, 0, 0)


def test_what_has_moved_is_in_the_write_audit(seat: Seat, centre: Centre) -> None:
    case_id = seat.file()
    centre.pack = _pack()
    _follow(centre)
    event = rows_of(centre, case_events)[-1]
    assert (event.case_id, event.op, event.outcome) == (case_id, "move", "applied")
    assert json.loads(event.data) == {"from": "north", "to": "south", "pack": "2"}
    assert [report.finding for report in verify(centre.engine, ())] == [None, None]


def test_it_goes_in_steps(seat: Seat, centre: Centre, north: Watcher, south: Watcher) -> None:
    filed = {seat.file() for _ in range(5)}
    assert north.pull() == filed
    centre.pack = _pack()
    assert _follow(centre, at_once=2) == 5
    assert (north.pull(), south.pull()) == (set(), filed)


def test_a_case_that_changes_before_it_was_moved_leaves_its_old_territory_at_once(
    seat: Seat, centre: Centre, north: Watcher, south: Watcher
) -> None:
    case_id = seat.file()
    assert north.pull() == {case_id}
    centre.pack = _pack()
    seat.give("add_note", case_id, text="又停水了")
    assert (north.pull(), south.pull()) == (set(), {case_id})
    assert _follow(centre) == 0


def test_cases_that_no_seat_holds_any_more_stay_where_they_were(
    seat: Seat, centre: Centre, clock: Clock, south: Watcher
) -> None:
    old = seat.file()
    clock.advance(days=centre.rules.window / timedelta(days=1) + 1)
    age_out(centre)
    new = seat.file()
    centre.pack = _pack()
    assert elsewhere(centre) == [new]
    _follow(centre)
    assert south.pull() == {new}
    assert old not in south.held


@pytest.mark.parametrize("touched", [False, True])
def test_a_place_that_the_new_pack_does_not_know_stays_with_who_had_it(
    seat: Seat, centre: Centre, north: Watcher, touched: bool
) -> None:
    case_id = seat.file(area_code="9101")
    centre.pack = _pack(areas={code: area for code, area in SMALL_CITY.areas.items() if code != "9101"})
    if touched:
        seat.give("add_note", case_id, text="又停水了")
    assert _follow(centre) == 0
    assert north.pull() == {case_id}


def test_what_was_erased_meanwhile_is_left_alone(seat: Seat, centre: Centre, south: Watcher) -> None:
    case_id = seat.file()
    centre.pack = _pack()
    ids = elsewhere(centre)
    assert purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
    assert move(centre, [*ids, new_id()]) == 0
    assert south.pull() == set()


def test_who_held_a_case_before_it_moved_erases_it_too(seat: Seat, centre: Centre, north: Watcher) -> None:
    case_id = seat.file()
    north.pull()
    centre.pack = _pack()
    _follow(centre)
    assert purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
    [scope] = north.seat.pull(area=north.cursor).scopes.values()
    assert [(row.id, row.op) for row in scope.rows] == [(case_id, "purge")]
