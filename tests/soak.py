"""The one switch between `make test` and `make soak`."""

import os

SOAKING = bool(os.environ.get("SEAT_SOAK"))


def times(usual: int, soak: int) -> int:
    """Return how often something is done: `usual` in `make test`, `soak` with SEAT_SOAK=1."""
    return soak if SOAKING else usual
