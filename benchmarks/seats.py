"""An enrolled seat without a centre, its cache filled with a seeded city: what most benchmarks start from."""

import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from benchmarks.corpus import END, Told, docs, tangshan
from city_packs.compiled import compile_pack, etag_of
from hotline.codes import Role
from local_cache import cases, enrolment, keystore, meta, schema, sessions
from local_cache.callers import key_of
from local_cache.encrypted import FileSecret, connect
from local_cache.folder import SeatFolder
from local_cache.model import SessionInfo
from local_cache.packs import PackShelf
from local_cache.seat import Seat
from local_cache.sessions import LiveSession

HASH_KEY = bytes(range(32))
SESSION = SessionInfo(
    "1042", "王敏", frozenset({Role.OPERATOR}), "bench", True, datetime(2099, 1, 1, tzinfo=UTC)
)  # fmt: skip
_BATCH = 2000


def enrol(folder: SeatFolder, *, centre_url: str = "") -> FileSecret:
    """Make the files of seat 0042 in an empty folder, with somebody signed in."""
    folder.make()
    sub_centre = tangshan().sub_centre_of_seat("0042")
    assert sub_centre is not None
    secret = keystore.file_secret(folder, keystore.make(folder, system_store=False))
    here = enrolment.Enrolment(
        UUID(int=1),
        "0042",
        1,
        sub_centre.code,
        "bench",
        centre_url,
        "tangshan",
        HASH_KEY,
        bytes(32),
    )
    with closing(connect(folder.work, secret)) as work:
        schema.migrate_work(work)
        enrolment.write(work, here, UUID(int=2))
        sessions.put(work, LiveSession(SESSION, ""))
    data = compile_pack(tangshan())
    PackShelf(folder.packs, "tangshan").put(data, etag_of(data))
    return secret


def fill(folder: SeatFolder, secret: FileSecret, count: int, seed: int = 1) -> list[tuple[Told, UUID]]:
    """Put `count` cases of a seeded city into the cache and return what was told with the ids."""
    kept = []
    with closing(connect(folder.cache, secret, synchronous="NORMAL")) as cache:
        schema.migrate_cache(cache)
        meta.put(cache, meta.AS_OF, END.isoformat())
        batch = []
        for told, doc in docs(count, seed):
            kept.append((told, doc.order.id))
            key = key_of(HASH_KEY, told.phone)
            batch.append(doc.model_copy(update={"phone_keys": (key,) if key else ()}))
            if len(batch) == _BATCH or len(kept) == count:
                cache.execute("BEGIN")
                cases.put_shown(cache, batch)
                cache.execute("COMMIT")
                batch.clear()
    return kept


@contextmanager
def city_seat(count: int, seed: int = 1) -> Iterator[tuple[Seat, list[tuple[Told, UUID]]]]:
    """Open a seat with `count` cached cases in a temporary folder."""
    with TemporaryDirectory(prefix="seat-bench-") as root:
        folder = SeatFolder(Path(root))
        secret = enrol(folder)
        kept = fill(folder, secret, count, seed)
        seat = Seat.open(folder, now=lambda: END, start_sync=False, ballast_size=1 << 20)
        try:
            seat.warm_up().result()
            yield seat, kept
        finally:
            seat.close()


def draw(seed: int) -> random.Random:
    """Return a random source that repeats."""
    return random.Random(seed)


def milliseconds(span: timedelta | float) -> float:
    """Return a span in milliseconds; a float is in seconds."""
    return (span.total_seconds() if isinstance(span, timedelta) else span) * 1000
