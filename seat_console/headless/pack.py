"""`seat-console pack check DIR`: every error of a city pack, each with its file, line and field."""

import argparse

from seat_console.exit_codes import Exit
from seat_console.settings import Settings
from wording import tr


def check_pack(options: argparse.Namespace, _settings: Settings) -> Exit:
    """Print every error of the pack, or that it has none."""
    from city_packs.check import check

    errors = check(options.pack)
    for error in errors:
        print(error)
    if len(errors) > 1:
        print(tr("{count} errors").format(count=len(errors)))
    if errors:
        return Exit.INVALID
    print(tr("the pack is good"))
    return Exit.DONE
