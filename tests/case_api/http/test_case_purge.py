"""`case-api case purge` as an administrator uses it: asked again, answered for, told in the audit, gone everywhere."""

import json
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.imports import import_cases
from case_api.opening import open_centre, open_registry
from case_api.settings import CentreFolder
from case_api.storage.engine import reading, writing
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_cases import cases, persons, shared_numbers
from case_api.storage.tables_sync import dead_letters
from hotline.order_number import grouped
from hotline.work_order import WorkOrder
from tests.case_api.core.pushing import Seat, new_id, past_case

from .conftest import PASSWORD

WHY = ("--reason", "citizen_asked", "--by", "admin")
Purge = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> CentreFolder:
    root = tmp_path_factory.mktemp("purge")
    (root / "password").write_text(PASSWORD, encoding="utf-8")
    init = ["--folder", str(root / "centre"), "init", "--loopback", "--password-file", str(root / "password")]
    assert main(init) == Exit.DONE
    return CentreFolder(root / "centre")


@pytest.fixture(scope="module")
def centre(folder: CentreFolder) -> Centre:
    return open_centre(folder).centre


_counters = count(1)


@pytest.fixture
def two(centre: Centre) -> list[WorkOrder]:
    """Return two cases that are at the centre."""
    past = [past_case(centre, next(_counters)) for _ in range(2)]
    assert import_cases(centre, past).taken == 2
    return [each.order for each in past]


@pytest.fixture
def purge(folder: CentreFolder, capsys: pytest.CaptureFixture[str]) -> Purge:
    """Runs `case purge` in English and returns exit code and words."""

    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main(["--language", "en", "--folder", str(folder.path), "case", "purge", *arguments])
        return code, "".join(capsys.readouterr())

    return run


def left(folder: CentreFolder, orders: list[WorkOrder]) -> list[WorkOrder]:
    with reading(open_registry(folder).engine) as conn:
        people = set(conn.scalars(select(persons.c.case_id)))
        assert people == set(conn.scalars(select(cases.c.id)))
    return [order for order in orders if order.id in people]


@pytest.mark.parametrize("name", [lambda it: it.order_no, lambda it: grouped(it.order_no), lambda it: str(it.id)])
def test_a_case_is_erased_and_the_audit_says_who_answers_for_it_and_why(
    purge: Purge, folder: CentreFolder, two: list[WorkOrder], name: Callable[[WorkOrder], str]
) -> None:
    gone, stays = two
    code, words = purge(name(gone), *WHY, "--yes")
    assert (code, left(folder, two)) == (Exit.DONE, [stays])
    assert grouped(gone.order_no) in words
    with reading(open_registry(folder).engine) as conn:
        wanted = select(case_events).where(case_events.c.op == "purge", case_events.c.case_id == gone.id)
        row = conn.execute(wanted).one()
    assert (row.operator_id, json.loads(row.data)) == ("admin", {"reason": PurgeReason.CITIZEN_ASKED})
    assert main(["--folder", str(folder.path), "audit", "verify"]) == Exit.DONE
    assert purge(name(gone), *WHY, "--yes") == (Exit.REFUSED, f"there is no case {name(gone)}\n")


@pytest.mark.parametrize(("answer", "code"), [("{number}", Exit.DONE), ("yes", Exit.REFUSED), ("", Exit.REFUSED)])
def test_the_number_has_to_be_typed_again(
    purge: Purge,
    folder: CentreFolder,
    two: list[WorkOrder],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: Exit,
) -> None:
    number = grouped(two[0].order_no)
    asked: list[str] = []

    def typed(words: str) -> str:
        asked.append(words)
        return answer.format(number=number)

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", typed)
    assert purge(number, *WHY)[0] == code
    assert number in asked[0]
    assert left(folder, two) == (two[1:] if code is Exit.DONE else two)


def test_without_a_terminal_nothing_is_erased_unasked(purge: Purge, folder: CentreFolder, two: list[WorkOrder]) -> None:
    code, words = purge(two[0].order_no, *WHY)
    assert (code, left(folder, two)) == (Exit.REFUSED, two)
    assert "--yes" in words


def test_somebody_whose_place_it_is_has_to_answer_for_it(
    purge: Purge, folder: CentreFolder, two: list[WorkOrder]
) -> None:
    password = str(folder.path.with_name("password"))
    add = ["user", "add", "1042", "--name", "王敏", "--role", "lead", "--password-file", password]
    assert main(["--folder", str(folder.path), *add]) == Exit.DONE
    for by, told in (("nobody", "nobody"), ("1042", "admin, supervisor")):
        code, words = purge(two[0].order_no, "--reason", "law_demands", "--by", by, "--yes")
        assert (code, left(folder, two)) == (Exit.REFUSED, two)
        assert told in words


@pytest.mark.parametrize("reason", [(), ("--reason", "王敏要求删除")])
def test_a_reason_is_one_of_the_codes(two: list[WorkOrder], reason: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["case", "purge", two[0].order_no, "--by", "admin", *reason])
    assert ended.value.code == Exit.USAGE


def test_a_number_that_two_cases_were_given_does_not_say_which_is_meant(
    purge: Purge, folder: CentreFolder, two: list[WorkOrder]
) -> None:
    first, renumbered = two
    with writing(open_registry(folder).engine) as conn:
        conn.execute(shared_numbers.insert(), {"number": first.order_no, "case_id": renumbered.id})
    code, words = purge(first.order_no, *WHY, "--yes")
    assert (code, left(folder, two)) == (Exit.REFUSED, two)
    assert all(str(each.id) in words for each in two)
    assert purge(str(renumbered.id), *WHY, "--yes")[0] == Exit.DONE
    assert left(folder, two) == [first]


@pytest.mark.parametrize("by_case", [True, False], ids=["its id", "the id in the list of what is held"])
def test_what_is_held_for_a_case_that_never_came_can_be_erased(purge: Purge, centre: Centre, by_case: bool) -> None:
    note = Seat(centre, "0042", "north")
    late = note.mutation("add_note", new_id(), text="又停水了")
    assert note.push(late).results[0].outcome == "held"
    named = str(late.case_id if by_case else late.mutation_id)
    code, words = purge(named, *WHY, "--yes")
    assert code == Exit.DONE
    assert str(late.case_id) in words
    with reading(centre.engine) as conn:
        wanted = select(dead_letters.c.mutation).where(dead_letters.c.case_id == late.case_id)
        assert conn.execute(wanted).scalars().all() == [b""]
    assert purge(named, *WHY, "--yes") == (Exit.REFUSED, f"there is no case {named}\n")


def test_an_erased_request_counts_as_there_already_when_its_file_is_brought_in_again(
    purge: Purge, folder: CentreFolder, centre: Centre, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "srnumber,requesttype,status,createddate,closeddate,requestsource,owner,assignto,address,cd,ncname"
    row = '1-1,Bulky Items,Closed,1/2/20 13:40,,Call,BOS,NC,"100 W MAIN ST, 90012",14,DOWNTOWN'
    file = tmp_path / "la311.csv"
    file.write_text(f"{head}\n{row}\n", encoding="utf-8")
    bring_in = ["--language", "en", "--folder", str(folder.path), "import", "la311", str(file)]
    assert main(bring_in) == Exit.DONE
    with reading(centre.engine) as conn:
        number = conn.scalars(select(cases.c.number).order_by(cases.c.n.desc())).first()
    assert purge(str(number), *WHY, "--yes")[0] == Exit.DONE
    assert main(bring_in) == Exit.DONE
    assert "cases brought in: 0, there already: 1" in capsys.readouterr().out


@pytest.mark.parametrize("named", ["", "42", "0042010000018", "不是工单"])
def test_what_is_no_number_is_said(purge: Purge, named: str) -> None:
    code, words = purge(named, *WHY, "--yes")
    assert code == Exit.REFUSED
    assert "neither the number" in words
