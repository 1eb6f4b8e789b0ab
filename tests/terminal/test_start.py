"""What the first screen may not wait for: the modules of a console as they are at its first paint."""

import json
import sys
from contextlib import closing
from pathlib import Path

import pytest

from local_cache import sessions
from local_cache.encrypted import connect
from local_cache.folder import SeatFolder
from local_cache.keystore import file_secret, load
from tests.terminal.pty_terminal import Terminal

pytestmark = pytest.mark.terminal
SLOW = {
    "pydantic", "sqlite_utils", "httpx", "httpcore", "pypinyin", "keyring", "phonenumbers", "cryptography", "argon2",
    "tomlkit", "fastapi", "sqlalchemy", "email", "multiprocessing",
}  # fmt: skip
AT_FIRST_PAINT = """
import json, os, sys
from pathlib import Path
from seat_console.cli import main
from seat_console.environment import prepare

prepare()
import seat_console.app as app

def painted(self):
    Path(os.environ["TELL"]).write_text(json.dumps(sorted(sys.modules)), "utf-8")
    self.exit(0)

app.ConsoleApp._first_painted = painted
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("left", ["at_work", "signed_out", "locked"])
def test_nothing_slow_is_imported_before_the_first_key(seat: SeatFolder, tmp_path: Path, left: str) -> None:
    with closing(connect(seat.work, file_secret(seat, load(seat)))) as work, work:
        if left == "signed_out":
            sessions.drop(work)
        elif left == "locked":
            sessions.lock(work)
    tell = tmp_path / "modules.json"
    command = [sys.executable, "-c", AT_FIRST_PAINT, "--folder", str(seat.root), "--language", "en"]
    with Terminal(command, {"SEAT_CONSOLE_SETTINGS": str(tmp_path / "none.toml"), "TELL": str(tell)}) as terminal:
        assert terminal.wait_for_end() == 0, terminal.text
    modules = json.loads(tell.read_text("utf-8"))
    assert "textual.app" in modules
    assert sorted({name.split(".")[0] for name in modules} & SLOW) == []
    assert "local_cache.seat" not in modules
    assert ("screens.desk.screen" in modules, "screens.lock" in modules) == (left == "at_work", left == "locked")
