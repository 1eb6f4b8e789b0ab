"""A whole practice shift beside a live seat and its centre: neither of them is another than before."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from hotline.codes import CaseType
from hotline.commands import FileCase
from hotline.work_order import Intake
from local_cache.folder import SeatFolder
from local_cache.model import Query
from local_cache.seat import Seat
from tests.deadline import PATIENCE_S, until
from tests.practice.whole_session import CALLS, TYPED
from tests.whole.centre import PASSWORD, WANG, RealCentre

_ITS_OWN = frozenset({"leases", "api_processes", "seat_presence", "board_counter"})
"""What a centre writes by itself: that it is there, and that a seat has gone."""


def _files(folder: Path) -> dict[str, str]:
    found = sorted(each for each in folder.rglob("*") if each.is_file())
    return {str(each.relative_to(folder)): hashlib.sha256(each.read_bytes()).hexdigest() for each in found}


def _tables(centre: RealCentre) -> dict[str, list[str]]:
    engine = create_engine(f"sqlite:///{centre.folder.database_file}")
    try:
        with engine.connect() as conn:
            real = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            there = set(conn.execute(text(real)).scalars())  # the search's words stand in tables of its own
            assert {"cases", "receipts", "change_log", "case_events", "read_audit"} <= there
            return {
                each: sorted(repr(row) for row in conn.execute(text(f"SELECT * FROM {each}")))
                for each in there - _ITS_OWN
            }
    finally:
        engine.dispose()


def _at_work(folder: SeatFolder) -> Seat:
    seat = Seat.open(folder, ballast_size=0)
    seat.sign_in(WANG[0], PASSWORD).result(PATIENCE_S)
    until(lambda: seat.status.line_up, "the line")
    return seat


def _file(seat: Seat, content: str) -> None:
    pack, session = seat.pack().result(PATIENCE_S), seat.session
    assert session is not None
    intake = Intake(
        case_type=CaseType.HELP, class_code=pack.leaf_classes()[0].code, content=content, caller_phone="19900005678",
        area_code=min(area.code for area in pack.areas.values() if area.level == 4),
    )  # fmt: skip
    seat.save(lambda number: FileCase(number=number, intake=intake, pack_version=pack.version), session=session).result(
        PATIENCE_S
    )
    until(lambda: seat.status.unsent == 0, "the case to be at the centre")


def _practise(live: SeatFolder, *how: str) -> list[str]:
    practice = live.root.with_name(f"{live.root.name}-practice")
    ran = subprocess.run(
        [sys.executable, "-m", "tests.practice.whole_session", str(practice), *how],
        capture_output=True, text=True, timeout=PATIENCE_S, check=False,
        env={**os.environ, "SEAT_CONSOLE_FOLDER": str(live.root)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    arrived: list[str] = json.loads(ran.stdout)["arrived"]
    return arrived


def _found(folder: SeatFolder, words: str) -> int:
    """Count what the live seat finds at the centre, once all that lies on the seat has gone there."""
    with closing(_at_work(folder)) as seat:
        until(lambda: seat.status.unsent == 0, "everything to be sent")
        return len(seat.search_centre(Query(text=words)).result(PATIENCE_S).lines)


@pytest.mark.long
def test_a_practice_shift_leaves_the_live_seat_and_the_centre_as_they_were(centre: RealCentre, tmp_path: Path) -> None:
    live = centre.enrol(SeatFolder(tmp_path / "seat"), "0042")
    with closing(_at_work(live)) as seat:
        until(lambda: seat.pack().exception(PATIENCE_S) is None, "the city pack")
        _file(seat, "真的停水了")
    until(lambda: _tables(centre)["terms_due"] == [], "the case to be found by its words")
    files, tables = _files(live.root), _tables(centre)
    assert _practise(live, "shift") == [f"{TYPED}{place}号" for place in range(1, CALLS + 1)]
    assert _files(live.root) == files
    assert _tables(centre) == tables
    assert (_found(live, "真的停水了"), _found(live, TYPED)) == (1, 0)

    files = _files(live.root)  # what would be seen of a leak, if there were one
    _practise(live, "drill", "leak")
    assert _files(live.root) != files
    assert _found(live, TYPED) == 1
    assert _tables(centre) != tables
