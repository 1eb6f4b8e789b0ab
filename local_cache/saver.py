"""Takes commands to the disk, and tells everybody afterwards: the status line, the cache, the sync."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from hotline.case_doc import CallDoc
from hotline.commands import LogCall
from hotline.outcome import Refusal
from hotline.work_order import WorkOrder
from local_cache import callers, needs
from local_cache.asking import Centre
from local_cache.calls import put_call
from local_cache.counting import count
from local_cache.encrypted import Connection
from local_cache.enrolment import Enrolment
from local_cache.errors import SignInFailed, WhyNot
from local_cache.futures import then
from local_cache.model import Need, Saved, SessionInfo
from local_cache.needs import Choice
from local_cache.news import CasesChanged
from local_cache.open_files import OpenFiles
from local_cache.overlay import ServerRow
from local_cache.saving import Intent, Known, Request, check, save
from local_cache.status import Board


class Saver:
    """Saves for one seat. `centre` remembers the cases that were looked at there; `pushed` wakes the sync."""

    def __init__(
        self,
        files: OpenFiles,
        enrolment: Enrolment,
        board: Board,
        centre: Centre,
        *,
        now: Callable[[], datetime],
        pushed: Callable[[], None],
    ) -> None:
        self._files = files
        self._enrolment = enrolment
        self._board = board
        self._centre = centre
        self._now = now
        self._pushed = pushed

    def save(self, request: Request, *, settles: str | None = None) -> Future[Saved]:
        """Save a command, those that come before it, and the settling of that needs-you entry, in one transaction."""
        case_id = request.case_id
        if case_id is None:
            return self._submit(request, None, settles)
        sent = self._files.look_up.submit(lambda both: self._files.as_sent(both, case_id))
        return then(sent, lambda row: self._submit(request, row, settles))

    def check(self, intent: Intent, session: SessionInfo, order: WorkOrder | None) -> Refusal | None:
        """Return what the rulebook would say to a command now."""
        return check(intent, session, order=order, around=self._files.around, enrolment=self._enrolment, now=self._now)

    def settle(self, need_id: str, choice: Choice, session: SessionInfo | None) -> Future[None]:
        """Settle an entry of the needs-you list; `MINE` saves the operator's own values once more.

        Fails as `save` does, and with `SignInFailed` for `MINE` without a session.
        """

        def found(entry: Need | None) -> Future[None]:
            if entry is None or entry.case_id is None or choice is not Choice.MINE:
                settled = self._files.work.submit(lambda work: needs.settle(work, need_id, self._now()))
                return then(settled, lambda _: self._count())
            if session is None:
                raise SignInFailed(WhyNot.UNKNOWN_HERE)
            request = Request(needs.mine_again(entry), session, entry.case_id)
            return then(self.save(request, settles=need_id), lambda _: self._count())

        return then(self._files.look_up.submit(lambda both: needs.need(both, need_id)), found)

    def note_alert(self, alert_id: UUID) -> Future[None]:
        """Note a notice for the lead as seen at this seat."""
        return self._files.work.submit(lambda work: needs.note_alert(work, alert_id, self._now()))

    def _count(self) -> Future[None]:
        """Tell the screens, once it is on disk: who asked at once would be shown a settled entry again."""
        return self._files.work.submit(lambda work: count(work, self._board))

    def _submit(self, request: Request, sent: ServerRow | None, settles: str | None) -> Future[Saved]:
        earlier: list[Saved] = []

        def one(work: Connection, step: Request) -> Saved:
            def known(case_id: UUID) -> Known | None:
                return (
                    self._known(work, case_id, sent) if case_id == step.case_id else self._parent(work, case_id, sent)
                )

            return save(
                work,
                step,
                known=known,
                around=self._files.around,
                enrolment=self._enrolment,
                line_up=self._board.status.line_up,
                now=self._now,
            )

        def job(work: Connection) -> Saved:
            earlier[:] = [
                one(work, replace(request, intent=each, draft_id=None, put_away=None)) for each in request.first
            ]
            saved = one(work, request)
            if settles is not None:
                needs.settle(work, settles, self._now())
            return saved

        future = self._files.work.submit(job)
        future.add_done_callback(lambda done: self._afterwards(done, request, earlier))
        return future

    def _known(self, work: Connection, case_id: UUID, sent: ServerRow | None) -> Known | None:
        order = self._files.with_own(work, case_id, sent) if sent else None
        if order is not None and sent is not None:
            return Known(order, sent.revision)
        seen = self._centre.seen(case_id)
        return Known(seen.order, seen.order.revision) if seen else None

    def _parent(self, work: Connection, case_id: UUID, sent: ServerRow | None) -> Known | None:
        """Return the case that one was merged into, if this seat holds it: what was only looked at is soon forgotten.

        What is saved now is shown for as long as it waits, and judged for that each time.
        """
        row = sent.parent if sent is not None else None
        order = self._files.with_own(work, case_id, row) if row is not None else None
        return Known(order, row.revision) if order is not None and row is not None else None

    def _afterwards(self, done: Future[Saved], request: Request, earlier: list[Saved]) -> None:
        """Run in the writer's thread, once whoever waited for the save has been told."""
        if done.cancelled() or done.exception() is not None:
            return
        saved = done.result()
        if saved.repeated:
            return
        for each in (*earlier, saved):
            self._board.one_more_unsent(each.made_at)
        if saved.case_id is not None:
            self._files.follow(saved.case_id, saved.seq)
            self._board.tell(CasesChanged(frozenset({saved.case_id})))
        if isinstance(request.intent, LogCall):
            call = self._call(request.intent, saved, request.session.operator_id)
            self._files.cache.submit(lambda cache: put_call(cache, call))
        self._pushed()

    def _call(self, command: LogCall, saved: Saved, operator: str) -> CallDoc:
        """Return the call as the centre will send it back, under the same id."""
        return CallDoc(
            id=saved.mutation_id,
            at=saved.made_at,
            outcome=command.outcome,
            seat=self._enrolment.seat,
            operator=operator,
            note=command.note,
            phone_keys=callers.keys_of(self._enrolment.phone_hash_key, command.caller_phone),
        )
