"""A seat and a wall whose centre goes away, in each way that there is: both say so, lose nothing, and come back.

Over real sockets, with quick beats; how long it takes with those of the product is in
`tests/test_said_within_five_seconds.py`.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from sqlalchemy import select
from sqlalchemy.event import listen, remove
from sqlalchemy.exc import OperationalError

from case_api.accounts.displays import add_display
from case_api.accounts.users import add_user
from case_api.http.app import create_app
from case_api.storage.engine import reading, writing
from case_api.storage.tables_board import seat_states
from case_api.storage.tables_cases import cases
from case_api.telephony.line import note_switch
from case_api.telephony.store import record
from case_api.worker import LEASE, take_lease
from hotline.call_events import CallEvent
from hotline.codes import AgentState, CallEventKind, Role
from hotline.commands import FileCase
from hotline.wall_doc import WallAnswer
from hotline.work_order import Intake
from local_cache import board_questions as ask
from local_cache.enrol import enrol
from local_cache.errors import NoLine
from local_cache.folder import SeatFolder
from local_cache.ids import new_id
from local_cache.model import OwnState
from local_cache.seat import Seat
from local_cache.wall.follower import WallFollower
from local_cache.wall.seen import WallSeen
from local_cache.wall.transport import WallTransport
from tests.case_api.core.small_city import SMALL_CITY
from tests.case_api.http.serving import listening
from tests.deadline import PATIENCE_S, until
from tests.local_cache_sync.cable import Cable
from tests.local_cache_sync.real_centre import PASSWORD, RealCentre

LEAD = "lead-01"
QUIET_S = 0.6
CAUSES = ("cut", "cut silently", "centre gone")


class Place:
    """A centre that can be ended and begun anew, with the line that leads to it."""

    def __init__(self, folder: Path) -> None:
        self.real = RealCentre(folder)
        self._serving = ExitStack()
        self.cable = Cable(0)
        self.cable.start()
        self.begin()

    def begin(self) -> None:
        self.app = create_app(self.real.centre, self.real.registry)
        address = self._serving.enter_context(listening(self.app))
        self.cable.lead_to(int(address.rpartition(":")[2]))

    def tells_a_lead(self) -> bool:
        """Say whether a seat where a lead has signed in has opened its stream anew, as it does then."""
        return bool(self.app.state.house.news.has_leads())

    def goes_away(self, cause: str) -> None:
        if cause == "cut":
            self.cable.cut()
        elif cause == "cut silently":
            self.cable.cut_silently()
        else:
            self._serving.close()

    def comes_back(self, cause: str) -> None:
        if cause == "centre gone":
            self.begin()
        else:
            self.cable.restore()

    def end(self) -> None:
        self.cable.stop()
        self._serving.close()
        self.real.centre.engine.dispose()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.cable.port}"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for beats in ("case_api.http.events", "case_api.http.routes_wall"):
        monkeypatch.setattr(f"{beats}.BEAT_SECONDS", 0.1)
    for silence in ("line", "streamed", "http"):
        monkeypatch.setattr(f"local_cache.sync.{silence}.SILENCE_SECONDS", QUIET_S)
    monkeypatch.setattr("local_cache.wall.transport.SILENCE_SECONDS", QUIET_S)
    monkeypatch.setattr("local_cache.sync.http.ANSWER_SECONDS", 10 * PATIENCE_S)  # nothing may wait for it
    monkeypatch.setattr("local_cache.beats.BEAT_S", 0.1)
    monkeypatch.setattr("case_api.http.seats_heard.KEEPS_NOTHING_AFTER_SECONDS", 1.2)
    monkeypatch.setattr("case_api.http.problems._RETRY_SECONDS", (0, 0))
    monkeypatch.setattr("local_cache.sync.pacing.Backoff.next", lambda _: 0.05)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    there = Place(tmp_path)
    yield there
    there.end()


@pytest.fixture
def seat(place: Place, tmp_path: Path) -> Iterator[Seat]:
    real, folder = place.real, SeatFolder(tmp_path / "seat")
    with writing(real.centre.engine) as conn:
        add_user(conn, real.registry.passwords, LEAD, "赵刚", [Role.OPERATOR, Role.LEAD], PASSWORD,
                 places=["seat:0042"], at=real.now())  # fmt: skip
    enrol(folder, place.url, real.code(), device_name="DESK", app_version="1", system_store=False)
    opened = Seat.open(folder, ballast_size=0)
    until(lambda: opened.status.line_up, "a line")
    opened.sign_in(LEAD, PASSWORD).result(PATIENCE_S)
    until(place.tells_a_lead, "the lead's stream")
    yield opened
    opened.close()


def states_at(real: RealCentre) -> list[tuple[int, str, datetime]]:
    """Return what the centre has of the seat's states: number, state, since when."""
    with reading(real.centre.engine) as conn:
        rows = conn.execute(select(seat_states).order_by(seat_states.c.seq)).all()
    return [(row.seq, row.state, row.since) for row in rows]


def filing(content: str) -> Callable[[str], FileCase]:
    intake = Intake(case_type="QZ", class_code="010101", area_code="9101", content=content, caller_name="李小明",
                    caller_phone="19900001234")  # fmt: skip
    return lambda number: FileCase(number=number, intake=intake, pack_version=SMALL_CITY.version)


@pytest.mark.parametrize("cause", CAUSES)
def test_a_seat_and_its_leads_board_say_so_work_goes_on_and_all_of_it_arrives_once(
    place: Place, seat: Seat, cause: str
) -> None:
    went_into = []

    def goes_into(state: AgentState) -> None:
        seat.note_state(OwnState(state, LEAD)).result(PATIENCE_S)
        last = seat.last_state().result(PATIENCE_S)
        assert last is not None
        went_into.append((last.seq, last.own.state.value, last.since))

    goes_into(AgentState.READY)
    until(lambda: states_at(place.real) == went_into, "the first state")
    assert seat.board(ask.changes(0, "")).result(PATIENCE_S).whole

    place.goes_away(cause)
    session = seat.session
    assert session is not None
    # It is on its way when the line is found to be dead, and must not wait there for an answer when there is one again.
    seat.save(filing("全楼停水"), session=session).result(PATIENCE_S)
    until(lambda: not seat.status.line_up, "the seat to say that there is no line")
    with pytest.raises(NoLine):
        seat.board(ask.changes(0, "")).result(PATIENCE_S)
    for state in (AgentState.TALKING, AgentState.WRAP_UP, AgentState.READY):
        goes_into(state)
    seat.save(filing("路灯不亮"), session=session).result(PATIENCE_S)
    assert seat.status.unsent == 2
    assert len(states_at(place.real)) == 1

    place.comes_back(cause)
    until(lambda: seat.status.line_up, "the line to be there again")
    until(lambda: seat.status.unsent == 0, "the cases to be at the centre")
    until(lambda: len(states_at(place.real)) == 4, "the states to be at the centre")
    assert states_at(place.real) == went_into, "each once, with its own time"
    with reading(place.real.centre.engine) as conn:
        assert len(conn.execute(select(cases.c.id)).all()) == 2
    board = seat.board(ask.changes(0, "")).result(PATIENCE_S)
    assert [(row.seat, row.state, row.silent) for row in board.seats] == [("0042", "ready", False)]


def _cannot_be_reached(*_: object) -> None:
    raise OperationalError("", {}, ConnectionError())


def test_a_database_that_goes_away_is_said_work_goes_on_and_all_of_it_arrives_once(place: Place, seat: Seat) -> None:
    real = place.real
    with writing(real.centre.engine) as conn:
        token = add_display(conn, "大厅", at=real.now())
    seen = [WallSeen()]
    wall = WallFollower(
        WallTransport(place.url, None, token, app_version="1"), seen.append, counted=monotonic, rand=Random(1)
    )
    wall.start()
    try:
        until(lambda: seen[-1].answer is not None, "the figures")
        listen(real.centre.engine, "checkout", _cannot_be_reached)
        until(lambda: not seat.status.centre_keeps, "the seat to say so")
        until(lambda: not seen[-1].keeps, "the wall to say so")
        assert (seat.status.line_up, seen[-1].lost_at) == (True, None)
        session = seat.session
        assert session is not None
        seat.save(filing("全楼停水"), session=session).result(PATIENCE_S)
        remove(real.centre.engine, "checkout", _cannot_be_reached)
        until(lambda: seat.status.centre_keeps and seen[-1].keeps, "seat and wall to say that all is well again")
        until(lambda: seat.status.unsent == 0, "the case to be at the centre")
        assert seen[-1].lost_at is None
    finally:
        wall.stop()
    with reading(real.centre.engine) as conn:
        assert len(conn.execute(select(cases.c.id)).all()) == 1


@pytest.mark.parametrize("cause", CAUSES)
def test_a_wall_says_so_keeps_its_figures_and_comes_back_with_no_call_counted_twice(place: Place, cause: str) -> None:
    real, at = place.real, place.real.now() - timedelta(seconds=5)
    calls = [CallEvent(new_id(), CallEventKind.OFFERED, at, "", "19900001234", "12345", "general") for _ in range(2)]

    def told_by_the_switch(events: list[CallEvent]) -> None:
        with writing(real.centre.engine) as conn:
            record(conn, real.centre.cipher, events, real.now())
            take_lease(conn, LEASE, "the-worker", real.now())
            note_switch(conn, up=True, since=at)

    with writing(real.centre.engine) as conn:
        token = add_display(conn, "大厅", at=real.now())
    told_by_the_switch(calls[:1])
    seen = [WallSeen()]
    wall = WallFollower(
        WallTransport(place.url, None, token, app_version="1"), seen.append, counted=monotonic, rand=Random(1)
    )

    def figures() -> int | None:
        answer: WallAnswer | None = seen[-1].answer
        return answer.figures.offered if answer else None

    wall.start()
    try:
        until(lambda: figures() == 1 and seen[-1].lost_at is None, "the figures")
        place.goes_away(cause)
        until(lambda: seen[-1].lost_at is not None, "the wall to say that there is no line")
        assert figures() == 1
        told_by_the_switch(calls)  # the first of them once more
        place.comes_back(cause)
        until(lambda: seen[-1].lost_at is None and figures() != 1, "the line and the figures of now")
        assert figures() == 2
    finally:
        wall.stop()
