"""Keys typed before the seat's files are open: they are kept and done in their order."""

from concurrent.futures import Future
from typing import Any, cast

import pytest

from seat_console.late_seat import LateSeat


class OpenSeat:
    """A seat that notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.listeners: list[Any] = []
        self.status = "open"

    def put_draft(self, draft: str) -> Future[str]:
        self.asked.append(draft)
        done: Future[str] = Future()
        done.set_result(f"kept {draft}")
        return done

    def search(self, query: str) -> Future[str]:
        done: Future[str] = Future()
        done.set_exception(LookupError(query))
        return done

    def subscribe(self, listener: Any) -> None:
        self.listeners.append(listener)


@pytest.fixture
def late() -> LateSeat:
    return LateSeat(cast(Any, "opening"))


def test_what_was_asked_early_is_done_in_its_order(late: LateSeat) -> None:
    early = [late.put_draft(f"draft {count}") for count in range(3)]
    assert not any(each.done() for each in early)
    seat = OpenSeat()
    late.arrived(cast(Any, seat))
    late.put_draft("draft 3")
    assert seat.asked == ["draft 0", "draft 1", "draft 2", "draft 3"]
    assert [each.result(0) for each in early] == ["kept draft 0", "kept draft 1", "kept draft 2"]


def test_an_error_of_the_seat_reaches_who_asked_early(late: LateSeat) -> None:
    early = late.search("停水")
    late.arrived(cast(Any, OpenSeat()))
    with pytest.raises(LookupError):
        early.result(0)


def test_a_seat_that_cannot_be_opened_fails_what_waits_and_what_comes(late: LateSeat) -> None:
    early = late.put_draft("draft")
    late.failed(OSError("held"))
    for each in (early, late.put_draft("another")):
        with pytest.raises(OSError, match="held"):
            each.result(0)


def test_status_and_news_come_from_the_seat_once_it_is_open(late: LateSeat) -> None:
    heard = object()
    late.subscribe(cast(Any, heard))
    assert cast(Any, late.status) == "opening"
    seat = OpenSeat()
    late.arrived(cast(Any, seat))
    assert cast(Any, late.status) == "open"
    assert seat.listeners == [heard]
