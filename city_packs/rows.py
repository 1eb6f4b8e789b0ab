"""A row of a source file with its lines, whichever kind of file it came from, and names that are misspelt."""

import math
import re
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from city_packs.errors import Findings
from hotline.texts import unkeepable
from wording import tr

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
"""As long as a case can hold, and nothing that an address, a column or a terminal would take for something else."""


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
            self.findings.add(self.file, self.field_lines.get(field, self.line), field, not_a_field(meant))
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


def not_a_field(meant: str | None) -> str:
    """Return what is wrong with a name that is not known, and which one it stands for, if any."""
    if meant is None:
        return tr("is not a field of this table")
    return tr("is not a field of this table; {field} is missing").format(field=meant)
