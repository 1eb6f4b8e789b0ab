"""What the centre tells the desk: the queue beside the messages, notices, answers to a hand, what a lead wants."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from hotline.codes import CallEventKind
from hotline.desk_doc import DeskNews, HandAnswer, Notice, QueueLine, SeatOrder
from local_cache.model import DeskAct
from local_cache.news import DeskNewsChanged
from screens.desk.screen import DeskScreen
from tests.screens.test_desk_file import fill
from wording import set_language, tr

from .host import NARROW, NOON, WIDE, Host, press, settled, until
from .test_own_state import told

STORM = Notice(notice_id=UUID(int=1), words="暴雨红色预警", must_read=True, sent_by="赵刚", sent_at=NOON)
TEA = STORM.model_copy(update={"notice_id": UUID(int=2), "words": "午餐已到", "must_read": False})
ANSWER = HandAnswer(hand_id=UUID(int=3), words="转给我", answered_by="赵刚", answered_at=NOON)
HINT = DeskNews(now=NOON, switch_up=True)


def a_desk() -> Host:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, line_up=True)
    return app


def tell(app: Host, **news: Any) -> None:
    app.tell(DeskNewsChanged(HINT.model_copy(update={"now": app.clock(), **news}), app.clock()))


def order(number: int, kind: str, value: str, reason: str = "", by: str = "赵刚") -> SeatOrder:
    return SeatOrder.model_validate(
        {"order_id": UUID(int=number), "kind": kind, "value": value, "reason": reason, "given_by": by, "given_at": NOON}
    )


async def ticked(pilot: Pilot[None], app: Host) -> str:
    """Let a second's tick paint; return the message line."""
    await pilot.pause()
    app.desk._tick()
    await pilot.pause()
    return app.rows[-2]


@pytest.mark.parametrize(("language", "size"), [("zh", NARROW), ("zh", WIDE), ("en", NARROW), ("en", WIDE)])
async def test_the_queue_stands_beside_the_messages_and_its_longest_wait_goes_on(
    language: str, size: tuple[int, int]
) -> None:
    app = a_desk()
    set_language(language)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        since = NOON + timedelta(hours=1, seconds=-41)  # by the centre's clock, which is an hour ahead
        news = HINT.model_copy(
            update={"now": NOON + timedelta(hours=1), "queue": QueueLine(waiting=3, longest_since=since)}
        )
        app.tell(DeskNewsChanged(news, NOON))
        await pilot.pause()
        line = await ticked(pilot, app)
        assert line.endswith("waiting 3, longest 00:41" if language == "en" else "等候 3，最长 00:41")
        app.clock.forward(20)
        assert (await ticked(pilot, app)).endswith("01:01")
        app.seat.status = replace(app.seat.status, line_up=False)
        assert (await ticked(pilot, app)).strip() == ""  # what was so is not said to be so now


async def test_a_second_of_the_queue_costs_no_layout_and_nothing_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = a_desk()
    layouts: list[str] = []
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "f2", "ctrl+g", "0", *"water")
        await until(pilot, lambda: app.seat.draft_writes[-1].fields.get("content") == "water")
        tell(app, queue=QueueLine(waiting=9, longest_since=NOON))
        await ticked(pilot, app)
        await settled(pilot)
        original = Screen._refresh_layout
        monkeypatch.setattr(
            Screen, "_refresh_layout", lambda self, *a, **k: (layouts.append("x"), original(self, *a, **k))[1]
        )
        for second in range(5):
            tell(app, queue=QueueLine(waiting=second, longest_since=app.clock()))
            app.clock.forward(1)
            assert f"waiting {second}" in await ticked(pilot, app)
        await press(pilot, *" off")
        assert layouts == []
        assert app.desk.view.narrative.value == "water off"


async def test_a_message_that_leaves_no_room_goes_before_the_queue() -> None:
    app = a_desk()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        tell(app, queue=QueueLine(waiting=3, longest_since=NOON))
        app.desk.say("x" * 70)
        assert "waiting" not in await ticked(pilot, app)
        app.desk.say("short")
        assert "waiting 3" in await ticked(pilot, app)


async def test_a_switch_that_is_away_is_said_and_no_call_is_promised() -> None:
    app = a_desk()
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "The next call opens here by itself" in app.rows[1])
        tell(app, switch_up=False, switch_since=NOON)
        await until(pilot, lambda: "! no telephone line at the centre since 14:32" in app.rows[-2])
        assert "The centre has no telephone line: answer on the telephone itself" in app.rows[1]
        tell(app)
        await until(pilot, lambda: "The next call opens here by itself" in app.rows[1])
        assert "no telephone line" not in app.text


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_centre_that_can_keep_nothing_is_said_with_what_it_means_and_then_no_more(language: str) -> None:
    app = a_desk()
    set_language(language)
    what = tr("the centre can keep nothing now: go on logging, it stays here")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        tell(app, queue=QueueLine(waiting=3, longest_since=NOON))
        app.seat.status = replace(app.seat.status, centre_keeps=False)
        line = await ticked(pilot, app)
        assert line.endswith(f"! {what}")
        assert "3" not in line  # how many wait is not known
        app.desk.say("x" * 70)
        await ticked(pilot, app)
        go_on = tr("Go on logging: it stays here")
        await until(pilot, lambda: go_on in app.rows[2])
        app.seat.status = replace(app.seat.status, centre_keeps=True)
        assert what not in await ticked(pilot, app)
        assert go_on not in app.text


# ---- notices


async def test_a_must_read_notice_asks_for_a_key_and_takes_none_of_those_that_are_typed() -> None:
    app = a_desk()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "f2", "ctrl+g", "0", *"water")
        tell(app, notices=(STORM,))
        await until(pilot, lambda: "! Ctrl+Y: read the notice of 赵刚: 暴雨红色预警" in app.rows[-2])
        assert "Ctrl+Y" in app.rows[-1]
        await press(pilot, *" off 1")
        assert app.desk.view.narrative.value == "water off 1"
        assert app.seat.desk_acts == []
        await press(pilot, "ctrl+y")
        assert "Notice of 赵刚, 14:32" in app.text
        await press(pilot, "0")
        assert app.seat.desk_acts == []
        await press(pilot, "ctrl+y", "enter")
        assert app.seat.desk_acts == [DeskAct(f"desk/notices/{UUID(int=1)}/read", by="1042")]
        tell(app)
        await until(pilot, lambda: "暴雨" not in app.text)


async def test_a_plain_notice_stands_on_the_line_and_counts_as_read() -> None:
    app = a_desk()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        tell(app, notices=(TEA,))
        await until(pilot, lambda: "Notice of 赵刚: 午餐已到" in app.rows[-2])
        assert app.seat.desk_acts == [DeskAct(f"desk/notices/{UUID(int=2)}/read", by="1042")]
        app.clock.forward(130)
        assert "午餐" not in await ticked(pilot, app)


@pytest.mark.parametrize("words", ["很长" * 250, "[/] [red]x \x1b[31m ‮ " + "行\n" * 100])
async def test_a_notice_that_the_line_cannot_hold_is_read_whole(words: str) -> None:
    app = a_desk()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        tell(app, notices=(TEA.model_copy(update={"words": words}),))
        await until(pilot, lambda: "Ctrl+Y: read the notice of 赵刚" in app.rows[-2])
        await press(pilot, "ctrl+y")
        assert words[:4] in app.text
        assert "I have read it" in app.text
        if words.startswith("很长"):
            assert app.text.count("很") >= 250
        await press(pilot, "enter")
        assert len(app.seat.desk_acts) == 1


async def test_what_is_to_be_changed_in_the_form_stays_before_a_notice() -> None:
    app = a_desk()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "f2", "ctrl+s")
        wrong = app.rows[-2]
        assert wrong.strip().startswith("!")
        tell(app, notices=(STORM,))
        await pilot.pause()
        assert app.rows[-2] == wrong


# ---- the hand


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_one_key_raises_a_hand_and_the_same_key_gives_it_words_or_takes_it_down(language: str) -> None:
    app = a_desk()
    set_language(language)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "f2", "ctrl+g", "0", *"water", "ctrl+t")
        assert app.seat.status.hand is not None
        assert ("Hand up for the lead" if language == "en" else "已向值班长举手") in app.rows[-2]
        app.desk.say("")
        app.clock.forward(65)
        assert ("hand up 01:05" if language == "en" else "举手 01:05") in await ticked(pilot, app)
        await press(pilot, "ctrl+t", "2", *"wants the mayor", "enter")
        assert app.seat.status.hand.words == "wants the mayor"
        await press(pilot, "ctrl+t", "1")
        assert app.seat.status.hand is None
        assert app.desk.view.narrative.value == "water"


async def test_beside_a_message_that_leaves_little_room_the_queue_stays_and_what_is_before_it_goes() -> None:
    set_language("en")
    app = a_desk()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        tell(app, queue=QueueLine(waiting=1, longest_since=NOON))
        await press(pilot, "ctrl+t")
        line = await ticked(pilot, app)
        assert "Hand up for the lead" in line
        assert line.endswith("waiting 1, longest 00:00")
        assert "hand up" not in line


async def test_without_a_line_a_raised_hand_says_that_nobody_sees_it() -> None:
    app = a_desk()
    app.seat.status = replace(app.seat.status, line_up=False)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+t")
        assert "! No line: nobody sees your hand" in app.rows[-2]


async def test_the_answer_of_the_lead_stands_until_it_is_read_and_the_hand_goes_down_with_it() -> None:
    app = a_desk()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "f2", "ctrl+t")
        hand = app.seat.status.hand
        assert hand is not None
        tell(app, hand=ANSWER.model_copy(update={"hand_id": hand.hand_id}))
        await until(pilot, lambda: "赵刚 answers: 转给我   Read: Ctrl+T" in app.rows[-2])
        await press(pilot, "ctrl+t")
        assert app.seat.desk_acts == [DeskAct(f"desk/hands/{hand.hand_id}/seen")]
        assert app.seat.status.hand is None
        tell(app)
        await until(pilot, lambda: "转给我" not in app.text)


# ---- what a lead wants


async def test_a_pause_that_a_lead_wants_begins_after_the_wrap_up_and_never_in_a_call() -> None:
    app = a_desk()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        await fill(pilot)
        tell(app, orders=(order(7, "state", "paused", "meeting"),))
        app.call(CallEventKind.HUNG_UP)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.desk.done)
        assert app.seat.desk_acts == []
        await press(pilot, "enter")
        await until(pilot, lambda: "As 赵刚 asked: Paused: Meeting" in app.rows[-2])
        assert told(app)[-2:] == ["wrap_up", "paused meeting"]
        assert app.seat.desk_acts == [DeskAct(f"desk/orders/{UUID(int=7)}/done", {"refused": ""})]


async def test_a_desk_that_is_moved_from_one_pause_to_another_and_out_of_it_says_so_in_all_its_rows() -> None:
    app = a_desk()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+w", "1")
        await until(pilot, lambda: "Paused: Meal" in app.rows[1])
        tell(app, orders=(order(7, "state", "paused", "meeting"),))
        await until(pilot, lambda: "Paused: Meeting" in app.rows[0] and "Paused: Meeting" in app.rows[1])
        tell(app, orders=(order(8, "state", "ready"),))
        await until(pilot, lambda: "Ready" in app.rows[0] and "Ready" in app.rows[1])
        assert "ready again" not in app.rows[-1]


async def test_orders_are_done_at_once_where_nobody_calls_each_once() -> None:
    app = a_desk()
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+w", "1")
        both = (order(7, "state", "ready", by=""), order(8, "queue", "enterprise"), order(9, "state", "flying"))
        tell(app, orders=both)
        tell(app, orders=both)
        await until(pilot, lambda: "As 赵刚 asked: queue: " in app.rows[-2])
        assert told(app)[-1] == "ready"
        assert [each.said["refused"] for each in app.seat.desk_acts] == ["", "", "unknown_state"]
