"""A centre of before there were work lists: its cases stand in them once its tables are the present ones."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, text

from case_api.storage.engine import open_engine, writing
from case_api.storage.migrate import alembic_config, migrate
from case_api.storage.tables_cases import case_units, cases
from hotline.case_doc import CaseDoc
from hotline.codes import UnitPart
from tests.case_api.core.pushing import START, new_id
from tests.case_api.databases import Databases

_BEFORE = "0002"
_EXCLUSION = {"at": START.isoformat(), "unit": "W", "operator": "u-1", "reason": "政策不允许"}
_EXTENSION = {"at": START.isoformat(), "unit": "W", "operator": "u-1", "days": 1, "reason": "缺配件", "evidence": ""}
_NAMING = {"at": START.isoformat(), "unit": "W", "operator": "s-1", "why": "拖延"}
_AT = START.isoformat().replace("+00:00", "Z")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with the tables of before, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
        _to(engine, _BEFORE)
        yield engine
        engine.dispose()
        return
    databases: Databases = request.getfixturevalue("postgres_databases")
    name = databases.take()
    engine = open_engine(databases.address(name))
    _to(engine, _BEFORE)
    yield engine
    engine.dispose()
    databases.give_back(name)


def _to(engine: Engine, revision: str) -> None:
    config = alembic_config()
    with writing(engine) as conn:
        config.attributes["connection"] = conn
        present = conn.dialect.has_table(conn, "alembic_version")
        (command.downgrade if present else command.upgrade)(config, revision)


def _store(conn: Connection, count: int, state: str, **order: Any) -> UUID:
    """Store a case as the version before did: every field written out, none of the new ones."""
    case_id = new_id()
    whole = {
        "id": str(case_id), "order_no": f"{count:013}", "revision": 1, "state": state, "state_since": _AT,
        "origin_seat": "0042", "origin_operator": "op-1", "follow_up": "op-1", "created_at": _AT, "updated_at": _AT,
        "pack_version": "1", "handle_mode": "transfer", "channel": "phone", "lead_unit": "", **order,
    }  # fmt: skip
    row = {
        "id": case_id.hex if conn.dialect.name == "sqlite" else case_id,
        "number": f"{count:013}",
        "state": state,
        "at": "2026-11-21 10:00:00.000000",
        "doc": json.dumps(
            {"order": whole, "timeline": [], "phone_keys": [], "other_numbers": []}, separators=(",", ":")
        ),
    }
    columns = "id, number, revision, state, seats, sub_centre, area_code, class_code, created_at, doc"
    conn.execute(
        text(f"INSERT INTO cases ({columns}) VALUES (:id, :number, 1, :state, ',0042,', '', '', '', :at, :doc)"), row
    )
    return case_id


def test_cases_of_before_stand_in_the_work_list_of_their_state(old: Engine) -> None:
    with writing(old) as conn:
        ids = {
            name: _store(conn, count, **fields)
            for count, (name, fields) in enumerate(
                {
                    "refused?": {"state": "refusal_review"},
                    "new": {"state": "to_dispatch"},
                    "asked": {"state": "with_seat"},
                    "by phone": {"state": "handling", "lead_unit": "W"},
                    "governor": {"state": "to_dispatch", "channel": "province"},
                    "longer?": {"state": "to_dispatch", "channel": "province", "extensions": [_EXTENSION]},
                    "named?": {"state": "to_dispatch", "channel": "province", "naming": _NAMING},
                    "to call": {"state": "to_callback"},
                    "answered": {"state": "answered", "channel": "province"},
                    "excluded?": {"state": "closed", "exclusion": _EXCLUSION},
                    "excluded": {"state": "closed", "exclusion": {**_EXCLUSION, "state": "granted"}},
                    "over": {"state": "filed", "exclusion": _EXCLUSION},
                }.items()
            )
        }
    migrate(old)
    with old.connect() as conn:
        rows = {row.id: row for row in conn.execute(cases.select())}
        units = conn.execute(case_units.select()).all()
    old.dispose()
    found = {name: rows[case_id] for name, case_id in ids.items()}
    assert {name: row.queue for name, row in found.items()} == {
        "refused?": "lead",
        "new": "dispatch",
        "asked": "seat",
        "by phone": "unit",
        "governor": "dispatch",
        "longer?": "dispatch",
        "named?": "dispatch",
        "to call": "callback",
        "answered": None,
        "excluded?": None,
        "excluded": None,
        "over": None,
    }
    assert [name for name, row in found.items() if row.exclusion_asked] == ["excluded?"]
    assert [name for name, row in found.items() if row.extension_asked] == ["longer?"]
    assert [name for name, row in found.items() if row.naming_asked] == ["named?"]
    assert not any(row.note_asked for row in rows.values())
    assert {row.since for row in rows.values()} == {START}
    assert [name for name, row in found.items() if row.ended_at] == ["answered", "excluded?", "excluded"]
    assert [name for name, row in found.items() if row.supervised] == ["governor", "longer?", "named?"]
    assert {(row.red_at, row.turn_at, row.light, row.provisional) for row in rows.values()} == {(None, None, "", False)}
    assert [(unit.unit, unit.case_id, unit.waits) for unit in units] == [("W", ids["by phone"], True)]
    assert found["by phone"].unit == "W"
    order = CaseDoc.model_validate_json(found["by phone"].doc).order
    assert (order.at_unit, order.assignments[0].part, order.assignments[0].signed_at) == ("W", UnitPart.LEAD, START)


def test_the_tables_of_before_come_back(database_url: str) -> None:
    engine = open_engine(database_url)
    _to(engine, _BEFORE)
    with engine.connect() as conn:
        assert not conn.dialect.has_table(conn, "case_units")
    migrate(engine)
    engine.dispose()
