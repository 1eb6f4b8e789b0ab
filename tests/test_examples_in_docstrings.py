"""What a docstring shows as an example is what the program does."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from wording import set_language

_ROOT = Path(__file__).parent.parent
_PACKAGES = (
    "seat_console",
    "screens",
    "widgets",
    "practice",
    "local_cache",
    "hotline",
    "case_api",
    "city_packs",
    "wording",
)
_WITH_EXAMPLES = sorted(
    ".".join(file.relative_to(_ROOT).with_suffix("").parts).removesuffix(".__init__")
    for package in _PACKAGES
    for file in (_ROOT / package).rglob("*.py")
    if ">>> " in file.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("module", _WITH_EXAMPLES)
def test_examples_hold(module: str) -> None:
    set_language("en")
    result = doctest.testmod(import_module(module))
    assert result.attempted
    assert result.failed == 0
