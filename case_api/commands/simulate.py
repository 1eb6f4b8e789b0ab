"""`case-api simulate people`: lets the people of a demo centre work by themselves."""

import signal
import threading
from argparse import Namespace

import httpx

from case_api.commands.asking import folder_of
from case_api.exit_codes import Exit, RefusedError
from case_api.opening import pack_of
from case_api.settings import read_settings
from case_api.simulated_people.at_work import named, work
from case_api.simulated_people.company import ROLES, Done
from case_api.simulated_people.line import NotADemoError
from hotline.command_table import COMMANDS
from wording import tr


def people(options: Namespace) -> Exit:
    """Let them work until told to stop (interrupt or terminate); each act is a line."""
    settings = read_settings(folder_of(options))
    try:
        roles = named(options.roles)
    except ValueError as error:
        words = tr("nobody of the role {name} can be simulated; roles are {roles}")
        known = ", ".join(role.value for role in ROLES)
        raise RefusedError(words.format(name=error.args[0], roles=known)) from error
    address = options.address or f"http://127.0.0.1:{settings.port}"
    stop = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: stop.set())
    try:
        work(address, pack_of(settings), roles, seed=options.seed, lies_s=options.pace, tell=_tell, stop=stop)
    except NotADemoError as error:
        raise RefusedError(str(error)) from error
    except httpx.HTTPError as error:
        words = tr("the centre at {address} does not answer: start `case-api serve` first")
        raise RefusedError(words.format(address=address)) from error
    return Exit.DONE


def _tell(done: Done) -> None:
    act = tr(COMMANDS[done.op].name)
    print(
        f"{done.at.astimezone():%H:%M:%S}  {done.person.operator_id} {done.person.name}  {act}  {done.number}",
        flush=True,
    )
