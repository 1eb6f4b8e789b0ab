"""`seat-console board`: what a lead reads of the board and does there, without the screen."""

import argparse
import json

from seat_console.exit_codes import Exit
from seat_console.headless.answers import Json
from seat_console.headless.at_work import asking, fail, operator_signed_in
from seat_console.settings import Settings


def show_figures(options: argparse.Namespace, settings: Settings) -> Exit:
    """Print the figures of today, each beside that of a week ago."""
    return _do(options, settings, {"job": "board", "what": "figures"})


def show_seats(options: argparse.Namespace, settings: Settings) -> Exit:
    """Print the whole of each seat, a line each."""
    return _do(options, settings, {"job": "board", "what": "seats"})


def show_troubles(options: argparse.Namespace, settings: Settings) -> Exit:
    """Print what a lead should look at, most urgent first."""
    return _do(options, settings, {"job": "board", "what": "troubles"})


def show_missed(options: argparse.Namespace, settings: Settings) -> Exit:
    """Print who gave up and has not been called back, longest ago first."""
    return _do(options, settings, {"job": "missed_callers"})


def send_notice(options: argparse.Namespace, settings: Settings) -> Exit:
    """Send a notice to a seat, a sub-centre or all."""
    said = {"act": "notice", "place": options.place, "words": options.words, "must_read": options.must_read}
    return _do(options, settings, {"job": "board_act", **said})


def order_seat(options: argparse.Namespace, settings: Settings) -> Exit:
    """Tell a seat to be ready, to pause, or to take another queue."""
    said = {"act": "order", "seat": options.seat, "value": options.value, "reason": options.reason}
    return _do(options, settings, {"job": "board_act", **said})


def claim_caller(options: argparse.Namespace, settings: Settings) -> Exit:
    """Claim a caller who gave up, for a seat or for this one."""
    return _do(options, settings, {"job": "board_act", "act": "claim", "call": str(options.call), "seat": options.seat})


def release_caller(options: argparse.Namespace, settings: Settings) -> Exit:
    """Give a caller free who was claimed."""
    return _do(options, settings, {"job": "board_act", "act": "release", "call": str(options.call)})


def _do(options: argparse.Namespace, settings: Settings, request: Json) -> Exit:
    """Ask for one job and print its lines, or with `--json` all of it as one object."""
    with asking(options, settings) as ask, operator_signed_in(ask, options):
        told = ask(request)
    if "exit" in told:
        return fail(told)
    lines = told.pop("text")
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(*lines, sep="\n")
    return Exit.DONE
