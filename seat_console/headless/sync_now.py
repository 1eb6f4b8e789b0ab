"""`seat-console sync`: send and fetch now."""

import argparse
import json

from seat_console.exit_codes import Exit
from seat_console.headless.at_work import asking, fail
from seat_console.settings import Settings
from wording import tr


def sync_seat(options: argparse.Namespace, settings: Settings) -> Exit:
    """Push and pull once and say what moved."""
    with asking(options, settings) as ask:
        told = ask({"job": "sync"})
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
    elif "error" not in told:
        print(tr("{pushed} sent, {pulled} fetched, {unsent} unsent").format(**told))
    return fail(told) if "exit" in told else Exit.DONE
