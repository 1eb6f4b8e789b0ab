"""The line to Asterisk: one thread that keeps it, reads it and writes to it, and begins anew whenever it is lost.

What comes is laid into a queue for the worker, in order, with a mark wherever a line began or ended.
"""

import selectors
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from case_api.telephony.asterisk.login import Credentials, RefusedError, ask_for_events, sign_in
from case_api.telephony.asterisk.pace import Backoff, Pace
from case_api.telephony.asterisk.session import Session
from case_api.telephony.asterisk.wire_format import Packet, packed

_log = structlog.get_logger()
_MOST_UNREAD = 50_000
"""Packets that the worker has not taken. More is no use: once it is back, the state is asked for anew."""


@dataclass(frozen=True, slots=True)
class LineUp:
    """From here on the switch is heard."""


@dataclass(frozen=True, slots=True)
class LineDown:
    """From here on the switch is not heard."""


Heard = LineUp | LineDown | Packet
"""What the worker finds."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the manager interface listens."""

    host: str
    port: int
    tls: bool = False
    tls_ca: str = ""


@dataclass(slots=True)
class Connection:
    """The line. `credentials` are asked for at every try, so that a mended password is taken without a new start.

    `wake` is called, by the thread, whenever there is something to take.
    """

    address: Address
    credentials: Callable[[], Credentials]
    wake: Callable[[], None]
    pace: Pace = field(default_factory=Pace)
    _heard: deque[Heard] = field(default_factory=deque)
    _to_send: deque[bytes] = field(default_factory=deque)
    _closed: threading.Event = field(default_factory=threading.Event)
    _nudge: socket.socket = field(init=False)
    _nudged: socket.socket = field(init=False)
    _thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self._nudge, self._nudged = socket.socketpair()
        self._nudged.setblocking(False)
        self._thread = threading.Thread(target=self._keep, name="asterisk-line", daemon=True)

    def start(self) -> None:
        """Begin to look for the switch."""
        self._thread.start()

    def close(self) -> None:
        """Let the line go; the thread ends by itself, at the latest when its try to connect is over."""
        self._closed.set()
        self._poke()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the thread to end and say whether it has."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def send(self, actions: Iterable[Packet]) -> None:
        """Send actions on the line that there is; without a line they are lost, like whatever is on it then."""
        self._to_send.extend(packed(action) for action in actions)
        self._poke()

    def take(self) -> list[Heard]:
        """Return what has come since the last time, in order."""
        return [self._heard.popleft() for _ in range(len(self._heard))]

    def _poke(self) -> None:
        with suppress(OSError):
            self._nudge.send(b".")

    def _keep(self) -> None:
        backoff = Backoff(self.pace)
        while not self._closed.is_set():
            try:
                self._one_line(backoff)
                wait = backoff.lost()
            except RefusedError as error:
                wait = backoff.refused()
                _log.error("the telephone switch does not let us in", why=str(error), seconds=round(wait, 1))
            except OSError as error:
                wait = backoff.lost()
                _log.warning("no line to the telephone switch", why=type(error).__name__, seconds=round(wait, 1))
            except Exception as error:  # telephony is not to end for what may pass
                wait = backoff.lost()
                _log.error("the line to the telephone switch goes on after a defect", kind=type(error).__name__)
            self._closed.wait(wait)
        self._nudge.close()
        self._nudged.close()

    def _one_line(self, backoff: Backoff) -> None:
        with _connected(self.address, self.pace) as line, selectors.DefaultSelector() as selector:
            line.setblocking(False)
            selector.register(line, selectors.EVENT_READ)
            selector.register(self._nudged, selectors.EVENT_READ)
            session = Session(line, selector, self._nudged, self.pace, self._closed)
            session.expect_banner()
            session.talk(sign_in(self.credentials()))
            session.talk(ask_for_events())
            self._to_send.clear()
            self._tell([LineUp()])
            backoff.had_line()
            try:
                self._listen(session)
            finally:
                self._tell([LineDown()])

    def _listen(self, session: Session) -> None:
        self._tell(session.let_in())
        while not self._closed.is_set():
            while self._to_send:
                session.write(self._to_send.popleft())
            self._tell(session.packets())
            if len(self._heard) > _MOST_UNREAD:
                raise OSError("nobody takes what the switch tells")

    def _tell(self, heard: Iterable[Heard]) -> None:
        before = len(self._heard)
        self._heard.extend(heard)
        if len(self._heard) != before:
            self.wake()


def _connected(address: Address, pace: Pace) -> socket.socket:
    line = socket.create_connection((address.host, address.port), timeout=pace.connect_s)
    if not address.tls:
        return line
    try:
        context = ssl.create_default_context(cafile=address.tls_ca or None)
        return context.wrap_socket(line, server_hostname=address.host)
    except BaseException:
        line.close()
        raise
