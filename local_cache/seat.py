"""The seat's files and its line behind one door: what the screens and the headless commands call.

Every method that touches a disk or the line returns a future; its error is one of `local_cache.errors`. Nothing here
ever waits for the network before saying that a case is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.codes import RevealReason
from hotline.commands import Reveal
from hotline.outcome import Refusal
from local_cache import meta, recovery
from local_cache import read_out as read_outs
from local_cache.ballast import SIZE as BALLAST_SIZE
from local_cache.encrypted import Connection
from local_cache.errors import GuestAnswers
from local_cache.folder import SeatFolder
from local_cache.futures import done, failed, then
from local_cache.model import Disposal, Draft, Saved, SeatStatus, SessionInfo
from local_cache.needs import Choice
from local_cache.news import Listener
from local_cache.opening import open_seat
from local_cache.recovery import RecoveryNote
from local_cache.refs import Ref
from local_cache.saving import Intent, Request
from local_cache.seat_as_lead import AsLead
from local_cache.seat_at_centre import AtCentre
from local_cache.seat_at_work import AtWork
from local_cache.seat_looks_up import LooksUp
from local_cache.sync_start import over_http

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.commands import Command
    from hotline.work_order import WorkOrder
    from local_cache.sync.transport import Transport


def utc_now() -> datetime:
    """Return this machine's clock."""
    return datetime.now(UTC)


class Seat(LooksUp, AtCentre, AsLead, AtWork):
    """One open seat. Make it with `open`, end it with `close`.

    Questions are in `LooksUp`, the line in `AtCentre`, the lead's board in `AsLead`, the operator's side of the
    telephone in `AtWork`.
    """

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
        practice_folder: Path | None = None,
    ) -> Seat:
        """Open an enrolled seat and take its lock; blocks. `transport` stands in for the line to the centre.

        Results that lie in `practice_folder` are taken to the centre for who is signed in; None where nobody practises.

        Raises `SeatBusy`, `NotEnrolled`, `KeyLost`, `WorkLost`, `NotOpened`, and `NewerFile` for files of a newer
        program.
        """
        opened = open_seat(folder, now, ballast_size)
        connect: Callable[[], Transport] | None = None
        if transport is not None:
            connect = partial(_itself, transport)
        elif opened.enrolment.centre_url:
            connect = partial(over_http, folder, opened.enrolment, opened.keys, now, app_version)
        seat = cls(opened, now=now, connect=connect, app_version=app_version, practice_folder=practice_folder)
        seat._begin(start_sync=start_sync)
        return seat

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

    # --- people -------------------------------------------------------------------------------------------------

    def sign_in(self, operator_id: str, password: str, *, keep: bool = True) -> Future[SessionInfo]:
        """Sign in at the centre, or by the operator's grant when it does not answer. Fails with `SignInFailed`.

        Whoever was signed in is so no more; another operator's drafts are kept for them, and the outbox is not touched.
        A session that is not kept ends with this program, and the one on disk, locked or not, stays as it is.
        """
        before = self._people.session
        signed_in = self._shift.sign_in(operator_id, password, keep=keep)

        def told(session: SessionInfo) -> Future[SessionInfo]:
            if keep and (before is None or before.operator_id != session.operator_id):
                self._note_signed_out()  # what the next operator is in, their own desk says
            if keep:
                self._practice_post.go()
            return done(session)

        return then(signed_in, told)

    def resume_session(self, lock_after: timedelta | None = None) -> Future[SessionInfo | None]:
        """Return the session that was live when the program ended, if it still is; locked if it was.

        One that nobody has touched for `lock_after` is locked too.
        """

        def told(session: SessionInfo | None) -> Future[SessionInfo | None]:
            if session is None:
                self._note_signed_out()
            return done(session)

        return then(self._shift.resume(lock_after), told)

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

        def told(_: None) -> Future[None]:
            self._note_signed_out()
            return done(None)

        return then(self._shift.sign_out(session, disposal), told)

    # --- drafts -------------------------------------------------------------------------------------------------

    def put_draft(self, draft: Draft) -> Future[None]:
        """Write a draft as it stands now."""
        return self._drafts.put(draft)

    def drafts(self, operator: str, *, after_writes: bool = False) -> Future[list[Draft]]:
        """Return the operator's drafts and those handed over to them as whoever comes next, last touched first.

        With `after_writes` they are read behind all that was given to be written before, however slow the disk is.
        """
        return self._drafts.of_operator(operator, after_writes=after_writes)

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
        return then(noted, lambda _: self._files.look_up.submit(self._count_cached))

    def reveal(self, case_id: UUID, field: str, reason: RevealReason | str, session: SessionInfo) -> Future[str]:
        """Return a masked field in the clear; that it was asked for is on disk before.

        Fails with `GuestAnswers` while a leader does, with `Refused`, `NoLine`, `CentreSaid` or `NotSaved`.
        """
        if self.status.guest is not None:
            return failed(GuestAnswers())
        command = Reveal(field=field, reason=RevealReason(reason))
        saved = self.save(command, session=session, case_id=case_id)
        return self._questions.in_the_clear(saved, case_id, field, thread=self._sync_thread)


def _itself(transport: Transport) -> Transport:
    return transport
