"""What is wrong in a city pack: the file, the line and the field of each error, all of them at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PackError:
    """One error. `line` counts from 1 and is 0 where the whole file is meant; `field` may be empty."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        """Return `file:line: field: message` without the line of a whole file and without an empty field."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.field, self.message) if part)


class PackErrors(Exception):  # noqa: N818  (the plural is the point)
    """A pack that cannot be used. `errors` holds every `PackError`, in the order of files and lines."""

    def __init__(self, errors: list[PackError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


class PackDamaged(Exception):  # noqa: N818  (named after what happened)
    """Compiled bytes that are not what `compile_pack` wrote: cut off, changed, or of another format."""


class Findings:
    """Collects errors while a pack is read on.

    What cannot be read, or bears a name that nobody knows, is said first and alone: the rest would be full of codes
    that are missing only because of it.
    """

    def __init__(self) -> None:
        self._unread: list[PackError] = []
        self._errors: list[PackError] = []

    def add(self, file: str, line: int, field: str, message: str) -> None:
        """Take an error in what was read down."""
        self._errors.append(PackError(file, line, field, message))

    def add_unread(self, file: str, line: int, field: str, message: str) -> None:
        """Take down that something of a file could not be read, or not under its name."""
        self._unread.append(PackError(file, line, field, message))

    def in_order(self) -> list[PackError]:
        """Return the errors by file and line, each once; of what was read only where all could be."""
        return sorted(
            dict.fromkeys(self._unread or self._errors), key=lambda error: (error.file, error.line, error.field)
        )
