"""Rows of CSV files, with what is wrong in their headers and quotes taken down."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from city_packs.errors import Findings
from city_packs.rows import Row, misspelt, not_a_field
from city_packs.source_text import read_text
from wording import tr


def read_csv(path: Path, columns: tuple[str, ...], findings: Findings) -> list[Row]:
    """Return the rows of a CSV file whose header should name exactly these columns, in any order."""
    text = read_text(path, findings)
    return [] if text is None else list(_csv_rows(str(path), text, columns, findings))


def _csv_rows(file: str, text: str, columns: tuple[str, ...], findings: Findings) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        written = next(reader, [])
        header, unread = _header(file, written, columns, findings)
        begins = reader.line_num + 1
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not any(cells):
                continue
            if len(cells) != len(header):
                findings.lose(file, ",".join(cells))
                if len(header) == len(columns):  # else it is the header that has a column too few or too many
                    message = tr("cells in this line: {count}, in the header: {expected}")
                    findings.add(file, line, "", message.format(count=len(cells), expected=len(header)))
                continue
            yield Row(file, line, dict(zip(header, cells, strict=True)), findings, {}, unread)
    except csv.Error:
        findings.add(file, begins, "", tr("is not a proper CSV line: look for a quote that is not closed"))
        findings.lose(file, "\n".join(text.splitlines()[begins - 1 :]))


def _header(
    file: str, written: Sequence[str], columns: Sequence[str], findings: Findings
) -> tuple[list[str], frozenset[str]]:
    """Take down what is wrong with a header; return what each column is read as, and which columns cannot be read."""
    meant = misspelt(written, columns)
    absent = [column for column in columns if column not in written and column not in meant.values()]
    if len(meant) == len(absent) == 1:  # however it is spelt
        meant = dict.fromkeys(meant, absent.pop())
    twice = [column for column, times in Counter(written).items() if times > 1]
    wrong = {
        **{column: not_a_field(name) for column, name in meant.items()},
        **dict.fromkeys(absent, tr("the column is missing")),
        **dict.fromkeys(twice, tr("the column is there twice")),
    }
    for column, message in wrong.items():
        findings.add(file, 1, column, message)
    unread = frozenset((*absent, *twice))
    if unread:
        findings.lose(file, None)
    return [meant.get(column) or column for column in written], unread
