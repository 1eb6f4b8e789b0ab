"""Passwords: Argon2id hashes for sign-in at the centre, and hashes of another salt for grants."""

import secrets
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from case_api.settings import Passwords
from wording import tr

LONGEST = 256
"""As many characters may a password have; a request to sign in carries no more."""


class PasswordError(ValueError):
    """A password that is too short or too long; the message is the rule."""


def password_rule(settings: Passwords) -> str:
    """Return what a password must be, in the present language."""
    words = tr("a password has at least {count} characters, and at most {most}")
    return words.format(count=settings.shortest, most=LONGEST)


def check_password(password: str, settings: Passwords) -> None:
    """Raise `PasswordError` for a password with which nobody could sign in, or that is too easily guessed."""
    if not settings.shortest <= len(password) <= LONGEST:
        raise PasswordError(password_rule(settings))


class PasswordBook:
    """Hashes and checks passwords with the parameters of the settings; a check takes about a tenth of a second."""

    def __init__(self, settings: Passwords) -> None:
        self._settings = settings
        self._hasher = PasswordHasher(
            time_cost=settings.time_cost, memory_cost=settings.memory_kib, parallelism=settings.parallelism
        )
        self._nobody = _hash_of_no_password(self._hasher)

    def hash(self, password: str) -> str:
        """Return an Argon2id hash with a fresh salt. Raises `PasswordError`."""
        check_password(password, self._settings)
        return self._hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Say whether a password is the one that was hashed; for an unknown person it takes just as long."""
        try:
            return self._hasher.verify(kept or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False


def _hash_of_no_password(hasher: PasswordHasher) -> str:
    """Return what reads as a hash of the same cost and fits nothing: to work one out would delay each command."""
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, digest = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len)
    )
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"
