"""The files of one pack: its own folder, and the shared defaults for the parts that `pack.toml` says fall back."""

from collections.abc import Callable
from pathlib import Path

from city_packs.csv_rows import read_csv
from city_packs.errors import Findings
from city_packs.rows import Row
from city_packs.toml_file import TomlFile
from wording import tr

SHARED = Path(__file__).parent / "data" / "shared"
"""The shared defaults that come with the program."""

OWN_ONLY = ("territory", "units", "sub_centres")
"""Parts that no other city can lend."""
MAY_FALL_BACK = (
    "classes",
    "code_lists",
    "phrases",
    "refusal_reasons",
    "emergency_lines",
    "merged_lines",
    "clocks",
)
_TOML_PARTS = ("phrases", "refusal_reasons", "clocks")


def file_of(part: str) -> str:
    """Return the name of the file that holds a part."""
    return f"{part}.toml" if part in _TOML_PARTS else f"{part}.csv"


READINGS = "readings.csv"
STATUTORY_DAYS = "statutory_days.csv"
"""A shared file only: the law is the same in every city."""
WORKING_DAYS = "working_days"
"""The folder of the year files; a city's own file takes the place of the shared one of its year."""
FILES = ("pack.toml", READINGS, *map(file_of, (*OWN_ONLY, *MAY_FALL_BACK)))
"""Every file that is read in the folder of a pack."""

HEAD = (
    *("city", "name", "name_en", "version", "time_zone", "phone_area_codes"),
    *("default_profile", "enterprise_profile"),
)
"""The plain fields of `pack.toml`."""


def working_day_files(folder: Path) -> list[Path]:
    """Return the year files of the working-day calendar in a pack's folder or in the shared one."""
    return sorted((folder / WORKING_DAYS).glob("*.toml"))


class PackSource:
    """Gives the rows of each part. Where a part falls back, the city's own rows replace shared rows of the same key."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self.findings = findings
        self.head = TomlFile(folder / "pack.toml", findings)
        self.head.only({*HEAD, "settings", "source", "falls_back"})
        self._folder = folder
        self._falls_back = self._read_falls_back()

    def csv(self, part: str, columns: tuple[str, ...], key: tuple[str, ...]) -> list[Row]:
        """Return the rows of a part kept in CSV; `key` names the fields that tell its rows apart."""
        return self._joined(part, lambda path: read_csv(path, columns, self.findings), key)

    def entries(self, part: str, table: str, known: set[str], key: tuple[str, ...]) -> list[Row]:
        """Return the entries of a part kept in TOML, an array of tables; fields that are not known are errors."""

        def read(path: Path) -> list[Row]:
            file = TomlFile(path, self.findings)
            file.only({table})
            rows = file.entries(table)
            for row in rows:
                row.only(known)
            return rows

        return self._joined(part, read, key)

    def toml_files(self, part: str) -> list[TomlFile]:
        """Return the files of a part kept in TOML, the city's own first."""
        own = self._own(part)
        paths = [own, *([SHARED / own.name] if part in self._falls_back else [])]
        return [TomlFile(path, self.findings) for path in paths if path.exists()]

    def readings(self) -> list[Row]:
        """Return how names are read aloud: the shared table, then the city's own rows, which count last."""
        paths = [place / READINGS for place in (SHARED, self._folder)]
        return [
            row for path in paths if path.exists() for row in read_csv(path, ("of", "piece", "reading"), self.findings)
        ]

    def miss(self, part: str, field: str, words: str, message: str) -> None:
        """Take down that a part as a whole lacks what `words` names, unless it may stand in what could not be read."""
        if not self.findings.lost(part, words):
            self.findings.add(self.place_of(part), 0, field, message)

    def place_of(self, part: str) -> str:
        """Return the file that an error about a part as a whole is reported at."""
        own = self._own(part)
        return str(own if own.exists() or part in OWN_ONLY else SHARED / own.name)

    def is_shared(self, row: Row) -> bool:
        """Say whether a row stands in a shared file, and not in the city's own."""
        return Path(row.file).parent == SHARED

    def _joined(self, part: str, read: Callable[[Path], list[Row]], key: tuple[str, ...]) -> list[Row]:
        path = self._own(part)
        own = self._unique(read(path), key) if path.exists() else {}
        if part not in self._falls_back:
            return list(own.values())
        return list({**self._unique(read(SHARED / path.name), key), **own}.values())

    def _unique(self, rows: list[Row], key: tuple[str, ...]) -> dict[tuple[str, ...], Row]:
        found: dict[tuple[str, ...], Row] = {}
        for row in rows:
            name = tuple(row.text(field) for field in key)
            if not all(name):  # said already; the row's other errors still count
                name = (str(row.line),)
            if name in found:
                first = tr("{code} stands here already in line {line}").format(code=name[-1], line=found[name].line)
                row.wrong(key[-1], first)
            else:
                found[name] = row
        return found

    def _read_falls_back(self) -> set[str]:
        """Return the parts that fall back. Of a head that cannot be read they are not known: all are taken to."""
        head = self.head.table("falls_back")
        for part in OWN_ONLY:
            if part in head.values:
                head.wrong(part, tr("no shared default exists for {part}").format(part=part))
                del head.values[part]
        if head.values:
            self.head.only(set(MAY_FALL_BACK), "falls_back")
        found = set(MAY_FALL_BACK if self.findings.lost("pack") else head.values)
        for part in (*OWN_ONLY, *MAY_FALL_BACK):
            own = self._own(part)
            if part not in found and not own.exists():
                message = tr("neither the file {name} nor a sentence under [falls_back] says where {part} comes from")
                self.findings.add(self.head.file, 0, part, message.format(name=own.name, part=part))
                self.findings.lose(part, None)
        return found

    def _own(self, part: str) -> Path:
        return self._folder / file_of(part)
