"""What spoils a whole file is said once, at its place, and hides nothing that does not follow from it."""

from pathlib import Path

import pytest

from city_packs.check import unread_files
from tests.city_packs.pack_folder import PackFolder

MISSPELT = [
    ("territory.csv", "code,parent", "cod,parent", "cod", "code"),
    ("territory.csv", "code,parent,level,name", "code,parent,level,nom", "nom", "name"),
    ("units.csv", "code,kind", "code,sort", "sort", "kind"),
    ("sub_centres.csv", "areas", "area", "area", "areas"),
    ("classes.csv", "unit_kind", "unit-kind", "unit-kind", "unit_kind"),
    ("code_lists.csv", "list,code", "lst,code", "lst", "list"),
    ("emergency_lines.csv", "number,", "No.,", "No.", "number"),
]


def _take_over(pack: PackFolder, name: str) -> None:
    if not (pack.folder / name).exists():
        pack.take_over(name)


@pytest.mark.parametrize(("name", "old", "new", "field", "meant"), MISSPELT)
def test_a_misspelt_column_is_one_error_that_names_what_is_meant(
    dongsheng: PackFolder, name: str, old: str, new: str, field: str, meant: str
) -> None:
    _take_over(dongsheng, name)
    dongsheng.replace(name, old, new)
    [error] = dongsheng.errors()
    assert str(error) == f"{dongsheng.folder / name}:1: {field}: is not a field of this table; {meant} is missing"


def test_of_several_misspelt_columns_each_is_said_once(dongsheng: PackFolder) -> None:
    dongsheng.replace("territory.csv", "code,parent,level,name", "code,parents,lvl,name,mayor")
    said = {(error.field, error.message) for error in dongsheng.errors()}
    assert said == {
        ("parents", "is not a field of this table; parent is missing"),
        ("lvl", "is not a field of this table; level is missing"),
        ("mayor", "is not a field of this table"),
    }


def test_columns_that_are_just_missing_are_named(dongsheng: PackFolder) -> None:
    dongsheng.replace("territory.csv", "code,parent,level,name", "code,parent")
    assert dongsheng.places() == {("territory.csv", 1, "level"), ("territory.csv", 1, "name")}


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "meant"),
    [
        ("pack.toml", "[settings]", "[setings]", "setings", "settings"),
        ("pack.toml", "callback_tries = 3", "callback_trys = 3", "callback_trys", "callback_tries"),
        ("clocks.toml", "length = 3", "lenght = 3", "lenght", "length"),
    ],
)
def test_a_misspelt_name_in_toml_is_one_error_that_names_what_is_meant(
    dongsheng: PackFolder, name: str, old: str, new: str, field: str, meant: str
) -> None:
    dongsheng.replace(name, old, new)
    [error] = dongsheng.errors()
    assert (error.line, error.field) == (dongsheng.line_of(name, new), field)
    assert error.message == f"is not a field of this table; {meant} is missing"


@pytest.mark.parametrize(
    ("old", "new", "marker", "field"),
    [
        ("[[profile]]", "[[profile]", "[[profile]", "profile"),
        ('code = "137"', 'code = "137', 'code = "137', "code"),
        ('code = "137"', 'code = "137"\ncode = "138"', 'code = "138"', "code"),
        ("length = 3", "length = ", "length = ", "length"),
        ('code = "137"', 'code = """137', 'code = """137', "code"),
        ("length = 3", "length = [3,", "length = [3,", "length"),
    ],
)
def test_toml_that_cannot_be_read_is_one_error_with_its_line_and_name(
    dongsheng: PackFolder, old: str, new: str, marker: str, field: str
) -> None:
    dongsheng.replace("clocks.toml", old, new)
    [error] = dongsheng.errors()
    line = dongsheng.text("clocks.toml").splitlines().index(marker) + 1
    assert (error.line, error.field) == (line, field)
    assert error.message.startswith("is not proper TOML")


def test_a_quote_that_is_not_closed_is_named_at_the_line_where_it_opens(dongsheng: PackFolder) -> None:
    dongsheng.replace("territory.csv", "150602001,150602,3,交通街道", '150602001,150602,3,"交通街道')
    [error] = dongsheng.errors()
    assert error.line == dongsheng.line_of("territory.csv", '"交通街道')


def test_a_row_with_a_cell_too_few_is_said_and_not_what_follows_from_it(dongsheng: PackFolder) -> None:
    dongsheng.replace("territory.csv", "150602,1506,2,东胜区", "150602,1506,东胜区")
    [error] = dongsheng.errors()
    assert (error.line, error.field) == (dongsheng.line_of("territory.csv", "东胜区"), "")


def _spoil_everywhere(pack: PackFolder) -> set[tuple[str, int, str]]:
    """Spoil a row or two of each table; return the places of the errors."""
    pack.replace("territory.csv", "150602002,150602,3,公园", "150602002,150699,3,公园")
    pack.replace("units.csv", "local,3,150602001,", "local,9,150602001,")
    pack.replace("sub_centres.csv", "0001-0020", "0001-0020 1-20")
    pack.replace("clocks.toml", "length = 7", "length = -7")
    pack.take_over("merged_lines.csv")
    pack.replace("merged_lines.csv", "12333,", "1-2333,")
    return {
        ("territory.csv", pack.line_of("territory.csv", "150699"), "parent"),
        ("units.csv", pack.line_of("units.csv", "local,9"), "level"),
        ("sub_centres.csv", pack.line_of("sub_centres.csv", "1-20"), "seats"),
        ("clocks.toml", pack.line_of("clocks.toml", "-7"), "length"),
        ("merged_lines.csv", pack.line_of("merged_lines.csv", "1-2333"), "number"),
    }


@pytest.mark.parametrize(
    ("name", "old", "new", "marker", "field"),
    [
        ("pack.toml", "callback_tries = 3", "callback_trys = 3", "callback_trys", "callback_trys"),
        ("pack.toml", "[settings]", "[setings]", "[setings]", "setings"),
        ("pack.toml", "[settings]", "[settings", "[settings", "settings"),
        ("pack.toml", 'name = "东胜区"', 'name = "东胜区', 'name = "东胜区', "name"),
        ("pack.toml", "[falls_back.phrases]", "[falls_back.phrase]", "[falls_back.phrase]", "phrase"),
        ("territory.csv", "code,parent", "cod,parent", "cod,parent", "cod"),
        ("units.csv", "code,kind", "code,sort", "code,sort", "sort"),
        ("sub_centres.csv", "code,name", "nr,name", "nr,name", "nr"),
        ("clocks.toml", "length = 3", "lenght = 3", "lenght", "lenght"),
        ("merged_lines.csv", "12348", "12348,12348", "12348,12348", ""),
        ("territory.csv", "150602001,150602,3,交通街道", "150602001,150602,3", "150602001,150602,3", ""),
    ],
)
def test_what_cannot_be_read_hides_no_error_of_other_files_and_rows(
    dongsheng: PackFolder, name: str, old: str, new: str, marker: str, field: str
) -> None:
    elsewhere = _spoil_everywhere(dongsheng)
    dongsheng.replace(name, old, new)
    assert dongsheng.places() == {*elsewhere, (name, dongsheng.line_of(name, marker), field)}
    assert len(dongsheng.errors()) == len(elsewhere) + 1


@pytest.mark.parametrize("name", ["territory.csv", "units.csv", "sub_centres.csv", "clocks.toml", "merged_lines.csv"])
def test_a_file_that_cannot_be_read_at_all_hides_no_error_of_the_others(dongsheng: PackFolder, name: str) -> None:
    elsewhere = {place for place in _spoil_everywhere(dongsheng) if place[0] != name}
    text = dongsheng.text(name)
    dongsheng.write(name, "[[\n" + text if name.endswith("toml") else text.replace("\n", '\n"', 1))
    [own] = [place for place in dongsheng.places() if place[0] == name]
    assert own[1] in (1, 2)
    assert dongsheng.places() - {own} == elsewhere


def test_a_column_that_is_gone_hides_neither_other_files_nor_its_own_other_columns(dongsheng: PackFolder) -> None:
    rows = [line.split(",") for line in dongsheng.text("units.csv").splitlines()]
    dongsheng.write("units.csv", "".join(",".join([*row[:1], *row[2:]]) + "\n" for row in rows))
    dongsheng.replace("units.csv", ",3,150602001,", ",3,150699001,")
    dongsheng.replace("clocks.toml", "length = 7", "length = -7")
    assert dongsheng.places() == {
        ("units.csv", 1, "kind"),
        ("units.csv", dongsheng.line_of("units.csv", "150699001"), "area_code"),
        ("clocks.toml", dongsheng.line_of("clocks.toml", "-7"), "length"),
    }


def test_a_file_in_gbk_is_one_error_and_its_codes_are_judged_all_the_same(dongsheng: PackFolder) -> None:
    dongsheng.replace("units.csv", ",3,150602001,", ",3,150699001,")
    line = dongsheng.line_of("units.csv", "150699001")
    (dongsheng.folder / "units.csv").write_bytes(dongsheng.text("units.csv").encode("gbk"))
    assert {(line, field) for _, line, field in dongsheng.places()} == {(2, ""), (line, "area_code")}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["units.csv", "territory.csv", "clocks.toml"])
def test_a_file_in_utf_16_is_one_error(dongsheng: PackFolder, name: str, encoding: str) -> None:
    (dongsheng.folder / name).write_bytes(dongsheng.text(name).encode(encoding))
    [error] = dongsheng.errors()
    assert (error.file, error.line) == (str(dongsheng.folder / name), 0)
    assert "UTF-16" in error.message


def test_a_file_in_utf_16_as_a_program_for_tables_saves_it_is_judged_all_the_same(dongsheng: PackFolder) -> None:
    dongsheng.replace("units.csv", ",3,150602001,", ",3,150699001,")
    line = dongsheng.line_of("units.csv", "150699001")
    (dongsheng.folder / "units.csv").write_bytes(dongsheng.text("units.csv").encode("utf-16"))
    assert dongsheng.places() == {("units.csv", 0, ""), ("units.csv", line, "area_code")}


def test_what_is_no_text_is_one_error(dongsheng: PackFolder) -> None:
    (dongsheng.folder / "units.csv").write_bytes(bytes(range(256)) * 400)
    [error] = dongsheng.errors()
    assert (error.file, error.line) == (str(dongsheng.folder / "units.csv"), 0)


def test_parents_that_run_in_a_ring_are_one_error_at_the_line_that_closes_it(dongsheng: PackFolder) -> None:
    dongsheng.replace("territory.csv", "150602,1506,2,", "150602,150602001,2,")
    [error] = dongsheng.errors()
    assert (error.line, error.field) == (dongsheng.line_of("territory.csv", "150602,150602001,2,"), "parent")
    assert "150602 run in a ring" in error.message


def test_a_file_that_the_program_does_not_read_is_named_with_what_it_may_be_meant_for(dongsheng: PackFolder) -> None:
    for name in ("unitz.csv", "notes.csv", "NOTICE"):
        dongsheng.write(name, "code\n")
    assert dongsheng.errors() == []
    said = {Path(each.file).name: each.message for each in unread_files(dongsheng.folder)}
    assert set(said) == {"unitz.csv", "notes.csv"}
    assert "units.csv" in said["unitz.csv"]


def test_a_head_without_settings_is_one_error(dongsheng: PackFolder) -> None:
    head = dongsheng.text("pack.toml")
    before, _, after = head.partition("[settings]\n")
    dongsheng.write("pack.toml", before + after[after.index("\n[") :])
    assert dongsheng.places() == {("pack.toml", 0, "settings")}


@pytest.mark.parametrize(
    ("rows", "wrong", "message"),
    [
        (["0001-0060", "0050-0110"], 1, "seats of 0050-0110 stand elsewhere too: 0050-0060 in line 2"),
        (["0001-0110", "0010", "0020-0030"], 0,
         "seats of 0001-0110 stand elsewhere too: 0010 in line 3, 0020-0030 in line 4"),
        (["0001-0020 0007"], 0, "seats of 0007 stand elsewhere too: 0007 in line 2"),
        (["0001-0010", "0011-0110 0300-0310", "0011-0110"], 2,
         "seats of 0011-0110 stand elsewhere too: 0011-0110 in line 3"),
    ],
)  # fmt: skip
def test_a_span_of_seats_that_overlaps_is_one_error(
    dongsheng: PackFolder, rows: list[str], wrong: int, message: str
) -> None:
    dongsheng.write(
        "sub_centres.csv",
        "code,name,name_en,areas,seats\n"
        + "".join(f"0{n},分中心{n},Sub-centre {n},{'' if n else '150602'},{seats}\n" for n, seats in enumerate(rows)),
    )
    [error] = dongsheng.errors()
    assert (error.line, error.field, error.message) == (wrong + 2, "seats", message)


def test_a_misspelt_kind_is_one_error_at_its_row(dongsheng: PackFolder) -> None:
    dongsheng.replace("units.csv", "150602-urban,urban,", "150602-urban,urbann,")
    [error] = dongsheng.errors()
    assert (error.line, error.field) == (dongsheng.line_of("units.csv", "urbann"), "kind")
    assert error.message == "no class asks for a unit of kind urbann; urban is missing"


def test_a_kind_that_no_class_asks_for_is_an_error(dongsheng: PackFolder) -> None:
    dongsheng.append("units.csv", "150602-x,nokind,2,150602,东胜区某局,Some Bureau\n")
    [error] = dongsheng.errors()
    assert (error.field, error.message) == ("kind", "no class asks for a unit of kind nokind")
