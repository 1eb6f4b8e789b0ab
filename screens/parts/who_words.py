"""Who sits where: the left end of the top line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wording import language, tr

if TYPE_CHECKING:
    from screens.services import Services


def who_words(services: Services) -> list[str]:
    """Return city, seat, operator and shift as far as they are known."""
    pack, session = services.city_pack, services.session
    city = pack.name_en if language() == "en" else pack.name
    seat = tr("seat {seat}").format(seat=services.seat_code) if services.seat_code else ""
    person = f"{session.name} {session.operator_id}" if session else ""
    return [word for word in (f"12345 {city}".strip(), seat, person, services.shift) if word]
