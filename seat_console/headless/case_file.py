"""`seat-console case file --from FILE`: JSON lines become cases, each result is a JSON line on standard output.

A result is written as soon as its case is on this seat's disk, so that a run that was broken off shows how far it
came; `--start-at` goes on from there. Lines that cannot be taken stop nothing and are kept as they came.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from local_cache.handoff import NobodyThere
from seat_console.exit_codes import Exit
from seat_console.headless.answers import Json
from seat_console.headless.at_work import Asking, asking, fail, operator_signed_in
from seat_console.headless.case_lines import LINE_BYTES
from seat_console.settings import Settings
from wording import tr
from wording.os_trouble import os_words


def file_cases(options: argparse.Namespace, settings: Settings) -> Exit:
    """File every line; exit with `PARTLY` when some were not taken."""
    with ExitStack() as stack:
        try:
            source = _source(options.source, stack)
            rejects = stack.enter_context(options.rejects.open("ab")) if options.rejects else None
        except OSError as error:
            print(os_words(error), file=sys.stderr)
            return Exit.USAGE
        ask = stack.enter_context(asking(options, settings))
        stack.enter_context(operator_signed_in(ask, options))
        return _file_all(ask, _Lines(source, options.start_at), rejects)


def _file_all(ask: Asking, lines: "_Lines", rejects: BinaryIO | None) -> Exit:
    filed = repeated = turned_away = 0
    for count, raw in lines:
        told = _filed(ask, count, raw)
        if "exit" in told:
            print(tr("stopped at line {line}; go on with --start-at {line}").format(line=count), file=sys.stderr)
            return fail(told)
        print(json.dumps(told, ensure_ascii=False), flush=True)
        if told["ok"]:
            filed += not told["repeated"]
            repeated += told["repeated"]
            continue
        turned_away += 1
        if rejects is not None:
            rejects.write(raw if raw.endswith(b"\n") else raw + b"\n")
            rejects.flush()
    if lines.count < lines.start_at and lines.start_at > 1:
        words = tr("the file ends at line {count}: there is no line {line} to begin at")
        print(words.format(count=lines.count, line=lines.start_at), file=sys.stderr)
        return Exit.USAGE
    words = tr("cases filed: {filed}, filed before: {repeated}, lines not taken: {turned_away}")
    print(words.format(filed=filed, repeated=repeated, turned_away=turned_away), file=sys.stderr)
    return Exit.PARTLY if turned_away else Exit.DONE


def _filed(ask: Asking, count: int, raw: bytes) -> Json:
    # Of a line that is too long only so much as shows it: the pipe to a console takes no message of any size.
    text = raw[: LINE_BYTES + 1].decode("utf-8", "surrogateescape")
    try:
        return ask({"job": "file_line", "line": count, "text": text})
    except NobodyThere:
        words = tr('The console of this seat has ended. This line may have been filed: with a "ref" it is not doubled')
        return {"exit": int(Exit.BUSY), "error": words}


def _source(name: str, stack: ExitStack) -> BinaryIO:
    return sys.stdin.buffer if name == "-" else stack.enter_context(Path(name).open("rb"))


class _Lines:
    """The lines of a source that are not blank, with their numbers. `count` is how many there have been at all."""

    def __init__(self, source: BinaryIO, start_at: int) -> None:
        self._source = source
        self.start_at = start_at
        self.count = 0

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        for raw in self._source:
            self.count += 1
            if self.count >= self.start_at and raw.strip():
                yield self.count, raw
