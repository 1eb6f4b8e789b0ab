"""What is left of a demo that met an error: the log that says where, for this account alone; of any other, nothing."""

import stat
import sys
from pathlib import Path

import pytest

from seat_console.crash import note_crash
from seat_console.demo.centre import DemoCentre, NoDemo
from seat_console.demo.world import DemoWorld
from wording import set_language


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    set_language("en")


def ended(*, crashed: bool) -> list[str]:
    """Return what a demo says at its end."""
    told: list[str] = []
    world = DemoWorld(told.append)
    world.folder.root.mkdir()
    (world.folder.root / "work.db").write_text("李女士 13900001234", encoding="utf-8")
    if crashed:
        note_crash(world.folder.console_log, ValueError("李女士 13900001234"))
    world.__exit__(None, None, None)
    return told


def test_a_demo_whose_console_met_an_error_says_where_it_is_kept(tmp_path: Path) -> None:
    [words] = ended(crashed=True)
    [kept] = tmp_path.iterdir()
    assert str(kept) in words
    assert "ValueError" in kept.read_text(encoding="utf-8")
    assert "李女士" not in kept.read_text(encoding="utf-8")
    assert sys.platform == "win32" or stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_any_other_demo_leaves_nothing(tmp_path: Path) -> None:
    assert ended(crashed=False) == []
    assert [*tmp_path.iterdir()] == []


def test_why_the_demos_centre_did_not_start_is_there_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    centre = DemoCentre(folder)
    broken = [sys.executable, "-c", "raise SystemExit('the port is taken')"]
    monkeypatch.setattr(centre, "_command", lambda *_: broken)
    monkeypatch.setattr(centre, "_ask", lambda *_: "CODE\n")
    with pytest.raises(NoDemo) as raised:
        centre.start()
    centre.stop()
    [kept] = tmp_path.glob("seat-demo-*")
    assert str(kept) in str(raised.value)
    assert kept.read_text(encoding="utf-8").strip() == "the port is taken"
