"""The live picture goes on after what goes wrong with a look, after the database was put back, and after late news."""

import pytest
from sqlalchemy import delete, update

from case_api.board import calls_of_day
from case_api.board.picture import Picture
from case_api.centre import Centre
from case_api.problems import ProblemError, busy
from case_api.storage.engine import writing
from case_api.storage.tables_board import board_counter
from case_api.storage.tables_calls import call_events, call_legs, call_visits, calls
from hotline.codes import CallEventKind as Kind
from tests.case_api.http.conftest import START
from tests.case_api.http.seat import SeatClient

from .beating import acknowledged, ago, state
from .ringing import board, call, ring, told


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


def offered(picture: Picture) -> int:
    picture.fold(for_boards=True)
    return picture.answer(0, "", "e").figures.offered


def test_a_look_that_broke_off_leaves_nothing_out_and_counts_nothing_twice(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = Picture(centre)
    told(centre, [ring(1, Kind.OFFERED, ago(START, seconds=9))])
    assert offered(picture) == 1
    told(centre, [ring(2, Kind.OFFERED, ago(START, seconds=8)), ring(1, Kind.ABANDONED, START)])

    def gone(*_given: object) -> None:
        raise busy("gone")

    with monkeypatch.context() as patch:
        patch.setattr(calls_of_day, "calls_by_id", gone)
        with pytest.raises(ProblemError):
            picture.fold(for_boards=True)
    assert offered(picture) == 2
    assert picture.answer(0, "", "e").figures.abandoned == 1


def test_a_database_that_was_put_back_is_read_anew(centre: Centre) -> None:
    picture = Picture(centre)
    for number in (1, 2):
        told(centre, [ring(number, Kind.OFFERED, ago(START, seconds=9))])
    assert offered(picture) == 2
    with writing(centre.engine) as conn:
        for table in (call_events, call_legs, call_visits, calls):
            conn.execute(delete(table).where(table.c.call_id == call(2)))
        conn.execute(update(board_counter).values(n=board_counter.c.n - 1))
    assert offered(picture) == 1
    assert [each.call_id for each in picture.answer(0, "", "e").waiting] == [call(1)]


async def test_the_work_after_a_call_ends_where_it_did_though_what_followed_was_told_before_it(
    lead: SeatClient, seat: SeatClient, centre: Centre
) -> None:
    """A seat is ready, is ready again, and only then does it come to be told of the call that it had in between."""
    told(centre, [
        ring(1, Kind.OFFERED, ago(START, minutes=9)), ring(1, Kind.ANSWERED, ago(START, minutes=8), "0042"),
        ring(1, Kind.HUNG_UP, ago(START, minutes=6), "0042"),
    ])  # fmt: skip
    about = {"call_id": str(call(1))}
    await acknowledged(seat, state(1, "ready", ago(START, minutes=10)))
    await board(lead)
    await acknowledged(seat, state(4, "ready", ago(START, minutes=5)))
    await board(lead)
    await acknowledged(seat, state(2, "talking", ago(START, minutes=8), **about))
    await acknowledged(seat, state(3, "wrap_up", ago(START, minutes=6), **about))
    await acknowledged(seat, state(5, "paused", ago(START, minutes=1)))
    figures = (await board(lead)).figures
    assert (figures.wrap_ups, figures.wrap_up_ms) == (1, 60_000)
