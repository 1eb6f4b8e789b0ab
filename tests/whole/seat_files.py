"""What lies in a seat's files, read beside a running console or after it was killed."""

import json
from contextlib import closing

from hotline.case_doc import CaseDoc
from local_cache import outbox
from local_cache.drafts import read
from local_cache.encrypted import connect
from local_cache.folder import SeatFolder
from local_cache.keystore import file_secret, load
from local_cache.model import Draft
from local_cache.outbox import Queued


def drafts(folder: SeatFolder) -> list[Draft]:
    """Return every draft that is not discarded, last touched first."""
    with closing(connect(folder.work, file_secret(folder, load(folder)), read_only=True)) as work:
        rows = work.execute(
            "SELECT id, operator, kept, parked, doc, updated_at FROM drafts WHERE discarded_at IS NULL"
            " ORDER BY updated_at DESC"
        ).fetchall()
        return [read(row) for row in rows]


def queued(folder: SeatFolder) -> list[Queued]:
    """Return the outbox, acknowledged rows too."""
    with closing(connect(folder.work, file_secret(folder, load(folder)), read_only=True)) as work:
        return outbox.everything(work)


def filed(folder: SeatFolder) -> dict[str, list[str]]:
    """Return the numbers under which each narrative has been filed on this seat."""
    found: dict[str, list[str]] = {}
    for row in queued(folder):
        payload = json.loads(row.payload)
        if "intake" in payload:
            found.setdefault(payload["intake"]["content"], []).append(payload["number"])
    return found


def shown(folder: SeatFolder) -> dict[str, str]:
    """Return the state of every case that the cache shows, by number."""
    with closing(connect(folder.cache, file_secret(folder, load(folder)), read_only=True)) as cache:
        return dict(cache.execute("SELECT number, state FROM cases").fetchall())


def docs(folder: SeatFolder) -> dict[str, CaseDoc]:
    """Return every case that the cache shows, by number."""
    with closing(connect(folder.cache, file_secret(folder, load(folder)), read_only=True)) as cache:
        rows = cache.execute("SELECT number, doc FROM cases").fetchall()
        return {number: CaseDoc.model_validate_json(doc) for number, doc in rows}
