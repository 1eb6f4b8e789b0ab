"""The files of one pack: its own folder, and the shared defaults for the parts that `pack.toml` says fall back."""

from collections.abc import Callable
from pathlib import Path

from city_packs.errors import Findings
from city_packs.rows import Row, TomlFile, read_csv
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


class PackSource:
    """Gives the rows of each part. Where a part falls back, the city's own rows replace shared rows of the same key."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self.findings = findings
        self.head = TomlFile(folder / "pack.toml", findings)
        self._folder = folder
        self._falls_back = set(self.head.table("falls_back").values)
        self._check_parts()

    def csv(self, part: str, columns: tuple[str, ...], key: tuple[str, ...]) -> list[Row]:
        """Return the rows of a part kept in CSV; `key` names the fields that tell its rows apart."""
        name = f"{part}.csv"
        return self._joined(part, name, lambda path: read_csv(path, columns, self.findings), key)

    def entries(self, part: str, table: str, known: set[str], key: tuple[str, ...]) -> list[Row]:
        """Return the entries of a part kept in TOML, an array of tables; fields that are not known are errors."""

        def read(path: Path) -> list[Row]:
            file = TomlFile(path, self.findings)
            file.only({table})
            rows = file.entries(table)
            for row in rows:
                row.only(known)
            return rows

        return self._joined(part, f"{part}.toml", read, key)

    def toml_files(self, part: str) -> list[TomlFile]:
        """Return the files of a part kept in TOML, the city's own first."""
        places = [self._folder, *([SHARED] if part in self._falls_back else [])]
        paths = [place / f"{part}.toml" for place in places]
        return [TomlFile(path, self.findings) for path in paths if path.exists()]

    def readings(self) -> list[Row]:
        """Return how names are read aloud: the shared table, then the city's own rows, which count last."""
        paths = [place / "readings.csv" for place in (SHARED, self._folder)]
        return [
            row for path in paths if path.exists() for row in read_csv(path, ("of", "piece", "reading"), self.findings)
        ]

    def place_of(self, part: str) -> str:
        """Return the file that an error about a part as a whole is reported at."""
        name = f"{part}.toml" if part in _TOML_PARTS else f"{part}.csv"
        own = self._folder / name
        return str(own if own.exists() or part in OWN_ONLY else SHARED / name)

    def _joined(self, part: str, name: str, read: Callable[[Path], list[Row]], key: tuple[str, ...]) -> list[Row]:
        own_path = self._folder / name
        own = self._unique(read(own_path), key) if own_path.exists() else {}
        if part not in self._falls_back:
            return list(own.values())
        return list({**self._unique(read(SHARED / name), key), **own}.values())

    def _unique(self, rows: list[Row], key: tuple[str, ...]) -> dict[tuple[str, ...], Row]:
        found: dict[tuple[str, ...], Row] = {}
        for row in rows:
            name = tuple(row.text(field) for field in key)
            if not all(name):  # said already by whoever read it; the row's other errors still count
                name = (str(row.line),)
            if name in found:
                first = tr("{code} stands here already in line {line}").format(code=name[-1], line=found[name].line)
                row.wrong(key[-1], first)
            else:
                found[name] = row
        return found

    def _check_parts(self) -> None:
        head = self.head.table("falls_back")
        for part in self._falls_back:
            if part not in MAY_FALL_BACK:
                head.unread(part, tr("no shared default exists for {part}").format(part=part))
        for part in (*OWN_ONLY, *MAY_FALL_BACK):
            name = f"{part}.toml" if part in _TOML_PARTS else f"{part}.csv"
            if part not in self._falls_back and not (self._folder / name).exists():
                message = tr("neither the file {name} nor a sentence under [falls_back] says where {part} comes from")
                head.unread(part, message.format(name=name, part=part))
