"""`seat-console outbox export` and `import`: unsent work on its way without a line, as a signed file."""

import argparse

from seat_console.exit_codes import Exit
from seat_console.headless.at_work import asking, fail
from seat_console.settings import Settings
from wording import tr


def export_outbox(options: argparse.Namespace, settings: Settings) -> Exit:
    """Write what is unsent to a new file; it stays in this seat's queue too, the centre knows each by its id."""
    with asking(options, settings, sync=False) as ask:
        told = ask({"job": "export", "path": str(options.file.resolve())})
    if "exit" in told:
        return fail(told)
    words = tr("{count} unsent written to {file}. It holds callers' data in the clear: carry it like a case file")
    print(words.format(count=told["count"], file=options.file))
    return Exit.DONE


def import_outbox(options: argparse.Namespace, settings: Settings) -> Exit:
    """Take another seat's exported work into this seat's queue."""
    with asking(options, settings) as ask:
        told = ask({"job": "import", "path": str(options.file.resolve())})
    if "exit" in told:
        return fail(told)
    print(tr("{count} taken into this seat's queue").format(count=told["count"]))
    return Exit.DONE
