"""What spoils a whole file is said alone, at its place: what others then say of its codes follows from it."""

import pytest

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


def test_what_cannot_be_read_in_several_files_is_said_of_each(dongsheng: PackFolder) -> None:
    dongsheng.replace("territory.csv", "code,parent", "cod,parent")
    dongsheng.replace("clocks.toml", "length = 3", "length = ")
    dongsheng.replace("pack.toml", "Asia/Shanghai", "Asia/Atlantis")  # comes once the others are mended
    assert [field for _, _, field in sorted(dongsheng.places())] == ["length", "cod"]
