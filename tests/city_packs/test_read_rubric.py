"""A rubric is refused unless its points are 100, and each error names file, line and field."""

from pathlib import Path

import pytest

from city_packs.errors import PackErrors
from city_packs.read_rubric import newest_rubric, read_rubric, rubric_of
from city_packs.rubric import GROUPS, ITEMS
from city_packs.source import SHARED

_TEXT = (SHARED / "rubrics" / "1.toml").read_text(encoding="utf-8")


def test_the_shipped_rubric_parts_its_points_as_the_rules_say() -> None:
    rubric = newest_rubric()
    assert rubric == rubric_of(1)
    assert tuple(rubric.items) == tuple(ITEMS)
    points = [sum(item.points for item in rubric.items.values() if item.group == group) for group in GROUPS]
    assert points == [40, 20, 15, 10, 15]


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "says"),
    [
        ("[case_type]\npoints = 8", "[case_type]\npoints = 9", "points = 9", "points", "are 101 together"),
        ("area = 5 ", "area = 4 ", "points = 8", "points", "area, facts give 7 together"),
        ("same_two = 2", "same_two = 9", "same_two = 9", "same_two", "at most 8"),
        ("same_two = 2", "same_tow = 2", "same_tow", "same_tow", "same_two is missing"),
        ("all_by = 60", "all_by = 200", "all_by = 200", "all_by", "less than none_from"),
        ("[words]", "[word]", "[word]", "word", "words is missing"),
        ("free = 1", "free = -1", "free = -1", "free", "at least 0"),
        ("version = 1", "version = 2", "version = 2", "version", "the file must be 2.toml"),
        ("forbidden = [", "forbidden = []\nwas = [", "forbidden = []", "forbidden", "list of texts"),
    ],
)
def test_each_error_names_line_and_field(old: str, new: str, line: str, field: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "1.toml"
    text = _TEXT.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackErrors) as found:
        read_rubric(path)
    errors = [error for error in found.value.errors if says in error.message]
    assert [(error.file, error.field) for error in errors] == [(str(path), field)], found.value.errors
    assert errors[0].line > 0
    assert line in text.split("\n")[errors[0].line - 1]


def test_a_rubric_that_is_not_there_is_said() -> None:
    with pytest.raises(PackErrors, match="missing or cannot be read"):
        rubric_of(99)
