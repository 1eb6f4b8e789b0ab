"""5,000 real service requests go through seats and sync into the centre, and are counted at both ends."""

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from city_packs.model import CityPack
from hotline.commands import FileCase
from hotline.la311 import La311Case, case_of_row, read_rows
from local_cache import outbox
from local_cache.folder import SeatFolder
from local_cache.model import Saved, SessionInfo
from local_cache.news import News, StatusChanged
from local_cache.seat import Seat
from tests.whole.centre import PASSWORD, SEATS, WANG, RealCentre

REPOSITORY = Path(__file__).parents[2]
FILE = Path(os.environ.get("SEAT_LA311") or REPOSITORY.parent / "shared" / "data" / "la311.csv")
ROWS = 5_000
PATIENCE_S = 240.0

pytestmark = pytest.mark.skipif(
    not FILE.is_file(),
    reason=f"needs la311.csv, which is no part of the repository; not at {FILE}, SEAT_LA311 names it",
)
Counted = tuple[Counter[str], Counter[str]]


def cases_of(pack: CityPack) -> list[La311Case]:
    """Return the file's rows, laid onto the city's own classes and communities."""
    classes = [each.code for each in pack.leaf_classes()]
    areas = sorted(area.code for area in pack.areas.values() if area.level == 4)
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [case_of_row(row, classes, areas) for row in read_rows(lines)]


def filing(case: La311Case, pack: CityPack) -> Callable[[str], FileCase]:
    return lambda number: FileCase(number=number, intake=case.intake, pack_version=pack.version)


def save_all(seat: Seat, session: SessionInfo, cases: Sequence[La311Case], pack: CityPack) -> list[Saved]:
    """Save cases one after another, as fast as the seat's disk takes them."""
    waiting: list[Future[Saved]] = [seat.save(filing(case, pack), session=session) for case in cases]
    return [future.result(PATIENCE_S) for future in waiting]


def all_sent(seat: Seat) -> threading.Event:
    """Return what is set once nothing is unsent."""
    sent = threading.Event()

    def hear(news: News) -> None:
        if isinstance(news, StatusChanged) and news.status.unsent == 0:
            sent.set()

    seat.subscribe(hear)
    if seat.status.unsent == 0:
        sent.set()
    return sent


def file_at(folder: SeatFolder, cases: Sequence[La311Case]) -> list[outbox.Queued]:
    """Sign in at a seat, file the cases there, wait until all have been sent, and return its outbox."""
    with closing(Seat.open(folder, ballast_size=1 << 20)) as seat:
        session = seat.sign_in(WANG[0], PASSWORD).result(PATIENCE_S)
        seat.sync_now().result(PATIENCE_S)
        pack = seat.pack().result(PATIENCE_S)
        save_all(seat, session, cases, pack)
        assert all_sent(seat).wait(PATIENCE_S), f"{seat.status.unsent} cases are still on seat {seat.code}"
        return seat._files.on_work(outbox.everything)


def counted(intakes: Sequence[Any]) -> Counted:
    """Count intakes by class and by channel."""
    return Counter(each["class_code"] for each in intakes), Counter(each["channel"] for each in intakes)


@pytest.mark.long
def test_all_real_requests_reach_the_centre_through_seats_each_once(centre: RealCentre, tmp_path: Path) -> None:
    folders = [centre.enrol(SeatFolder(tmp_path / seat), seat) for seat in SEATS]
    cases = cases_of(centre.pack())
    assert len(cases) == ROWS
    shares = [cases[place :: len(SEATS)] for place in range(len(SEATS))]
    with ThreadPoolExecutor(len(SEATS)) as threads:
        outboxes = list(threads.map(file_at, folders, shares))

    rows = [row for each in outboxes for row in each]
    payloads = [json.loads(row.payload) for row in rows]
    there = centre.cases()
    assert {row.state for row in rows} == {outbox.ACKED}
    assert {row.answer()["outcome"] for row in rows} == {"applied"}
    numbers = {payload["number"] for payload in payloads}
    assert len(payloads) == len(there) == len(numbers) == ROWS
    assert {doc.order.order_no for doc in there} == numbers
    told = {payload["number"]: payload["intake"]["outside_no"] for payload in payloads}
    assert {doc.order.order_no: doc.order.outside_no for doc in there} == told
    assert sorted(told.values()) == sorted(case.outside_no for case in cases)

    in_file = counted([case.intake.model_dump(mode="json") for case in cases])
    at_seats = counted([{"channel": "phone", **payload["intake"]} for payload in payloads])
    at_centre = counted([doc.order.model_dump(mode="json") for doc in there])
    assert at_seats == at_centre == in_file
