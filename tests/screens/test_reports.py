"""The reports screen: rates side by side, every number opens its cases, repeats are reviewed, all of it by keys."""

from concurrent.futures import Future
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from hotline.codes import Role
from hotline.report_doc import RepeatReview, RepeatsPage
from local_cache.errors import CentreSaid, NoLine
from local_cache.model import Draft, SeatStatus
from local_cache.news import StatusChanged
from screens.lock import LockScreen
from screens.parts.ask import Write
from screens.reports import ReportsScreen
from screens.reports.whole_text import WholeText
from screens.services import Go
from wording import set_language

from .fake_seat import failed
from .host import NARROW, NOON, WIDE, Host, paste, press, settled, until
from .loop_cases import LUBEI, WATER
from .report_pages import FIRST, SECOND, repeat, repeats_page, reported

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}


def with_reports(role: Role = Role.LEADER, unit: str = "") -> Host:
    """Return the screen of somebody of a role, at a seat that is answered every report."""
    app = Host(ReportsScreen())
    app.services.session = replace(app.seat.session(), operator_id="6001", roles=frozenset({role}), unit=unit)
    app.seat.acting = app.services.session
    app.seat.status = SeatStatus(line_up=True)
    reported(app.seat)
    return app


def asked(app: Host) -> dict[str, str]:
    """Return what was asked last of the cases behind a number."""
    name, words = app.seat.asked_reports[-1]
    assert name == "cases"
    return words


def on_disk(app: Host) -> list[Draft]:
    """Return the drafts that the seat keeps."""
    return [*app.seat.kept.values()]


@LANGUAGES
@SIZES
async def test_each_rate_stands_raw_beside_adjusted_with_its_change_and_formula(
    language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    app = with_reports()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        heads, first, water = app.rows[3], app.rows[4], app.rows[5]
        for row in (first, water):
            for rate in ("91.7/100.0  +6.1", "75.0/83.3   +6.1", "70.0/77.8   +6.1"):
                assert rate in row
        assert ("75.0/80.0   +6.1" in water) is (size == WIDE)  # handled in time stands at the line's numbers too
        assert ("供水公司" if language == "zh" else "City water company") in water
        assert ("解决率" if language == "zh" else "Resolution rate") in heads
        assert ("解决率 = 公式1" if language == "zh" else "Resolution rate = formula 1") in app.text
        before = "办结12件，10-01至10-31为8件" if language == "zh" else "12 settled, 8 from 10-01 to 10-31"
        assert before in app.text
        assert ("2026-11，本月" if language == "zh" else "2026-11, this month") in app.rows[1]
        assert "14:32" in app.rows[1]
        assert ".." not in "\n".join(app.rows[1:4])


@LANGUAGES
@SIZES
async def test_the_numbers_of_a_line_show_every_count_twice(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = with_reports()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "down", "down", "enter")
        rates = [row for row in app.rows if "91.67%" in row]
        assert "100.00%" in rates[0]
        unsolved = next(row for row in app.rows if ("未解决" if language == "zh" else "  unsolved") in row)
        assert unsolved.split()[-2:] == ["2", "1"]
        assert ("全部：11 / 12" if language == "zh" else "All: 11 / 12") in app.text
        assert ".." not in app.text


@pytest.mark.parametrize(
    ("keys", "what", "adjusted"),
    [
        (["down"] * 8 + ["enter"], "unsolved", "false"),
        (["down"] * 8 + ["x"], "unsolved", "true"),
        (["enter"], "must_contact", "false"),
        (["end", "up", "enter"], "excluded", "false"),
    ],
)
async def test_a_number_opens_the_cases_behind_it(keys: list[str], what: str, adjusted: str) -> None:
    set_language("en")
    app = with_reports()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", *keys)
        await settled(pilot)
        assert asked(app) == {**NOVEMBER, "what": what, "adjusted": adjusted, "unit": WATER}
        assert "第31件停水" in app.rows[4]
        assert "Timeline" in app.text or "Asked: 第31件停水" in app.text


async def test_a_number_of_none_says_so_and_opens_nothing() -> None:
    set_language("en")
    app = with_reports()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "end", "up", "x")
        assert "! No case stands behind this number" in app.text
        assert app.seat.asked_reports[-1][0] == "rates"


async def test_the_way_back_leads_to_where_one_was_and_more_cases_come_by_the_page() -> None:
    set_language("en")
    app = with_reports()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "down", "down", "enter", "down", "enter")
        await settled(pilot)
        await press(pilot, "end")
        await settled(pilot)
        assert "第33件停水" in app.text
        assert asked(app)["cursor"] == "more"
        await press(pilot, "escape")
        assert any(row.startswith(">   must contact") for row in app.rows)
        await press(pilot, "escape")
        assert any(row.startswith("> Lubei housing bureau") for row in app.rows)
        await press(pilot, "escape")
        assert any(row.startswith("> Lubei housing bureau") for row in app.rows)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["2", "down", "enter", "enter"], {**NOVEMBER, "what": "must_contact", "district": "130203"}),
        (["2", "end", "enter", "enter"], {**NOVEMBER, "what": "must_contact", "district": "-"}),
        (["1", "end", "enter", "enter"], {**NOVEMBER, "what": "must_contact", "unit": "-"}),
        (["3", "end", "enter", "enter"], {"from": "2026-10-01", "to": "2026-10-31", "what": "must_contact"}),
        (["3", "enter", "enter"], {"from": "2025-12-01", "to": "2026-11-30", "what": "must_contact"}),
        (["w", "3", "end", "enter", "enter"], {"from": "2026-11-09", "to": "2026-11-15", "what": "must_contact"}),
        (["4", "enter"], {**NOVEMBER, "what": "received"}),
        (["4", "down", "enter"], {**NOVEMBER, "what": "received", "class": "010101"}),
        (["4", "end", "enter"], {**NOVEMBER, "what": "received", "class": "-"}),
        (["4", "down", "x"], {"from": "2026-10-01", "to": "2026-10-31", "what": "received", "class": "010101"}),
        (["6", "enter"], {**NOVEMBER, "what": "overdue", "unit": LUBEI}),
        (["6", "x"], {**NOVEMBER, "what": "in_hand", "unit": LUBEI}),
    ],
)
async def test_numbers_of_every_report_open_their_cases(keys: list[str], expected: dict[str, str]) -> None:
    app = with_reports(Role.QUALITY)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        for key in keys:
            await press(pilot, key)
            await settled(pilot)
        assert asked(app) == {"adjusted": "false", **expected}


async def test_the_exposure_list_shows_the_case_of_each_unit() -> None:
    set_language("en")
    app = with_reports()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "7")
        await settled(pilot)
        assert "Lubei housing bureau" in app.rows[4]
        assert "第21件停水" in app.text


async def test_one_steps_through_months_and_weeks_and_never_into_what_is_to_come() -> None:
    set_language("en")
    app = with_reports()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        for key, words, begins in (
            ("p", "2026-10, last month", "2026-10-01"),
            ("w", "2026-W44 (10-26 to 11-01)", "2026-10-26"),
            ("n", "2026-W45 (11-02 to 11-08)", "2026-11-02"),
            ("n", "2026-W46 (11-09 to 11-15), last week", "2026-11-09"),
            ("n", "2026-W47 (11-16 to 11-22), this week", "2026-11-16"),
        ):
            await press(pilot, key)
            await settled(pilot)
            assert words in app.rows[1]
            assert app.seat.asked_reports[-1][1]["from"] == begins
        times = len(app.seat.asked_reports)
        await press(pilot, "n")
        assert "! There is no report yet on what is still to come" in app.text
        assert len(app.seat.asked_reports) == times


@LANGUAGES
async def test_without_a_line_there_are_words_and_what_was_fetched_keeps_its_as_of(language: str) -> None:
    set_language(language)
    app = with_reports()
    app.seat.has_line, app.seat.status = False, SeatStatus(line_up=False)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert ("恢复连线即可显示" if language == "zh" else "they come as soon as there is a line") in app.text
        app.seat.has_line, app.seat.status = True, SeatStatus(line_up=True)
        app.tell(StatusChanged(app.seat.status))
        await settled(pilot)
        assert "91.7/100.0" in app.text
        app.seat.has_line, app.seat.status = False, SeatStatus(line_up=False)
        app.clock.forward(600)
        await press(pilot, "2")
        await press(pilot, "1")
        await settled(pilot)
        assert "91.7/100.0" in app.text
        assert ("未更新，截至14:32!" if language == "zh" else "not fresh: as of 14:32!") in app.rows[1]


async def test_nobody_is_said_to_be_asked_once_there_is_no_line() -> None:
    set_language("en")
    app = with_reports()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        asked: Future[Any] = Future()
        app.seat.report = lambda _: asked  # type: ignore[method-assign]
        await press(pilot, "2")
        assert "Asking the centre ..." in app.text
        app.seat.status = SeatStatus(line_up=False)
        asked.set_exception(NoLine())
        await settled(pilot)
        assert "they come as soon as there is a line" in app.text
        assert "Asking the centre ..." not in app.text


async def test_without_a_line_the_whole_report_is_not_said_to_be_shown() -> None:
    set_language("en")
    app = with_reports()
    app.seat.whole_report = lambda *_: failed(NoLine())  # type: ignore[method-assign]
    app.seat.keep_report = lambda *_: failed(NoLine())  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "t")
        assert "! No line to the centre: try again when it is back" in app.text
        await press(pilot, "f")
        assert "! NOT written: No line to the centre: try again when it is back" in app.text


async def test_people_of_a_unit_see_their_own_rates_only() -> None:
    set_language("en")
    app = with_reports(Role.UNIT, LUBEI)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert app.rows[2].split() == ["[1", "Units]", "2", "Over", "time"]
        assert app.rows[4].startswith("> Lubei housing bureau")
        await press(pilot, "enter", "enter")
        await settled(pilot)
        assert asked(app)["unit"] == LUBEI
        await press(pilot, "5", "space")
        await settled(pilot)
        assert {name for name, _ in app.seat.asked_reports} == {"rates", "cases"}
        await press(pilot, "t", "f")
        assert app.screen is app._first


async def test_who_may_not_read_reports_is_told_by_the_centre() -> None:
    set_language("en")
    app = with_reports(Role.UNIT)
    app.seat.report = lambda _question: failed(CentreSaid("forbidden"))  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "! The centre says that your role may not do this: ask the lead" in app.text


@LANGUAGES
@SIZES
async def test_a_repeat_is_reviewed_with_a_few_words(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = with_reports(Role.SUPERVISOR)

    def waiting(told: dict[str, str]) -> RepeatsPage:
        page = repeats_page(told)
        return page.model_copy(update={"repeats": (), "not_reviewed": 0}) if app.seat.reviews else page

    def held(*given: Any, **draft: str) -> Future[Any]:
        app.seat.late.append((future := Future(), lambda: keep(*given, **draft).result()))
        return future

    app.seat.reports["repeats"] = waiting
    keep, app.seat.review_repeat = app.seat.review_repeat, held  # type: ignore[method-assign]
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, "5")
        await settled(pilot)
        assert ".." not in app.rows[4]
        await settled(pilot)
        assert ("待复核" if language == "zh" else "to review") in app.rows[4]
        await press(pilot, "r")
        assert ".." not in "\n".join(app.rows[-6:])
        await press(pilot, "enter")
        assert isinstance(app.screen, Write)
        await paste(pilot, "月底前换管")
        await press(pilot, "enter")
        await settled(pilot, held_back=1)
        assert ("待复核" if language == "zh" else "to review") in app.rows[4]
        app.seat.answer_late()
        await settled(pilot)
        assert app.seat.reviews == [((FIRST, SECOND), "月底前换管")]
        assert ("已复核" if language == "zh" else "Reviewed: it comes up again") in app.text
        assert ("没有待复核" if language == "zh" else "No repeat complaint waits") in app.text
        assert ("未复核0件" if language == "zh" else "not reviewed: 0") in app.text


async def test_reviewed_repeats_stand_apart_and_their_cases_can_be_gone_on_with() -> None:
    set_language("en")
    app = with_reports(Role.LEAD)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "5")
        await settled(pilot)
        assert app.rows[5] == ""
        await press(pilot, "a")
        await settled(pilot)
        assert "reviewed" in app.rows[5]
        await press(pilot, "down")
        assert "Reviewed by 6002 on 2026-11-21: 已约谈" in app.text
        await press(pilot, "up", "enter", "down")
        await settled(pilot)
        assert "第22件停水" in app.text
        await press(pilot, "f8")
        assert isinstance(app.screen, Write)
        await press(pilot, "escape", "ctrl+f")
        [went] = app.asked
        assert isinstance(went, Go)
        assert (went.place, went.case_id) == ("find", str(SECOND))
        assert went.words in app.text, "the number by which Find asks the centre"
        assert went.words


async def test_a_newer_case_brings_a_reviewed_matter_up_again() -> None:
    set_language("en")
    app = with_reports()
    again = repeat(review=RepeatReview(at=NOON, operator="6002", words="已约谈"))
    app.seat.reports["repeats"] = lambda told: repeats_page(told).model_copy(update={"repeats": (again,)})
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "5")
        await settled(pilot)
        assert "newer case" in app.rows[4]
        assert "A newer case has come in since" in app.text


async def test_what_was_written_comes_again_where_the_centre_did_not_take_it() -> None:
    set_language("en")
    app = with_reports()
    app.seat.review_repeat = lambda *_, **__: failed(CentreSaid("busy"))  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "5")
        await settled(pilot)
        await press(pilot, "r", *"new pipe", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Write)
        assert app.screen.entry.value == "new pipe"
        assert "The centre is busy" in app.text


async def test_a_review_that_is_half_written_is_on_disk_and_stands_there_again_after_the_console_ended() -> None:
    set_language("en")
    before = with_reports()
    async with before.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "5")
        await settled(pilot)
        await press(pilot, "r", *"new pipe")
        await until(pilot, lambda: any("new pipe" in map(str, each.fields.values()) for each in on_disk(before)))
        [draft] = on_disk(before)
        assert draft.case_id == SECOND
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: not on_disk(before))
    app = with_reports()
    app.seat.kept[draft.id] = draft
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "Half written: Review 0042-03-000001-1. To go on with it: 5 Repeats, then R" in app.text
        await press(pilot, "5")
        await settled(pilot)
        assert "half written" in app.rows[4]
        await press(pilot, "r", *"s", "enter")
        await settled(pilot)
        assert app.seat.reviews == [((FIRST, SECOND), "new pipes")]
        assert on_disk(app) == []


async def test_a_review_that_the_centre_did_not_take_stays_on_disk() -> None:
    app = with_reports()
    app.seat.review_repeat = lambda *_, **__: failed(CentreSaid("busy"))  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "5")
        await settled(pilot)
        await press(pilot, "r", *"new pipe")
        await until(pilot, lambda: on_disk(app))
        await press(pilot, "enter")
        await settled(pilot)
        assert len(on_disk(app)) == 1


async def test_an_answer_that_comes_late_is_not_shown_for_another_report() -> None:
    set_language("en")
    app = with_reports()
    answer, late = app.seat.report, []

    def report(question: Any) -> Future[Any]:
        late.append((future := Future(), question))
        return future

    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        app.seat.report = report  # type: ignore[method-assign]
        await press(pilot, "2", "4")
        for future, question in reversed(late):
            future.set_result(answer(question).result())
        await settled(pilot)
        assert "Water cut" in app.rows[5]
        assert "91.7" not in app.text


async def test_the_whole_report_is_read_and_written_and_it_is_said_where() -> None:
    set_language("en")
    app = with_reports()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        whole, late = app.seat.whole_report, Future[bytes]()
        app.seat.whole_report = lambda *_: late  # type: ignore[method-assign]
        await press(pilot, "p", "t")
        app.push_screen(LockScreen())
        late.set_result(whole("2026-10", "text", "en").result())
        await settled(pilot)
        assert isinstance(app.screen, LockScreen)
        app.pop_screen()
        await settled(pilot)
        assert isinstance(app.screen, WholeText)
        assert app.rows[0].strip() == "2026-10 text en"
        await press(pilot, "right", "pagedown", "escape", "f")
        await settled(pilot)
        for file in ("/seat/reports/report-2026-10-en.html", "/seat/reports/report-2026-10-en.xlsx"):
            assert file in app.text
        await press(pilot, "down")
        assert "/seat/reports" not in app.text
        assert "the files are named above" not in app.text
        app.seat.disk_full = True
        await press(pilot, "f")
        await settled(pilot)
        assert "! NOT written: the disk is full: free some space: /seat/reports/report.html" in app.text


async def test_written_files_are_named_above_a_case_too() -> None:
    set_language("en")
    app = with_reports()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "5", "enter")
        await settled(pilot)
        assert app.screen.view is not None  # type: ignore[attr-defined]
        await press(pilot, "f")
        await settled(pilot)
        assert "the files are named above" in app.text
        assert "/seat/reports/report-2026-11-en.xlsx" in app.text


async def test_the_other_language_leaves_one_where_one_was() -> None:
    set_language("en")
    app = with_reports()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "down", "enter", "down", "enter")
        await settled(pilot)
        set_language("zh")
        app.screen.relabel()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "应联系" in app.rows[2]
        assert "第31件停水" in app.rows[4]
        assert app.screen.view.doc.order.id == UUID(int=31)  # type: ignore[attr-defined]
