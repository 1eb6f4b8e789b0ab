"""Words are Chinese unless a test says otherwise; the language of one test never reaches the next."""

from collections.abc import Iterator

import pytest

from wording import set_language


@pytest.fixture(autouse=True)
def _chinese_first() -> Iterator[None]:
    set_language("zh")
    yield
    set_language("zh")
