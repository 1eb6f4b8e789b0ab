"""What is found moves while an operator is at it: each act goes to the case that was asked about."""

from concurrent.futures import Future
from uuid import UUID

import pytest
from textual.pilot import Pilot

from hotline.commands import AddNote, AmendCase, Withdraw
from local_cache.model import CaseView, Page, Query, SeatStatus
from local_cache.news import CasesChanged
from screens.find import FindScreen
from widgets.line_list import LineList
from wording import set_language

from .cases import FIRST, SECOND, a_case
from .fake_seat import done
from .host import NARROW, WIDE, Host, press, settled, until


@pytest.fixture(autouse=True)
def _in_english() -> None:
    set_language("en")


def with_two() -> Host:
    """Return a host whose seat finds two cases by one word; the newer one stands first."""
    app = Host(FindScreen(words="停水"))
    app.seat.put_order(a_case())
    app.seat.put_order(a_case(SECOND, 902, title="路灯不亮停水", content="文化楼停水。"))
    return app


async def marked(app: Host, pilot: Pilot[None]) -> None:
    """Go through the list, with the first case of it read."""
    await press(pilot, "enter")
    await until(pilot, lambda: app.screen.view is not None)  # type: ignore[attr-defined]


async def goes_from_the_list(app: Host, pilot: Pilot[None]) -> None:
    """Let the first case be one that the words no longer find, while a question about it is open."""
    app.seat.put_order(app.seat.orders[FIRST].model_copy(update={"title": "别的", "content": "别的"}))
    app.tell(CasesChanged(frozenset({FIRST})))
    await settled(pilot)


async def test_the_form_of_one_case_is_not_saved_on_the_one_that_was_read_under_it() -> None:
    app = with_two()
    read, slow = app.seat.case, Future[CaseView | None]()
    app.seat.case = lambda case_id: slow if case_id == SECOND else read(case_id)  # type: ignore[method-assign]
    async with app.run_test(size=WIDE) as pilot:
        await marked(app, pilot)
        find = app.screen
        await press(pilot, "down", "f3")
        assert "0017-01-000901-6  Amend: change what is wrong" in app.text
        await until(pilot, lambda: find.wanted == SECOND)  # type: ignore[attr-defined]
        slow.set_result(read(SECOND).result())
        await until(pilot, lambda: find.view.doc.order.id == SECOND)  # type: ignore[attr-defined]
        app.screen.query_one("#title").value = "改过的题目"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.seat.commands)
        [(command, case_id)] = app.seat.commands
        assert isinstance(command, AmendCase)
        assert case_id == FIRST


@pytest.mark.parametrize(
    ("key", "act", "asked"),
    [("f8", AddNote, "0017-01-000901-6  Add a note"), ("f4", Withdraw, "0017-01-000901-6  Withdraw: what did")],
)
async def test_a_note_or_a_withdrawal_goes_to_the_case_that_was_asked_about(key: str, act: type, asked: str) -> None:
    app = with_two()
    async with app.run_test(size=WIDE) as pilot:
        await marked(app, pilot)
        await press(pilot, key, *"why")
        assert asked in app.text
        await goes_from_the_list(app, pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: app.seat.commands)
        assert [(type(command), case_id) for command, case_id in app.seat.commands] == [(act, FIRST)]


async def test_an_act_is_given_with_the_revision_that_was_read_when_it_was_asked_for() -> None:
    app = with_two()
    bases: list[int | None] = []
    save = app.seat.save

    def saved(intent: object, **given: object) -> object:
        bases.append(given["base_revision"])  # type: ignore[arg-type]
        return save(intent, **given)  # type: ignore[arg-type]

    app.seat.save = saved  # type: ignore[method-assign, assignment]
    async with app.run_test(size=WIDE) as pilot:
        await marked(app, pilot)
        await press(pilot, "f3")
        app.seat.put_order(app.seat.orders[FIRST].model_copy(update={"revision": 7}))
        app.tell(CasesChanged(frozenset({FIRST})))
        await settled(pilot)
        app.screen.query_one("#title").value = "改过的题目"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bases)
        assert bases == [1]


async def test_a_masked_number_is_shown_of_the_case_that_was_asked_about() -> None:
    app = with_two()
    async with app.run_test(size=NARROW) as pilot:
        await marked(app, pilot)
        await press(pilot, "f9")
        assert "0017-01-000901-6  Reveal: which?" in app.text
        await press(pilot, "2")
        assert "0017-01-000901-6  Reveal: why?" in app.text
        await goes_from_the_list(app, pilot)
        await press(pilot, "2")
        await until(pilot, lambda: app.seat.reveals)
        assert [case_id for case_id, _, _ in app.seat.reveals] == [FIRST]


def with_pages(app: Host, count: int = 50) -> list[UUID]:
    """Let the seat know so many cases and give them page by page; return them in the order of the list."""
    ids = [UUID(int=1000 + place) for place in range(count)]
    lines = [app.seat.put_order(a_case(each, 100 + place)) for place, each in enumerate(ids)]

    def search(query: Query) -> Future[Page]:
        known = [line for line in lines if app.seat.orders[line.case_id].title]
        start = int(query.cursor or 0)
        end = start + query.limit
        return done(Page(tuple(known[start:end]), None, str(end) if end < len(known) else "", app.clock()))

    app.seat.search = search  # type: ignore[method-assign]
    return ids


async def far_down(app: Host, pilot: Pilot[None]) -> LineList:
    """Read two more pages and rest on the third row of the last one."""
    await marked(app, pilot)
    found = app.screen.query_one(LineList)
    for rows in (40, 50):
        await press(pilot, "end")
        await until(pilot, lambda rows=rows: len(found.rows) == rows)  # type: ignore[misc]
    await press(pilot, "down", "down", "down")
    await until(pilot, lambda: app.screen.view.doc.order.id == UUID(int=1042))  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("heard", [1003, 1042])
async def test_news_leaves_a_long_list_long_and_the_mark_on_its_case(heard: int) -> None:
    app = Host(FindScreen(words="停水"))
    with_pages(app)
    async with app.run_test(size=WIDE) as pilot:
        found = await far_down(app, pilot)
        app.tell(CasesChanged(frozenset({UUID(int=heard)})))
        await settled(pilot)
        assert (len(found.rows), found.key) == (50, str(UUID(int=1042)))
        assert app.screen.view.doc.order.id == UUID(int=1042)  # type: ignore[attr-defined]


async def test_a_note_far_down_leaves_the_operator_where_they_are() -> None:
    app = Host(FindScreen(words="停水"))
    with_pages(app)
    async with app.run_test(size=WIDE) as pilot:
        found = await far_down(app, pilot)
        await press(pilot, "f8", *"hurry", "enter")
        await until(pilot, lambda: "Note added" in app.text)
        await settled(pilot)
        assert (len(found.rows), found.key) == (50, str(UUID(int=1042)))
        assert app.screen.view.doc.order.id == UUID(int=1042)  # type: ignore[attr-defined]


async def test_a_case_that_is_open_stays_in_the_list_when_the_words_no_longer_find_it() -> None:
    app = with_two()
    async with app.run_test(size=WIDE) as pilot:
        await marked(app, pilot)
        await goes_from_the_list(app, pilot)
        assert app.screen.query_one(LineList).key == str(FIRST)
        assert app.screen.view.doc.order.title == "别的"  # type: ignore[attr-defined]
        assert "1 found on this seat, as of 14:32. The case read here is no longer among them." in app.text
        assert [row[:66] for row in app.rows[4:6] if "别的" in row[:66]]
        await press(pilot, "ctrl+f", "enter")
        await until(pilot, lambda: app.screen.view.doc.order.id == SECOND)  # type: ignore[attr-defined]
        assert len(app.screen.query_one(LineList).rows) == 1


async def test_what_was_found_at_the_centre_stays_after_an_act_on_it() -> None:
    app = with_two()
    app.seat.status = SeatStatus(line_up=True)
    async with app.run_test(size=WIDE) as pilot:
        await marked(app, pilot)
        await press(pilot, "f5")
        await until(pilot, lambda: "2 found at the centre" in app.text)
        await press(pilot, "f8", *"hurry", "enter")
        await until(pilot, lambda: "Note added" in app.text)
        await settled(pilot)
        assert "2 found at the centre" in app.text


async def test_news_while_the_centre_is_asked_do_not_take_its_answer_away() -> None:
    app = with_two()
    app.seat.status = SeatStatus(line_up=True)
    there = Future[Page]()
    async with app.run_test(size=WIDE) as pilot:
        await marked(app, pilot)
        app.seat.search_centre = lambda _: there  # type: ignore[method-assign]
        await press(pilot, "f5")
        app.tell(CasesChanged(frozenset({FIRST})))
        await settled(pilot, held_back=1)
        there.set_result(Page((app.seat.line(app.seat.orders[SECOND]),), 1, "", app.clock(), at_centre=True))
        await until(pilot, lambda: "1 found at the centre" in app.text)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_cases_of_one_title_are_told_apart_and_more_than_are_seen_are_announced(size: tuple[int, int]) -> None:
    app = Host(FindScreen())
    for place, (name, area) in enumerate([("李小明", "130203001001"), ("王大力", "130202001001")] * 25):
        app.seat.put_order(
            a_case(UUID(int=2000 + place), 300 + place, title="小区停水", caller_name=name, area_code=area)
        )
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.screen.view is not None)  # type: ignore[attr-defined]
        seen = app.screen.query_one(LineList)
        assert f"1-{seen.size.height - 1} / {len(seen.rows)}" in app.rows[3]
        rows = [row[: seen.size.width] for row in app.rows[4:6]]
        assert {any("李**" in row for row in rows), any("王**" in row for row in rows)} == {True}
        if size == NARROW:
            assert any("祥富里社区" in row for row in rows)
        app.screen.set_focus(seen)
        await press(pilot, "end")
        await until(pilot, lambda: f"-{len(seen.rows)} / {len(seen.rows)}" in app.rows[3])
