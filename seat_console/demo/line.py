"""A line between a seat and its centre that can be cut and restored: a TCP relay on loopback, in a thread."""

import asyncio
import contextlib
import threading
from types import TracebackType

CHUNK = 64 * 1024


class Line:
    """A relay from a port of its own to `target_port`, both on 127.0.0.1. Use it with `with`, or `start` and `stop`.

    Cutting ends what is open and turns away what comes, at once, as an unplugged cable and a closed port would look
    to a seat that is refused; restoring lets new connections through.
    """

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)
        self._ready = threading.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._up = True
        self.port = 0

    def start(self) -> None:
        """Listen; `port` says where."""
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Cut for good and end the thread."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    @property
    def is_cut(self) -> bool:
        """Say whether the line is cut now."""
        return not self._up

    def cut(self) -> None:
        """Cut the line; returns when nothing is open any more."""
        self._set(False)

    def restore(self) -> None:
        """Let connections through again."""
        self._set(True)

    def _set(self, up: bool) -> None:
        done = threading.Event()

        def apply() -> None:
            self._up = up
            if not up:
                self._drop_all()
            done.set()

        self._loop.call_soon_threadsafe(apply)
        done.wait()

    def _drop_all(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._carry, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            self._drop_all()
            pending = asyncio.all_tasks(self._loop)
            for task in pending:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
            self._loop.close()

    async def _carry(self, from_seat: asyncio.StreamReader, to_seat: asyncio.StreamWriter) -> None:
        if not self._up:
            to_seat.transport.abort()
            return
        try:
            from_centre, to_centre = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            to_seat.transport.abort()
            return
        self._open |= {to_seat, to_centre}
        try:
            await asyncio.gather(_pump(from_seat, to_centre), _pump(from_centre, to_seat))
        except asyncio.CancelledError:
            return  # the line is being stopped; asyncio would report it as an error of a connection
        finally:
            for writer in (to_seat, to_centre):
                writer.transport.abort()
                self._open.discard(writer)

    def __enter__(self) -> "Line":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(CHUNK):
            sink.write(data)
            await sink.drain()
        sink.write_eof()
