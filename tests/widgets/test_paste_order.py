"""A paste with escape sequences in it: one paste, its signs in their order, however the terminal cuts it."""

import sys

import pytest
from textual import events

import widgets.paste_order as paste_order
from widgets.paste_order import PasteReader, keep_pastes_in_order

BEGIN, END = "\x1b[200~", "\x1b[201~"
PASTED = "a\x1b[31mred\x1b[0m b\x1b c\x1b[200 d\x1bOP\n停水"


def told(reader: PasteReader, *parts: str) -> list[tuple[str, str]]:
    heard = [event for part in parts for event in reader.feed(part)]
    return [
        ("paste", each.text) if isinstance(each, events.Paste) else ("key", each.key)
        for each in heard
        if isinstance(each, events.Paste | events.Key)
    ]


def test_escape_sequences_in_a_paste_stay_where_they_stand():
    assert told(PasteReader(), f"x{BEGIN}{PASTED}{END}y") == [("key", "x"), ("paste", PASTED), ("key", "y")]


@pytest.mark.parametrize("cut", range(3, len(BEGIN + PASTED + END)))
def test_it_may_come_in_two_parts(cut):
    """But for the first two signs of a mark: Esc and Esc [ are keys, which do not wait."""
    sent = BEGIN + PASTED + END
    assert told(PasteReader(), sent[:cut], sent[cut:]) == [("paste", PASTED)]


def test_two_pastes_and_keys_between_them_come_in_their_order():
    sent = f"{BEGIN}1\x1b[A{END}\x1b[A{BEGIN}{END}{BEGIN}2{END}"
    assert told(PasteReader(), sent) == [("paste", "1\x1b[A"), ("key", "up"), ("paste", ""), ("paste", "2")]


@pytest.mark.parametrize(("platform", "pasted"), [("linux", "a\x00b"), ("win32", "ab")])
def test_a_nul_is_dropped_only_where_the_system_puts_it_there(platform, pasted, monkeypatch):
    monkeypatch.setattr(paste_order.sys, "platform", platform)
    assert told(PasteReader(), f"{BEGIN}a\x00b{END}") == [("paste", pasted)]


def test_what_only_begins_like_a_paste_is_read_after_a_while(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(paste_order, "monotonic", lambda: clock[0])
    reader = PasteReader()
    assert told(reader, "\x1b[2") == []
    assert [*reader.tick()] == []
    assert told(reader, "~") == [("key", "insert")]
    assert told(reader, "\x1b[20") == []
    clock[0] = 1.0
    assert [*reader.tick()] == []
    assert told(reader, "~") == [("key", "f9")]


def test_the_driver_of_this_system_reads_with_it():
    keep_pastes_in_order()
    if sys.platform == "win32":
        from textual.drivers import win32 as driver
    else:
        from textual.drivers import linux_driver as driver
    assert driver.XTermParser is PasteReader
