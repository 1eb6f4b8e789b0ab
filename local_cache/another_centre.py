"""A machine that becomes a seat of another centre: it begins with empty files, and nothing goes from one to the other.

What the first centre has acknowledged is none of the second one's business: offered there, its cases would be filed
twice in two cities. Drafts, needs, references, people and the cache are of the first centre too. Its work file is set
aside whole, never deleted; its copies go, since one of them would bring the first centre back after a damage.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from local_cache import enrolment as enrolments
from local_cache import recovery, schema
from local_cache.backup import Backups
from local_cache.cache_file import delete_cache
from local_cache.encrypted import FileSecret, connect
from local_cache.enrolment import Enrolment
from local_cache.folder import SeatFolder
from local_cache.ids import new_id


def begin_anew(folder: SeatFolder, secret: FileSecret, here: Enrolment, now: datetime) -> None:
    """Put a fresh work file of `here` in the place of another centre's. Nobody may have the files open.

    The fresh file is finished before the other one is moved. Were the program cut off in between, the copies bring the
    first centre back, and the machine is what it was.
    """
    new = folder.work_to_be
    for suffix in ("", "-wal", "-shm"):
        Path(f"{new}{suffix}").unlink(missing_ok=True)
    with closing(connect(new, secret)) as fresh:
        schema.migrate_work(fresh)
        fresh.execute("BEGIN IMMEDIATE")
        enrolments.write(fresh, here, new_id())
        fresh.execute("COMMIT")
        fresh.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file that is about to be moved
    delete_cache(folder)
    for pack in folder.packs.iterdir():
        pack.unlink()
    recovery.put_away(folder, now)
    new.replace(folder.work)
    for copy in Backups(folder, secret).newest_first():
        copy.unlink()
