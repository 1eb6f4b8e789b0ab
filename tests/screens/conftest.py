"""Words are Chinese unless a test says otherwise, and no test depends on how fast the machine is.

A picker goes on by itself after a pause in typing. On a busy machine the pause between two keys of a test is as long,
and the second one would land in the next field.
"""

from collections.abc import Iterator

import pytest

from widgets import picker
from wording import set_language


@pytest.fixture(autouse=True)
def _chinese_first() -> Iterator[None]:
    set_language("zh")
    yield
    set_language("zh")


@pytest.fixture(autouse=True)
def _no_pause_in_typing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picker, "SWALLOW_S", 3600.0)
