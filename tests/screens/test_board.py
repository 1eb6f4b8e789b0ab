"""The lead's board: what it shows, how it stays true, what stands behind its figures, and how little it paints."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from rich.cells import cell_len

from hotline.board_doc import CallLine, CaseOnBoard, Filed, StateLine, Trouble, WaitingCall
from hotline.call_figures import NOTHING
from hotline.desk_doc import SeatOrder
from hotline.stays import Tile
from local_cache.errors import CentreSaid
from screens.board import BoardScreen, tiles
from screens.board.order_lines import why_not_words
from screens.board.seat_order import Filter
from screens.services import Go
from widgets.seat_grid import SeatGrid
from widgets.tile_band import TileBand
from wording import set_language

from .board_host import line, poke, tick, with_board
from .fake_board import TODAY
from .host import NARROW, NOON, WIDE, Host, press, settled

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
CASE = UUID(int=77)


def ago(seconds: float) -> Any:
    """Return a moment before the clock of the tests begins."""
    return NOON - timedelta(seconds=seconds)


def board_of(app: Host) -> BoardScreen:
    """Return the board's screen."""
    screen = app.screen_stack[1]
    assert isinstance(screen, BoardScreen)
    return screen


def seat_cell(app: Host, seat: str) -> str:
    """Return what the grid shows from a seat's number on."""
    row = next(row for row in app.rows if f"{seat} " in row and "通话" not in row)
    return row[row.index(seat) :][:13].rstrip()


# ---- what it shows


@LANGUAGES
async def test_all_of_120_seats_stand_on_a_wide_board_with_all_figures_over_them(language: str) -> None:
    set_language(language)
    app, board = with_board()
    board.waiting = (WaitingCall(call_id=UUID(int=1), queue="general", since=ago(41)),)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        rows = app.rows
        labels, numbers = (" ".join(rows[place] for place in both) for both in ((2, 4), (3, 5)))
        zh = ("等候", "最长等候", "接通率", "15秒内/已接", "15秒内/全部", "平均等候", "当场答复")
        en = ("Waiting", "Longest wait", "Connect rate", "15 s/answered", "15 s/offered", "Average wait", "On the spot")
        assert all(label in labels for label in (zh if language == "zh" else en))
        assert [each for each in numbers.split() if each in ("1,284", "1,190", "98.9%", "98.3%", "0:41")] == [
            "0:41", "1,284", "1,190", "98.9%", "98.3%",
        ]  # fmt: skip
        assert rows[1].endswith("14:32:00 实时" if language == "zh" else "14:32:00 live")
        shown = "\n".join(rows[7:22])
        assert all(f" {place:04} " in shown for place in range(1, 121))
        assert all(cell_len(row) <= WIDE[0] for row in rows)


@LANGUAGES
async def test_a_narrow_board_goes_through_its_seats_and_figures_page_by_page(language: str) -> None:
    set_language(language)
    app, _ = with_board()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "1-40 / 120" in app.rows[6]
        await press(pilot, *["pagedown"] * 2)
        assert "/ 120" in app.rows[6]
        assert "1-40" not in app.rows[6]
        assert ("亮灯" if language == "zh" else "Lamps") not in app.text
        await press(pilot, "space")
        assert ("亮灯" if language == "zh" else "Lamps") in app.text
        assert all(cell_len(row) <= NARROW[0] for row in app.rows)


async def test_seats_stand_by_sub_centre_and_the_line_below_says_all_of_the_marked_one() -> None:
    set_language("zh")
    app, board = with_board(40, ("01", "02"))
    board.change("0002", unsent=2, oldest_unsent_at=ago(300), kept_drafts=1, hand_id=UUID(int=8), hand_at=ago(65),
                 hand_words="来电人要求转市长 [/]\x1b[31m")  # fmt: skip
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert [row[:8].split()[0] for row in app.rows[7:13] if row[:8].strip()] == ["01", "02"]
        await press(pilot, "right")
        about = "\n".join(app.rows[13:16])
        assert "0002" in about
        assert "通话 00:14" in about
        assert "2 条未传，最早 5分" in about or ("未传 2" in about) or "未传2" in about
        assert "举手 01:05" in about
        assert "来电人要求转市长 [/]" in about
        assert "\x1b" not in app.text


async def test_a_rate_of_nothing_is_a_dash() -> None:
    app, board = with_board(8)
    board.figures = NOTHING
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert app.rows[3].split()[-4:] == ["-", "98.3%", "-", "94.0%"]


async def test_a_silent_seat_is_unknown_since_it_was_heard_and_never_a_figure() -> None:
    set_language("en")
    app, board = with_board(8)
    board.change("0002", silent=True, heard_at=ago(250))
    board.troubles = (Trouble(kind="silent_seat", since=ago(250), seat="0002"),)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert seat_cell(app, "0002") == "0002 ?  4:10"
        assert "? unknown 1" in app.rows[6]
        await press(pilot, "right")
        assert "no line: last heard 14:27:50, 04:10 ago; now unknown" in app.text
        assert "then: Talking" in app.text
        assert "Talking 00:" not in app.text, "how long it has been so nobody knows"
        assert any(row.startswith("> !!      4:10  seat without a line") for row in app.rows)
        await pilot.resize_terminal(*NARROW)
        assert "04:10 ago; now unknown" in app.text


async def test_of_a_seat_that_was_never_heard_nothing_is_said_but_that() -> None:
    set_language("en")
    app, board = with_board(8)
    board.change("0002", silent=True, heard_at=None, operator_id="", operator="", state="signed_out")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "right")
        said = next(row for row in app.rows if row.startswith(" 0002  "))
        assert "never heard: how it stands is not known" in said
        for claim in ("nobody signed in", "then: ", "unsent 0  ", "drafts kept"):
            assert claim not in "".join(app.rows[1:]), "the centre cannot know it"


# ---- how it stays true


async def test_a_poke_pulls_what_is_new_and_paints_the_changed_seat_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    app, board = with_board()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        painted: list[int] = []
        paint_line = SeatGrid.paint_line
        monkeypatch.setattr(SeatGrid, "paint_line", lambda self, y: painted.append(y) or paint_line(self, y))
        before = len(board.asked)
        board.change("0010", state="paused", reason="meeting", since=app.clock())
        poke(app)
        await settled(pilot)
        assert board.asked[before:] == [("board", {"after": "1", "epoch": "e1"})]
        assert painted == [1]
        assert seat_cell(app, "0010").split()[1:] == ["休", "0:00"]
        assert board_of(app).picture.after == 2


async def test_pokes_while_an_answer_is_on_its_way_ask_once_more_and_not_each() -> None:
    app, board = with_board(8)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        board.answers, before = False, len(board.asked)
        for _ in range(5):
            poke(app)
        await pilot.pause()
        assert len(board.asked) == before + 1
        board.answers = True
        [(future, question)] = board.held
        future.set_result(board._answer(question))
        await settled(pilot)
        assert len(board.asked) == before + 2


async def test_a_board_at_rest_paints_clocks_alone_and_asks_only_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    app, board = with_board(16)
    for seat in board.seats:
        board.change(seat, state="signed_out", operator="", operator_id="")
    board.change("0009", state="talking", operator="王敏")
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        painted: list[tuple[str, int]] = []
        from widgets.painted import Painted

        render_line = Painted.render_line

        def counted(self: Painted, y: int) -> Any:
            painted.append((type(self).__name__, y))
            return render_line(self, y)

        monkeypatch.setattr(Painted, "render_line", counted)
        before = len(board.asked)
        tick(app)
        await settled(pilot)
        assert sorted(painted) == [("OneLine", 0), ("SeatGrid", 1)], "the board's age, and the one clock that runs"
        assert len(board.asked) == before
        tick(app, 4)
        await settled(pilot)
        assert len(board.asked) == before + 1


async def test_a_board_that_is_cut_off_says_so_at_once_with_its_age_and_its_clocks_stand() -> None:
    set_language("en")
    app, board = with_board(16)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        tick(app, 1)
        line(app, board, up=False)
        await settled(pilot)
        assert app.rows[1].endswith("as of 14:32:00, 1 s ago, no line!")
        assert "no line 0 s" in app.rows[0], "both lines say the same in the same moment"
        tick(app, 10)
        await settled(pilot)
        assert app.rows[1].endswith("as of 14:32:00, 11 s ago, no line!")
        assert seat_cell(app, "0001") == "0001 Re 0:07", "as it was then"
        board.change("0001", state="talking", since=app.clock())
        line(app, board, up=True)
        await settled(pilot)
        assert app.rows[1].endswith("14:32:11 live"), "it has caught up by itself"
        assert seat_cell(app, "0001") == "0001 Ta 0:00"


async def test_a_centre_that_answers_no_more_is_said_to_though_the_line_seems_to_be_there() -> None:
    set_language("en")
    app, board = with_board(16)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        board.answers = False
        for _ in range(4):
            tick(app)
        await pilot.pause()
        assert app.rows[1].endswith("as of 14:32:00, 4 s ago, the centre does not answer!")
        app.seat.status = replace(app.seat.status, centre_keeps=False)
        app.screen.refused = CentreSaid("busy")
        tick(app)
        await pilot.pause()
        assert app.rows[1].endswith("as of 14:32:00, 5 s ago, centre keeps nothing now!")
        assert "busy" not in app.rows[1], "nobody can do anything about it by trying again"


async def test_a_switch_that_is_away_is_said_so_over_the_figures() -> None:
    set_language("zh")
    app, board = with_board(8)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        board.switch_up, board.switch_since = False, app.clock()
        board.change()
        poke(app)
        await settled(pilot)
        assert "!! 14:32:00 起与交换机无连接" in app.rows[1]


@LANGUAGES
async def test_each_figure_of_calls_says_as_of_when_it_is_while_the_switch_is_not_heard(language: str) -> None:
    set_language(language)
    app, board = with_board(8)
    board.waiting = (WaitingCall(call_id=UUID(int=1), queue="general", since=ago(41)),)
    board.figures = replace(TODAY, offered=21_284)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        board.switch_up, board.switch_since, board.as_of = False, ago(20), ago(20)
        board.change()
        poke(app)
        await settled(pilot)
        tick(app, 3)
        await settled(pilot)
        band = app.screen_stack[1].query_one(TileBand)
        shown = {tile.key: (tile.value, tile.beside) for tile in band.tiles}
        assert (shown["connect"], shown["waiting"]) == (("98.9%", "14:31:40"), ("1", "14:31:40"))
        assert shown["longest"] == ("0:21", "14:31:40"), "how long the caller has waited since then nobody knows"
        assert shown["offered"] == ("21,284", "14:31"), "as long as there is room"
        assert (shown["filed"][1], shown["call_backs"][1]) == ("-", ""), "the centre knows of cases as ever"
        assert "98.9% 14:31:40" in app.text
        await press(pilot, "shift+tab", "right", "right")
        assert ("as of 14:31:40" if language == "en" else "截至14:31:40") in app.text
        await press(pilot, "left", "left", "enter")
        tick(app, 3)
        await settled(pilot)
        assert " 0:21 " in app.rows[4], "the list counts no further than the tile"
        await press(pilot, "backspace")
        board.as_of = board.switch_since = None
        board.change()
        poke(app)
        await settled(pilot)
        shown = {tile.key: (tile.value, tile.beside) for tile in band.tiles}
        assert (shown["offered"], shown["waiting"]) == (("-", ""), ("-", "")), "it was never heard"
        never = "从未收到交换机消息" if language == "zh" else "the switch was never heard"
        assert f"! {never}" in app.text


async def test_what_a_seat_was_told_to_do_is_gone_when_its_hour_is_over_without_any_news() -> None:
    set_language("en")
    app, board = with_board(8)
    order = SeatOrder(order_id=UUID(int=5), kind="state", value="ready", reason="", given_by="赵刚", given_at=ago(3590))
    board.change("0001", orders=(order,))
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "to do: Ready (赵刚)" in app.text
        assert "0001 Re 0:07'" in app.text
        for _ in range(15):
            tick(app)
            await settled(pilot)
        assert "to do: Ready" not in app.text
        assert "0001 Re 0:22 " in app.text


@pytest.mark.parametrize("only", [Filter(), Filter(state="talking")])
async def test_a_centre_of_another_epoch_tells_all_of_it_again(only: Filter) -> None:
    app, board = with_board(16)
    board.seats["0003"] = board.seats["0003"].model_copy(update={"state": "ready"})
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        board_of(app).only = only
        board_of(app).show_seats_anew()
        board.epoch, board.n = "e2", 1
        board.seats = {"0003": board.seats["0003"].model_copy(update={"state": "talking"})}
        poke(app)
        await settled(pilot)
        assert "0003" in app.text
        assert "0004" not in app.text


async def test_who_is_no_lead_is_refused_plainly() -> None:
    set_language("en")
    app, board = with_board(8)
    board.role_refused = True
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "The centre says that your role may not do this" in app.text
        assert "0001" not in "\n".join(app.rows[2:20])


# ---- finding seats


async def test_typing_a_number_goes_to_its_seat() -> None:
    app, _board = with_board()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, *"113")
        assert board_of(app).grid.key == "0113"
        app.clock.forward(5)
        await press(pilot, *"0042")
        assert board_of(app).grid.key == "0042"
        app.clock.forward(5)
        await press(pilot, *"999")
        assert board_of(app).grid.key == "0099", "what was a seat on the way"
        assert "999" in app.rows[-2]


async def test_seats_are_narrowed_to_a_state_and_to_those_in_trouble_and_put_in_other_orders() -> None:
    set_language("en")
    app, board = with_board(40)
    board.troubles = (Trouble(kind="long_wrap_up", since=ago(150), limit_s=120, seat="0003"),)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "f", "2")
        await settled(pilot)
        assert "seats 1  only those in trouble of 40" in app.rows[6]
        assert "0003 Wr" in app.rows[7]
        await press(pilot, "f", "6")
        await settled(pilot)
        assert "only Paused of 40" in app.rows[6]
        assert app.rows[7].split()[0] == "01" or "Pa" in app.rows[7]
        await press(pilot, "f", "1", "s")
        await settled(pilot)
        assert "longest in its state first" in app.rows[6]
        assert app.rows[7].split()[0] == "0040"


@LANGUAGES
async def test_cases_stand_beside_those_of_a_week_ago_and_what_nobody_knows_is_no_figure(language: str) -> None:
    set_language(language)
    app, board = with_board(8)
    board.filed = Filed(by_outcome={"file_case": 3, "answer_directly": 1}, answered_on_the_spot=1, all=4)
    board.filed_last_week = Filed(by_outcome={"file_case": 5, "answer_directly": 5}, answered_on_the_spot=5, all=10)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        shown = {tile.key: (tile.value, tile.beside) for tile in app.screen_stack[1].query_one(TileBand).tiles}
        assert (shown["filed"], shown["on_the_spot"]) == (("4", "10"), ("25.0%", "50.0%"))
        await press(pilot, "t")
        shown = {tile.key: (tile.value, tile.beside) for tile in app.screen_stack[1].query_one(TileBand).tiles}
        assert shown["offered"] == ("96", "-"), "a week ago the centre was not there in this hour"


# ---- what stands behind


def call_lines(count: int, **changes: Any) -> list[CallLine]:
    """Return answered calls, one a second."""
    return [
        CallLine(call_id=UUID(int=1000 + place), queue="general", offered_at=ago(60 + place), left_at=ago(50 + place),
                 ended="answered", wait_s=10, talk_s=120, seat="0005", **changes)
        for place in range(count)
    ]  # fmt: skip


@LANGUAGES
async def test_enter_on_a_tile_opens_its_calls_page_by_page_and_backspace_goes_back(language: str) -> None:
    set_language(language)
    app, board = with_board(8)
    board.calls[Tile.OFFERED] = call_lines(60, case_numbers=("261121042007005",))
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "shift+tab", "right", "right", "enter")
        await settled(pilot)
        assert board.asked[-1] == ("board/calls", {"tile": "offered", "span": "day"})
        assert app.rows[2].split("  ")[0].endswith("60"), "the list is as long as its tile says"
        await press(pilot, "end")
        await settled(pilot)
        assert board.asked[-1][1]["cursor"] == "50"
        await press(pilot, "end", "enter")
        went = app.asked[-1]
        assert isinstance(went, Go)
        assert (went.place, went.words) == ("find", "261121042007005")
        await press(pilot, "backspace")
        assert "1,284" in app.text


@LANGUAGES
def test_what_a_tile_says_of_itself_has_room_with_its_number_also_on_a_narrow_board(language: str) -> None:
    set_language(language)
    answer = with_board(8)[1].picture(0, "")
    said = {key: (tiles.said_of(key, answer), tiles.list_title(key, answer)) for key in tiles.LABELS}
    beside = {key: "" if tiles.is_compared(key) else ", 99!! 99!" for key in said}
    assert {key for key, (about, _) in said.items() if cell_len(f" {about}: 12,345{beside[key]}") > 80} == set()
    assert {key for key, (_, title) in said.items() if cell_len(f" {title}: 12,345") > 80} == set()


async def test_a_call_without_a_case_says_so() -> None:
    set_language("en")
    app, board = with_board(8)
    board.calls[Tile.ABANDONED] = call_lines(1)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "t", "shift+tab", *["right"] * 4)
        assert "Enter open" in app.rows[-1]
        await press(pilot, "enter")
        await settled(pilot)
        assert "Enter open" not in app.rows[-1]
        await press(pilot, "enter")
        await settled(pilot)
        assert board.asked[-1] == ("board/calls", {"tile": "abandoned", "span": "hour"})
        assert "No case was made of this call" in app.text


def case_line(number: int, call: int | None) -> CaseOnBoard:
    """Return a case that was answered on the spot, in a call or without one."""
    return CaseOnBoard(case_id=UUID(int=number), number=f"26112104200{number:05}", state="answered", seat="0042",
                       class_code="010101", area_code="130203", created_at=ago(600),
                       call_id=UUID(int=call) if call else None)  # fmt: skip


async def test_a_board_whose_machine_set_its_clock_back_asks_at_once_and_says_meanwhile_that_it_is_old() -> None:
    set_language("en")
    app, board = with_board(8)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        board.has_line = False
        asked = len(board.asked)
        tick(app, -3600)
        await settled(pilot)
        assert len(board.asked) > asked
        assert "live" not in app.rows[1]
        board.has_line = True
        tick(app)
        await settled(pilot)
        assert "live" in app.rows[1]


async def test_back_from_a_list_the_head_says_which_seats_are_in_sight() -> None:
    set_language("en")
    app, _ = with_board()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        assert "seats 120" in app.text
        await press(pilot, "m")
        await settled(pilot)
        assert "seats 120" not in app.text
        await press(pilot, "backspace")
        await settled(pilot)
        assert "seats 120" in app.text


async def test_a_call_of_several_cases_opens_their_list_and_a_case_its_call() -> None:
    set_language("en")
    app, board = with_board(8)
    board.filed = Filed(by_outcome={"answer_directly": 3}, answered_on_the_spot=3, all=3)
    board.cases["answer_directly"] = [case_line(77, 1000), case_line(78, 1000), case_line(79, None)]
    numbers = tuple(line.number for line in board.cases["answer_directly"][:2])
    board.calls[Tile.OFFERED] = call_lines(1, case_numbers=numbers)
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "shift+tab", "right", "right", "enter")
        await settled(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert board.asked[-1] == ("board/cases", {"call": str(UUID(int=1000))})
        assert app.rows[2].startswith(" cases of one call: 2")
        await press(pilot, "down", "i")
        await settled(pilot)
        assert board.asked[-1] == ("board/calls", {"call": str(UUID(int=1000))})
        assert app.rows[2].startswith(" one call: 1")
        await press(pilot, *["backspace"] * 3, "end", *["left"] * 3, "enter", "enter")
        await settled(pilot)
        assert "I Its call" in app.rows[-1]
        await press(pilot, "end", "i")
        assert "The switch knew of no call for this case" in app.text


async def test_cases_of_today_open_by_outcome_down_to_one_case() -> None:
    set_language("en")
    app, board = with_board(8)
    board.filed = Filed(by_outcome={"file_case": 3, "answer_directly": 2}, answered_on_the_spot=2, all=5)
    board.cases["answer_directly"] = [
        CaseOnBoard(case_id=UUID(int=each), number="2611210420070051", state="answered", seat="0042",
                    class_code="010101", area_code="130203", created_at=ago(600))
        for each in (77, 78)
    ]  # fmt: skip
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "shift+tab", "end", *["left"] * 3, "enter")
        await settled(pilot)
        assert app.rows[2].startswith(" Cases filed today, by what became of them at the desk: 5")
        await press(pilot, "down", "enter")
        await settled(pilot)
        assert app.rows[2].split(":")[1].strip().startswith("2"), "as many as that part of the tile"
        await press(pilot, "enter")
        went = app.asked[-1]
        assert isinstance(went, Go)
        assert (went.place, went.case_id, went.words) == ("find", str(CASE), "2611-21-042007005-1")


async def test_back_from_a_list_without_lines_stands_the_list_that_it_was_opened_from() -> None:
    set_language("en")
    app, board = with_board(8)
    board.missed, board.has_line = {}, False
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "m")
        assert app.rows[2].endswith("wait for a call back: -"), "how many nobody has said"
        board.has_line = True
        await press(pilot, "backspace")
        line(app, board, up=True)
        await settled(pilot)
        await press(pilot, "shift+tab", *["right"] * 5, "enter")
        await settled(pilot)
        before = app.rows[3:7]
        await press(pilot, "enter")
        await settled(pilot)
        assert "Everybody who gave up has been called back" in app.text
        await press(pilot, "backspace")
        await settled(pilot)
        assert app.rows[3:7] == before
        assert "still to be called back" in before[1]


@LANGUAGES
def test_why_a_seat_did_not_do_what_was_asked_is_no_code_of_the_program(language: str) -> None:
    set_language(language)
    said = [why_not_words(code) for code in ("takes_no_calls", "unknown_state", "of_1999")]
    assert "_" not in "".join(said)
    assert len({*said}) == 3


async def test_who_waits_now_stands_behind_the_first_tile_and_goes_on_waiting() -> None:
    set_language("en")
    app, board = with_board(8)
    board.waiting = (WaitingCall(call_id=UUID(int=1), queue="general", since=ago(4), seat="0009"),
                     WaitingCall(call_id=UUID(int=2), queue="general", since=ago(41)))  # fmt: skip
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "shift+tab", "enter")
        await settled(pilot)
        assert app.rows[2].startswith(" Callers who wait now: 2")
        assert "0:41" in app.rows[4]
        tick(app)
        await settled(pilot)
        assert "0:42" in app.rows[4]
        board.calls[Tile.OFFERED] = [*call_lines(1), *call_lines(1, case_numbers=("261121042007005",))]
        board.calls[Tile.OFFERED][0] = board.calls[Tile.OFFERED][0].model_copy(update={"call_id": UUID(int=2)})
        await press(pilot, "enter")
        await settled(pilot)
        assert board.asked[-1] == ("board/calls", {"call": str(UUID(int=2))})


async def test_a_seat_opens_its_states_and_a_state_its_call() -> None:
    set_language("en")
    app, board = with_board(8)
    board.calls[Tile.OFFERED] = call_lines(3)
    board.states["0001"] = (
        StateLine(state="talking", operator="李红", call_id=UUID(int=1001), since=ago(100), until=None),
        StateLine(state="paused", reason="meal", operator="李红", since=ago(400), until=ago(100)),
    )
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert "seat 0001 today: 2" in app.rows[2]
        assert board.asked[-1][1].keys() == {"from"}, "up to now by the centre's clock: what lasts there has no end"
        assert "Paused: Meal" in app.text
        await press(pilot, "enter")
        await settled(pilot)
        assert board.asked[-1] == ("board/calls", {"call": str(UUID(int=1001))})
        assert "one call: 1" in app.rows[2]
        await press(pilot, "backspace", "down", "enter")
        assert "This state was about no call" in app.text


async def test_a_trouble_opens_its_case_or_marks_its_seat() -> None:
    app, board = with_board(16)
    board.troubles = (
        Trouble(kind="not_dispatched", since=ago(660), limit_s=600, case_id=CASE, number="2611210420070051"),
        Trouble(kind="long_pause", since=ago(1900), limit_s=1800, seat="0006", words="meal"),
    )
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "tab", "enter")
        went = app.asked[-1]
        assert isinstance(went, Go)
        assert (went.case_id, went.words) == (str(CASE), "2611-21-042007005-1")
        await press(pilot, "down", "enter")
        await settled(pilot)
        assert board_of(app).grid.key == "0006"
        assert board.asked[-1][0] == "board/seats/0006/states"


async def test_two_thousand_seats_go_by_page() -> None:
    app, _ = with_board(2000)
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await press(pilot, *["pagedown"] * 20)
        assert int(board_of(app).grid.key) > 1000
        await press(pilot, "end")
        assert board_of(app).grid.key == "2000"
