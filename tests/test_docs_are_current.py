"""The pages of docs/ that are drawn from the code say what the code says."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
_SPEC = spec_from_file_location("generate_docs", DOCS / "generate.py")
assert _SPEC is not None
assert _SPEC.loader is not None
generate = module_from_spec(_SPEC)
_SPEC.loader.exec_module(generate)


@pytest.mark.parametrize("name", generate.PAGES)
def test_the_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == generate.page(name), "run `make docs`"
