"""Rows of the source files with their lines, whichever kind of file they came from."""

import csv
import io
import math
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Container, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from city_packs.errors import Findings
from city_packs.toml_lines import broken_at, lines_of
from hotline.texts import unkeepable
from wording import tr

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
"""As long as a case can hold, and nothing that an address, a column or a terminal would take for something else."""
_UNREAD = "\ufffd"
"""Stands for each byte that is not UTF-8. Commas, quotes and line ends come through, so that the rest can be judged."""


class _Every(Container[str]):
    """All fields of a table that could not be read at all."""

    def __contains__(self, field: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a source file. Every reading method takes an error down and returns an empty value for it.

    Of the fields in `unread` nothing more is said: what keeps them from being read was said already.
    """

    file: str
    line: int
    values: dict[str, Any]
    findings: Findings
    field_lines: dict[str, int]
    unread: Container[str] = frozenset()

    def wrong(self, field: str, message: str) -> None:
        """Take an error about a field of this row down."""
        if field not in self.unread:
            self.findings.add(self.file, self.field_lines.get(field, self.line), field, message)

    def text(self, field: str, *, needed: bool = True) -> str:
        """Return a text without blanks at its ends; an empty or missing one is an error unless not needed."""
        value = self.values.get(field, "")
        if not isinstance(value, str):
            self.wrong(field, tr("must be a text in quotes"))
            return ""
        if not value.strip() and needed:
            self.wrong(field, tr("is missing"))
        if unkeepable(value):
            self._check_keepable(field, value)
        return value.strip()

    def code(self, field: str, *, needed: bool = True) -> str:
        """Return a text that can be a code: letters, digits and `- _ . +`; another one is an error and returned too."""
        value = self.text(field, needed=needed)
        if value and not _CODE.fullmatch(value):
            self.wrong(field, tr("{code} is no code: letters, digits and - _ . + only, up to 64").format(code=value))
        return value

    def one_of(self, field: str, allowed: set[str], *, needed: bool = True) -> str | None:
        """Return a text that is one of the allowed codes, or None when it is empty or wrong."""
        value = self.text(field, needed=needed)
        if not value:
            return None
        if value in allowed:
            return value
        self.wrong(field, tr("{code} is not a known code").format(code=value))
        return None

    def words(self, field: str) -> tuple[str, ...]:
        """Return words: parted by blanks in a CSV cell, a list of texts in TOML."""
        value = self.values.get(field, "")
        if isinstance(value, str):
            value = value.split()
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            self._check_keepable(field, *value)
            return tuple(value)
        self.wrong(field, tr("must be a list of texts"))
        return ()

    def codes(self, field: str, allowed: Container[str]) -> tuple[str, ...]:
        """Return words of which each is one of the allowed codes; unknown ones are errors and left out."""
        found = self.words(field)
        for code in found:
            if code not in allowed:
                self.wrong(field, tr("{code} is not a known code").format(code=code))
        return tuple(code for code in found if code in allowed)

    def number(self, field: str, *, least: float, default: float | None = None) -> float:
        """Return a number of at least `least`; missing ones are errors unless there is a default."""
        value = self.values.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.wrong(field, tr("is missing") if value is None else tr("must be a number"))
            return least
        if value < least:
            self.wrong(field, tr("must be at least {least}").format(least=f"{least:g}"))
        return value

    def _check_keepable(self, field: str, *texts: str) -> None:
        for sign in filter(None, map(unkeepable, texts)):
            self.wrong(field, tr("the character {sign} cannot be stored; delete it").format(sign=sign))

    def only(self, known: set[str]) -> None:
        """Take each field that is not known down as an error, and read on under the name that it stands for."""
        for field, meant in misspelt(list(self.values), known).items():
            self.findings.add(self.file, self.field_lines.get(field, self.line), field, _not_a_field(meant))
            value = self.values.pop(field)
            if meant is not None:
                self.values[meant] = value
                self.field_lines[meant] = self.field_lines.get(field, self.line)


def misspelt(found: Sequence[str], known: Collection[str]) -> dict[str, str | None]:
    """Return the names that are not known, each with the one that is not there and that it stands for, if any."""
    absent = [name for name in known if name not in found]
    meant: dict[str, str | None] = {}
    for name in found:
        if name not in known:
            meant[name] = next(iter(get_close_matches(name, absent, 1)), None)
            absent = [each for each in absent if each != meant[name]]
    return meant


def _not_a_field(meant: str | None) -> str:
    if meant is None:
        return tr("is not a field of this table")
    return tr("is not a field of this table; {field} is missing").format(field=meant)


def read_text(path: Path, findings: Findings) -> str | None:
    """Return the file's text, or None after taking down why there is none; bytes that are not UTF-8 are taken down.

    A file in UTF-16, which has no line that could be read as UTF-8, is one error, and its rows are judged all the same.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        findings.add(str(path), 0, "", tr("the file is missing or cannot be read"))
        findings.lose(str(path), None)
        return None
    if encoding := _wide(raw):
        with suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
            findings.add(str(path), 0, "", tr("is UTF-16 (what Windows calls Unicode): save the file as UTF-8"))
            return text.removeprefix("\ufeff")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        if b"\0" in raw:  # a workbook, perhaps
            findings.add(str(path), 0, "", tr("is no text file: save it as text, a table as CSV, in UTF-8"))
            findings.lose(str(path), None)
            return None
        line = raw[: bad.start].count(b"\n") + 1
        findings.add(str(path), line, "", tr("is not UTF-8 (GBK, perhaps): save the file as UTF-8"))
        return raw.decode("utf-8-sig", "replace")


def _wide(raw: bytes) -> str:
    """Return the UTF-16 in which a file seems to be, empty for none: each part of a pack begins with an ASCII sign."""
    for encoding in ("utf-16-le", "utf-16-be"):
        if raw.startswith("\ufeff".encode(encoding)) or (raw[:2].count(0) == 1 and raw[:2].decode(encoding) < "\x80"):
            return encoding
    return ""


def is_garbled(text: str) -> bool:
    """Say whether a text has bytes in it that are not UTF-8."""
    return _UNREAD in text


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
        **{column: _not_a_field(name) for column, name in meant.items()},
        **dict.fromkeys(absent, tr("the column is missing")),
        **dict.fromkeys(twice, tr("the column is there twice")),
    }
    for column, message in wrong.items():
        findings.add(file, 1, column, message)
    unread = frozenset((*absent, *twice))
    if unread:
        findings.lose(file, None)
    return [meant.get(column) or column for column in written], unread


class TomlFile:
    """A TOML file with the lines of its tables; an unreadable one is empty, and the error is taken down.

    With `text` no file is read: it came another way, and `path` only names it in errors.
    """

    def __init__(self, path: Path, findings: Findings, text: str | None = None) -> None:
        self.file = str(path)
        self._findings = findings
        self._lines: dict[tuple[str | int, ...], int] = {}
        self._lines_below: dict[tuple[str | int, ...], dict[str, int]] = {}
        self._document: dict[str, Any] = {}
        self._unread = False
        text = read_text(path, findings) if text is None else text
        if text is None:
            self._unread = True
            return
        try:
            self._document = tomllib.loads(text)
            self._stand(lines_of(text))
        except tomllib.TOMLDecodeError as bad:
            self._unread = True
            findings.lose(self.file, text)
            if is_garbled(text):
                return
            line, name = broken_at(text, str(bad))
            message = tr("is not proper TOML: look for a quote or bracket that is not closed, or a name given twice")
            findings.add(self.file, line, name, message)

    def top(self) -> Row:
        """Return the plain keys at the top of the file as one row."""
        plain = {key: value for key, value in self._document.items() if not _holds_tables(value)}
        return self._row((), plain)

    def only(self, known: set[str], *path: str | int) -> None:
        """Take every other name in a table (the file itself without a path) down; read on under what it stands for."""
        table: Any = self._document
        for step in path:
            table = table[step]
        for name, meant in misspelt(list(table), known).items():
            at = (*path, name)
            lines = {place: line for place, line in self._lines.items() if place[: len(at)] == at}
            self._findings.add(self.file, min(lines.values(), default=0), name, _not_a_field(meant))
            value = table.pop(name)
            if meant is not None:
                table[meant] = value
                self._stand({(*path, meant, *place[len(at) :]): line for place, line in lines.items()})

    def table(self, *path: str, needed: bool = False) -> Row:
        """Return one table. Where it does not stand in the file it is empty, and of its fields nothing is said."""
        value: Any = self._document
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, dict):
            return self._row(path, value)
        if value is not None:
            self._findings.add(self.file, self._lines.get(path, 0), str(path[-1]), tr("must be a table in [ ]"))
            self._findings.lose(self.file, None)
        elif needed and not self._unread:
            self._findings.add(self.file, 0, str(path[-1]), tr("is missing"))
        return self._row(path, {}, _Every())

    def entries(self, *path: str | int) -> list[Row]:
        """Return the entries of an array of tables, such as `entries("profile", 0, "clock")`."""
        value: Any = self._document
        for step in path:
            value = value[int(step)] if isinstance(value, list) else value.get(step, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            message = tr("must be tables in [[ ]]")
            self._findings.add(self.file, self._lines.get(path, 0), str(path[-1]), message)
            self._findings.lose(self.file, None)
            return []
        return [self._row((*path, place), each) for place, each in enumerate(value)]

    def _row(self, path: tuple[str | int, ...], values: dict[str, Any], unread: Container[str] = frozenset()) -> Row:
        lines = self._lines_below.get(path, {})
        unread = _Every() if self._unread else unread
        return Row(self.file, self._lines.get(path, 0), values, self._findings, {**lines}, unread)

    def _stand(self, lines: dict[tuple[str | int, ...], int]) -> None:
        """Note on which lines names stand, each also below the table that it is in."""
        self._lines |= lines
        for at, line in lines.items():
            if at:
                self._lines_below.setdefault(at[:-1], {})[str(at[-1])] = line


def _holds_tables(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))
