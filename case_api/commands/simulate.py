"""`case-api simulate`: lets the people of a demo centre work by themselves, and operators sit at its seats."""

import signal
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from case_api.commands.asking import folder_of, registry_of
from case_api.demo_people import EMPTY_SEAT
from case_api.exit_codes import Exit, RefusedError
from case_api.opening import pack_of
from case_api.settings import Settings, read_settings
from case_api.simulated_people.at_work import named, work
from case_api.simulated_people.company import ROLES, Done
from case_api.simulated_people.lean_http import LineDownError
from case_api.simulated_people.line import NotADemoError
from case_api.simulated_people.seat_devices import simulated_devices
from case_api.simulated_people.seats_at_work import sit
from hotline.command_table import COMMANDS
from wording import tr, trn


def people(options: Namespace) -> Exit:
    """Let them work until told to stop (interrupt or terminate); each act is a line."""
    settings = read_settings(folder_of(options))
    try:
        roles = named(options.roles)
    except ValueError as error:
        words = tr("nobody of the role {name} can be simulated; roles are {roles}")
        known = ", ".join(role.value for role in ROLES)
        raise RefusedError(words.format(name=error.args[0], roles=known)) from error
    with _refusing(options, settings) as (address, stop):
        work(address, pack_of(settings), roles, seed=options.seed, lies_s=options.pace, tell=_tell, stop=stop)
    return Exit.DONE


def seats(options: Namespace) -> Exit:
    """Let operators sit at seats until told to stop (interrupt or terminate)."""
    settings = read_settings(folder_of(options))
    with _refusing(options, settings) as (address, stop):
        registry = registry_of(options)
        kept = folder_of(options).keys / "simulated-seats.json"
        devices = simulated_devices(registry, kept, options.seats, (*settings.simulator.seats, EMPTY_SEAT))
        sit(address, settings.city, devices, seed=options.seed, stop=stop, begun=_tell_begun)
    return Exit.DONE


@contextmanager
def _refusing(options: Namespace, settings: Settings) -> Iterator[tuple[str, threading.Event]]:
    """Give the centre's address and what says that it is time to end; raise `RefusedError` where it cannot be done."""
    address = options.address or f"http://127.0.0.1:{settings.port}"
    stop = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: stop.set())
    try:
        yield address, stop
    except NotADemoError as error:
        raise RefusedError(str(error)) from error
    except (httpx.HTTPError, LineDownError) as error:
        words = tr("the centre at {address} does not answer: start `case-api serve` first")
        raise RefusedError(words.format(address=address)) from error


def _tell_begun(count: int) -> None:
    print(
        trn("{count} operator sits at a seat", "{count} operators sit at their seats", count).format(count=count),
        flush=True,
    )


def _tell(done: Done) -> None:
    act = tr(COMMANDS[done.op].name)
    print(
        f"{done.at.astimezone():%H:%M:%S}  {done.person.operator_id} {done.person.name}  {act}  {done.number}",
        flush=True,
    )
