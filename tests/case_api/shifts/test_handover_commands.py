"""Journals of shifts from the command line: what is open now, what was signed, and nothing that a terminal obeys."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from case_api.board.acting import acting
from case_api.centre import Centre
from case_api.exit_codes import Exit
from case_api.identity import SignIn
from case_api.opening import open_centre
from case_api.settings import CentreFolder
from case_api.shifts.handovers import Handovers
from case_api.storage.engine import writing
from case_api.storage.tables_board import seat_states
from case_api.storage.tables_cases import cases
from hotline.codes import Role
from hotline.context import Actor
from hotline.handover_doc import Explain
from hotline.shifts import Shifts
from tests.case_api.http.administered import Run, bring_in_a_case, clock, folder, run
from tests.case_api.http.conftest import PASSWORD, START, Clock, _passwords_are_cheap, _shipped_packs_are_read_once

__all__ = ["_passwords_are_cheap", "_shipped_packs_are_read_once", "clock", "folder", "run"]

WORDS = "配件明早到\x1b[2J\n[/] 已告知来电人"


@pytest.fixture
def opened(run: Run, folder: CentreFolder, tmp_path: Path) -> Iterator[Centre]:
    """A centre with two leads and one red case, whose seat 0001 somebody sat at in the shift that ends at midnight."""
    (tmp_path / "word").write_text(PASSWORD, encoding="utf-8")
    for name in ("wang", "zhou"):
        add = ["user", "add", name, "--name", name.title(), "--role", "lead"]
        assert run(*add, "--password-file", str(tmp_path / "word"))[0] == Exit.DONE
    case_id = bring_in_a_case(folder, 1).id
    centre = open_centre(folder).centre
    red = {"supervised": True, "red_at": START, "queue": "unit", "state": "handling"}
    sat = {"seat": "0001", "operator_id": "wang", "state": "ready", "reason": "", "since": START, "received_at": START}
    with writing(centre.engine) as conn:
        conn.execute(update(cases).where(cases.c.id == case_id).values(**red))
        conn.execute(insert(seat_states).values(device_id=case_id, seq=1, **sat))
    yield centre
    centre.engine.dispose()


def sub_centre(centre: Centre) -> str:
    found = centre.pack.sub_centre_of_seat("0001")
    assert found is not None
    return found.code


def hand_over(centre: Centre) -> None:
    """Let Wang explain all that is open and sign, and Zhou take over."""
    handovers = Handovers(centre.pack, Shifts.of(centre.pack.time_zone, ("00:00", "08:00", "16:00")))
    code = sub_centre(centre)
    goes, comes = (SignIn(Actor(name, frozenset({Role.LEAD}), "", ""), name) for name in ("wang", "zhou"))
    with acting(centre, goes) as act:
        present = handovers.now(act.conn, code, act.now)
        keys = tuple(item.key for item in present.items)
        handovers.explain(act, code, Explain(begins=present.begins, n=present.n, keys=keys, words=WORDS))
        handovers.hand_over(act, code, present.begins)
    with acting(centre, comes) as act:
        handovers.take_over(act, code, present.begins)


def test_the_journal_is_printed_as_it_stands_and_as_it_was_signed(opened: Centre, run: Run, clock: Clock) -> None:
    code = sub_centre(opened)
    clock.at = datetime(2026, 11, 21, 15, 40, tzinfo=UTC)
    told, words = run("handover", "show", code)
    assert told == Exit.DONE
    assert "2026-11-21 16:00-00:00" in words
    assert "1 red, 1 without explanation" in words
    assert "no explanation yet" in words
    hand_over(opened)
    clock.pass_by(hours=12)
    told, words = run("handover", "show", code, "--day", "2026-11-21")
    assert told == Exit.DONE
    assert "Hands over: signed by Wang (wang), 2026-11-21 23:40" in words
    assert "Takes over: signed by Zhou (zhou), 2026-11-21 23:40" in words
    assert "1 red, 0 without explanation" in words
    assert "\x1b" not in words
    assert "   [/] 已告知来电人" in words
    _, listed = run("handover", "list")
    assert [line.split("\t") for line in listed.splitlines()] == [
        ["2026-11-21", "16:00-00:00", code, "1", "1", "Wang", "Zhou"]
    ]
    assert run("handover", "list", "--sub-centre", code, "--day", "2026-11-22") == (Exit.DONE, "")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("show", "nowhere"), "there is no sub-centre nowhere; there are: "),
        (("list", "--sub-centre", "nowhere"), "there is no sub-centre nowhere"),
        (("show", "CODE", "--day", "2026-11-20"), "no shift of that day was handed over"),
    ],
)
def test_what_is_not_there_is_said_to_be_none(opened: Centre, run: Run, asked: tuple[str, ...], why: str) -> None:
    named = [sub_centre(opened) if each == "CODE" else each for each in asked]
    code, words = run("handover", *named)
    assert code == Exit.REFUSED
    assert why in words
