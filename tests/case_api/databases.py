"""Databases of one PostgreSQL, each as its template is. One that was used is emptied and used again.

To make one and drop it takes PostgreSQL a fifth of a second, to empty it a fraction of that. One whose tables were
changed, or that has grown, is dropped all the same. The connection to each stays: to a new one all tables are news.
"""

import itertools
from collections import Counter

import psycopg
from psycopg import sql
from sqlalchemy import Connection, text

_GROWN = 4 << 20
"""Bytes over the template's size."""
_WEIGHED_EVERY = 8
"""After so many uses a database is weighed, which takes longer than to see what is in it; …"""
_FEW = 20
"""… and whenever a table has as many rows as this."""
_SHAPE = """
SELECT md5(string_agg(part, ';' ORDER BY part)) FROM (
    SELECT concat_ws(' ', c.oid, c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull, a.attidentity) AS part
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT tgname FROM pg_trigger
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'
) AS shape
"""
_OF_OURS = "FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind"
_TABLES = f"SELECT relname {_OF_OURS} = 'r' ORDER BY relname"
_RESTART = f"SELECT setval(oid::regclass, 1, false) {_OF_OURS} = 'S'"
_SEND_AWAY = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""

_Rows = dict[str, list[tuple[object, ...]]]


class Databases:
    """Fresh databases, made like the template at the address `template`."""

    def __init__(self, administration: Connection, template: str) -> None:
        self._administration = administration
        self._template = template
        self._counter = itertools.count(1)
        self._clean: list[str] = []
        self._shapes: dict[str, str] = {}
        self._connections: dict[str, psycopg.Connection] = {}
        self._uses: Counter[str] = Counter()
        with self._connected(template) as conn:
            self._tables = [name for (name,) in conn.execute(_TABLES)]
            self._filled = self._rows(conn)
            self._size = self._bytes(conn)

    def address(self, name: str) -> str:
        """Return a database's address for SQLAlchemy."""
        return self._administration.engine.url.set(database=name).render_as_string(hide_password=False)

    def take(self) -> str:
        """Return the name of a database that is as the template is."""
        if self._clean:
            return self._clean.pop()
        name = f"centre_{next(self._counter)}"
        self._administration.execute(text(f"CREATE DATABASE {name} TEMPLATE {self._template}"))
        self._shapes[name] = self._shape(self._connection(name))
        return name

    def give_back(self, name: str) -> None:
        """Make a database as it was, or drop it where that is not sure."""
        conn = self._connection(name)
        conn.execute(_SEND_AWAY)
        if self._shape(conn) == self._shapes[name] and self._is_small(name, conn, rows := self._rows(conn)):
            self._empty(conn, rows)
            self._clean.append(name)
        else:
            self._connections.pop(name).close()
            self._administration.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    def close(self) -> None:
        """Let go of all databases."""
        for each in self._connections.values():
            each.close()

    def _is_small(self, name: str, conn: psycopg.Connection, rows: _Rows) -> bool:
        self._uses[name] += 1
        if self._uses[name] % _WEIGHED_EVERY and all(len(few) < _FEW for few in rows.values()):
            return True
        return self._bytes(conn) < self._size + _GROWN

    def _empty(self, conn: psycopg.Connection, rows: _Rows) -> None:
        changed = [table for table in self._tables if rows.get(table) != self._filled.get(table)]
        if any(len(few) == _FEW for few in rows.values()):
            named = sql.SQL(", ").join(map(sql.Identifier, changed))
            conn.execute(sql.SQL("TRUNCATE {} CASCADE").format(named))
        elif changed:  # of few rows: to truncate also makes new files for all tables that refer to theirs
            for table in changed:
                conn.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            conn.execute(sql.SQL("VACUUM {}").format(sql.SQL(", ").join(map(sql.Identifier, changed))))
        conn.execute(_RESTART)
        for table in changed:
            for row in self._filled.get(table, ()):
                values = sql.SQL(", ").join(sql.Placeholder() * len(row))
                conn.execute(sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(table), values), row)

    def _rows(self, conn: psycopg.Connection) -> _Rows:
        """Return the tables that have rows, with the first few of each."""
        every = (
            sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(sql.Literal(table), sql.Identifier(table))
            for table in self._tables
        )
        filled = [name for (name,) in conn.execute(sql.SQL(" UNION ALL ").join(every))]
        few = sql.SQL(f"SELECT * FROM {{}} LIMIT {_FEW}")
        return {name: conn.execute(few.format(sql.Identifier(name))).fetchall() for name in filled}

    def _shape(self, conn: psycopg.Connection) -> str:
        return str(conn.execute(_SHAPE).fetchone())

    def _bytes(self, conn: psycopg.Connection) -> int:
        found = conn.execute("SELECT pg_database_size(current_database())").fetchone()
        assert found
        return int(found[0])

    def _connection(self, name: str) -> psycopg.Connection:
        """Return the connection that stays, or another one where a test has ended it."""
        kept = self._connections.get(name)
        if kept is not None:
            try:
                kept.execute("SELECT 1")
            except psycopg.OperationalError:
                kept.close()
            else:
                return kept
        self._connections[name] = self._connected(name)
        return self._connections[name]

    def _connected(self, name: str) -> psycopg.Connection:
        address = self._administration.engine.url.set(drivername="postgresql", database=name)
        conn = psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)
        conn.execute("SET session_replication_role = replica")  # rows go in any order
        return conn
