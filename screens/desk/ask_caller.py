"""Say something to the caller of practice: the key that asks, and then the digit of a standard question."""

from screens.parts.one_key import OneKey
from screens.parts.over import Keys
from screens.parts.practice_words import QUESTIONS
from wording import tr


class AskCaller(OneKey):
    """Takes the digit of a question; the answer is its code (`city_packs.scenario.Question`)."""

    def __init__(self) -> None:
        super().__init__(lambda: tr("Say to the caller"))

    def keys(self) -> Keys:
        """The digits with their questions."""
        return [(str(digit), tr(name)) for digit, (name, _) in enumerate(QUESTIONS.values())]

    def answer_to(self, key: str, sign: str) -> str | None:  # noqa: ARG002
        """Return the question of a digit."""
        codes = [*QUESTIONS]
        return codes[int(sign)] if sign.isascii() and sign.isdigit() and int(sign) < len(codes) else None
