"""The grid of seats: what it shows, how it is moved in, and how little it paints when little has changed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.geometry import Region

from widgets.lamp import Tone
from widgets.seat_grid import SeatCell, SeatGrid, SeatGroup

WIDE, NARROW = (120, 24), (80, 10)


def seats(count: int = 120, names: Sequence[str] = ("路北", "路南")) -> list[SeatGroup]:
    """Return seats in groups of one size, each ready for as many seconds as its number."""
    cells = [SeatCell(f"{place:04}", "闲", Tone.GREY, since=1000.0 - place) for place in range(1, count + 1)]
    size = count // len(names)
    return [SeatGroup(name, tuple(cells[at * size : (at + 1) * size])) for at, name in enumerate(names)]


def with_cell(groups: list[SeatGroup], key: str, **changes: object) -> list[SeatGroup]:
    """Return the groups with one seat changed."""
    return [
        replace(group, cells=tuple(replace(each, **changes) if each.key == key else each for each in group.cells))
        for group in groups
    ]


class CountedGrid(SeatGrid):
    """Remembers which regions it asked to be painted, and which of its rows were painted."""

    def __init__(self) -> None:
        super().__init__(id="seats", empty="No seat")
        self.asked: list[Region] = []
        self.painted: list[int] = []

    def refresh(self, *regions: Region, **named):  # type: ignore[no-untyped-def]
        self.asked += regions or [Region(0, 0, *self.size)]
        return super().refresh(*regions, **named)

    def paint_line(self, y: int):  # type: ignore[no-untyped-def]
        self.painted.append(y)
        return super().paint_line(y)

    def forget(self) -> None:
        self.asked.clear()
        self.painted.clear()


@pytest.fixture
def grid_app(stage):
    """An app with a grid of 120 seats."""
    return stage(CountedGrid)


async def test_all_of_120_seats_stand_in_15_rows_of_a_wide_terminal(grid_app):
    async with grid_app.run_test(size=WIDE) as pilot:
        grid = grid_app.stage.query_one(CountedGrid)
        grid.show([SeatGroup("路北", seats(120, ("路北",))[0].cells)], 1000.0)
        await pilot.pause()
        rows = grid_app.rows()[:15]
        assert rows[0].startswith(" 路北   0001 闲 0:01  0002 闲 0:02")
        assert rows[14].endswith("0120 闲 2:00")
        assert all(cell_len(row) <= 120 for row in rows)
        assert grid.in_sight == (1, 120, 120)


async def test_each_group_begins_a_row_with_its_name(grid_app):
    async with grid_app.run_test(size=WIDE) as pilot:
        grid_app.stage.query_one(CountedGrid).show(seats(20), 1000.0)
        await pilot.pause()
        rows = grid_app.rows()
        assert [row[:5].strip() for row in rows[:4]] == ["路北", "", "路南", ""]
        assert "0011" in rows[2]


async def test_arrows_pages_and_ends_move_the_mark_and_enter_opens_its_seat(grid_app):
    async with grid_app.run_test(size=NARROW) as pilot:
        grid = grid_app.stage.query_one(CountedGrid)
        grid.show(seats(120), 1000.0)
        grid.focus()
        walk = [("right", "0002"), ("down", "0007"), ("left", "0006"), ("up", "0001"), ("end", "0120"),
                ("home", "0001"), ("pagedown", "0046"), ("pageup", "0001")]  # fmt: skip
        for key, seat in walk:
            await pilot.press(key)
            assert grid.key == seat, key
            assert any(seat in row for row in grid_app.rows()), "the marked seat is in sight"


async def test_a_changed_seat_repaints_its_own_cell_and_no_other(grid_app):
    async with grid_app.run_test(size=WIDE) as pilot:
        grid = grid_app.stage.query_one(CountedGrid)
        shown = seats(120)
        grid.show(shown, 1000.0)
        await pilot.pause()
        grid.forget()
        grid.show(with_cell(shown, "0010", state="通", tone=Tone.BRIGHT, since=1000.0), 1000.0)
        await pilot.pause()
        assert grid.asked == [Region(8 + 14, 1, 14, 1)]
        assert grid.painted == [1]
        assert "0010 通 0:00" in grid_app.rows()[1]


async def test_the_same_seats_again_paint_nothing(grid_app):
    async with grid_app.run_test(size=WIDE) as pilot:
        grid = grid_app.stage.query_one(CountedGrid)
        grid.show(seats(120), 1000.0)
        await pilot.pause()
        grid.forget()
        grid.show(seats(120), 1000.4)
        grid.tick(1000.4)
        await pilot.pause()
        assert (grid.asked, grid.painted) == ([], [])


async def test_a_tick_paints_only_rows_with_a_clock_that_runs_and_of_2000_seats_only_those_in_sight(grid_app):
    async with grid_app.run_test(size=NARROW) as pilot:
        grid = grid_app.stage.query_one(CountedGrid)
        shown = seats(2000)
        for still in (*range(2, 12), *range(13, 61)):
            shown = with_cell(shown, f"{still:04}", since=None)
        grid.show(shown, 1000.0)
        await pilot.pause()
        grid.forget()
        grid.tick(1001.0)
        await pilot.pause()
        assert grid.painted == [0, 2], "the rows of seats 1 and 12"
        assert sum(region.area for region in grid.asked) == 2 * 14


async def test_the_mark_stays_on_its_seat_when_others_come_and_go(grid_app):
    async with grid_app.run_test(size=WIDE) as pilot:
        grid = grid_app.stage.query_one(CountedGrid)
        grid.show(seats(40), 1000.0)
        grid.key = "0020"
        grid.show(seats(40)[1:], 1000.0)
        assert grid.key == "0040", "it is not there any more: the same place, as far as there is one"
        grid.key = "0025"
        grid.show(seats(120), 1000.0)
        await pilot.pause()
        assert grid.key == "0025"


async def test_a_clock_from_a_hundred_minutes_on_and_a_seat_without_one(grid_app):
    async with grid_app.run_test(size=WIDE) as pilot:
        grid = grid_app.stage.query_one(CountedGrid)
        cells = (SeatCell("0001", "休", since=0.0), SeatCell("0002", "?", since=5749.0, flag="!"),
                 SeatCell("0003", "--"))  # fmt: skip
        grid.show([SeatGroup("[/]", cells)], 5999.0)
        await pilot.pause()
        assert grid_app.rows()[0].startswith(" [/]    0001 休99:59  0002 ?  4:10! 0003 --")
        grid.tick(7200.0)
        await pilot.pause()
        assert "99:59" not in grid_app.rows()[0]


async def test_no_seats_are_said_so(grid_app):
    async with grid_app.run_test(size=WIDE) as pilot:
        grid = grid_app.stage.query_one(CountedGrid)
        grid.show([], 0.0)
        await pilot.pause()
        assert "No seat" in grid_app.rows()[0]
        assert grid.in_sight == (0, 0, 0)
