"""The working-day calendar as an administrator keeps it, and as every process and seat of the centre has it then."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI

from case_api.centre import Centre
from case_api.exit_codes import Exit
from case_api.opening import open_centre
from case_api.settings import CentreFolder
from case_api.storage.engine import open_engine
from case_api.storage.tables_audit import case_events
from case_api.sync.in_due_time import InDueTime
from case_api.year_files import import_year, take_up_years
from city_packs.compiled import load_compiled
from hotline.codes import Role
from tests.case_api.core.clock_city import dispatched, give
from tests.case_api.core.pushing import Grants, Seat
from tests.case_api.core.rows import rows_of
from tests.case_api.core.year_files import YEAR_2026_AMENDED, YEAR_2027
from tests.deadline import PATIENCE_S

from .administered import Run, clock, folder, run
from .conftest import Clock
from .seat import SeatClient

__all__ = ["clock", "folder", "run"]

Bring = Callable[..., tuple[int, str]]


@pytest.fixture
def bring(run: Run, tmp_path: Path) -> Bring:
    """Import a year file of this text."""

    def brought(text: str, name: str = "year.toml") -> tuple[int, str]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return run("calendar", "import", str(tmp_path / name))

    return brought


@pytest.fixture
def centre_of(folder: CentreFolder) -> Iterator[Callable[[], Centre]]:
    """Opens the centre as one more process."""
    opened: list[Centre] = []

    def another() -> Centre:
        opened.append(open_centre(folder, may_make=False).centre)
        opened[-1].grants = Grants()
        return opened[-1]

    yield another
    for each in opened:
        each.engine.dispose()


def test_a_year_that_is_brought_in_is_shown_and_written_down(
    run: Run, bring: Bring, centre_of: Callable[[], Centre], clock: Clock
) -> None:
    assert "announced until 2026-12-24" in run("calendar", "show")[1]
    code, said = bring(YEAR_2027)
    assert (code, said.startswith("2027, revision 1, is in the calendar;")) == (Exit.DONE, True)
    lines = run("calendar", "show")[1].splitlines()
    assert lines[-2].split("\t")[:5] == ["2027", "1", "16", "1", clock().isoformat(timespec="seconds")]
    assert "announced until 2027-12-24" in lines[-1]
    row = rows_of(centre_of(), case_events)[-1]
    told = json.loads(row.data)
    assert (row.op, told["about"], told["revision"]) == ("calendar_import", "2027", ["1"])
    assert told["account"]
    assert run("audit", "verify")[0] == Exit.DONE


def test_the_same_file_again_changes_nothing(run: Run, bring: Bring, centre_of: Callable[[], Centre]) -> None:
    bring(YEAR_2027)
    before = len(rows_of(centre_of(), case_events))
    code, said = bring(YEAR_2027)
    assert (code, "nothing was changed" in said) == (Exit.DONE, True)
    assert len(rows_of(centre_of(), case_events)) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (YEAR_2027.replace("2027", "2028"), "there is no file for 2027"),
        (YEAR_2027.replace("01-09", "01-08"), "year.toml:4: make_up: 2027-01-08 is worked anyway"),
        (YEAR_2027.replace("to = 2027-01-04", "to = 2026-12-31"), "year.toml:8: to: comes before from"),
        (YEAR_2027.replace("year = 2027", "year = 1969"), "year.toml:1: year: must be at least 2004"),
        (YEAR_2027.replace("year = 2027", "year = 2100"), "year.toml:1: year: must be at most 2099"),
        (YEAR_2027.replace("from = 2027-10-01", "from = 2027-10-03"), "not off in this file: 2027-10-01, 2027-10-02;"),
        ("year = ", "not proper TOML"),
        ("", "is missing"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_its_line_and_nothing_changes(
    run: Run, bring: Bring, text: str, said: str
) -> None:
    before = run("calendar", "show")
    code, words = bring(text)
    assert (code, said in words) == (Exit.REFUSED, True), words
    assert run("calendar", "show") == before


def test_a_file_that_is_not_there_is_a_fault_of_the_command_line(run: Run, tmp_path: Path) -> None:
    assert run("calendar", "import", str(tmp_path / "none.toml"))[0] == Exit.USAGE


def test_another_file_of_a_year_needs_a_higher_revision_and_says_which_days_it_changes(run: Run, bring: Bring) -> None:
    bring(YEAR_2027)
    code, said = bring(YEAR_2027.replace("01-09", "01-10"))
    assert (code, "higher revision than 1" in said) == (Exit.REFUSED, True)
    code, said = bring(YEAR_2027.replace("01-09", "01-10").replace("revision = 1", "revision = 2"))
    assert code == Exit.DONE
    assert "2 days that were announced are counted otherwise now: 2027-01-09–2027-01-10." in said
    assert "stay as they are" in said
    assert "2026-11-24–2026-11-25" in bring(YEAR_2026_AMENDED)[1]


def test_what_is_due_when_is_explained_day_by_day(run: Run, bring: Bring) -> None:
    ask = ("calendar", "explain", "--from", "2026-12-30T10:00", "--length", "2")
    assert run(*ask) == (
        Exit.DONE,
        "2026-12-31\tThu\tworking day\t\t1\tprovisional\n"
        "2027-01-01\tFri\tholiday\tNew Year's Day\t\tprovisional\n"
        "2027-01-02\tSat\tweekend\t\t\tprovisional\n"
        "2027-01-03\tSun\tweekend\t\t\tprovisional\n"
        "2027-01-04\tMon\tworking day\t\t2\tprovisional\n"
        "due 2027-01-04 18:00 (provisional: a notice still to come may move it)\n",
    )
    bring(YEAR_2027)
    code, said = run(*ask)
    assert (code, said.splitlines()[-1]) == (Exit.DONE, "due 2027-01-05 18:00")
    hours = ("calendar", "explain", "--from", "2026-12-30T10:00", "--length", "1.5", "--unit", "natural_hours")
    assert run(*hours) == (Exit.DONE, "due 2026-12-30 11:30\n")


@pytest.mark.parametrize("year", ["1969", "2100"])
def test_a_moment_beyond_the_calendar_is_refused(run: Run, year: str) -> None:
    code, said = run("calendar", "explain", "--from", f"{year}-01-01", "--length", "1")
    assert (code, "runs from 2004-01-01 to 2099-12-31: check the date" in said) == (Exit.REFUSED, True)


@pytest.mark.parametrize("odd", ["-1", "nan", "inf", "x"])
def test_a_length_that_is_none_is_a_fault_of_the_command_line(run: Run, odd: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run("calendar", "explain", "--from", "2026-12-30", f"--length={odd}")
    assert ended.value.code == Exit.USAGE


def _filed(centre: Centre) -> UUID:
    area = next(code for code, area in centre.pack.areas.items() if area.level == 3)
    leaf = centre.pack.leaf_classes()[0].code
    return Seat(centre, "0001", "north").file(area_code=area, class_code=leaf)


def test_the_running_clocks_of_a_case_are_explained_and_what_stands_by_a_former_calendar(
    run: Run, bring: Bring, centre_of: Callable[[], Centre], clock: Clock
) -> None:
    centre = centre_of()
    case_id = _filed(centre)
    unit = next(iter(centre.pack.units))
    dispatched(centre, case_id, unit)
    give(centre, case_id, "hold", Role.SUPERVISOR, reason="on_hold", plan="等", review_on="2026-11-24")
    clock.pass_by(days=3)
    InDueTime(centre).resume_held()
    code, said = run("case", "explain", str(case_id))
    assert code == Exit.DONE
    assert said.splitlines()[:8] == [
        "Ordinary matters, 3 days: 3 working days from 2026-11-21 18:00",
        "2026-11-22\tSun\tweekend\t\t\t",
        "2026-11-23\tMon\tworking day\t\t1\t",
        "2026-11-24\tTue\tworking day\t\t2\t",
        "2026-11-25\tWed\tworking day\t\t3\t",
        "rested from 2026-11-21 18:00 to 2026-11-24 18:00: due 2026-11-27 18:00",
        "2026-11-26\tThu\tworking day\t\t4\t",
        "2026-11-27\tFri\tworking day\t\t5\t",
    ]
    assert said.splitlines()[8] == "due 2026-11-27 18:00"
    bring(YEAR_2026_AMENDED)
    code, said = run("case", "explain", str(case_id))
    assert "due 2026-11-27 18:00\nThis was counted by calendar 2026." in said
    assert "it would be 2026-11-30 18:00." in said
    assert "there is no case" in run("case", "explain", str(UUID(int=5)))[1]


async def test_every_process_and_every_seat_has_a_year_within_a_moment(
    app: FastAPI, seat: SeatClient, centre: Centre, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("case_api.http.watch.LOOK_SECONDS", 0.02)
    first = await seat.http.get("/v1/packs/small", headers=seat.auth)
    engine = open_engine(url)
    other = replace(centre, engine=engine, told=lambda *_: None)
    import_year(other, YEAR_2027, "2027.toml")
    known = {**seat.auth, "If-None-Match": first.headers["etag"]}
    async with asyncio.timeout(PATIENCE_S):
        while (now := await seat.http.get("/v1/packs/small", headers=known)).status_code == 304:
            await asyncio.sleep(0.02)
    pack = load_compiled(now.content)
    assert pack.calendar.version.startswith("2027.")
    assert pack == centre.pack
    assert pack.calendar == other.pack.calendar
    third = replace(centre, engine=engine, pack=load_compiled(first.content))
    take_up_years(third)
    assert third.pack.calendar == pack.calendar
    engine.dispose()
