"""`seat-console status`: how this seat stands, for people and for programs."""

import argparse
import json
from datetime import datetime

from local_cache.errors import NewerFile
from seat_console.exit_codes import Exit
from seat_console.headless.answers import Json
from seat_console.headless.at_work import asking, fail
from seat_console.settings import Settings
from seat_console.start import seat_folder
from seat_console.trouble import words_for
from seat_console.zone import ZONE_BEFORE_PACK
from widgets.clock_text import full
from wording import tr


def show_status(options: argparse.Namespace, settings: Settings) -> Exit:
    """Print the status. Without a running console the line is not tried: `line_up` is null then."""
    with asking(options, settings, sync=False) as ask:
        told = ask({"job": "status"})
        if "exit" in told:
            return fail(told)
        told |= {"console": ask.through_console, "folder": str(seat_folder(options, settings).root.absolute())}
        if not ask.through_console:
            told["line_up"] = told["centre_keeps"] = None
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
        return Exit.DONE
    line = {True: tr("on line"), False: tr("no line"), None: tr("no console is running")}[told["line_up"]]
    if told["centre_keeps"] is False:
        line = tr("centre keeps nothing now")
    print(tr("seat {seat}").format(seat=told["seat"]), _operator(told), line, sep="  ")
    unsent = tr("{count} unsent").format(count=told["unsent"])
    print(*filter(None, (unsent, _oldest(told["oldest_unsent_at"]))), sep="  ")
    if told["newer_file"]:
        print(words_for(NewerFile()))
    else:
        print(tr("needs you {count}").format(count=told["needs_you"]))
    if told["questions"]:
        print(tr("questions {count}").format(count=told["questions"]))
    if told["alerts"]:
        print(tr("alerts {count}").format(count=told["alerts"]))
    if told["held"] or told["parked"]:
        words = tr("does not count yet: {held} held and {parked} parked at the centre")
        print(words.format(held=told["held"], parked=told["parked"]))
    print(told["folder"])
    return Exit.DONE


def _operator(told: Json) -> str:
    """Return who is signed in, and whether their password is needed before anything more is filed."""
    operator = str(told["operator"] or "-")
    return tr("{operator} (locked)").format(operator=operator) if told["locked"] else operator


def _oldest(made_at: str | None) -> str:
    """Return since when something is unsent, as it is read at this seat; nothing where all is sent."""
    if made_at is None:
        return ""
    return tr("the oldest since {at}").format(at=full(datetime.fromisoformat(made_at), ZONE_BEFORE_PACK))
