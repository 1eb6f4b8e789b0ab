"""Say something to the caller of practice: the key that asks, and then the digit of what is said."""

from screens.parts.one_key import OneKey
from screens.parts.over import Keys
from screens.parts.practice_words import SAYINGS
from wording import tr


class AskCaller(OneKey):
    """Takes the digit of what is said; the answer is its code (`city_packs.scenario`: a `Question`, or `NUMBER`)."""

    def __init__(self) -> None:
        super().__init__(lambda: tr("Say to the caller"))

    def keys(self) -> Keys:
        """The digits with their questions."""
        return [(str(digit), tr(name)) for digit, (name, _) in enumerate(SAYINGS.values())]

    def answer_to(self, key: str, sign: str) -> str | None:  # noqa: ARG002
        """Return the question of a digit."""
        codes = [*SAYINGS]
        return codes[int(sign)] if sign.isascii() and sign.isdigit() and int(sign) < len(codes) else None
