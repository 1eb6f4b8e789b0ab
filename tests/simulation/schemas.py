"""Two schemas in one hotline: the present one counts as the second, and older consoles still speak the first.

In the first, a note's text was called `words`. The step that brings it up is put where both ends look for steps.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from hotline import upcast

OLD, NEW = 1, 2
TOO_NEW = 9


def _up(op: str, payload: upcast.Payload) -> upcast.Payload:
    if op == "add_note" and "words" in payload:
        return {("text" if name == "words" else name): value for name, value in payload.items()}
    return payload


def as_old(op: str, payload: upcast.Payload) -> upcast.Payload:
    """Return the payload as an older console would have written it."""
    if op == "add_note":
        return {("words" if name == "text" else name): value for name, value in payload.items()}
    return payload


@contextmanager
def two_schemas() -> Iterator[None]:
    """Let both ends know the second schema and the step to it."""
    defaults = {**(upcast.upcast.__kwdefaults__ or {}), "target": NEW}
    with (
        patch.dict(upcast.STEPS, {OLD: _up}),
        patch.object(upcast.upcast, "__kwdefaults__", defaults),
        patch("local_cache.saving.SCHEMA", NEW),
    ):
        yield
