"""Lets simulated operators sit at the seats of a demo centre: each has a device's line to it, as a console has.

One loop steps those of whom something is due and sends what comes of it: a beat every two seconds, evenly spread, an
act, an event stream opened or let go.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from uuid import UUID

import httpx

from case_api.demo_people import operator_at
from case_api.settings import is_loopback
from case_api.simulated_people.desk_manners import DeskAct
from case_api.simulated_people.habits import Habits
from case_api.simulated_people.lean_http import LineDownError, Requests
from case_api.simulated_people.line import NotADemoError, check_demo
from case_api.simulated_people.seat_devices import SeatDevice
from case_api.simulated_people.seat_floor import SeatFloor
from case_api.simulated_people.seat_line import SeatLine
from case_api.simulated_people.seat_operator import SeatOperator, Turn
from case_api.telephony.switch import CallAct
from hotline.board_doc import DESK_SCOPE
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind
from hotline.desk_doc import Beat, BeatAnswer
from wording import tr

_TURN_S = 0.05
"""The loop turns at least so often while something is to be done."""
_AT_ONCE = 8
"""So many seats ask for their first token at once."""
_GONE_S = 30.0
"""A centre that has not answered for so long has ended."""
_REOPENS_S = 2.0
_ASKS_DESK_S = 10.0
"""A seat asks what there is to be seen at its desk at most so often: only the waiting callers change each second."""
_ASK_AT_ONCE = 3
"""So many seats ask for that at once: beats and acts of thousands of seats are not to wait behind it."""
_LEAST_REST_S = 0.01


def sit(
    address: str, city: str, devices: Sequence[SeatDevice], *, seed: int, stop: threading.Event,
    begun: Callable[[int], None] = lambda _: None, habits: Habits | None = None,
) -> None:  # fmt: skip
    """Let operators sit at seats of the centre at an address of this machine until `stop` is set.

    `begun` is told how many do. Raises `NotADemoError` where it is no demo centre of this city, `httpx.HTTPError` and
    `LineDownError` where it does not answer.
    """
    base = httpx.URL(address)
    if not is_loopback(base.host) or base.scheme != "http":
        raise NotADemoError(tr("simulated people work only at a demo centre of this machine, such as 127.0.0.1"))
    with httpx.Client(base_url=base, trust_env=False) as client:
        check_demo(client, city)
    with asyncio.Runner(loop_factory=_quick_loop()) as runner:
        runner.run(_SeatsAtWork(address, seed, habits, stop).run(devices, begun))


class _SeatsAtWork:
    def __init__(self, address: str, seed: int, habits: Habits | None, stop: threading.Event) -> None:
        self._address = address
        self._seed = seed
        self._habits = habits
        self._stop = stop
        self._heard: list[CallEvent] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._answered_at = 0.0
        self._asking = 0

    async def run(self, devices: Sequence[SeatDevice], begun: Callable[[int], None]) -> None:
        self._requests = Requests(self._address)
        self._lines = {each.seat: SeatLine(each, self._requests) for each in devices}
        loop = asyncio.get_running_loop()
        places = asyncio.Semaphore(_AT_ONCE)
        operators = await asyncio.gather(*(self._sits_down(line, places) for line in self._lines.values()))
        self._floor = SeatFloor(each for each in operators if each is not None)
        self._answered_at = loop.time()
        for place, line in enumerate(self._lines.values()):  # spread: a queue that changes pokes all of them at once
            line.asks_desk_at = loop.time() + _ASKS_DESK_S * place / len(self._lines)
        begun(len(self._floor.operators))
        try:
            while not self._stop.is_set() and self._floor.operators:
                self._turn(loop.time())
                if loop.time() - self._answered_at > _GONE_S:
                    raise LineDownError(self._address)
                await self._rest()
        finally:
            for task in self._tasks:
                task.cancel()
            for line in self._lines.values():
                if line.stream is not None:
                    line.stream.close()
            self._requests.close()

    async def _sits_down(self, line: SeatLine, places: asyncio.Semaphore) -> SeatOperator | None:
        """Ask how many states the device has told before; None where the centre does not take it any more."""
        async with places:
            if self._stop.is_set():
                return None
            answer = await line.ask("POST", "/v1/seats/beat", _json(Beat(sent_at=_now())))
        if answer.status != 200:
            return None
        told_before = BeatAnswer.model_validate_json(answer.body).states_up_to
        return SeatOperator(
            line.device.seat, operator_at(line.device.seat), _now(),
            habits=self._habits, seed=self._seed, told_before=told_before,
        )  # fmt: skip

    def _turn(self, at: float) -> None:
        heard, self._heard = self._heard, []
        for operator, turn in self._floor.step(_now(), heard):
            line = self._lines[operator.seat]
            self._keep_stream(operator, line, at)
            self._do(operator, line, turn, at)

    def _do(self, operator: SeatOperator, line: SeatLine, turn: Turn, at: float) -> None:
        if turn.beat is not None and not line.beating:
            line.beating = True
            self._go(self._send_beat(operator, line, turn.beat))
        for call_id, act in turn.acts:
            self._go(self._send_act(operator, line, call_id, act))
        for said in turn.said:
            self._go(self._say(operator, line, said))
        if line.poked and operator.has_line and at >= line.asks_desk_at and self._asking < _ASK_AT_ONCE:
            line.poked, line.asks_desk_at = False, at + _ASKS_DESK_S
            self._asking += 1
            self._go(self._hear_desk(operator, line))

    def _keep_stream(self, operator: SeatOperator, line: SeatLine, at: float) -> None:
        if not operator.has_line:
            if line.stream is not None:
                line.stream.close()
        elif line.stream is None and not line.opening and at >= line.opens_at:
            line.opening = True
            self._go(self._open_stream(line))

    async def _open_stream(self, line: SeatLine) -> None:
        loop = asyncio.get_running_loop()

        def ended() -> None:
            line.opens_at = loop.time() + _REOPENS_S

        line.poked = True
        await line.open_stream(lambda name, data: self._hear(line, name, data), ended)

    def _hear(self, line: SeatLine, name: str, data: bytes) -> None:
        if name == "call":
            told = json.loads(data)
            kind, at = CallEventKind(told["kind"]), datetime.fromisoformat(told["at"])
            self._heard.append(CallEvent(UUID(told["call_id"]), kind, at, told["seat"]))
            self._wake.set()
        elif name == "poke":
            line.poked = line.poked or DESK_SCOPE in json.loads(data)["scopes"]

    async def _hear_desk(self, operator: SeatOperator, line: SeatLine) -> None:
        try:
            news = await line.news()
        finally:
            self._asking -= 1
        if news is not None:
            operator.desk.hear(news)

    async def _say(self, operator: SeatOperator, line: SeatLine, act: DeskAct) -> None:
        claimed = await line.say(act)
        if claimed is not None:
            operator.desk.claimed(claimed)

    async def _send_beat(self, operator: SeatOperator, line: SeatLine, beat: Beat) -> None:
        try:
            answer = await line.ask("POST", "/v1/seats/beat", _json(beat))
        finally:
            line.beating = False
        if answer.status == 200:
            operator.acknowledged(json.loads(answer.body)["states_up_to"])

    async def _send_act(self, operator: SeatOperator, line: SeatLine, call_id: UUID, act: CallAct) -> None:
        answer = await line.ask("POST", f"/v1/calls/{call_id}/{act}")
        if answer.status == 404:
            operator.gone(call_id)

    def _go(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._gone_about(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _gone_about(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except LineDownError:
            return  # the next beat tries again
        self._answered_at = asyncio.get_running_loop().time()

    async def _rest(self) -> None:
        """Wait until something is due or heard, but look now and then whether all is to end."""
        due = self._floor.due
        until = (due - _now()).total_seconds() if due else _TURN_S
        try:
            async with asyncio.timeout(min(max(until, _LEAST_REST_S), _TURN_S)):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()


def _quick_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return the loop that the centre serves with, where there is one; None for Python's own."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


def _json(beat: Beat) -> bytes:
    return beat.model_dump_json(exclude_defaults=True).encode()


def _now() -> datetime:
    return datetime.now(UTC)
