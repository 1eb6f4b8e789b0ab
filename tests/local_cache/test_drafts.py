"""Drafts stay on the seat, belong to somebody, and none is lost without a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from local_cache.errors import NoSuchDraft
from local_cache.model import Disposal
from local_cache.seat import Seat
from tests.local_cache.given import SESSION, START, Clock, draft


def _ids(seat: Seat, operator: str = "1042") -> list[str]:
    return [each.id for each in seat.drafts(operator).result()]


def test_a_draft_comes_back_exactly_as_it_was_after_a_crash(open_seat: Callable[..., Seat]) -> None:
    first = open_seat()
    kept = draft(fields={"content": "[/]\x1b[31m 反\u202e 👩‍👩‍👧 𠮷", "anonymous": False}, caret=5, name="李女士 停水")
    first.put_draft(kept).result()
    first.close()
    assert open_seat().drafts("1042").result() == [kept]


def test_any_number_can_be_parked_last_touched_first(seat: Seat) -> None:
    for number in range(30):
        at = START + timedelta(seconds=number)
        seat.put_draft(draft(f"d-{number}", parked=True, updated_at=at)).result()
    assert _ids(seat) == [f"d-{number}" for number in reversed(range(30))]


def test_a_draft_is_its_operators_own(seat: Seat) -> None:
    seat.put_draft(draft("mine")).result()
    seat.put_draft(draft("theirs", operator="1043")).result()
    assert (_ids(seat), _ids(seat, "1043")) == (["mine"], ["theirs"])


def test_sign_out_settles_each_draft_as_said(seat: Seat) -> None:
    for name in ("keep", "hand", "drop"):
        seat.put_draft(draft(name)).result()
    disposal = {"keep": Disposal.KEEP, "hand": "hand_over", "drop": Disposal.DISCARD}
    seat.sign_out(SESSION, disposal).result()
    assert _ids(seat, "1043") == ["hand"]
    assert sorted(_ids(seat)) == ["hand", "keep"]
    assert seat.kept_drafts_count().result() == 1
    assert [each.id for each in seat.discarded_drafts("1042").result()] == ["drop"]


def test_a_draft_that_was_handed_over_and_is_kept_is_its_keepers_alone(seat: Seat) -> None:
    seat.put_draft(draft("handed", operator="")).result()
    seat.sign_out(SESSION, {"handed": Disposal.KEEP}).result()
    assert (_ids(seat), _ids(seat, "1043")) == (["handed"], [])


def test_a_kept_draft_counts_no_more_once_its_owner_has_taken_it_up(seat: Seat) -> None:
    seat.put_draft(draft("keep")).result()
    seat.sign_out(SESSION, {"keep": Disposal.KEEP}).result()
    back = seat.drafts("1042").result()[0]
    assert back.kept
    seat.put_draft(back.with_changes(kept=False, parked=False)).result()
    assert seat.kept_drafts_count().result() == 0


def test_a_discarded_draft_is_kept_thirty_days_and_can_be_taken_up_again(seat: Seat, clock: Clock) -> None:
    seat.put_draft(draft()).result()
    seat.discard_draft("d-1").result()
    assert _ids(seat) == []
    clock.turn(days=29)
    seat._keeper.tidy_up()
    back = seat.discarded_drafts("1042").result()
    seat.put_draft(back[0]).result()
    assert _ids(seat) == ["d-1"]

    seat.discard_draft("d-1").result()
    clock.turn(days=31)
    seat._keeper.tidy_up()
    assert seat.discarded_drafts("1042").result() == []


def test_a_draft_is_discarded_as_it_stands_at_last(seat: Seat) -> None:
    seat.put_draft(draft()).result()
    seat.discard_draft("d-1", draft(fields={"content": "the last words"})).result()
    seat.discard_draft("d-2", draft("d-2")).result()  # thrown away before it was ever written
    assert _ids(seat) == []
    fields = {each.id: each.fields for each in seat.discarded_drafts("1042").result()}
    assert fields == {"d-1": {"content": "the last words"}, "d-2": draft().fields}


def test_discarding_what_is_not_there_says_so(seat: Seat) -> None:
    with pytest.raises(NoSuchDraft):
        seat.discard_draft("nowhere").result()
