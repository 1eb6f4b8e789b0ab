"""What is wrong in a city pack: the file, the line and the field of each error, all of them at once."""

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from hotline.names import one_line


@dataclass(frozen=True, slots=True)
class PackError:
    """One error. `line` counts from 1 and is 0 where the whole file is meant; `field` may be empty."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        """Return `file:line: field: message` on one line, without the line of a whole file and an empty field.

        It quotes the pack: what a terminal would obey is shown instead.
        """
        place = f"{self.file}:{self.line}" if self.line else self.file
        return one_line(": ".join(part for part in (place, self.field, self.message) if part))


class PackErrors(Exception):  # noqa: N818  (the plural is the point)
    """A pack that cannot be used. `errors` holds every `PackError`, in the order of files and lines."""

    def __init__(self, errors: list[PackError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


class PackDamaged(Exception):  # noqa: N818  (named after what happened)
    """Compiled bytes that are not what `compile_pack` wrote: cut off, changed, or of another format."""


class Findings:
    """Collects errors while a pack is read on, and what of its files could not be read.

    A code that nobody knows is an error only where it cannot stand in what was lost: else it would follow from that.
    """

    def __init__(self) -> None:
        self._errors: list[PackError] = []
        self._lost: dict[str, list[str | None]] = {}

    def add(self, file: str, line: int, field: str, message: str) -> None:
        """Take an error down."""
        self._errors.append(PackError(file, line, field, message))

    def lose(self, file: str, text: str | None) -> None:
        """Take down that a piece of a file could not be read; None where it is not known what stands there."""
        self._lost.setdefault(Path(file).stem, []).append(text)

    def lost(self, part: str, words: str = "") -> bool:
        """Say whether these words (any, when empty) may stand in what could not be read of a part of the pack."""
        return any(text is None or words in text for text in self._lost.get(part, ()))

    def in_order(self) -> list[PackError]:
        """Return the errors by file and line, each once."""
        return sorted(dict.fromkeys(self._errors), key=lambda error: (error.file, error.line, error.field))


class Known(Container[str]):
    """The codes of a part of the pack that others may name, and those that may stand in what was lost of it."""

    def __init__(self, findings: Findings, part: str, codes: Container[str]) -> None:
        self._findings = findings
        self._part = part
        self._codes = codes

    def __contains__(self, code: object) -> bool:
        return code in self._codes or self._findings.lost(self._part, str(code))
