"""Who sits where: the left end of the top line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.status_line import Who
from wording import language, mark, tr

if TYPE_CHECKING:
    from screens.services import Services
    from widgets.lamp import Piece


_NAMES = ((range(4, 12), mark("Early")), (range(12, 20), mark("Middle")))
_NIGHT = mark("Night")
_NAMED = 3
"""Of so many shifts a day each has a name by the hour at which it begins (source row Z2); of others the hours tell."""


def shift_words(services: Services) -> str:
    """Return the name of the shift that is on by the city's clock, or its hours; empty while it is not known."""
    ends, pack = services.seat.status.shift_ends, services.pack
    if not ends or pack is None:
        return ""
    from hotline.shifts import Shifts  # not before the first key

    shift = Shifts.of(pack.time_zone, ends).at(services.now())
    if shift is None:
        return ""
    if len(ends) != _NAMED:
        return shift.hours
    return tr(next((name for hours, name in _NAMES if shift.begins.hour in hours), _NIGHT))


def _banner(services: Services) -> list[Who]:
    if services.practice is None:
        return []
    from screens.parts.practice_words import banner  # a live seat has no use for it

    return banner(services.practice)


def banner_pieces(services: Services) -> list[Piece]:
    """Return what a heading begins with that stands in the place of a top line; nothing at a live seat."""
    return [(f"{each.text} ", each.tone) for each in _banner(services)]


def who_words(services: Services) -> list[Who]:
    """Return city, seat, operator, shift and the leader who answers with them, as far as they are known.

    Practice says so before all of that. Where there is little room the operator and the leader stay, and the seat as
    long as it can, then the shift; and so does, in the demo, that the others work by themselves.
    """
    pack, session = services.city_pack, services.session
    city = pack.name_en if language() == "en" else pack.name
    seat = tr("seat {seat}").format(seat=services.seat_code) if services.seat_code else ""
    person = " ".join(dict.fromkeys((session.name, session.operator_id))) if session else ""  # the name may be no other
    others = tr("others at work") if services.demo is not None and services.demo.people_at_work else ""
    guest = services.seat.status.guest
    first = _banner(services)
    words = (
        *first, Who(f"12345 {city}".strip()), Who(seat, weight=2),
        Who(person, stays=True, short=session.operator_id if session else ""),
        Who(shift_words(services), weight=1),
        Who(tr("answers: {name}").format(name=guest.name) if guest else "", stays=True),
        Who(guest.title if guest else ""), Who(others, stays=True),
    )  # fmt: skip
    return [word for word in words if word.text]
