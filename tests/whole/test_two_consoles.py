"""Two consoles in real terminals, one centre, one line that is cut: driven by keys alone, and equal in the end."""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hotline.case_doc import CaseDoc
from local_cache.folder import SeatFolder
from local_cache.seat import Seat
from seat_console.demo.line import Line
from tests.deadline import until
from tests.whole import seat_files
from tests.whole.centre import LI, PASSWORD, WANG, RealCentre

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals here", allow_module_level=True)

from tests.whole.hands import AT_THE_CENTRE, READY, Hands, Matter

pytestmark = [pytest.mark.terminal, pytest.mark.long]

FIRST, SECOND = "0042", "0043"
NO_LINE, ON_LINE = "无线路", "在线"
MORE = "，请尽快处理"
HERE = ("祥富里", "路北区")
"""A community of the territory of both seats, so that each gets to know what the other files."""


@pytest.fixture
def line(centre: RealCentre) -> Iterator[Line]:
    with Line(centre.port) as line:
        yield line


def a_seat(centre: RealCentre, folder: SeatFolder, seat: str, operator: str, port: int) -> SeatFolder:
    """Enrol a seat and sign somebody in; the centre's pack and grants are there then."""
    centre.enrol(folder, seat, port)
    with closing(Seat.open(folder, ballast_size=4096)) as opened:
        opened.sign_in(operator, PASSWORD).result(60)
        opened.sync_now().result(60)
    return folder


@pytest.fixture
def first(centre: RealCentre, line: Line, tmp_path: Path) -> SeatFolder:
    """The seat whose line can be cut."""
    return a_seat(centre, SeatFolder(tmp_path / FIRST), FIRST, WANG[0], line.port)


@pytest.fixture
def second(centre: RealCentre, tmp_path: Path) -> SeatFolder:
    return a_seat(centre, SeatFolder(tmp_path / SECOND), SECOND, LI[0], centre.port)


def console(seat: SeatFolder) -> Hands:
    return Hands(seat, seat.root.with_suffix(".toml"))


def files(hands: Hands, text: str) -> str:
    """Take a call from its beginning to the number; the screen stays at the number."""
    hands.opens_a_call()
    hands.writes_down(Matter(text, place=HERE))
    return hands.files()


def by_number(docs: list[CaseDoc]) -> dict[str, CaseDoc]:
    return {doc.order.order_no: doc for doc in docs}


def test_what_two_consoles_did_across_a_cut_line_is_equal_on_all_three(
    first: SeatFolder, second: SeatFolder, centre: RealCentre, line: Line
) -> None:
    with console(first) as wang, console(second) as li:
        wang.ready()
        li.ready()
        wang.state(ON_LINE)
        li.state(ON_LINE)
        pipe = files(wang, "昨晚八点起全楼停水，[/]物业称主管爆裂")
        wang.wait_for(AT_THE_CENTRE)
        wang.is_done()

        line.cut()
        wang.state(NO_LINE)
        well = files(wang, "小区水井抽不上水，有老人")
        wang.is_done()
        taste = files(wang, "自来水发黄有异味")
        wang.is_done()
        wang.finds("主管爆裂", "物业称主管爆裂")
        wang.notes("来电人补充：停到三楼")
        wang.state("未传3")

        until(lambda: pipe in seat_files.shown(second), "the first case to reach the other seat")
        li.finds("主管爆裂", "物业称主管爆裂")
        li.notes("另一来电人反映同一事")
        li.keys("f7")
        li.wait_for("对来电人说了什么")
        li.keys("enter")
        li.wait_for("已催办")
        li.keys("ctrl+r")
        li.state(READY)
        pool = files(li, "楼道积水成冰")
        li.wait_for(AT_THE_CENTRE)
        assert set(by_number(centre.cases())) == {pipe, pool}

        line.restore()
        wang.state("未传0")
        numbers = {pipe, well, taste, pool}
        assert len(numbers) == 4
        until(lambda: set(by_number(centre.cases())) == numbers, "all cases to be at the centre")
        there = by_number(centre.cases())
        for seat in (first, second):
            until(lambda seat=seat: seat_files.docs(seat) == there, "a seat to be equal to the centre")  # type: ignore[misc]
        said = [entry.data.get("text") for entry in there[pipe].timeline]
        assert said.count("来电人补充：停到三楼") == said.count("另一来电人反映同一事") == 1
        assert there[pipe].order.urge_count == 1

        wang.wait_for("已催办：1次")  # the case that is still on the screen is shown as it is now


def test_a_shift_change_without_a_line_loses_no_draft_and_no_case(
    first: SeatFolder, centre: RealCentre, line: Line
) -> None:
    finished, handed_over, kept = "路北停水一户，待补地址", "二单元下水道堵塞", "三单元电梯异响"
    with console(first) as hands:
        hands.ready()
        hands.state(ON_LINE)
        for text in (finished, handed_over, kept):
            hands.opens_a_call()
            hands.goes_to_the_narrative()
            hands.types(text)
            hands.parks(text)
        line.cut()
        hands.state(NO_LINE)

        numbers = {finish(hands, finished): (finished + MORE, WANG[0])}
        hands.signs_out(handing_over=[handed_over], keeping=[kept])
        hands.signs_in(LI[0], PASSWORD, LI[1])
        hands.keys("f5")
        hands.wait_for(handed_over)
        assert kept not in hands.text
        hands.keys("escape")
        numbers[finish(hands, handed_over)] = (handed_over + MORE, LI[0])
        hands.signs_out()
        hands.signs_in(WANG[0], PASSWORD, WANG[1])
        numbers[finish(hands, kept)] = (kept + MORE, WANG[0])
        hands.state("未传3")
        assert not centre.cases()

        line.restore()
        hands.state("未传0")
    assert not seat_files.drafts(first)
    there = {doc.order.order_no: (doc.order.content, doc.order.origin_operator) for doc in centre.cases()}
    assert there == numbers
    assert {row.answer()["outcome"] for row in seat_files.queued(first)} == {"applied"}


def finish(hands: Hands, text: str) -> str:
    """Take a parked draft up, fill in what it lacks and file it."""
    hands.takes_up(text)
    hands.wait_for(lambda screen: screen.count(text) == 1 and "暂存的草稿" not in screen)
    hands.writes_down(Matter(MORE, place=HERE))
    number = hands.files()
    hands.is_done()
    return number
