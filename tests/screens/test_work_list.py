"""A work list: what goes red first, its counts, and that no key ever acts on another case than the one shown."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import ClassVar
from uuid import UUID

import pytest

from hotline.codes import Role, State
from hotline.dispatch_commands import Assign
from hotline.queue_doc import QueueLine, QueueName
from local_cache.model import SessionInfo
from local_cache.news import CasesChanged, StatusChanged
from screens.parts import work_screen
from screens.parts.base import bindings_of
from screens.parts.case_words import number_words
from screens.parts.lamp_words import lamp_piece
from screens.parts.work_list import WorkColumn
from screens.parts.work_screen import WorkScreen
from widgets.keymap import Keymap
from widgets.lamp import Piece, Tone
from wording import set_language

from .cases import a_clock, waiting_case
from .host import NARROW, NOON, WIDE, Host, press, settled, until

RED, YELLOW, NEW, LATER = (UUID(int=each) for each in (1, 2, 3, 4))


class SomeList(WorkScreen):
    """A list as a screen has it, with one act."""

    PLACE = "dispatch"
    KEYS = ("assign", "note")
    BINDINGS = bindings_of("dispatch")
    GIVEN: ClassVar = {"assign": ("assign",)}
    COLUMNS = (
        WorkColumn("Lamp", 16),
        WorkColumn("Number", 18),
        WorkColumn("Type", 10, weight=1),
        WorkColumn("Title", 0, least=20),
    )

    @property
    def list_name(self) -> QueueName:
        return "dispatch"

    def cells(self, line: QueueLine) -> Sequence[Piece]:
        order = line.order
        number = number_words(order.order_no)
        return (
            lamp_piece(order, self.services.now()),
            (number, Tone.BRIGHT),
            ("Request", Tone.GREY),
            (order.title, Tone.GREY),
        )

    def action_assign(self) -> None:
        if order := self.begun("assign"):
            self.give(order, Assign(unit="1302-water"), partial(str, "Dispatched"))


@pytest.fixture(autouse=True)
def _seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    set_language("en")
    monkeypatch.setattr(work_screen, "NOT_SEEN_S", 0.0)


def a_list(*waiting: tuple[UUID, float]) -> Host:
    app = Host(SomeList(id="dispatch"))
    session = SessionInfo("2001", "赵敏", frozenset({Role.DISPATCHER}), "s-2", True, NOON)
    app.services.session = app.seat.acting = session
    app.seat.status = StatusChanged(app.seat.status).status
    line_is(app, up=True)
    for case_id, minutes in waiting:
        app.seat.waits(waiting_case(case_id.int, minutes, title=f"Case {case_id.int}"))
    return app


def line_is(app: Host, *, up: bool) -> None:
    from dataclasses import replace

    app.seat.has_line = up
    app.seat.status = replace(app.seat.status, line_up=up, line_since=NOON)


def listed(app: Host) -> list[str]:
    """Return the titles of the lines in sight, the marked one with its mark."""
    rows = app.rows[3 : 3 + work_screen.NARROW_LIST_ROWS - 1]
    return [f"{row[:1].strip()}{row[row.index('Case') :].split('  ')[0]}" for row in rows if "Case" in row]


THREE = ((NEW, 2.0), (RED, 11.0), (YELLOW, 8.0))


async def test_what_goes_red_first_stands_first_with_a_lamp_in_words_and_the_counts_above() -> None:
    app = a_list(*THREE)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        assert app.rows[1].startswith(" waiting 3   yellow 1!   red 1!!   oldest 14:21")
        assert app.rows[1].endswith("as of 14:32")
        assert [row[2:18].split("  ")[0] for row in app.rows[3:6]] == ["red 11 min!!", "yellow 8 min!", "2 min"]


@pytest.mark.parametrize(
    ("minutes", "paused", "provisional", "words", "tone"),
    [
        (-60, False, False, "2 h left", Tone.BRIGHT),
        (-60, False, True, "2 h left, provisional", Tone.BRIGHT),
        (90, False, False, "yellow 30 min left!", Tone.YELLOW),
        (180, False, False, "red 1 h over!!", Tone.RED),
        (180, True, False, "rests", Tone.GREY),
    ],
)
def test_other_clocks_say_how_much_time_is_left(
    minutes: float, paused: bool, provisional: bool, words: str, tone: Tone
) -> None:
    began = NOON - timedelta(minutes=max(minutes, 0))
    clock = a_clock(
        "handling", "reply", began, yellow=60, red=120, provisional=provisional, paused_at=NOON if paused else None
    )
    assert lamp_piece(waiting_case(1, 0, clocks=(clock,)), NOON) == (words, tone)


async def test_the_mark_stays_on_its_case_when_redder_ones_come_and_the_key_acts_on_it() -> None:
    app = a_list(*THREE)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        await press(pilot, "down")
        app.seat.waits(waiting_case(9, 30, title="Case 9"))
        app.tell(CasesChanged(frozenset({UUID(int=9)})))
        await until(pilot, lambda: listed(app) == ["Case 9", "Case 1", ">Case 2", "Case 3"])
        await press(pilot, "space")
        assert [case_id for _, case_id in app.seat.given] == [YELLOW]


async def test_a_marked_case_that_somebody_else_took_stays_in_its_place_and_takes_no_key() -> None:
    app = a_list(*THREE)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        await press(pilot, "down")
        app.seat.put_order(app.seat.orders[YELLOW].model_copy(update={"state": State.TO_SIGN, "revision": 2}))
        app.tell(CasesChanged(frozenset({YELLOW})))
        await until(pilot, lambda: "No longer in this list" in app.text)
        assert listed(app) == ["Case 1", ">Case 2", "Case 3"]
        await press(pilot, "space")
        assert app.seat.given == []
        assert "This case is no longer in the list" in app.text
        await press(pilot, "down")
        assert listed(app) == ["Case 1", ">Case 3"]
        await press(pilot, "space")
        assert [case_id for _, case_id in app.seat.given] == [NEW]


async def test_after_an_act_the_next_case_opens_by_itself_and_the_answer_names_the_one_before() -> None:
    app = a_list(*THREE)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        await press(pilot, "space")
        await until(pilot, lambda: listed(app) == [">Case 2", "Case 3"])
        assert f"{number_words(app.seat.orders[RED].order_no)}: Dispatched" in app.rows[-2]
        assert number_words(app.seat.orders[YELLOW].order_no) in app.rows[12]


async def test_a_key_that_is_held_down_does_not_go_through_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_screen, "NOT_SEEN_S", 3600.0)
    app = a_list(*THREE)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        app.screen._opened_itself = -3600.0  # type: ignore[attr-defined]
        await press(pilot, *["space"] * 5)
        await settled(pilot)
        assert [case_id for _, case_id in app.seat.given] == [RED]


async def test_no_key_acts_while_another_case_is_shown_than_is_marked() -> None:
    app = a_list(*THREE)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        shown = app.screen.view  # type: ignore[attr-defined]
        await press(pilot, "down")
        app.screen.view = shown  # type: ignore[attr-defined]
        await press(pilot, "space")
        assert app.seat.given == []


async def test_while_the_centre_has_not_answered_the_same_case_takes_no_second_act_and_another_one_does() -> None:
    app = a_list(*THREE)
    app.seat.hold_gives = True
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        await press(pilot, "space", "space")
        assert "The centre has not answered yet" in app.text
        assert len(app.seat.late) == 1
        await press(pilot, "down", "space")
        app.seat.answer_late()
        await until(pilot, lambda: listed(app) == [">Case 3"])
        assert [case_id for _, case_id in app.seat.given] == [RED, YELLOW]


async def test_a_refusal_is_said_in_words_and_the_case_stays() -> None:
    app = a_list(*THREE)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        app.seat.put_order(app.seat.orders[RED].model_copy(update={"return_count": 2}))
        await press(pilot, "space")
        await until(pilot, lambda: "Returned twice already: the shift lead decides" in app.text)
        assert listed(app)[0] == ">Case 1"


async def test_without_a_line_nothing_is_done_and_the_list_says_of_when_it_is() -> None:
    app = a_list(*THREE)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        line_is(app, up=False)
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: "not fresh: as of 14:32!" in app.rows[1])
        assert "Space" not in app.rows[-1]
        await press(pilot, "space")
        assert "Not done: there is no line to the centre. Nothing has changed" in app.text
        line_is(app, up=True)
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: "not fresh" not in app.rows[1])


async def test_a_list_that_never_came_says_why() -> None:
    app = a_list(*THREE)
    line_is(app, up=False)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "This list is at the centre: it comes as soon as there is a line." in app.text)
        line_is(app, up=True)
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])


async def test_the_end_of_a_page_brings_the_next_one_and_news_bring_both_again() -> None:
    app = a_list(*((UUID(int=each), 30.0 - each) for each in range(1, 13)))
    app.seat.pages_of = 5
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "1-8" not in app.rows[2] and listed(app)[:1] == [">Case 1"])
        assert len(listed(app)) == 5
        await press(pilot, "end")
        await until(pilot, lambda: "/ 10+" in app.rows[2])
        asked = len(app.seat.asked_queues)
        app.tell(CasesChanged(frozenset({UUID(int=2)})))
        await until(pilot, lambda: app.seat.asked_queues[asked:] == [("dispatch", ""), ("dispatch", "5")])
        assert ">Case 5" in listed(app)
        await settled(pilot)
        await press(pilot, "end")
        await until(pilot, lambda: "/ 12" in app.rows[2])
        assert "/ 12+" not in app.rows[2]


async def test_a_late_page_of_before_an_act_does_not_bring_its_case_back() -> None:
    app = a_list(*THREE)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        app.seat.hold_queue = True
        app.tell(CasesChanged(frozenset({RED})))
        await until(pilot, lambda: app.seat.late)
        await press(pilot, "space")
        app.seat.answer_late()
        await until(pilot, lambda: app.seat.late)  # what is asked after the act
        await settled(pilot, held_back=1)
        assert listed(app) == [">Case 2", "Case 3"]


async def test_letters_work_with_the_caps_lock_and_an_input_method_is_told_of() -> None:
    app = a_list(*THREE)
    app.services.keymap = Keymap()
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        await press(pilot, "人")
        assert "Letters are keys here: switch the input method to English" in app.text


async def test_ages_go_on_without_a_key() -> None:
    app = a_list(*THREE)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        app.clock.forward(60 * 5)
        app.screen.paint_list()  # type: ignore[attr-defined]
        await pilot.pause()
        assert [row[2:18].split("  ")[0] for row in app.rows[3:6]] == ["red 16 min!!", "red 13 min!!", "yellow 7 min!"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_columns_give_way_where_there_is_no_room(size: tuple[int, int], language: str) -> None:
    set_language(language)
    app = a_list(*THREE)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Case 3" in app.text)
        assert ".." not in "".join(app.rows[2:6])
        await pilot.resize_terminal(44, 24)
        await pilot.pause()
        assert "Request" not in app.rows[3]
        assert "Case 1" in app.rows[3]


async def test_a_list_at_rest_paints_nothing_again() -> None:
    app = a_list(*THREE)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: listed(app) == [">Case 1", "Case 2", "Case 3"])
        await settled(pilot)
        painted: list[object] = []
        work = app.screen.query_one("#work")
        work.refresh = lambda *_, **__: painted.append(1)  # type: ignore[method-assign,assignment,return-value]
        app.screen.read()  # type: ignore[attr-defined]
        await settled(pilot)
        assert painted == []
