"""Files of leaders' days: each thing that is wrong is named by line and field, whatever the file."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from case_api.shifts.file_rows import Known, Person
from case_api.shifts.leader_file import OnRota, read_rota
from city_packs.errors import PackErrors
from hotline.codes import Role
from wording import set_language

ZONE = ZoneInfo("Asia/Shanghai")
KNOWN = Known(
    seats={"0001": "north", "0002": "north"},
    people={"liming": Person(frozenset({Role.OPERATOR}), disabled=False, places=frozenset({"*"}))},
    today=date(2026, 11, 21),
)
HEAD = "day,from,to,name,title,seat,operator_id\n"


@pytest.fixture(autouse=True)
def _in_english() -> None:
    set_language("en")


def read(folder: Path, text: str | bytes) -> list[OnRota]:
    file = folder / "leaders.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_rota(file, ZONE, KNOWN)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("2026-11-23,09:00,10:30,周明,副市长,0001,liming\n2026-11-23,10:00,11:00,吴刚,局长,0001,",
         "leaders.csv:3: seat: at seat 0001 somebody answers then already: line 2"),
        ("2026-11-23,9点,10:30,周明,副市长,0001,liming",
         "leaders.csv:2: from: 9点 is no time of day: write it as 08:00"),
        ("2026-11-23,09:00,24:00,周明,副市长,0001,liming",
         "leaders.csv:2: to: 24:00 is no time of day: write it as 08:00"),
        ("2026-02-30,09:00,10:30,周明,副市长,0001,liming",
         "leaders.csv:2: day: 2026-02-30 is no day: write it as 2026-12-31"),
        ("2026-11-23,09:00,10:30,,副市长,0001,liming", "leaders.csv:2: name: "),
        ("2026-11-23,09:00,10:30," + "周" * 51 + ",副市长,0001,liming",
         "leaders.csv:2: name: has more than 50 characters"),
        ("2026-11-23,09:00,10:30,周\x1b[31m明,副市长,0001,liming",
         "leaders.csv:2: name: has control characters"),
        ("2026-11-23,09:00,10:30,周明,副市长,1,liming", "leaders.csv:2: seat: there is no seat 1"),
        ("2026-11-23,09:00,10:30,周明,副市长,0001,nobody",
         "leaders.csv:2: operator_id: there is nobody of the name nobody"),
        ("2026-11-23,09:00,09:00,周明,副市长,0001,liming",
         "leaders.csv:2: to: is when they begin: write when they end"),
        ("", "leaders.csv: has no day in it: nothing was changed"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_line_and_field(tmp_path: Path, rows: str, told: str) -> None:
    with pytest.raises(PackErrors) as raised:
        read(tmp_path, HEAD + rows + "\n")
    found = str(raised.value).replace(str(tmp_path / "leaders.csv"), "leaders.csv").splitlines()
    assert (len(found), found[0][: len(told)]) == (1, told)


def test_a_file_in_gbk_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PackErrors) as raised:
        read(tmp_path, (HEAD + "2026-11-23,09:00,10:30,周明,副市长,0001,\n").encode("gbk"))
    assert "is not UTF-8 (GBK, perhaps): save the file as UTF-8" in str(raised.value)


def test_an_end_before_the_beginning_is_on_the_next_day_also_at_a_years_end(tmp_path: Path) -> None:
    (one,) = read(tmp_path, HEAD + "2026-12-31,23:00,01:00,周明,副市长,0001,\n")
    assert (one.begins_at, one.ends_at) == (
        datetime(2026, 12, 31, 23, tzinfo=ZONE),
        datetime(2027, 1, 1, 1, tzinfo=ZONE),
    )
    assert (one.name, one.title, one.seat, one.operator_id) == ("周明", "副市长", "0001", "")
