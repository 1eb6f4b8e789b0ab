"""A roster from a file: what is wrong is named by line and field and changes nothing; what is right is shown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from case_api.exit_codes import Exit
from tests.case_api.http.administered import Run, clock, folder, run
from tests.case_api.http.conftest import PASSWORD, _passwords_are_cheap, _shipped_packs_are_read_once

__all__ = ["_passwords_are_cheap", "_shipped_packs_are_read_once", "clock", "folder", "run"]

Bring = Callable[..., tuple[int, str]]
HEAD = "day,begins,seat,operator_id\n"


@pytest.fixture
def staffed(run: Run, tmp_path: Path) -> Run:
    """A centre with two operators and one who may only sit at 0002; the city's seats are there."""
    (tmp_path / "word").write_text(PASSWORD, encoding="utf-8")
    people = {"liming": ("李明", ()), "zhao": ("赵强", ()), "only2": ("孙丽", ("--seat", "0002"))}
    for name, (words, more) in people.items():
        add = ["user", "add", name, "--name", words, "--role", "operator", *more]
        assert run(*add, "--password-file", str(tmp_path / "word"))[0] == Exit.DONE
    return run


@pytest.fixture
def bring(staffed: Run, tmp_path: Path) -> Bring:
    def brought(text: str | bytes) -> tuple[int, str]:
        file = tmp_path / "roster.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        code, words = staffed("roster", "import", str(file))
        return code, words.replace(str(file), "roster.csv")

    return brought


def test_a_roster_is_taken_and_shown_and_a_later_file_replaces_the_shifts_that_it_names(
    bring: Bring, staffed: Run
) -> None:
    first = "2026-11-22,08:00,0001,liming\n2026-11-22,08:00,0002,zhao\n2026-11-22,16:00,0001,zhao\n"
    assert bring(HEAD + first) == (Exit.DONE, "2 shifts of the roster are as the file says\n")
    assert bring(HEAD + "2026/11/22,8:00,0002,only2\n")[0] == Exit.DONE
    _, shown = staffed("roster", "show", "--day", "2026-11-22")
    cells = [line.split("\t") for line in shown.splitlines()]
    assert [(cell[1], cell[2], cell[5]) for cell in cells] == [
        ("08:00-16:00", "0002", "孙丽"),
        ("16:00-00:00", "0001", "赵强"),
    ]


def test_the_last_shift_of_a_year_and_the_first_one_of_the_next_are_two_and_one_person_may_sit_in_both(
    bring: Bring, staffed: Run
) -> None:
    assert bring(HEAD + "2026-12-31,16:00,0001,liming\n2027-01-01,00:00,0001,liming\n")[0] == Exit.DONE
    assert "16:00-00:00\t0001" in staffed("roster", "show", "--day", "2026-12-31")[1]
    assert "00:00-08:00\t0001" in staffed("roster", "show", "--day", "2027-01-01")[1]


def test_a_file_with_one_wrong_line_changes_nothing(bring: Bring, staffed: Run, tmp_path: Path) -> None:
    assert bring(HEAD + "2026-11-22,16:00,0002,zhao\n")[0] == Exit.DONE
    code, words = bring(HEAD + "2026-11-22,16:00,0001,zhao\n2026-11-22,16:00,0001,only2\n")
    assert (code, words.splitlines()) == (
        Exit.REFUSED,
        [
            "roster.csv:3: operator_id: only2 may not work at seat 0001: `case-api user roster` lets them",
            "roster.csv:3: seat: seat 0001 is in this shift already, in line 2",
        ],
    )
    shown = staffed("roster", "show", "--day", "2026-11-22")[1]
    assert [line.split("\t")[2] for line in shown.splitlines()] == ["0002"]
    assert staffed("roster", "import", str(tmp_path / "none.csv"))[0] == Exit.USAGE
