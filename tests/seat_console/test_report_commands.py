"""`report` on a seat of a real centre: whole reports as text, page and workbook, the cases behind, and who may."""

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from case_api.accounts.users import add_user
from case_api.storage.engine import writing
from hotline.codes import Role
from hotline.periods import Period
from local_cache.errors import CentreSaid
from local_cache.report_questions import repeats
from seat_console.exit_codes import Exit
from seat_console.start import open_seat
from tests.deadline import PATIENCE_S
from tests.local_cache_sync.real_centre import PASSWORD, RealCentre
from tests.seat_console.test_at_centre import Headless

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealCentre]:
    monkeypatch.setattr("case_api.http.events.BEAT_SECONDS", 0.05)
    with RealCentre.listening(tmp_path) as real:
        with writing(real.centre.engine) as conn:
            for name, roles in (("3001", [Role.LEADER]), ("2001", [Role.CALLBACK])):
                add_user(conn, real.registry.passwords, name, name, roles, PASSWORD, at=real.now())
        yield real


@pytest.fixture
def headless(centre: RealCentre, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Headless:
    return Headless(centre, tmp_path, capsys)


def test_a_leader_reads_the_report_and_has_it_written(headless: Headless, tmp_path: Path) -> None:
    month = f"{datetime.now(UTC):%Y-%m}"
    headless.filed()
    code, out, err = headless.as_("3001", "report", "month", month)
    assert (code, err) == (Exit.DONE, "")
    assert f"report of {month}" in out
    assert "== By unit ==" in out
    page, book = tmp_path / "page.html", tmp_path / "book.xlsx"
    files = ("--html", str(page), "--xlsx", str(book))
    code, out, _ = headless.as_("3001", "report", "month", month, *files)
    assert (code, f"{page} is written" in out) == (Exit.DONE, True)
    assert '<html lang="en">' in page.read_text("utf-8")
    assert zipfile.ZipFile(book).testzip() is None
    code, _, err = headless.as_("3001", "report", "month", month, *files)
    assert (code, "is there already" in err) == (Exit.USAGE, True)
    assert headless.as_("3001", "report", "month", month, *files, "--force")[0] == Exit.DONE
    assert sorted(file.name for file in tmp_path.glob("*.part")) == []


def test_the_cases_behind_a_number_are_listed_as_words_or_json(headless: Headless) -> None:
    number = headless.filed()
    year = datetime.now(UTC).year
    days = (f"{year - 1}-12-01", f"{year + 1}-01-31")
    code, out, _ = headless.as_("3001", "report", "cases", *days, "--what", "received", "--json")
    [case] = json.loads(out)["cases"]
    assert (code, case["number"], case["title"], json.loads(out)["next"]) == (Exit.DONE, number, "停水", None)
    assert "19900001234" not in out
    code, out, _ = headless.as_("3001", "report", "cases", *days, "--what", "received")
    assert out.rstrip().endswith("停水")
    assert headless.as_("3001", "report", "cases", *days) == (Exit.DONE, "", "")


def test_an_unknown_code_is_an_error_that_says_what_to_do(headless: Headless) -> None:
    wanted = ("2025-10-01", "2025-10-31", "--unit", "nosuch")
    code, out, err = headless.as_("3001", "report", "cases", *wanted)
    assert (code, out, "No unit has this code" in err) == (Exit.USAGE, "", True), err


def test_the_parts_of_a_report_come_as_one_object(headless: Headless) -> None:
    code, out, _ = headless.as_("3001", "report", "week", "2025-W43", "--json")
    told = json.loads(out)
    assert (code, told["period"], told["units"]["since"]) == (Exit.DONE, "2025-W43", "2025-10-20")
    assert set(told) == {"period", "units", "districts", "classes", "repeats", "overdue", "named"}


def test_without_a_period_it_is_the_last_one_that_is_over(headless: Headless, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(2025, 10, 31, 16, 30, tzinfo=UTC)  # the first of November by the city's clock
    monkeypatch.setattr("seat_console.headless.report_jobs.utc_now", lambda: moment)
    assert "report of 2025-10" in headless.as_("3001", "report", "month")[1]
    assert "report of 2025-W43" in headless.as_("3001", "report", "week")[1]


def test_of_what_is_still_to_come_there_is_no_report(headless: Headless) -> None:
    for words in (("month", "2099-01"), ("week", "2099-W02", "--json"), ("cases", "2099-01-01", "2099-01-31")):
        code, out, err = headless.as_("3001", "report", *words)
        assert (code, out, "name a period that has begun" in err) == (Exit.USAGE, "", True), err


def test_a_repeat_is_reviewed_over_the_line_by_who_may(headless: Headless) -> None:
    for _ in range(2):  # the same caller, class and place
        headless.filed()
    year = datetime.now(UTC).year
    period = Period(date(year - 1, 12, 1), date(year + 1, 1, 31))
    seat = open_seat(headless.folder)
    try:
        for operator in ("2001", "3001"):
            assert seat.sign_in(operator, PASSWORD).result(PATIENCE_S).online
            waiting = seat.report(repeats(period, reviewed=False))
            if operator == "2001":
                with pytest.raises(CentreSaid, match="forbidden"):
                    waiting.result(PATIENCE_S)
                continue
            [matter] = waiting.result(PATIENCE_S).repeats
            ids = [case.id for case in matter.cases]
            assert seat.review_repeat(ids, "已约谈").result(PATIENCE_S).operator == "3001"
            assert seat.report(repeats(period, reviewed=False)).result(PATIENCE_S).repeats == ()
            [done] = seat.report(repeats(period, reviewed=True)).result(PATIENCE_S).repeats
            assert done.review is not None
            assert (done.reviewed, done.review.words) == (True, "已约谈")
    finally:
        seat.close()


def test_reports_are_refused_to_other_roles_and_to_nobody(headless: Headless, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for words in (("month", "2026-10"), ("week", "2025-W43", "--html", str(page)), ("month", "2026-10", "--json"),
                  ("cases", "2026-10-01", "2026-10-31")):  # fmt: skip
        code, out, _ = headless.as_("2001", "report", *words)
        assert (code, out) == (Exit.REFUSED, "")
        assert headless.run("report", *words)[0] == Exit.NOT_SIGNED_IN
    assert not page.exists()


def test_what_is_no_period_is_said_before_anything_is_asked(headless: Headless) -> None:
    for words, says in (
        (("month", "2026-13"), "2026-13 is no month: write it as 2026-10"),
        (("week", "soon"), "soon is no week: write it as 2026-W43"),
        (("cases", "2026-10-02", "2026-10-01"), "a period does not end before it begins"),
        (("cases", "1969-10-02", "1969-10-03"), "name a period within them"),
    ):
        code, _, err = headless.run("report", *words)
        assert (code, says in err) == (Exit.USAGE, True), err
