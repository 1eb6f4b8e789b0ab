"""The file of the small centre: what it has answered is written before it answers, so that a crash takes nothing back.

A power cut may: then the seat, which keeps what was acknowledged, offers it again. Encrypted under the practice seat's
key. One connection, used by one thread at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.case_doc import CallDoc, TimelineEntry
from hotline.wire import MutationResult
from hotline.work_order import WorkOrder
from local_cache.encrypted import FileSecret, connect
from practice.centre.kept import Kept, News, Receipt

if TYPE_CHECKING:
    from local_cache.encrypted import Connection

_EPOCH = "epoch"


@dataclass(slots=True)
class Contents:
    """All that the file holds."""

    epoch: str
    cases: dict[UUID, Kept] = field(default_factory=dict)
    calls: dict[UUID, CallDoc] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    feed: list[News] = field(default_factory=list)


class CentreFile:
    """The open file. Raises `local_cache.encrypted.DatabaseError` for a damaged one, or one of another key."""

    def __init__(self, path: Path, secret: FileSecret, epoch: str) -> None:
        self._connection: Connection = connect(path, secret, synchronous="NORMAL")
        self._make(epoch)

    def read(self) -> Contents:
        """Return all that is kept."""
        query = self._connection.execute
        found = Contents(str(query("SELECT v FROM meta WHERE k = ?", (_EPOCH,)).fetchone()[0]))
        for text, timeline, code in query("SELECT doc, timeline, code FROM cases"):
            order = WorkOrder.model_validate_json(text)
            entries = tuple(TimelineEntry.model_validate(each) for each in json.loads(timeline))
            found.cases[order.id] = Kept(order, entries, code)
        for (text,) in query("SELECT doc FROM calls"):
            call = CallDoc.model_validate_json(text)
            found.calls[call.id] = call
        rows = query("SELECT client_id, seq, mutation_id, digest, result, revealed FROM receipts ORDER BY rowid")
        found.receipts = [
            Receipt(UUID(client), seq, UUID(mutation), digest, MutationResult.model_validate_json(result), revealed)
            for client, seq, mutation, digest, result, revealed in rows
        ]
        entries_of_feed = query("SELECT pos, entity, entity_id FROM feed ORDER BY pos")
        found.feed = [News(pos, entity, UUID(entity_id)) for pos, entity, entity_id in entries_of_feed]
        return found

    def put(
        self, cases: Iterable[Kept], calls: Iterable[CallDoc], receipts: Iterable[Receipt], feed: Iterable[News]
    ) -> None:
        """Write what is new in one transaction. Raises `DatabaseError`, and nothing of it is there then."""
        run = self._connection
        run.execute("BEGIN IMMEDIATE")
        try:
            run.executemany(
                "INSERT OR REPLACE INTO cases (id, doc, timeline, code) VALUES (?, ?, ?, ?)",
                [
                    (str(each.order.id), each.order.model_dump_json(), _timeline(each.timeline), each.code)
                    for each in cases
                ],
            )
            run.executemany(
                "INSERT OR REPLACE INTO calls (id, doc) VALUES (?, ?)",
                [(str(each.id), each.model_dump_json()) for each in calls],
            )
            run.executemany(
                "INSERT INTO receipts (client_id, seq, mutation_id, digest, result, revealed)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (
                        str(each.client_id), each.seq, str(each.mutation_id), each.digest,
                        each.result.model_dump_json(), each.revealed,
                    )
                    for each in receipts
                ],
            )  # fmt: skip
            run.executemany(
                "INSERT INTO feed (pos, entity, entity_id) VALUES (?, ?, ?)",
                [(each.pos, each.entity, str(each.entity_id)) for each in feed],
            )
            run.execute("COMMIT")
        except BaseException:
            run.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _make(self, epoch: str) -> None:
        from sqlite_utils import Database

        db = Database(self._connection)
        if "feed" in db.table_names():
            return
        with db.atomic():
            db.table("meta").create({"k": str, "v": str}, pk="k")
            db.table("cases").create({"id": str, "doc": str, "timeline": str, "code": str}, pk="id")
            db.table("calls").create({"id": str, "doc": str}, pk="id")
            db.table("receipts").create(
                {"client_id": str, "seq": int, "mutation_id": str, "digest": str, "result": str, "revealed": str},
                pk=("client_id", "seq"),
            )
            db.table("meta").insert({"k": _EPOCH, "v": epoch})
            db.table("feed").create({"pos": int, "entity": str, "entity_id": str}, pk="pos")


def _timeline(entries: Iterable[TimelineEntry]) -> str:
    return json.dumps([each.model_dump(mode="json") for each in entries], ensure_ascii=False)
