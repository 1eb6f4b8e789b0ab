"""The seat's files and its line behind one door: what the screens and the headless commands call.

Every method that touches a disk or the line returns a future; its error is one of `local_cache.errors`. Nothing here
ever waits for the network before saying that a case is saved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.codes import RevealReason, SyncState
from hotline.commands import Reveal
from hotline.outcome import Refusal
from local_cache import meta, recovery
from local_cache import read_out as read_outs
from local_cache.asking import CallAct, Centre
from local_cache.ballast import SIZE as BALLAST_SIZE
from local_cache.carried import CarriedOutbox
from local_cache.counting import count, count_alerts
from local_cache.draft_store import DraftStore
from local_cache.encrypted import Connection
from local_cache.ended_calls import EndedCalls
from local_cache.errors import NoLine
from local_cache.folder import SeatFolder
from local_cache.futures import done, then
from local_cache.giving import Giver
from local_cache.keeper import Keeper
from local_cache.look_ups import LookUps
from local_cache.model import (
    Alert,
    CallerHistory,
    CaseView,
    Disposal,
    Draft,
    Likely,
    Need,
    OwnLine,
    Page,
    Probe,
    Query,
    Saved,
    SeatStatus,
    SessionInfo,
)
from local_cache.needs import Choice
from local_cache.news import CasesChanged, Listener, News, SessionEnded
from local_cache.opening import OpenSeat, open_seat
from local_cache.people import People
from local_cache.questions import Questions
from local_cache.recovery import RecoveryNote
from local_cache.refs import Ref
from local_cache.reports import Reports
from local_cache.saver import Saver
from local_cache.saving import Intent, Request
from local_cache.sessions import LiveSession
from local_cache.shift import Shift
from local_cache.sign_in_wanted import SignInWanted
from local_cache.sync_start import Parts, SeatSync, over_http

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.commands import Command
    from hotline.likely_doc import LikelyCase
    from hotline.queue_doc import QueueName, QueuePage
    from hotline.report_doc import RepeatReview
    from hotline.wire import MutationResult
    from hotline.work_order import WorkOrder
    from local_cache.report_questions import Answer, Form, ReportQuestion
    from local_cache.sync.loop import Round
    from local_cache.sync.thread import SyncThread
    from local_cache.sync.transport import Transport
    from wording import Language


def utc_now() -> datetime:
    """Return this machine's clock."""
    return datetime.now(UTC)


class Seat:
    """One open seat. Make it with `open`, end it with `close`."""

    def __init__(
        self,
        opened: OpenSeat,
        *,
        now: Callable[[], datetime],
        connect: Callable[[], Transport] | None,
        app_version: str,
    ) -> None:
        self._open = opened
        self._files = opened.files
        self._board = opened.board
        self._pool = ThreadPoolExecutor(3, thread_name_prefix="seat-asks")
        here, files, board = opened.enrolment, opened.files, opened.board
        self._people = People(files, here, now)
        self._wanted = SignInWanted(files, board, self._people, now)
        self._centre = Centre(self._transport, lambda: self._people.live, self._session_ended)
        self._ended_calls = EndedCalls(files, board, self._centre, self._pool, now)
        parts = Parts(
            files, here, opened.shelf, board, now, lambda: self._people.live, self._session_ended,
            self._ended_calls.hides, app_version,
        )  # fmt: skip
        self._sync = SeatSync(parts, connect) if connect else None
        look_ups = LookUps(here, opened.shelf, self._in_flight, lambda: files.around, lambda: self._people.session)
        self._questions = Questions(files, look_ups, self._centre, self._pool)
        self._reports = Reports(self._centre, self._pool, opened.folder)
        self._giver = Giver(files, board, self._centre, self._pool, self._poke)
        self._shift = Shift(
            files, self._people, self._wanted, self._centre,
            sync=self._sync, transport=self._transport, pool=self._pool,
        )  # fmt: skip
        self._drafts = DraftStore(files, board, now)
        self._carried = CarriedOutbox(files, here, opened.keys, now=now, counted=self._count)
        self._saver = Saver(files, here, board, self._centre, now=now, pushed=self._pushed)
        self._keeper = Keeper(files, opened.backups, opened.ballast, now=now, monotonic=monotonic, room=self._tell_room)

    @classmethod
    def open(
        cls,
        folder: SeatFolder,
        *,
        now: Callable[[], datetime] = utc_now,
        transport: Transport | None = None,
        start_sync: bool = True,
        ballast_size: int = BALLAST_SIZE,
        app_version: str = "0",
    ) -> Seat:
        """Open an enrolled seat and take its lock; blocks. `transport` stands in for the line to the centre.

        Raises `SeatBusy`, `NotEnrolled`, `KeyLost`, `WorkLost`, `NotOpened`, and `NewerFile` for files of a newer
        program.
        """
        opened = open_seat(folder, now, ballast_size)
        connect: Callable[[], Transport] | None = None
        if transport is not None:
            connect = partial(_itself, transport)
        elif opened.enrolment.centre_url:
            connect = partial(over_http, folder, opened.enrolment, opened.keys, now, app_version)
        seat = cls(opened, now=now, connect=connect, app_version=app_version)
        seat._begin(start_sync=start_sync)
        return seat

    def close(self) -> None:
        """Finish what was submitted, make a last copy and give the seat free."""
        if self._sync:
            self._sync.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._keeper.stop()
        self._files.close()
        self._open.lock.release()

    # --- state --------------------------------------------------------------------------------------------------

    @property
    def status(self) -> SeatStatus:
        """Return the status as it is now."""
        return self._board.status

    @property
    def session(self) -> SessionInfo | None:
        """Return who is signed in."""
        return self._people.session

    @property
    def locked(self) -> bool:
        """Say whether the operator has to type their password before anything more is done in their name."""
        return self._people.locked

    @property
    def code(self) -> str:
        """Return the seat's own code, such as `0042`."""
        return self._open.enrolment.seat

    def subscribe(self, listener: Listener) -> None:
        """Tell `listener` all news from now on, from any thread."""
        self._board.subscribe(listener)

    def pack(self) -> Future[CityPack]:
        """Return the city pack. Fails with `local_cache.packs.NoPack` until the centre has sent one."""
        return self._pool.submit(self._open.shelf.current)

    def recovery(self) -> Future[RecoveryNote | None]:
        """Return what was done about a damaged file, until the operator has read it."""
        return self._files.look_up.submit(recovery.told)

    def seen_recovery(self) -> Future[None]:
        """Note that the operator has read what was said about a damaged file."""

        def job(work: Connection) -> None:
            meta.drop(work, meta.RECOVERY)
            self._board.change(recovered=None)

        return self._files.work.submit(job)

    def warm_up(self) -> Future[None]:
        """Do now what would make the first look-up slow; to be called once the first screen is up."""

        self._questions.learn()
        self._pool.submit(self._open.shelf.facts)
        return then(self.caller_history("19900000000"), lambda _: done(None))

    # --- people -------------------------------------------------------------------------------------------------

    def sign_in(self, operator_id: str, password: str, *, keep: bool = True) -> Future[SessionInfo]:
        """Sign in at the centre, or by the operator's grant when it does not answer. Fails with `SignInFailed`.

        Whoever was signed in is so no more; another operator's drafts are kept for them, and the outbox is not touched.
        A session that is not kept ends with this program, and the one on disk, locked or not, stays as it is.
        """
        return self._shift.sign_in(operator_id, password, keep=keep)

    def resume_session(self, lock_after: timedelta | None = None) -> Future[SessionInfo | None]:
        """Return the session that was live when the program ended, if it still is; locked if it was.

        One that nobody has touched for `lock_after` is locked too.
        """
        return self._shift.resume(lock_after)

    def lock_session(self) -> Future[None]:
        """Keep on disk that the session is locked, so that a killed program opens locked; signing in unlocks it."""
        return self._shift.lock()

    def touch_session(self) -> Future[None]:
        """Keep on disk that the operator is at work now: the next start knows by it whether the seat was left."""
        return self._shift.touch()

    def sign_out(self, session: SessionInfo, disposal: Mapping[str, Disposal | str]) -> Future[None]:
        """End the session, each of the operator's drafts settled as said. The outbox is not touched.

        Done when that is on this disk. The centre is told soon after, and what both ends hold is compared, as at every
        end of a shift.
        """
        return self._shift.sign_out(session, disposal)

    # --- drafts -------------------------------------------------------------------------------------------------

    def put_draft(self, draft: Draft) -> Future[None]:
        """Write a draft as it stands now."""
        return self._drafts.put(draft)

    def drafts(self, operator: str) -> Future[list[Draft]]:
        """Return the operator's drafts and those handed over to whoever comes next, last touched first."""
        return self._drafts.of_operator(operator)

    def discarded_drafts(self, operator: str) -> Future[list[Draft]]:
        """Return what the operator discarded in the last 30 days; `put_draft` takes one up again."""
        return self._drafts.discarded(operator)

    def discard_draft(self, draft_id: str, last: Draft | None = None) -> Future[None]:
        """Put a draft away for 30 days, as it stands in `last` if that is given. Fails with `NoSuchDraft`."""
        return self._drafts.discard(draft_id, last)

    def kept_drafts_count(self) -> Future[int]:
        """Return how many drafts wait here for operators who have signed out."""
        return self._drafts.kept_count()

    # --- saving -------------------------------------------------------------------------------------------------

    def save(
        self,
        intent: Intent,
        *,
        session: SessionInfo,
        case_id: UUID | None = None,
        draft_id: str | None = None,
        base_revision: int | None = None,
        ref: Ref | None = None,
        first: Sequence[Command] = (),
        put_away: Draft | None = None,
        read_out: bool = False,
    ) -> Future[Saved]:
        """Save a command; done when it is on this disk. An intake is given as what makes it of its case number.

        The draft `draft_id` ends with it; `put_away` is one of which nothing is saved: it goes with it for 30 days.
        `first` are commands on the same case that come before it; all of them are on this disk then, or none.
        With `read_out` the first look of the next start finds the number of a new case, until `number_is_read`.
        With a `ref` a new case is made at most once: asked again, the future gives what was saved then.
        Fails with `Refused`, `NotSaved`, `RefTaken`, or `NoLine` for what may not be given without a line.
        """
        request = Request(intent, session, case_id, draft_id, base_revision, ref, tuple(first), put_away, read_out)
        return self._saver.save(request)

    def number_is_read(self) -> Future[None]:
        """Note that the operator has gone on from the number of the case that they saved last."""
        return self._files.work.submit(read_outs.drop)

    def check(self, intent: Intent, session: SessionInfo, order: WorkOrder | None = None) -> Refusal | None:
        """Return what the rulebook would say to a command now; nothing is written."""
        return self._saver.check(intent, session, order)

    def settle(self, need_id: str, choice: Choice | str) -> Future[None]:
        """Settle an entry of the needs-you list; `mine` saves the operator's own values once more.

        Fails as `save` does, and with `SignInFailed` for `mine` when nobody is signed in.
        """
        return self._saver.settle(need_id, Choice(choice), self.session)

    def note_alert(self, alert_id: UUID) -> Future[None]:
        """Note a notice for the lead as seen at this seat. Fails with `NotSaved`, or `NotRead` once it is noted."""
        noted = self._saver.note_alert(alert_id)
        return then(noted, lambda _: self._files.look_up.submit(self._count_alerts))

    # --- looking up ---------------------------------------------------------------------------------------------

    def caller_history(self, number: str) -> Future[CallerHistory]:
        """Return what this seat knows of a number in any writing."""
        return self._questions.history(number)

    def search(self, query: Query) -> Future[Page]:
        """Search the cache, newest first."""
        return self._questions.search(query)

    def search_centre(self, query: Query) -> Future[Page]:
        """Search at the centre. Fails with `NoLine` or `CentreSaid`."""
        return self._questions.search_centre(query)

    def likely_duplicates(self, probe: Probe) -> Future[list[Likely]]:
        """Return the cases that may be the same matter, best first, at most eight.

        A question that has not been begun when the next one comes is cancelled: only the newest answer counts.
        """
        return self._questions.likely(probe)

    def likely_at_centre(self, case_id: UUID) -> Future[tuple[LikelyCase, ...]]:
        """Return the live cases that may be the same matter as one: of the same citizen by any channel, then others.

        The centre alone can compare whole numbers of callers. Fails with `NoLine` or `CentreSaid`.
        """
        return self._questions.likely_at_centre(case_id)

    def case(self, case_id: UUID) -> Future[CaseView | None]:
        """Return one case as this seat knows it, else as the centre does if there is a line; None for none."""
        return self._questions.case(case_id, line_up=lambda: self.status.line_up)

    def sync_states(self, case_ids: Iterable[UUID]) -> Future[dict[UUID, SyncState]]:
        """Return where this seat's own work on these cases is."""
        return self._questions.sync_states(case_ids)

    def set_aside(self) -> Future[Counter[SyncState]]:
        """Count the commands of this seat that are held or parked at the centre and count for nothing there."""
        return self._questions.set_aside()

    def own_recent(self, limit: int = 20) -> Future[list[OwnLine]]:
        """Return this seat's newest commands, newest first."""
        return self._questions.own_recent(limit)

    def needs(self) -> Future[list[Need]]:
        """Return the needs-you list, oldest first."""
        return self._questions.needs()

    def alerts(self) -> Future[list[Alert]]:
        """Return the alerts for the lead that are not noted as seen here, newest first."""
        return self._questions.alerts()

    def reveal(self, case_id: UUID, field: str, reason: RevealReason | str, session: SessionInfo) -> Future[str]:
        """Return a masked field in the clear; that it was asked for is on disk before.

        Fails with `Refused`, `NoLine`, `CentreSaid` or `NotSaved`.
        """
        command = Reveal(field=field, reason=RevealReason(reason))
        saved = self.save(command, session=session, case_id=case_id)
        return self._questions.in_the_clear(saved, case_id, field, thread=self._sync_thread)

    # --- at the centre ------------------------------------------------------------------------------------------

    def queue(self, name: QueueName, cursor: str = "") -> Future[QueuePage]:
        """Return a page of a work list of the centre, what goes red first at its top; `cursor` is `QueuePage.next`.

        Fails with `NoLine` or `CentreSaid`: a work list is never shown from what was known before.
        """
        return self._questions.queue(name, cursor)

    def give(self, case_id: UUID, command: Command, *, base_revision: int | None = None) -> Future[MutationResult]:
        """Give a command at the centre, as who is signed in; done when the centre has said that it took effect.

        `base_revision` is the revision that they saw. The case is shown here then as the centre has it. Fails with
        `GivenRefused`, `NoLine` when nothing was sent, `CentreSaid`, or `NotKnown` when no answer came, twice.
        """
        return self._giver.give(case_id, command, base_revision)

    # --- reports ------------------------------------------------------------------------------------------------

    def report(self, question: ReportQuestion[Answer]) -> Future[Answer]:
        """Return what a report of the centre says. Fails with `NoLine` or `CentreSaid`."""
        return self._reports.ask(question)

    def review_repeat(self, cases: Sequence[UUID], words: str) -> Future[RepeatReview]:
        """Keep at the centre that who is signed in has reviewed a repeat of these cases, and what follows from it.

        Fails with `NoLine` when nothing was sent, `CentreSaid`, or `NotKnown` when no answer came, twice.
        """
        return self._reports.review(cases, words)

    def whole_report(self, period: str, form: Form, language: Language) -> Future[bytes]:
        """Return the report on a month (`2026-10`) or week (`2026-W43`). Fails with `NoLine` or `CentreSaid`."""
        return self._reports.whole(period, form, language)

    def keep_report(self, period: str, language: Language) -> Future[tuple[Path, ...]]:
        """Write the report on a month or week as page and workbook to new files of this seat; return where they are.

        Fails with `NoLine`, `CentreSaid` or `OSError`.
        """
        return self._reports.keep(period, language)

    # --- line ---------------------------------------------------------------------------------------------------

    def call_act(self, call_id: UUID, act: CallAct) -> Future[None]:
        """Tell the switch what the operator does with a call. Fails with `NoLine` or `CentreSaid`.

        A hang-up holds here all the same: it is told again as soon as there is a line, and no more of that call is
        news but its end. Other acts would come too late then: they are for the telephone itself.
        """
        if act == "hang_up":
            return self._ended_calls.end(call_id)
        return self._pool.submit(self._centre.call_act, call_id, act)

    def sync_now(self) -> Future[Round]:
        """Push and pull at once; the future holds what it came to. Fails with `NoLine`."""
        return then(self._pool.submit(self._sync_thread), lambda thread: thread.sync_now())

    def export_outbox(self, path: Path) -> Future[int]:
        """Write what is unsent to a new signed file, for a seat that has no line at all; the future holds how many.

        Fails with `FileExistsError` or another `OSError`.
        """
        return self._pool.submit(self._carried.write, path)

    def import_outbox(self, path: Path) -> Future[int]:
        """Take another seat's exported work into this queue; the future holds how many mutations were new.

        Fails with `ExportUnreadable`, `ExportElsewhere`, `OSError` or `NotSaved`.
        """

        def job() -> int:
            taken = self._carried.take_in(path)
            self._pushed()
            return taken

        return self._pool.submit(job)

    def wipe_cache(self) -> Future[None]:
        """Forget what the centre sent; it comes again with the next pull."""
        return self._pool.submit(self._files.wipe_cache)

    # --- inside -------------------------------------------------------------------------------------------------

    def _begin(self, *, start_sync: bool) -> None:
        self._files.on_work(self._people.begin)
        self._files.on_work(self._ended_calls.begin)
        self._files.on_work(self._count)
        self._tell_room(self._open.ballast.has_room)  # a headless command is done before the keeper looks
        self._keeper.start()
        self._board.subscribe(self._count_answered)
        if self._sync and start_sync:
            self._sync.start()

    def _count(self, work: Connection) -> None:
        count(work, self._board)

    def _count_answered(self, news: News) -> None:
        """Count anew where a question of a dispatcher may have been answered here."""
        if isinstance(news, CasesChanged) and self._board.status.asked_back:
            self._files.look_up.submit(self._count_alerts)

    def _count_alerts(self, both: Connection) -> None:
        count_alerts(both, self._board, self.session)

    def _tell_room(self, there_is: bool) -> None:
        self._board.change(reserve_ok=there_is)

    def _pushed(self) -> None:
        if self._sync:
            self._sync.saved()

    def _poke(self) -> None:
        if self._sync:
            self._sync.poke()

    def _session_ended(self, session: LiveSession) -> None:
        if self._people.end(session):
            self._wanted.look()
            self._board.tell(SessionEnded("ended"))

    def _transport(self) -> Transport:
        if self._sync is None:
            raise NoLine("this seat has no centre")
        return self._sync.transport()

    def _sync_thread(self) -> SyncThread:
        if self._sync is None:
            raise NoLine("this seat has no centre")
        return self._sync.thread

    def _in_flight(self) -> frozenset[UUID]:
        """What is on its way: nothing while there is no line, however hard the sync tries."""
        return self._sync.in_flight if self._sync and self.status.line_up else frozenset()


def _itself(transport: Transport) -> Transport:
    return transport
