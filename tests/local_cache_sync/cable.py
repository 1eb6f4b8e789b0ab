"""A line between consoles and their centre that can also be cut silently, as by a cable that is pulled far away."""

import asyncio
import contextlib
import threading

from seat_console.demo.line import Line


class Cable(Line):
    """A `Line` that leads to another port when it is told to, and that can be cut without a word."""

    def __init__(self, target_port: int) -> None:
        super().__init__(target_port)
        self._silent = False

    def lead_to(self, port: int) -> None:
        """Carry what comes from now on to another port."""
        self._target_port = port

    def cut_silently(self) -> None:
        """Carry nothing any more: what is open stays open, what comes is let in, and nobody hears anything."""
        self._silent = True
        done = threading.Event()

        def stand_still() -> None:
            for writer in self._open:
                writer.transport.pause_reading()
            done.set()

        self._loop.call_soon_threadsafe(stand_still)
        done.wait()

    def restore(self) -> None:
        """Carry again; what was open when it was cut stays dead."""
        self._silent = False
        super().restore()

    async def _carry(self, from_seat: asyncio.StreamReader, to_seat: asyncio.StreamWriter) -> None:
        if not self._silent:
            return await super()._carry(from_seat, to_seat)
        self._open.add(to_seat)  # whoever stops the line ends it
        to_seat.transport.pause_reading()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        return None
