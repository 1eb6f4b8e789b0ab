"""A centre for the demo: made in a folder, served on a free port of this machine, ended with the demo.

The seat's side knows the centre by its command and its HTTP alone, so the demo starts `case-api` as anybody would.
"""

import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

from seat_console.demo.kept import OWN_GROUP, Kept
from seat_console.demo.logs import keep_log
from wording import language, tr

SEAT = "0035"
OPERATOR = "1021"
LEAD = "1029"
DISPATCHER = "2001"
CALLBACK = "3001"
TRAINER = "8001"
UNITS = {"1302-water_supply": "4021", "130203-urban": "4002", "130203-housing": "4012"}
"""Who answers for a unit to which a case of the story may go."""
PEOPLE = (OPERATOR, LEAD, DISPATCHER, *UNITS.values(), CALLBACK, "5001", "6001", "7001", TRAINER)
"""Who sits down one after another: operator, shift lead, dispatcher, units, call-back, supervisor, quality reviewer,
leader, trainer."""
PASSWORD = "demo-12345"  # noqa: S105 - everybody may know the demo's
"""What `case-api init --demo` makes: the seat at which calls ring, and who works there."""

_CITY = "tangshan"
_PACE_S = "10"
"""How long simulated people let a case lie on average: a person can be first, and nobody waits long."""
_AT_ONCE = {"first_after_s": 0.5, "between_s": 1.0, "talk_s": 120.0}
"""The simulated switch's pace, in seconds, where nobody is there to wait for a call."""
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")


class NoDemo(RuntimeError):  # noqa: N818 - the words say what there is not
    """The demo cannot be shown; the message says why and what to do."""


class DemoCentre:
    """A served centre. `start` returns once it answers; `stop` ends it, and so does the end of this process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._served: Kept | None = None
        self._others: Kept | None = None
        self._people: list[Kept] = []
        """Each time that simulated people were let to work; the last of them may be at it."""
        self.port = 0
        self.wall_token = ""
        """Reads the centre's wall once it is started."""

    def make(self, *, ring_at_once: bool) -> str:
        """Make the centre with its people, past cases and ringing calls. Raises `NoDemo`.

        Return what somebody who tries it needs to know.
        """
        _made, _, words = self._ask("init", "--demo", "--pack", str(self._pack()), "--port", "0").partition("\n")
        if ring_at_once:
            import tomlkit

            settings = self._folder / "case-api.toml"
            chosen = tomlkit.parse(settings.read_text(encoding="utf-8"))
            chosen["simulator"].update(_AT_ONCE)
            settings.write_text(tomlkit.dumps(chosen), encoding="utf-8")
        return words.rstrip()

    def _pack(self) -> Path:
        """Return the city's pack without a wait for objections: a case is to be filed while somebody looks on."""
        from city_packs.shipped import shipped_packs

        folder = self._folder.with_name("pack")
        shutil.copytree(shipped_packs()[_CITY], folder)
        head = folder / "pack.toml"
        filed_at_once = re.sub(r"(?m)^objection_days = \d+$", "objection_days = 0", head.read_text(encoding="utf-8"))
        head.write_text(filed_at_once, encoding="utf-8")
        return folder

    def start(self) -> str:
        """Serve, and return an enrolment code for the demo's seat. Raises `NoDemo`."""
        log = self._folder / "serve.log"
        self._served = Kept(self._command("serve", "--port", "0"), log, told=True)
        code = self._ask("seat", "code", SEAT).strip().splitlines()[-1]
        self.wall_token = self._ask("display", "add", "demo").strip()
        for line in self._served.lines():
            if found := _ADDRESS.search(line):
                self.port = int(found.group(1))
                return code
        kept = keep_log(log)  # the demo's folder goes with the demo
        if kept is None:
            raise NoDemo(tr("the demo's centre did not start"))
        raise NoDemo(tr("the demo's centre did not start; see {log}").format(log=kept))

    def stop(self) -> None:
        """End the centre and wait until it has ended."""
        for each in (*self._people, self._others, self._served):
            if each is not None:
                each.stop()
        self._people, self._others, self._served = [], None, None

    def let_others_sit_down(self) -> None:
        """Let simulated operators sit at the other seats from now on; returns at once."""
        command = self._command("simulate", "seats", "--address", self._address())
        self._others = Kept(command, self._folder / "seats.log")

    @property
    def people_at_work(self) -> bool:
        """Say whether simulated people work at the centre by themselves now."""
        return any(each.at_work for each in self._people)

    def let_people_work(self, on: bool) -> None:
        """Let simulated people work at the centre, or tell them to end; returns at once."""
        if not on:
            for each in self._people:
                each.end_soon()
        elif not self.people_at_work:
            command = self._command("simulate", "people", "--address", self._address(), "--pace", _PACE_S)
            self._people.append(Kept(command, self._folder / "people.log"))

    def _address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _ask(self, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own command
            self._command(*words), stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
            check=False, start_new_session=True, creationflags=OWN_GROUP,
        )  # fmt: skip
        if done.returncode != 0:
            raise NoDemo(done.stderr.strip() or f"case-api {words[0]}: {done.returncode}")
        return done.stdout

    def _command(self, *words: str) -> list[str]:
        program = shutil.which("case-api", path=sysconfig.get_path("scripts")) or shutil.which("case-api")
        if program is None:
            raise NoDemo(tr("the demo needs the centre too: pip install 'seat-console[centre]'"))
        return [program, "--language", language(), "--folder", str(self._folder), *words]
