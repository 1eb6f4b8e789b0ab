"""Files of rosters: each thing that is wrong is named by line and field, whatever the file."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from case_api.shifts.file_rows import Known, Person
from case_api.shifts.roster_file import read_roster
from city_packs.errors import PackErrors
from hotline.codes import Role
from hotline.shifts import Shifts
from wording import set_language

OPERATOR = frozenset({Role.OPERATOR})
KNOWN = Known(
    seats={"0001": "north", "0002": "north"},
    people={
        "liming": Person(OPERATOR, disabled=False, places=frozenset({"*"})),
        "zhao": Person(OPERATOR, disabled=False, places=frozenset({"sub_centre:north"})),
        "only2": Person(OPERATOR, disabled=False, places=frozenset({"seat:0002"})),
        "chen": Person(frozenset({Role.DISPATCHER}), disabled=False, places=frozenset({"*"})),
        "gone": Person(OPERATOR, disabled=True, places=frozenset({"*"})),
    },
    today=date(2026, 11, 21),
)
SHIFTS = Shifts.of("Asia/Shanghai", ("00:00", "08:00", "16:00"))
OVER_MIDNIGHT = Shifts.of("Asia/Shanghai", ("06:00", "14:00", "22:00"))
HEAD = "day,begins,seat,operator_id\n"


@pytest.fixture(autouse=True)
def _in_english() -> None:
    set_language("en")


def wrong_with(folder: Path, text: str | bytes, shifts: Shifts = SHIFTS) -> list[str]:
    """Return what is said of a file of this text."""
    file = folder / "roster.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(PackErrors) as raised:
        read_roster(file, shifts, KNOWN)
    return str(raised.value).replace(str(file), "roster.csv").splitlines()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("2026-11-22,08:00,0001,liming\n2026-11-22,08:00,0001,zhao",
         "roster.csv:3: seat: seat 0001 is in this shift already, in line 2"),
        ("2026-11-22,08:00,0001,liming\n2026-11-22,08:00,0002,liming",
         "roster.csv:3: operator_id: liming is in this shift already, in line 2"),
        ("2026-11-22,09:00,0001,liming",
         "roster.csv:2: begins: no shift begins then; shifts begin at 00:00, 08:00, 16:00"),
        ("2026-11-22,25:00,0001,liming", "roster.csv:2: begins: 25:00 is no time of day: write it as 08:00"),
        ("2026-02-30,08:00,0001,liming", "roster.csv:2: day: 2026-02-30 is no day: write it as 2026-12-31"),
        ("0026-11-22,08:00,0001,liming", "roster.csv:2: day: 0026-11-22 is more than a year away: look at the year"),
        ("2026-11-22,08:00,1,liming", "roster.csv:2: seat: there is no seat 1: seats have four digits"),
        ("2026-11-22,08:00,0001,nobody", "roster.csv:2: operator_id: there is nobody of the name nobody"),
        ("2026-11-22,08:00,0001,chen", "roster.csv:2: operator_id: chen has no role for a seat"),
        ("2026-11-22,08:00,0001,only2", "roster.csv:2: operator_id: only2 may not work at seat 0001"),
        ("2026-11-22,08:00,0001,gone", "roster.csv:2: operator_id: gone is shut out"),
        ("2026-11-22,08:00,0001", "roster.csv:2: cells in this line: 3, in the header: 4"),
        ("", "roster.csv: has no shift in it: nothing was changed"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_line_and_field(tmp_path: Path, rows: str, told: str) -> None:
    found = wrong_with(tmp_path, HEAD + rows + "\n")
    assert (len(found), found[0][: len(told)]) == (1, told)


def test_a_file_in_gbk_is_refused_with_what_to_do(tmp_path: Path) -> None:
    found = wrong_with(tmp_path, (HEAD + "2026-11-22,08:00,0001,李明\n").encode("gbk"))
    assert found[0] == "roster.csv:2: is not UTF-8 (GBK, perhaps): save the file as UTF-8"


def test_of_a_megabyte_of_wrong_lines_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    found = wrong_with(tmp_path, HEAD + "2026-11-22,08:00,9999,liming\n" * 35_000)
    assert (len(found), found[0][:19], found[-1]) == (
        51,
        "roster.csv:2: seat:",
        "roster.csv: and 69949 more errors",
    )


def test_a_shift_over_midnight_is_named_by_the_day_on_which_it_begins_also_at_a_years_end(tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(HEAD + "2026-12-31,22:00,0001,liming\n2027/1/1,6:00,0001,liming\n", encoding="utf-8")
    first, second = read_roster(file, OVER_MIDNIGHT, KNOWN)
    zone = ZoneInfo("Asia/Shanghai")
    assert first.begins_at == datetime(2026, 12, 31, 22, tzinfo=zone)
    assert second.begins_at == datetime(2027, 1, 1, 6, tzinfo=zone)
    assert "no shift begins then" in wrong_with(tmp_path, HEAD + "2027-01-01,03:00,0001,liming\n", OVER_MIDNIGHT)[0]
