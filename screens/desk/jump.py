"""Go to a field by its number, from anywhere: the jump key and then the digit."""

from screens.parts.base import services_of
from screens.parts.one_key import OneKey
from screens.parts.over import Keys
from wording import tr

NEXT_MISSING = "missing"


class Jump(OneKey):
    """Takes a digit, `+` for the second page, Enter or the jump key again for the next missing field."""

    def __init__(self) -> None:
        super().__init__(lambda: tr("Go to"))

    def keys(self) -> Keys:
        """The digits, and what else leads to a field."""
        return [("0-9", tr("field")), (tr("Enter"), tr("next missing")), ("+", tr("more fields"))]

    def answer_to(self, key: str, sign: str) -> str | None:
        """Return the digit or `+`, or that the next missing field is meant."""
        if key in ("enter", *services_of(self.app).keymap.keys("jump")):
            return NEXT_MISSING
        return sign if sign == "+" or (sign.isascii() and sign.isdigit()) else None
