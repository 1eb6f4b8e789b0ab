"""Keeps the certificate that a running server serves with: renewed in time, and served without a restart.

A context of TLS may be given another certificate at any moment: connections that are there go on with the old one,
and each new one begins with the new. Seats pin the authority, so that they notice nothing.
"""

import asyncio
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from case_api.opening import Opened
from case_api.tls import (
    RENEW_AUTHORITY_BEFORE,
    RENEW_BEFORE,
    authority_until,
    present_certificate,
    renew_if_due,
    served_until,
)

_SOON = RENEW_BEFORE - timedelta(days=1)

_log = structlog.get_logger()


class CertificateKeeper:
    """The certificate of one server, made at its start if it has to be. Raises `OSError`, `ValueError`."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._now: Callable[[], datetime] = opened.registry.now
        try:
            if self._renew():
                _log.info("the server's certificate is made anew", until=served_until(opened.folder).isoformat())
        except (OSError, ValueError) as error:
            if present_certificate(opened.folder) is None:
                raise
            _tell_failure(error)
        self._served = self._on_disk()
        self._until = served_until(opened.folder)
        self._authority_until = authority_until(opened.folder)

    @property
    def ends_soon(self) -> bool:
        """Say whether it, or its authority, ends soon and should have been renewed by now."""
        now = self._now()
        return now >= self._until - _SOON or now >= self._authority_until - RENEW_AUTHORITY_BEFORE

    async def look(self, context: ssl.SSLContext) -> None:
        """Renew the certificate if it is time, and serve what is on the disk if that is another one now.

        Another process, or an administrator, may have put it there. What fails is logged and left to the next look.
        """
        try:
            if await asyncio.to_thread(self._renew):
                _log.info("the certificate is renewed", until=served_until(self._opened.folder).isoformat())
            found = self._on_disk()
            if found != self._served:
                files = (self._opened.folder.server_certificate, self._opened.folder.server_key)
                ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*files)  # one that fails is spoilt by it
                context.load_cert_chain(*files)
                self._served, self._until = found, served_until(self._opened.folder)
                _log.info("another certificate is served", until=self._until.isoformat())
        except (OSError, ValueError) as error:  # an SSLError is an OSError
            _tell_failure(error)
        if self.ends_soon:
            _log.warning("the certificate or its authority ends soon", until=self._until.isoformat())

    def _renew(self) -> bool:
        return renew_if_due(self._opened.folder, self._opened.settings.host_names, self._now())

    def _on_disk(self) -> bytes:
        return self._opened.folder.server_certificate.read_bytes()


def _tell_failure(error: Exception) -> None:
    _log.error("the certificate could not be renewed; it is tried again", kind=type(error).__name__)
