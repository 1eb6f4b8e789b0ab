"""What the tests of the seat's files start from: a clock to turn, an enrolled seat, cases to file."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from city_packs.compiled import compile_pack
from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from hotline.case_doc import CaseDoc, TimelineEntry
from hotline.codes import CaseType, HandleMode, Role, State
from hotline.commands import FileCase
from hotline.grants import Grant, SignedGrant, sign_grant
from hotline.order_number import OrderNumber
from hotline.work_order import Intake, WorkOrder
from local_cache import enrolment as enrolments
from local_cache import keystore, schema
from local_cache.encrypted import connect
from local_cache.enrolment import Enrolment
from local_cache.folder import SeatFolder
from local_cache.model import Draft, SessionInfo
from local_cache.packs import PackShelf

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
HASH_KEY = bytes(range(32))
CENTRE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PASSWORD = "唐山12345"
SESSION = SessionInfo("1042", "王敏", frozenset({Role.OPERATOR}), "s-1", True, START + timedelta(days=3))


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += timedelta(**by)

    def seconds(self) -> float:
        return (self.at - START).total_seconds()


@cache
def pack() -> CityPack:
    return read_pack(shipped_packs()["tangshan"])


@cache
def compiled() -> bytes:
    return compile_pack(pack())


@cache
def a_class() -> str:
    return pack().leaf_classes()[0].code


@cache
def areas() -> list[str]:
    return sorted(area.code for area in pack().areas.values() if area.level == 4)


def enrolment(seat: str = "0042", centre_url: str = "") -> Enrolment:
    return Enrolment(
        device_id=UUID(int=42),
        seat=seat,
        serial=3,
        sub_centre=pack().sub_centre_of_seat(seat).code,
        centre="test",
        centre_url=centre_url,
        city="tangshan",
        phone_hash_key=HASH_KEY,
        grant_key=CENTRE_KEY.public_key().public_bytes_raw(),
    )


def begin(folder: SeatFolder, centre_url: str = "") -> SeatFolder:
    folder.make()
    secret = keystore.file_secret(folder, keystore.make(folder, system_store=False))
    with closing(connect(folder.work, secret)) as work:
        schema.migrate_work(work)
        enrolments.write(work, enrolment(centre_url=centre_url), UUID(int=1))
    PackShelf(folder.packs, "tangshan").put(compiled(), "tag")
    return folder


def intake(content: str = "昨晚八点起全楼停水，至今未修", **fields: object) -> Intake:
    values = {
        "case_type": CaseType.HELP,
        "class_code": a_class(),
        "area_code": areas()[0],
        "content": content,
        "caller_name": "李小明",
        "caller_phone": "19900001234",
    }
    return Intake(**{**values, **fields})


def filing(content: str = "昨晚八点起全楼停水，至今未修", **fields: object) -> Callable[[str], FileCase]:
    """What a desk hands to `Seat.save`: the command, once the number is minted."""
    return lambda number: FileCase(number=number, intake=intake(content, **fields), pack_version=pack().version)


def draft(draft_id: str = "d-1", operator: str = "1042", **changes: object) -> Draft:
    plain = Draft(
        id=draft_id, operator=operator, fields={"content": "半夜施工[/]", "anonymous": True}, phase="talking",
        call={"id": "c-1"}, name="", parked=False, kept=False, focus="content", caret=3,
        created_at=START, updated_at=START,
    )  # fmt: skip
    return plain.with_changes(**changes)


_serials = itertools.count(1)


def case_doc(content: str, *, at: datetime = START, seat: str = "0007", **fields: object) -> CaseDoc:
    """A case of another seat, as the centre would send it."""
    serial = next(_serials)
    values = {
        "id": UUID(int=serial),
        "order_no": str(OrderNumber(seat, 1, serial)),
        "revision": 1,
        "state": State.TO_DISPATCH,
        "state_since": at,
        "origin_seat": seat,
        "origin_operator": "1007",
        "follow_up": "1007",
        "created_at": at,
        "updated_at": at,
        "pack_version": pack().version,
        "handle_mode": HandleMode.TRANSFER,
        "case_type": CaseType.HELP,
        "class_code": a_class(),
        "area_code": areas()[0],
        "title": content[:20],
        "content": content,
        "caller_name": "张*",
        "caller_phone": "199****4321",
    }
    keys = fields.pop("phone_keys", ())
    others = fields.pop("other_numbers", ())
    entry = TimelineEntry(kind="file_case", at=at, operator="1007", to_state=State.TO_DISPATCH)
    order = WorkOrder(**{**values, **fields})
    return CaseDoc(order=order, timeline=(entry,), phone_keys=keys, other_numbers=others)


@cache
def _verifier() -> str:
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


def grant(
    operator: str = "1042", *, hours: float = 72, seat: str = "0042", role: Role = Role.OPERATOR, unit: str = ""
) -> SignedGrant:
    """The centre's word for an operator, with a verifier that is quick to check."""
    return sign_grant(
        Grant(
            grant_id=UUID(int=7), operator_id=operator, name="王敏", roles=frozenset({role}), seat=seat,
            issued_at=START, valid_until=START + timedelta(hours=hours), verifier=_verifier(), unit=unit,
        ),
        CENTRE_KEY,
    )  # fmt: skip


def forged() -> SignedGrant:
    good = grant()
    body = json.loads(good.body)
    body["operator_id"] = "6666"
    return SignedGrant(body=json.dumps(body), signature=base64.b64encode(bytes(64)).decode())
