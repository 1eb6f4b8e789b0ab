"""Where a seat's files are. One folder is one seat."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

FOLDER_VARIABLE = "SEAT_CONSOLE_FOLDER"
PRACTICE_VARIABLE = "SEAT_PRACTICE_FOLDER"


def usual_practice_folder(seat_folder: Path) -> Path:
    """Return the practice folder named by the environment, else the one beside a seat's: never in it nor around it."""
    named = os.environ.get(PRACTICE_VARIABLE)
    return Path(named) if named else seat_folder.with_name(f"{seat_folder.name}-practice")


@dataclass(frozen=True, slots=True)
class SeatFolder:
    """The paths of one seat's files below `root`. Nothing is created before `make`."""

    root: Path

    @classmethod
    def usual(cls) -> SeatFolder:
        """Return the folder named by the environment, else the usual one of this system and account."""
        named = os.environ.get(FOLDER_VARIABLE)
        if named:
            return cls(Path(named))
        from platformdirs import user_data_path  # only where nothing names the folder: the start path is short

        return cls(user_data_path("seat-console", appauthor=False))

    def make(self) -> None:
        """Create the folder for its owner alone. On Windows the account's own profile guards it."""
        for each in (self.root, self.backups, self.set_aside, self.packs):
            each.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def work(self) -> Path:
        """Return the precious file: drafts, outbox, what was acknowledged."""
        return self.root / "work.db"

    @property
    def work_to_be(self) -> Path:
        """Return what is to become the work file when a recovery is done; absent otherwise."""
        return self.root / "work.new"

    @property
    def cache(self) -> Path:
        """Return the disposable file: what the centre sent, and the search tables."""
        return self.root / "cache.db"

    @property
    def salt(self) -> Path:
        """Return the file with the salt; it is no secret and never changes."""
        return self.root / "seat.salt"

    @property
    def key_file(self) -> Path:
        """Return the file that holds the keys where the system has no key store."""
        return self.root / "seat.key"

    @property
    def ca(self) -> Path:
        """Return the pinned certificate authority of the centre (PEM); absent for a loopback centre."""
        return self.root / "centre-ca.pem"

    @property
    def lock(self) -> Path:
        """Return the file that the owning process holds locked."""
        return self.root / "seat.lock"

    @property
    def handoff(self) -> Path:
        """Return the file that tells headless commands where the running console listens."""
        return self.root / "seat.handoff"

    @property
    def ballast(self) -> Path:
        """Return the file that is given up when the disk is full."""
        return self.root / "ballast"

    @property
    def console_log(self) -> Path:
        """Return the file in which the console notes where it failed; never with what was typed."""
        return self.root / "console.log"

    @property
    def backups(self) -> Path:
        """Return the folder of the minute copies of `work`."""
        return self.root / "backups"

    @property
    def set_aside(self) -> Path:
        """Return the folder of damaged files; nothing in it is ever deleted by the program."""
        return self.root / "set-aside"

    @property
    def reports(self) -> Path:
        """Return the folder of the reports that somebody has had written; absent before."""
        return self.root / "reports"

    @property
    def packs(self) -> Path:
        """Return the folder of compiled city packs as the centre sent them."""
        return self.root / "packs"
