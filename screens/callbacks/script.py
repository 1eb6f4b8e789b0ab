"""What is read out at a call-back, from the city's phrases; plain questions where an older pack has none. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.texts import visible
from wording import language, mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack

GREETING, CONTACTED, SOLVED, SATISFIED = "greeting", "contacted", "solved", "satisfied"
REDO, OPINION, CLOSING = "redo", "opinion", "closing"
_NO_UNIT = {GREETING: "greeting_answered", REDO: "redo_answered"}
"""Parts that speak of the unit have another wording where the call itself was answered."""

_PLAIN = {
    CONTACTED: mark("Has anybody from the unit been in touch with you?"),
    SOLVED: mark("Is it solved?"),
    SATISFIED: mark("Are you satisfied with how it was handled?"),
    REDO: mark("It goes back to the unit, and we call you once more."),
    _NO_UNIT[GREETING]: mark("This is the 12345 hotline. May we ask about the answer you were given when you called?"),
    _NO_UNIT[REDO]: mark("It goes to the unit responsible, and we call you once more."),
    OPINION: mark("Is there anything else that you want to say?"),
}


def script(pack: CityPack, part: str, *, by_unit: bool = True) -> str:
    """Return what to read out at a part of the call-back, in the present language; empty where nothing is.

    `by_unit` says whether a unit replied; else the call itself was answered.
    """
    part = part if by_unit else _NO_UNIT.get(part, part)
    phrase = pack.phrases.get(f"callback_{part}")
    if phrase is None:
        return tr(_PLAIN[part]) if part in _PLAIN else ""
    return visible(phrase.text_en if language() == "en" else phrase.text)
