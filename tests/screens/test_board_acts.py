"""What a lead does from the board by keys: notices, hands, orders, callers who gave up; and what the centre says."""

from concurrent.futures import Future
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from hotline.desk_doc import MissedCaller
from hotline.lead_acts_doc import ActRefusal
from local_cache.errors import CentreSaid, NoLine, NotKnown
from screens.board import BoardScreen
from screens.lock import LockScreen
from screens.parts.trouble import trouble_words
from wording import set_language

from .board_host import line, tick, with_board
from .fake_board import FakeBoard
from .host import NARROW, NOON, WIDE, Host, paste, press, settled

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
HAND, CALL = UUID(int=8), UUID(int=9)
MARKUP = "[/] 全体注意 \x1b[2J[red]"


@pytest.fixture
def board_app() -> tuple[Host, FakeBoard]:
    """A board of 16 seats, spoken to in English."""
    set_language("en")
    return with_board(16)


def grid_key(app: Host) -> str:
    """Return the marked seat."""
    screen = app.screen_stack[1]
    assert isinstance(screen, BoardScreen)
    return screen.grid.key


async def test_a_notice_goes_to_the_marked_seat_unless_another_place_is_chosen(board_app: Any) -> None:
    app, board = board_app
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "right", "n", "enter")
        await paste(pilot, "请补录")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        [(path, said)] = board.acts
        assert (path, said.place, said.words, said.must_read) == ("board/notices", "seat:0002", "请补录", False)
        assert "Notice sent to 2 seats. Who has read it: L" in app.text


@LANGUAGES
async def test_a_must_read_notice_to_all_shows_as_itself_and_who_has_not_read_it_is_listed(language: str) -> None:
    set_language(language)
    app, board = with_board(16)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "n", "backspace", "0", "enter")
        await paste(pilot, MARKUP)
        await press(pilot, "enter", "space", "ctrl+s")
        await settled(pilot)
        [(_, said)] = board.acts
        assert (said.place, said.words, said.must_read) == ("*", MARKUP, True)
        await press(pilot, "l")
        await settled(pilot)
        assert "[/] 全体注意" in app.text
        assert "\x1b" not in app.text
        assert "2!" in app.text
        await press(pilot, "enter")
        await settled(pilot)
        assert "0001 李红" in app.text
        assert ("未读 2" if language == "zh" else "2 not yet") in app.rows[2]
        board.notices[0] = board.notices[0].model_copy(update={"read": ("0001 李红",), "unread": ("0002 张伟",)})
        tick(app, 6)
        await settled(pilot)
        assert ("未读 1" if language == "zh" else "1 not yet") in app.rows[2], "it is asked for again while it is seen"
        await press(pilot, "backspace", "backspace")
        assert "1,284" in app.text


async def test_a_notice_that_did_not_go_is_there_again_with_what_was_typed_and_is_one_when_sent_again(
    board_app: Any,
) -> None:
    app, board = board_app
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        board.refusal = NotKnown("board_act")
        await press(pilot, "n", "enter")
        await paste(pilot, "请补录")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "请补录" in app.text
        assert "Take it again as it is: it is done once" in app.text
        assert "Telling the centre ..." not in app.text, "it is told no more"
        board.refusal = None
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert [said.words for _, said in board.acts] == ["请补录"]


async def test_what_did_not_go_is_asked_again_when_the_seat_is_unlocked_and_not_over_its_lock(board_app: Any) -> None:
    app, _board = board_app
    answer: Future[Any] = Future()
    app.seat.board_act = lambda _: answer
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "n", "enter")
        await paste(pilot, "请补录")
        await press(pilot, "ctrl+s")
        app.push_screen(LockScreen())
        answer.set_exception(NoLine())
        await settled(pilot)
        assert isinstance(app.screen, LockScreen)
        assert "请补录" not in app.text
        app.pop_screen()
        await settled(pilot)
        assert "请补录" in app.text


async def test_a_notice_to_where_nobody_sits_says_so_before_it_is_sent(board_app: Any) -> None:
    app, board = board_app
    board.change("0001", state="signed_out", operator="")
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "n", "enter")
        await paste(pilot, "请补录")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "Nobody sits there now. Take it again as it is" in app.text
        assert board.acts == []
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert [(said.place, said.words) for _, said in board.acts] == [("seat:0001", "请补录")]


async def test_behind_a_question_the_board_goes_on_and_says_when_its_line_is_gone(board_app: Any) -> None:
    app, board = board_app
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "n", "enter")
        await paste(pilot, "请补录")
        for _ in range(4):
            tick(app)
            await settled(pilot)
        assert app.rows[1].endswith("14:32:04 live")
        line(app, board, up=False)
        tick(app, 3)
        await settled(pilot)
        assert app.rows[1].endswith("as of 14:32:04, 3 s ago, no line!")
        assert "请补录" in app.text


async def test_an_empty_notice_is_not_sent(board_app: Any) -> None:
    app, board = board_app
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "n", "ctrl+s")
        await settled(pilot)
        assert "Write something first" in app.text
        assert board.acts == []


async def test_the_hand_that_is_up_longest_is_answered_with_a_note(board_app: Any) -> None:
    app, board = board_app
    board.change("0005", hand_id=UUID(int=7), hand_at=NOON - timedelta(seconds=20))
    board.change("0009", hand_id=HAND, hand_at=NOON - timedelta(seconds=65), hand_words="来电人要求转市长 [/]")
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "h")
        assert "0009 赵静: 来电人要求转市长 [/]" in app.text
        assert grid_key(app) == "0009"
        await paste(pilot, "转二线")
        await press(pilot, "enter")
        await settled(pilot)
        [(path, said)] = board.acts
        assert (path, said.words) == (f"board/hands/{HAND}/answer", "转二线")
        assert "Your note goes to 0009 赵静" in app.text


async def test_a_note_for_a_seat_without_a_line_is_not_said_to_be_there(board_app: Any) -> None:
    app, board = board_app
    board.change("0009", hand_id=HAND, hand_at=NOON, silent=True)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "h")
        await paste(pilot, "转二线")
        await press(pilot, "enter")
        await settled(pilot)
        assert "0009 赵静 has no line: your note waits" in app.text


async def test_a_hand_that_another_lead_answered_first_is_said_so_and_the_note_is_not_lost(board_app: Any) -> None:
    app, board = board_app
    board.change("0009", hand_id=HAND, hand_at=NOON)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        board.refusal = CentreSaid("refused", code="hand_answered")
        await press(pilot, "h")
        await paste(pilot, "转二线")
        await press(pilot, "enter")
        await settled(pilot)
        assert "Another lead has answered this hand" in app.text
        assert "转二线" in app.text


@pytest.mark.parametrize("why", ActRefusal)
def test_every_reason_of_the_centre_has_words_that_say_what_to_do(why: ActRefusal) -> None:
    set_language("en")
    assert "turned it down" not in trouble_words(CentreSaid("refused", code=why))


async def test_no_hand_up_is_said_so(board_app: Any) -> None:
    app, _ = board_app
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "h")
        assert "No hand is up" in app.text


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (NoLine(), "Not done: there is no line to the centre. Nothing has changed"),
        (NotKnown("board_act"), "Look before doing it again"),
    ],
)
async def test_an_order_that_nobody_answered_says_where_to_look(board_app: Any, why: Exception, said: str) -> None:
    app, board = board_app
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        board.refusal = why
        await press(pilot, "o", "2")
        await settled(pilot)
        assert said in app.text


@LANGUAGES
async def test_a_seat_is_told_to_pause_and_what_the_centre_says_of_it_is_shown(language: str) -> None:
    set_language(language)
    app, board = with_board(16)
    board.change("0002", silent=True)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "o", "2")
        await settled(pilot)
        [(path, said)] = board.acts
        assert (path, said.kind, said.value, said.reason) == ("board/seats/0001/orders", "state", "paused", "meal")
        assert ("已通知 0001 席：小休：用餐" if language == "zh" else "0001 is told to: Paused: Meal") in app.text
        await press(pilot, "o", "1")
        await settled(pilot)
        assert ("取代了：小休：用餐（赵刚）" if language == "zh" else "takes the place of: Paused: Meal") in app.text
        await press(pilot, "right", "o")
        assert ("队列：" if language == "zh" else "queue: ") in app.rows[-2]
        assert "other" not in app.text, "no seat may take the queue of all others"
        await press(pilot, "6")
        await settled(pilot)
        assert board.acts[-1][1].kind == "queue"
        assert ("指令等待送达" if language == "zh" else "It has no line: the order waits") in app.text
        await press(pilot, "d")
        await settled(pilot)
        assert ("等座席执行" if language == "zh" else "waits for the seat") in app.text


def missed(board: FakeBoard) -> None:
    """Let two callers have given up, one claimed by a seat that is silent."""
    for place, seat in enumerate(("", "0003")):
        call_id = UUID(int=CALL.int + place)
        board.missed[call_id] = MissedCaller(
            call_id=call_id, queue="general", abandoned_at=NOON - timedelta(minutes=20 - place), waited_s=42, calls=2,
            tries=1, seat=seat,
        )  # fmt: skip
    board.change("0003", silent=True)


async def test_callers_who_gave_up_are_claimed_handed_to_a_seat_and_freed_of_a_silent_one(board_app: Any) -> None:
    app, board = board_app
    missed(board)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "m")
        await settled(pilot)
        assert "callers who gave up and wait for a call back: 2" in app.rows[2]
        assert "0003 赵静: no line" in app.text
        await press(pilot, "c")
        await settled(pilot)
        assert board.missed[CALL].seat == "0042"
        assert "Claimed for this seat" in app.text
        await press(pilot, "a", "5", "enter")
        await settled(pilot)
        assert board.missed[CALL].seat == "0005"
        assert "Seat 0005 is to call back" in app.text
        await press(pilot, "down", "r")
        await settled(pilot)
        assert board.missed[UUID(int=10)].seat == ""
        assert "The caller is free for every seat" in app.text


async def test_a_number_that_is_no_seat_is_not_given_a_caller(board_app: Any) -> None:
    app, board = board_app
    missed(board)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "m", "a", "9", "9", "enter")
        await settled(pilot)
        assert "No seat has this number" in app.text
        assert board.acts == []


async def test_a_caller_whom_somebody_else_claimed_meanwhile_is_said_so_and_the_list_is_asked_for_again(
    board_app: Any,
) -> None:
    app, board = board_app
    missed(board)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "m")
        await settled(pilot)
        board.refusal = CentreSaid("refused", code="caller_claimed")
        board.missed[CALL] = board.missed[CALL].model_copy(update={"seat": "0007"})
        await press(pilot, "c")
        await settled(pilot)
        assert "Another seat has claimed this caller meanwhile" in app.text
        assert "0007" in app.text


async def test_keys_of_a_list_mean_nothing_on_the_board_itself(board_app: Any) -> None:
    app, board = board_app
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "c", "a", "r", "backspace")
        assert board.acts == []
        assert "1,284" in app.text
