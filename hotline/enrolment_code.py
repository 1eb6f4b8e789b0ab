"""The enrolment code (注册码) that an administrator gives to a new seat: a one-time secret and whom to trust.

Signs of Crockford's base 32, so that it can be read out and typed: 16 for the secret (80 bits) and, where the
centre serves TLS, 24 more for the first 120 bits of the SHA-256 of its certificate authority (DER). Shown in groups
of four. Blanks, dashes and case do not matter, and O, I, L are taken as 0, 1, 1.
"""

import hashlib
import secrets
from dataclasses import dataclass

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SECRET_SIGNS = 16
_PIN_SIGNS = 24
_READ_AS = str.maketrans("OIL", "011")


class EnrolmentCodeError(ValueError):
    """A text that is no enrolment code; the message says what is wrong and holds nothing of the text."""


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """A code in its parts. `pin` is empty where the centre is reached by plain HTTP on loopback."""

    secret: str
    pin: str = ""

    def __str__(self) -> str:
        signs = self.secret + self.pin
        return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))

    def fits(self, ca_der: bytes) -> bool:
        """Say whether this certificate authority (DER) is the one that the code was made for."""
        return bool(self.pin) and secrets.compare_digest(self.pin, pin_of(ca_der))


def new_code(ca_der: bytes | None) -> EnrolmentCode:
    """Return a fresh code; `ca_der` is the centre's certificate authority, None where it serves no TLS."""
    secret = "".join(secrets.choice(_SIGNS) for _ in range(_SECRET_SIGNS))
    return EnrolmentCode(secret, pin_of(ca_der) if ca_der else "")


def pin_of(ca_der: bytes) -> str:
    """Return the signs by which a code names a certificate authority."""
    number = int.from_bytes(hashlib.sha256(ca_der).digest()[: _PIN_SIGNS * 5 // 8])
    return "".join(_SIGNS[number >> shift & 31] for shift in range(5 * (_PIN_SIGNS - 1), -1, -5))


def parse(text: str) -> EnrolmentCode:
    """Read a code as a person writes it. Raises `EnrolmentCodeError`."""
    signs = "".join(text.upper().split()).replace("-", "").translate(_READ_AS)
    if any(sign not in _SIGNS for sign in signs):
        raise EnrolmentCodeError("an enrolment code has only digits and Latin letters other than U")
    if len(signs) not in (_SECRET_SIGNS, _SECRET_SIGNS + _PIN_SIGNS):
        wanted = f"{_SECRET_SIGNS} or {_SECRET_SIGNS + _PIN_SIGNS}"
        raise EnrolmentCodeError(f"an enrolment code has {wanted} characters, this has {len(signs)}")
    return EnrolmentCode(signs[:_SECRET_SIGNS], signs[_SECRET_SIGNS:])
