"""The wall in a real terminal, over a socket to a centre: its figures come by themselves, and go when it is revoked."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from case_api.accounts.displays import add_display, revoke_display
from case_api.board.wall import LiveCalls
from case_api.http.app import create_app
from case_api.storage.engine import writing
from hotline.call_figures import Figures
from tests.case_api.http.serving import listening
from tests.local_cache_sync.real_centre import RealCentre
from tests.terminal.pty_terminal import Terminal

pytestmark = pytest.mark.terminal


def test_a_wall_in_a_terminal_follows_its_centre_until_it_is_revoked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("case_api.http.routes_wall.BEAT_SECONDS", 0.05)
    real = RealCentre(tmp_path)
    app = create_app(real.centre, real.registry)
    wall, within = app.state.house.wall, [15]
    wall.calls = lambda: LiveCalls(
        real.now() - timedelta(seconds=1), True, Figures(offered=10, answered=9, abandoned=1), float(within[0]), 4
    )
    wall.calls_n = lambda: within[0]
    with writing(real.centre.engine) as conn:
        token = add_display(conn, "hall", at=real.now())
    (tmp_path / "token").write_text(token + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "seat_console", "wall", "--language", "en"]
    with listening(app) as address:
        command += ["--centre", address, "--token-file", str(tmp_path / "token")]
        with Terminal(command, {"SEAT_CONSOLE_SETTINGS": str(tmp_path / "none.toml")}) as terminal:
            terminal.wait_for("城南区")
            assert "Small city 12345 hotline" in terminal.rows[0]
            assert "Not current" not in terminal.text
            within[0] = 20  # the centre pokes, and the wall asks
            terminal.wait_for("Within 20 s")
            with writing(real.centre.engine) as conn:
                revoke_display(conn, "hall", at=real.now())
            terminal.wait_for(lambda shown: "This display was revoked" in shown and "城南区" not in shown)
            assert token not in terminal.written.decode(errors="replace")
            terminal.keys("ctrl+q")
            assert terminal.wait_for_end() == 0
    real.centre.engine.dispose()
