"""What the status line counts is what the files hold, whoever counts and whatever is saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from hotline.codes import Role
from local_cache import needs
from local_cache.counting import count
from local_cache.encrypted import Connection, connect
from local_cache.needs import Choice, Kind
from local_cache.news import NeedsChanged, News
from local_cache.seat import Seat
from local_cache.sessions import LiveSession
from local_cache.sync_parts import Parts
from local_cache.sync_start import SeatSync
from screens.parts.line_words import line_pieces
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import SESSION, START, Clock, filing
from widgets.lamp import Tone
from wording import set_language

T = TypeVar("T")


def _sync_of(seat: Seat, clock: Clock) -> SeatSync:
    here = seat._open
    parts = Parts(seat._files, here.enrolment, here.shelf, seat._board, clock, lambda: None, lambda _: None,
                  seat._calls, "0", seat._desk_side)  # fmt: skip
    return SeatSync(parts, lambda: FakeLine(clock))


def test_a_save_in_the_middle_of_counting_is_not_uncounted(seat: Seat, clock: Clock) -> None:
    sync, files = _sync_of(seat, clock), seat._files
    usual = files.look_up.submit

    def slowly(job: Callable[[Connection], T]) -> Future[T]:
        files.look_up.submit = usual  # type: ignore[method-assign]
        seat.save(filing(), session=SESSION).result()
        files.on_work(lambda _: None)  # what follows the save is done then
        return usual(job)

    files.look_up.submit = slowly  # type: ignore[method-assign,assignment]
    sync.count()
    assert seat.status.unsent == 1


def test_an_entry_that_a_round_brought_is_counted_and_told_once(seat: Seat, clock: Clock) -> None:
    heard: list[News] = []
    seat.subscribe(heard.append)
    seat._files.on_work(lambda work: needs.alarm(work, "a", Kind.STOPPED, {}, START))
    sync = _sync_of(seat, clock)
    sync.count()
    sync.count()
    assert seat.status.needs_you == 1
    assert [each for each in heard if isinstance(each, NeedsChanged)] == [NeedsChanged(1)]


def test_an_entry_that_is_settled_is_off_the_disk_before_anybody_hears_of_it(seat: Seat) -> None:
    files = seat._files
    files.on_work(lambda work: needs.alarm(work, "a", Kind.STOPPED, {}, START))
    files.on_work(lambda work: count(work, seat._board))
    entry = seat.needs().result()[0]
    left: list[int] = []
    with closing(connect(files._folder.work, files._secret, read_only=True)) as another:

        def look(news: News) -> None:
            if isinstance(news, NeedsChanged):
                left.append(needs.count_open(another))

        seat.subscribe(look)
        seat.settle(entry.id, Choice.SEEN).result()
    assert left == [0]


def test_what_waits_at_the_centre_for_the_lead_is_counted_and_mere_notices_are_not(seat: Seat, clock: Clock) -> None:
    set_language("en")
    sync = _sync_of(seat, clock)

    def put(cache: Connection) -> None:
        for number, kind in enumerate(("held", "parked", "abuse", "number_clash")):
            cache.execute("INSERT INTO alerts (id, at, doc) VALUES (?, '', ?)", (str(number), f'{{"kind": "{kind}"}}'))

    seat._files.on_cache(put)
    sync.count()
    assert seat.status.alerts_wait == 2
    assert ("waits at the centre 2", Tone.RED) in line_pieces(seat.status, START)
    seat._files.on_cache(lambda cache: cache.execute("DELETE FROM alerts WHERE id IN ('0', '1')"))
    sync.count()
    assert not any("waits at the centre" in words for words, _ in line_pieces(seat.status, START))


def test_a_notice_that_the_lead_has_not_read_stands_in_the_top_line_until_it_is(seat: Seat, clock: Clock) -> None:
    set_language("en")
    unread = UUID(int=1)
    lead = replace(SESSION, roles=frozenset({Role.LEAD}))
    seat._people.live = LiveSession(lead)
    files, board = seat._files, seat._board

    def put(cache: Connection) -> None:
        for alert, kind in ((unread, "abuse"), (UUID(int=2), "held")):
            cache.execute("INSERT INTO alerts (id, at, doc) VALUES (?, '', ?)", (str(alert), f'{{"kind": "{kind}"}}'))

    files.on_cache(put)
    files.look_up.submit(seat._count_cached).result()
    assert seat.status.alerts_unread == 1
    assert ("alerts 1", Tone.RED) in line_pieces(seat.status, START)
    seat.note_alert(unread).result()
    assert seat.status.alerts_unread == 0
    assert not any("alerts" in words for words, _ in line_pieces(seat.status, START))
    files.on_work(lambda work: work.execute("DELETE FROM needs"))
    sync = _sync_of(seat, clock)
    sync.count()
    assert seat.status.alerts_unread == 0, "nobody who leads is signed in"
    assert board.status.alerts_wait == 1
