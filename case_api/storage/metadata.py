"""What every table of the centre shares: one MetaData, with names for its constraints, and moments in UTC."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.dialects.sqlite import DATETIME
from sqlalchemy.types import TypeDecorator, TypeEngine

from case_api.moments import in_utc

_WITHOUT_ZONE = len("2026-01-01 00:00:00.000000")
_MOMENTS_OF_A_PUSH = 256

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class _AsText(DATETIME):
    """SQLite's column of moments without SQLAlchemy's conversion, which takes five times as long as ours: a pushed
    case has six moments. The text is the same."""

    def bind_processor(self, dialect: Dialect) -> None:
        """Convert nothing."""

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Convert nothing."""


@lru_cache(maxsize=_MOMENTS_OF_A_PUSH)
def _text_of(moment: datetime) -> str:
    """Return an aware moment as SQLite's text; the rows of one push have the same few again and again."""
    return in_utc(moment).isoformat(" ", "microseconds")[:_WITHOUT_ZONE]


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite has no such type: there it is text that sorts as the moments do."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type whose conversion the driver's values go through."""
        as_text = _AsText()  # type: ignore[no-untyped-call]  # SQLAlchemy gives its dialects' types no annotations
        return dialect.type_descriptor(as_text if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Return the moment in UTC, as `in_utc` has it. Raises `ValueError` for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return _text_of(value) if dialect.name == "sqlite" else in_utc(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002 - SQLAlchemy's
        """Return what makes of a kept value the aware moment in UTC.

        In place of `process_result_value`, which SQLAlchemy wraps in a call of its own: a day has 180,000 moments.
        """
        return _of_text if dialect.name == "sqlite" else _of_driver


def _of_text(kept: str | None) -> datetime | None:
    if kept is None:
        return None
    return datetime.fromisoformat(f"{kept}+00:00")  # to put the zone in afterwards takes seven times as long


def _of_driver(kept: datetime | None) -> datetime | None:
    return kept if kept is None or kept.tzinfo is UTC else kept.astimezone(UTC)
