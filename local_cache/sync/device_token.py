"""The device's short token: got with a signature of the device's own key, renewed when the centre turns it down.

The seat's clock may be off by years, so nothing here compares times: a token is good until the centre says it is not.
"""

from __future__ import annotations

import base64
import secrets
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Fetch = Callable[[dict[str, Any]], str]


def signed_request(device_id: UUID, key: Ed25519PrivateKey, at: datetime) -> dict[str, Any]:
    """Return the body that asks for a token; the nonce makes it good for one use."""
    nonce = secrets.token_urlsafe(18)
    moment = at.isoformat()
    signature = key.sign(f"{device_id}\n{moment}\n{nonce}".encode())
    return {
        "device_id": str(device_id),
        "at": moment,
        "nonce": nonce,
        "signature": base64.b64encode(signature).decode(),
    }


class DeviceToken:
    """Keeps the token for all threads of a seat. `fetch` sends a signed request and returns a token."""

    def __init__(self, device_id: UUID, key: Ed25519PrivateKey, now: Callable[[], datetime], fetch: Fetch) -> None:
        self._device_id = device_id
        self._key = key
        self._now = now
        self._fetch = fetch
        self._lock = threading.Lock()
        self._token = ""

    def get(self, turned_down: str = "") -> str:
        """Return a token other than the one that the centre turned down. Raises what `fetch` raises."""
        with self._lock:
            if not self._token or self._token == turned_down:
                self._token = self._fetch(signed_request(self._device_id, self._key, self._now()))
            return self._token

    def renew(self) -> str:
        """Return a fresh token, for a request that must not be tried twice."""
        return self.get(turned_down=self._token)
