"""Roles and places as they are kept: JSON lists of roles, names of places on a roster."""

import json
from collections.abc import Iterable

from hotline.codes import Role

EVERY_SEAT = "*"
_KNOWN = {role.value for role in Role if role is not Role.WORKER}
"""The worker is the centre itself: nobody has its role, whatever a row says."""


def roles_of(listed: str) -> frozenset[Role]:
    """Return the roles of a JSON list; left out are the worker's and what only a newer centre knows."""
    return frozenset(Role(role) for role in json.loads(listed) if role in _KNOWN)


def listed(roles: Iterable[Role]) -> str:
    """Return roles as the JSON list that is kept."""
    return json.dumps(sorted(roles))


def places_of_seat(seat: str, sub_centre: str) -> tuple[str, ...]:
    """Return the places whose people may work at a seat."""
    return (f"seat:{seat}", f"sub_centre:{sub_centre}", EVERY_SEAT)
