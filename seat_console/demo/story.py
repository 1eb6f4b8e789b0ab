"""The demo without a screen: a call rings, cases are logged, the line is cut and restored, and both ends are counted.

Everything goes through the same door as the screens: the seat's facade and the rulebook's commands.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from queue import Empty, Queue
from typing import TypeVar

from hotline.codes import CallEventKind, CaseType, SyncState, Urgency
from hotline.commands import FileCase
from hotline.order_number import grouped
from hotline.work_order import CallTimes, Intake
from local_cache.model import Query, Saved
from local_cache.news import CallEvent, News
from local_cache.seat import Seat
from seat_console.demo.loop import WAY, Loop
from seat_console.demo.matters import MATTERS, Matter
from seat_console.demo.world import DemoWorld
from wording import tr

PATIENCE_S = 60.0
ONLINE = 2
"""So many matters are logged with a line; the others while it is cut."""
_GOES_ROUND = 1
"""The place of the matter whose case goes round the whole loop: its unit has somebody in the demo."""

Answer = TypeVar("Answer")


class Mismatch(Exception):  # noqa: N818 - the words say what does not fit
    """Something in the story did not come out as it must."""


class Story:
    """Tells the demo line by line through `tell`. `play` returns when both ends agree, and raises `Mismatch` if not."""

    def __init__(self, world: DemoWorld, seat: Seat, tell: Callable[[str], None]) -> None:
        self._world = world
        self._seat = seat
        self._tell = tell
        self._rings: Queue[CallEvent] = Queue()
        self._saved: list[Saved] = []
        seat.subscribe(self._hear)

    def play(self) -> None:
        """Play it."""
        self._until(lambda: self._seat.status.line_up, tr("the line to come up"))
        self._tell(tr("The line is up. Waiting for a call ..."))
        for matter in MATTERS[:ONLINE]:
            self._take_a_call(matter)
        self._until(self._all_at_the_centre, tr("the cases to reach the centre"))
        self._tell(tr("{count} cases are at the centre.").format(count=ONLINE))
        self._world.line.cut()
        self._until(lambda: not self._seat.status.line_up, tr("the seat to notice that the line is cut"))
        self._tell(tr("The line is cut, and the seat says so. Calls are logged all the same."))
        for matter in MATTERS[ONLINE:]:
            self._log(matter, CallTimes())
        waiting = len(MATTERS) - ONLINE
        self._until(lambda: self._seat.status.unsent >= waiting, tr("the status line to count the waiting cases"))
        self._expect(self._seat.status.unsent, waiting, tr("cases waiting on this seat"))
        self._tell(tr("No line: {count} unsent, on this seat's disk.").format(count=waiting))
        self._world.line.restore()
        self._tell(tr("The line is restored."))
        self._until(self._all_at_the_centre, tr("the waiting cases to reach the centre"))
        self._compare()
        way = Loop(self._seat, self._saved[_GOES_ROUND].number, self._tell, self._until, PATIENCE_S).play()
        if way != WAY:
            raise Mismatch(tr("the timeline of the case tells another way than it went"))
        self._tell(tr("It has been filed: every step stands in its timeline, each by who may take it."))

    def _hear(self, news: News) -> None:
        if isinstance(news, CallEvent) and news.kind == CallEventKind.RINGING:
            self._rings.put(news)

    def _take_a_call(self, matter: Matter) -> None:
        try:
            ring = self._rings.get(timeout=PATIENCE_S)
        except Empty:
            raise Mismatch(tr("no call rang")) from None
        answered = datetime.now(UTC)
        self._tell(tr("A call rings; answered."))
        self._done(self._seat.call_act(ring.call_id, "answer"))
        times = CallTimes(call_id=ring.call_id, rang_at=ring.at, answered_at=max(answered, ring.at))
        self._log(matter, times, caller=ring.number)
        self._done(self._seat.call_act(ring.call_id, "hang_up"))

    def _log(self, matter: Matter, call: CallTimes, caller: str = "") -> None:
        pack = self._done(self._seat.pack())
        intake = Intake(
            case_type=CaseType(matter.case_type),
            class_code=matter.class_code,
            title=pack.class_path(matter.class_code)[-1].name,
            content=matter.content,
            area_code=matter.area_code,
            address_text=matter.address,
            caller_name=matter.name,
            caller_phone=caller or matter.phone,
            urgency=Urgency(matter.urgency),
        )
        unit = pack.usual_unit(matter.class_code, matter.area_code)

        def command(number: str) -> FileCase:
            return FileCase(
                number=number, intake=intake, call=call, pack_version=pack.version,
                dispatch_advice=unit.code if unit else "",
            )  # fmt: skip

        session = self._seat.session
        if session is None:
            raise Mismatch(tr("nobody is signed in"))
        saved = self._done(self._seat.save(command, session=session))
        self._saved.append(saved)
        words = tr("  {number}  {title}, {place}: on this seat")
        self._tell(words.format(
            number=grouped(saved.number), title=intake.title, place=pack.area_label(matter.area_code)
        ))  # fmt: skip

    def _all_at_the_centre(self) -> bool:
        """Say whether every case has arrived; the status line is told after the centre's answer is on disk."""
        ids = [saved.case_id for saved in self._saved if saved.case_id is not None]
        states = self._done(self._seat.sync_states(ids))
        arrived = all(states.get(case_id) is SyncState.AT_THE_CENTRE for case_id in ids)
        return arrived and self._seat.status.unsent == 0

    def _compare(self) -> None:
        """Count this seat's cases at both ends, number by number."""
        numbers = sorted(saved.number for saved in self._saved)
        there = sorted(
            line.number
            for number in numbers
            for line in self._done(self._seat.search_centre(Query(number=number))).lines
        )
        self._expect(len(there), len(numbers), tr("cases at the centre"))
        if there != numbers:
            raise Mismatch(tr("the numbers at the centre are others than those that were read to the callers"))
        self._expect(self._seat.status.unsent, 0, tr("cases waiting on this seat"))
        words = tr("Logged at the seat: {here}. At the centre: {there}, each once, each under the number read out.")
        self._tell(words.format(here=len(numbers), there=len(there)))

    def _expect(self, found: int, wanted: int, what: str) -> None:
        if found != wanted:
            raise Mismatch(tr("{what}: {found}, not {wanted}").format(what=what, found=found, wanted=wanted))

    def _until(self, holds: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > end:
                raise Mismatch(tr("waited in vain for {what}").format(what=what))
            time.sleep(0.05)

    def _done(self, future: "Future[Answer]") -> Answer:
        return future.result(PATIENCE_S)
