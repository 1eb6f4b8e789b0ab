"""`seat-console sync`: send and fetch now."""

import argparse
import json
import sys

from local_cache.errors import NewerFile
from seat_console.exit_codes import Exit
from seat_console.headless.at_work import asking, fail
from seat_console.settings import Settings
from seat_console.trouble import words_for
from wording import tr


def sync_seat(options: argparse.Namespace, settings: Settings) -> Exit:
    """Push and pull once and say what moved."""
    with asking(options, settings) as ask:
        told = ask({"job": "sync"})
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
    elif "error" not in told:
        print(tr("{pushed} sent, {pulled} fetched, {unsent} unsent").format(**told))
    if told.get("newer_file"):
        print(words_for(NewerFile()), file=sys.stderr)
    return fail(told) if "exit" in told else Exit.DONE
