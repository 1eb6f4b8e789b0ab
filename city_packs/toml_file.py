"""Rows of TOML files: their tables and entries, each with the lines on which its names stand."""

import tomllib
from collections.abc import Container
from pathlib import Path
from typing import Any

from city_packs.errors import Findings
from city_packs.rows import Row, misspelt, not_a_field
from city_packs.source_text import is_garbled, read_text
from city_packs.toml_lines import broken_at, lines_of
from wording import tr


class _Every(Container[str]):
    """All fields of a table that could not be read at all."""

    def __contains__(self, field: object) -> bool:
        return True


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
        except (tomllib.TOMLDecodeError, RecursionError) as bad:
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
            self._findings.add(self.file, min(lines.values(), default=0), name, not_a_field(meant))
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
            line = self._lines.get(path) or self._lines.get((*path, 0), 0)  # an array's lines are those of its entries
            self._findings.add(self.file, line, str(path[-1]), tr("must be a table in [ ]"))
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
