"""New ids: UUIDv7, strictly increasing on one seat, final for ever."""

from __future__ import annotations

from uuid import UUID

from uuid_utils import uuid7


def new_id() -> UUID:
    """Return a new id as the standard library's type."""
    return UUID(bytes=uuid7().bytes)
