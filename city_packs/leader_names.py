"""What the summary of a leader's day calls classes and units of a city."""

from city_packs.model import CityPack
from hotline.command_table import COMMANDS
from wording import language, tr


class LeaderNames:
    """The names of one pack, in the present language."""

    def __init__(self, pack: CityPack) -> None:
        self._pack = pack

    def class_name(self, code: str) -> str:
        """Return the name of a class, the code itself for one that the pack has no more."""
        found = self._pack.classes.get(code)
        return code if found is None else found.name_en if language() == "en" and found.name_en else found.name

    def unit_name(self, code: str) -> str:
        """Return the name of a unit, the code itself for one that the pack has no more."""
        found = self._pack.units.get(code)
        return code if found is None else found.name_en if language() == "en" and found.name_en else found.name

    def outcome_name(self, code: str) -> str:
        """Return what the command did with a call."""
        return tr(COMMANDS[code].name) if code in COMMANDS else code
