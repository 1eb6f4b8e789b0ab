"""A centre, two consoles and a wall, each a program of its own, by one clock that stands still until it is moved."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from case_api.settings import CentreFolder, Simulator, read_settings, write_settings
from local_cache.enrol import enrol
from local_cache.folder import SeatFolder
from tests.case_api.cheap_passwords import cheap_passwords
from tests.terminal.pty_terminal import Terminal
from tests.whole.centre import CITY, PASSWORD, RealCentre, run
from tests.whole.stepped_clock import SteppedClock

BEGIN = datetime(2026, 3, 10, 10, 0, tzinfo=timezone(timedelta(hours=8)))
"""A Tuesday morning of the city's."""
SEAT, LEAD_SEAT = "0042", "0043"
OPERATOR, LEAD = "1042", "2042"
NAMES = {OPERATOR: "王敏", LEAD: "刘洋"}
CALLS = Simulator(
    seed=8, seats=(SEAT,), first_after_s=3, between_s=1, calls_per_hour=20, profile="flat", patience_s=60, talk_s=600,
)  # fmt: skip
"""The seat has a caller of its own three seconds after it is free, and others call the hotline meanwhile."""


class Stage:
    """What is on the stage while `open` lasts."""

    def __init__(self, root: Path, clock: SteppedClock, centre: RealCentre, language: str) -> None:
        self.clock = clock
        self.centre = centre
        self._root = root
        self._language = language

    @classmethod
    @contextmanager
    def open(cls, root: Path, language: str) -> Iterator["Stage"]:
        """Make and serve the centre; what is opened on the stage is closed with it."""
        clock = SteppedClock(root / "clock", BEGIN)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("case_api.opening.utc_now", clock)
            centre = RealCentre(_made(root))
            token = run(centre.folder.path, "display", "add", "hall")
            (root / "token").write_text(token, encoding="utf-8")
            with centre.served(_by(clock, "case_api")):
                stage = cls(root, clock, centre, language)
                for seat in (SEAT, LEAD_SEAT):
                    stage._enrol(seat)
                yield stage

    def console(self, seat: str, size: tuple[int, int]) -> Terminal:
        """Return the console of a seat in a terminal of so many columns and rows, to be opened with `with`."""
        return self._terminal("--folder", str(self._seat_folder(seat).root), size=size)

    def wall(self, size: tuple[int, int]) -> Terminal:
        """Return the wall, to be opened with `with`."""
        at = ("--centre", f"http://127.0.0.1:{self.centre.port}", "--token-file", str(self._root / "token"))
        return self._terminal("wall", *at, size=size)

    def _terminal(self, *words: str, size: tuple[int, int]) -> Terminal:
        command = [*_by(self.clock, "seat_console"), *words, "--language", self._language]
        environment = {"SEAT_CONSOLE_SETTINGS": str(self._root / "none.toml")}
        return Terminal(command, environment, columns=size[0], rows=size[1])

    def _seat_folder(self, seat: str) -> SeatFolder:
        return SeatFolder(self._root / seat)

    def _enrol(self, seat: str) -> None:
        code = run(self.centre.folder.path, "seat", "code", seat).strip()
        url = f"http://127.0.0.1:{self.centre.port}"
        enrol(self._seat_folder(seat), url, code, device_name=seat, app_version="0", system_store=False, now=self.clock)


def _made(root: Path) -> Path:
    password, folder = root / "password", root / "centre"
    password.write_text(PASSWORD, encoding="utf-8")
    with cheap_passwords():
        run(folder, "init", "--city", CITY, "--loopback", "--password-file", str(password))
    for person, role, seat in ((OPERATOR, "operator", SEAT), (LEAD, "lead", LEAD_SEAT)):
        add = ("user", "add", person, "--name", NAMES[person], "--role", role, "--seat", seat)
        run(folder, *add, "--password-file", str(password))
    settings = read_settings(CentreFolder(folder))
    write_settings(CentreFolder(folder), settings.model_copy(update={"simulator": CALLS}))
    return folder


def _by(clock: SteppedClock, program: str) -> list[str]:
    return [sys.executable, "-m", "tests.whole.stepped_clock", str(clock.file), program]
