"""Waiting for what cannot be waited on: looked at again and again until it holds, but not for ever."""

import time
from collections.abc import Callable

PATIENCE_S = 120.0
"""How long anything may take before a test fails; nothing waits for it when all is well."""
_LOOK_EVERY_S = 0.02


def until(holds: Callable[[], bool], what: str) -> None:
    """Return once `holds()`; fail with `what` when it does not in `PATIENCE_S`."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(_LOOK_EVERY_S)
