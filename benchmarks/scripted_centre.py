"""`case-api` with a switch that hands on scripted calls: `python -m benchmarks.scripted_centre BEGIN LOG SEATS …`.

BEGIN is a file that is written once calls are to come, with the moment of the first one. Each event is written to LOG
with the moment at which it was handed on and the worker was woken, as an adapter does whose line has a thread of its
own. Calls go to the first SEATS of those that the centre has, in turn.
"""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from benchmarks.floor_script import call_events
from case_api.cli import main
from case_api.commands import serve
from case_api.telephony.switch import CallAct, Staffing, Told
from hotline.call_events import CallEvent
from hotline.call_record import CallRecord
from hotline.codes import CallEventKind


class ScriptedSwitch:
    """A line in a thread of its own, on which calls come by the script."""

    def __init__(self, begin: Path, log: Path, seats: Sequence[str], wake: Callable[[], None]) -> None:
        self._begin, self._log, self._seats, self._wake = begin, log, seats, wake
        self._run_id = uuid4().int & ~0xFFFFFFFF
        self._came = deque[Told]()
        self._stop = threading.Event()
        self._since = datetime.now(UTC)
        self._line = threading.Thread(target=self._run, daemon=True)
        self._line.start()

    def begin(self, open_calls: Sequence[CallRecord], now: datetime) -> list[Told]:  # noqa: ARG002
        """Begin; no call was left open."""
        return []

    def step(self, now: datetime) -> list[Told]:  # noqa: ARG002
        """Return what came on the line."""
        return [self._came.popleft() for _ in range(len(self._came))]

    def act(self, call_id: UUID, act: CallAct, now: datetime) -> list[Told]:  # noqa: ARG002
        """Do nothing: all is in the script."""
        return []

    def staff(self, seats: Mapping[str, Staffing], now: datetime) -> None:
        """Do nothing: who is called is in the script."""

    def up_since(self) -> datetime | None:
        """Return since when there is a line: always."""
        return self._since

    def due(self) -> datetime | None:
        """Return None: only the line brings something."""
        return None

    def close(self) -> None:
        """End."""
        self._stop.set()
        self._line.join()

    def _run(self) -> None:
        while not self._begin.exists():
            if self._stop.wait(0.05):
                return
        begin = float(self._begin.read_text())
        with self._log.open("w", buffering=1) as log:
            for after, call, kind in call_events():
                if self._stop.wait(max(0.0, begin + after - time.monotonic())):
                    return
                call_id = UUID(int=self._run_id + call)
                seat = "" if kind is CallEventKind.OFFERED else self._seats[call % len(self._seats)]
                event = CallEvent(call_id, kind, datetime.now(UTC), seat, number=f"1990000{call % 300:04}")
                moment = time.monotonic()
                self._came.append(event)
                self._wake()
                log.write(f"{moment} {call} {kind}\n")


def _run_centre() -> int:
    begin, log, seats, *arguments = sys.argv[1:]

    def make(_settings: object, _start: datetime, wake: Callable[[], None], zone: object) -> ScriptedSwitch:  # noqa: ARG001
        return ScriptedSwitch(Path(begin), Path(log), Path(seats).read_text().split(), wake)

    serve.SimulatedSwitch = make  # type: ignore[assignment,attr-defined]
    return main(arguments)


if __name__ == "__main__":
    sys.exit(_run_centre())
