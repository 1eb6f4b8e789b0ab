"""New ids: UUIDv7, strictly increasing on one seat, final for ever."""

from __future__ import annotations

from uuid import UUID, uuid5

from uuid_utils import uuid7


def new_id() -> UUID:
    """Return a new id as the standard library's type."""
    return UUID(bytes=uuid7().bytes)


def id_of(draft_id: str, content: str) -> UUID:
    """Return the id under which what a draft holds is done once: the same for the same content, on any later day.

    Without a draft it is a new one each time. Raises `ValueError` for a draft whose id is no UUID.
    """
    return uuid5(UUID(draft_id), content) if draft_id else new_id()
