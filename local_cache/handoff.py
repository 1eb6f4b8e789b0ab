"""How a headless command hands its work to the console that holds the seat: JSON over a local pipe.

The console listens on a Unix socket in its own folder (a named pipe on Windows) and writes address and key into a
file that only its account can read. Nothing but JSON bytes ever goes over it, so that nobody can send objects.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, answer_challenge, deliver_challenge
from types import TracebackType
from typing import Any

from local_cache.folder import SeatFolder

Message = dict[str, Any]
Handle = Callable[[Message], Message]

MOST_BYTES = 1024 * 1024
"""The largest message."""
_SOCKET_PATH_LIMIT = 100
_PAUSE_S = 0.2

_log = logging.getLogger(__name__)


class NobodyThere(Exception):  # noqa: N818 — the name says what was found
    """No console is running on this seat, or it is just ending."""


class Reception:
    """The console's end. `handle` answers each message, in a thread of the caller's connection; it must not raise."""

    def __init__(self, folder: SeatFolder, handle: Handle) -> None:
        """Begin to listen; the caller holds the seat's lock, so what an earlier console left behind may go."""
        self._folder = folder
        self._handle = handle
        self._closing = threading.Event()
        self._key = secrets.token_bytes(32)
        self._listener = Listener(_address(folder))
        self._write()
        self._thread = threading.Thread(target=self._listen, name="seat-reception", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._closing.set()
        with suppress(OSError):  # Windows deletes no file that a caller is reading; left behind, it leads nowhere
            self._folder.handoff.unlink(missing_ok=True)
        with suppress(OSError):
            Client(self._listener.address).close()  # wakes `accept`
        self._thread.join()
        self._listener.close()

    def _write(self) -> None:
        self._folder.handoff.unlink(missing_ok=True)
        descriptor = os.open(self._folder.handoff, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"address": self._listener.address, "key": self._key.hex()}, file)

    def _listen(self) -> None:
        while True:
            try:
                connection = self._listener.accept()
            except OSError:
                _log.warning("a caller could not be taken")
                self._closing.wait(_PAUSE_S)
                connection = None
            if self._closing.is_set():
                if connection is not None:
                    connection.close()
                return
            if connection is not None:
                threading.Thread(target=self._serve, args=(connection,), name="seat-caller", daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        # The handshake is made here and not in `accept`, so that a caller who says nothing keeps nobody waiting.
        with connection, suppress(OSError, EOFError, AuthenticationError):
            deliver_challenge(connection, self._key)
            answer_challenge(connection, self._key)
            while True:
                message = _parsed(connection.recv_bytes(MOST_BYTES))
                answer = self._handle(message) if message is not None else {"error": "malformed"}
                connection.send_bytes(json.dumps(answer).encode())


class Caller:
    """A headless command's end. Raises `NobodyThere` when no console is there, or when it goes away."""

    def __init__(self, folder: SeatFolder) -> None:
        try:
            told = json.loads(folder.handoff.read_text("utf-8"))
            self._connection = Client(told["address"], authkey=bytes.fromhex(told["key"]))
        except (OSError, EOFError, ValueError, KeyError, AuthenticationError) as error:
            raise NobodyThere("no console is running on this seat") from error

    def ask(self, message: Message) -> Message:
        """Send one message and wait for its answer."""
        try:
            self._connection.send_bytes(json.dumps(message).encode())
            answer = _parsed(self._connection.recv_bytes(MOST_BYTES))
        except (OSError, EOFError, ValueError) as error:
            raise NobodyThere("the console has gone") from error
        return answer if answer is not None else {"error": "malformed"}

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def __enter__(self) -> Caller:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _address(folder: SeatFolder) -> str | None:
    """Return a socket in the seat's folder; None leaves the choice to the system (Windows, or too long a path)."""
    path = folder.root / "seat.socket"
    if sys.platform == "win32" or len(os.fsencode(path)) > _SOCKET_PATH_LIMIT:
        return None
    path.unlink(missing_ok=True)
    return str(path)


def _parsed(data: bytes) -> Message | None:
    try:
        message = json.loads(data)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None
