"""A real centre: made by `case-api init`, served by `case-api serve` in a process of its own."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from queue import Empty, Queue

from sqlalchemy import create_engine, select

from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.settings import CentreFolder
from case_api.storage.tables_cases import cases
from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from hotline.case_doc import CaseDoc
from local_cache.enrol import enrol
from local_cache.folder import SeatFolder
from tests.case_api.cheap_passwords import cheap_passwords

PASSWORD = "唐山-12345"
CITY = "tangshan"
SEATS = ("0012", "0035", "0042", "0043")
WANG, LI = ("1042", "王敏"), ("1043", "李静")
"""Two operators: name of sign-in, and name."""
_STARTS_WITHIN_S = 60.0
_ENDS_WITHIN_S = 20.0
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
_CASE_API = "import sys; from case_api.cli import main; sys.exit(main())"


def make_centre(root: Path) -> Path:
    """Make a centre without cases, with two operators who work at all of `SEATS`; return its folder."""
    password = root / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    folder = root / "centre"
    with cheap_passwords():
        run(folder, "init", "--city", CITY, "--loopback", "--password-file", str(password))
    places = [word for seat in SEATS for word in ("--seat", seat)]
    for operator, name in (WANG, LI):
        add = ("user", "add", operator, "--name", name, "--role", "operator")
        run(folder, *add, *places, "--password-file", str(password))
    return folder


def run(folder: Path, *arguments: str) -> str:
    """Give a centre a command in this process and return what it printed."""
    said = StringIO()
    with redirect_stdout(said):
        assert main(["--language", "en", "--folder", str(folder), *arguments]) == Exit.DONE
    return said.getvalue()


class RealCentre:
    """A centre of Tangshan in a folder; `port` says where it is served."""

    def __init__(self, folder: Path) -> None:
        self.folder = CentreFolder(folder)
        self.port = 0

    def enrol(self, folder: SeatFolder, seat: str, port: int = 0) -> SeatFolder:
        """Make a folder a seat of this centre, reached by another port if one is given."""
        code = run(self.folder.path, "seat", "code", seat).strip()
        url = f"http://127.0.0.1:{port or self.port}"
        enrol(folder, url, code, device_name=seat, app_version="0", system_store=False)
        return folder

    def pack(self) -> CityPack:
        """Return the city pack that it gives to its seats."""
        return read_pack(shipped_packs()[CITY])

    def cases(self) -> list[CaseDoc]:
        """Return every case that is stored, in the order in which they came."""
        engine = create_engine(f"sqlite:///{self.folder.database_file}")
        try:
            with engine.connect() as conn:
                return [CaseDoc.model_validate_json(doc) for doc in conn.execute(select(cases.c.doc)).scalars()]
        finally:
            engine.dispose()

    @contextmanager
    def served(self, case_api: Sequence[str] = (sys.executable, "-c", _CASE_API)) -> Iterator["RealCentre"]:
        """Serve by this program until the block ends."""
        command = [*case_api, "--language", "en", "--folder", str(self.folder.path)]
        with (self.folder.path / "serve.log").open("wb") as log:
            process = subprocess.Popen([*command, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=log)
            try:
                self.port = self._announced(process)
                yield self
            finally:
                process.terminate()
                try:
                    process.wait(_ENDS_WITHIN_S)
                finally:
                    process.kill()
                    process.wait()
                    assert process.stdout is not None
                    process.stdout.close()

    def _announced(self, process: "subprocess.Popen[bytes]") -> int:
        lines: Queue[str] = Queue()

        def read() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                lines.put(line.decode())
            lines.put("")

        threading.Thread(target=read, daemon=True).start()
        while True:
            try:
                line = lines.get(timeout=_STARTS_WITHIN_S)
            except Empty:
                line = ""
            if found := _ADDRESS.search(line):
                return int(found.group(1))
            assert line, f"the centre did not start: {(self.folder.path / 'serve.log').read_text(encoding='utf-8')}"
