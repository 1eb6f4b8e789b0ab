"""Who sits where: the left end of the top line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.status_line import Who
from wording import language, tr

if TYPE_CHECKING:
    from screens.services import Services


def who_words(services: Services) -> list[Who]:
    """Return city, seat, operator and shift as far as they are known.

    Where there is little room the operator stays, and the seat as long as it can; and so does, in the demo, that the
    others work by themselves.
    """
    pack, session = services.city_pack, services.session
    city = pack.name_en if language() == "en" else pack.name
    seat = tr("seat {seat}").format(seat=services.seat_code) if services.seat_code else ""
    person = f"{session.name} {session.operator_id}" if session else ""
    others = tr("others at work") if services.demo is not None and services.demo.people_at_work else ""
    words = (
        Who(f"12345 {city}".strip()), Who(seat, weight=1), Who(person, stays=True), Who(services.shift),
        Who(others, stays=True),
    )  # fmt: skip
    return [word for word in words if word.text]
