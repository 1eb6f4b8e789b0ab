"""`case-api serve` and `case-api worker`: what runs for as long as the centre is open."""

import errno
import gc
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from case_api.chores import Chores
from case_api.commands.asking import folder_of, opened
from case_api.commands.authority import tell_end
from case_api.commands.cases import tell_dissolved
from case_api.commands.keeping_away import no_restore
from case_api.commands.seats import tell_astray
from case_api.exit_codes import Exit, RefusedError
from case_api.logs import set_up_logs
from case_api.opening import Opened
from case_api.serving import make_server
from case_api.settings import Settings, is_loopback, read_settings
from case_api.telephony.asterisk.kept_calls import CallsInDatabase
from case_api.telephony.asterisk.making import asterisk_switch
from case_api.telephony.no_switch import no_switch
from case_api.telephony.simulator import SimulatedSwitch
from case_api.telephony.switch import MakeSwitch
from case_api.worker import Worker
from wording import listed, tr


def serve(options: Namespace) -> Exit:
    """Serve until told to stop (interrupt or terminate)."""
    settings = read_settings(folder_of(options))
    host = options.host or settings.host
    if not settings.tls and not is_loopback(host):
        words = tr(
            "Without TLS the centre serves this machine alone, and {host} is not only this machine. Make it with "
            "`case-api init` without --loopback, or serve at 127.0.0.1."
        )
        raise RefusedError(words.format(host=host))
    set_up_logs(settings.log_level)
    centre = opened(options)
    port = settings.port if options.port is None else options.port
    check_may_listen(host, port)
    tell_astray(centre.centre)
    tell_dissolved(centre.centre)
    tell_end(centre)
    make_worker = None if options.no_worker else partial(_worker, centre)
    with no_restore(centre.centre.engine):
        make_server(centre, host, port, make_worker=make_worker, announce=partial(_begun, settings)).run()
    return Exit.DONE


def check_may_listen(host: str, port: int) -> None:
    """Raise `RefusedError` where nobody could listen: uvicorn would only log the system's words and end."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, address in found:
            with socket.socket(family, kind, protocol) as probe:
                if sys.platform != "win32":  # where it would let two listen at one port
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except OSError as error:
        raise RefusedError(_why_not(error).format(host=host, port=port)) from error


def _why_not(error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return tr(
                "Port {port} of {host} is taken by another program, perhaps by this centre itself: end that one, "
                "or serve at another port with --port"
            )
        case errno.EACCES:
            return tr("This account may not listen at port {port}: name one above 1023 with --port")
    return tr("{host} is no address of this machine: name one of its own with --host")


def work(options: Namespace) -> Exit:
    """Run telephony under the lease until told to stop."""
    set_up_logs(read_settings(folder_of(options)).log_level)
    centre = opened(options)
    tell_dissolved(centre.centre)
    worker = _worker(centre)
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: worker.stop())
    with no_restore(centre.centre.engine):
        worker.run()
    return Exit.DONE


def _worker(centre: Opened, told: Callable[[], None] = lambda: None) -> Worker:
    """Return the worker of a centre with the switch of its settings, with none where they name none."""
    asterisk, simulator = centre.settings.asterisk, centre.settings.simulator
    switch: MakeSwitch = no_switch
    if asterisk.host:
        switch = asterisk_switch(asterisk, CallsInDatabase(centre.centre.engine))
    elif simulator.seats or simulator.calls_per_hour:
        switch = partial(SimulatedSwitch, simulator, zone=centre.centre.pack.day_clock.zone)
    return Worker(centre.centre, switch, told=told, chores=Chores(centre).run_due)


def _begun(settings: Settings, address: str) -> None:
    """Take what stays as long as the centre serves out of the collector's sight: looking it through kept requests
    waiting for a quarter of a second. Then say where it serves.
    """
    gc.collect()
    gc.freeze()
    announce(settings, address)


def announce(settings: Settings, address: str) -> None:
    """Print where the centre listens, and where that is all of this machine by which names seats reach it.

    They have to be names that its certificate holds: a seat takes no other.
    """
    print(tr("The centre serves at {address}").format(address=address), flush=True)
    at = urlsplit(address)
    if settings.tls and settings.host_names and at.hostname in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        hosts = (f"[{name}]" if ":" in name else name for name in settings.host_names)
        reached = listed(f"{at.scheme}://{host}:{at.port}" for host in hosts)
        print(tr("Seats reach it at {addresses}").format(addresses=reached), flush=True)
