"""Simulated operators at a served demo centre: over HTTP, as consoles do it, and at no other centre."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from case_api.accounts.devices import add_seat, list_seats
from case_api.centre import utc_now
from case_api.demo_people import DEMO_PASSWORD
from case_api.http.app import create_app
from case_api.settings import Simulator
from case_api.simulated_people.habits import Habits
from case_api.simulated_people.line import NotADemoError
from case_api.simulated_people.seat_devices import simulated_devices
from case_api.simulated_people.seats_at_work import sit
from case_api.storage.engine import reading, writing
from case_api.storage.tables_board import seat_states
from case_api.storage.tables_calls import call_legs
from case_api.telephony.simulator import SimulatedSwitch
from case_api.worker import Worker
from hotline.codes import AgentState, LegEnd
from tests.case_api.http.serving import listening
from tests.case_api.simulated_people.city_at_work import CityAtWork
from tests.deadline import PATIENCE_S
from wording import set_language

SEATS = ("0031", "0032", "0033", "0034", "0035")
QUICK = Habits(
    signs_in_s=(0, 0.2), late=0, paused_at_first=0, wrapping_up_at_first=0, answers_s=(0.05, 0.1), let_ring=0,
    hang_up=1, talks_s=(0.1, 0.2), hold=0, wraps_up_s=(0.1, 0.2), long_wrap_up=0, pause_every_s=0, silent_every_s=0,
)  # fmt: skip
CALLS = Simulator(seed=1, calls_per_hour=36_000, profile="flat", first_after_s=0, enterprise_share=0)


class LiveCity(CityAtWork):
    """A centre whose clock goes, with a few seats and a worker that runs a simulated switch."""

    def __init__(self, url: str, *, demo: bool = True) -> None:
        super().__init__(url, demo=demo)
        with writing(self.centre.engine) as conn:
            for seat in SEATS:
                add_seat(conn, seat, "02", at=self.now())

    def now(self) -> datetime:
        return utc_now()

    @contextmanager
    def calling(self) -> Iterator[str]:
        def make(told: Callable[[], None]) -> Worker:
            return Worker(self.centre, lambda start, wake: SimulatedSwitch(CALLS, start, wake), told=told)

        with listening(create_app(self.centre, self.registry, make_worker=make)) as url:
            yield url


@pytest.fixture(autouse=True)
def _in_english() -> None:
    set_language("en")


def test_they_answer_calls_at_their_seats_and_say_what_they_do(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("case_api.simulated_people.seat_operator._BEAT", timedelta(seconds=0.1))
    monkeypatch.setattr("case_api.simulated_people.seats_at_work._ASKS_DESK_S", 0.1)
    monkeypatch.setattr("case_api.simulated_people.desk_manners._OBEYS_S", (0.0, 0.1))
    city = LiveCity(sqlite_url)
    devices = simulated_devices(city.registry, tmp_path / "kept.json", 3, but=["0035"])
    assert [each.seat for each in devices] == ["0031", "0032", "0033"]
    stop, begun = threading.Event(), list[int]()
    with city.calling() as url:
        seats = threading.Thread(
            target=sit,
            args=(url, "tangshan", devices),
            kwargs={"seed": 1, "stop": stop, "begun": begun.append, "habits": QUICK},
        )
        seats.start()
        try:
            _until(lambda: all(_has_worked(city, each.seat) for each in devices), seats)
            _order_a_pause(url, "0031")
            _until(lambda: (AgentState.PAUSED, "10031") in _told(city, "0031"), seats)
        finally:
            stop.set()
            seats.join(PATIENCE_S)
    assert begun == [3]
    for each in devices:
        told = _told(city, each.seat)
        assert told[0] == (AgentState.SIGNED_OUT, "")
        assert (AgentState.TALKING, f"1{each.seat}") in told


def test_devices_are_enrolled_once_spread_over_the_centre_and_never_where_somebody_else_is(
    sqlite_url: str, tmp_path: Path
) -> None:
    city = LiveCity(sqlite_url)
    kept = tmp_path / "kept.json"
    first = simulated_devices(city.registry, kept, 2)
    assert [each.seat for each in first] == ["0031", "0033"]
    again = simulated_devices(city.registry, kept, 2)
    assert [each.device_id for each in again] == [each.device_id for each in first]
    assert simulated_devices(city.registry, tmp_path / "others.json", but=["0032"])[0].seat == "0034"
    assert kept.stat().st_mode & 0o077 == 0


def test_only_at_a_demo_centre_of_this_machine(sqlite_url: str, tmp_path: Path) -> None:
    live = LiveCity(sqlite_url, demo=False)
    with pytest.raises(NotADemoError, match="is no demo centre"):
        simulated_devices(live.registry, tmp_path / "kept.json")
    with reading(live.centre.engine) as conn:
        assert not any(each.devices for each in list_seats(conn))
    with listening(create_app(live.centre, live.registry)) as url, pytest.raises(NotADemoError, match="no demo centre"):
        sit(url, "tangshan", [], seed=1, stop=threading.Event())
    for address in ("http://192.0.2.7:8345", "https://127.0.0.1:8345"):
        with pytest.raises(NotADemoError, match="of this machine"):
            sit(address, "tangshan", [], seed=1, stop=threading.Event())


def _until(holds: Callable[[], bool], seats: threading.Thread) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end
        assert seats.is_alive()
        time.sleep(0.05)


def _order_a_pause(url: str, seat: str) -> None:
    """Let a lead order a seat to pause, again where it was refused: its operator was speaking."""
    with httpx.Client(base_url=url) as client:
        begun = client.post("/v1/sessions", json={"operator_id": "1029", "password": DEMO_PASSWORD})
        lead = {"Authorization": f"Bearer {begun.json()['token']}"}
        end = time.monotonic() + PATIENCE_S
        done = False
        while not done:
            assert time.monotonic() < end
            wanted = {"order_id": str(uuid4()), "kind": "state", "value": "paused", "reason": "training"}
            client.post(f"/v1/board/seats/{seat}/orders", json=wanted, headers=lead).raise_for_status()
            became = ""
            while became in ("", "waiting"):
                assert time.monotonic() < end
                time.sleep(0.05)
                orders = client.get("/v1/board/orders", headers=lead).json()["orders"]
                became = next(each["became"] for each in orders if each["order"]["order_id"] == wanted["order_id"])
            done = became == "done"


def _has_worked(city: CityAtWork, seat: str) -> bool:
    """Say whether a call was answered at a seat and ended, and the seat says that it is ready again."""
    with reading(city.centre.engine) as conn:
        spoken = conn.scalars(
            select(call_legs.c.ended).where(call_legs.c.seat == seat, call_legs.c.answered_at.is_not(None))
        )
        ended = LegEnd.HUNG_UP in set(spoken)
    states = [state for state, _ in _told(city, seat)]
    return ended and AgentState.WRAP_UP in states and AgentState.READY in states[states.index(AgentState.WRAP_UP) :]


def _told(city: CityAtWork, seat: str) -> list[tuple[str, str]]:
    with reading(city.centre.engine) as conn:
        wanted = select(seat_states.c.state, seat_states.c.operator_id).where(seat_states.c.seat == seat)
        return [(row.state, row.operator_id) for row in conn.execute(wanted.order_by(seat_states.c.n))]
