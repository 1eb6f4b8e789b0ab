"""The second half of the demo's story: one case goes the whole way from dispatch to filing, through everybody's hands.

Each step is done by who may do it, signed in at the demo's seat; nothing is given by anybody whom the table of
commands does not name, and the filing is the worker's own.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from hotline.codes import Satisfaction, Solved, State
from hotline.command_table import COMMANDS
from hotline.commands import Command, RecordCallback
from hotline.dispatch_commands import Assign, ReviewReply
from hotline.order_number import grouped
from hotline.queue_doc import QueueLine, QueueName
from hotline.running_clocks import handling_clock
from hotline.unit_commands import ContactCaller, Reply, Sign
from local_cache.model import CaseView, SessionInfo
from local_cache.seat import Seat
from seat_console.demo.centre import CALLBACK, DISPATCHER, PASSWORD, UNITS
from wording import language, tr

Answer = TypeVar("Answer")
Done = Callable[["Future[Answer]"], Answer]

WAY = ("file_case", "assign", "sign", "contact_caller", "reply", "review_reply", "record_callback", "file_away")
"""What the timeline of the case tells in the end."""


class Loop:
    """Takes the case `number` round. `tell` is given each step, `until` waits for what a worker or the feed brings."""

    def __init__(
        self, seat: Seat, number: str, tell: Callable[[str], None], until: Callable[[Callable[[], bool], str], None],
        patience_s: float,
    ) -> None:  # fmt: skip
        self._seat = seat
        self._number = number
        self._tell = tell
        self._until = until
        self._patience_s = patience_s
        self._case_id: UUID

    def play(self) -> tuple[str, ...]:
        """Take the case to its filing, and return the kinds of the events that its timeline tells."""
        self._tell(tr("One case goes round the whole loop: {number}").format(number=grouped(self._number)))
        self._sign_in(DISPATCHER)
        line = self._found("dispatch")
        self._case_id, unit = line.order.id, line.proposed[0].unit
        self._give(Assign(unit=unit, pack_version=self._done(self._seat.pack()).version))
        self._sign_in(UNITS[unit])
        self._found("unit")
        self._give(Sign())
        self._give(ContactCaller(said="已与来电人联系，今天上门。"))
        self._give(Reply(reply="灯泡已更换，三盏路灯全部恢复照明。", evidence="现场照片3张", solved=Solved.SOLVED))
        self._sign_in(DISPATCHER)
        self._found("dispatch")
        self._give(ReviewReply(accept=True))
        session = self._sign_in(CALLBACK)
        self._found("callback")
        told = RecordCallback(
            reached=True, contacted_by_unit=True, solved=Solved.SOLVED, satisfied=Satisfaction.SATISFIED
        )
        self._done(self._seat.save(told, session=session, case_id=self._case_id))
        self._said(told)
        self._until(lambda: self._state() is State.FILED, tr("the worker to file the case"))
        filed = COMMANDS["file_away"].name
        self._tell(tr("  the worker: {act}").format(act=tr(filed)))
        return tuple(entry.kind for entry in self._case().doc.timeline)

    def _sign_in(self, operator: str) -> SessionInfo:
        return self._done(self._seat.sign_in(operator, PASSWORD))

    def _found(self, queue: QueueName) -> QueueLine:
        """Return the case's line of a work list, which is there when the centre has done what was before."""
        found: list[QueueLine] = []

        def there() -> bool:
            cursor: str | None = ""
            while cursor is not None:
                page = self._done(self._seat.queue(queue, cursor))
                found.extend(line for line in page.lines if line.order.order_no == self._number)
                cursor = None if found else page.next
            return bool(found)

        self._until(there, tr("the case to stand in the work list"))
        return found[0]

    def _give(self, command: Command) -> None:
        self._done(self._seat.give(self._case_id, command))
        self._said(command)

    def _said(self, command: Command) -> None:
        session = self._seat.session
        who = session.name if session else ""
        act = tr(COMMANDS[command.op].name)
        done = tr("  {who}: {act}").format(who=who, act=act)
        clock = handling_clock(self._case().doc.order.clocks)
        if clock is not None:
            at = clock.due_at.astimezone(self._done(self._seat.pack()).day_clock.zone)
            done = tr("{done}, the reply is due {at}").format(done=done, at=_moment(at))
        self._tell(done)

    def _state(self) -> State:
        return self._case().doc.order.state

    def _case(self) -> CaseView:
        view = self._done(self._seat.case(self._case_id))
        if view is None:
            raise LookupError(self._number)
        return view

    def _done(self, future: "Future[Answer]") -> Answer:
        return future.result(self._patience_s)


def _moment(at: datetime) -> str:
    return f"{at:%m-%d %H:%M}" if language() == "zh" else f"{at:%d %b %H:%M}"
