"""Headless work goes to the console that is running."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from local_cache.folder import SeatFolder
from local_cache.handoff import Caller, Message, NobodyThere, Reception
from tests.deadline import PATIENCE_S


@pytest.fixture
def folder(tmp_path: Path) -> SeatFolder:
    made = SeatFolder(tmp_path)
    made.make()
    return made


@pytest.fixture
def reception(folder: SeatFolder) -> Iterator[Reception]:
    made = Reception(folder, lambda message: {"heard": message})
    yield made
    made.close()


def test_a_question_is_answered_by_the_running_console(folder: SeatFolder, reception: Reception) -> None:
    with Caller(folder) as caller:
        assert caller.ask({"do": "status"}) == {"heard": {"do": "status"}}
        assert caller.ask({"words": "停水[/]\x1b"}) == {"heard": {"words": "停水[/]\x1b"}}


def test_without_a_console_nobody_is_there(folder: SeatFolder) -> None:
    with pytest.raises(NobodyThere):
        Caller(folder)


def test_what_a_killed_console_left_behind_answers_nobody_and_is_replaced(folder: SeatFolder) -> None:
    folder.handoff.write_text(json.dumps({"address": str(folder.root / "seat.socket"), "key": "00" * 32}))
    (folder.root / "seat.socket").touch()
    with pytest.raises(NobodyThere):
        Caller(folder)
    fresh = Reception(folder, lambda _: {"ok": True})
    with Caller(folder) as caller:
        assert caller.ask({}) == {"ok": True}
    fresh.close()
    with pytest.raises(NobodyThere):
        Caller(folder)


def test_without_the_key_nobody_is_heard_and_the_console_goes_on(folder: SeatFolder, reception: Reception) -> None:
    told = json.loads(folder.handoff.read_text())
    folder.handoff.write_text(json.dumps({**told, "key": "11" * 32}))
    with pytest.raises(NobodyThere):
        Caller(folder)
    folder.handoff.write_text(json.dumps(told))
    with Caller(folder) as caller:
        assert "heard" in caller.ask({})


def test_a_caller_who_says_nothing_keeps_nobody_waiting(folder: SeatFolder, reception: Reception) -> None:
    told = json.loads(folder.handoff.read_text())
    with Client(told["address"]), Caller(folder) as caller:
        assert "heard" in caller.ask({})


def test_what_is_no_json_object_is_answered_as_malformed(folder: SeatFolder, reception: Reception) -> None:
    told = json.loads(folder.handoff.read_text())
    with Client(told["address"], authkey=bytes.fromhex(told["key"])) as raw:
        for rubbish in (b"\x80\x04.", b"[1]", b"\xff\xfe"):
            raw.send_bytes(rubbish)
            assert json.loads(raw.recv_bytes()) == {"error": "malformed"}


def test_the_key_is_the_accounts_own(folder: SeatFolder, reception: Reception) -> None:
    assert folder.handoff.stat().st_mode & 0o077 == 0


def test_a_console_ends_in_good_order_while_a_caller_reads_where_it_is(
    folder: SeatFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Reception(folder, lambda _: {"ok": True})

    def as_on_windows(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "in use by another process", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", as_on_windows)
        made.close()
    with pytest.raises(NobodyThere):
        Caller(folder)  # what was left behind leads nowhere
    fresh = Reception(folder, lambda _: {"ok": True})
    with Caller(folder) as caller:
        assert caller.ask({}) == {"ok": True}
    fresh.close()


def test_two_callers_are_served_at_once(folder: SeatFolder) -> None:
    both = threading.Barrier(2, timeout=PATIENCE_S)

    def handle(_: Message) -> Message:
        both.wait()
        return {"ok": True}

    reception = Reception(folder, handle)
    answers: list[Message] = []

    def call() -> None:
        with Caller(folder) as caller:
            answers.append(caller.ask({}))

    callers = [threading.Thread(target=call) for _ in range(2)]
    for each in callers:
        each.start()
    for each in callers:
        each.join()
    reception.close()
    assert answers == [{"ok": True}] * 2
