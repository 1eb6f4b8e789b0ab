"""The demo's line carries bytes both ways, ends what is open when it is cut, and works again when restored."""

import socket
import threading
from collections.abc import Iterator

import pytest

from seat_console.demo.line import Line
from tests.deadline import PATIENCE_S


@pytest.fixture
def echo() -> Iterator[int]:
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=_answer, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1]
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def _answer(connection: socket.socket) -> None:
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data.upper())


def _ends(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def test_the_line_carries_both_ways(echo: int) -> None:
    with Line(echo) as line, socket.create_connection(("127.0.0.1", line.port), timeout=PATIENCE_S) as seat:
        seat.sendall(b"one call")
        assert seat.recv(100) == b"ONE CALL"


def test_a_cut_ends_what_is_open_and_turns_away_what_comes(echo: int) -> None:
    with Line(echo) as line:
        seat = socket.create_connection(("127.0.0.1", line.port), timeout=PATIENCE_S)
        seat.sendall(b"a")
        assert seat.recv(1) == b"A"
        line.cut()
        assert line.is_cut
        assert _ends(seat)
        seat.close()
        late = socket.create_connection(("127.0.0.1", line.port), timeout=PATIENCE_S)
        assert _ends(late)
        late.close()


def test_a_restored_line_carries_again(echo: int) -> None:
    with Line(echo) as line:
        line.cut()
        line.restore()
        with socket.create_connection(("127.0.0.1", line.port), timeout=PATIENCE_S) as seat:
            seat.sendall(b"again")
            assert seat.recv(100) == b"AGAIN"


def test_a_centre_that_is_not_there_ends_the_connection() -> None:
    nobody = socket.create_server(("127.0.0.1", 0))
    port = nobody.getsockname()[1]
    nobody.close()
    with Line(port) as line, socket.create_connection(("127.0.0.1", line.port), timeout=PATIENCE_S) as seat:
        assert _ends(seat)
