"""A seat whose operator went to practice: its console has ended, and the board says where they are all the same."""

from datetime import UTC, datetime, timedelta

from hotline.board_doc import SeatRow
from screens.board.seat_cells import cell_of
from screens.board.seat_order import shown_state
from screens.board.whole_seat import whole_of
from tests.screens.small_city import small_city
from wording import speaking

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SINCE = NOW - timedelta(minutes=12)
ROW = SeatRow(
    seat="0042", sub_centre="north", queue="general", heard_at=SINCE, silent=True, operator_id="op-088",
    operator="李明", state="practice", since=SINCE,
)  # fmt: skip


def test_the_board_says_that_a_silent_seat_is_in_practice() -> None:
    with speaking("zh"):
        assert shown_state(ROW) == "practice"
        assert cell_of(ROW, {}, NOW).state == "练"
        said = "".join(words for row in whole_of(ROW, small_city(), NOW, UTC) for words, _ in row)
    assert "练习 12:00" in said
    assert "线路" not in said


def test_one_that_fell_silent_otherwise_is_not_known() -> None:
    assert shown_state(ROW.model_copy(update={"state": "ready"})) == "?"
