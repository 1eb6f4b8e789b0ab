"""Reports at a seat: asked of the centre alone, a repeat reviewed once, files that never take another's place."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from hotline.behind import RECEIVED, Behind
from hotline.counts import Count
from hotline.periods import month
from local_cache.errors import CentreSaid, NoLine, NotKnown
from local_cache.folder import SeatFolder
from local_cache.report_files import write_anew
from local_cache.report_questions import cases_behind, repeats
from local_cache.seat import Seat
from local_cache.sync.transport import SignedIn, TransportDown
from tests.deadline import PATIENCE_S
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import PASSWORD, START, Clock, case_doc

OpenSeat = Callable[..., Seat]
OCTOBER = month("2026-10")
IDS = (UUID(int=1), UUID(int=2))
DRAFT = str(UUID(int=7))


@pytest.fixture
def line(clock: Clock) -> FakeLine:
    return FakeLine(clock)


@pytest.fixture
def seat(open_seat: OpenSeat, line: FakeLine) -> Seat:
    there = SignedIn("s-9", "token-9", START + timedelta(hours=12), "2001", "赵刚", frozenset({"lead"}), None)
    line.people["2001"] = (PASSWORD, there)
    seat = open_seat(transport=line, start_sync=True)
    assert seat.sign_in("2001", PASSWORD).result(PATIENCE_S).online
    return seat


def test_the_cases_behind_a_number_come_masked_and_can_be_gone_on_with(seat: Seat, line: FakeLine) -> None:
    doc = case_doc("路灯不亮")
    line.report_pages["cases"] = {"cases": [doc.model_dump(mode="json")], "next": "c2"}
    page = seat.report(cases_behind(OCTOBER, Behind(Count.UNSOLVED, unit="", adjusted=True), "c1")).result(PATIENCE_S)
    assert (page.cases, page.next) == ((doc,), "c2")
    [asked] = line.asked_reports
    assert dict(asked.asked) == {
        "from": "2026-10-01", "to": "2026-10-31", "what": "unsolved", "adjusted": "true", "unit": "-", "cursor": "c1",
    }  # fmt: skip
    assert seat._centre.seen(doc.order.id) == doc


def test_what_is_asked_says_only_what_it_is_narrowed_by() -> None:
    of_class = dict(cases_behind(OCTOBER, Behind(RECEIVED, class_code="0101")).asked)
    assert (of_class["what"], of_class["class"]) == ("received", "0101")
    assert not {"unit", "district", "cursor"} & set(of_class)
    assert dict(repeats(OCTOBER, reviewed=False, start=50).asked)["start"] == "50"


def test_without_a_line_there_is_no_report(seat: Seat, line: FakeLine) -> None:
    line.up = False
    with pytest.raises(NoLine):
        seat.report(repeats(OCTOBER, reviewed=True)).result(PATIENCE_S)
    with pytest.raises(NoLine):
        seat.keep_report("2026-10", "zh").result(PATIENCE_S)


def test_a_review_whose_answer_got_lost_is_given_once_more_and_kept_once(seat: Seat, line: FakeLine) -> None:
    line.lost = [TransportDown("ReadTimeout")]
    assert seat.review_repeat(IDS, "已约谈").result(PATIENCE_S).words == "已约谈"
    assert [each.cases for each in line.reviews.values()] == [IDS]
    line.lost = [TransportDown("ReadTimeout"), TransportDown("ReadTimeout")]
    with pytest.raises(NotKnown):
        seat.review_repeat(IDS, "再看", draft_id=DRAFT).result(PATIENCE_S)
    assert seat.review_repeat(IDS, "再看", draft_id=DRAFT).result(PATIENCE_S).words == "再看"
    line.lost = [TransportDown("ConnectError", sent=False)]
    with pytest.raises(NoLine):
        seat.review_repeat(IDS, "没有线路").result(PATIENCE_S)
    assert len(line.reviews) == 2


def test_nobody_signed_in_reads_no_report(open_seat: OpenSeat, line: FakeLine) -> None:
    with pytest.raises(CentreSaid):
        open_seat(transport=line, start_sync=True).report(repeats(OCTOBER, reviewed=True)).result(PATIENCE_S)


def test_whole_reports_are_written_beside_each_other(seat: Seat, folder: SeatFolder) -> None:
    first = seat.keep_report("2026-10", "zh").result(PATIENCE_S)
    again = seat.keep_report("2026-10", "zh").result(PATIENCE_S)
    assert [file.name for file in (*first, *again)] == [
        "report-2026-10-zh.html", "report-2026-10-zh.xlsx", "report-2026-10-zh-2.html", "report-2026-10-zh-2.xlsx",
    ]  # fmt: skip
    assert {file.parent for file in first} == {folder.reports}
    assert first[0].read_text() == "2026-10 html zh"


def test_a_file_that_cannot_be_written_leaves_nothing(folder: SeatFolder) -> None:
    folder.reports.parent.mkdir(parents=True, exist_ok=True)
    folder.reports.write_text("no folder")
    with pytest.raises(OSError):
        write_anew(folder.reports, "report", "html", b"x")
