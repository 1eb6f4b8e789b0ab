"""The centre: its storage, its keys, its city and its clock in one value that every function takes first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from case_api.cipher import Cipher
from case_api.identity import GrantBook, SessionBook, at_no_known_seat
from city_packs.model import CityPack
from hotline.wire import Hints

Told = Callable[[frozenset[str], int], None]
"""What is called after a commit with the scopes that have news and the newest position of the feed."""


def _nobody(_scopes: frozenset[str], _pos: int) -> None:
    """Tell nobody: a centre without event streams."""


def utc_now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SyncRules:
    """What a seat may hold and how it is asked to pace itself.

    `window`: cases older than this leave the territory that seats hold (design.md, section 4).
    `skew`: from this difference of clocks on, a seat's times are corrected by it (sync.md, section 2.8).
    """

    window: timedelta = timedelta(days=90)
    skew: timedelta = timedelta(seconds=120)
    hints: Hints = field(default_factory=Hints)


@dataclass(slots=True)
class Centre:
    """One centre. `told` is set by whoever serves it, `pack` is another one once a year file has come.

    Everything else stays for its life.
    """

    engine: Engine
    cipher: Cipher
    pack: CityPack
    grants: GrantBook
    now: Callable[[], datetime] = utc_now
    seat_of_session: SessionBook = at_no_known_seat
    rules: SyncRules = field(default_factory=SyncRules)
    told: Told = _nobody
