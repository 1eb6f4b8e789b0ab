"""Passwords that cost a test nothing: as shipped, to make or check one takes a tenth of a second, by design."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from case_api.commands import init
from case_api.settings import Passwords, Settings

CHEAP = Passwords(time_cost=1, memory_kib=8, parallelism=1)


@contextmanager
def cheap_passwords() -> Iterator[None]:
    """Let `case-api init` make centres of this kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(init, "Settings", partial(Settings, passwords=CHEAP))
        yield
