"""`case-api serve` as a process: it says where it serves, and a terminate ends it cleanly with a stream open."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from case_api.accounts.devices import make_code
from case_api.cli import main
from case_api.opening import open_registry
from case_api.settings import CentreFolder
from case_api.storage.engine import writing
from tests.deadline import PATIENCE_S

from .conftest import PASSWORD
from .seat import SeatClient

pytestmark = pytest.mark.skipif(os.name != "posix", reason="tells a process to end by a signal of POSIX")


async def test_a_served_centre_ends_cleanly_at_a_terminate(tmp_path: Path) -> None:
    folder = CentreFolder(tmp_path / "centre")
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    here = ["--language", "en", "--folder", str(folder.path)]
    assert (
        main([*here, "init", "--city", "dongsheng", "--loopback", "--password-file", str(tmp_path / "password")]) == 0
    )
    registry = open_registry(folder)
    with writing(registry.engine) as conn:
        seat = conn.exec_driver_sql("SELECT min(seat) FROM seats").scalar_one()
        code = str(make_code(conn, seat, None, at=registry.now(), life=registry.settings.code_life))
    registry.engine.dispose()
    command = [sys.executable, "-c", "import sys; from case_api.cli import main; sys.exit(main())"]
    served = subprocess.Popen([*command, *here, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
    with served, httpx.Client(timeout=PATIENCE_S) as client:
        assert served.stdout is not None
        address = served.stdout.readline().split()[-1]
        assert client.get(f"{address}/v1/health").json()["city"] == "dongsheng"
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as loop_client:
            enrolled = await SeatClient.enrolled(loop_client, code, registry.now)
        with client.stream("GET", f"{address}/v1/sync/events", headers=enrolled.auth, timeout=PATIENCE_S) as stream:
            events = stream.iter_lines()
            assert next(events) == "event: beat"
            served.send_signal(signal.SIGTERM)
            assert list(events)[-1] == ""
        assert served.wait(PATIENCE_S) == 0
