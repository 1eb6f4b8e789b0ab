"""Go to a field by its number, from anywhere: the jump key and then the digit."""

from screens.parts.base import services_of
from screens.parts.one_key import OneKey
from screens.parts.over import Keys
from wording import tr

NEXT_MISSING = "missing"
SAME_PLACE = "same_place"


class Jump(OneKey):
    """Takes a digit, `+` for the second page, Enter or the jump key again for the next missing field.

    With `same_place` it takes `=` too: the place of the matter before.
    """

    def __init__(self, *, same_place: bool = False) -> None:
        super().__init__(lambda: tr("Go to"))
        self._same_place = same_place

    def keys(self) -> Keys:
        """The digits, and what else leads to a field."""
        same = [("=", tr("same place as before"))] if self._same_place else []
        return [("0-9", tr("field")), (tr("Enter"), tr("next missing")), ("+", tr("more fields")), *same]

    def answer_to(self, key: str, sign: str) -> str | None:
        """Return the digit or `+`, or that the next missing field is meant."""
        if key in ("enter", *services_of(self.app).keymap.keys("jump")):
            return NEXT_MISSING
        if sign == "=" and self._same_place:
            return SAME_PLACE
        return sign if sign == "+" or (sign.isascii() and sign.isdigit()) else None
