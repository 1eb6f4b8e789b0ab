"""A real server of an app on a free port, in a thread of its own, for what cannot be tested without a socket."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from case_api.serving import CentreServer
from tests.deadline import PATIENCE_S


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """Serve an app at loopback, give its address, and shut down at the end."""
    started = threading.Event()
    server = CentreServer(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="on"),
        app,
        lambda _address: started.set(),
    )
    with running(server, started):
        yield server.address


@contextmanager
def running(server: CentreServer, started: threading.Event) -> Iterator[None]:
    """Run a server in a thread until the block ends."""
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert started.wait(PATIENCE_S)
        yield
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
