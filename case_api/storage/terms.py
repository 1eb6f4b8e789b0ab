"""The search index of cases: FTS5 on SQLite, `tsvector` on PostgreSQL, over the same terms on both.

It is derived data: it stands outside the metadata and follows what is stored a little later (`cases/indexing.py`),
since putting 2 KB of Chinese into it costs several times as much as storing the case.
FTS5's `ascii` tokenizer takes every sign beyond ASCII as part of a token, so that a term stays one token.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

SQLITE_TERMS = (
    "CREATE VIRTUAL TABLE case_terms USING fts5(terms, content='', contentless_delete=1, detail=none, tokenize='ascii')"
)
POSTGRES_TERMS = (
    "CREATE TABLE case_terms (case_id uuid PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX ix_case_terms ON case_terms USING gin (terms)",
)

_IN_INDEX = {
    "sqlite": "cases.n IN (SELECT rowid FROM case_terms WHERE case_terms MATCH :terms)",
    "postgresql": "cases.id IN (SELECT case_id FROM case_terms WHERE terms @@ CAST(:terms AS tsquery))",
}
_COUNT = {
    "sqlite": text("SELECT count(*) FROM (SELECT 1 FROM case_terms WHERE case_terms MATCH :terms LIMIT :most)"),
    "postgresql": text(
        "SELECT count(*) FROM (SELECT 1 FROM case_terms WHERE terms @@ CAST(:terms AS tsquery) LIMIT :most) AS found"
    ),
}
_SQLITE_PUT = text("INSERT OR REPLACE INTO case_terms (rowid, terms) SELECT n, :terms FROM cases WHERE id = :case_id")
_POSTGRES_PUT = text(
    "INSERT INTO case_terms (case_id, terms) VALUES (:case_id, array_to_tsvector(CAST(:terms AS text[])))"
    " ON CONFLICT (case_id) DO UPDATE SET terms = EXCLUDED.terms"
)


def create_terms(conn: Connection) -> None:
    """Make the index; the first migration does this."""
    statements = (SQLITE_TERMS,) if conn.dialect.name == "sqlite" else POSTGRES_TERMS
    for statement in statements:
        conn.exec_driver_sql(statement)


def plan_by_terms(conn: Connection) -> None:
    """Let PostgreSQL plan each look-up of this transaction by its terms: a common word and a rare one want other plans.

    A statement that was prepared before is planned once for all terms, and walks through every hit of a common one.
    """
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql("SET LOCAL plan_cache_mode = force_custom_plan")


def put_terms(conn: Connection, rows: Sequence[tuple[UUID, list[str]]]) -> None:
    """Index stored cases under their terms, instead of what they were indexed under before."""
    if not rows:
        return
    if conn.dialect.name == "sqlite":
        bound: list[dict[str, Any]] = [{"case_id": case_id.hex, "terms": " ".join(terms)} for case_id, terms in rows]
        conn.execute(_SQLITE_PUT, bound)
    else:
        conn.execute(_POSTGRES_PUT, [{"case_id": case_id, "terms": terms} for case_id, terms in rows])


def drop_terms(conn: Connection, n: int, case_id: UUID) -> None:
    """Forget the terms of one case, `n` being its number in `cases`."""
    if conn.dialect.name == "sqlite":
        conn.execute(text("DELETE FROM case_terms WHERE rowid = :n"), {"n": n})
    else:
        conn.execute(text("DELETE FROM case_terms WHERE case_id = :case_id"), {"case_id": case_id})


def clear_terms(conn: Connection) -> None:
    """Forget every term."""
    sqlite = conn.dialect.name == "sqlite"
    conn.exec_driver_sql("DROP TABLE case_terms" if sqlite else "TRUNCATE case_terms")
    if sqlite:
        conn.exec_driver_sql(SQLITE_TERMS)


def in_index(dialect: str, terms: Sequence[str], any_of: Sequence[str] = ()) -> tuple[str, str]:
    """Return an SQL condition on `cases` for those indexed under all of `terms` and, if there are any, one of `any_of`,
    and the value of its `:terms`.

    A term is of letters and digits only (`hotline/bigrams.py`), so that quoting it is enough.
    """
    sqlite = dialect == "sqlite"
    quote, both, either = ('"', " AND ", " OR ") if sqlite else ("'", " & ", " | ")
    parts = [f"{quote}{term}{quote}" for term in terms]
    if any_of:
        parts.append(f"({either.join(f'{quote}{term}{quote}' for term in any_of)})")
    return _IN_INDEX[dialect], both.join(parts)


def count_in_index(conn: Connection, terms: Sequence[str], any_of: Sequence[str], most: int) -> int:
    """Return how many cases `in_index` finds, counting no further than `most`."""
    _, value = in_index(conn.dialect.name, terms, any_of)
    return int(conn.execute(_COUNT[conn.dialect.name], {"terms": value, "most": most}).scalar_one())


def with_terms(dialect: str, terms: Sequence[str]) -> tuple[str, str]:
    """Return an SQL condition on `cases` for those that may have all of `terms`, and the value of its `:terms`.

    Cases whose terms are due may have them too.
    """
    found, value = in_index(dialect, terms)
    return f"({found} OR cases.id IN (SELECT case_id FROM terms_due))", value
