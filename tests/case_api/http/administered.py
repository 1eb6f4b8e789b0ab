"""A centre on either database as its administrator has it: a folder, commands with their words, a clock to be moved."""

from collections.abc import Callable
from pathlib import Path

import pytest

from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.imports import import_cases
from case_api.opening import open_centre
from case_api.settings import CentreFolder
from hotline.work_order import WorkOrder
from tests.case_api.core.pushing import past_case

from .conftest import PASSWORD, Clock

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("case_api.opening.utc_now", clock)
    return clock


@pytest.fixture
def folder(tmp_path: Path, clock: Clock, database_url: str, monkeypatch: pytest.MonkeyPatch) -> CentreFolder:
    """A centre on either database with one case in it; no worker runs."""
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    monkeypatch.setenv("CASE_API_DATABASE_URL", database_url)
    made = CentreFolder(tmp_path / "centre")
    init = ["--language", "en", "--folder", str(made.path), "init", "--loopback", "--city", "dongsheng"]
    assert main([*init, "--password-file", str(tmp_path / "password")]) == Exit.DONE
    return made


@pytest.fixture
def run(folder: CentreFolder, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in English and returns exit code and words."""

    def told(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main(["--language", "en", "--folder", str(folder.path), *arguments])
        return code, "".join(capsys.readouterr())

    return told


def bring_in_a_case(folder: CentreFolder, counter: int) -> WorkOrder:
    """Bring in an answered case of an older system."""
    centre = open_centre(folder).centre
    past = past_case(centre, counter)
    assert import_cases(centre, [past]).taken == 1
    centre.engine.dispose()
    return past.order
