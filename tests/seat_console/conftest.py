"""What tests of the console's commands share."""

from pathlib import Path

import pytest

from wording import set_language


@pytest.fixture
def in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the console, and what it starts, speak English, with settings of its own."""
    settings = tmp_path / "settings.toml"
    settings.write_text('language = "en"\n', encoding="utf-8")
    monkeypatch.setenv("SEAT_CONSOLE_SETTINGS", str(settings))
    set_language("en")
