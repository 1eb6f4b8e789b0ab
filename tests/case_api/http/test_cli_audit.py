"""What `case-api audit verify` says to an administrator beyond the rows: heads that are late, lost, or of a restore."""

from case_api.exit_codes import Exit
from case_api.settings import CentreFolder

from .administered import Run, bring_in_a_case, clock, folder, run
from .conftest import Clock

__all__ = ["clock", "folder", "run"]


def test_a_shift_without_a_head_is_named_and_is_wrong_until_one_is_written(
    folder: CentreFolder, run: Run, clock: Clock
) -> None:
    bring_in_a_case(folder, 1)
    assert run("audit", "verify") == (
        Exit.DONE,
        "write: 1 row fits, 0 heads compared\nread: 0 rows fit, 0 heads compared\n",
    )
    clock.pass_by(hours=7)
    code, words = run("audit", "verify")
    assert code == Exit.DOES_NOT_HOLD
    assert "no head was written out when the shift ended at 2026-11-22 00:00+08:00, and none since" in words
    assert str(folder.path / "audit-heads.jsonl") in words
    assert run("audit", "heads")[0] == Exit.DONE
    code, words = run("audit", "verify")
    assert code == Exit.DONE
    assert "ended at 2026-11-22 00:00+08:00; the next one is of 2026-11-22 01:00+08:00" in words


def test_heads_that_were_written_and_are_gone_are_missed(folder: CentreFolder, run: Run, clock: Clock) -> None:
    bring_in_a_case(folder, 1)
    file = folder.path / "audit-heads.jsonl"
    assert run("audit", "heads")[0] == Exit.DONE
    first = file.read_bytes()
    clock.pass_by(hours=1)
    assert run("audit", "heads")[0] == Exit.DONE
    assert run("audit", "verify")[0] == Exit.DONE
    file.write_bytes(first)
    code, words = run("audit", "verify")
    assert (code, "at 2026-11-21 19:00+08:00" in words, str(file) in words) == (Exit.DOES_NOT_HOLD, True, True)
    file.unlink()
    code, words = run("audit", "verify")
    assert (code, str(file) in words) == (Exit.DOES_NOT_HOLD, True)


def test_of_many_shifts_without_a_head_the_newest_are_named(folder: CentreFolder, run: Run, clock: Clock) -> None:
    bring_in_a_case(folder, 1)
    clock.pass_by(days=4)
    words = run("audit", "verify")[1]
    assert "7 earlier shifts ended without a head" in words
    assert words.count("and none since") == 5
