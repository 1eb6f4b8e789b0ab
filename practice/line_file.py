"""A file of lines to which one is appended as each thing happens: a kill takes none back."""

from pathlib import Path


class LineFile:
    """The file while it is written. Each line is with the system as soon as it is put."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. Raises `OSError`."""
        self._file = path.open("ab", buffering=0)
        self._late = b""

    def put(self, line: str | bytes) -> None:
        """Append a line with its line end. Raises `OSError`; what the disk did not take goes with the next one."""
        self._late += line.encode() if isinstance(line, str) else line
        while self._late:
            self._late = self._late[self._file.write(self._late) or 0 :]

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def whole_lines(path: Path) -> bytes:
    """Return what a file holds; half a last line is cut off, from the file too. Raises `OSError`."""
    raw = path.read_bytes()
    whole = raw[: raw.rfind(b"\n") + 1]
    if len(whole) < len(raw):
        with path.open("r+b") as file:
            file.truncate(len(whole))
    return whole
