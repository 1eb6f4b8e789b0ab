"""What the desk may not load on its way to the first key."""

import subprocess
import sys

HEAVY = {"pydantic", "phonenumbers", "httpx", "sqlite_utils", "sqlcipher3", "keyring", "cryptography",
         "pypinyin", "hotline.commands", "hotline.work_order", "local_cache.seat"}  # fmt: skip


def test_the_first_screens_load_nothing_heavy() -> None:
    """A fresh interpreter, since this one has loaded everything already."""
    script = "import sys, screens.desk.screen, screens.sign_in; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert HEAVY.isdisjoint(loaded)
