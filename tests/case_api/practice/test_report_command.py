"""`case-api practice`: the results as text and as files, of a group that nobody knows, and erased."""

from pathlib import Path

from case_api.exit_codes import Exit
from tests.case_api.http.administered import Run, clock, folder, run
from tests.case_api.http.conftest import _passwords_are_cheap, _shipped_packs_are_read_once

__all__ = ["_passwords_are_cheap", "_shipped_packs_are_read_once", "clock", "folder", "run"]


def test_the_results_are_given_as_text_or_files(run: Run, tmp_path: Path) -> None:
    code, words = run("practice", "report", "--from", "2026-11-02", "--to", "2026-11-21")
    assert code == Exit.DONE
    assert "3 whole weeks, 2026-11-02 to 2026-11-22" in words
    assert words.count("No result in these weeks") == 4
    files = {form: tmp_path / f"practice.{form}" for form in ("xlsx", "html")}
    named = [part for form, file in files.items() for part in (f"--{form}", str(file))]
    assert run("practice", "report", *named)[0] == Exit.DONE
    assert all(file.stat().st_size > 1000 for file in files.values())
    code, words = run("practice", "report", "--group", "一班")
    assert (code, "there is no group 一班" in words) == (Exit.REFUSED, True)
    code, words = run("practice", "report", "--from", "2026-11-21", "--to", "2026-11-02")
    assert (code, "not before the first" in words) == (Exit.REFUSED, True)


def test_who_has_no_result_is_told_so_and_nothing_goes_without_a_second_word(run: Run) -> None:
    code, words = run("practice", "purge", "2031")
    assert (code, "--yes says so" in words) == (Exit.REFUSED, True)
    code, words = run("practice", "purge", "2031", "--yes")
    assert (code, "there is no result of 2031" in words) == (Exit.REFUSED, True)
