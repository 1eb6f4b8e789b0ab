"""Every test begins as a program does: its words are Chinese, whatever the test before it spoke."""

import pytest

from wording import set_language


@pytest.fixture(autouse=True)
def _chinese_first() -> None:
    set_language("zh")
