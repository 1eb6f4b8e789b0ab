"""Compiles the message catalogues (.po to .mo) whenever a wheel or an editable install is made."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """Writes each `.mo` beside its `.po`, so that a fresh clone and a wheel speak both languages."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling gives them
        """Compile every catalogue below `wording/locale`. Raises `ValueError` on a broken catalogue."""
        for source in Path(self.root, "wording", "locale").glob("*/LC_MESSAGES/*.po"):
            with source.open("rb") as catalogue:
                messages = read_po(catalogue, locale=source.parts[-3], abort_invalid=True)
            with source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, messages)
