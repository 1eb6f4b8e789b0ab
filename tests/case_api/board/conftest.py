"""A centre with a board on both engines, and a clock that stands still until it is moved."""

from collections.abc import Callable

import pytest

from tests.case_api.http.conftest import (
    PASSWORD,
    Clock,
    _passwords_are_cheap,
    app,
    centre,
    client,
    clock,
    code_for,
    registry,
    seat,
    settings,
)
from tests.case_api.http.seat import SeatClient

__all__ = ("_passwords_are_cheap", "app", "centre", "client", "clock", "code_for", "registry", "seat", "settings")


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


@pytest.fixture(autouse=True)
def no_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks the board sees what was written before: nobody waits for the next look."""
    monkeypatch.setattr("case_api.http.live_board.PACE_SECONDS", 0)


@pytest.fixture
async def lead(seat: SeatClient, code_for: Callable[[str], str], clock: Clock) -> SeatClient:
    """A lead at seat 0043; the seat itself does not beat."""
    found = await SeatClient.enrolled(seat.http, code_for("0043"), clock)
    assert (await found.sign_in("op-lead", PASSWORD)).status_code == 200
    return found
