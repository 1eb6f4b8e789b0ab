"""A lead takes calls while at the desk: at the board none comes, and a call that is at the seat is seen there."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from hotline.codes import AgentState, CallEventKind, Role
from local_cache.folder import SeatFolder
from local_cache.news import CallEvent
from seat_console.app import ConsoleApp
from seat_console.opening import utc_now
from tests.pressing import press
from tests.seat_console.given import OPERATOR, PASSWORD, enrol_without_centre, give_grant
from tests.seat_console.test_app import console, opened, shown, sign_in_by_hand, until
from wording import set_language

LEAD = replace(OPERATOR, operator_id="9001", name="周岚", roles=frozenset({Role.LEAD, Role.OPERATOR}))
CALL = UUID(int=1)


@pytest.fixture
def seat(tmp_path: Path) -> SeatFolder:
    set_language("en")
    folder = enrol_without_centre(tmp_path / "seat")
    with closing(opened(folder)) as before:
        before.sign_out(OPERATOR, {}).result()
    give_grant(folder, LEAD)
    return folder


def _state(app: ConsoleApp) -> AgentState | None:
    last = app.services.seat.last_state().result()
    return last.own.state if last else None


async def test_a_lead_is_ready_at_the_desk_and_takes_no_calls_at_the_board(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        await until(pilot, lambda: "whoever the centre has let in at this seat can sign in" in shown(app))
        await press(pilot, *LEAD.operator_id, "enter", *PASSWORD, "enter")
        await until(pilot, lambda: app.current_mode == "board" and app.services.pack is not None)
        await press(pilot, "9")
        await until(pilot, lambda: "No seat 9" in shown(app))
        await press(pilot, "ctrl+r")
        await until(pilot, lambda: _state(app) is AgentState.READY)
        await press(pilot, "ctrl+d")
        await until(pilot, lambda: app.current_mode == "board" and _state(app) is AgentState.SIGNED_OUT)
        assert "No seat 9" not in shown(app)  # what was said before they left is over
        await press(pilot, "ctrl+r", "ctrl+l")
        await until(pilot, lambda: "This seat is locked" in shown(app) and _state(app) is AgentState.PAUSED)
    async with console(seat) as (app, pilot):
        await until(pilot, lambda: app.current_mode == "lock" and app.services.seat.status.known)
        await sign_in_by_hand(app, pilot)
        await until(pilot, lambda: app.current_mode == "desk" and _state(app) is AgentState.READY)


async def test_a_ring_at_a_seat_without_a_desk_is_seen_at_the_board_and_answered_at_the_desk(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        await until(pilot, lambda: "whoever the centre has let in at this seat can sign in" in shown(app))
        seat_calls = app._opened.late._seat._calls  # type: ignore[union-attr]
        seat_calls.named(())
        seat_calls.heard(CallEvent(CALL, CallEventKind.RINGING, utc_now(), "13900001111"))
        await press(pilot, *LEAD.operator_id, "enter", *PASSWORD, "enter")
        await until(pilot, lambda: app.current_mode == "board" and "Ringing 00:0" in shown(app))
        await press(pilot, "ctrl+r")
        await until(pilot, lambda: "Ringing: 139****1111" in shown(app))
        await press(pilot, "enter")
        await until(pilot, lambda: "Talking" in shown(app))
