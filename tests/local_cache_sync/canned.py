"""A server on loopback that answers what a test hands it, and remembers what it was asked."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from hotline.wire import PROBLEM_PREFIX, Problem
from tests.deadline import PATIENCE_S


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body, inflated if it came deflated."""
        plain = gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body
        return json.loads(plain)


@dataclass
class Said:
    """One answer."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def says(body: Any, status: int = 200, **headers: str) -> Said:
    """Return a JSON answer."""
    return Said(status, json.dumps(body).encode(), headers=headers)


def problem(which: Problem, status: int, **extra: Any) -> Said:
    """Return a problem document."""
    body = {"type": PROBLEM_PREFIX + which, "title": "t", "status": status, "detail": "d", **extra}
    return Said(status, json.dumps(body).encode(), "application/problem+json")


@dataclass
class Canned:
    """The server: `answers` by method and path without the query."""

    answers: dict[tuple[str, str], Callable[[Asked], Said]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def on(self, method: str, path: str, answer: Said | Callable[[Asked], Said]) -> None:
        """Set the answer to a request."""
        self.answers[method, path] = answer if callable(answer) else lambda _: answer

    def paths(self) -> list[str]:
        """Return what was asked, in order."""
        return [each.path for each in self.asked]


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Canned]:
    """Serve until the block ends."""
    canned = Canned()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            sent = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, sent, self.rfile.read(length))
            canned.asked.append(asked)
            answer = canned.answers.get((asked.method, asked.path.partition("?")[0]))
            said = answer(asked) if answer else problem(Problem.NOT_FOUND, 404)
            self.send_response(said.status)
            for name, value in {
                "content-type": said.kind,
                "content-length": str(len(said.body)),
                **said.headers,
            }.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(said.body)

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815 — the names are the library's

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    canned.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield canned
    finally:
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE_S)
