"""Roles and places as they are kept: JSON lists of roles, names of places on a roster."""

import json
from collections.abc import Iterable

from hotline.codes import Role

EVERY_SEAT = "*"
_KNOWN = {role.value for role in Role}


def roles_of(listed: str) -> frozenset[Role]:
    """Return the roles of a JSON list; those that only a newer centre knows are left out."""
    return frozenset(Role(role) for role in json.loads(listed) if role in _KNOWN)


def listed(roles: Iterable[Role]) -> str:
    """Return roles as the JSON list that is kept."""
    return json.dumps(sorted(roles))


def places_of_seat(seat: str, sub_centre: str) -> tuple[str, ...]:
    """Return the places whose people may work at a seat."""
    return (f"seat:{seat}", f"sub_centre:{sub_centre}", EVERY_SEAT)
