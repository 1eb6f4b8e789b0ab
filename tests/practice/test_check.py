"""The check of a folder plays the reference and each trap, and names the line where a file promises another cost."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from city_packs.model import CityPack
from practice.check import check
from seat_console.practice.check_keys import check_keys
from tests.practice.conftest import SCENARIOS
from wording import set_language

_NOISE = (SCENARIOS / "noise.toml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("zh")


def test_the_scenarios_of_the_tests_are_whole(zaozhuang: CityPack) -> None:
    assert check(SCENARIOS, lambda _: zaozhuang) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "says"),
    [
        (
            'item = "class"',
            'item = "facts"',
            "costs = 8",
            "costs",
            "the file says 8 for noise_of_daily_life, and the mistake loses 16",
        ),
        ('fatal = "fact_distorted"', 'item = "case_type"\ncosts = 8', "costs = 8", "costs", "fatal by the rubric"),
        (
            "噪声扰民，",
            "无理取闹，",
            "[[record]]",
            "record",
            "earns 97.5 of 100: words 2.5 (forbidden_word word=无理取闹)",
        ),
        ("the noise keeps", "a lunatic keeps", "[[record]]", "record", "earns 97.5 of 100"),
    ],
)
def test_what_a_file_promises_and_does_not_keep_is_named(
    old: str, new: str, line: str, field: str, says: str, tmp_path: Path, zaozhuang: CityPack
) -> None:
    path = tmp_path / "noise.toml"
    text = _NOISE.replace(old, new, 1)
    assert text != _NOISE
    path.write_text(text, encoding="utf-8")
    errors = check(tmp_path, lambda _: zaozhuang)
    assert [(error.file, error.field) for error in errors] == [(str(path), field)], errors
    assert says in errors[0].message
    assert text.split("\n")[errors[0].line - 1] == line
    set_language("zh")
    assert says not in check(tmp_path, lambda _: zaozhuang)[0].message


def test_the_scenario_of_the_guide_is_whole(tmp_path: Path, zaozhuang: CityPack) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    (tmp_path / "street-lamp.toml").write_text(example, encoding="utf-8")
    assert [str(error) for error in check(tmp_path, lambda _: zaozhuang, check_keys)] == []
