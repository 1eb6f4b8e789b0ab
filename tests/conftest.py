"""Every test begins as a program does, whatever the test before it spoke or logged to; long ones begin first."""

import gc
import logging
from collections.abc import Generator, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import structlog

from city_packs import compiled
from wording import set_language

_YOUNG, _MIDDLE, _OLD = 20_000, 20, 20
"""When garbage is looked for. By default a test of a screen spends a seventh of its time on that."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin what takes long first, so that it does not run alone at the end while the other core has nothing to do."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failure what consoles that died in it wrote down of why: their folders are gone later."""
    report = yield
    root = getattr(item, "funcargs", {}).get("tmp_path")
    if report.failed and isinstance(root, Path):
        report.sections += [(str(log.relative_to(root)), log.read_text("utf-8")) for log in root.rglob("console.log")]
    return report


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what all tests share out of every search for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


@pytest.fixture(scope="session", autouse=True)
def _a_compiled_pack_is_loaded_once() -> Iterator[None]:
    """Let the seats of all tests share a pack of the same bytes: with what pickers make of it, that is half a start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "load_compiled", lru_cache(8)(compiled.load_compiled))
        yield


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
