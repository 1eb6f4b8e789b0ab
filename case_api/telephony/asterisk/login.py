"""Signing in to Asterisk's manager interface: by a challenge, so that the password does not go over the line."""

import hashlib
from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias

import structlog

from case_api.telephony.asterisk.wire_format import Packet

EVENTS = (
    "AgentCalled", "AgentComplete", "AgentConnect", "AgentRingNoAnswer", "AttendedTransfer", "BlindTransfer",
    "DialBegin", "DialEnd", "FullyBooted", "Hangup", "Hold", "QueueCallerAbandon", "QueueCallerJoin",
    "QueueCallerLeave", "QueueMemberAdded", "QueueMemberPause", "QueueMemberRemoved", "Shutdown",
    "Unhold",
)  # fmt: skip
"""All events that are of use: without a filter there are 153 for each call, with it there are 9."""

_log = structlog.get_logger()

BANNER = "Asterisk Call Manager"
"""What the first line begins with: nothing else is spoken to."""

Talk: TypeAlias = Generator[Packet, Packet, None]
"""Says what to send and is sent the answer to it."""


class RefusedError(Exception):
    """The switch does not let us in: trying again soon would only have the address barred. Says what to mend."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs in. `plain_is_safe` where nobody can listen on the way: the password may go over it as it is."""

    user: str
    secret: str
    plain_is_safe: bool


def sign_in(credentials: Credentials) -> Talk:
    """Sign in and ask for the events that are of use. Raises `RefusedError`."""
    challenge = yield {"Action": "Challenge", "AuthType": "MD5"}
    if key := challenge.get("Challenge"):
        words = hashlib.md5((key + credentials.secret).encode(), usedforsecurity=False).hexdigest()
        proof = {"AuthType": "MD5", "Key": words}
    elif credentials.plain_is_safe:
        proof = {"Secret": credentials.secret}
    else:
        raise RefusedError("it takes the password only as it is, which anybody on the way could read: set tls")
    answer = yield {"Action": "Login", "Username": credentials.user, **proof, "Events": "off"}
    if answer.get("Response") != "Success":
        raise RefusedError("it takes neither user nor password as they are: mend them here or in its manager.conf")


def ask_for_events() -> Talk:
    """Ask for the events that are of use and for no other; where that may not be, for all."""
    answer = yield {"Action": "Filter", "Operation": "Add", "Filter": f"Event: ({'|'.join(EVENTS)})[[:space:]]"}
    if answer.get("Response") != "Success":
        _log.warning("the telephone switch sends all its events: set eventfilter in its manager.conf")
    yield {"Action": "Events", "EventMask": "on"}
