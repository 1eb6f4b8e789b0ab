"""`seat-console give CASE COMMAND [FIELD=VALUE …]`: a command for one case, given at the centre there and then."""

import argparse
import json
import sys

from local_cache.handoff import NobodyThere
from seat_console.exit_codes import Exit
from seat_console.headless.at_work import asking, fail, operator_signed_in
from seat_console.headless.given_fields import Wrong, read_command
from seat_console.settings import Settings
from wording import tr


def give_command(options: argparse.Namespace, settings: Settings) -> Exit:
    """Give the command and say what became of it; with its fields as JSON the answer is one JSON object too."""
    try:
        payload = read_command(options.op, options.fields, options.json)
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return Exit.USAGE
    request = {"job": "give", "case": options.case, "op": options.op, "payload": payload, "revision": options.revision}
    with asking(options, settings) as ask, operator_signed_in(ask, options):
        try:
            told = ask(request)
        except NobodyThere:
            words = tr("The console of this seat has ended. The command may have taken effect: look at the case first")
            told = {"exit": int(Exit.NOT_KNOWN), "error": words}
    words = told.pop("text", "")
    if options.json is not None:
        print(json.dumps(told, ensure_ascii=False))
    elif words:
        print(words)
    return fail(told) if "exit" in told else Exit.DONE
