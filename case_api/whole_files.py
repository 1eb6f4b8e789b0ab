"""Files that are there whole or not at all, and lines that are, whenever the power is cut or the disk is full."""

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_LONGEST_LINE = 64 * 1024


@contextmanager
def whole_file(target: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give a new file of mode 0600 beside `target` to be written, and put it there once the block ends well.

    What was written is on the disk before it gets its name; of a block that fails nothing stays. Raises `OSError`:
    `IsADirectoryError` for a folder, `FileExistsError` if the name is taken and not to be replaced.
    """
    _check(target, replace)
    try:
        handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error  # of the name that was asked for
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        _check(target, replace)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(target.parent)


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
