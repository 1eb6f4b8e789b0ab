"""The packs that come with the program."""

from dataclasses import dataclass
from pathlib import Path

_DATA = Path(__file__).parent / "data"


def shipped_packs() -> dict[str, Path]:
    """Return the folder of each shipped city by its code, `{"tangshan": …}`."""
    return {head.parent.name: head.parent for head in sorted(_DATA.glob("*/pack.toml"))}


@dataclass(frozen=True, slots=True)
class CityHead:
    """What a city is called and when its day begins: what can be said of it before its pack is read."""

    name: str
    name_en: str
    time_zone: str


def head_of(folder: Path) -> CityHead:
    """Return the head of a shipped pack."""
    import tomllib  # not where a compiled pack is opened

    said = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
    return CityHead(said["name"], said["name_en"], said["time_zone"])
