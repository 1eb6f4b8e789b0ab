"""A report as a command gives it: as text to the terminal, or as a workbook or page to files that are named."""

from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from case_api.exit_codes import Exit, RefusedError
from case_api.reports.as_html import as_html
from case_api.reports.as_text import as_text
from case_api.reports.as_xlsx import write_xlsx
from case_api.reports.sections import Written
from case_api.whole_files import whole_file
from wording import tr


def give(options: Namespace, report: Written) -> Exit:
    """Print a report, or write it to the files of the options. Raises `RefusedError` where one is there already."""
    if options.xlsx:
        _write(options, options.xlsx, lambda file: write_xlsx(report, file))
    if options.html:
        _write(options, options.html, lambda file: _written(file, as_html(report)))
    if not (options.xlsx or options.html):
        print(as_text(report), end="")
    return Exit.DONE


def _write(options: Namespace, file: Path, write: Callable[[Path], None]) -> None:
    try:
        with whole_file(file, replace=options.force) as part:
            write(part)
    except FileExistsError as error:
        words = tr("{file} is there already: name another file, or replace it with --force")
        raise RefusedError(words.format(file=file)) from error
    print(tr("{file} is written").format(file=file))


def _written(file: Path, text: str) -> None:
    with closing(file.open("w", encoding="utf-8", newline="\n")) as page:
        page.write(text)
