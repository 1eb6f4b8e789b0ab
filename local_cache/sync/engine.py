"""The seat's end of the protocol: push, pull, reconcile, each a step that either happens whole or not at all.

A step talks to the line once and to each file in at most one transaction at a time. It is deterministic: the line,
the files, the clock and the ids come from outside. Who calls it and when is `loop.py`'s business.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.commands import SCHEMA
from hotline.wire import (
    Problem,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    ReconcileAnswer,
    Window,
    window_digest,
)
from local_cache import forgetting, meta, needs, offering_again, outbox, refs
from local_cache.errors import NotSaved
from local_cache.needs import Kind
from local_cache.sync import pulled
from local_cache.sync.files import Files, Touched
from local_cache.sync.pushing import TURNED_AWAY_ID, Pace, PushEngine, Step, no_word
from local_cache.sync.transport import Syncing, TransportDown, TransportProblem

if TYPE_CHECKING:
    from local_cache.encrypted import Connection

PULL_LIMIT = 500
_OUTDATED_ID = "sync:outdated"


class _ForkedError(Exception):
    """The answer is about another disk than this one."""


class SyncEngine(PushEngine):
    """One outbox and one cache against one centre. Not thread-safe: one thread steps it.

    `scopes` says what this seat may see now; the first one is the seat's own. `new_id` makes client ids, `page` is
    the most entries of the feed in one answer and scope.
    """

    def __init__(
        self,
        files: Files,
        transport: Syncing,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], UUID],
        scopes: Callable[[], tuple[str, ...]],
        app_version: str,
        page: int = PULL_LIMIT,
    ) -> None:
        super().__init__(files, transport, now=now, new_id=new_id, app_version=app_version)
        self._files = files
        self._transport = transport
        self._scopes = scopes
        self._page = page
        self._passed = 0
        self._looks_back = True

    # --- push ---------------------------------------------------------------------------------------------------

    def take_push_answer(self, request: PushRequest, answer: PushAnswer) -> Step:
        """Acknowledge what the answer names, as in `PushEngine`; the next pull shows it.

        What was offered again may have been passed by pulls before: the next one looks back for it.
        """
        step = super().take_push_answer(request, answer)
        if step.earliest is not None and step.earliest <= self._passed:
            self._looks_back = True
        self._show_what_is_offered_again(step)  # last: a full disk may keep it from the screen, and nothing else
        return step

    def _close_gap(self, request: PushRequest, problem: TransportProblem) -> Step:
        step = super()._close_gap(request, problem)
        self._show_what_is_offered_again(step)
        return step

    def _show_what_is_offered_again(self, step: Step) -> None:
        """Bring own cases back that had left the screen as over: the centre that was put back has them before it."""
        if step.offers_again:
            own = Touched(cases=frozenset(self._files.on_work(outbox.kept_cases)))
            self._files.on_cache(lambda cache: self._files.refresh(cache, own))

    # --- pull ---------------------------------------------------------------------------------------------------

    def pull_once(self, wait_s: float = 0.0) -> Step:
        """Ask once for what is new and apply it; `wait_s` lets the centre hold the answer until there is something."""
        try:
            request = self.pull_request(wait_s)
            try:
                answer = self._transport.pull(request)
                return self.take_pull_answer(request, answer)
            except TransportDown as down:
                return no_word(down)
            except TransportProblem as problem:
                return self._pull_problem(request, problem)
        except NotSaved:
            return Step(Pace.DISK)

    def pull_request(self, wait_s: float = 0.0) -> PullRequest:
        """Return the next pull; what this seat may no longer see leaves the cache first."""
        scopes = self._scopes()
        client_id = self._files.on_work(outbox.client_id)

        def job(cache: Connection) -> PullRequest:
            gone = pulled.drop(cache, pulled.unwanted(cache, scopes))
            if gone:
                self._files.refresh(cache, gone)
            standing = pulled.cursors(cache, scopes)
            return PullRequest(client_id=client_id, schema_=SCHEMA, scopes=standing, limit=self._page, wait_s=wait_s)

        return self._files.on_cache(job)

    def take_pull_answer(self, request: PullRequest, answer: PullAnswer) -> Step:
        """Apply an answer, unless it shows that this disk is a copy: then begin a new incarnation instead.

        The outbox comes first: were the rows written and the seat cut off before it, an erased case would come back.
        """
        before, as_of, timely = self._files.on_cache(
            lambda cache: (
                pulled.all_applied_seq(cache, str(request.client_id)),
                meta.get(cache, meta.AS_OF),
                pulled.timely(cache, request, answer),
            )
        )
        told = [row for scope in timely.values() for row in scope.rows if row.entity == "case"]
        purged = [row.id for row in told if row.op == "purge"]
        alive = {row.id for row in told if row.op == "put"}

        def check(work: Connection) -> tuple[Touched, int] | None:
            if outbox.client_id(work) != request.client_id:
                return None
            if not offering_again.tip_fits(work, answer.last_seq, answer.last_mutation_id):
                raise _ForkedError
            offered = self._offer_what_is_missing(work, answer.epoch, answer.last_seq)
            erased = forgetting.erase(work, purged, answer.last_seq, alive=alive)
            needs.erase(work, erased)
            refs.erase(work, erased)
            for standing in (_OUTDATED_ID, TURNED_AWAY_ID):
                needs.settle(work, standing, answer.server_time)
            # What the centre refused comes without a row, and yet the case no longer looks as the operator left it.
            own = outbox.cases_between(work, before + 1, answer.last_seq)
            if self._looks_back:
                own |= outbox.cases_acknowledged_since(work, as_of)
            if offered:
                own |= outbox.kept_cases(work)
            return Touched(cases=own | erased), offered

        try:
            checked = self._files.on_work(check)
        except _ForkedError:
            return self._fork(copied=True)
        if checked is None:
            return Step(Pace.MORE)

        own, offered = checked
        touched = self._files.on_cache(lambda cache: self._apply(cache, request, answer, own))
        self.centre_time = answer.server_time
        self._passed, self._looks_back = answer.last_seq, False
        more = any(scope.more for scope in answer.scopes.values())
        if not more:
            self._tidy_up(request.client_id, answer.server_time)
        count = sum(len(scope.rows) for scope in answer.scopes.values())
        return Step(Pace.MORE if more else Pace.IDLE, count, touched=touched, offers_again=offered > 0)

    def _apply(self, cache: Connection, request: PullRequest, answer: PullAnswer, own: Touched) -> Touched:
        touched = pulled.apply_answer(cache, request, answer) | own
        meta.put(cache, meta.AS_OF, answer.server_time.isoformat())
        self._files.refresh(cache, touched)
        return touched

    def _pull_problem(self, request: PullRequest, problem: TransportProblem) -> Step:
        if problem.problem is Problem.CURSOR_EXPIRED:
            named = problem.extra.get("scopes", problem.extra.get("scope"))
            expired = _names(named) or set(request.scopes)
            held = {scope for scope, cursor in request.scopes.items() if cursor is not None}
            if not expired & held:
                return self._problem(problem)
            self._files.on_cache(lambda cache: pulled.forget_cursors(cache, expired & held))
            return Step(Pace.MORE)
        if problem.problem is Problem.UPGRADE_REQUIRED:
            detail = {"status": problem.status}
            self._files.on_work(lambda work: needs.alarm(work, _OUTDATED_ID, Kind.OUTDATED, detail, self._now()))
            return Step(Pace.OUTDATED)
        return self._problem(problem)

    def _tidy_up(self, client_id: UUID, server_time: datetime) -> None:
        own = self._scopes()[0]
        reached = self._files.on_cache(lambda cache: pulled.applied_seq(cache, own, str(client_id)))

        def job(work: Connection) -> int:
            same = outbox.client_id(work) == client_id
            return forgetting.prune(work, server_time, reached) if same else 0

        with suppress(NotSaved):  # the rows are in; what is to be forgotten can wait
            self._files.on_work(job)

    # --- reconcile ----------------------------------------------------------------------------------------------

    def reconcile_once(self) -> Step:
        """Compare what both ends hold of this outbox, window by window; offer again what does not fit."""
        try:
            client_id = self._files.on_work(outbox.client_id)
            try:
                answer = self._transport.reconcile(client_id)
                return self.take_reconcile_answer(client_id, answer)
            except TransportDown as down:
                return no_word(down)
            except TransportProblem as problem:
                return self._problem(problem)
        except NotSaved:
            return Step(Pace.DISK)

    def take_reconcile_answer(self, client_id: UUID, answer: ReconcileAnswer) -> Step:
        """Offer every window again that the centre counts otherwise, and say so; the centre knows repeats."""

        def job(work: Connection) -> int:
            if outbox.client_id(work) != client_id:
                return 0
            if answer.last_seq >= outbox.next_seq(work):
                raise _ForkedError
            offered = self._offer_what_is_missing(work, answer.epoch, answer.last_seq)
            for window in answer.windows:
                if not _window_fits(window, outbox.ids_between(work, window.first, window.last)):
                    offered += offering_again.reoffer(work, window.first, window.last)
                    detail = {"first": window.first, "last": window.last}
                    needs.add(work, f"{client_id}:{window.first}", None, Kind.MISMATCH, detail, self._now())
            return offered

        try:
            offered = self._files.on_work(job)
        except _ForkedError:
            return self._fork(copied=True)
        return Step(Pace.IDLE, offered, offers_again=offered > 0)


def _window_fits(window: Window, ids: list[UUID]) -> bool:
    """Say whether a window holds what we hold; one that we have begun to prune cannot be compared."""
    if len(ids) < window.last - window.first + 1:
        return True
    return window.count == len(ids) and window.sha256 == window_digest(ids)


def _names(named: object) -> set[str]:
    if isinstance(named, str):
        return {named}
    return {str(each) for each in named} if isinstance(named, list | tuple) else set()
