"""`case-api held conflicts`: a supervisor reads what lost against what the centre had, and settles it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.imports import import_cases
from case_api.opening import open_centre
from case_api.settings import CentreFolder
from hotline.order_number import grouped
from hotline.work_order import WorkOrder
from tests.case_api.core.pushing import PHONE, Grants, Seat, past_case

from .conftest import PASSWORD

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path) -> CentreFolder:
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    init = ["--folder", str(tmp_path / "centre"), "init", "--loopback", "--password-file", str(tmp_path / "password")]
    assert main(init) == Exit.DONE
    return CentreFolder(tmp_path / "centre")


@pytest.fixture
def centre(folder: CentreFolder) -> Centre:
    centre = open_centre(folder).centre
    centre.grants = Grants()
    return centre


@pytest.fixture
def order(centre: Centre) -> WorkOrder:
    """Return a case that is answered already."""
    past = past_case(centre, 1)
    import_cases(centre, [past])
    return past.order


@pytest.fixture
def run(folder: CentreFolder, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main(["--language", "en", "--folder", str(folder.path), "held", *arguments])
        return code, "".join(capsys.readouterr())

    return run


def test_a_supervisor_reads_what_lost_without_anybodys_number_and_settles_it(
    centre: Centre, order: WorkOrder, run: Run
) -> None:
    seat = Seat(centre, "0042", "north")
    changes = {"content": ["旧案", "停水\t三天"], "caller_phone": [PHONE, "19900005678"]}
    amended = seat.mutation("amend_case", order.id, changes=changes)
    assert seat.push(amended).results[0].outcome == "conflict"
    code, shown = run("conflicts")
    assert code == Exit.DONE
    lines = {line.split("\t")[2]: line.split("\t") for line in shown.splitlines()}
    assert lines["content"][:2] == [str(amended.mutation_id), grouped(order.order_no)]
    assert lines["content"][3:7] == ["wrong_state", "amend_case", "op-0042", "0042"]
    assert [json.loads(side) for side in lines["content"][-3:]] == ["旧案", "停水\t三天", "旧案"]
    assert [json.loads(side) for side in lines["caller_phone"][-3:]] == ["199****1234", "199****5678", "199****1234"]
    mutation_id = str(amended.mutation_id)
    assert run("settle", mutation_id, "--by", "nobody")[0] == Exit.REFUSED
    assert len(run("conflicts")[1].splitlines()) == 2
    assert run("settle", mutation_id, "--by", "admin") == (Exit.DONE, "")
    assert run("conflicts") == (Exit.DONE, "")
    code, words = run("settle", mutation_id, "--by", "admin")
    assert (code, mutation_id in words) == (Exit.REFUSED, True)


def test_a_whole_command_that_came_too_late_is_shown_masked_and_goes_with_its_case(
    centre: Centre, order: WorkOrder, run: Run
) -> None:
    seat = Seat(centre, "0042", "north")
    assert seat.push(seat.filing(order.id)).results[0].outcome == "conflict"
    [line] = run("conflicts")[1].splitlines()
    sent = json.loads(line.split("\t")[-2])
    assert (line.split("\t")[2], sent["intake"]["caller_phone"]) == ("*", "199****1234")
    assert PHONE not in line
    assert purge_case(centre, order.id, "admin", PurgeReason.CITIZEN_ASKED)
    assert run("conflicts") == (Exit.DONE, "")
