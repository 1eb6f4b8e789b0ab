"""HTTP clients that trust one certificate authority and nothing else; plain HTTP for this machine only."""

from __future__ import annotations

import ipaddress
import ssl
from contextlib import suppress
from socket import SHUT_RDWR, socket
from threading import Lock
from typing import Any
from weakref import WeakSet

import httpx

from local_cache.sync.transport import CertificateFault, CertificateMisfit, TransportDown

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0
_NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME, for which Python has no name."""
_OTHER_NAME = frozenset({62, 64})
"""OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH, likewise."""


class UnsafeAddress(ValueError):  # noqa: N818
    """An address that a seat does not speak to: plain HTTP over a network, TLS without a pinned authority."""


class BreakableClient(httpx.Client):
    """A client whose exchanges another thread can break: to close a client wakes nobody who waits on its sockets."""

    def __init__(self, **options: Any) -> None:
        super().__init__(event_hooks={"request": [self._watch]}, **options)
        self._sockets: WeakSet[socket] = WeakSet()
        self._sockets_lock = Lock()
        self._over = False

    def break_off(self) -> None:
        """End every exchange under way with an error, from any thread; the next one opens a connection of its own."""
        with self._sockets_lock:
            sockets = list(self._sockets)
            self._sockets.clear()
        for each in sockets:
            with suppress(OSError):  # it is closed already
                socket.shutdown(each, SHUT_RDWR)  # not TLS's own, which the thread that reads would trip over

    def close(self) -> None:
        """Break off what is under way, and let nothing begin any more: a later exchange raises `RuntimeError`."""
        self._over = True  # before anybody wakes: whoever tried again at once would leave a connection behind
        self.break_off()
        super().close()

    def _watch(self, request: httpx.Request) -> None:
        if self._over:
            raise RuntimeError("the client has been closed")
        request.extensions["trace"] = self._trace

    def _trace(self, event: str, told: dict[str, Any]) -> None:
        """Note the socket of each new connection (httpcore's `trace` extension)."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            with self._sockets_lock:
                self._sockets.add(told["return_value"].get_extra_info("socket"))
            if self._over:
                told["return_value"].close()


def open_client(url: str, ca_pem: str | None, user_agent: str) -> BreakableClient:
    """Return a client for the centre at `url`. Proxies and certificates of the system are not asked.

    Raises `UnsafeAddress`.
    """
    return BreakableClient(
        base_url=url,
        verify=_context(httpx.URL(url), ca_pem),
        trust_env=False,
        timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
        headers={"User-Agent": user_agent},
    )


def line_trouble(error: Exception) -> TransportDown:
    """Return what an error of httpx says of the line; nothing of the request, which the error carries, is in it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            names = cause.verify_code in _OTHER_NAME
            return CertificateMisfit(CertificateFault.NAME if names else CertificateFault.AUTHORITY)
        cause = cause.__cause__ or cause.__context__
    never_sent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    return TransportDown(type(error).__name__, sent=not never_sent)


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def pinned(ca_pem: str) -> ssl.SSLContext:
    """Return a context that accepts certificates of this authority only, for the right host. Raises `UnsafeAddress`.

    When a certificate is valid is not asked: a seat whose clock is years off would have no line, and nothing but a
    line tells it the time. The authority is the centre's own and has signed nothing else.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= _NO_CHECK_TIME
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(cadata=ca_pem)
    except (ssl.SSLError, ValueError) as error:
        raise UnsafeAddress("the centre's certificate authority cannot be read") from error
    return context


def _context(url: httpx.URL, ca_pem: str | None) -> ssl.SSLContext | bool:
    if url.scheme == "https" and ca_pem:
        return pinned(ca_pem)
    if url.scheme == "https":
        raise UnsafeAddress("the centre's certificate authority is not known; enrol this seat")
    if url.scheme == "http" and is_loopback(url.host):
        return True
    raise UnsafeAddress("plain HTTP is for this machine only; use the centre's https address")
