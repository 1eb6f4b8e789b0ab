"""`seat-console practice from-case CASE`: a scenario drafted from a real case, in which nobody can be known again."""

import argparse
import os
import sys
from errno import EEXIST, ENOENT
from pathlib import Path

from city_packs.read_scenario import name_trouble
from hotline.names import one_line
from seat_console.exit_codes import Exit
from seat_console.headless.at_work import asking, fail, operator_signed_in
from seat_console.settings import Settings
from wording import tr


def draft_scenario(options: argparse.Namespace, settings: Settings) -> Exit:
    """Write the draft, or name each place of the case that looks like personal data still.

    Raises `OSError` for a file that is there already, or that cannot be written.
    """
    if options.to is not None and (trouble := _name_trouble(options.to)):
        return fail({"exit": Exit.USAGE, "error": trouble})
    request = {"job": "scenario_draft", "case": options.case, "none": options.none, "instead": options.instead}
    with asking(options, settings) as ask, operator_signed_in(ask, options):
        told = ask(request)
    for line in told.get("lines", ()):
        print(one_line(line))
    if "exit" in told:
        return fail(told)
    if options.to is None:
        print(told["text"], end="")
        return Exit.DONE
    with options.to.open("x", encoding="utf-8") as file:
        file.write(told["text"])
    words = tr("{file} is written. Read it, fill in what says FILL IN, and check it")
    print(words.format(file=options.to), file=sys.stderr)
    return Exit.DONE


def _name_trouble(file: Path) -> str:
    """Return why a file would be no scenario; raises `OSError` where it is there already, or its folder is not."""
    if trouble := name_trouble(file):
        return tr("{name}: {words}").format(name=file, words=trouble)
    if file.exists():
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(file))
    if not file.parent.is_dir():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(file.parent))
    return ""
