"""The heads that a centre writes out for itself: where its settings say, and noted so that a late one is missed."""

from typing import Literal

from case_api.accounts.registry import Registry
from case_api.audit.heads import WrittenHead, note_heads_written, write_heads
from case_api.settings import CentreFolder
from case_api.storage.engine import writing


def write_own_heads(
    registry: Registry, folder: CentreFolder, kind: Literal["head", "restored"] = "head", source: str = ""
) -> list[WrittenHead]:
    """Write the present heads out and note in the database that it was done. Raises `OSError`, `ProblemError`."""
    at, key = registry.now(), registry.signing_key
    heads = write_heads(registry.engine, folder.heads_file(registry.settings), key, at, kind, source)
    with writing(registry.engine) as conn:
        note_heads_written(conn, at)
    return heads
