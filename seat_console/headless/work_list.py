"""`seat-console queue NAME`: a work list of the centre for whoever is signed in, what goes red first at its top."""

import argparse
import json
import sys
from typing import get_args

from hotline.queue_doc import QueueName
from seat_console.exit_codes import Exit
from seat_console.headless.at_work import asking, fail, operator_signed_in
from seat_console.settings import Settings
from wording import listed, tr


def show_queue(options: argparse.Namespace, settings: Settings) -> Exit:
    """Print a page of a work list: how many wait, a line for each case, and how to ask for the next page."""
    names = get_args(QueueName)
    if options.name not in names:
        print(tr("there is no such work list; use one of: {names}").format(names=listed(names)), file=sys.stderr)
        return Exit.USAGE
    with asking(options, settings) as ask, operator_signed_in(ask, options):
        told = ask({"job": "queue", "name": options.name, "cursor": options.cursor})
    if "exit" in told:
        return fail(told)
    words, lines = told.pop("text"), [line.pop("text") for line in told["lines"]]
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
        return Exit.DONE
    print(words, *lines, sep="\n")
    if told["next"]:
        print(tr("there are more: --cursor {cursor}").format(cursor=told["next"]))
    return Exit.DONE
