"""A server that speaks Asterisk's manager interface over a real socket and tells what a recording holds.

It tells a stretch once the client has asked how things are, then ends the line, or falls silent, before the next.
"""

import hashlib
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from tests.case_api.telephony.recordings import Event, Stretch

USER, SECRET = "seat-console", "open-sesame"
_CHALLENGE = "136482651"


def wire(packet: Event, end: str = "\r\n") -> bytes:
    """Return a packet as Asterisk writes it."""
    return ("".join(f"{name}: {value}{end}" for name, value in packet.items()) + end).encode()


class ReplayServer:
    """The server. `asked` is every action of the clients, in order; `paused` what QueuePause has left behind,
    `channels` those that there are from the last stretch on.

    `stay_silent`: at the end of a stretch the line is left open and nothing comes any more, not even an answer.
    `cut_early`: which lines, counted from 1, end when it is asked how things are.
    """

    def __init__(
        self,
        stretches: Sequence[Stretch],
        *,
        banner: bytes = b"Asterisk Call Manager/9.0.0\r\n",
        end: str = "\r\n",
        refuses: Iterable[str] = ("CoreShowChannels",),
        stay_silent: bool = False,
        cut_early: Iterable[int] = (),
        raw: Callable[[Event], bytes] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.asked: list[Event] = []
        self.lines = 0
        self.paused: dict[str, Event] = {}
        self.stay_silent = stay_silent
        self._cut_early = set(cut_early)
        self.channels: list[Event] = []
        self._stretches = list(stretches)
        self._banner, self._end, self._refuses = banner, end, set(refuses)
        self._tls = tls
        self._raw = raw or (lambda event: wire(event, end))
        self._told_all = threading.Event()
        self._pings_after = 0
        self._line: socket.socket | None = None
        self._gate = threading.Lock()
        """A line under TLS is not to be read and written by two threads at once."""
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def heard_out(self) -> bool:
        """Whether the client has had all that there was to tell: it pings when nothing comes any more."""
        return self._told_all.is_set() and self._pings_after > 1

    def say(self, *events: Event) -> None:
        """Tell something that is in no recording."""
        self.say_raw(b"".join(self._raw(event) for event in events))

    def say_raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        assert self._line is not None
        self._send(self._line, data)

    def pause(self, interface: str, paused: bool, reason: str) -> None:
        """Pause a telephone by hand."""
        self.say(*self._paused(interface, paused, reason, f"{self._stretches[0].began:.6f}"))

    def cut(self) -> None:
        """End the line."""
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End all of it."""
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.cut()
        self._thread.join(5)

    def _send(self, line: socket.socket, data: bytes) -> None:
        with self._gate:
            line.sendall(data)

    def _receive(self, line: socket.socket) -> bytes:
        if not (isinstance(line, ssl.SSLSocket) and line.pending()):
            select.select([line], [], [])
        with self._gate:
            return line.recv(65536)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            with suppress(OSError), self._tls.wrap_socket(line, server_side=True) if self._tls else line as line:
                self._line = line
                self.lines += 1
                self._send(line, self._banner)
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        buffer = b""
        while data := self._receive(line):
            buffer += data
            while b"\r\n\r\n" in buffer:
                one, _, buffer = buffer.partition(b"\r\n\r\n")
                action = dict(row.split(": ", 1) for row in one.decode().split("\r\n"))
                self.asked.append(action)
                if action["Action"] == "QueueStatus" and self.lines in self._cut_early:
                    return
                for answer in self._answers(action):
                    self._send(line, wire(answer, self._end))
                if action.get("ActionID", "").endswith("-whole") and self._tell_stretch(line):
                    return

    def _tell_stretch(self, line: socket.socket) -> bool:
        """Tell a stretch and say whether the line ends with it: it does unless it was the last."""
        if not self._stretches or self._told_all.is_set():
            return False
        self._send(line, b"".join(self._raw(event) for event in self._stretches[0].events))
        if len(self._stretches) == 1:
            self._told_all.set()
            return False
        self._stretches.pop(0)
        if self.stay_silent:
            while self._receive(line):
                pass
        return True

    def _answers(self, action: Event) -> list[Event]:
        ids = {"ActionID": action["ActionID"]} if "ActionID" in action else {}
        now = f"{self._stretches[0].began:.6f}" if self._stretches else "1795296859.000000"
        if action["Action"] in self._refuses:
            return [{"Response": "Error", **ids, "Message": "Permission denied"}]
        match action["Action"]:
            case "Challenge":
                return [{"Response": "Success", **ids, "Challenge": _CHALLENGE}]
            case "Login":
                proof = hashlib.md5((_CHALLENGE + SECRET).encode()).hexdigest()
                if action["Username"] == USER and proof == action.get("Key"):
                    return [{"Response": "Success", **ids, "Message": "Authentication accepted"}]
                return [{"Response": "Error", **ids, "Message": "Authentication failed"}]
            case "Ping":
                self._pings_after += self._told_all.is_set()
                return [{"Response": "Success", **ids, "Ping": "Pong", "Timestamp": now}]
            case "QueueStatus":
                return [{"Response": "Success", **ids, "EventList": "start"}, *self._status(ids)]
            case "CoreShowChannels":
                at_last = self.channels if len(self._stretches) == 1 else []
                listed = [{"Event": "CoreShowChannel", **ids, **each} for each in at_last]
                return [{"Response": "Success", **ids}, *listed, {"Event": "CoreShowChannelsComplete", **ids}]
            case "QueuePause":
                return [{"Response": "Success", **ids}, *self._pause(action, now)]
            case "QueueAdd" | "QueueRemove":
                return [{"Response": "Success", **ids}, self._moved(action, now)]
        return [{"Response": "Success", **ids}]

    def _status(self, ids: Event) -> list[Event]:
        status = self._stretches[0].status if self._stretches else []
        told = [
            {"Event": each["Event"], **ids, **each, **self.paused.get(each.get("Location", ""), {})} for each in status
        ]
        return [*told, {"Event": "QueueStatusComplete", **ids, "EventList": "Complete", "ListItems": str(len(told))}]

    def _moved(self, action: Event, now: str) -> Event:
        """Let a telephone join a queue or leave it."""
        status, interface, queue = self._stretches[0].status, action["Interface"], action["Queue"]
        member = {"Queue": queue, "Location": interface, "Name": action.get("MemberName", ""), "Paused": "0"}
        if action["Action"] == "QueueAdd":
            status.append({"Event": "QueueMember", **member, "PausedReason": ""})
        else:
            status[:] = [each for each in status if (each.get("Location"), each.get("Queue")) != (interface, queue)]
        kind = "QueueMemberAdded" if action["Action"] == "QueueAdd" else "QueueMemberRemoved"
        about = {"MemberName": member["Name"], "Interface": interface, "StateInterface": interface}
        return {"Event": kind, "Timestamp": now, "Queue": queue, **about, "Paused": "0", "PausedReason": ""}

    def _pause(self, action: Event, now: str) -> list[Event]:
        return self._paused(action["Interface"], action["Paused"] == "true", action.get("Reason", ""), now)

    def _paused(self, interface: str, paused: bool, reason: str, now: str) -> list[Event]:
        state = {"Paused": str(int(paused)), "PausedReason": reason}
        self.paused[interface] = state
        members = [each for each in self._stretches[0].status if each.get("Location") == interface]
        return [
            {
                "Event": "QueueMemberPause", "Timestamp": now, "Queue": each["Queue"], "MemberName": each["Name"],
                "Interface": interface, "StateInterface": interface, **state,
            }
            for each in members
        ]  # fmt: skip
