"""What the write audit, which outlives a case, says of an entry of its timeline."""

from typing import Any

from pydantic_core import to_json

from case_api.cipher import Cipher
from hotline.case_doc import TimelineEntry

_TOLD = {"kind", "role", "from_state", "to_state"}
"""What it says of an event besides its own columns and a digest of the rest."""


def event_told(cipher: Cipher, entry: TimelineEntry) -> dict[str, Any]:
    """Return an event for the audit, without its words: those are in the timeline alone.

    The digest is keyed, so that nobody can try words against it; it holds the timeline to what was written first.
    """
    return {**entry.model_dump(mode="json", include=_TOLD), "digest": digest_of(cipher, entry)}


def digest_of(cipher: Cipher, entry: TimelineEntry) -> str:
    """Return the keyed digest of what an event says."""
    return cipher.payload_hash(to_json(entry.data))
