"""Nothing live comes into practice, and nothing of practice gets out: by what is imported, opened and written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from .test_folder import bytes_below, live_seat

_NEVER = ("httpx", "httpcore", "httpx_sse", "requests", "urllib.request", "http.server", "socketserver", "textual")
_NEVER_OURS = ("local_cache.sync.http", "local_cache.sync.secure_client", "local_cache.enrol", "case_api", "screens")


def test_a_whole_session_knows_no_network_and_touches_no_live_file(tmp_path: Path) -> None:
    live = live_seat(tmp_path / "seat")
    before = bytes_below(live.root)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.practice.whole_session", str(tmp_path / "seat-practice"), "line_cut"],
        capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "SEAT_CONSOLE_FOLDER": str(live.root)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout)
    assert told["arrived"] == ["练习暗号1号"]
    assert told["tried"] == []
    imported = set(told["imported"])
    assert not imported.intersection({*_NEVER, *_NEVER_OURS})
    assert bytes_below(live.root) == before
    assert "local_cache.seat" in imported  # the real seat was behind it
    results = [each for each in bytes_below(tmp_path / "seat-practice") if not each.endswith(".lock")]
    assert {Path(each).name for each in results} == {"practice.json", "plan.json", "record.jsonl"}
