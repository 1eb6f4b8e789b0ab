"""A live centre is never worked by simulated people: they look before anybody signs in, and nothing there changes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from case_api.accounts.users import set_password
from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.http.app import create_app
from case_api.settings import CentreFolder, Settings, write_settings
from case_api.simulated_people.at_work import chosen_people, work
from case_api.simulated_people.company import ROLES, Company, Line, Pace
from case_api.simulated_people.line import NotADemoError, PersonalLine, TurnedDownError
from case_api.storage.engine import reading, writing
from case_api.storage.tables_accounts import sessions, sign_in_failures
from hotline.codes import Role, State
from hotline.commands import Command
from hotline.queue_doc import QueueLine, QueueName, QueuePage
from hotline.work_order import WorkOrder
from tests.case_api.http.serving import listening
from tests.case_api.simulated_people.city_at_work import CityAtWork, pack
from wording import set_language


@contextmanager
def served(city: CityAtWork) -> Iterator[str]:
    with listening(create_app(city.centre, city.registry)) as url:
        yield url


def nobody_came(city: CityAtWork) -> bool:
    with reading(city.centre.engine) as conn:
        return not any(conn.scalar(select(func.count()).select_from(table)) for table in (sessions, sign_in_failures))


@pytest.fixture(autouse=True)
def _in_english() -> None:
    set_language("en")


@pytest.fixture
def live(sqlite_url: str) -> CityAtWork:
    """A centre whose people have the demo's names and password, but that was not made as a demo."""
    city = CityAtWork(sqlite_url, demo=False)
    city.take_in(2)
    return city


def test_nobody_signs_in_at_a_centre_that_was_not_made_as_a_demo(live: CityAtWork) -> None:
    before = live.docs()
    with served(live) as url:
        with pytest.raises(NotADemoError, match="is no demo centre"):
            work(url, pack(), ROLES, seed=1, lies_s=1, tell=lambda _: None, stop=threading.Event())
        with httpx.Client(base_url=url) as client, pytest.raises(NotADemoError):
            PersonalLine(client, "2001", "tangshan").queue("dispatch")
    assert nobody_came(live)
    assert live.docs() == before


def test_the_command_refuses_it_too(live: CityAtWork, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = CentreFolder(tmp_path / "folder")
    folder.path.mkdir()
    write_settings(folder, Settings(city="tangshan"))
    with served(live) as url:
        command = ["--language", "en", "--folder", str(folder.path), "simulate", "people", "--address", url]
        assert main(command) == Exit.REFUSED
    assert "simulated people work only where `case-api init --demo` has made the centre" in capsys.readouterr().err
    assert nobody_came(live)
    for no_role in ("worker", "dispacher"):
        assert main([*command, "--role", no_role]) == Exit.REFUSED
        assert f"nobody of the role {no_role} can be simulated" in capsys.readouterr().err
    assert main(command) == Exit.REFUSED
    assert "does not answer" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["http://192.0.2.7:8345", "https://centre.example"])
def test_only_a_centre_of_this_machine_is_asked_at_all(address: str) -> None:
    with pytest.raises(NotADemoError, match="of this machine"):
        work(address, pack(), ROLES, seed=1, lies_s=1, tell=lambda _: None, stop=threading.Event())


def test_another_citys_demo_is_not_worked(sqlite_url: str) -> None:
    city = CityAtWork(sqlite_url)
    with served(city) as url, httpx.Client(base_url=url) as client:
        with pytest.raises(NotADemoError, match="this folder's of nowhere"):
            PersonalLine(client, "2001", "nowhere").queue("dispatch")
        assert client.get("/v1/health").json()["demo"] is True
    assert nobody_came(city)


def test_who_has_another_password_by_now_is_named_and_no_password_is_tried_twice(sqlite_url: str) -> None:
    city = CityAtWork(sqlite_url)
    with writing(city.centre.engine) as conn:
        set_password(conn, city.registry.passwords, "2001", "a password of their own", at=city.now())
    with served(city) as url:
        with pytest.raises(NotADemoError, match="2001 cannot sign in with the demo's password"):
            work(url, pack(), [Role.DISPATCHER], seed=1, lies_s=0.5, tell=lambda _: None, stop=threading.Event())
        with reading(city.centre.engine) as conn:
            assert conn.scalar(select(sign_in_failures.c.failures)) == 1


def test_they_end_when_they_are_told_to(sqlite_url: str) -> None:
    city = CityAtWork(sqlite_url)
    stop = threading.Event()
    stop.set()
    with served(city) as url:
        work(url, pack(), ROLES, seed=1, lies_s=1, tell=lambda _: None, stop=stop)
    assert city.docs() == []


class _SomebodyWasFaster:
    """A line on which every command is turned down."""

    def __init__(self, order: WorkOrder) -> None:
        self.order = order
        self.tries = 0

    def queue(self, _: QueueName) -> QueuePage:
        return QueuePage(as_of=self.order.updated_at, lines=(QueueLine(order=self.order),))

    def found(self, _: State) -> list[WorkOrder]:
        return []

    def same_caller(self, _: UUID) -> list[WorkOrder]:
        return []

    def give(self, _case: UUID, _key: UUID, _command: Command, _revision: int | None) -> None:
        self.tries += 1
        raise TurnedDownError("wrong_state")


def test_being_turned_down_is_nothing_unusual_and_they_do_not_insist(sqlite_url: str) -> None:
    city = CityAtWork(sqlite_url)
    city.take_in(1)
    order = city.docs()[0].order
    line = _SomebodyWasFaster(order)

    def line_of(_: object) -> Line:
        return line

    people = chosen_people(pack(), [Role.DISPATCHER])
    company = Company(pack(), people, line_of, seed=1, pace=Pace(1, 0))
    for _ in range(20):
        city.go_on(company, hours=1)
    assert city.done == []
    assert line.tries == 4
