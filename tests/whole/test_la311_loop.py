"""Real service requests go the whole way to the archive in simulated time, and come out as the file itself says."""

import shutil
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.opening import open_centre
from case_api.settings import CentreFolder
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases
from hotline.case_doc import CaseDoc
from hotline.codes import ENDED, LIVE, Channel, State
from tests.soak import times
from tests.whole.la311_truth import open_at_each_hour, rows_of, truth
from tests.whole.test_la311 import FILE, ROWS, pytestmark

__all__ = ["pytestmark"]

_TAKEN = times(250, ROWS)
_OVER = {*ENDED, State.FILED}
_CHANNELS = {
    "Call": Channel.PHONE,
    "Mobile App": Channel.APP,
    "Driver Self Report": Channel.APP,
    "Self Service": Channel.WEB,
    "Email": Channel.EMAIL,
    "Letter": Channel.WALK_IN,
    "Council's Office": Channel.LEADER,
}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return rows_of(FILE, _TAKEN)


@pytest.fixture(scope="module")
def docs(new_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> list[CaseDoc]:
    """The cases as the centre has them after the first rows of the file went round the loop."""
    root = tmp_path_factory.mktemp("loop")
    folder = CentreFolder(shutil.copytree(new_centre, root / "centre"))
    part = root / "la311.csv"
    with FILE.open(encoding="utf-8") as lines:
        part.write_text("".join(line for _, line in zip(range(_TAKEN + 1), lines, strict=False)), encoding="utf-8")
    give = ["--language", "en", "--folder", str(folder.path), "import", "la311", "--loop", str(part)]
    assert main(give) == Exit.DONE
    assert main(["--folder", str(folder.path), "audit", "verify"]) == Exit.DONE
    engine = open_centre(folder).centre.engine
    with reading(engine) as conn:
        found = [CaseDoc.model_validate_json(doc) for doc in conn.scalars(select(cases.c.doc))]
    engine.dispose()
    return found


def ended_at(doc: CaseDoc) -> datetime | None:
    """Return when a case was over, None while it is open."""
    return next((each.at for each in doc.timeline if each.to_state in _OVER), None)


def test_what_went_round_the_loop_is_as_in_the_file(
    docs: list[CaseDoc], rows: list[dict[str, str]], subtests: pytest.Subtests
) -> None:
    with subtests.test("types, channels and owners"):
        types_channels_and_owners(docs, rows)
    with subtests.test("open at every hour, and for how long"):
        so_many_are_open_at_every_hour_and_took_as_long(docs, rows)
    with subtests.test("went the whole way or is open"):
        every_case_went_the_whole_way_or_is_open(docs, rows)
    with subtests.test("lamps and filing"):
        lamps_turned_at_their_moments_and_cases_were_filed_after_the_days_for_objections(docs)


def types_channels_and_owners(docs: list[CaseDoc], rows: list[dict[str, str]]) -> None:
    told: dict[str, Any] = truth(rows)
    assert Counter(doc.order.content.split(" at ")[0] for doc in docs) == told["types"]
    channels: Counter[Channel] = Counter()
    for name, count in told["channels"].items():
        channels[_CHANNELS[name]] += count
    assert Counter(doc.order.channel for doc in docs) == channels
    by_unit = Counter(doc.order.assignments[0].unit for doc in docs)
    assert sorted(by_unit.values()) == sorted(told["owners"].values())
    owner_of = {row["srnumber"]: row["owner"] for row in rows}
    pairs = {(owner_of[doc.order.outside_no], doc.order.assignments[0].unit) for doc in docs}
    assert len(pairs) == len(told["owners"])  # each owner is one unit, and no two the same


def so_many_are_open_at_every_hour_and_took_as_long(docs: list[CaseDoc], rows: list[dict[str, str]]) -> None:
    told: dict[str, Any] = truth(rows)
    assert open_at_each_hour((doc.order.created_at, ended_at(doc)) for doc in docs) == told["open"]
    took = {
        doc.order.outside_no: int((end - doc.order.created_at).total_seconds() // 60)
        for doc in docs
        if (end := ended_at(doc)) is not None
    }
    assert took == told["minutes"]


def every_case_went_the_whole_way_or_is_open(docs: list[CaseDoc], rows: list[dict[str, str]]) -> None:
    status = {row["srnumber"]: (row["status"], bool(row["closeddate"])) for row in rows}
    for doc in docs:
        said, closed = status[doc.order.outside_no]
        events = [each.kind for each in doc.timeline if each.kind != "note_light"]
        end = ["withdraw"] if said == "Cancelled" else ["reply", "review_reply", "record_callback"]
        assert events == ["file_case", "assign", "sign", "contact_caller", *((*end, "file_away") if closed else ())]
        assert (doc.order.state is State.FILED) is closed
        assert (doc.order.state in LIVE) is not closed


def lamps_turned_at_their_moments_and_cases_were_filed_after_the_days_for_objections(docs: list[CaseDoc]) -> None:
    for doc in docs:
        turns = {moment for clock in doc.order.clocks for moment in (clock.yellow_at, clock.red_at)}
        assert {each.at for each in doc.timeline if each.kind == "note_light"} <= turns
        end = ended_at(doc)
        filed = [each.at for each in doc.timeline if each.kind == "file_away"]
        assert filed == ([end + timedelta(days=7)] if end else [])


def test_the_truth_is_computed_without_the_program() -> None:
    script = Path(__file__).with_name("la311_truth.py")
    alone = subprocess.run([sys.executable, "-I", str(script), str(FILE)], capture_output=True, text=True, check=True)
    assert '"types"' in alone.stdout
