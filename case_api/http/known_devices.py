"""Devices known by their tokens, so that not each of the beats of thousands of seats asks the database who it is.

Revoking a device works within seconds all the same: the watch says every few seconds who is still allowed. That a
token has run out is noticed within a minute.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from uuid import UUID

from case_api.identity import Device

KEPT_SECONDS = 60.0
_MOST = 20_000
"""A centre has fewer seats; tokens that are not asked with again go when they are so many."""


class _Known(NamedTuple):
    device: Device
    until: float


class KnownDevices:
    """The devices of one API process. All of it belongs to the loop.

    A device's `lead` is as it was when the token was looked up: nobody may be let in by it.
    """

    def __init__(self, look_up: Callable[[str], Awaitable[Device | None]]) -> None:
        """Ask `look_up` for tokens that are not known; what it raises is passed on."""
        self._look_up = look_up
        self._known: dict[str, _Known] = {}

    def __len__(self) -> int:
        return len(self._known)

    def known(self, token: str) -> Device | None:
        """Return the device that a token stands for, None where that is to be looked up."""
        found = self._known.get(token)
        if found is None or asyncio.get_running_loop().time() >= found.until:
            return None
        return found.device

    async def of(self, token: str) -> Device | None:
        """Look up which device a token stands for, None for no device. Raises `ProblemError` (device-revoked)."""
        self._known.pop(token, None)
        device = await self._look_up(token)
        now = asyncio.get_running_loop().time()
        if device is not None:
            if len(self._known) >= _MOST:
                self._known = {name: each for name, each in self._known.items() if now < each.until}
            self._known[token] = _Known(device, now + KEPT_SECONDS)
        return device

    def keep(self, allowed: frozenset[UUID]) -> None:
        """Forget the devices that are no longer allowed."""
        gone = [token for token, known in self._known.items() if known.device.device_id not in allowed]
        for token in gone:
            del self._known[token]
