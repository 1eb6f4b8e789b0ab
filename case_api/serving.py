"""Serves an app with uvicorn: TLS from the centre's own authority, streams that end when the server does."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from case_api.certificate_keeper import CertificateKeeper
from case_api.http.app import create_app, let_go
from case_api.opening import Opened
from case_api.worker import Worker

_LAST_REQUESTS_SECONDS = 10
_LOOK_SECONDS = 600.0
"""So often the certificate is looked at; it is renewed a month before its end."""


class CentreServer(uvicorn.Server):
    """A uvicorn server that lets streams go first when it shuts down and says where it serves once it does.

    With `certificate` it serves by TLS, and a renewed certificate without being started again.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        app: FastAPI,
        announce: Callable[[str], None],
        certificate: CertificateKeeper | None = None,
    ) -> None:
        super().__init__(config)
        self._app = app
        self._announce = announce
        self._certificate = certificate
        self._looking: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen and announce the address, with the port that was free."""
        await super().startup(sockets)
        if self.started:
            self._looking = asyncio.create_task(self._keep_certificate())
            self._announce(self.address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then wait for the requests that are being answered."""
        let_go(self._app)
        if self._looking:
            self._looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._looking
        await super().shutdown(sockets)

    async def _keep_certificate(self) -> None:
        while self._certificate and self.config.ssl:
            await asyncio.sleep(_LOOK_SECONDS)
            await self._certificate.look(self.config.ssl)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn calls it so
        """Shut down at an interrupt or terminate, and end as a command that did its work; a second one is in haste."""
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True

    @property
    def address(self) -> str:
        """The address at which the server listens; only once it does."""
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        scheme = "https" if self.config.is_ssl else "http"
        return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def make_server(
    opened: Opened,
    host: str,
    port: int,
    *,
    make_worker: Callable[[Callable[[], None]], Worker] | None = None,
    announce: Callable[[str], None] = lambda _address: None,
) -> CentreServer:
    """Return the server of a centre, TLS where its settings say so. With `make_worker` a worker runs inside."""
    folder, settings = opened.folder, opened.settings
    certificate = CertificateKeeper(opened) if settings.tls else None
    app = create_app(
        opened.centre,
        opened.registry,
        ca_pem=folder.ca_certificate.read_bytes() if settings.tls else None,
        make_worker=make_worker,
        certificate_ends_soon=(lambda: certificate.ends_soon) if certificate else (lambda: False),
    )
    config = uvicorn.Config(
        _logged_already(app),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        lifespan="on",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_LAST_REQUESTS_SECONDS,
        ssl_keyfile=folder.server_key if settings.tls else None,
        ssl_certfile=folder.server_certificate if settings.tls else None,
    )
    return CentreServer(config, app, announce, certificate)


def _logged_already(app: FastAPI) -> ASGIApp:
    """Keep exceptions from uvicorn's log, which would print their messages; the app has answered and logged them."""

    async def quiet(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        try:
            await app(scope, receive, send)
        except Exception:
            return

    return quiet
