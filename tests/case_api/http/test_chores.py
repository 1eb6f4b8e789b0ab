"""What the worker does by the clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from case_api.accounts.registry import Registry
from case_api.audit.heads import read_heads
from case_api.audit.shifts import late_head
from case_api.cases.indexing import index_due
from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.chores import Chores
from case_api.imports import import_cases
from case_api.opening import Opened
from case_api.problems import busy
from case_api.settings import CentreFolder
from case_api.storage.engine import reading, writing
from case_api.storage.epoch import epoch_of
from case_api.storage.sweep import sweep
from case_api.storage.tables_calls import calls
from case_api.telephony.store import record
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind
from hotline.shifts import Shifts
from tests.case_api.core.pushing import Grants, Seat, new_id, past_case
from tests.case_api.core.rows import doc_of, rows_of
from tests.case_api.core.small_city import SMALL_CITY

from .conftest import START, Clock


@pytest.fixture
def chores(centre: Centre, registry: Registry, tmp_path: Path) -> Chores:
    return Chores(Opened(CentreFolder(tmp_path), registry.settings, centre, registry))


def _written(tmp_path: Path, registry: Registry) -> list[datetime]:
    heads = read_heads(tmp_path / "audit-heads.jsonl", registry.signing_key.public_key())
    return [head.at for head in heads if head.chain == "write"]


def test_heads_are_written_at_the_start_and_at_the_end_of_each_shift(
    chores: Chores, registry: Registry, tmp_path: Path, clock: Clock
) -> None:
    start = clock.at
    for _ in range(24 * 60):
        chores.run_due(clock())
        clock.pass_by(minutes=1)
    shift_ends = [datetime(2026, 11, 21, 16, tzinfo=UTC) + timedelta(hours=hours) for hours in (0, 8, 16)]
    assert _written(tmp_path, registry) == [start, *shift_ends]


def test_heads_that_could_not_be_written_are_written_within_minutes_and_said_to_be_late(
    chores: Chores, centre: Centre, registry: Registry, tmp_path: Path, clock: Clock
) -> None:
    shifts = Shifts.of(centre.pack.time_zone, registry.settings.shift_ends)

    def late() -> datetime | None:
        with reading(centre.engine) as conn:
            return late_head(conn, shifts, clock())

    chores.run_due(clock())
    file, aside = tmp_path / "audit-heads.jsonl", tmp_path / "aside"
    file.rename(aside)
    file.mkdir()
    with capture_logs() as logs:
        for _ in range(6 * 60 + 30):  # the shift ends after six hours
            chores.run_due(clock())
            clock.pass_by(minutes=1)
    end = datetime(2026, 11, 21, 16, tzinfo=UTC)
    assert late() == end
    told = [log for log in logs if log.get("chore") == "write audit heads"]
    assert len(told) == 30
    assert (told[0]["kind"], told[0]["again_at"]) == ("IsADirectoryError EISDIR", "2026-11-21T16:01:00+00:00")
    file.rmdir()
    aside.rename(file)
    clock.pass_by(minutes=1)
    with capture_logs() as logs:
        chores.run_due(clock())
    assert [log["event"] for log in logs if log.get("chore") == "write audit heads"] == [
        "a chore is done that had failed"
    ]
    assert late() is None
    assert _written(tmp_path, registry) == [START, end + timedelta(minutes=31)]


def test_a_spoilt_list_of_erased_cases_keeps_no_head_from_being_written(
    chores: Chores, registry: Registry, tmp_path: Path, clock: Clock
) -> None:
    listed = tmp_path / "audit-heads.purged.jsonl"
    chores.run_due(clock())
    assert listed.exists()
    listed.write_text("somebody's", encoding="utf-8")
    for _ in range(6 * 60 + 30):
        chores.run_due(clock())
        clock.pass_by(minutes=1)
    assert _written(tmp_path, registry) == [START, datetime(2026, 11, 21, 16, tzinfo=UTC)]
    assert listed.read_text(encoding="utf-8") == "somebody's"


@pytest.mark.parametrize("failure", [busy("locked"), RuntimeError("a defect")])
def test_a_chore_that_fails_keeps_no_other_from_being_done(
    chores: Chores,
    registry: Registry,
    tmp_path: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
) -> None:
    def fails(_centre: Centre) -> int:
        raise failure

    monkeypatch.setattr("case_api.chores.age_out", fails)
    chores.run_due(clock())
    assert len(_written(tmp_path, registry)) == 1


def test_no_chore_is_begun_once_the_lease_is_lost(
    chores: Chores, registry: Registry, tmp_path: Path, clock: Clock
) -> None:
    chores.run_due(clock(), lambda: False)
    assert not (tmp_path / "audit-heads.jsonl").exists()
    chores.run_due(clock())
    assert len(_written(tmp_path, registry)) == 1


def test_the_search_index_follows_and_a_database_put_back_is_noticed(
    chores: Chores, centre: Centre, tmp_path: Path, clock: Clock
) -> None:
    import_cases(centre, [past_case(centre, 1)])
    chores.run_due(clock())
    assert index_due(centre) == 0
    with reading(centre.engine) as conn:
        epoch = epoch_of(conn)
    marker = tmp_path / "restore-marker.json"
    marker.write_text(marker.read_text(encoding="utf-8").replace('"pos": ', '"pos": 9'), encoding="utf-8")
    clock.pass_by(minutes=1)
    chores.run_due(clock())
    with reading(centre.engine) as conn:
        assert epoch_of(conn) != epoch


def test_a_new_pack_lays_a_districts_cases_elsewhere_step_by_step(
    chores: Chores, centre: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("case_api.chores._MOVE_STEP", 2)
    import_cases(centre, [past_case(centre, counter) for counter in (1, 2, 3)])
    south = replace(SMALL_CITY.sub_centres["south"], areas=("91", "92"))
    centre.pack = replace(SMALL_CITY, sub_centres={"south": south})
    far = Seat(centre, "0077", "south")
    for held in (2, 3, 3):
        chores.run_due(clock())
        assert len(far.pull(area=None).scopes["area:south"].rows) == held
        clock.pass_by(seconds=5)


def test_callers_numbers_and_what_was_erased_are_gone_by_the_hour(
    chores: Chores, centre: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = past_case(centre, 1)
    import_cases(centre, [past])
    ended = CallEvent(new_id(), CallEventKind.HUNG_UP, clock(), "0042", "19911112222", "12345")
    with writing(centre.engine) as conn:
        record(conn, centre.cipher, [ended], clock())
    chores.run_due(clock())
    with monkeypatch.context() as busy_now:
        busy_now.setattr("case_api.cases.purge.sweep", lambda _: None)
        assert purge_case(centre, past.order.id, "admin", PurgeReason.CITIZEN_ASKED)
    clock.pass_by(hours=25)
    chores.run_due(clock())
    assert [row.number for row in rows_of(centre, calls)] == [b""]
    assert not sweep(centre.engine)


def test_a_note_that_missed_its_case_comes_in_within_minutes(
    chores: Chores, centre: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    chores.run_due(clock())
    centre.grants = Grants()
    seat, other = Seat(centre, "0042", "north"), Seat(centre, "0043", "north")
    case_id = new_id()
    other.give("add_note", case_id, text="补充")
    monkeypatch.setattr("case_api.sync.push.awaited", lambda *_: set())  # as if both had come at the same moment
    seat.file(case_id=case_id)
    clock.pass_by(minutes=10)
    chores.run_due(clock())
    assert [entry.kind for entry in doc_of(centre, case_id).timeline] == ["file_case", "add_note"]
