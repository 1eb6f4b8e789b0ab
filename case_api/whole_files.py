"""Files that are there whole or not at all, and lines that are, whenever the power is cut or the disk is full."""

import errno
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

_LONGEST_LINE = 64 * 1024
_PART = ".case-api.part"
_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite leaves beside a file that it was cut off from."""


@contextmanager
def whole_file(target: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give a new file of mode 0600 beside `target` to be written, and put it there once the block ends well.

    What was written is on the disk before it gets its name; of a block that fails nothing stays, and what a process
    that was killed left in this folder goes with the next file. Raises `OSError`: `IsADirectoryError` for a folder,
    `FileExistsError` if the name is taken and not to be replaced.
    """
    _check(target, replace)
    _sweep(target.parent)
    try:
        held, part = _held_part(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error  # of the name that was asked for
    try:
        yield part
        os.fsync(held.fileno())
        _check(target, replace)
        if sys.platform == "win32":
            held.close()  # it renames no file that is open
        part.replace(target)
    finally:
        held.close()
        part.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _held_part(target: Path) -> tuple[BinaryIO, Path]:
    """Return a new file beside `target`, open and held, so that nobody sweeps it away until it is closed."""
    while True:
        handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=_PART, dir=target.parent)
        if sys.platform != "win32":
            with suppress(OSError):  # where there are no locks nothing is swept away either
                fcntl.flock(handle, fcntl.LOCK_EX)
        if Path(name).exists():  # else somebody swept it before it was held
            return os.fdopen(handle, "rb+"), Path(name)
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what processes left here that are gone; what is held is somebody's work."""
    for part in folder.glob(f"*{_PART}"):
        with suppress(OSError):
            _remove_unless_held(part)
            for ending in _BESIDE:
                part.with_name(part.name + ending).unlink(missing_ok=True)


def _remove_unless_held(part: Path) -> None:
    """Raise `OSError` if the file is held, is somebody else's, or is gone by now."""
    if sys.platform == "win32":
        part.unlink()  # it removes no file that is open
    else:
        handle = os.open(part, os.O_RDWR)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()
        finally:
            os.close(handle)


def append_lines(file: Path, lines: Iterable[str]) -> None:
    """Add whole lines to a file and see them to the disk; the folder is made where there is none. Raises `OSError`.

    Half a line that a cut left at its end goes first: it would spoil the next one too.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as out:
        before = _whole_lines(out)
        try:
            out.write("".join(lines).encode())
            out.flush()
            os.fsync(out.fileno())
        except OSError:
            with suppress(OSError):
                out.truncate(before)
            raise


def _whole_lines(out: BinaryIO) -> int:
    """Cut off what follows the last end of a line, and return how many bytes are left."""
    size = out.seek(0, os.SEEK_END)
    out.seek(max(0, size - _LONGEST_LINE))
    rest = out.read().rpartition(b"\n")[2]
    if rest:
        out.truncate(size - len(rest))
    return size - len(rest)


def _check(target: Path, replace: bool) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not replace and target.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))


def _sync_folder(folder: Path) -> None:
    """See the new name to the disk as well; Windows does that by itself and opens no folders."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
