"""Practice in a real pseudo-terminal, chosen and played by keys, its clock turned by the test."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from city_packs.read_scenario import read_scenario
from city_packs.reader import read_pack
from city_packs.scenario import KeyAt, Scenario
from city_packs.shipped import shipped_packs
from local_cache.folder import SeatFolder
from tests.deadline import until
from tests.practice.test_folder import bytes_below, live_seat
from tests.terminal.drafts import drafts_on_disk
from tests.terminal.pty_terminal import Terminal

KINDS = {"drill": "1", "exam": "2", "shift": "3", "line_cut": "4"}
NUMBER = re.compile(r"0000-01-\d{6}")
_SHOWN_BY = 0.1
"""Within so many seconds the screen shows what the clock has brought; if not, time goes on."""


def scenario(city: str, code: str) -> Scenario:
    """Return a shipped scenario."""
    folder = shipped_packs()[city]
    pack = read_pack(folder)
    return read_scenario(folder / "scenarios" / f"{code}.toml", lambda _: pack).scenario


class PracticeDesk:
    """One trainee at one seat: a practice folder, a clock, and the program in a terminal of its own."""

    def __init__(self, root: Path, *, city: str, language: str, columns: int, rows: int) -> None:
        self._root = root
        self._clock = root / "clock"
        self._seconds = self._began = 0.0
        self._columns, self._rows = columns, rows
        self._command = [
            sys.executable, "-m", "tests.terminal.practice_by_clock", str(self._clock), "--folder", str(root / "seat"),
            "--language", language, "practice", "--trainee", "1042", "--city", city,
        ]  # fmt: skip
        self.english = language == "en"
        self._live = live_seat(root / "seat").root
        self._live_files = bytes_below(self._live)
        self.turn(100.0)

    @contextmanager
    def open(self, leak: str = "") -> Iterator[Terminal]:
        """Begin the program; its home is shown. At the end nothing live was touched, nor anything else but practice's.

        `leak` is one of `tests.terminal.leaks` that is planted in it.
        """
        environment = {
            **({"LEAK": leak} if leak else {}),
            "SEAT_CONSOLE_SETTINGS": str(self._root / "settings.toml"),
            "SEAT_PRACTICE_FOLDER": str(self._root / "practice"),
        }  # fmt: skip
        with Terminal(self._command, environment, columns=self._columns, rows=self._rows) as terminal:
            self.terminal = terminal
            terminal.wait_for(lambda _: self.marked() != "" and "F1" in terminal.rows[-1])
            yield terminal
        got_out = self._clock.with_suffix(".watched").read_text("utf-8")
        assert not got_out, f"got out of practice: {got_out}"
        assert bytes_below(self._live) == self._live_files

    # ---- time

    def turn(self, seconds: float) -> None:
        """Let time go by."""
        self._seconds += seconds
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(str(self._seconds), "ascii")
        fresh.replace(self._clock)

    def turn_until(self, shown: str, *, step: float = 1.0) -> None:
        """Let time go by until the screen shows a text."""

        def turned() -> bool:
            self.turn(step)
            return self.terminal.comes(shown, within=_SHOWN_BY)

        until(lambda: shown in self.terminal.text or turned(), f"{shown!r}; the screen:\n{self.terminal.text}")

    def _turn_seen(self, seconds: float) -> None:
        """Let time go by, and wait until the session has looked at the clock: it does at once what is due."""
        self.turn(seconds)
        seen = self._clock.with_suffix(".seen")
        until(lambda: self._looked() and seen.read_text("ascii") == str(self._seconds), "a look at the clock")

    # ---- keys

    def choose(self, kind: str, chosen: Scenario) -> None:
        """Choose a kind and mark a scenario at home."""
        terminal = self.terminal
        title = chosen.title.en if self.english else chosen.title.zh
        kinds = "Space" if self.english else "空格"
        terminal.wait_for(lambda _: kinds in terminal.rows[-1] and self.marked() != "")  # the last row is painted last
        terminal.keys(KINDS[kind])
        while title not in (marked := self.marked()):
            terminal.keys("down")
            terminal.wait_for(lambda _, was=marked: self.marked() not in ("", was))  # type: ignore[misc]

    def begin(self, kind: str, chosen: Scenario) -> None:
        """Begin a session of a kind and a scenario from home."""
        self.choose(kind, chosen)
        self.terminal.keys("enter")
        self.terminal.wait_for("seat 0000" if self.english else "0000席")
        self._began = self._seconds

    def marked(self) -> str:
        """Return the marked row of a list, empty without one."""
        return next((row for row in self.terminal.rows if row.startswith(">")), "")

    @property
    def seconds(self) -> float:
        """Return for how long the session has gone on."""
        return self._seconds - self._began

    def rings(self, *, step: float = 1.0) -> str:
        """Wait for a call; return its scenario."""
        before = len(self.rung())
        while len(self.rung()) == before:
            self._turn_seen(step)
            self.terminal.look(_SHOWN_BY)
        self.terminal.wait_for("Ringing" if self.english else "振铃")
        return self.rung()[-1]

    def rung(self) -> list[str]:
        """Return the scenarios of the calls that have rung."""
        return [str(event["scenario"]) for event in self.record() if event["e"] == "ring"]

    def play(self, keys: tuple[KeyAt, ...], *, since: float = 0.0) -> None:
        """Press keys at their moments of the call, of which `since` seconds have gone by."""
        for at, each in groupby(keys, lambda key: key.at):
            self.turn(at - since)
            since = at
            self.press(*(key.key for key in each))

    def work(self, keys: tuple[KeyAt, ...], *, since: float = 0.0) -> None:
        """Play the keys of a call to its end: the number of what it saved is seen before its last key is pressed."""
        *before, ready = keys
        self.save(tuple(before), since=since)
        self.play((ready,), since=before[-1].at)

    def save(self, keys: tuple[KeyAt, ...], *, since: float = 0.0) -> None:
        """Play keys of which the last one saves, and wait until the number is on the screen."""
        numbers = set(NUMBER.findall(self.terminal.text))
        self.play(keys, since=since)
        self.terminal.wait_for(lambda screen: set(NUMBER.findall(screen)) - numbers != set())

    def press(self, *keys: str) -> None:
        """Press keys and wait until the session has them; after the last call it may be over before it is told."""
        taken, ended = self._count("key"), self._count("end")
        self.terminal.keys(*keys)
        until(
            lambda: self._looked() and (self._count("key") >= taken + len(keys) or self._count("end") > ended),
            f"{keys}",
        )

    def _looked(self) -> bool:
        terminal = self.terminal
        terminal.look(0.02)
        ended = terminal.process.poll()
        assert ended is None, f"exit {ended}; the screen:\n{terminal.text}"
        return True

    def _count(self, event: str) -> int:
        """Count events of a kind that the sessions have taken down."""
        return sum(file.read_bytes().count(f'"e": "{event}"'.encode()) for file in self._records())

    def _records(self) -> Iterator[Path]:
        return self._root.glob("practice/sessions/*/record.jsonl")

    def record(self) -> list[dict[str, object]]:
        """Return what the records of all sessions hold."""
        lines = [line for file in self._records() for line in file.read_text("utf-8").splitlines()[1:]]
        return [json.loads(line) for line in lines if line.endswith("}")]

    def drafts(self) -> list[str]:
        """Return the JSON of the drafts on disk, read beside the running program."""
        seats = self._root.glob("practice/sessions/*/seat")
        return [draft for seat in seats for draft in drafts_on_disk(SeatFolder(seat))]
