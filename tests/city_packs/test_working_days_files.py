"""Year files of the working-day calendar: read, replaced by a city's own, every fault named by file, line and field."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from city_packs.check import unread_files
from city_packs.compiled import compile_pack, load_compiled
from city_packs.errors import PackErrors
from city_packs.model import CityPack
from city_packs.read_working_days import read_year_file
from city_packs.reader import read_pack
from city_packs.source import SHARED
from hotline.working_days import NO_CALENDAR, CalendarConflict, CalendarRangeError
from tests.city_packs.pack_folder import PackFolder
from tests.shared_calendar import shared_calendar

OF_2026 = (SHARED / "working_days" / "2026.toml").read_text(encoding="utf-8")
FROM = "from = 2026-02-15\nto = 2026-02-23"
MAKE_UP = "make_up = [2026-01-04, 2026-02-14"

# (words replaced, words put in their place, words of the line that the error names, field, words of the message)
SPOILT = [
    ("year = 2026", "year = 2003", "year =", "year", "at least 2004"),
    ("year = 2026", "year = 2100", "year =", "year", "at most 2099"),
    ("year = 2026", 'year = "2026"', "year =", "year", "whole number"),
    ("year = 2026", "year = true", "year =", "year", "whole number"),
    ("year = 2026\n", "", "", "year", "is missing"),
    ("revision = 1", "revision = 0", "revision", "revision", "at least 1"),
    ("revision = 1", "revision = 1.5", "revision", "revision", "whole number"),
    ("revision = 1\n", "", "", "revision", "is missing"),
    ("revision = 1", "revison = 1", "revison", "revison", "revision is missing"),
    ("revision = 1", "revision = 1\nauthor = 'x'", "author", "author", "is not a field"),
    ("source = ", "source = 5 # ", "source", "source", "text in quotes"),
    (FROM, "from = 2026-02-15\nto = 2026-02-14", "to = 2026-02-14", "to", "comes before from"),
    (FROM, "from = 2026-02-15", "above from = 2026-02-15", "to", "is missing"),
    (FROM, 'from = "2026-02-15"\nto = 2026-02-23', 'from = "2026', "from", "without quotes"),
    (FROM, "from = 2026-02-15T00:00:00\nto = 2026-02-23", "T00:00:00", "from", "must be a date"),
    (FROM, "from = 2025-12-24\nto = 2025-12-26", "2025-12-24", "from", "not for the file of 2026"),
    (FROM, "from = 2026-12-31\nto = 2027-01-01", "to = 2027-01-01", "to", "from 2025-12-25 to 2026-12-31"),
    (FROM, "from = 2026-01-03\nto = 2026-01-03", "from = 2026-01-03", "from", "2026-01-03 is off already by line 6"),
    (FROM, "from = 2026-02-14\nto = 2026-02-23", "make_up", "make_up", "2026-02-14 is off and cannot be worked too"),
    (FROM, FROM + "\nhalf = true", "half", "half", "is not a field"),
    (FROM, FROM.replace("from", "form"), "form", "form", "from is missing"),
    ('name = "春节"\n', "", "above from = 2026-02-15", "name", "is missing"),
    (MAKE_UP, "make_up = [2026-01-04, 2026-02-11", "make_up", "make_up", "2026-02-11 is worked anyway"),
    (MAKE_UP, "make_up = [2026-02-14, 2026-02-14", "make_up", "make_up", "stands twice"),
    (MAKE_UP, "make_up = [2025-12-20, 2026-02-14", "make_up", "make_up", "not for the file of 2026"),
    (MAKE_UP, 'make_up = ["2026-01-04"', "make_up", "make_up", "without quotes"),
    ("make_up = [", "make_up = 5 # [", "make_up", "make_up", "list of dates"),
    (FROM, "from = 2026-02-15\nto = # nothing", "# nothing", "to", "proper TOML"),
]


def _line_of(text: str, marker: str) -> int:
    """Return the line of the words, or the one above them, or 0 for the file as a whole."""
    words = marker.removeprefix("above ")
    found = next(place for place, line in enumerate(text.splitlines(), 1) if words in line)
    return (found - (words != marker)) if words else 0


@pytest.mark.parametrize(("old", "new", "marker", "field", "words"), SPOILT)
def test_a_fault_of_a_year_file_is_named(old: str, new: str, marker: str, field: str, words: str) -> None:
    assert old in OF_2026
    text = OF_2026.replace(old, new, 1)
    with pytest.raises(PackErrors) as caught:
        read_year_file(text, "2026.toml")
    [error] = caught.value.errors
    assert (error.file, error.field) == ("2026.toml", field)
    assert words in error.message
    assert error.line == _line_of(text, marker)


def test_all_faults_of_a_year_file_come_at_once() -> None:
    text = OF_2026.replace("revision = 1", "revision = 0").replace(MAKE_UP, "make_up = [2026-02-11")
    with pytest.raises(PackErrors) as caught:
        read_year_file(text, "a.toml")
    assert [error.field for error in caught.value.errors] == ["revision", "make_up"]


@pytest.mark.parametrize("text", ["", "nothing here", "year = 2027", "[[off]]\n", "\0", "year = 2027\noff = 5"])
def test_what_is_no_year_file_is_refused(text: str) -> None:
    with pytest.raises(PackErrors):
        read_year_file(text, "a.toml")


def test_a_year_file_by_itself_reads_as_beside_the_others() -> None:
    assert read_year_file(OF_2026, "2026.toml") == shared_calendar().years[-1]


def test_the_shared_calendar_reaches_from_2004_to_the_last_notice() -> None:
    years = [file.year for file in shared_calendar().years]
    assert years == list(range(2004, years[-1] + 1))
    assert years[-1] >= 2026


def test_a_citys_own_file_takes_the_place_of_the_shared_one(dongsheng: PackFolder) -> None:
    shared = read_pack(dongsheng.folder).calendar
    assert shared == shared_calendar()
    _write(dongsheng, "2026.toml", OF_2026.replace("to = 2026-02-23", "to = 2026-02-24"))
    own = read_pack(dongsheng.folder).calendar
    assert shared.is_working(date(2026, 2, 24))
    assert not own.is_working(date(2026, 2, 24))
    assert own.version != shared.version


def test_a_citys_own_file_announces_the_next_year(dongsheng: PackFolder) -> None:
    _write(dongsheng, "2027.toml", OF_2027)
    assert read_pack(dongsheng.folder).calendar.announced_until == date(2027, 12, 24)


def test_a_gap_between_the_years_is_named(dongsheng: PackFolder) -> None:
    _write(dongsheng, "2028.toml", OF_2028)
    [error] = dongsheng.errors()
    assert (Path(error.file).name, error.line, error.field) == ("2028.toml", 1, "year")
    assert error.message == "there is no file for 2027: the years must follow one another"


def test_a_year_that_stands_twice_is_named(dongsheng: PackFolder) -> None:
    _write(dongsheng, "2027.toml", OF_2027)
    _write(dongsheng, "2027b.toml", OF_2027)
    [error] = dongsheng.errors()
    assert (Path(error.file).name, error.line, error.field) == ("2027b.toml", 1, "year")
    assert error.message == "2027 stands already in 2027.toml"


def test_a_day_that_two_years_name_is_named(dongsheng: PackFolder) -> None:
    _write(dongsheng, "2026.toml", OF_2026 + '\n[[off]]\nfrom = 2026-12-31\nto = 2026-12-31\nname = "x"\nname_en = "x"')
    _write(dongsheng, "2027.toml", OF_2027.replace("from = 2027-01-01", "from = 2026-12-31"))
    assert dongsheng.places() == {("2027.toml", 7, "from")}
    assert "2026-12-31 is named by the file of 2026 too" in dongsheng.errors()[0].message


def test_spans_within_a_longer_one_are_all_named() -> None:
    spans = "".join(
        f'[[off]]\nfrom = 2026-03-{first:02}\nto = 2026-03-{last:02}\nname = "x"\nname_en = "x"\n'
        for first, last in ((1, 10), (2, 3), (5, 6), (11, 12))
    )
    with pytest.raises(PackErrors) as caught:
        read_year_file(f'year = 2026\nrevision = 1\nsource = "x"\n{spans}', "2026.toml")
    assert [(error.line, error.field) for error in caught.value.errors] == [(10, "from"), (15, "from")]


def test_a_year_file_that_cannot_be_read_is_the_only_error(dongsheng: PackFolder) -> None:
    _write(dongsheng, "2027.toml", "year = 2027\n[[off]\n")
    _write(dongsheng, "2028.toml", OF_2028)
    assert dongsheng.places() == {("2027.toml", 2, "off")}


def test_a_file_beside_the_years_that_nothing_reads_is_named(dongsheng: PackFolder) -> None:
    _write(dongsheng, "2027.csv", "day\n")
    assert dongsheng.errors() == []
    [told] = unread_files(dongsheng.folder)
    assert Path(told.file).name == "2027.csv"
    assert "2027.toml" in told.message


def test_the_statutory_days_stand_in_order_and_once() -> None:
    with (SHARED / "statutory_days.csv").open(encoding="utf-8", newline="") as file:
        days = [row["day"] for row in csv.DictReader(file)]
    assert days == sorted(days)
    assert len(days) == 13 * 73


@pytest.mark.parametrize(
    ("old", "new", "marker", "field", "words"),
    [
        ('begin = "09:00"', 'begin = "18:00"', 'begin = "18:00"', "working_day_begin", "before working_day_end"),
        ('begin = "09:00"', 'begin = "9:00"', 'begin = "9:00"', "working_day_begin", "such as 18:00"),
        ('working_day_begin = "09:00"\n', "", "[settings]", "working_day_begin", "is missing"),
    ],
)
def test_a_working_day_begins_before_it_ends(
    dongsheng: PackFolder, old: str, new: str, marker: str, field: str, words: str
) -> None:
    dongsheng.replace("pack.toml", old, new)
    [error] = dongsheng.errors()
    assert (error.line, error.field) == (dongsheng.line_of("pack.toml", marker), field)
    assert words in error.message


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("length = 3 ", "length = 2501 ", "length", "at most 2500"),
        ("length = 24 ", "length = 87601 ", "length", "at most 87600"),
        ("yellow = 18", "yellow = 25", "yellow", "comes after the length"),
    ],
)
def test_a_clock_that_nobody_can_wait_for_is_named(
    dongsheng: PackFolder, old: str, new: str, field: str, words: str
) -> None:
    text = dongsheng.text("clocks.toml")
    spaced = text if old in text else text.replace(old.strip(), old, 1)
    dongsheng.write("clocks.toml", spaced.replace(old, new, 1))
    said = {error.field: error.message for error in dongsheng.errors()}
    assert words in said[field]


def test_a_compiled_pack_counts_as_the_pack_does(tangshan: CityPack) -> None:
    loaded = load_compiled(compile_pack(tangshan))
    assert loaded.calendar == tangshan.calendar
    assert loaded.calendar.version == tangshan.calendar.version
    start = datetime(2026, 9, 18, 3, tzinfo=UTC)
    assert loaded.day_clock.after(start, 7, "working_days") == tangshan.day_clock.after(start, 7, "working_days")
    assert tangshan.day_clock.after(start, 7, "working_days").at == datetime(2026, 9, 29, 10, tzinfo=UTC)
    assert tangshan.day_clock is tangshan.day_clock


def test_a_pack_takes_a_year_file(tangshan: CityPack) -> None:
    known = tangshan.with_year(read_year_file(OF_2027, "2027.toml"))
    start = datetime(2026, 12, 28, 3, tzinfo=UTC)
    assert tangshan.day_clock.after(start, 5, "working_days").provisional
    assert not known.day_clock.after(start, 5, "working_days").provisional
    assert known.calendar.version.startswith("2027.")
    assert replace(known, calendar=tangshan.calendar) == tangshan
    with pytest.raises(CalendarConflict):
        tangshan.with_year(read_year_file(OF_2027, "2027.toml")._replace(year=2030))


def test_a_pack_without_a_calendar_says_so(tangshan: CityPack) -> None:
    clock = replace(tangshan, calendar=NO_CALENDAR).day_clock
    with pytest.raises(CalendarRangeError, match="import the file of the year"):
        clock.after(datetime(2026, 9, 18, 3, tzinfo=UTC), 1, "working_days")


OF_2027 = """year = 2027
revision = 1
source = "a notice made up for a test"
make_up = [2027-02-14]

[[off]]
from = 2027-01-01
to = 2027-01-03
name = "元旦"
name_en = "New Year's Day"

[[off]]
from = 2027-02-05
to = 2027-02-11
name = "春节"
name_en = "Spring Festival"
"""


OF_2028 = OF_2027.replace("[2027-02-14]", "[]").replace("2027", "2028")


def _write(pack: PackFolder, name: str, text: str) -> None:
    (pack.folder / "working_days").mkdir(exist_ok=True)
    pack.write(f"working_days/{name}", text)
