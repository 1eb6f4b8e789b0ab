"""`seat-console keys`: every key as it is set on this seat."""

import argparse
import sys

from seat_console.environment import prepare
from seat_console.exit_codes import Exit
from seat_console.settings import Settings, wrong_keys


def list_keys(_options: argparse.Namespace, settings: Settings) -> Exit:
    """Print command, key, label and help, a line each; wrong wishes of the settings are named."""
    prepare()
    from rich.cells import set_cell_size

    from widgets.keymap import Keymap, KeymapError

    try:
        keymap = Keymap(settings.keys)
    except KeymapError as error:
        print(wrong_keys(error), file=sys.stderr)
        return Exit.USAGE
    for command, keys, label, words in keymap.table():
        print(set_cell_size(command, 15), set_cell_size(keys, 14), set_cell_size(label, 18), words)
    return Exit.DONE
