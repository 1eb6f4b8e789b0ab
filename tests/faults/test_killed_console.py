"""kill -9 of a real console at named points of a save and while somebody types: nothing is lost, nothing is doubled."""

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from local_cache.folder import SeatFolder
from local_cache.seat import Seat
from seat_console.demo.line import Line
from tests.deadline import until
from tests.soak import times
from tests.whole import seat_files
from tests.whole.centre import PASSWORD, WANG, RealCentre

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals here", allow_module_level=True)

from tests.whole.hands import TALKING, WRAP_UP, Hands, Matter

pytestmark = [pytest.mark.terminal, pytest.mark.long, pytest.mark.timeout(times(300, 7200))]

SEAT = "0042"
CONSOLE = (sys.executable, str(Path(__file__).with_name("dying_console.py")))
BEFORE_COMMIT = frozenset({"before_the_transaction", "before_the_commit"})
WITHOUT_A_LINE = (
    "before_the_transaction",
    "before_the_commit",
    "after_the_commit",
    "before_the_number_is_shown",
    "while_the_cache_follows",
)
ON_THE_WAY = ("while_a_push_is_in_flight", "between_answer_and_acknowledgement")
ROUNDS = times(1, 50)
TYPED = times(5, 150)
SEED = 12345
MAY_BE_MISSING_S = 1.0

OpenConsole = Callable[[str], Hands]


@pytest.fixture
def line(centre: RealCentre) -> Iterator[Line]:
    with Line(centre.port) as line:
        yield line


@pytest.fixture
def seat(centre: RealCentre, line: Line, tmp_path: Path) -> SeatFolder:
    """A seat with its city pack and somebody signed in, its console not open."""
    folder = centre.enrol(SeatFolder(tmp_path / "seat"), SEAT, line.port)
    with closing(Seat.open(folder, ballast_size=4096)) as opened:
        opened.sign_in(WANG[0], PASSWORD).result(60)
        opened.sync_now().result(60)
    return folder


@pytest.fixture
def console(seat: SeatFolder, tmp_path: Path) -> OpenConsole:
    settings = tmp_path / "settings.toml"
    # No console lives long enough to keep that its operator is at work, and a seat that was left opens locked.
    settings.write_text("lock_minutes = 240\n")

    def open_console(point: str) -> Hands:
        return Hands(seat, settings, (*CONSOLE, point))

    return open_console


def is_killed(hands: Hands) -> None:
    assert hands.wait_for_end() == -signal.SIGKILL, hands.text


def drafted(seat: SeatFolder, text: str) -> bool:
    return any(draft.fields.get("content") == text for draft in seat_files.drafts(seat))


def are_shown(seat: SeatFolder, numbers: list[str]) -> None:
    until(lambda: set(numbers) <= seat_files.shown(seat).keys(), "every saved case to be shown")


def the_end(hands: Hands, seat: SeatFolder, centre: RealCentre, texts: list[str]) -> None:
    """Wait until all has been sent, and count at both ends."""
    until(lambda: all(row.state == "acked" for row in seat_files.queued(seat)), "the outbox to drain")
    here = seat_files.filed(seat)
    there = [(doc.order.content, doc.order.order_no) for doc in centre.cases()]
    assert sorted(here) == sorted(texts)
    assert all(len(numbers) == 1 for numbers in here.values()), here
    assert sorted(there) == sorted((text, numbers[0]) for text, numbers in here.items())
    are_shown(seat, [number for _, number in there])
    hands.state("未传0")


@pytest.mark.parametrize("points", [WITHOUT_A_LINE, ON_THE_WAY], ids=["without_a_line", "on_the_way"])
def test_a_console_killed_in_a_save_loses_no_case_and_doubles_none(
    points: tuple[str, ...], console: OpenConsole, seat: SeatFolder, centre: RealCentre, line: Line
) -> None:
    if points is WITHOUT_A_LINE:
        line.cut()  # so that what is shown again after a kill comes from this seat alone
    texts: list[str] = []
    read_out: dict[str, str] = {}
    saved: list[str] = []
    on_the_desk = unread = ""
    for point in points * ROUNDS:
        with console(point) as hands:
            hands.ready()
            are_shown(seat, saved)
            if unread:  # its caller may still be there: nobody is to take it down again
                hands.wait_for(lambda _, unread=unread: hands.number_to_read_out() == unread)  # type: ignore[misc]
                hands.is_done()
            if on_the_desk:  # it was not saved, so it lies there as it was, in the same call
                hands.wait_for(on_the_desk)
                hands.state(TALKING)
            else:
                on_the_desk = f"第{len(texts) + 1}件，昨晚八点起全楼停水"
                texts.append(on_the_desk)
                hands.opens_a_call()
                hands.writes_down(Matter(on_the_desk))
                until(lambda: drafted(seat, texts[-1]), "the draft to be on disk")
            hands.keys("ctrl+s")
            is_killed(hands)
            if number := hands.number_to_read_out():
                read_out[on_the_desk] = number
        numbers = seat_files.filed(seat).get(on_the_desk, [])
        if point in BEFORE_COMMIT:
            assert not numbers, point
            unread = ""
            assert drafted(seat, on_the_desk), point
        else:
            assert len(numbers) == 1, point
            assert read_out.get(on_the_desk, numbers[0]) == numbers[0], point
            saved += numbers
            unread = numbers[0]
            assert not drafted(seat, on_the_desk), point
            on_the_desk = ""
    with console("never") as hands:
        hands.ready()
        assert not on_the_desk
        assert hands.number_to_read_out() == unread
        line.restore()
        the_end(hands, seat, centre, texts)


def test_a_console_killed_while_somebody_types_comes_back_with_all_but_the_last_second(
    console: OpenConsole, seat: SeatFolder, centre: RealCentre
) -> None:
    draw = random.Random(SEED)
    signs = sorted({sign for area in centre.pack().areas.values() for sign in area.name if ord(sign) > 0x4E00})
    expected = ""
    phases = {TALKING}
    for count in range(TYPED):
        with console("never") as hands:
            hands.ready()
            if count:
                came_back(hands, seat, expected, phases)
                hands.keys("f4")
                hands.wait_for("直接回车用此名称")
                hands.keys("enter")
                hands.wait_for("已暂存")
                until(lambda count=count: parked_drafts(seat) == count, "the parked draft to be on disk")  # type: ignore[misc]
            hands.opens_a_call()
            phases = {draw.choice((TALKING, WRAP_UP))}
            if WRAP_UP in phases:
                hands.hangs_up()
            hung_up_at = time.monotonic()
            hands.goes_to_the_narrative()
            expected, on_disk_until = types_until_killed(hands, draw.sample(signs, 400), draw.uniform(0.2, 3.0))
            if on_disk_until < hung_up_at:
                phases.add(TALKING)  # to hang up is a key as well
            is_killed(hands)
    with console("never") as hands:
        hands.ready()
        came_back(hands, seat, expected, phases)


def parked_drafts(seat: SeatFolder) -> int:
    return sum(draft.parked for draft in seat_files.drafts(seat))


def types_until_killed(hands: Hands, signs: list[str], life_s: float) -> tuple[str, float]:
    """Type one sign after another and kill the console in the midst of it; return what must not be missing.

    With it comes the moment up to which nothing may be missing.

    On a machine so busy that an echo takes its time, what comes after it may be later by as much: on an idle one that
    is nothing.
    """
    seen: list[tuple[float, str]] = []
    slowest_echo = 0.0
    end = time.monotonic() + life_s
    for sign in signs:
        if sign in hands.text:
            continue  # nobody could tell its echo
        typed_at = time.monotonic()
        hands.types(sign)
        seen.append((time.monotonic(), sign))
        slowest_echo = max(slowest_echo, seen[-1][0] - typed_at)
        if seen[-1][0] >= end:
            break
    killed_at = time.monotonic()
    os.kill(hands.process.pid, signal.SIGKILL)
    on_disk_until = killed_at - MAY_BE_MISSING_S - slowest_echo - synced_write_s(hands)
    return "".join(sign for at, sign in seen if at <= on_disk_until), on_disk_until


def synced_write_s(hands: Hands) -> float:
    """Return how long the disk takes at present for a few bytes."""
    begun = time.monotonic()
    with (hands.folder.root / "probe").open("wb") as probe:
        probe.write(b"probe")
        probe.flush()
        os.fsync(probe.fileno())
    return time.monotonic() - begun


def came_back(hands: Hands, seat: SeatFolder, expected: str, phases: set[str]) -> None:
    """Look whether the draft is on the desk in a phase that it may be in, with all that must be there."""
    hands.wait_for(lambda _: any(phase in hands.rows[0] for phase in phases))
    hands.wait_for(lambda screen: expected in "".join(screen.split()))  # it goes over several rows
    on_disk = str(seat_files.drafts(seat)[0].fields.get("content", ""))
    assert on_disk.startswith(expected), f"{len(expected) - len(on_disk)} signs more are missing than may be"
