"""The wire format of Asterisk's manager interface: packets of `Name: value` lines, ended by an empty line.

Whatever comes is taken in without an exception and within bounds: a line or a packet beyond all measure is left out,
bytes that are no UTF-8 are shown as such, and lines may end in CR LF or LF.
"""

from collections.abc import Mapping

LONGEST_LINE = 64 * 1024
"""Bytes; Asterisk's own lines are far shorter."""
LONGEST_PACKET = 256 * 1024
"""Bytes of one event with all its lines."""

Packet = Mapping[str, str]
"""An event, an answer or an item of a list: its lines by name. A line told twice counts the last time."""


def packed(action: Packet) -> bytes:
    """Return an action as it goes over the wire. A value is never more than one line: what breaks it becomes a blank.

    >>> packed({"Action": "Ping", "ActionID": "7"})
    b'Action: Ping\\r\\nActionID: 7\\r\\n\\r\\n'
    """
    lines = (f"{name}: {' '.join(value.splitlines())}\r\n" for name, value in action.items())
    return ("".join(lines) + "\r\n").encode()


class PacketReader:
    """Puts packets together from pieces of any size. `left_out` counts those that were too long."""

    def __init__(self) -> None:
        self.left_out = 0
        self._rest = bytearray()
        self._lines: dict[str, str] = {}
        self._size = 0
        self._spoilt = False
        self._mid_line = False

    def feed(self, data: bytes) -> list[Packet]:
        """Take in what came and return the packets that are whole now, in order."""
        self._rest += data
        found: list[Packet] = []
        done = 0
        while (end := self._rest.find(b"\n", done)) >= 0:
            if self._mid_line:
                self._mid_line = False  # the end of a line whose beginning was thrown away
            else:
                self._take(bytes(self._rest[done:end]), found)
            done = end + 1
        del self._rest[:done]
        if len(self._rest) > LONGEST_LINE:
            self._rest.clear()
            self._mid_line = self._spoilt = True
        return found

    def _take(self, line: bytes, found: list[Packet]) -> None:
        line = line.rstrip(b"\r")
        if not line:
            self._end(found)
            return
        self._size += len(line)
        if self._spoilt or len(line) > LONGEST_LINE or self._size > LONGEST_PACKET:
            self._spoilt = True
            self._lines.clear()
            return
        name, colon, value = line.decode("utf-8", errors="replace").partition(":")
        if colon:
            self._lines[name.strip()] = value.strip()

    def _end(self, found: list[Packet]) -> None:
        if self._spoilt:
            self.left_out += 1
        elif self._lines:
            found.append(self._lines)
        self._lines, self._size, self._spoilt = {}, 0, False
