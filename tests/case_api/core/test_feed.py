"""The feed under writers at once: what a reader gets is exactly what was committed."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.storage.engine import reading, writing
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_cases import cases
from case_api.sync import feed
from case_api.sync.feed import Pointer
from hotline.wire import Cursor, Mutation, Problem
from tests.case_api.core.pushing import Seat, new_id
from tests.case_api.core.rows import rows_of
from tests.soak import times

WRITERS = 16
CHANGES = times(2_000, 100_000)
BATCH = 5


def _push(seat: Seat, batch: list[Mutation]) -> None:
    """Push until the centre has taken it; another delivery of the same batch may come before or in between."""
    while True:
        try:
            answer = seat.push(*batch)
        except ProblemError as error:
            if error.problem is Problem.BUSY:
                continue
            raise
        assert {result.outcome for result in answer.results} == {"applied"}
        return


def _write(seat: Seat, changes: int, deliverers: ThreadPoolExecutor) -> list[UUID]:
    """Send every batch twice at once and wait for both."""
    made = []
    for start in range(0, changes, BATCH):
        batch = [seat.filing() for _ in range(min(BATCH, changes - start))]
        for delivery in [deliverers.submit(_push, seat, batch) for _ in range(2)]:
            delivery.result()
        made += [mutation.case_id for mutation in batch if mutation.case_id]
    return made


def _read(seat: Seat, over: threading.Event) -> Iterator[UUID]:
    """Yield what the territory is told until the writers are done and nothing more comes."""
    cursor: Cursor | None = None
    while True:
        was_over = over.is_set()
        scope = seat.pull(area=cursor).scopes["area:north"]
        yield from (row.id for row in scope.rows)
        cursor = scope.cursor
        if was_over and not scope.rows:
            return


@pytest.mark.long
@pytest.mark.timeout(times(300, 7200))
def test_sixteen_writers_and_every_batch_twice_miss_and_double_nothing(centre: Centre) -> None:
    changes = CHANGES if centre.engine.dialect.name == "postgresql" else CHANGES // 5  # SQLite has one writer anyway
    seats = [Seat(centre, f"{100 + writer:04}", "north") for writer in range(WRITERS)]
    over = threading.Event()
    got: list[UUID] = []
    reader = threading.Thread(target=lambda: got.extend(_read(Seat(centre, "0042", "north"), over)))
    reader.start()
    with ThreadPoolExecutor(2 * WRITERS) as deliverers, ThreadPoolExecutor(WRITERS) as writers:
        parts = writers.map(lambda seat: _write(seat, changes // WRITERS, deliverers), seats)
        made = [case_id for part in parts for case_id in part]
    over.set()
    reader.join()
    assert len(made) == changes
    counted = Counter(got)
    assert counted.keys() == set(made)
    assert max(counted.values()) == 1
    assert {row.id for row in rows_of(centre, cases)} == set(made)
    assert sorted(row.mutation_id for row in rows_of(centre, case_events)) == sorted(
        mutation.mutation_id for seat in seats for mutation in seat.sent
    )


def test_a_later_append_does_not_become_visible_before_an_earlier_one(centre: Centre) -> None:
    """Without the lock the second writer commits first, and a reader's cursor steps over the first one's entry."""
    if centre.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer")
    first, second = new_id(), new_id()

    def append_second() -> None:
        with writing(centre.engine) as conn:
            feed.append(conn, [Pointer("area:north", "case", second)], centre.now())

    with writing(centre.engine) as conn:
        feed.append(conn, [Pointer("area:north", "case", first)], centre.now())
        other = threading.Thread(target=append_second)
        other.start()
        other.join(0.3)
        assert other.is_alive(), "the second writer did not wait for the first"
        with reading(centre.engine) as snapshot:
            assert feed.tip(snapshot) == 0
    other.join()
    with reading(centre.engine) as snapshot:
        assert [entry.entity_id for entry in feed.entries(snapshot, "area:north", 0, 10)] == [first, second]
