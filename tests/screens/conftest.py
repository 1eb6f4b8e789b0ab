"""No test depends on how fast the machine is.

A picker goes on by itself after a pause in typing. On a busy machine the pause between two keys of a test is as long,
and the second one would land in the next field. In a work list what is typed on after a key that could not be done is
dropped until there is a pause.
"""

import pytest

from screens.parts import work_screen
from widgets import picker


@pytest.fixture(autouse=True)
def _no_pause_in_typing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picker, "SWALLOW_S", 3600.0)


@pytest.fixture(autouse=True)
def _a_pause_after_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_screen, "TYPED_ON_S", 0.0)
