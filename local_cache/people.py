"""Who is signed in at a seat: at the centre where there is a line, by a signed grant where there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from hotline.unit_view import own_unit
from local_cache import drafts, read_out, sessions, sign_in
from local_cache.encrypted import Connection
from local_cache.enrolment import Enrolment
from local_cache.errors import NoLine, SignInFailed, WhyNot
from local_cache.model import Disposal, SessionInfo
from local_cache.open_files import OpenFiles
from local_cache.sessions import LiveSession
from local_cache.sync.transport import SignedIn, Transport


class People:
    """The live session of a seat. Its methods block: they are called in the seat's own threads."""

    def __init__(self, files: OpenFiles, enrolment: Enrolment, now: Callable[[], datetime]) -> None:
        self._files = files
        self._enrolment = enrolment
        self._now = now
        self.live: LiveSession | None = None
        self._kept = True
        self.locked = False
        """The operator has to type their password before anything more is done in their name."""
        self.ended = False
        """The centre takes the live session's word no more; work goes on here, and the centre answers no question."""

    @property
    def session(self) -> SessionInfo | None:
        """Return who is signed in."""
        return self.live.info if self.live else None

    @property
    def operator_id(self) -> str:
        """Return the id of who is signed in, empty for nobody."""
        return self.live.info.operator_id if self.live else ""

    @property
    def unit(self) -> str | None:
        """Return the unit whose cases alone who is signed in sees; None for who sees all that the seat holds."""
        return own_unit(self.live.info.roles, self.live.info.unit) if self.live else None

    @property
    def kept_session(self) -> SessionInfo | None:
        """Return who is signed in for longer than this program runs: whoever sits at the seat, not a script."""
        return self.session if self._kept else None

    def begin(self, work: Connection) -> None:
        """Learn who may do what here, in a job on `work.db`."""
        self._files.people = sign_in.actors(sign_in.granted(work, self._enrolment))

    def resume(self, work: Connection, lock_after: timedelta | None) -> SessionInfo | None:
        """Take up the session that was live when the program ended, in a job on `work.db`.

        It is locked if it was, or if nobody has touched it for `lock_after`.
        """
        now = self._now()
        self.live = sessions.get(work, now)
        self.ended = False
        left = lock_after is not None and sessions.is_left(sessions.touched_at(work), now, lock_after)
        self.locked = self.live is not None and (left or sessions.is_locked(work))
        return self.session

    def sign_in(
        self, transport: Callable[[], Transport], operator_id: str, password: str, *, keep: bool
    ) -> SessionInfo:
        """Open a session in place of any other, whose operator's drafts are kept for them. Raises `SignInFailed`.

        One that is not to be kept leaves the session on disk, and all drafts, as they are.
        """
        answer = _answer(transport, operator_id, password)
        live = sign_in.begun_online(answer) if answer else self._by_grant(operator_id, password)

        def job(work: Connection) -> None:
            if answer and answer.grant:
                sign_in.put_grant(work, answer.grant)
                self.begin(work)
            sign_in.note_try(work, operator_id, self._now(), good=True)
            if keep:
                drafts.keep_of_others(work, operator_id, self._now())
                read_out.drop_of_others(work, operator_id)
                sessions.put(work, live)
                sessions.touch(work, self._now())

        self._files.on_work(job)
        self.live, self.locked, self.ended, self._kept = live, False, False, keep
        return live.info

    def end(self, asked: LiveSession) -> bool:
        """Note that the centre has ended a session; say whether that is news: it is still live, and nobody knew."""
        if self.live is not asked or self.ended:
            return False
        self.ended = True
        return True

    def lock(self) -> Callable[[Connection], None]:
        """Lock the live session, and return the job on `work.db` that keeps it so; signing in again unlocks it."""
        self.locked = self.live is not None

        def job(work: Connection) -> None:
            if self.locked:
                sessions.lock(work)

        return job

    def touch(self, work: Connection) -> None:
        """Keep that the operator is at work now, in a job on `work.db`."""
        if self.live is not None:
            sessions.touch(work, self._now())

    def sign_out(self, session: SessionInfo, disposal: Mapping[str, Disposal | str]) -> str:
        """End the session, each draft settled as said; return the token that the centre is to forget."""
        live = self.live if self.session and self.session.session_id == session.session_id else None
        at, unit = self._now(), own_unit(session.roles, session.unit) or ""

        def job(work: Connection) -> None:
            for draft_id, what in disposal.items():
                drafts.dispose(work, draft_id, Disposal(what), session.operator_id, at, unit=unit)
            if live is not None and self._kept:
                sessions.drop(work)

        self._files.on_work(job)
        if live is None:
            return ""
        self.live, self.locked, self.ended = None, False, False
        return live.token

    def _by_grant(self, operator_id: str, password: str) -> LiveSession:
        now = self._now()
        waits, grants = self._files.on_work(
            lambda work: (sign_in.locked_for(work, operator_id, now), sign_in.granted(work, self._enrolment))
        )
        if waits is not None:
            raise SignInFailed(WhyNot.LOCKED_OUT, waits)
        try:
            return sign_in.check_grant(grants.get(operator_id), password, now)
        except SignInFailed as failed:
            if failed.reason is WhyNot.WRONG_PASSWORD:
                self._files.on_work(lambda work: sign_in.note_try(work, operator_id, now, good=False))
            raise


def _answer(transport: Callable[[], Transport], operator_id: str, password: str) -> SignedIn | None:
    try:
        line = transport()
    except NoLine:
        return None
    return sign_in.ask_centre(line, operator_id, password)
