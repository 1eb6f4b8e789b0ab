"""`seat-console report`: the weekly and monthly reports of the centre, and the cases behind their numbers."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from hotline.periods import Period, PeriodError, asked, month, week
from seat_console.exit_codes import Exit
from seat_console.headless.answers import Json
from seat_console.headless.at_work import Asking, asking, fail, operator_signed_in
from seat_console.headless.report_jobs import read_content
from seat_console.settings import Settings
from wording import tr

_FILES = ("xlsx", "html")


def give_month(options: argparse.Namespace, settings: Settings) -> Exit:
    """Give the report on a month."""
    return _give(options, settings, "month", month)


def give_week(options: argparse.Namespace, settings: Settings) -> Exit:
    """Give the report on a week."""
    return _give(options, settings, "week", week)


def list_cases(options: argparse.Namespace, settings: Settings) -> Exit:
    """List the cases behind a number of a report, the newest first, page by page."""
    try:
        asked(options.since, options.until)
    except PeriodError as error:
        return _misused(str(error))
    request: Json = {
        "job": "report_cases", "since": options.since.isoformat(), "until": options.until.isoformat(),
        "what": options.what, "adjusted": options.adjusted, "unit": options.unit, "class_code": options.class_code,
        "district": options.district, "cursor": options.cursor,
    }  # fmt: skip
    with asking(options, settings) as ask, operator_signed_in(ask, options):
        told = ask(request)
    if "exit" in told:
        return fail(told)
    lines = [case.pop("text") for case in told["cases"]]
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
        return Exit.DONE
    if lines:
        print(*lines, sep="\n")
    if told["next"]:
        print(tr("there are more: --cursor {cursor}").format(cursor=told["next"]))
    return Exit.DONE


def _give(
    options: argparse.Namespace, settings: Settings, kind: str, period: Callable[[str], Period]
) -> Exit:  # fmt: skip
    request: Json = {"kind": kind, "period": options.period.upper()}
    wanted = [(form, file) for form in _FILES if (file := getattr(options, form))]
    try:
        if options.period:
            period(options.period)
    except PeriodError as error:
        return _misused(str(error))
    for _, file in wanted:
        if file.exists() and not options.force:
            words = tr("{file} is there already: name another file, or replace it with --force")
            return _misused(words.format(file=file))
    with asking(options, settings) as ask, operator_signed_in(ask, options):
        for form, file in wanted:
            told = ask({"job": "report", "form": form, **request})
            if "exit" in told:
                return fail(told)
            _write(file, read_content(told), replace=options.force)
            print(tr("{file} is written").format(file=file))
        return _printed(ask, request, options) if options.json or not wanted else Exit.DONE


def _printed(ask: Asking, request: Json, options: argparse.Namespace) -> Exit:
    told = ask({"job": "report_pages", **request} if options.json else {"job": "report", "form": "text", **request})
    if "exit" in told:
        return fail(told)
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(read_content(told).decode(), end="")
    return Exit.DONE


def _write(file: Path, content: bytes, *, replace: bool) -> None:
    """Write a file that is new, or put it in the place of another one once it is whole. Raises `OSError`."""
    part = file.with_name(f"{file.name}.part")
    with part.open("xb") as target:
        target.write(content)
    try:
        if not replace and file.exists():
            raise FileExistsError(f"{file} has come meanwhile")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _misused(words: str) -> Exit:
    print(words, file=sys.stderr)
    return Exit.USAGE
