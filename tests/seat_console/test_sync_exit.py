"""`seat-console sync` ends with a code and a sentence that say whether the centre took and gave what it should."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hotline.wire import Problem, PullAnswer, PulledRow, PullRequest
from local_cache.folder import SeatFolder
from local_cache.seat import Seat
from local_cache.sync.pushing import Pace
from local_cache.sync.transport import TransportProblem
from seat_console import cli
from seat_console.exit_codes import Exit
from seat_console.headless import at_work
from seat_console.headless.jobs import answer
from seat_console.headless.why_stopped import why_stopped
from tests.local_cache.fake_line import FakeLine
from tests.seat_console.given import OPERATOR, PASSWORD, enrol_without_centre, grant_of
from tests.seat_console.test_headless import GOOD

Sync = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def line() -> FakeLine:
    made = FakeLine(lambda: datetime.now(UTC))
    made.roster = [grant_of()]
    return made


@pytest.fixture
def sync(tmp_path: Path, line: FakeLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sync:
    """Runs `sync --json` on a seat with one unsent case; returns exit code, what was printed, what was said."""
    monkeypatch.setenv("SEAT_CONSOLE_SETTINGS", str(tmp_path / "settings.toml"))
    folder = enrol_without_centre(tmp_path / "seat")

    def opened(where: SeatFolder, *, sync: bool = True, **_: object) -> Seat:
        seat = Seat.open(where, transport=line, start_sync=sync, ballast_size=0)
        seat.resume_session().result()
        return seat

    monkeypatch.setattr(at_work, "open_seat", opened)
    with_case = opened(folder, sync=False)
    assert with_case.session == OPERATOR
    assert answer(with_case, {"job": "file_line", "line": 1, "text": json.dumps(GOOD)})["ok"]
    with_case.close()

    def run(*words: str) -> tuple[int, dict[str, Any], str]:
        code = cli.main(["--language", "en", "--folder", str(folder.root), *(words or ("sync", "--json"))])
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err

    return run


def refusing(*problem: Any) -> Callable[[object], Any]:
    def refuse(_: object) -> Any:
        raise TransportProblem(*problem)

    return refuse


def test_all_sent_is_done(sync: Sync) -> None:
    code, told, said = sync()
    assert (code, told["pushed"], told["unsent"], said) == (Exit.DONE, 1, 0, "")


@pytest.mark.parametrize(
    ("problem", "exit_code", "words"),
    [
        ((Problem.AUTH_REQUIRED, 401), Exit.TURNED_AWAY, "turns this seat away"),
        ((None, 418), Exit.TURNED_AWAY, "turns this seat away"),
        ((Problem.BUSY, 503), Exit.NO_LINE, "busy"),
    ],
)
def test_a_case_that_the_centre_did_not_take_is_no_success(
    sync: Sync, line: FakeLine, problem: tuple[Any, int], exit_code: Exit, words: str
) -> None:
    line.push = refusing(*problem)  # type: ignore[method-assign]
    code, told, said = sync()
    assert (code, told["unsent"]) == (exit_code, 1)
    assert words in said


def test_a_program_too_old_for_the_centre_says_so_and_has_sent_the_case(sync: Sync, line: FakeLine) -> None:
    line.pull = refusing(Problem.UPGRADE_REQUIRED, 409)  # type: ignore[method-assign]
    code, told, said = sync()
    assert (code, told["unsent"]) == (Exit.OUTDATED, 0)
    assert "newer program" in said


def test_a_seat_that_is_turned_away_needs_somebody_until_it_is_let_in_again(sync: Sync, line: FakeLine) -> None:
    took = line.push
    line.push = refusing(Problem.AUTH_REQUIRED, 401)  # type: ignore[method-assign]
    sync()
    assert sync("status", "--json")[1]["needs_you"] == 1
    line.push = took  # type: ignore[method-assign]
    sync()
    assert sync("status", "--json")[1]["needs_you"] == 0


def test_who_signs_in_at_a_seat_that_is_turned_away_is_told_that_it_is_the_seat(
    sync: Sync, line: FakeLine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line.problem = TransportProblem(Problem.DEVICE_REVOKED, 403)
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        sync("case", "file", "--from", "-", "--operator", "1042", "--password-file", str(tmp_path / "password"))
    assert ended.value.code == Exit.TURNED_AWAY
    assert "turns this seat away" in capsys.readouterr().err


def test_an_error_of_the_programs_own_is_no_success_and_needs_somebody_until_it_is_gone(
    sync: Sync, line: FakeLine
) -> None:
    def broken(_: object) -> Any:
        raise KeyError("13800005678")

    whole, line.pull = line.pull, broken  # type: ignore[method-assign]
    code, _, said = sync()
    assert code == Exit.BROKEN
    assert "error of the program's own" in said
    assert sync("status", "--json")[1]["needs_you"] == 1
    line.pull = whole  # type: ignore[method-assign]
    assert sync()[0] == Exit.DONE
    assert sync("status", "--json")[1]["needs_you"] == 0


@pytest.mark.parametrize("content", ["停水", "停电"])
def test_a_line_whose_case_the_centre_has_purged_files_nothing_and_says_so(
    sync: Sync, line: FakeLine, tmp_path: Path, content: str
) -> None:
    sync()
    [case_id] = [each.case_id for each in line.pushed]
    given = line.pull

    def purging(request: PullRequest) -> PullAnswer:
        row = PulledRow(entity="case", id=case_id, op="purge", revision=0, doc=None)
        scopes = {name: scope.model_copy(update={"rows": (row,)}) for name, scope in given(request).scopes.items()}
        return given(request).model_copy(update={"scopes": scopes})

    line.pull = purging  # type: ignore[method-assign]
    sync()
    again = GOOD | {"intake": GOOD["intake"] | {"content": content}}  # type: ignore[operator]
    (tmp_path / "again.jsonl").write_text(json.dumps(again), encoding="utf-8")
    code, told, _ = sync("case", "file", "--from", str(tmp_path / "again.jsonl"))
    assert (code, told["case_id"], told["repeated"], told["state"]) == (Exit.DONE, str(case_id), True, "purged")
    assert len(line.pushed) == 1


@pytest.mark.parametrize("pace", Pace)
def test_whatever_ends_a_round_early_has_a_code_and_words(pace: Pace) -> None:
    assert (why_stopped(pace) == {}) == (pace is Pace.IDLE)
