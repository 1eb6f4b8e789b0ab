"""Whole reports as files in the seat's own folder: each under a name of its own, none in the place of another."""

from itertools import count
from pathlib import Path


def write_anew(folder: Path, name: str, ending: str, content: bytes) -> Path:
    """Write a file under a name that was free: `name.html`, else `name-2.html` and so on.

    Raises `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number in count(1):
        file = folder / (f"{name}.{ending}" if number == 1 else f"{name}-{number}.{ending}")
        try:
            with file.open("xb") as target:
                target.write(content)
        except FileExistsError:
            continue
        except OSError:
            file.unlink(missing_ok=True)
            raise
        return file
    raise AssertionError("numbers do not end")
