"""The people of the demo, made up, all with one known password, so that anybody can sit down and try."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from case_api.accounts.passwords import PasswordBook
from case_api.accounts.users import add_user
from case_api.settings import Passwords
from city_packs.model import CityPack
from hotline.codes import Role

DEMO_PASSWORD = "demo-12345"  # noqa: S105 - known on purpose: a demo centre listens on loopback only
DEMO_SEAT = "0035"
"""Where the demo's calls ring; a seat of Tangshan's Lubei sub-centre."""
DISPATCHER = "2001"
CALLBACK = "3001"
_FAMILY = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
_GIVEN = (
    "敏",
    "静",
    "丽娜",
    "建国",
    "海燕",
    "志强",
    "晓雪",
    "文博",
    "春梅",
    "立新",
    "雨桐",
    "国栋",
    "佳",
    "玉兰",
    "振华",
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo. `place` is the roster, as accounts name places."""

    operator_id: str
    name: str
    roles: frozenset[Role]
    place: str


class _OneHash(PasswordBook):
    """Hashes the one password once; a salt for each person would protect nothing that is not known."""

    def __init__(self, settings: Passwords) -> None:
        super().__init__(settings)
        self._known: dict[str, str] = {}

    def hash(self, password: str) -> str:
        if password not in self._known:
            self._known[password] = super().hash(password)
        return self._known[password]


def operators_of(sub_centre: str) -> tuple[str, str]:
    """Return the names of sign-in of a sub-centre's two operators: 1021 and 1022 of sub-centre 02."""
    return f"1{sub_centre}1", f"1{sub_centre}2"


def demo_people(pack: CityPack) -> Iterator[DemoPerson]:
    """Yield two operators and a lead for every sub-centre, a dispatcher, and somebody who calls back."""
    for code in pack.sub_centres:
        place = f"sub_centre:{code}"
        for operator_id in operators_of(code):
            yield _person(operator_id, {Role.OPERATOR}, place)
        yield _person(f"1{code}9", {Role.OPERATOR, Role.LEAD}, place)
    yield _person(DISPATCHER, {Role.DISPATCHER}, "*")
    yield _person(CALLBACK, {Role.CALLBACK}, "*")


def add_demo_people(conn: Connection, pack: CityPack, passwords: Passwords, at: datetime) -> None:
    """Add everybody of the demo."""
    book = _OneHash(passwords)
    for person in demo_people(pack):
        add_user(conn, book, person.operator_id, person.name, person.roles, DEMO_PASSWORD, places=[person.place], at=at)


def _person(operator_id: str, roles: set[Role], place: str) -> DemoPerson:
    number = int(operator_id)
    name = _FAMILY[number * 7 % len(_FAMILY)] + _GIVEN[number * 11 % len(_GIVEN)]
    return DemoPerson(operator_id, name, frozenset(roles), place)
