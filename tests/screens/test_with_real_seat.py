"""The screens over a seat's real files and the real city: what the stand-in promises is what the seat does."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from hotline.commands import AddNote, AnswerQuery, Urge
from hotline.order_number import grouped
from local_cache.errors import Refused
from local_cache.folder import SeatFolder
from local_cache.seat import Seat
from local_cache.sync.transport import SignedIn
from screens.desk.screen import DeskScreen
from screens.find import FindScreen
from screens.services import SeatNews, Services
from tests.deadline import PATIENCE_S
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import PASSWORD, SESSION, START, Clock, begin, filing, pack
from wording import set_language

from .host import NARROW, WIDE, Host, paste, press, until

SECOND_CALL = UUID(int=9)


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    clock = Clock()
    opened = Seat.open(begin(SeatFolder(tmp_path / "seat")), now=clock, start_sync=False, ballast_size=0)
    yield opened
    opened.close()


def services(seat: Seat) -> Services:
    return Services(seat=seat, now=Clock(), zone=ZoneInfo("Asia/Shanghai"), seat_code="0042", pack=pack(),
                    session=SESSION)  # fmt: skip


def over(screen: DeskScreen | FindScreen, seat: Seat) -> Host:
    """Return a host over the real seat; its news reach the screen as the program brings them."""
    app = Host(screen, given=services(seat))
    seat.subscribe(lambda news: screen.post_message(SeatNews(news)) and None)
    return app


async def test_a_case_of_the_real_city_goes_from_ring_to_search(seat: Seat) -> None:
    set_language("en")
    desk = DeskScreen()
    app = over(desk, seat)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: len(desk.query_one("#area_code").choices) > 5000)  # type: ignore[attr-defined]
        app.ring("19900001234")
        await press(pilot, "enter", *"xfl", "1", *"停水", "enter", "enter")
        assert desk.desk.form["area_code"]
        assert desk.desk.form["class_code"].startswith("0101")  # type: ignore[union-attr]
        await press(pilot, "ctrl+g", "0")
        await paste(pilot, "昨晚八点起全楼停水\n至今未修[/]")
        await until(pilot, lambda: seat.drafts("1042").result()[0].fields.get("content", "").endswith("至今未修[/]"))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: desk.done and desk.done.case_id)
        assert "0042-03-000001" in app.text
        assert "On this seat" in app.text
        assert seat.drafts("1042").result() == []

    find = FindScreen()
    app = over(find, seat)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await paste(pilot, "停水")
        await press(pilot, "enter")
        await until(pilot, lambda: find.view is not None)
        number = find.view.doc.order.order_no  # type: ignore[union-attr]
        assert grouped(number) in app.text
        assert "至今未修[/]" in app.text
        await press(pilot, "f7", "enter")
        await until(pilot, lambda: find.view.doc.order.urge_count == 1)  # type: ignore[union-attr]
        await press(pilot, "f3", "ctrl+s")
        await press(pilot, *["down"] * 8)
        await paste(pilot, "12号楼")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: find.view.doc.order.address_text == "12号楼")  # type: ignore[union-attr]
        await press(pilot, "f9", "1", "1")
        await until(pilot, lambda: "19900001234" in app.text)


async def test_the_next_call_of_the_same_caller_offers_the_open_case(seat: Seat) -> None:
    set_language("en")
    desk = DeskScreen()
    app = over(desk, seat)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: len(desk.query_one("#area_code").choices) > 5000)  # type: ignore[attr-defined]
        app.ring("19900001234")
        await press(pilot, "enter", *"xfl", "1", *"停水", "enter", "enter", "ctrl+g", "0", *"停水了", "ctrl+s")
        await until(pilot, lambda: desk.done and desk.done.case_id)
        first = desk.done.case_id  # type: ignore[union-attr]
        await press(pilot, "enter")
        await until(pilot, lambda: seat.case(first).result() is not None)  # type: ignore[arg-type]
        app.ring("19900001234", SECOND_CALL)
        await until(pilot, lambda: "1 call before" in app.text)
        await until(pilot, lambda: "Likely: 0042-03-000001" in app.text)
        await press(pilot, "enter", "f7")
        await until(pilot, lambda: seat.case(first).result().doc.order.urge_count == 1)  # type: ignore
        await until(pilot, lambda: "Urged. The case that goes on:" in app.text)


async def test_a_parked_draft_is_there_after_the_program_has_started_again(seat: Seat) -> None:
    desk = DeskScreen()
    app = over(desk, seat)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring("19900001234")
        await press(pilot, "enter", "ctrl+g", "0", *"第一件", "f4", "enter")
        app.ring("19900001235", SECOND_CALL)
        await press(pilot, "enter", "ctrl+g", "0", *"第二件")
        await until(pilot, lambda: len(seat.drafts("1042").result()) == 2)
        await until(pilot, lambda: any(each.fields.get("content") == "第二件" for each in seat.drafts("1042").result()))
    again = DeskScreen()
    app = over(again, seat)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: again.view.narrative.value == "第二件")
        assert app.focused is again.view.narrative
        assert [each.name for each in again.parked] == ["199****1234 第一件"]


def test_the_operator_may_go_before_the_centre_has_forgotten_them(tmp_path: Path) -> None:
    answers = threading.Event()

    class SlowCentre(FakeLine):
        def sign_out(self, token: str) -> None:
            assert answers.wait(PATIENCE_S)
            super().sign_out(token)

    clock = Clock()
    line = SlowCentre(clock)
    line.people["1042"] = (
        PASSWORD,
        SignedIn("s-9", "token", START + timedelta(days=3), "1042", "王敏", SESSION.roles, None),
    )
    folder = begin(SeatFolder(tmp_path / "seat"))
    seat = Seat.open(folder, now=clock, transport=line, ballast_size=0)
    try:
        session = seat.sign_in("1042", PASSWORD).result(PATIENCE_S)
        seat.sign_out(session, {}).result(PATIENCE_S)
        assert seat.session is None
    finally:
        answers.set()
        seat.close()


async def test_an_urge_and_its_note_are_on_disk_together_or_not_at_all(seat: Seat) -> None:
    case_id = seat.save(filing(), session=SESSION).result().case_id
    with pytest.raises(Refused):
        seat.save(AnswerQuery(answer="12号楼"), session=SESSION, case_id=case_id, first=(Urge(),)).result()
    assert [line.op for line in seat.own_recent().result()] == ["file_case"]
    saved = seat.save(AddNote(text="还没水"), session=SESSION, case_id=case_id, first=(Urge(),)).result()
    assert [line.op for line in seat.own_recent().result()] == ["add_note", "urge", "file_case"]
    assert seat.own_recent().result()[0].mutation_id == saved.mutation_id
    assert seat.status.unsent == 3


async def test_a_call_without_a_case_takes_no_number_and_is_known_at_the_next_one(seat: Seat) -> None:
    set_language("en")
    desk = DeskScreen()
    app = over(desk, seat)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring("19900001234")
        await press(pilot, "enter", "f3", "2")
        await until(pilot, lambda: desk.done)
        assert "Noted without a case: Wrong number" in app.text
        assert "0042-03" not in app.text
        await press(pilot, "enter")
        app.ring("19900001234", SECOND_CALL)
        await until(pilot, lambda: "1 call" in app.rows[1])
    assert seat.save(filing(), session=SESSION).result().number.startswith("004203000001")
