"""Waiting for what cannot be waited on: looked at again and again until it holds, but not for ever."""

import time
from collections.abc import Callable

PATIENCE_S = 60.0
_LOOK_EVERY_S = 0.02


def until(holds: Callable[[], bool], what: str) -> None:
    """Return once `holds()`; fail with `what` when it does not within a minute."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(_LOOK_EVERY_S)
