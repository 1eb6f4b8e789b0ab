"""Passwords: Argon2id hashes for sign-in at the centre, and hashes of another salt for grants."""

import secrets
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from case_api.settings import Passwords
from wording import tr


class PasswordTooShortError(ValueError):
    """A password below the shortest that the settings allow."""


class PasswordBook:
    """Hashes and checks passwords with the parameters of the settings; a check takes about a tenth of a second."""

    def __init__(self, settings: Passwords) -> None:
        self._shortest = settings.shortest
        self._hasher = PasswordHasher(
            time_cost=settings.time_cost, memory_cost=settings.memory_kib, parallelism=settings.parallelism
        )
        self._nobody = _hash_of_no_password(self._hasher)

    def hash(self, password: str) -> str:
        """Return an Argon2id hash with a fresh salt. Raises `PasswordTooShortError`."""
        if len(password) < self._shortest:
            raise PasswordTooShortError(tr("a password has at least {count} characters").format(count=self._shortest))
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
