"""The packs that come with the program."""

from pathlib import Path

_DATA = Path(__file__).parent / "data"


def shipped_packs() -> dict[str, Path]:
    """Return the folder of each shipped city by its code, `{"tangshan": …}`."""
    return {head.parent.name: head.parent for head in sorted(_DATA.glob("*/pack.toml"))}
