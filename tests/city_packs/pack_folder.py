"""A copy of a shipped pack that a test can spoil."""

import shutil
from pathlib import Path

from city_packs.check import check
from city_packs.errors import PackError
from city_packs.source import SHARED


class PackFolder:
    """The folder of a pack, and what the check says of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, name: str) -> str:
        """Return a file's text."""
        return (self.folder / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Put other words in the place of the first `old`, which must stand in the file."""
        text = self.text(name)
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def append(self, name: str, text: str) -> None:
        """Add a line or more at the end of a file."""
        self.write(name, self.text(name) + text)

    def take_over(self, name: str) -> None:
        """Make a shared file the city's own, so that it no longer falls back."""
        shutil.copy(SHARED / name, self.folder / name)
        part = name.split(".")[0]
        head = self.text("pack.toml")
        before, _, after = head.partition(f"[falls_back.{part}]\n")
        self.write("pack.toml", before + after.partition("\n\n")[2])

    def line_of(self, name: str, words: str) -> int:
        """Return the line (from 1) on which the words stand last."""
        return max(place for place, line in enumerate(self.text(name).splitlines(), 1) if words in line)

    def errors(self) -> list[PackError]:
        """Return what the check says."""
        return check(self.folder)

    def places(self) -> set[tuple[str, int, str]]:
        """Return file name, line and field of each error."""
        return {(Path(error.file).name, error.line, error.field) for error in self.errors()}
