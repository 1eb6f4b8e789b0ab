"""The disposable file: opened, made anew where it cannot be, and deleted."""

from __future__ import annotations

from pathlib import Path

from local_cache.encrypted import Connection, DatabaseError, FileSecret, connect, is_damaged
from local_cache.folder import SeatFolder
from local_cache.schema import migrate_cache


def open_cache(folder: SeatFolder, secret: FileSecret) -> tuple[Connection, bool]:
    """Open the cache, anew if it is damaged or of another version; say whether it is empty."""
    fresh = not folder.cache.exists()
    try:
        connection = connect(folder.cache, secret, synchronous="NORMAL")
    except DatabaseError as error:
        if not is_damaged(error):
            raise
    else:
        if migrate_cache(connection):
            return connection, fresh
        connection.close()
    delete_cache(folder)
    connection = connect(folder.cache, secret, synchronous="NORMAL")
    migrate_cache(connection)
    return connection, True


def delete_cache(folder: SeatFolder) -> None:
    """Delete the cache, which may be done at any moment at which nobody has it open."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{folder.cache}{suffix}").unlink(missing_ok=True)
