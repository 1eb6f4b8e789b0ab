"""`case-api leaders`: the rota from a file is all or nothing, is listed, and a day is summed up in printable words."""

from pathlib import Path

import pytest

from case_api.exit_codes import Exit
from tests.case_api.http.administered import Run, clock, folder, run
from tests.case_api.http.conftest import PASSWORD, _passwords_are_cheap, _shipped_packs_are_read_once

__all__ = ["_passwords_are_cheap", "_shipped_packs_are_read_once", "clock", "folder", "run"]

HEAD = "day,from,to,name,title,seat,operator_id\n"


@pytest.fixture
def staffed(run: Run, tmp_path: Path) -> Run:
    (tmp_path / "word").write_text(PASSWORD, encoding="utf-8")
    add = ["user", "add", "liming", "--name", "李明", "--role", "operator"]
    assert run(*add, "--password-file", str(tmp_path / "word"))[0] == Exit.DONE
    return run


def test_a_rota_is_taken_listed_and_summed_up_and_a_wrong_line_changes_nothing(staffed: Run, tmp_path: Path) -> None:
    file = tmp_path / "leaders.csv"
    file.write_text(
        HEAD + "2026-11-22,09:00,10:30,周明,副市长,0001,liming\n2026-11-29,09:00,10:30,吴刚,住建局局长,0001,\n",
        encoding="utf-8",
    )
    assert staffed("leaders", "import", str(file)) == (Exit.DONE, "2 days of the rota are as the file says\n")
    file.write_text(HEAD + "2026-11-22,09:00,10:30,郑红,局长,0001,nobody\n", encoding="utf-8")
    code, words = staffed("leaders", "import", str(file))
    assert (code, words.replace(str(file), "leaders.csv")) == (
        Exit.REFUSED,
        "leaders.csv:2: operator_id: there is nobody of the name nobody\n",
    )
    assert staffed("leaders", "show")[1].splitlines() == [
        "2026-11-22\t09:00\t10:30\t周明\t副市长\t0001\t李明",
        "2026-11-29\t09:00\t10:30\t吴刚\t住建局局长\t0001\t",
    ]
    assert staffed("leaders", "summary", "--day", "2026-11-22")[1].splitlines() == [
        "2026-11-22  周明  副市长",
        "Rota: 09:00-10:30, seat 0001",
        "Still to come",
    ]
    code, words = staffed("leaders", "summary", "--day", "2026-11-23")
    assert (code, "`case-api leaders show` lists the days" in words) == (Exit.REFUSED, True)
