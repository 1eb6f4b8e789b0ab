"""The house in words: its sub-centres and queues, and to whom a notice goes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.parts.case_words import coded
from wording import language, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack

EVERY_SEAT = "*"
SEAT, SUB_CENTRE = "seat:", "sub_centre:"
"""How places are written to which a notice goes."""


def queue_words(pack: CityPack, queue: str) -> str:
    """Return a queue's name."""
    return coded(pack, "call_queue", queue) if queue else ""


def sub_centre_words(pack: CityPack, code: str) -> str:
    """Return a sub-centre's name, its code where the pack does not know it."""
    found = pack.sub_centres.get(code)
    if found is None:
        return code
    return found.name_en if language() == "en" else found.name


def sent_to_words(pack: CityPack, place: str) -> str:
    """Return to whom a notice goes."""
    if place == EVERY_SEAT:
        return tr("every seat")
    if place.startswith(SUB_CENTRE):
        return sub_centre_words(pack, place.removeprefix(SUB_CENTRE))
    return tr("seat {seat}").format(seat=place.removeprefix(SEAT))
