"""`case-api serve` and `case-api worker`: what runs for as long as the centre is open."""

import signal
from argparse import Namespace
from collections.abc import Callable
from functools import partial

from case_api.chores import Chores
from case_api.commands.asking import folder_of, opened
from case_api.exit_codes import Exit, RefusedError
from case_api.logs import set_up_logs
from case_api.opening import Opened
from case_api.serving import make_server
from case_api.settings import is_loopback, read_settings
from case_api.telephony.simulator import SimulatedSwitch
from case_api.worker import Worker
from wording import tr


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
    make_worker = None if options.no_worker else partial(_worker, centre)
    make_server(centre, host, port, make_worker=make_worker, announce=_announce).run()
    return Exit.DONE


def work(options: Namespace) -> Exit:
    """Run telephony under the lease until told to stop."""
    set_up_logs(read_settings(folder_of(options)).log_level)
    worker = _worker(opened(options))
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: worker.stop())
    worker.run()
    return Exit.DONE


def _worker(centre: Opened, told: Callable[[], None] = lambda: None) -> Worker:
    """Return the worker of a centre with the switch of its settings; a simulator without seats rings nowhere."""
    switch = partial(SimulatedSwitch, centre.settings.simulator)
    return Worker(centre.centre, switch, told=told, chores=Chores(centre).run_due)


def _announce(address: str) -> None:
    print(tr("The centre serves at {address}").format(address=address), flush=True)
