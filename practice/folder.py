"""The practice folder (练习文件夹): all that practice keeps, and nothing of a live seat.

It may neither be a seat's folder nor lie in one nor hold one; a folder that holds anything else is not taken either.
Each session has files of its own, a seat's among them, so that no case, draft or caller of one is met in the next.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from local_cache import keystore
from local_cache.folder import SeatFolder
from local_cache.lock import SeatLock
from local_cache.practice_exchange import APPEALS, ASSIGNED, MARK, REFUSED, RESULTS, PracticeExchange

_SESSIONS, _COURSE = "sessions", "course"
FOLDERS = (_SESSIONS, _COURSE, RESULTS, APPEALS, ASSIGNED, REFUSED)
"""The folders in it."""


class WhyNot(StrEnum):
    """Why a folder is not taken for practice."""

    LIVE = "live"
    """It is a live seat's, or where one is to be."""
    INSIDE = "inside"
    """It lies in a live seat's folder."""
    AROUND = "around"
    """A live seat's folder lies in it."""
    TAKEN = "taken"
    """It is no folder, or one that holds something else."""
    LINKED = "linked"
    """Something in it is a link: what is written there may stand elsewhere."""


class NotForPractice(Exception):  # noqa: N818  (it says what the folder is)
    """A folder in which nobody practises; nothing in it was touched."""

    def __init__(self, why: WhyNot, path: Path) -> None:
        super().__init__(f"{why}: {path}")
        self.why = why
        self.path = path


@dataclass(frozen=True, slots=True)
class SessionFolder:
    """The files of one practice session below `root`. Those of its seat and its centre go when it has ended."""

    root: Path

    @property
    def session(self) -> str:
        """Return the session's id."""
        return self.root.name

    @property
    def plan(self) -> Path:
        """Return the file that says what the session is; without it there is no session."""
        return self.root / "plan.json"

    @property
    def record(self) -> Path:
        """Return the record of keys, calls and acts, which is only ever appended to."""
        return self.root / "record.jsonl"

    @property
    def frames(self) -> Path:
        """Return the file of what the screens showed (`practice.shown_frames`); absent where nothing was kept."""
        return self.root / "frames.jsonl"

    @property
    def appeals(self) -> Path:
        """Return the file of the appeals against its marks, a line each; absent where none was made."""
        return self.root / "appeals.jsonl"

    @property
    def result(self) -> Path:
        """Return the file of what the session came to when it ended; absent where it was not marked then."""
        return self.root / "result.json"

    @property
    def seat(self) -> SeatFolder:
        """Return the folder of the practice seat."""
        return SeatFolder(self.root / "seat")

    @property
    def centre(self) -> Path:
        """Return the file of the small centre, under the key of the practice seat."""
        return self.root / "centre.db"

    def make(self) -> None:
        """Create the folder for its owner alone. Raises `FileExistsError`."""
        self.root.mkdir(mode=0o700)

    def forget_seat(self) -> None:
        """Take the seat and the centre away, keys first: what is left is the record."""
        keystore.forget(self.seat)
        for suffix in ("", "-wal", "-shm"):
            self.centre.with_name(self.centre.name + suffix).unlink(missing_ok=True)
        shutil.rmtree(self.seat.root, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class PracticeFolder:
    """The practice folder at `root`. Nothing is created before `make`."""

    root: Path

    @property
    def lock(self) -> Path:
        """Return the file that the one process that practises here holds locked."""
        return self.root / "practice.lock"

    @property
    def course(self) -> Path:
        """Return the folder of what is kept of the keyboard course, a file for each trainee."""
        return self.root / _COURSE

    @property
    def sat(self) -> Path:
        """Return the file of the exams that were sat; it stays when the rest is wiped."""
        return self.root / "exams.json"

    def session(self, session: str) -> SessionFolder:
        """Return the folder of a session, there or not."""
        return SessionFolder(self.root / _SESSIONS / session)

    def sessions(self) -> list[SessionFolder]:
        """Return the sessions that there are, the newest last: their names sort by time."""
        found = sorted(self.root.glob(f"{_SESSIONS}/*/plan.json"))
        return [SessionFolder(each.parent) for each in found]

    def all_begun(self) -> list[SessionFolder]:
        """Return the sessions, and what was to become one when the program was cut off."""
        return [SessionFolder(each) for each in sorted(self.root.glob(f"{_SESSIONS}/*"))]

    def half_begun(self) -> list[SessionFolder]:
        """Return what was to become a session when the program was cut off."""
        return [each for each in self.all_begun() if not each.plan.exists()]

    def make(self, live: Iterable[Path] | None = None) -> None:
        """Create the folder for its owner alone, or see that it is practice's still. Raises `NotForPractice`.

        `live` are folders in which a seat is or may be, None for the usual one of this account.
        """
        self.check(live)
        PracticeExchange(self.root).mark()
        for name in FOLDERS:
            (self.root / name).mkdir(exist_ok=True, mode=0o700)

    def check(self, live: Iterable[Path] | None = None) -> None:
        """Look whether the folder may be practised in. Raises `NotForPractice`; writes nothing."""
        own = self.root.resolve()
        for each in live if live is not None else (SeatFolder.usual().root,):
            _keep_apart(own, each.resolve())
        if _holds_seat(own):
            raise NotForPractice(WhyNot.LIVE, own)
        for above in own.parents:
            if _holds_seat(above):
                raise NotForPractice(WhyNot.INSIDE, above)
        if own.exists():
            self._check_what_is_there(own)

    def hold(self) -> SeatLock:
        """Keep every other process out until it is released. Raises `local_cache.errors.SeatBusy`."""
        return SeatLock(self.lock)

    def _check_what_is_there(self, own: Path) -> None:
        if not own.is_dir():
            raise NotForPractice(WhyNot.TAKEN, own)
        inside = sorted(own.iterdir())
        if not (own / MARK).is_file() and [each.name for each in inside] not in ([], [self.lock.name]):
            seat = next((each for each in inside if _holds_seat(each)), None)
            raise NotForPractice(WhyNot.AROUND if seat else WhyNot.TAKEN, seat or own)
        for path in _all_in(own):
            if path.is_symlink():
                raise NotForPractice(WhyNot.LINKED, path)
            if path.is_dir() and _holds_seat(path) and not self._is_own_seat(own, path):
                raise NotForPractice(WhyNot.AROUND, path)

    @staticmethod
    def _is_own_seat(own: Path, path: Path) -> bool:
        session = path.parent
        return session.parent == own / _SESSIONS and path == SessionFolder(session).seat.root


def _keep_apart(own: Path, live: Path) -> None:
    if own == live:
        raise NotForPractice(WhyNot.LIVE, live)
    if live in own.parents:
        raise NotForPractice(WhyNot.INSIDE, live)
    if own in live.parents:
        raise NotForPractice(WhyNot.AROUND, live)


def _holds_seat(path: Path) -> bool:
    """Say whether a folder looks like a seat's: a half-made or half-wiped one too."""
    seat = SeatFolder(path)
    files = (seat.work, seat.work_to_be, seat.cache, seat.salt, seat.key_file, seat.ca, seat.lock)
    return any(each.exists() for each in files)


def _all_in(folder: Path) -> Iterator[Path]:
    for above, folders, files in os.walk(folder):
        yield from (Path(above, name) for name in (*folders, *files))
