"""Seats that are enrolled straight into a centre's tables, thousands in a moment, and leads who are signed in there."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, insert, select

from case_api.accounts.tokens import new_token, token_hash
from case_api.storage.engine import open_engine, writing
from case_api.storage.tables_accounts import device_tokens, devices, seats, sessions

_FIRST = 5000
"""The numbers of seats that the demo does not have."""
_LIFE = timedelta(hours=1)


def enrolled(url: str, count: int, *, but: str = "") -> dict[str, str]:
    """Give so many seats a device each and return its token by seat: those of the demo but one, then others.

    `url` is the database's address. Where `but` is left empty, none of the demo's are taken.
    """
    now = datetime.now(UTC)
    engine = open_engine(url)
    with writing(engine) as conn:
        had = [each for each in conn.scalars(select(seats.c.seat).order_by(seats.c.seat)) if each != but] if but else []
        names = [*had[:count], *(f"{_FIRST + number:04}" for number in range(count - len(had)))]
        sub_centre = conn.scalar(select(seats.c.sub_centre).limit(1))
        tokens = {name: new_token() for name in names}
        fresh = [name for name in names if name not in had]
        if fresh:
            conn.execute(
                insert(seats),
                [{"seat": name, "sub_centre": sub_centre, "last_serial": 1, "created_at": now} for name in fresh],
            )
        conn.execute(
            insert(devices),
            [
                {"device_id": _device(name), "seat": name, "serial": 1000, "public_key": "", "name": "bench",
                 "app_version": "0", "enrolled_at": now}
                for name in names
            ],
        )  # fmt: skip
        _give_tokens(conn, tokens, now)
    engine.dispose()
    return tokens


def signed_in(url: str, lead: str, names: Sequence[str]) -> dict[str, str]:
    """Sign a lead in at each of these enrolled seats and return the session's token by seat."""
    now, tokens = datetime.now(UTC), {name: new_token() for name in names}
    if not tokens:
        return tokens
    engine = open_engine(url)
    with writing(engine) as conn:
        conn.execute(
            insert(sessions),
            [
                {"session_id": UUID(int=(1 << 64) + _device(name).int), "token_hash": token_hash(token),
                 "operator_id": lead, "device_id": _device(name), "created_at": now, "expires_at": now + _LIFE}
                for name, token in tokens.items()
            ],
        )  # fmt: skip
    engine.dispose()
    return tokens


def _device(seat: str) -> UUID:
    return UUID(int=int(seat) + 1)


def _give_tokens(conn: Connection, tokens: dict[str, str], now: datetime) -> None:
    rows = [
        {"token_hash": token_hash(token), "device_id": _device(seat), "expires_at": now + _LIFE}
        for seat, token in tokens.items()
    ]
    conn.execute(insert(device_tokens), rows)
