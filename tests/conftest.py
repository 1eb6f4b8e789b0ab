"""Every test begins as a program does, whatever the test before it spoke or logged to."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from wording import set_language


@pytest.fixture(autouse=True)
def _chinese_first() -> None:
    set_language("zh")


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """Take back what a command of the centre that ran in this process did to the logs: its stream is closed by now."""
    root = logging.getLogger()
    handlers, level = [*root.handlers], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
