"""The seats that one API process hears: a beat that says nothing new touches memory alone.

What is new of several seats is written together, by one transaction at a time, so that what a seat says last is also
written last.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from case_api.board.presence import SILENT_AFTER, Kept, Report, Silence, keep
from case_api.board.processes import note_alive
from case_api.board.states import State
from case_api.centre import Centre
from case_api.http.hands import Hands
from case_api.identity import Device
from case_api.problems import busy
from case_api.storage.engine import writing
from hotline.desk_doc import Beat
from wording import mark

LOOK_SECONDS = 0.25
"""So often it is looked who fell silent."""
_SIGN_OF_LIFE = timedelta(seconds=1)
"""So often the process itself gives a sign of life."""
KEEPS_NOTHING_AFTER_SECONDS = 2.5
"""A process whose last sign of life that the database took is older can keep nothing that it is told."""
_GATHER_SECONDS = 0.01
"""A transaction is begun so long after its first report, for those that come meanwhile."""
_MOST_WAITING = 4096

_log = structlog.get_logger()
_Said = tuple[object, ...]


@dataclass(slots=True)
class _Heard:
    """A device that stands for its seat; `said` is its report as the database has it, None where that is not sure."""

    device: Device
    at: datetime
    said: _Said | None
    newest: State


class SeatsHeard:
    """The memory of one API process. All of it belongs to the loop."""

    def __init__(self, centre: Centre, hands: Hands, process: UUID, told: Callable[[], None]) -> None:
        """Call `told` when boards have news."""
        self._centre = centre
        self._hands = hands
        self._process = process
        self._told = told
        self._heard: dict[str, _Heard] = {}
        self._waiting: list[tuple[Report, asyncio.Future[int]]] = []
        self._silences: dict[str, Silence] = {}
        self._writing: asyncio.Task[None] | None = None
        self._alive_at: datetime | None = None
        self._kept_at: float | None = None

    @property
    def keeps(self) -> bool:
        """Whether the database takes what this process is told, as far as it knows."""
        return self._kept_at is None or _now() - self._kept_at <= KEEPS_NOTHING_AFTER_SECONDS

    async def hear(self, device: Device, beat: Beat) -> int:
        """Take a beat and return up to which number the device's states are on the centre's disk.

        Raises `ProblemError` (busy) where the database cannot take what is new.
        """
        now = self._centre.now()
        heard = self._heard.get(device.seat)
        if heard is not None and heard.device.device_id == device.device_id:
            heard.at = now
            if not beat.states and heard.said == _said(beat):
                return heard.newest.seq
        if len(self._waiting) >= _MOST_WAITING:
            raise busy(mark("the centre has too many seats to write down at once"))
        written: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((Report(device, beat, now), written))
        self._begin_to_write()
        return await written

    def compare(self, seat: str, device_id: UUID, process: UUID, *, silent: bool) -> None:
        """Take in what the database has of a seat: where another process heard it, its next beat is written again."""
        heard = self._heard.get(seat)
        if heard is not None and (silent or process != self._process or device_id != heard.device.device_id):
            heard.said = None

    async def look(self) -> None:
        """See who fell silent, and give a sign of life of this process. Raises `ProblemError` (busy)."""
        now = self._centre.now()
        for heard in self._heard.values():
            if now - heard.at > SILENT_AFTER:
                self._silences[heard.device.seat] = Silence(heard.device, heard.at)
        if self._silences:
            self._begin_to_write()
        if self._writing is not None:
            await self._writing
        if self._is_due(now):
            told = await self._hands.write(self._live, now)
            self._alive_at, self._kept_at = now, _now()
            if told:
                self._told()

    async def run(self) -> None:
        """Look until cancelled. Whatever goes wrong with one look, there is a next one."""
        self._kept_at = _now()
        while True:
            try:
                await self.look()
            except Exception as error:
                _log.warning("the look at silent seats failed; it is tried again", kind=type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    def _is_due(self, now: datetime) -> bool:
        """Say whether a sign of life is due, by the centre's clock or by that which nobody sets."""
        if self._alive_at is None or not timedelta() <= now - self._alive_at < _SIGN_OF_LIFE:
            return True
        return self._kept_at is None or _now() - self._kept_at >= _SIGN_OF_LIFE.total_seconds()

    def _live(self, now: datetime) -> bool:
        with writing(self._centre.engine) as conn:
            return note_alive(conn, self._process, now)

    def _begin_to_write(self) -> None:
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        try:
            while self._waiting or self._silences:
                await asyncio.sleep(_GATHER_SECONDS)
                await self._write_once()
        finally:
            self._writing = None

    async def _write_once(self) -> None:
        waiting, self._waiting = self._waiting, []
        silences, self._silences = [*self._silences.values()], {}
        reports = [report for report, _ in waiting]
        heard = [self._heard[report.device.seat] for report in reports if report.device.seat in self._heard]
        known = {each.device.device_id: each.newest for each in heard}
        try:
            kept = await self._hands.write(self._keep, reports, silences, known)
        except Exception as error:
            for _, written in waiting:
                if not written.done():
                    written.set_exception(error)
            if not waiting:
                _log.warning("silent seats could not be written", kind=type(error).__name__)
            return
        self._fell_silent(silences)
        for report, written in waiting:
            self._take(report, kept[report.device.device_id])
            if not written.done():
                written.set_result(kept[report.device.device_id].newest.seq)
        self._told()

    def _keep(self, reports: list[Report], silences: list[Silence], known: dict[UUID, State]) -> dict[UUID, Kept]:
        with writing(self._centre.engine) as conn:
            return keep(conn, self._process, reports, silences, known, self._centre.now())

    def _fell_silent(self, silences: list[Silence]) -> None:
        for silence in silences:
            heard = self._heard.get(silence.device.seat)
            if heard is None or heard.device.device_id != silence.device.device_id:
                continue
            if heard.at == silence.heard_at:
                del self._heard[silence.device.seat]
            else:
                heard.said = None

    def _take(self, report: Report, kept: Kept) -> None:
        seat = report.device.seat
        before = self._heard.get(seat)
        mine = before is not None and before.device.device_id == report.device.device_id
        if kept.shown:
            at = max(report.received_at, before.at) if before and mine else report.received_at
            self._heard[seat] = _Heard(report.device, at, _said(report.beat), kept.newest)
        elif mine:
            del self._heard[seat]


def _now() -> float:
    return asyncio.get_running_loop().time()


def _said(beat: Beat) -> _Said:
    return beat.unsent, beat.oldest_unsent_at, beat.kept_drafts, beat.hand
