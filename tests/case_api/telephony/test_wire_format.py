"""Packets of Asterisk's manager interface, from pieces of any size."""

import pytest

from case_api.telephony.asterisk.wire_format import LONGEST_LINE, PacketReader, packed

TWO = b"Event: Hold\r\nChannel: PJSIP/1001-1\r\n\r\nEvent: Unhold\r\n\r\n"


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_pieces_of_any_size_come_to_the_same(size: int) -> None:
    reader = PacketReader()
    found = [packet for at in range(0, len(TWO), size) for packet in reader.feed(TWO[at : at + size])]
    assert found == [{"Event": "Hold", "Channel": "PJSIP/1001-1"}, {"Event": "Unhold"}]


def test_what_never_ends_is_not_kept() -> None:
    reader = PacketReader()
    for _ in range(100):
        assert reader.feed(b"x" * LONGEST_LINE) == []
    assert len(reader._rest) <= LONGEST_LINE
    assert reader.feed(b"\r\nA: b\r\n\r\n" + TWO)[0] == {"Event": "Hold", "Channel": "PJSIP/1001-1"}
    assert reader.left_out == 1


def test_a_packet_of_countless_lines_is_left_out() -> None:
    reader = PacketReader()
    assert reader.feed(b"".join(b"Line%d: value\r\n" % n for n in range(50_000)) + b"\r\n") == []
    assert reader.left_out == 1


def test_an_action_cannot_be_smuggled_in() -> None:
    sent = packed({"Action": "QueuePause", "Reason": "x\r\n\r\nAction: Originate\nB: c"})
    assert sent == b"Action: QueuePause\r\nReason: x  Action: Originate B: c\r\n\r\n"
