"""Everything that the demo starts, in the order in which it depends on each other, and its end in the other order."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from local_cache.folder import PRACTICE_VARIABLE, SeatFolder
from seat_console.demo.centre import LEAD, OPERATOR, PASSWORD, PEOPLE, TRAINER, DemoCentre
from seat_console.demo.line import Line
from seat_console.demo.logs import keep_log
from seat_console.settings import FILE_VARIABLE
from wording import tr

if TYPE_CHECKING:
    from local_cache.wall.follower import WallFollower
    from local_cache.wall.seen import WallSeen

FIRST_PULL_S = 30.0
_TRIES = 50


class DemoHands:
    """What the keys of the demo reach: the line, and the people whose work a case goes through."""

    def __init__(self, line: Line, centre: DemoCentre) -> None:
        self._line = line
        self._centre = centre

    def cut(self) -> None:
        """Cut the line."""
        self._line.cut()

    def restore(self) -> None:
        """Restore the line."""
        self._line.restore()

    @property
    def is_cut(self) -> bool:
        """Say whether the line is cut now."""
        return self._line.is_cut

    @property
    def people_at_work(self) -> bool:
        """Say whether simulated people work by themselves now."""
        return self._centre.people_at_work

    def let_people_work(self, on: bool) -> None:
        """Let simulated people work, or stop them; returns at once."""
        self._centre.let_people_work(on)

    def after(self, operator_id: str) -> tuple[str, str]:
        """Return who works at the seat after somebody, round and round; the first after whoever is none of them."""
        place = PEOPLE.index(operator_id) + 1 if operator_id in PEOPLE else 0
        return PEOPLE[place % len(PEOPLE)], PASSWORD

    @property
    def trainer(self) -> tuple[str, str]:
        """Return who trains: name of sign-in and password."""
        return TRAINER, PASSWORD

    def shows_wall_after(self, operator_id: str) -> bool:
        """Say whether the wall is shown after somebody: the lead, whose board has the same figures."""
        return operator_id == LEAD

    def follow_wall(self, told: "Callable[[WallSeen], object]") -> "WallFollower":
        """Return who follows the centre for a wall, over the line that can be cut."""
        from local_cache.wall.transport import WallTransport
        from seat_console.version import version
        from seat_console.wall import follower

        address = f"http://127.0.0.1:{self._line.port}"
        return follower(WallTransport(address, None, self._centre.wall_token, app_version=version()), told)


class DemoWorld:
    """A centre, a line and an enrolled seat in a temporary folder; use it with `with`. `tell` is given each step."""

    def __init__(self, tell: Callable[[str], None], *, ring_at_once: bool = False) -> None:
        self._tell = tell
        self._ring_at_once = ring_at_once
        self._root = Path(tempfile.mkdtemp(prefix="seat-demo-"))
        self.centre = DemoCentre(self._root / "centre")
        self.line: Line
        self.folder = SeatFolder(self._root / "seat")
        self._kept_log: Path | None = None

    def __enter__(self) -> "DemoWorld":
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def _start(self) -> None:
        # The demo's own settings and practice, so that trying things here changes nothing of a real seat.
        os.environ[FILE_VARIABLE] = str(self._root / "settings.toml")
        os.environ[PRACTICE_VARIABLE] = str(self._root / "practice")
        self._tell(tr("making a centre: the city's seats, its people, a few hundred past cases ..."))
        words = self.centre.make(ring_at_once=self._ring_at_once)
        if not self._ring_at_once:
            self._tell(words)  # it stands on the terminal again when the demo is left
        self._tell(tr("serving it on a port of this machine ..."))
        code = self.centre.start()
        self.line = Line(self.centre.port)
        self.line.start()
        self._tell(tr("enrolling a seat and signing an operator in ..."))
        self._enrol(code)
        if not self._ring_at_once:
            self.centre.let_others_sit_down()

    def _enrol(self, code: str) -> None:
        from local_cache.enrol import enrol
        from seat_console.start import open_seat
        from seat_console.version import version

        address = f"http://127.0.0.1:{self.line.port}"
        # The key beside the files: the system's key store is for seats that stay.
        enrol(self.folder, address, code, device_name="demo", app_version=version(), system_store=False)
        seat = open_seat(self.folder)
        try:
            seat.sign_in(OPERATOR, PASSWORD).result(FIRST_PULL_S)
            seat.sync_now().result(FIRST_PULL_S)
        finally:
            seat.close()

    def stop(self) -> None:
        """End everything and leave nothing behind but the log of a console that met an error. May be called twice."""
        if hasattr(self, "line"):
            self.line.stop()
        self.centre.stop()
        self._kept_log = keep_log(self.folder.console_log) or self._kept_log
        for _ in range(_TRIES):  # a thread of the seat that is just ending may still write a file
            shutil.rmtree(self._root, ignore_errors=True)
            if not self._root.exists():
                break
            time.sleep(0.1)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._kept_log is not None:
            words = tr("Where the console met an error of its own is kept in {file}; nothing of a caller stands there")
            self._tell(words.format(file=self._kept_log))
