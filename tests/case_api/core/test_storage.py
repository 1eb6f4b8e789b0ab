"""Tables, migrations and transactions."""

import threading
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import literal, select, text
from sqlalchemy.exc import StatementError

from case_api.problems import ProblemError
from case_api.storage import engine as engines
from case_api.storage.all_tables import metadata
from case_api.storage.engine import open_engine, reading, take_time, writing
from case_api.storage.epoch import epoch_of
from case_api.storage.migrate import SchemaTooNewError, alembic_config, known_revisions, migrate
from case_api.storage.tables_sync import centre_meta
from hotline.wire import Problem


def test_the_migrations_make_exactly_the_tables_of_the_metadata(database_url: str) -> None:
    engine = open_engine(database_url)
    with reading(engine) as conn:
        context = MigrationContext.configure(conn, opts={"include_name": _ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith("case_terms"))


def test_migrating_again_changes_nothing_and_a_newer_database_is_left_alone(database_url: str) -> None:
    engine = open_engine(database_url)
    with reading(engine) as conn:
        epoch = epoch_of(conn)
    migrate(engine)
    with reading(engine) as conn:
        assert epoch_of(conn) == epoch
    with writing(engine) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNewError):
        migrate(engine)
    engine.dispose()


def test_the_files_of_the_migrations_begin_with_their_revisions_and_the_newest_is_the_last() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert known_revisions() == {script.revision for script in scripts.walk_revisions()}
    assert max(known_revisions()) == scripts.get_current_head()


def test_a_reader_sees_one_snapshot_while_others_write(database_url: str) -> None:
    engine = open_engine(database_url)
    count = text("SELECT count(*) FROM centre_meta")
    with reading(engine) as reader:
        before = reader.execute(count).scalar_one()
        with writing(engine) as writer:
            writer.execute(centre_meta.insert(), {"k": "x", "v": "1"})
        assert reader.execute(count).scalar_one() == before
    with reading(engine) as reader:
        assert reader.execute(count).scalar_one() == before + 1
    engine.dispose()


def test_a_failed_transaction_leaves_nothing(database_url: str) -> None:
    engine = open_engine(database_url)

    def fail() -> None:
        with writing(engine) as conn:
            conn.execute(centre_meta.insert(), {"k": "x", "v": "1"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with reading(engine) as conn:
        assert conn.execute(text("SELECT count(*) FROM centre_meta WHERE k = 'x'")).scalar_one() == 0
    engine.dispose()


def test_a_writer_that_gets_no_turn_hears_that_the_centre_is_busy(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(sqlite_url)
    got: list[ProblemError] = []

    def write() -> None:
        try:
            with writing(engine):
                pass
        except ProblemError as error:
            got.append(error)

    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.01)
    with writing(engine):
        other = threading.Thread(target=write)
        other.start()
        other.join()
    assert [(error.problem, error.status) for error in got] == [(Problem.BUSY, 503)]
    engine.dispose()


@pytest.mark.postgres
def test_a_chore_over_whole_tables_has_no_limit_and_the_next_transaction_has_one(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    limits = [text(f"SHOW {name}") for name in ("statement_timeout", "idle_in_transaction_session_timeout")]
    with reading(engine) as conn:
        take_time(conn)
        assert [conn.execute(limit).scalar_one() for limit in limits] == ["0", "0"]
    with reading(engine) as conn:
        assert [conn.execute(limit).scalar_one() for limit in limits] == ["10s", "5s"]
    engine.dispose()


def test_a_naive_moment_is_refused(sqlite_url: str) -> None:
    from case_api.storage.metadata import Moment

    engine = open_engine(sqlite_url)
    aware = datetime(2026, 1, 1, tzinfo=UTC)
    with reading(engine) as conn:
        with pytest.raises(StatementError, match="time zone"):
            conn.execute(select(literal(datetime(2026, 1, 1), Moment)))  # noqa: DTZ001 - that is the point
        assert conn.execute(select(literal(aware, Moment))).scalar_one() == aware
    engine.dispose()


def test_sqlite_has_the_wal_reset_defect_mended(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with reading(engine) as conn:
        version = conn.execute(text("SELECT sqlite_version()")).scalar_one()
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert conn.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
    assert tuple(int(part) for part in version.split(".")) >= (3, 51, 3)
    engine.dispose()
