"""Who takes no calls begins at their work list, and the key for work lists leads there from everywhere."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from hotline.codes import Role
from local_cache.folder import SeatFolder
from screens.parts.work_places import home_of, next_work_place, work_places
from seat_console.places import MODES
from tests.pressing import press
from tests.seat_console.given import OPERATOR, PASSWORD, enrol_without_centre, give_grant
from tests.seat_console.test_app import console, opened, shown, until
from wording import set_language

DISPATCHER = replace(OPERATOR, operator_id="2001", name="赵敏", roles=frozenset({Role.DISPATCHER}))


@pytest.fixture
def seat(tmp_path: Path) -> SeatFolder:
    set_language("en")
    folder = enrol_without_centre(tmp_path / "seat")
    with closing(opened(folder)) as before:
        before.sign_out(OPERATOR, {}).result()
    return folder


async def test_a_dispatcher_begins_at_the_dispatchers_list_and_comes_back_to_it_by_one_key(seat: SeatFolder) -> None:
    give_grant(seat, DISPATCHER)
    async with console(seat) as (app, pilot):
        await until(pilot, lambda: "whoever the centre has let in at this seat can sign in" in shown(app))
        await press(pilot, *DISPATCHER.operator_id, "enter", *PASSWORD, "enter")
        await until(pilot, lambda: app.current_mode == "dispatch")
        await until(pilot, lambda: "This list is at the centre: it comes as soon as there is a line." in shown(app))
        for key, place in (("ctrl+f", "find"), ("ctrl+d", "dispatch"), ("ctrl+y", "needs_you"), ("ctrl+d", "dispatch")):
            await press(pilot, key)
            await until(pilot, lambda place=place: app.current_mode == place)  # type: ignore[misc]
        await press(pilot, "f1")
        await until(pilot, lambda: "Pass the case and dispatch it" in shown(app))
    give_grant(seat)
    async with console(seat) as (app, pilot):
        assert app.current_mode == "dispatch"
        await until(pilot, lambda: "comes as soon as there is a line" in shown(app))
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: "No draft is open." in shown(app))
        await press(pilot, "enter")
        await until(pilot, lambda: app.current_mode == "sign_in" and "Password" in shown(app))
        await press(pilot, *OPERATOR.operator_id, "enter", *PASSWORD, "enter")
        await until(pilot, lambda: app.services.session is not None and app.current_mode != "sign_in")
        assert app.current_mode == "desk", "where the first one's session had begun is nothing to the next one"


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.UNIT])
async def test_who_signs_out_at_a_work_list_leaves_the_sign_in_to_the_next(seat: SeatFolder, role: Role) -> None:
    give_grant(seat, replace(DISPATCHER, roles=frozenset({role}), unit="W" if role is Role.UNIT else ""))
    async with console(seat) as (app, pilot):
        await until(pilot, lambda: "whoever the centre has let in at this seat can sign in" in shown(app))
        await press(pilot, *DISPATCHER.operator_id, "enter", *PASSWORD, "enter")
        await until(pilot, lambda: "comes as soon as there is a line" in shown(app))
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: "No draft is open." in shown(app))
        await press(pilot, "enter")
        await until(pilot, lambda: app.current_mode == "sign_in" and "Password" in shown(app))


async def test_an_operator_has_no_work_list_to_go_to(seat: SeatFolder) -> None:
    give_grant(seat)
    async with console(seat) as (app, pilot):
        await until(pilot, lambda: "whoever the centre has let in at this seat can sign in" in shown(app))
        await press(pilot, *OPERATOR.operator_id, "enter", *PASSWORD, "enter")
        await until(pilot, lambda: app.current_mode == "desk")
        await press(pilot, "ctrl+d")
        await pilot.pause()
        assert app.current_mode == "desk"


def test_a_lead_begins_at_the_board_and_who_takes_calls_at_the_desk() -> None:
    assert home_of({Role.LEAD}) == "board"
    assert home_of({Role.LEAD, Role.OPERATOR}) == "board"
    assert "board" not in work_places({*Role} - {Role.LEAD})
    assert home_of({Role.OPERATOR, Role.DISPATCHER}) == "desk"
    assert home_of({Role.DISPATCHER}) == "dispatch"
    assert home_of({Role.QUALITY}) == "reviews"
    assert home_of({Role.UNIT}) == "unit_desk"
    assert home_of({Role.CALLBACK}) == "callbacks"
    assert home_of({Role.SUPERVISOR}) == home_of({Role.LEADER}) == "supervision"
    assert work_places({Role.LEAD})[:4] == ("board", "dispatch", "supervision", "reviews")
    assert next_work_place({Role.DISPATCHER}, "find") == "dispatch"
    assert next_work_place({Role.DISPATCHER}, "dispatch") == "reports"
    assert next_work_place({Role.UNIT}, "unit_desk") == "reports"
    assert work_places({Role.QUALITY})[-1] == work_places({Role.LEADER})[-1] == "reports"


def test_every_work_list_is_a_place() -> None:
    assert {*work_places(Role)} <= {*MODES}
