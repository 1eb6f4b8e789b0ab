"""`seat-console pack check DIR`: every error of a city pack, each with its file, line and field."""

import argparse
import sys

from seat_console.exit_codes import Exit
from seat_console.settings import Settings
from wording import tr


def check_pack(options: argparse.Namespace, _settings: Settings) -> Exit:
    """Print every error of the pack, or that it has none; and which files of its folder nobody reads."""
    from city_packs.check import check, unread_files

    errors = check(options.pack)
    for error in errors:
        print(error)
    for unread in unread_files(options.pack):
        print(unread, file=sys.stderr)
    if len(errors) > 1:
        print(tr("{count} errors").format(count=len(errors)))
    if errors:
        return Exit.INVALID
    print(tr("the pack is good"))
    return Exit.DONE
