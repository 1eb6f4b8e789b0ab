"""No test depends on how fast the machine is.

A picker goes on by itself after a pause in typing. On a busy machine the pause between two keys of a test is as long,
and the second one would land in the next field.
"""

import pytest

from widgets import picker


@pytest.fixture(autouse=True)
def _no_pause_in_typing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picker, "SWALLOW_S", 3600.0)
