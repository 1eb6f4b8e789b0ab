"""A demo centre of Tangshan with its people, cases to dispatch, and a clock that is moved on round by round."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from random import Random
from typing import Any
from uuid import UUID, uuid5

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event, select

from case_api.accounts.grants import grant_history
from case_api.accounts.passwords import PasswordBook
from case_api.accounts.registry import Registry
from case_api.cases.likely import likely
from case_api.cases.query import CaseQuery
from case_api.cases.search import search
from case_api.cases.work_list_page import work_list_page
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.demo_people import DemoPerson, add_demo_people
from case_api.http.app import create_app
from case_api.problems import ProblemError
from case_api.settings import Settings
from case_api.simulated_people.at_work import chosen_people
from case_api.simulated_people.company import ROLES, Company, Done, Pace
from case_api.simulated_people.line import PersonalLine, TurnedDownError
from case_api.storage.demo_mark import mark_demo
from case_api.storage.engine import open_engine, writing
from case_api.storage.tables_cases import cases
from case_api.sync.give import give_command
from case_api.sync.in_due_time import InDueTime
from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from hotline.case_doc import CaseDoc
from hotline.codes import CaseType, Channel, Role, State, Urgency
from hotline.commands import SCHEMA, Command, FileCase, ProposeRefusal, payload_of
from hotline.context import Actor
from hotline.order_number import OrderNumber
from hotline.queue_doc import QueueName, QueuePage
from hotline.work_order import Intake, WorkOrder
from tests.case_api.cheap_passwords import CHEAP
from tests.case_api.http.serving import listening

START = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
_IDS = UUID("01930f2c-0000-7000-8000-000000005100")
_CALLERS = 60
_CLASSES = ("010101", "030302", "030301", "050201")


@cache
def pack() -> CityPack:
    """The pack of Tangshan; a case is filed a day after it has ended."""
    shipped = read_pack(shipped_packs()["tangshan"])
    return replace(shipped, settings={**shipped.settings, "objection_days": 1})


def _not_for_keeps(connection: Any, _: object) -> None:
    """Wait for no disk: what is written need not outlive the test."""
    connection.execute("PRAGMA synchronous = OFF")


def _line(client: httpx.Client, person: DemoPerson) -> PersonalLine:
    return PersonalLine(client, person.operator_id, "tangshan")


class _DirectLine:
    """What the routes do for one person, without HTTP: two thousand commands go through it in a few seconds."""

    def __init__(self, centre: Centre, person: DemoPerson) -> None:
        self._centre = centre
        self._actor = Actor(person.operator_id, person.roles, "", person.unit)

    def queue(self, name: QueueName) -> QueuePage:
        return work_list_page(self._centre, name, self._actor, limit=200)

    def found(self, state: State) -> list[WorkOrder]:
        return [each.order for each in search(self._centre, CaseQuery(state=state), self._actor).cases]

    def same_caller(self, case_id: UUID) -> list[WorkOrder]:
        found = likely(self._centre, case_id, self._actor)
        return [each.order for each in found.cases if each.same_caller] if found is not None else []

    def give(self, case_id: UUID, key: UUID, command: Command, base_revision: int | None) -> None:
        payload = payload_of(command)
        try:
            give_command(
                self._centre, case_id, key, command.op, SCHEMA, payload, self._actor, base_revision=base_revision
            )
        except ProblemError as problem:
            raise TurnedDownError(str(problem.extra.get("code", problem.problem))) from problem


class CityAtWork:
    """The centre, its simulated people and their clock."""

    def __init__(self, url: str, *, demo: bool = True, pace: Pace | None = None) -> None:
        self.at = START
        engine = open_engine(url)
        event.listen(engine, "connect", _not_for_keeps)
        self.centre = Centre(
            engine=engine, cipher=Cipher(bytes(range(32))), pack=pack(), grants=grant_history, now=self.now
        )
        settings = Settings(passwords=CHEAP, city="tangshan", name="唐山12345")
        self.registry = Registry(
            engine, settings, Ed25519PrivateKey.generate(), PasswordBook(settings.passwords), self.now
        )
        with writing(engine) as conn:
            if demo:
                mark_demo(conn)
            add_demo_people(conn, pack(), settings.passwords, self.at)
        self.pace = pace or Pace(lies_s=3600, takes_s=0)
        self.done: list[Done] = []

    def now(self) -> datetime:
        return self.at

    def company(self, *roles: Role, seed: int = 1) -> Company:
        """Return the simulated people of these roles, or of all, asking the centre without HTTP."""
        return Company(
            pack(), chosen_people(pack(), roles or ROLES), partial(_DirectLine, self.centre), seed=seed, pace=self.pace
        )

    @contextmanager
    def served(self, *roles: Role, seed: int = 1) -> Iterator[Company]:
        """Serve the centre, with its simulated people at their lines."""
        with listening(create_app(self.centre, self.registry)) as url, httpx.Client(base_url=url) as client:
            line_of = partial(_line, client)
            yield Company(pack(), chosen_people(pack(), roles or ROLES), line_of, seed=seed, pace=self.pace)

    def take_in(self, count: int, seed: int = 1) -> None:
        """Let the desks of the demo file cases: some callers ring twice for one matter, some matters are refused."""
        draw = Random(seed)
        areas = [area.code for area in pack().areas.values() if area.level == 4 and area.code.startswith("130203")]
        for place in range(count):
            phone = f"1990000{draw.randrange(_CALLERS):04}"
            intake = Intake(
                case_type=CaseType.HELP, class_code=draw.choice(_CLASSES), area_code=draw.choice(areas[:3]),
                content=f"第{place}件：昨晚起没有修好，请尽快处理。", title="请尽快处理", caller_phone=phone,
                urgency=draw.choices([Urgency.NORMAL, Urgency.URGENT, Urgency.CRITICAL], [70, 20, 10])[0],
                channel=Channel.PROVINCE if draw.random() < 0.1 else Channel.PHONE,
                outside_no=f"P-{place}",
            )  # fmt: skip
            command: FileCase | ProposeRefusal = FileCase(number="", intake=intake, pack_version=pack().version)
            if draw.random() < 0.06:
                reason = next(iter(pack().refusal_reasons.values()))
                command = ProposeRefusal(
                    number=str(OrderNumber("0035", 1, place + 1)), intake=intake, pack_version=pack().version,
                    refusal=reason.kind, reason=reason.code, legal_route=reason.route,
                )  # fmt: skip
            self._give(uuid5(_IDS, str(place)), command)

    def _give(self, case_id: UUID, command: FileCase | ProposeRefusal) -> None:
        desk = Actor("1021", frozenset({Role.OPERATOR}), "0035")
        give_command(self.centre, case_id, uuid5(case_id, "file"), command.op, SCHEMA, payload_of(command), desk)

    def go_on(self, company: Company, **length: float) -> None:
        """Let some time go by, the worker do what is due, and everybody look at their lists once."""
        self.at += timedelta(**length)
        worker = InDueTime(self.centre, self.now)
        for chore in (worker.turn_lamps, worker.resume_held, worker.close_unreachable, worker.file_away):
            while chore():
                continue
        self.done += company.round(self.now)

    def docs(self) -> list[CaseDoc]:
        """Return every case as it is stored."""
        with self.centre.engine.connect() as conn:
            return [CaseDoc.model_validate_json(doc) for doc in conn.execute(select(cases.c.doc)).scalars()]

    def states(self) -> Counter[str]:
        """Count the cases by state."""
        with self.centre.engine.connect() as conn:
            return Counter(conn.execute(select(cases.c.state)).scalars())

    def given(self) -> Counter[str]:
        """Count what stands in all timelines, by kind."""
        return Counter(entry.kind for doc in self.docs() for entry in doc.timeline)
