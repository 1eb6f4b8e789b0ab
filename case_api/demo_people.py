"""The people of the demo, made up, all with one known password, so that anybody can sit down and try."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import lcm

from sqlalchemy import Connection

from case_api.accounts.passwords import PasswordBook
from case_api.accounts.users import add_user
from case_api.settings import Passwords
from city_packs.entries import Unit
from city_packs.model import CityPack
from hotline.codes import Role
from wording import language, listed, mark, tr

DEMO_PASSWORD = "demo-12345"  # noqa: S105 - known on purpose: a demo centre listens on loopback only
DEMO_SEAT = "0035"
"""Where the demo's calls ring; a seat of Tangshan's Lubei sub-centre."""
EMPTY_SEAT = "0036"
"""The seat beside it: the demo's roster names somebody who does not come."""
DISPATCHER = "2001"
CALLBACK = "3001"
SUPERVISOR = "5001"
QUALITY = "6001"
LEADER = "7001"
TRAINER = "8001"
_PRACTISES = 3
"""One sub-centre of so many has an operator who practises."""
_STREET = "130203006"
"""A street of Lubei, for the demo's units; where the demo's city is another one, its first street will do."""
_CHAINS = (("urban", "local"), ("housing",), ("water_supply",))
"""Kinds of units that have people in the demo: first a way down from the city to a street, then others beside it."""
_ROLES = {
    Role.OPERATOR: mark("operators"),
    Role.LEAD: mark("shift leads"),
    Role.DISPATCHER: mark("dispatchers"),
    Role.CALLBACK: mark("call-back operators"),
    Role.UNIT: mark("units"),
    Role.SUPERVISOR: mark("supervisors"),
    Role.QUALITY: mark("quality reviewers"),
    Role.LEADER: mark("leaders"),
    Role.TRAINER: mark("trainers"),
    Role.TRAINEE: mark("trainees"),
}
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
    """Somebody of the demo. `place` is the roster, as accounts name places; `unit` the code of theirs, or empty."""

    operator_id: str
    name: str
    roles: frozenset[Role]
    place: str
    unit: str = ""


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


def trainees_of(pack: CityPack) -> tuple[str, ...]:
    """Return the names of sign-in of the operators who practise: both of the demo seat's sub-centre, some elsewhere."""
    home = pack.sub_centre_of_seat(DEMO_SEAT)
    here = operators_of(home.code) if home else ()
    elsewhere = [operators_of(code)[1] for code in pack.sub_centres][::_PRACTISES]
    return tuple(dict.fromkeys((*here, *elsewhere)))


def leads_of(sub_centre: str) -> tuple[str, str]:
    """Return the names of sign-in of a sub-centre's two leads: 1029, who is on when the demo begins, and 1028."""
    return f"1{sub_centre}9", f"1{sub_centre}8"


def operator_at(seat: str) -> str:
    """Return the name of sign-in of the simulated operator of a seat."""
    return f"1{seat}"


def demo_people(pack: CityPack) -> Iterator[DemoPerson]:
    """Yield two operators and two leads for every sub-centre, somebody of every other role, and people of some units.

    Each other seat than the demo's own has an operator besides, who is simulated. Of two leads one takes the shift
    over from the other.
    """
    names, trainees = _names(), trainees_of(pack)
    for code in pack.sub_centres:
        place = f"sub_centre:{code}"
        for operator_id in operators_of(code):
            trainee = {Role.TRAINEE} if operator_id in trainees else set()
            yield _person(next(names), operator_id, {Role.OPERATOR} | trainee, place)
        yield _person(next(names), leads_of(code)[0], {Role.OPERATOR, Role.LEAD}, place)
    yield _person(next(names), DISPATCHER, {Role.DISPATCHER}, "*")
    yield _person(next(names), CALLBACK, {Role.CALLBACK}, "*")
    for operator_id, unit in demo_units(pack).items():
        yield _person(next(names), operator_id, {Role.UNIT}, "*", unit.code)
    yield _person(next(names), SUPERVISOR, {Role.SUPERVISOR}, "*")
    yield _person(next(names), QUALITY, {Role.QUALITY}, "*")
    yield _person(next(names), LEADER, {Role.LEADER}, "*")
    for centre in pack.sub_centres.values():
        for seat in centre.seats:
            if seat != DEMO_SEAT:
                yield _person(next(names), operator_at(seat), {Role.OPERATOR}, f"seat:{seat}")
    for code in pack.sub_centres:
        yield _person(next(names), leads_of(code)[1], {Role.OPERATOR, Role.LEAD}, f"sub_centre:{code}")
    yield _person(next(names), TRAINER, {Role.TRAINER}, "*")


def demo_units(pack: CityPack) -> dict[str, Unit]:
    """Return the units that have people in the demo, by name of sign-in, whose last digit is the unit's level.

    4001 to 4004 stand one below the other: city, the district of the demo's seat, its street, its community, as far as
    the pack has them. 4011 and so on are others to which a case may go.
    """
    at = {(unit.kind, unit.area_code): unit for unit in pack.units.values()}
    places = (None, *(area.code for area in pack.area_path(_place(pack))))
    found: dict[str, Unit] = {}
    for chain, kinds in enumerate(_CHAINS):
        for place in places:
            unit = next((at[kind, place] for kind in kinds if (kind, place) in at), None)
            if unit is not None:
                found[f"4{chain:02}{unit.level}"] = unit
    return found


def _place(pack: CityPack) -> str:
    """Return the place of the demo's units: a community with a unit of its own if there is one, else a street."""
    home = pack.sub_centre_of_seat(DEMO_SEAT)
    streets = [
        area.code for area in pack.areas.values() if area.level == 3 and area.parent in (home.areas if home else ())
    ]
    street = _STREET if _STREET in streets else next(iter(streets), next(iter(pack.areas)))
    with_units = {unit.area_code for unit in pack.units.values()}
    return next(
        (area.code for area in pack.areas.values() if area.parent == street and area.code in with_units), street
    )


def demo_table(pack: CityPack) -> Iterator[tuple[str, str]]:
    """Yield who may sign in at the demo's seat: the words for a role, and who has it, people of units with theirs."""
    home = pack.sub_centre_of_seat(DEMO_SEAT)
    places = {"*", f"sub_centre:{home.code}" if home else "*"}
    here = [person for person in demo_people(pack) if person.place in places]
    for role, words in _ROLES.items():
        having = [
            person
            for person in here
            if role in person.roles and (role is not Role.OPERATOR or Role.LEAD not in person.roles)
        ]
        yield tr(words), listed(" ".join(filter(None, (each.operator_id, _unit_name(pack, each)))) for each in having)


def _unit_name(pack: CityPack, person: DemoPerson) -> str:
    unit = pack.units.get(person.unit)
    return (unit.name if language() == "zh" else unit.name_en) if unit else ""


def add_demo_people(conn: Connection, pack: CityPack, passwords: Passwords, at: datetime) -> None:
    """Add everybody of the demo."""
    book = _OneHash(passwords)
    for person in demo_people(pack):
        add_user(
            conn, book, person.operator_id, person.name, person.roles, DEMO_PASSWORD,
            places=[person.place], unit=person.unit, at=at,
        )  # fmt: skip


def _names() -> Iterator[str]:
    """Yield names that all differ, as many as there are family names times given names, 300."""
    families, given = len(_FAMILY), len(_GIVEN)
    for number in range(families * given):
        # Both lists begin anew together after lcm(families, given); from there on each family name gets other ones.
        yield _FAMILY[number * 7 % families] + _GIVEN[(number * 11 + number // lcm(families, given)) % given]


def _person(name: str, operator_id: str, roles: set[Role], place: str, unit: str = "") -> DemoPerson:
    return DemoPerson(operator_id, name, frozenset(roles), place, unit)
