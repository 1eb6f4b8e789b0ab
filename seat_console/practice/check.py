"""`seat-console practice check PATH`: every error of scenarios, each with its file, line and field."""

import argparse
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from city_packs.errors import PackError
from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from seat_console.environment import prepare
from seat_console.exit_codes import Exit
from seat_console.settings import Settings
from wording import tr, trn

if TYPE_CHECKING:
    from city_packs.read_scenario import ReadScenario

_CLEAR_LINE = "\r\x1b[K"


def check_scenarios(options: argparse.Namespace, _settings: Settings) -> Exit:
    """Print a line for each error, and how many of the scenarios have none."""
    from practice.check import check

    path: Path = options.path
    there = len([*path.glob("*.toml")]) if path.is_dir() else int(path.is_file() and path.suffix == ".toml")
    errors = check(path, pack_of, None if options.quick else _Keys(there))
    for error in errors:
        print(error)
    if not there:
        return Exit.INVALID
    good = there - len({each.file for each in errors if each.file.endswith(".toml")})
    if errors:
        print(tr("scenarios that are good: {good} of {there}").format(good=good, there=there), file=sys.stderr)
        return Exit.INVALID
    print(trn("{count} scenario, and it is good", "{count} scenarios, all good", good).format(count=good))
    return Exit.DONE


class _Keys:
    """Plays the keys of one scenario after the other, and says on a terminal which one it is at."""

    def __init__(self, there: int) -> None:
        self._there = there
        self._at = 0

    def __call__(self, read: "ReadScenario", pack: CityPack) -> list[PackError]:
        prepare()
        from seat_console.practice.check_keys import check_keys

        self._at += 1
        words = tr("playing the keys: {place} of {there}, {scenario}")
        self._say(words.format(place=self._at, there=self._there, scenario=read.scenario.code))
        try:
            return check_keys(read, pack)
        finally:
            self._say("")

    def _say(self, words: str) -> None:
        if sys.stderr.isatty():
            print(f"{_CLEAR_LINE}{words}", end="", file=sys.stderr, flush=True)


@cache
def pack_of(city: str) -> CityPack | None:
    """Return the pack of a shipped city, None for another one."""
    folder = shipped_packs().get(city)
    return read_pack(folder) if folder else None
