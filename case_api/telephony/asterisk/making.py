"""Makes the adapter from a centre's settings."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from case_api.settings import Asterisk, is_loopback
from case_api.telephony.asterisk.adapter import AsteriskSwitch
from case_api.telephony.asterisk.kept_calls import KeptCalls
from case_api.telephony.asterisk.login import Credentials, RefusedError
from case_api.telephony.switch import MakeSwitch


def asterisk_switch(settings: Asterisk, kept: KeptCalls | None = None) -> MakeSwitch:
    """Return what makes the adapter."""

    def make(_start: datetime, wake: Callable[[], None]) -> AsteriskSwitch:
        return AsteriskSwitch(settings, lambda: credentials(settings), wake, kept)

    return make


def credentials(settings: Asterisk) -> Credentials:
    """Return who signs in, read anew each time. Raises `RefusedError` where there is no password."""
    secret = os.environ.get(settings.secret_variable, "")
    if not secret and settings.secret_file:
        try:
            secret = Path(settings.secret_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise RefusedError(f"its password cannot be read: mend secret_file ({type(error).__name__})") from error
    if not secret:
        raise RefusedError(f"there is no password: set {settings.secret_variable} or name a secret_file")
    return Credentials(settings.user, secret, plain_is_safe=settings.tls or is_loopback(settings.host))
