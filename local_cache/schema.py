"""The tables of the seat's two files, and how older files are brought up to them.

`work.db` is precious: a copy is made before a migration. The shapes of `outbox` and `meta`, and what `meta` holds of
enrolment and queue, are frozen, so that an older program can still push from a newer file (`push_only.py`).
`cache.db` is disposable: a file of another version is made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from local_cache.encrypted import Connection

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

WORK_VERSION = 5
CACHE_VERSION = 1

_OUTBOX = """
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY,
    mutation_id TEXT UNIQUE NOT NULL,
    case_id TEXT,
    op TEXT NOT NULL,
    schema INTEGER NOT NULL,
    base_revision INTEGER,
    operator_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending',
    attempts INTEGER NOT NULL DEFAULT 0,
    result TEXT,
    acked_at TEXT
)
"""
"""`attempts` is counted and read by older programs alone: it stays because the shape is frozen."""

_REFS = """
CREATE TABLE refs (
    name TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    case_id TEXT NOT NULL,
    number TEXT NOT NULL,
    seq INTEGER NOT NULL,
    mutation_id TEXT UNIQUE NOT NULL,
    made_at TEXT NOT NULL
)
"""

_CASES = """
CREATE TABLE cases (
    rowid INTEGER PRIMARY KEY,
    id TEXT UNIQUE NOT NULL,
    number TEXT NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    class_code TEXT NOT NULL,
    area_code TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    caller TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    doc TEXT NOT NULL
)
"""

CASE_INDEXES = {
    "cases_by_place": ("area_code", "class_code", "state"),
    "cases_by_class": ("class_code", "state"),
    "cases_by_state": ("state",),
    "cases_by_caller": ("caller",),
    "cases_by_age": ("updated_at",),
}
"""Each answers a filter from the index alone; the rowid in it is the case's age."""

CASE_TEXT = """
CREATE VIRTUAL TABLE case_text USING fts5(
    terms, content = '', contentless_delete = 1, tokenize = 'ascii'
)
"""
"""Only the terms of `hotline.bigrams`, cut by us: the `ascii` tokenizer takes every other sign as part of a word.

Positions are kept (`detail = full`), so that a run of signs is asked for as a phrase of its pairs. Without them the
file is 15 % smaller, but the false hits of such as `2号楼4单元` have to be read and thrown away, without a bound.
"""


def work_version(connection: Connection) -> int:
    """Return the version of the tables in a work file; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def of_newer_program(connection: Connection) -> bool:
    """Say whether a work file is of a newer program than this one."""
    return work_version(connection) > WORK_VERSION


def migrate_work(connection: Connection) -> None:
    """Bring a work file up to `WORK_VERSION`. Quick when there is nothing to do."""
    _migrate(connection, _work_migrations, WORK_VERSION)


def migrate_cache(connection: Connection) -> bool:
    """Make the tables of an empty cache file; say whether they are those of this version."""
    if work_version(connection) == 0:
        _migrate(connection, _cache_migrations, CACHE_VERSION)
    return work_version(connection) == CACHE_VERSION


def _migrate(connection: Connection, migrations: Callable[[], Migrations], version: int) -> None:
    if work_version(connection) >= version:
        return
    from sqlite_utils import Database  # 0.1 s to import, and only where a file is new or old

    migrations().apply(Database(connection))
    connection.execute(f"PRAGMA user_version = {version}")


def _work_migrations() -> Migrations:
    from sqlite_utils import Migrations

    migrations = Migrations("work")

    @migrations()
    def v1_first(db: Database) -> None:
        db.table("meta").create({"k": str, "v": str}, pk="k", not_null={"v"})
        db.table("drafts").create(
            {
                "id": str,
                "operator": str,
                "kept": int,
                "parked": int,
                "doc": str,
                "updated_at": str,
                "discarded_at": str,
            },
            pk="id",
            not_null={"operator", "kept", "parked", "doc", "updated_at"},
        )
        db.execute(_OUTBOX)
        db.table("outbox").create_index(["case_id"])
        db.table("outbox").create_index(["state", "seq"])
        db.table("needs").create(
            {
                "id": str,
                "case_id": str,
                "kind": str,
                "detail": str,
                "made_at": str,
                "seen": int,
                "settled_at": str,
            },
            pk="id",
            not_null={"kind", "detail", "made_at", "seen"},
            defaults={"seen": 0},
        )
        db.table("needs").create_index(["case_id"])
        db.table("grants").create({"operator_id": str, "signed": str}, pk="operator_id", not_null={"signed"})

    @migrations()
    def v2_references(db: Database) -> None:
        db.execute(_REFS)

    @migrations()
    def v3_agent_states(db: Database) -> None:
        db.table("agent_states").create(
            {"seq": int, "state": str, "since": str, "operator_id": str, "reason": str, "call_id": str},
            pk="seq",
            not_null={"state", "since", "operator_id", "reason", "call_id"},
        )

    @migrations()
    def v4_guests(db: Database) -> None:
        db.table("agent_states").add_column("leader_day_id", str, not_null_default="")

    @migrations()
    def v5_pauses(db: Database) -> None:
        db.table("agent_states").add_column("pause", str, not_null_default="")
        db.execute("UPDATE agent_states SET pause = reason WHERE state = 'paused' AND reason <> 'locked'")

    return migrations


def _cache_migrations() -> Migrations:
    from sqlite_utils import Migrations

    migrations = Migrations("cache")

    @migrations()
    def v1_first(db: Database) -> None:
        db.table("sync_state").create(
            {"scope": str, "epoch": str, "pos": int, "applied_seq": int, "client_id": str}, pk="scope"
        )
        db.table("rows").create(
            {"entity": str, "id": str, "scope": str, "revision": int, "doc": str, "applied_seq": int},
            pk=("entity", "id", "scope"),
        )
        db.table("rows").create_index(["scope"])
        db.execute(_CASES)
        for name, columns in CASE_INDEXES.items():
            db.table("cases").create_index(list(columns), name)
        db.execute("CREATE TABLE case_numbers (number TEXT, case_id TEXT, PRIMARY KEY (number, case_id)) WITHOUT ROWID")
        db.table("case_numbers").create_index(["case_id"])
        db.execute(
            "CREATE TABLE case_phones (phone_key TEXT, case_id TEXT, PRIMARY KEY (phone_key, case_id)) WITHOUT ROWID"
        )
        db.table("case_phones").create_index(["case_id"])
        db.table("calls").create({"id": str, "at": str, "doc": str}, pk="id")
        db.execute(
            "CREATE TABLE call_phones (phone_key TEXT, call_id TEXT, PRIMARY KEY (phone_key, call_id)) WITHOUT ROWID"
        )
        db.table("call_phones").create_index(["call_id"])
        db.table("alerts").create({"id": str, "at": str, "doc": str}, pk="id")
        db.table("meta").create({"k": str, "v": str}, pk="k")
        db.execute(CASE_TEXT)

    return migrations
