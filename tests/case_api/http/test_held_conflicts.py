"""`case-api held conflicts`: a supervisor reads what lost against what the centre had, and settles it."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from case_api.cases.keeping import personal_field
from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.identity import Standing
from case_api.imports import import_cases
from case_api.opening import open_centre
from case_api.settings import CentreFolder
from case_api.storage.engine import reading
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
def seat(centre: Centre) -> Seat:
    return Seat(centre, "0042", "north")


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
    assert run("settle", mutation_id, "--by", "admin") == (Exit.DONE, f"what {mutation_id} lost is off the list\n")
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


def test_what_its_seat_has_put_back_since_is_off_the_list_and_the_rest_stays_on_it(centre: Centre, run: Run) -> None:
    seat = Seat(centre, "0042", "north")
    case_id = seat.file(title="路灯", content="停水")
    for words in ("停水三天", "停电"):
        seat.give("amend_case", case_id, changes={"content": ["停水", words], "title": ["路灯", words]})
    assert sorted(line.split("\t")[2] for line in run("conflicts")[1].splitlines()) == ["content", "title"]
    assert seat.give("amend_case", case_id, changes={"title": ["停水三天", "别的"]}).outcome == "applied"
    assert seat.give("amend_case", case_id, changes={"content": ["停水", "停电"]}).outcome == "conflict"
    assert len(run("conflicts")[1].splitlines()) == 3  # nothing of it stands at the centre
    assert seat.give("amend_case", case_id, changes={"content": ["停水三天", "停电"]}).outcome == "applied"
    [line] = run("conflicts")[1].splitlines()
    assert line.split("\t")[2] == "title"


def test_what_is_accepted_late_loses_against_what_its_seat_wrote_since_and_is_listed(
    centre: Centre, seat: Seat, run: Run
) -> None:
    case_id = seat.file(caller_name="李小明")
    grants = centre.grants
    assert isinstance(grants, Grants)
    grants.since[seat.operator] = (centre.now() - timedelta(hours=1), Standing.REVOKED)
    held = seat.mutation("amend_case", case_id, changes={"caller_name": ["李**", "李晓明"]})
    assert seat.push(held).results[0].outcome == "held"
    del grants.since[seat.operator]
    assert seat.give("amend_case", case_id, changes={"caller_name": ["李**", "李大力"]}).outcome == "applied"
    code, words = run("accept", str(held.mutation_id), "--by", "admin")
    assert (code, "`case-api held conflicts`" in words) == (Exit.DONE, True)
    [line] = run("conflicts")[1].splitlines()
    assert line.split("\t")[0] == str(held.mutation_id)
    with reading(centre.engine) as conn:
        assert personal_field(conn, centre, case_id, "caller_name") == "李大力"
