"""The report as leaders get it: on a terminal, as a workbook, as a page to be printed, in both languages."""

import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from sqlalchemy import update

from case_api.centre import Centre
from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.reports.as_html import as_html
from case_api.reports.as_text import as_text, width
from case_api.reports.as_xlsx import write_xlsx
from case_api.reports.behind import cases_behind
from case_api.reports.sections import Kind, Written, shown, written
from case_api.reports.whole import FEW, NAMED_COUNTS, Report, report_of
from case_api.storage.engine import writing
from case_api.storage.tables_reports import settled_cases
from hotline.behind import IN_HAND, Behind
from hotline.codes import Role
from hotline.context import Actor
from hotline.counts import Count
from hotline.order_number import grouped
from hotline.periods import month
from tests.case_api.cheap_passwords import cheap_passwords
from tests.case_api.core.pushing import Clock
from tests.case_api.http.conftest import PASSWORD
from tests.case_api.reports.conftest import Stored
from wording import set_language

_JULY = month("2026-07")
_LEAD = Actor("lead", frozenset({Role.LEAD}))
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NASTY = "<script>=1+1 & 测试"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """How a report is written does not depend on the database; that one is gathered on both, `test_rates` sees."""
    return sqlite_url


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language("zh")


@pytest.fixture
def report(stored: Stored) -> Report:
    assert isinstance(stored.centre.now, Clock)
    stored.centre.now.at = stored.centre.now.at.replace(year=2026, month=7, day=25)
    return report_of(stored.centre, _JULY)


@pytest.fixture
def words(report: Report, stored: Stored, language: str) -> Written:
    return written(report, stored.centre.pack, _NASTY, "2026-07", "case-api")


def test_every_number_has_its_cases_or_says_how_they_are_listed(report: Report, stored: Stored) -> None:
    few = 0
    for line in report.by_unit.lines:
        for count in NAMED_COUNTS:
            times = getattr(line.raw, count.value)
            numbers = report.numbers.get((count, line.key))
            if 0 < times <= FEW:
                few += 1
                found = cases_behind(stored.centre, _JULY, Behind(count, unit=line.key), _LEAD, limit=200)
                assert numbers == tuple(doc.order.order_no for doc in found.cases)
                assert len(numbers) == times
            else:
                assert numbers is None
    assert few > 10


def test_many_cases_are_listed_by_a_command(stored: Stored, language: str) -> None:
    with writing(stored.centre.engine) as conn:
        conn.execute(update(settled_cases).values(satisfied="dissatisfied", unit="130202-housing", day=_JULY.since))
    text = as_text(written(report_of(stored.centre, _JULY), stored.centre.pack, "12345", "2026-07", "case-api"))
    assert "case-api report cases 2026-07-01 2026-07-31 --what dissatisfied --unit 130202-housing" in text


def test_the_text_says_the_rates_with_their_formulas(
    stored: Stored, report: Report, words: Written, language: str
) -> None:
    text = as_text(words)
    total = report.by_unit.total
    for figure in total.rates:
        assert shown(figure.raw.share, Kind.SHARE) in text
        assert shown(figure.adjusted.share, Kind.SHARE) in text
    formula = {
        "zh": "解决率 = （解决＋k*基本解决）/ 有效回访，k = 1",
        "en": "Resolution rate = (solved + k * mostly solved) / valid call-backs, k = 1",
    }
    assert formula[language] in text
    for number in report.numbers[Count.OVERDUE, next(each.unit for each in report.overdue if each.settled_late)]:
        assert grouped(number) in text
    in_hand = [each.in_hand for each in report.overdue]
    assert any(in_hand)
    for each in report.overdue:
        asked = Behind(IN_HAND, unit=each.unit)
        assert len(cases_behind(stored.centre, _JULY, asked, _LEAD, limit=200).cases) == each.in_hand


def test_columns_stand_below_each_other_on_a_terminal(words: Written) -> None:
    lines = as_text(words).splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(("分类", "Class")))
    table = lines[start : start + 2]
    ends = [[width(line[: found.end()]) for found in re.finditer(r"\S+(?: \S+)*", line)][1:] for line in table]
    assert ends[0][:3] == ends[1][:3]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "xlink:href")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_by_itself_and_shows_what_people_wrote(words: Written, report: Report) -> None:
    page = _Page()
    text = as_html(words)
    page.feed(text)
    assert page.addresses == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert "//" not in text.replace("</", "")
    assert "url(" not in text
    assert _NASTY in page.text
    assert page.tags.count("svg") > 5
    assert "rect" in page.tags
    for line in report.by_unit.lines:
        assert shown(line.rates[1].raw.share, Kind.SHARE) in page.text


def test_the_workbook_has_numbers_as_numbers_and_charts(words: Written, report: Report, tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    write_xlsx(words, file)
    with zipfile.ZipFile(file) as parts:
        names = parts.namelist()
        assert sum(name.startswith("xl/charts/") for name in names) >= 4
        book = Xml.fromstring(parts.read("xl/workbook.xml"))
        assert [each.get("name") for each in book.iter(f"{_SHEET}sheet")] == [each.title for each in words.sections]
        texts = ["".join(each.itertext()) for each in Xml.fromstring(parts.read("xl/sharedStrings.xml"))]
        assert any(_NASTY in text for text in texts)
        units = Xml.fromstring(parts.read("xl/worksheets/sheet2.xml"))
        assert list(units.iter(f"{_SHEET}f")) == []
        numbers = {
            float(cell.findtext(f"{_SHEET}v") or 0) for cell in units.iter(f"{_SHEET}c") if cell.get("t") is None
        }
    for line in report.by_unit.lines:
        share = line.rates[1].raw.share
        assert share is None or any(abs(number - share) < 1e-9 for number in numbers)


def test_a_month_without_cases_says_so(centre: Centre, language: str) -> None:
    text = as_text(written(report_of(centre, month("2020-02")), centre.pack, "12345", "2020-02", "case-api"))
    assert max(map(width, text.split("\n\n")[0].splitlines())) < 80
    assert {"zh": "没有办结。", "en": "Nothing was settled."}[language] in text


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CASE_API_DATABASE_URL", sqlite_url)
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")

    def told(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with cheap_passwords():
            code = main(["--language", "en", "--folder", str(tmp_path / "centre"), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    assert told("init", "--loopback", "--password-file", str(tmp_path / "password"))[0] == Exit.DONE
    return told


def test_the_command_prints_or_writes_the_report_and_replaces_nothing_unasked(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("report", "month", "2025-10")
    assert code == Exit.DONE
    assert "report of 2025-10" in out
    assert "== By unit ==" in out
    page, book = tmp_path / "r.html", tmp_path / "r.xlsx"
    code, out, _ = run("report", "week", "2026-w43", "--html", str(page), "--xlsx", str(book))
    assert (code, out) == (Exit.DONE, f"{book} is written\n{page} is written\n")
    assert "2026-W43" in page.read_text(encoding="utf-8")
    assert zipfile.is_zipfile(book)
    code, _, err = run("report", "week", "2026-W43", "--html", str(page))
    assert (code, "--force" in err) == (Exit.REFUSED, True)
    assert run("report", "week", "2026-W43", "--html", str(page), "--force")[0] == Exit.DONE
    assert run("report", "cases", "2025-10-01", "2025-10-31", "--what", "unsolved") == (Exit.DONE, "", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("report", "month", "2026-W43"), "2026-W43 is no month: write it as 2026-10"),
        (("report", "week", "2026-10"), "2026-10 is no week: write it as 2026-W43"),
        (("report", "month", "1969-01"), "reports are about the years 2000 to 2100"),
        (("report", "cases", "2026-10-31", "2026-10-01"), "a period does not end before it begins"),
        (("report", "month", "2099-01"), "name a period that has begun"),
        (("report", "week", "2099-W01"), "name a period that has begun"),
        (("report", "cases", "2099-01-01", "2099-01-31"), "name a period that has begun"),
        (("report", "month", "2025-10", "--html", "/nowhere/r.html"), "/nowhere"),
    ],
)
def test_what_is_asked_amiss_is_said(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = run(*arguments)
    assert code != Exit.DONE
    assert said in err
