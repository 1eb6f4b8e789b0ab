"""What the tests of practice start from: a seat of the real city in a temporary folder, and its small centre."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from uuid import UUID

from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from hotline.codes import CaseType
from hotline.commands import FileCase
from hotline.work_order import CallTimes, Intake
from local_cache.saving import Intent
from local_cache.seat import Seat
from practice.centre.store import CentreFile
from practice.centre.transport import PracticeCentre
from practice.folder import SessionFolder
from practice.honest_clock import HonestClock
from practice.seat_files import make_seat, secrets_of, sub_centre_of
from practice.session_plan import Trainee
from tests.deadline import PATIENCE_S, until

TRAINEE = Trainee("1042", "王敏")
CALL = UUID(int=77)
PHONE = "19900001234"


@cache
def pack() -> CityPack:
    return read_pack(shipped_packs()["zaozhuang"])


@cache
def a_class() -> str:
    return pack().leaf_classes()[0].code


@cache
def an_area() -> str:
    return min(area.code for area in pack().areas.values() if area.level == 4)


class AtPractice:
    """A practice seat and its centre in a folder; `close` and `again` are a crash and the start after it."""

    def __init__(self, folder: SessionFolder, clock: HonestClock) -> None:
        self.folder, self.clock = folder, clock
        if not folder.seat.salt.exists():
            folder.root.mkdir(parents=True)
            make_seat(folder.seat, pack())
        self.again()

    def again(self) -> None:
        secrets = secrets_of(self.folder.seat)
        self.centre = PracticeCentre(
            CentreFile(self.folder.centre, secrets.file, "e-1"), pack(), self.clock.now, TRAINEE,
            phone_hash_key=secrets.phone_hash_key, signing_key=secrets.signing_key, sub_centre=sub_centre_of(pack()),
        )  # fmt: skip
        self.seat = Seat.open(self.folder.seat, now=self.clock.now, transport=self.centre, ballast_size=0)

    def sign_in(self) -> None:
        self.seat.sign_in(TRAINEE.operator_id, "").result(PATIENCE_S)

    def close(self) -> None:
        self.seat.close()

    def sent(self) -> None:
        until(lambda: self.seat.status.unsent == 0, "all to be at the centre")

    def orders(self) -> list[str]:
        return [each.order.content for each in self.centre._book.cases.values()]


def at_practice(root: Path, clock: HonestClock) -> AtPractice:
    return AtPractice(SessionFolder(root / "sessions" / "s-1"), clock)


def intake(content: str = "工地夜里浇筑混凝土，吵得睡不着", **fields: object) -> Intake:
    values = {
        "case_type": CaseType.HELP, "class_code": a_class(), "area_code": an_area(), "content": content,
        "caller_name": "李秀兰", "caller_phone": PHONE,
    }  # fmt: skip
    return Intake(**{**values, **fields})  # type: ignore[arg-type]


def filing(content: str = "工地夜里浇筑混凝土，吵得睡不着", call: UUID | None = CALL, **fields: object) -> Intent:
    return lambda number: FileCase(
        number=number, intake=intake(content, **fields), call=CallTimes(call_id=call), pack_version=pack().version
    )
