"""`board` on a seat of a real centre: a lead reads the board and acts on seats by commands; nobody else may."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from case_api.accounts.users import add_user
from case_api.storage.engine import writing
from case_api.telephony.store import record
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind, Role
from hotline.desk_doc import NOTICE_LIMIT
from seat_console.exit_codes import Exit
from tests.case_api.board.acts import with_pauses
from tests.case_api.board.gave_up import FIRST, PHONE
from tests.local_cache_sync.real_centre import OPERATOR, PASSWORD, RealCentre
from tests.seat_console.test_at_centre import Headless

LEAD, REASON = "2009", "meal"


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealCentre]:
    monkeypatch.setattr("case_api.http.events.BEAT_SECONDS", 0.05)
    with RealCentre.listening(tmp_path, shift_ends=()) as real:  # whatever the hour, no shift is to be handed over
        with_pauses(real.centre)
        with writing(real.centre.engine) as conn:
            add_user(conn, real.registry.passwords, LEAD, "赵刚", [Role.LEAD], PASSWORD, at=real.now())
            told = [(CallEventKind.OFFERED, real.now()), (CallEventKind.ABANDONED, real.now())]
            events = [CallEvent(FIRST, kind, at, "", PHONE, "12345", "general") for kind, at in told]
            record(conn, real.centre.cipher, events, real.now())
        yield real


@pytest.fixture
def headless(centre: RealCentre, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Headless:
    return Headless(centre, tmp_path, capsys)


def test_a_lead_reads_figures_seats_and_troubles_as_words_or_json(headless: Headless) -> None:
    code, out, err = headless.as_(LEAD, "board", "figures")
    assert (code, err) == (Exit.DONE, "")
    assert "Callers who came to a queue: -" in out, "no worker has a line to the switch"
    assert "Cases filed today, by what became of them at the desk: 0" in out
    assert out.startswith("! the switch was never heard\n")
    code, out, _ = headless.as_(LEAD, "board", "figures", "--json")
    told = json.loads(out)
    assert (code, told["figures"]["offered"], told["missed_waiting"], told["switch_up"]) == (Exit.DONE, 1, 1, False)
    assert told.keys().isdisjoint({"seats", "troubles", "text"})
    code, out, _ = headless.as_(LEAD, "board", "seats")
    assert (code, "0042" in out) == (Exit.DONE, True)
    seats = json.loads(headless.as_(LEAD, "board", "seats", "--json")[1])["seats"]
    assert "0042" in {seat["seat"] for seat in seats}
    code, out, _ = headless.as_(LEAD, "board", "troubles", "--json")
    assert (code, json.loads(out)["troubles"]) == (Exit.DONE, [])
    assert headless.as_(LEAD, "board", "troubles") == (Exit.DONE, "Nothing needs you now\n", "")


def test_a_lead_sends_a_notice_and_tells_a_seat_what_to_do(headless: Headless) -> None:
    code, out, _ = headless.as_(LEAD, "board", "notice", "seat:0042", "14:00 开班前会", "--must-read", "--json")
    told = json.loads(out)
    assert (code, told["place"], told["must_read"], told["words"]) == (Exit.DONE, "seat:0042", True, "14:00 开班前会")
    code, out, err = headless.as_(LEAD, "board", "order", "0042", "paused", "--reason", REASON)
    assert (code, "0042" in out) == (Exit.DONE, True), err
    code, out, _ = headless.as_(LEAD, "board", "order", "0042", "ready", "--json")
    told = json.loads(out)
    assert (told["order"]["value"], told["replaced"]["value"]) == ("ready", "paused")
    assert told["replaced"]["reason"] == REASON
    code, _, err = headless.as_(LEAD, "board", "order", "0042", "paused", "--reason", "none")
    assert (code, err.startswith("--reason: for paused one of ")) == (Exit.REFUSED, True), "it says what is allowed"
    code, _, err = headless.as_(LEAD, "board", "order", "9999", "ready")
    assert (code, err.strip()) == (Exit.REFUSED, "There is no seat 9999: board seats lists them all")
    code, _, err = headless.as_(LEAD, "board", "notice", "seat:9999", "x")
    assert (code, err.startswith("PLACE: * for every seat, seat:NUMBER")) == (Exit.REFUSED, True)
    code, out, _ = headless.as_(LEAD, "board", "notice", "seat:0042", "x")
    assert (code, out.startswith("Nobody sits there now")) == (Exit.DONE, True)


def test_a_lead_claims_and_releases_who_gave_up_and_no_number_is_printed(headless: Headless) -> None:
    code, out, _ = headless.as_(LEAD, "board", "missed", "--json")
    (caller,) = json.loads(out)["callers"]
    assert (code, caller["call_id"], caller["seat"], "number" in caller) == (Exit.DONE, str(FIRST), "", False)
    code, out, _ = headless.as_(LEAD, "board", "claim", str(FIRST), "--seat", "0042", "--json")
    assert (code, json.loads(out)["seat"]) == (Exit.DONE, "0042")
    code, out, _ = headless.as_(LEAD, "board", "missed")
    assert (code, "0042" in out, PHONE in out) == (Exit.DONE, True, False)
    code, out, _ = headless.as_(LEAD, "board", "release", str(FIRST), "--json")
    assert (code, json.loads(out)["seat"]) == (Exit.DONE, "")
    with pytest.raises(SystemExit):
        headless.as_(LEAD, "board", "release", "no-id")


def test_words_that_cannot_be_a_notice_are_told_why(headless: Headless) -> None:
    code, _, err = headless.as_(LEAD, "board", "notice", "*", "令" * (NOTICE_LIMIT + 3))
    assert (code, err.strip()) == (Exit.USAGE, f"words: too long, shorten it; characters at most: {NOTICE_LIMIT}")
    code, _, err = headless.as_(LEAD, "board", "notice", "*", "")
    assert (code, err.strip()) == (Exit.USAGE, "words: write something")


def test_an_operator_is_given_no_board(headless: Headless) -> None:
    for words in (("figures",), ("notice", "*", "x"), ("order", "0042", "ready")):
        code, out, err = headless.as_(OPERATOR, "board", *words)
        assert (code != Exit.DONE, out) == (True, ""), words
        assert err.strip()
