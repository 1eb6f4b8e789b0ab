"""The seat's two files as the sync sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from local_cache.encrypted import Connection

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Touched:
    """What a pull brought, changed or took away, by entity."""

    cases: frozenset[UUID] = frozenset()
    calls: frozenset[UUID] = frozenset()
    alerts: frozenset[UUID] = frozenset()

    def __or__(self, other: Touched) -> Touched:
        return Touched(self.cases | other.cases, self.calls | other.calls, self.alerts | other.alerts)

    def __bool__(self) -> bool:
        return bool(self.cases or self.calls or self.alerts)


class WorkFile(Protocol):
    """Each job is one transaction of the file's one writer: done whole, or not at all and `NotSaved` raised."""

    def on_work(self, job: Callable[[Connection], T]) -> T:
        """Run a job on `work.db` and wait until it is on disk."""
        ...


class Files(WorkFile, Protocol):
    """Both files. They are never written in one transaction, so every pair of jobs must bear a crash between them."""

    def on_cache(self, job: Callable[[Connection], T]) -> T:
        """Run a job on `cache.db` and wait for it."""
        ...

    def refresh(self, cache: Connection, touched: Touched) -> None:
        """Inside a job on `cache.db`: show these as `rows` and the outbox now have them."""
        ...
