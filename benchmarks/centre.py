"""A real centre in a process of its own, with one seat enrolled and its operator signed in."""

import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from local_cache import keystore
from local_cache.enrol import enrol
from local_cache.folder import SeatFolder
from local_cache.sync.http import HttpTransport

OPERATOR, PASSWORD, SEAT = "1021", "demo-12345", "0035"
"""What `case-api init --demo` makes."""
TABLES = {
    "cases": "cases.n",
    "persons": "(SELECT n FROM cases WHERE cases.id = persons.case_id)",
    "receipts": "receipts.received_at, receipts.seq",
    "terms_due": "(SELECT n FROM cases WHERE cases.id = terms_due.case_id)",
    "case_events": "case_events.n",
    "change_log": "change_log.pos",
}
"""What a push writes for each case, and the order in which it does; the search index itself follows later."""


class ServedCentre:
    """`make` a centre in a folder; as a context manager it is served too, on free ports of this machine."""

    def __init__(self, folder: Path, *, database: str = "", pack: Path | None = None) -> None:
        self._folder = folder
        self._options = (*(("--database", database) if database else ()), *(("--pack", str(pack)) if pack else ()))
        self.seat = SeatFolder(folder.parent / "seat")
        """The folder of the seat that is enrolled."""
        self._served: list[subprocess.Popen[str]] = []

    def make(self) -> None:
        """Make the centre with the demo's people and past cases."""
        self._ask("init", "--demo", "--port", "0", *self._options)

    def __enter__(self) -> "ServedCentre":
        self.make()
        self._address = self.serve("--port", "0", "--no-worker")
        code = self._ask("seat", "code", SEAT).strip().splitlines()[-1]
        self._enrolment = enrol(
            self.seat, self._address, code, device_name="bench", app_version="0", system_store=False
        )
        self.transport().sign_in(OPERATOR, PASSWORD)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for served in self._served:
            served.terminate()
        for served in self._served:
            served.wait(20)

    def serve(self, *options: str, program: Sequence[str] = ()) -> str:
        """Start a process that serves it, `program` (a module and its arguments) in place of `case-api` if named.

        Return its address.
        """
        served = subprocess.Popen(
            self._command("serve", *options, program=program),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._served.append(served)
        assert served.stdout is not None
        found = next(m for line in served.stdout if (m := re.search(r"http://127\.0\.0\.1:\d+", line)))
        return found.group()

    @property
    def address(self) -> str:
        """Return where its first process serves it."""
        return self._address

    @property
    def pid(self) -> int:
        """Return the first process that serves it."""
        return self._served[0].pid

    @property
    def serial(self) -> int:
        """Return the enrolment's serial, which the case numbers of the seat carry."""
        return self._enrolment.serial

    def transport(self) -> HttpTransport:
        """Return the seat's line to the centre."""
        return HttpTransport(
            self._address,
            None,
            device_id=self._enrolment.device_id,
            device_key=keystore.load(self.seat).device_key,
            app_version="0",
            now=lambda: datetime.now(UTC),
        )

    def _ask(self, *words: str) -> str:
        return subprocess.run(self._command(*words), capture_output=True, text=True, check=True).stdout

    def _command(self, *words: str, program: Sequence[str] = ()) -> list[str]:
        main = "import sys; from case_api.cli import main; sys.exit(main())"
        run = ("-m", *program) if program else ("-c", main)
        return [sys.executable, *run, "--language", "en", "--folder", str(self._folder), *words]
