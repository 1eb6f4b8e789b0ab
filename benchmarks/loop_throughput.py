"""`loop_throughput`: whole lifecycles through the API, one request a command, against the same statements bare.

Eight clients take cases from their filing by a channel to the last call-back, eight commands each, through a real
`case-api serve`, and the worker files them away. The baseline runs what the centre's database was asked for the same
lifecycles, the same statements in the same transactions with the same values, by the bare driver on a copy of the
database: no HTTP, no rulebook, no models.
"""

import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from uuid import UUID, uuid4

import httpx
from sqlalchemy import Engine, event

from benchmarks.centre import PASSWORD, ServedCentre
from benchmarks.corpus import tell
from benchmarks.report import Figure, ratio_at_least
from benchmarks.seats import draw
from case_api.accounts.sessions import session_of
from case_api.cases.channels import file_from_channel
from case_api.opening import open_centre
from case_api.settings import CentreFolder
from case_api.storage.engine import looking_up
from case_api.sync.give import give_command
from case_api.sync.in_due_time import WORKER, InDueTime
from city_packs.shipped import shipped_packs
from hotline.codes import Role
from hotline.commands import SCHEMA
from hotline.context import Actor
from hotline.work_order import Intake

_CLIENTS = 8
_CASES = 240
_RECORDED = 60
_UNIT, _UNIT_PERSON = "130203-urban", "4002"
Person = Literal["1021", "2001", "4002", "3001"]
Tokens = dict[Person, str]
_STEPS: tuple[tuple[Person, str, dict[str, Any]], ...] = (
    ("2001", "add_note", {"text": "同一路口上周也有人反映。"}),
    ("2001", "assign", {"unit": _UNIT}),
    ("4002", "sign", {}),
    ("4002", "contact_caller", {"said": "已联系来电人，今天上门。"}),
    ("4002", "reply", {"reply": "已处理完毕，现场恢复正常。", "evidence": "照片2张", "solved": "solved"}),
    ("2001", "review_reply", {"accept": True}),
    ("3001", "record_callback",
     {"reached": True, "contacted_by_unit": True, "solved": "solved", "satisfied": "satisfied"}),
)  # fmt: skip
"""What follows the filing: by whom, what, with what. In the end the worker files the case away, by no request."""
_ROLES: dict[Person, Role] = {
    "1021": Role.OPERATOR, "2001": Role.DISPATCHER, "4002": Role.UNIT, "3001": Role.CALLBACK,
}  # fmt: skip


def measure() -> list[Figure]:
    """Return lifecycles a second through the API against those a second by the bare statements."""
    with TemporaryDirectory(prefix="seat-bench-") as root:
        folder = Path(root)
        with ServedCentre(folder / "centre", pack=_pack_without_wait(folder)) as centre:
            tokens = _tokens(centre)
            through = _CASES / _through_the_api(centre, folder / "centre", tokens)
        for copy in ("recorded", "bare"):
            shutil.copytree(folder / "centre", folder / copy)
        transactions = _recorded(folder / "recorded", tokens)
        bare = _RECORDED / _replayed(folder / "bare" / "centre.db", transactions)
    return [ratio_at_least("loop_throughput", through, bare, "lifecycles/s", 0.1)]


def _pack_without_wait(folder: Path) -> Path:
    """Return the city's pack with no time for objections, so that a case can be filed at once."""
    pack = folder / "pack"
    shutil.copytree(shipped_packs()["tangshan"], pack)
    head = pack / "pack.toml"
    head.write_text(re.sub(r"(?m)^objection_days = \d+$", "objection_days = 0", head.read_text("utf-8")), "utf-8")
    return pack


def _intakes(seed: int, count: int) -> list[Intake]:
    chance = draw(seed)
    return [
        Intake(
            channel="wechat", outside_no=str(uuid4()), case_type="QZ", class_code=told.class_code,
            area_code=told.area_code, content=told.content, address_text=told.spot,
            caller_name=told.name, caller_phone=told.phone,
        )
        for told in (tell(chance) for _ in range(count))
    ]  # fmt: skip


def _tokens(centre: ServedCentre) -> Tokens:
    with httpx.Client(base_url=centre.address) as client:
        return {person: _token(client, person) for person in _ROLES}


def _through_the_api(centre: ServedCentre, folder: Path, tokens: Tokens) -> float:
    """Return the seconds that all lifecycles take eight clients, and the worker after them."""
    intakes = _intakes(31, _CASES)
    opened = open_centre(CentreFolder(folder))
    worker = InDueTime(opened.centre)

    def file_away() -> None:
        while worker.file_away():
            pass

    def work(mine: list[Intake]) -> None:
        with httpx.Client(base_url=centre.address, timeout=60) as client:
            for intake in mine:
                _lifecycle(client, tokens, intake)

    with ThreadPoolExecutor(_CLIENTS) as clients:
        work(_intakes(7, 2))  # the first of everything is built now
        file_away()
        start = time.perf_counter()
        for done in [clients.submit(work, intakes[place::_CLIENTS]) for place in range(_CLIENTS)]:
            done.result()
        file_away()
        spent = time.perf_counter() - start
    opened.centre.engine.dispose()
    return spent


def _token(client: httpx.Client, person: str) -> str:
    answer = client.post("/v1/sessions", json={"operator_id": person, "password": PASSWORD})
    return str(answer.raise_for_status().json()["token"])


def _lifecycle(client: httpx.Client, tokens: Tokens, intake: Intake) -> None:
    body = {"intake": intake.model_dump(mode="json", exclude_defaults=True)}
    filed = client.post("/v1/cases", json=body, headers=_as(tokens["1021"])).raise_for_status().json()
    for person, op, payload in _STEPS:
        headers = {**_as(tokens[person]), "Idempotency-Key": str(uuid4())}
        given = {"op": op, "schema": SCHEMA, "payload": payload}
        client.post(f"/v1/cases/{filed['case_id']}/commands", json=given, headers=headers).raise_for_status()


def _as(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    values: Any
    many: bool


def _recorded(folder: Path, tokens: Tokens) -> list[list[_Statement]]:
    """Return what the database is asked for some lifecycles, transaction by transaction; who asks is looked up, too."""
    opened = open_centre(CentreFolder(folder))
    transactions: list[list[_Statement]] = []

    def look_up(person: Person) -> None:
        with looking_up(opened.centre.engine) as conn:
            session_of(conn, tokens[person], opened.centre.now())

    with _recording(opened.centre.engine, transactions):
        for intake in _intakes(32, _RECORDED):
            look_up("1021")
            filed = file_from_channel(opened.centre, intake, _actor("1021"), "bench")
            for person, op, payload in _STEPS:
                look_up(person)
                give_command(
                    opened.centre, filed.case_id, UUID(int=uuid4().int), op, SCHEMA, payload, _actor(person),
                    session_id="bench",
                )  # fmt: skip
            give_command(opened.centre, filed.case_id, UUID(int=uuid4().int), "file_away", SCHEMA, {}, WORKER)
    opened.centre.engine.dispose()
    return transactions


def _actor(person: Person) -> Actor:
    return Actor(person, frozenset({_ROLES[person]}), "", _UNIT if person == _UNIT_PERSON else "")


@contextmanager
def _recording(engine: Engine, transactions: list[list[_Statement]]) -> Iterator[None]:
    def begin(_conn: object) -> None:
        transactions.append([])

    def execute(_conn: object, _cursor: object, text: str, values: Any, _context: object, many: bool) -> None:
        if transactions and not text.upper().startswith("PRAGMA"):
            transactions[-1].append(_Statement(text, values, many))

    hooks: tuple[tuple[str, Callable[..., None]], ...] = (("begin", begin), ("before_cursor_execute", execute))
    for name, hook in hooks:
        event.listen(engine, name, hook)
    yield
    for name, hook in hooks:
        event.remove(engine, name, hook)


def _replayed(file: Path, transactions: list[list[_Statement]]) -> float:
    """Return the seconds that the bare driver takes for the same."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = FULL")
        start = time.perf_counter()
        for statements in transactions:
            for each in statements:  # a BEGIN among them, where there was one
                if each.many:
                    database.executemany(each.text, each.values)
                else:
                    database.execute(each.text, each.values).fetchall()
            if database.in_transaction:
                database.execute("COMMIT")
        return time.perf_counter() - start
