"""What `seat-console pack check DIR` says: every error of a pack; `str(error)` names its file, line and field."""

from pathlib import Path

from city_packs.errors import PackError, PackErrors
from city_packs.reader import read_pack


def check(folder: Path) -> list[PackError]:
    """Return every error of the pack in a folder; none means that the pack can be used."""
    try:
        read_pack(folder)
    except PackErrors as found:
        return found.errors
    return []
