"""Takes a seat off this machine: every file of it, and the keys without which no copy can be read."""

from __future__ import annotations

import shutil

from local_cache import keystore
from local_cache.cache_file import delete_cache
from local_cache.folder import SeatFolder


def wipe(folder: SeatFolder) -> None:
    """Erase a seat whose lock the caller holds. What was set aside stays, unreadable from now on.

    The keys go first: were the machine cut off half-way, what is left is noise.
    """
    keystore.forget(folder)
    delete_cache(folder)
    for path in (folder.work, folder.work_to_be, folder.ballast, folder.ca, folder.handoff):
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    for each in (folder.backups, folder.packs):
        shutil.rmtree(each, ignore_errors=True)
