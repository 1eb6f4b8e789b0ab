"""Seats as the centre sees them: an outbox that numbers its mutations and pushes them, without a cache or a line."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import uuid_utils
from sqlalchemy import Connection

from case_api.centre import Centre
from case_api.identity import Device, GrantHistory, GrantState, Standing
from case_api.imports import PastCase
from case_api.sync.pull import pull
from case_api.sync.push import push
from hotline.codes import CaseType, HandleMode, Role, State
from hotline.order_number import OrderNumber
from hotline.wire import Cursor, Mutation, MutationResult, PullAnswer, PullRequest, PushAnswer, PushRequest
from hotline.work_order import WorkOrder

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
PHONE = "19900001234"
NAME = "李小明"


def new_id() -> UUID:
    """Return a UUIDv7 as a seat makes it."""
    return UUID(int=uuid_utils.uuid7().int)


class Clock:
    """The centre's clock."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


class Grants:
    """A grant book that tests write in: by operator, what holds from which moment on, and who works at one seat."""

    def __init__(self) -> None:
        self.roles: dict[str, frozenset[Role]] = {}
        self.since: dict[str, tuple[datetime, Standing]] = {}
        self.only_at: dict[str, str] = {}

    def __call__(self, conn: Connection, operator_id: str, seat: str) -> GrantHistory:
        def history(made_at: datetime) -> GrantState:
            if self.only_at.get(operator_id, seat) != seat:
                return GrantState(Standing.UNKNOWN)
            roles = self.roles.get(operator_id, frozenset({Role.OPERATOR}))
            since, standing = self.since.get(operator_id, (None, Standing.OK))
            changed = since is not None and made_at >= since
            return GrantState(standing if changed else Standing.OK, roles)

        return history


def intake(**fields: Any) -> dict[str, Any]:
    """Return an ordinary intake as JSON."""
    return {
        "case_type": "QZ",
        "class_code": "010101",
        "area_code": "9101",
        "content": "机场路12号楼从昨晚开始停水",
        "address_text": "机场路12号楼",
        "caller_name": NAME,
        "caller_phone": PHONE,
        **fields,
    }


def past_case(centre: Centre, counter: int) -> PastCase:
    """Return an answered case of seat 0042 as an older system might hand it over."""
    at = centre.now()
    order = WorkOrder(
        id=new_id(),
        order_no=str(OrderNumber("0042", 1, counter)),
        revision=1,
        state=State.ANSWERED,
        state_since=at,
        origin_seat="0042",
        origin_operator="op-0042",
        follow_up="op-0042",
        created_at=at,
        updated_at=at,
        pack_version="1",
        handle_mode=HandleMode.DIRECT,
        case_type=CaseType.CONSULT,
        content="旧案",
        area_code="9101",
        caller_phone=PHONE,
    )
    return PastCase(order)


class Seat:
    """One seat with one outbox. `clock` is the seat's own; by default the centre's."""

    def __init__(self, centre: Centre, seat: str, sub_centre: str, *, lead: bool = False) -> None:
        self.centre = centre
        self.device = Device(new_id(), seat, 1, sub_centre, lead)
        self.client_id = new_id()
        self.seq = 0
        self.counter = 0
        self.operator = f"op-{seat}"
        self.sent: list[Mutation] = []

    def number(self) -> str:
        """Mint the next case number."""
        self.counter += 1
        return str(OrderNumber(self.device.seat, self.device.serial, self.counter))

    def mutation(self, op: str, case_id: UUID | None = None, **fields: Any) -> Mutation:
        """Number a mutation; `fields` are its payload but for made_at, operator, schema and mutation_id."""
        self.seq += 1
        named = {
            "made_at": self.centre.now(),
            "operator_id": self.operator,
            "schema": 1,
            "mutation_id": new_id(),
        }
        given = {name: fields.pop(name, default) for name, default in named.items()}
        made = Mutation(seq=self.seq, op=op, case_id=case_id, session_id="s-1", payload=fields, **given)
        self.sent.append(made)
        return made

    def filing(self, case_id: UUID | None = None, **fields: Any) -> Mutation:
        """Number a `file_case` of an ordinary intake."""
        named = ("made_at", "operator_id", "schema", "mutation_id", "number")
        given = {name: fields.pop(name) for name in named if name in fields}
        given.setdefault("number", self.number())
        return self.mutation("file_case", case_id or new_id(), intake=intake(**fields), pack_version="1", **given)

    def push(self, *mutations: Mutation, sent_at: datetime | None = None, heard: int = 0) -> PushAnswer:
        """Push mutations as one batch."""
        request = PushRequest(
            client_id=self.client_id,
            heard=heard,
            app_version="1.0",
            sent_at=sent_at or self.centre.now(),
            mutations=mutations,
        )
        return push(self.centre, request, self.device)

    def give(self, op: str, case_id: UUID | None = None, **fields: Any) -> MutationResult:
        """Push one mutation and return its result."""
        return self.push(self.mutation(op, case_id, **fields)).results[0]

    def file(self, **fields: Any) -> UUID:
        """File a case at the centre and return its id."""
        mutation = self.filing(**fields)
        result = self.push(mutation).results[0]
        assert result.outcome == "applied", result
        assert mutation.case_id is not None
        return mutation.case_id

    def pull(self, **cursors: Cursor | None) -> PullAnswer:
        """Pull scopes named by their kind (`seat=`, `area=`, `leads=`); without any, own seat and territory anew."""
        names = {"seat": self.device.seat, "area": self.device.sub_centre, "leads": self.device.sub_centre}
        cursors = cursors or {"seat": None, "area": None}
        scopes = {f"{kind}:{names[kind]}": cursor for kind, cursor in cursors.items()}
        return pull(self.centre, PullRequest(client_id=self.client_id, schema=1, scopes=scopes), self.device)
