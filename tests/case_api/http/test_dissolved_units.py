"""A city pack that lacks a unit with cases in hand: it is said, the cases stay, and dispatch gets them back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from case_api.accounts.registry import Registry
from case_api.centre import Centre
from case_api.chores import RECALLED_AFTER, Chores
from case_api.cli import main
from case_api.commands.cases import tell_dissolved
from case_api.exit_codes import Exit
from case_api.opening import Opened, open_centre
from case_api.settings import CentreFolder
from city_packs.model import CityPack
from hotline.codes import State
from hotline.order_number import grouped
from tests.case_api.core.clock_city import CLOCK_CITY, dispatched, order_of
from tests.case_api.core.pushing import Grants, Seat
from wording import set_language

from .conftest import PASSWORD, Clock


def _without(pack: CityPack, *gone: str) -> CityPack:
    return replace(pack, units={code: unit for code, unit in pack.units.items() if code not in gone})


def test_dispatch_gets_the_cases_back_half_an_hour_after_the_start(
    centre: Centre, registry: Registry, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    set_language("en")
    centre.pack, centre.grants = CLOCK_CITY, Grants()
    seat = Seat(centre, "0042", "north")
    cases = [seat.file() for _ in range(3)]
    for case_id, unit in zip(cases, ("R", "R", "W"), strict=True):
        dispatched(centre, case_id, unit)
    tell_dissolved(centre)
    assert capsys.readouterr().err == ""
    centre.pack = _without(CLOCK_CITY, "R")
    tell_dissolved(centre)
    told = capsys.readouterr().err
    assert told.startswith("the city pack has no unit R any more, which has 2 cases in hand")
    assert "`case-api case without-unit`" in told
    chores = Chores(Opened(CentreFolder(tmp_path), registry.settings, centre, registry))
    for wait, state in ((timedelta(0), "handling"), (RECALLED_AFTER, "to_dispatch")):
        clock.at += wait
        chores.run_due(clock())
        assert [order_of(centre, case_id).state for case_id in cases] == [state, state, State.HANDLING]
    tell_dissolved(centre)
    assert capsys.readouterr().err == ""


@pytest.fixture
def folder(tmp_path: Path) -> CentreFolder:
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    made = CentreFolder(tmp_path / "centre")
    init = ["--folder", str(made.path), "init", "--loopback", "--city", "dongsheng"]
    assert main([*init, "--password-file", str(tmp_path / "password")]) == Exit.DONE
    return made


def test_the_cases_of_a_dissolved_unit_are_named(
    folder: CentreFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*arguments: str) -> list[str]:
        capsys.readouterr()
        assert main(["--language", "en", "--folder", str(folder.path), *arguments]) == Exit.DONE
        return "".join(capsys.readouterr()).splitlines()

    centre = open_centre(folder).centre
    centre.grants = Grants()
    pack, unit = centre.pack, next(iter(centre.pack.units))
    case_id = Seat(centre, "0001", "").file(class_code=pack.leaf_classes()[0].code, area_code=_street(pack))
    dispatched(centre, case_id, unit)
    number = grouped(order_of(centre, case_id).order_no)
    centre.engine.dispose()
    assert told("case", "without-unit") == []
    monkeypatch.setattr("case_api.opening.pack_of", lambda _settings: _without(pack, unit))
    assert [line.split("\t")[:3] for line in told("case", "without-unit")] == [[unit, number, "handling"]]
    served: list[str] = []
    monkeypatch.setattr("case_api.commands.serve.make_server", _no_server(served))
    assert any(f"no unit {unit} any more, which has 1 case in hand" in line for line in told("serve", "--port", "0"))
    assert served == ["served"]


def _street(pack: CityPack) -> str:
    return next(code for code, area in pack.areas.items() if area.level == 3)


def _no_server(served: list[str]) -> Callable[..., object]:
    class NoServer:
        def run(self) -> None:
            served.append("served")

    return lambda *_, **__: NoServer()
