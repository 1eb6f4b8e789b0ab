"""A city pack that has seats with another sub-centre: the administrator is told, and moves them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from case_api.accounts.seat_places import move_seat
from case_api.centre import Centre
from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.opening import open_registry
from case_api.settings import CentreFolder
from case_api.storage.engine import writing
from case_api.storage.tables_accounts import seats

from .conftest import PASSWORD, Clock
from .seat import SeatClient

Run = Callable[..., str]


class _NoServer:
    """Stands where a server would serve until it is told to end."""

    def run(self) -> None:
        return


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CentreFolder:
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    init = ["--folder", str(tmp_path / "centre"), "init", "--loopback", "--password-file", str(tmp_path / "password")]
    assert main(init) == Exit.DONE
    monkeypatch.setattr("case_api.commands.serve.make_server", lambda *_, **__: _NoServer())
    return CentreFolder(tmp_path / "centre")


@pytest.fixture
def run(folder: CentreFolder, capsys: pytest.CaptureFixture[str]) -> Run:
    def told(*arguments: str, code: Exit = Exit.DONE) -> str:
        capsys.readouterr()
        assert main(["--language", "en", "--folder", str(folder.path), *arguments]) == code
        return "".join(capsys.readouterr())

    return told


def _serve(run: Run) -> list[str]:
    return [line for line in run("serve", "--port", "0").splitlines() if "city pack" in line]


def test_serve_says_which_seats_the_pack_has_elsewhere_and_what_to_do(run: Run, folder: CentreFolder) -> None:
    assert _serve(run) == []
    assert "0001-0003 0007 stand" in run("seat", "move", "0001-0003", "0007", "--sub-centre", "02")
    assert "0007\t02\t0\t0\t-" in run("seat", "list").splitlines()
    run("seat", "add", "9135", "--sub-centre", "02")  # of which no pack says anything
    registry = open_registry(folder)
    with writing(registry.engine) as conn:
        conn.execute(delete(seats).where(seats.c.seat == "0008"))
        move_seat(conn, "9135", "gone", at=registry.now())
    registry.engine.dispose()
    told = _serve(run)
    assert len(told) == 3
    for advice in (
        "seat move 0001-0003 0007 --sub-centre 01",
        "seat add 0008 --sub-centre 01",
        "seat move 9135 --sub-centre 02",
    ):
        [line] = [line for line in told if advice.partition(" --")[0] in line]
        assert line.endswith(f"`case-api {advice.replace('9135 --sub-centre 02', '9135 --sub-centre CODE')}`")
        run(*advice.split())
    assert _serve(run) == []


@pytest.mark.parametrize("odd", ["42", "0009-0001", "9990-9999", "x"])
def test_what_is_no_seat_moves_nothing(run: Run, odd: str) -> None:
    assert "four digits" in run("seat", "move", "0007", odd, "--sub-centre", "02", code=Exit.REFUSED)
    assert "no seat 9135" in run("seat", "move", "0007", "9135", "--sub-centre", "02", code=Exit.REFUSED)
    assert "0007\t01\t0\t0\t-" in run("seat", "list").splitlines()


@pytest.mark.parametrize(("name", "stays"), [("op-088", True), ("op-lead", False)])
async def test_a_seat_that_moved_has_the_territory_and_the_people_of_its_new_sub_centre(
    seat: SeatClient, code_for: Callable[[str], str], centre: Centre, clock: Clock, name: str, stays: bool
) -> None:
    async def scopes(of: SeatClient) -> set[str]:
        answer: dict[str, Any] = (await of.pull({"area:north": None, "area:south": None})).json()
        return set(answer["scopes"])

    assert (await seat.sign_in(name, PASSWORD)).status_code == 200
    assert await scopes(seat) == {"area:north"}
    with writing(centre.engine) as conn:
        move_seat(conn, "0042", "south", at=clock())
    assert await scopes(seat) == {"area:south"}
    again = await SeatClient.enrolled(seat.http, code_for("0042"), clock)
    assert (again.enrolled["sub_centre"], await scopes(again)) == ("south", {"area:south"})
    current = await seat.http.get("/v1/sessions/current", headers=seat.person)
    assert current.status_code == (200 if stays else 401)
    assert (await again.sign_in(name, PASSWORD)).status_code == (200 if stays else 403)
