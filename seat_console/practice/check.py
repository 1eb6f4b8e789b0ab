"""`seat-console practice check DIR`: every error of the scenarios in a folder, each with its file, line and field."""

import argparse
import sys
from functools import cache

from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from seat_console.exit_codes import Exit
from seat_console.settings import Settings
from wording import tr, trn


def check_scenarios(options: argparse.Namespace, _settings: Settings) -> Exit:
    """Print a line for each error, and how many of the scenarios have none."""
    from practice.check import check

    errors = check(options.dir, pack_of)
    for error in errors:
        print(error)
    there = len(list(options.dir.glob("*.toml"))) if options.dir.is_dir() else 0
    if not there:
        return Exit.INVALID
    good = there - len({each.file for each in errors if each.file.endswith(".toml")})
    if errors:
        print(tr("scenarios that are good: {good} of {there}").format(good=good, there=there), file=sys.stderr)
        return Exit.INVALID
    print(trn("{count} scenario, and it is good", "{count} scenarios, all good", good).format(count=good))
    return Exit.DONE


@cache
def pack_of(city: str) -> CityPack | None:
    """Return the pack of a shipped city, None for another one."""
    folder = shipped_packs().get(city)
    return read_pack(folder) if folder else None
