"""One line to Asterisk from its banner to its end: never blocks for long, and takes silence for the end."""

import selectors
import socket
import ssl
import threading
import time

import structlog

from case_api.telephony.asterisk.login import BANNER, RefusedError, Talk
from case_api.telephony.asterisk.pace import Pace
from case_api.telephony.asterisk.wire_format import Packet, PacketReader, packed

_log = structlog.get_logger()
_AT_ONCE = 256 * 1024
_LONGEST_BANNER = 1024


class Session:
    """One line from its banner to its end. Raises `OSError` where it is lost, also by silence."""

    def __init__(
        self,
        line: socket.socket,
        selector: selectors.BaseSelector,
        nudged: socket.socket,
        pace: Pace,
        closed: threading.Event,
    ) -> None:
        self._line = line
        self._selector = selector
        self._nudged = nudged
        self._pace = pace
        self._closed = closed
        self._reader = PacketReader()
        self._out = bytearray()
        self._early: list[Packet] = []
        self._left_out = 0
        self._let_in = False
        self._heard_at = self._asked_at = time.monotonic()

    def expect_banner(self) -> None:
        """Read the first line, which is no packet. Raises `RefusedError` where somebody else listens there."""
        first = bytearray()
        while b"\n" not in first:
            first += self._read()
            if len(first) > _LONGEST_BANNER or not first[: len(BANNER)] == BANNER.encode()[: len(first)]:
                raise RefusedError("what listens there is no manager interface of Asterisk: mend host and port")
        self._early += self._reader.feed(bytes(first.partition(b"\n")[2]))

    def talk(self, talk: Talk) -> None:
        """Hold a talk of actions and answers; what else comes meanwhile is kept for later."""
        action = next(talk, None)
        while action is not None:
            self.write(packed(action))
            answer = self._answer()
            try:
                action = talk.send(answer)
            except StopIteration:
                return

    def let_in(self) -> list[Packet]:
        """Return what came while it was talked, and ask for a word from now on whenever nothing comes."""
        self._let_in = True
        early, self._early = self._early, []
        return early

    def packets(self) -> list[Packet]:
        """Return what comes next, maybe nothing, within the time after which the switch is asked for a word."""
        found = self._reader.feed(self._read())
        if self._reader.left_out > self._left_out:
            self._left_out = self._reader.left_out
            _log.warning("the telephone switch told something too long to be read", times=self._left_out)
        return found

    def write(self, data: bytes) -> None:
        """Send what can be sent now, the rest as soon as it can."""
        self._out += data
        self._flush()

    def _answer(self) -> Packet:
        while True:
            for place, packet in enumerate(self._early):
                if "Response" in packet:
                    return self._early.pop(place)
            self._early += self.packets()
            if self._closed.is_set():
                raise OSError("closed")

    def _read(self) -> bytes:
        now = time.monotonic()
        if now - self._heard_at >= self._pace.silence_s:
            raise TimeoutError("nothing came any more")
        if self._let_in and min(now - self._heard_at, now - self._asked_at) >= self._pace.ping_s:
            self._asked_at = now
            self.write(packed({"Action": "Ping"}))
        pending = isinstance(self._line, ssl.SSLSocket) and self._line.pending()
        patience = min(self._pace.ping_s, self._heard_at + self._pace.silence_s - now)
        ready = {key.fileobj for key, _ in self._selector.select(0 if pending else patience)}
        if self._nudged in ready:
            self._nudged.recv(_AT_ONCE)
        self._flush()
        if self._line not in ready and not pending:
            return b""
        try:
            data = self._line.recv(_AT_ONCE)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return b""
        if not data:
            raise ConnectionResetError("the switch ended the line")
        self._heard_at = time.monotonic()
        return data

    def _flush(self) -> None:
        try:
            while self._out:
                del self._out[: self._line.send(self._out)]
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._out else 0)
        self._selector.modify(self._line, wanted)
