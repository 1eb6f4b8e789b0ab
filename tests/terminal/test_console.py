"""The console as a person meets it: in a real terminal, byte by byte."""

import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

import psutil
import pytest
from rich.cells import cell_len

from hotline.order_number import grouped
from local_cache.errors import SeatBusy
from local_cache.first_look import first_look
from local_cache.folder import SeatFolder
from local_cache.lock import SeatLock
from local_cache.seat import Seat
from seat_console.exit_codes import Exit
from tests.deadline import until
from tests.local_cache.given import filing
from tests.terminal.drafts import drafts_on_disk
from tests.terminal.pty_terminal import Terminal

pytestmark = pytest.mark.terminal
OpenConsole = Callable[..., Terminal]
ALTERNATE_SCREEN = b"\x1b[?1049h"


def ready(terminal: Terminal) -> Terminal:
    """Wait for the desk with its seat open: the city is named in the top line then."""
    terminal.wait_for("F1")
    terminal.wait_for(lambda screen: "Tangshan" in screen or "唐山" in screen)
    return terminal


def what_it_said(terminal: Terminal, seat: SeatFolder) -> str:
    """Return the last screen, and where the console broke if it did."""
    log = seat.console_log
    return terminal.text + (log.read_text("utf-8") if log.is_file() else "")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_first_screen_is_the_desk_and_fits(console: OpenConsole, columns: int, rows: int) -> None:
    terminal = ready(console(columns=columns, rows=rows, language="zh"))
    terminal.wait_for(lambda _: "0042" in terminal.rows[0] and "王敏 1042" in terminal.rows[0])
    terminal.wait_for(lambda _: "F1" in terminal.rows[rows - 1])


def test_the_first_key_is_taken_before_the_files_are_open(console: OpenConsole) -> None:
    terminal = console()
    terminal.keys("13900001234")  # before the first paint: they wait in the terminal
    terminal.wait_for("13900001234")


def test_chinese_is_taken_as_it_is_committed_and_the_cursor_stands_behind_it(console: OpenConsole) -> None:
    terminal = ready(console())
    terminal.keys("ctrl+g", "0")
    terminal.send("昨晚八点起全楼停水，".encode())
    text = "昨晚八点起全楼停水，"
    terminal.wait_for(text)
    row = terminal.row_of(text)
    behind = (row, terminal.column_of(text, row) + cell_len(text))
    terminal.wait_for(lambda _: terminal.cursor == behind)  # it is put there after the text, in a write of its own


def test_a_caller_may_say_anything_and_it_is_shown_as_itself(console: OpenConsole) -> None:
    terminal = ready(console())
    terminal.keys("ctrl+g", "0")
    terminal.send(b"[/] [red]x[/red] ")
    terminal.send("\U00020bb7\u202e👩".encode())
    terminal.wait_for("[/] [red]x[/red]")
    terminal.wait_for("<RLO>")
    assert terminal.process.poll() is None


def test_a_resize_lays_the_desk_out_anew(console: OpenConsole) -> None:
    terminal = ready(console(columns=120, rows=40))
    terminal.keys("13900001234")
    terminal.wait_for("13900001234")
    terminal.resize(80, 24)
    terminal.wait_for(lambda screen: "F1" in terminal.rows[23] and "13900001234" in screen)
    terminal.resize(120, 40)
    terminal.wait_for(lambda _: "F1" in terminal.rows[39])


def test_no_byte_of_a_mouse_is_asked_for(console: OpenConsole) -> None:
    terminal = ready(console())
    assert b"\x1b[?1000h" not in terminal.written
    assert b"\x1b[?1003h" not in terminal.written


@pytest.mark.parametrize("how", ["hang_up", "SIGHUP", "SIGTERM"])
def test_the_end_of_the_terminal_ends_the_console_and_keeps_the_draft(
    console: OpenConsole, seat: SeatFolder, how: str
) -> None:
    terminal = ready(console())
    terminal.keys("13900001234")
    terminal.wait_for("13900001234")
    until(lambda: any("13900001234" in draft for draft in drafts_on_disk(seat)), "the draft to be on disk")
    if how == "hang_up":
        terminal.hang_up()
    else:
        os.kill(terminal.process.pid, getattr(signal, how))
    assert terminal.wait_for_end() == Exit.DONE, what_it_said(terminal, seat)
    SeatLock(seat.lock).release()


def test_a_console_that_was_stopped_and_goes_on_reads_its_terminal_once(console: OpenConsole) -> None:
    """Two readers of one terminal bring its keys in no order; whether they do is chance, how many there are is not."""
    terminal = ready(console())
    process, times = psutil.Process(terminal.process.pid), 8
    threads = process.num_threads()
    for _ in range(times):
        starts = terminal.written.count(ALTERNATE_SCREEN)
        process.suspend()
        process.resume()
        terminal.wait_for(lambda _, starts=starts: terminal.written.count(ALTERNATE_SCREEN) > starts)
    terminal.keys("13900001234")
    terminal.wait_for("13900001234")
    assert process.num_threads() < threads + times


def test_a_console_that_is_killed_opens_again_with_its_draft(console: OpenConsole, seat: SeatFolder) -> None:
    first = ready(console())
    first.keys("13900001234", "ctrl+g", "0")
    first.send("全楼停水".encode())
    first.wait_for("全楼停水")
    until(lambda: any("全楼停水" in draft for draft in drafts_on_disk(seat)), "the draft to be on disk")
    os.kill(first.process.pid, signal.SIGKILL)
    first.wait_for_end()
    second = console()
    second.wait_for("全楼停水")
    second.wait_for("13900001234")


def save_unseen(seat: SeatFolder, count: int, *, read_out: bool = False) -> list[str]:
    """Save so many cases for the operator whose session is live, without a console; return their numbers."""
    with closing(Seat.open(seat, start_sync=False, ballast_size=4096)) as opened:
        session = opened.resume_session().result(60)
        assert session is not None
        saved = [opened.save(filing(), session=session, read_out=read_out).result(60) for _ in range(count)]
        return [each.number for each in saved]


def test_no_number_is_told_at_the_start_before_it_is_known(console: OpenConsole, seat: SeatFolder) -> None:
    save_unseen(seat, 5)
    terminal = console()
    terminal.wait_for(lambda _: "5 unsent" in terminal.rows[0])
    assert b"opening ..." in terminal.written
    assert b"unsent 0" not in terminal.written
    assert b"no line" not in terminal.written.rpartition(b"opening ...")[0]


def test_a_case_is_filed_by_keys_alone_and_its_number_is_shown(console: OpenConsole, seat: SeatFolder) -> None:
    terminal = ready(console())
    terminal.keys("13900001234", "enter")
    terminal.keys("ctrl+g", "4")
    terminal.keys("xflsq")
    terminal.wait_for("祥富里")
    terminal.keys("enter", "ctrl+g", "5")
    terminal.keys("xqts", "ctrl+g", "0")
    terminal.send("全楼停水".encode())
    terminal.wait_for("全楼停水")
    terminal.keys("ctrl+s")
    terminal.wait_for("0042-01-000001")


def test_a_number_that_nobody_has_left_is_shown_again_after_a_kill_and_only_then(
    console: OpenConsole, seat: SeatFolder
) -> None:
    [number] = (grouped(each) for each in save_unseen(seat, 1, read_out=True))
    shown = ready(console())
    shown.wait_for(number)
    shown.wait_for("before the program ended. Read the number to the caller:")
    shown.wait_for("do not take it down again")
    os.kill(shown.process.pid, signal.SIGKILL)
    shown.wait_for_end()
    again = console()  # its wrap-up goes on and leaves no room for the city
    again.wait_for(number)
    again.keys("enter")
    again.wait_for(lambda _: "Ready" in again.rows[0])
    until(lambda: first_look(seat, datetime.now(UTC)).read_out is None, "it to be noted that the number was left")
    os.kill(again.process.pid, signal.SIGKILL)
    again.wait_for_end()
    last = ready(console())
    assert "Ready" in last.rows[0]
    assert number not in last.text


def test_a_second_console_of_a_seat_says_who_holds_it(console: OpenConsole, seat: SeatFolder) -> None:
    ready(console())
    second = console()
    assert second.wait_for_end() == Exit.BUSY
    assert "Another program" in second.text
    with pytest.raises(SeatBusy):
        SeatLock(seat.lock)


def test_the_files_cannot_be_read_without_their_key(console: OpenConsole, seat: SeatFolder) -> None:
    terminal = ready(console())
    terminal.keys("13900001234")
    until(lambda: bool(drafts_on_disk(seat)), "the draft to be on disk")
    for file in (seat.work, seat.cache, seat.work.with_name("work.db-wal")):
        assert b"13900001234" not in file.read_bytes()
    with closing(sqlite3.connect(seat.work)) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM drafts")
