"""What the commands about reports take, the centre's and a seat's alike, in the present language."""

import argparse
from datetime import date
from pathlib import Path

from hotline.behind import IN_HAND, RECEIVED
from hotline.counts import Count
from wording import tr


def whole_reports() -> tuple[tuple[str, str, str], ...]:
    """Return the whole reports: the name of each, how its period is written, and what it is for."""
    return (
        ("month", "YYYY-MM", tr("the report on a month, such as 2026-10")),
        ("week", "YYYY-Wnn", tr("the report on a week from Monday to Sunday, such as 2026-W43")),
    )


def add_files(parser: argparse.ArgumentParser) -> None:
    """Let a whole report be written to files."""
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help=tr("write it as an Excel workbook, not as text"))
    parser.add_argument("--html", type=Path, metavar="FILE", help=tr("write it as a page to be printed, not as text"))
    parser.add_argument("--force", action="store_true", help=tr("replace the file if it is there already"))


def add_number(parser: argparse.ArgumentParser) -> None:
    """Let a number of a report be named whose cases are wanted."""
    numbers = [RECEIVED, IN_HAND, *(each.value for each in Count)]
    parser.add_argument("since", type=_day, metavar="FROM", help=tr("first day, such as 2026-10-01"))
    parser.add_argument("until", type=_day, metavar="TO", help=tr("last day, included"))
    parser.add_argument(
        "--what", default="settled", choices=numbers, metavar="WHAT",
        help=tr("which number: {names}").format(names=", ".join(numbers)),
    )  # fmt: skip
    parser.add_argument("--adjusted", action="store_true", help=tr("without cases that were excluded from assessment"))
    parser.add_argument("--unit", metavar="CODE", help=tr("of one unit, - for what the desk answered itself"))
    parser.add_argument("--class", default="", metavar="CODE", dest="class_code", help=tr("of a class and those below"))
    parser.add_argument("--district", metavar="CODE", help=tr("of one district, - for places that are not known"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        words = tr("{text} is no day: write it as 2026-10-01")
        raise argparse.ArgumentTypeError(words.format(text=text)) from error
