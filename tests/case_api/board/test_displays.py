"""Displays as the administrator has them: added, listed, revoked, each of it in the audit."""

from sqlalchemy import select

from case_api.exit_codes import Exit
from case_api.opening import open_registry
from case_api.settings import CentreFolder
from case_api.storage.engine import reading
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_board import displays
from tests.case_api.http.administered import Run, clock, folder, run
from tests.case_api.http.conftest import Clock, _passwords_are_cheap, _shipped_packs_are_read_once

__all__ = ["_passwords_are_cheap", "_shipped_packs_are_read_once", "clock", "folder", "run"]


def test_a_display_is_added_listed_and_revoked(run: Run, folder: CentreFolder, clock: Clock) -> None:
    code, said = run("display", "add", "大厅[/]东墙")
    token = said.strip()
    assert (code, len(token)) == (Exit.DONE, 43)
    assert run("display", "list") == (Exit.DONE, f"大厅[/]东墙\t{clock().isoformat()}\t-\t-\n")
    assert run("display", "add", "大厅[/]东墙")[0] == Exit.REFUSED  # two of one name could not be told apart
    clock.pass_by(hours=1)
    assert run("display", "revoke", "大厅[/]东墙") == (Exit.DONE, "display 大厅[/]东墙 is revoked\n")
    assert run("display", "list")[1].endswith(f"\t-\t{clock().isoformat()}\n")
    assert run("display", "revoke", "大厅[/]东墙")[0] == Exit.REFUSED  # nothing is revoked twice
    assert run("display", "add", "大厅[/]东墙")[0] == Exit.DONE  # a name that no good display has any more

    engine = open_registry(folder, may_make=False).engine
    with reading(engine) as conn:
        audited = [row.op for row in conn.execute(select(case_events).order_by(case_events.c.n)) if "display" in row.op]
        kept = list(conn.scalars(select(displays.c.token_hash)))
    engine.dispose()
    assert audited == ["display_add", "display_revoke", "display_add"]
    assert token not in kept


def test_a_display_has_a_name_that_a_list_can_show(run: Run) -> None:
    for name in ("", " ", "x" * 81, "two\nlines", "\x1b[2J"):
        code, said = run("display", "add", name)
        assert (code, said) == (Exit.REFUSED, "the name of a display is one line of 1 to 80 characters\n")
    assert run("display", "list") == (Exit.DONE, "")
