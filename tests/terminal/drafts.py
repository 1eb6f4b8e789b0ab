"""What a console has kept of what was typed."""

from contextlib import closing

from local_cache.encrypted import connect
from local_cache.folder import SeatFolder
from local_cache.keystore import file_secret, load


def drafts_on_disk(seat: SeatFolder) -> list[str]:
    """Return the JSON of the drafts, read beside a running console."""
    with closing(connect(seat.work, file_secret(seat, load(seat)), read_only=True)) as work:
        return [str(row[0]) for row in work.execute("SELECT doc FROM drafts")]
