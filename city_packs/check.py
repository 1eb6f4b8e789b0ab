"""What `seat-console pack check DIR` says: every error of a pack; `str(error)` names its file, line and field."""

from difflib import get_close_matches
from pathlib import Path

from city_packs.errors import PackError, PackErrors
from city_packs.reader import read_pack
from city_packs.source import FILES, WORKING_DAYS
from wording import tr


def check(folder: Path) -> list[PackError]:
    """Return every error of the pack in a folder; none means that the pack can be used."""
    try:
        read_pack(folder)
    except PackErrors as found:
        return found.errors
    return []


def unread_files(folder: Path) -> list[PackError]:
    """Return the tables and settings beside the pack's own that nothing reads, each with the name it may stand for.

    They spoil no pack: a centre goes on with one in which somebody has kept notes.
    """
    if not folder.is_dir():
        return []
    there = sorted(each.name for each in folder.iterdir() if each.suffix.lower() in (".csv", ".toml"))
    years = folder / WORKING_DAYS
    return [
        *(PackError(str(folder / name), 0, "", _unread(name)) for name in there if name not in FILES),
        *(PackError(str(path), 0, "", _unread_year()) for path in sorted(years.glob("*")) if path.suffix != ".toml"),
    ]


def _unread_year() -> str:
    return tr("the program does not read this file: a year of the working-day calendar is TOML, such as 2027.toml")


def _unread(name: str) -> str:
    files = {Path(file).stem: file for file in FILES}
    meant = next(iter(get_close_matches(Path(name).stem.lower(), files, 1)), None)
    if meant is None:
        return tr("the program does not read this file: no part of a pack has this name")
    return tr("the program does not read this file: no part of a pack has this name; is {file} meant?").format(
        file=files[meant]
    )
