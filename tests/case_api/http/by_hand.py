"""A centre of a whole city with a case in every state, and people of every role who send commands by hand.

No screen stands between them and the centre: whatever somebody signed in could send, they send.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from case_api.accounts.devices import add_seat
from case_api.accounts.grants import grant_history
from case_api.accounts.passwords import PasswordBook
from case_api.accounts.registry import Registry
from case_api.accounts.sessions import seat_of_session
from case_api.accounts.users import add_user
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.imports import PastCase, import_cases
from case_api.settings import Settings
from case_api.storage.engine import open_engine, writing
from case_api.storage.tables_audit import case_events, read_audit
from case_api.storage.tables_cases import alerts, case_units, cases, other_calls, persons, shared_numbers
from case_api.storage.tables_reports import named_units, settled_cases
from case_api.storage.tables_sync import change_log, conflicts, dead_letters, receipts
from hotline.codes import Role
from hotline.order_number import OrderNumber
from hotline.work_order import WorkOrder
from tests.case_api.core.rows import rows_of
from tests.hotline.every_command import CASES, LOOP, UNIT

from .conftest import PASSWORD, Clock
from .seat import bearer

TOWN = LOOP.city
CO_UNIT, OTHER_UNIT = TOWN.co_units[0], TOWN.units[0]
PEOPLE_ROLES = tuple(role for role in Role if role is not Role.WORKER)
"""The worker is the centre itself: nobody can be given its role."""
SEAT = "0001"
IN_A_CASE = (cases, persons, case_units, settled_cases, named_units, shared_numbers)
KEPT = (*IN_A_CASE, change_log, case_events, read_audit, receipts, conflicts, dead_letters, alerts, other_calls)
"""Every table that a command writes to."""


@pytest.fixture
def centre(sqlite_url: str, clock: Clock) -> Iterator[Centre]:
    engine = open_engine(sqlite_url)
    yield Centre(
        engine, Cipher(bytes(range(32))), TOWN.pack, grant_history, seat_of_session=seat_of_session, now=clock
    )  # fmt: skip
    engine.dispose()


@pytest.fixture
def registry(centre: Centre, settings: Settings, clock: Clock) -> Registry:
    """People with one role each, called after it; of the role unit one of each unit that a test names."""
    made = Registry(centre.engine, settings, Ed25519PrivateKey.generate(), PasswordBook(settings.passwords), clock)
    people = {role.value: (role, "") for role in PEOPLE_ROLES}
    people |= {"unit": (Role.UNIT, UNIT), "co-unit": (Role.UNIT, CO_UNIT), "other-unit": (Role.UNIT, OTHER_UNIT)}
    with writing(centre.engine) as conn:
        add_seat(conn, SEAT, next(iter(TOWN.pack.sub_centres)), at=clock())
        for name, (role, unit) in people.items():
            add_user(conn, made.passwords, name, name, [role], PASSWORD, unit=unit, at=clock())
        # As somebody with the database in hand might write it: the command line gives nobody this role.
        add_user(conn, made.passwords, "usurper", "usurper", [Role.OPERATOR, Role.WORKER], PASSWORD, at=clock())
        add_user(conn, made.passwords, "elsewhere", "elsewhere", [Role.OPERATOR], PASSWORD, places=[], at=clock())
    return made


@dataclass
class ByHand:
    """What people send to a centre by hand."""

    http: httpx.AsyncClient
    centre: Centre
    _signed_in: dict[str, dict[str, str]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def cases(self, orders: list[WorkOrder]) -> None:
        """Put cases as they are into the centre."""
        assert import_cases(self.centre, map(PastCase, orders)).taken == len(orders)

    def a_case(self, state: str, **fields: Any) -> WorkOrder:
        """Return a case of its own in a state, with `fields` as they are wanted; it is still to be put there."""
        own = {"id": uuid4(), "order_no": str(OrderNumber("0002", 1, next(self._numbers)))}
        return CASES[state].model_copy(update=own | fields)

    async def who(self, name: str) -> dict[str, str]:
        """Return the headers of a person, who signs in without a seat when they are asked for first."""
        if name not in self._signed_in:
            answer = await self.http.post("/v1/sessions", json={"operator_id": name, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            self._signed_in[name] = bearer(answer.json()["token"])
        return self._signed_in[name]

    async def give(self, name: str, case_id: UUID, op: str, payload: dict[str, Any]) -> httpx.Response:
        """Send a command in somebody's name."""
        headers = {**await self.who(name), "Idempotency-Key": str(uuid4())}
        return await self.http.post(
            f"/v1/cases/{case_id}/commands", json={"op": op, "payload": payload}, headers=headers
        )

    def kept(self, tables: tuple[Any, ...] = KEPT) -> dict[str, list[Any]]:
        """Return all that the centre keeps in some tables."""
        return {table.name: rows_of(self.centre, table) for table in tables}


@pytest.fixture
def by_hand(client: httpx.AsyncClient, centre: Centre) -> ByHand:
    return ByHand(client, centre)
