"""Personal data at rest: enciphered with AES-256-GCM, looked up by keyed hashes.

Everything hangs on one random master key in a file of the service account; the keys in use are derived from it by
HKDF, so that the key that seats get for looking up whole numbers opens nothing else.
"""

import hmac
import os
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic_core import from_json, to_json

from case_api.secret_files import write_secret
from case_api.settings import KeyFileError
from hotline.phones import PhoneError, normal, phone_key, tidy
from wording import mark

KEY_BYTES = 32
_NONCE_BYTES = 12
_PART_DIGITS = 4


class CipherError(ValueError):
    """A stored value that this centre's key does not open: another key, or a damaged row."""


class Cipher:
    """Enciphers and hashes with one master key of 32 bytes."""

    def __init__(self, master: bytes) -> None:
        """Derive the working keys. Raises `ValueError` for a key of another length."""
        if len(master) != KEY_BYTES:
            raise ValueError(f"the key for personal data has {KEY_BYTES} bytes")
        self._aead = AESGCM(_derived(master, b"personal data"))
        self._part_key = _derived(master, b"parts of numbers")
        self._payload_key = _derived(master, b"payloads")
        self.mark = _derived(master, b"mark of a database").hex()
        """Tells whose a database is, and opens nothing."""
        self.phone_hash_key = _derived(master, b"whole numbers")
        """Given to every seat at enrolment: with it a seat finds a caller by the whole number."""

    @classmethod
    def create(cls, file: Path) -> "Cipher":
        """Make a new master key in `file` (mode 0600). Raises `FileExistsError`."""
        master = os.urandom(KEY_BYTES)
        write_secret(file, master)
        return cls(master)

    @classmethod
    def read(cls, file: Path) -> "Cipher":
        """Return the cipher of the key in `file`. Raises `KeyFileError`, `OSError`."""
        try:
            return cls(file.read_bytes())
        except (FileNotFoundError, ValueError) as error:
            raise KeyFileError(file) from error

    def seal(self, value: Any, about: bytes) -> bytes:
        """Encipher a JSON value; `about` (such as a case id) is bound to it, so that rows cannot be swapped."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, to_json(value), about)

    def open(self, sealed: bytes, about: bytes) -> Any:
        """Return what `seal` took. Raises `CipherError`."""
        try:
            plain = self._aead.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about)
        except (InvalidTag, ValueError) as error:
            raise CipherError(mark("a stored value does not open with this centre's key")) from error
        return from_json(plain)

    def phone_key(self, number: str) -> str | None:
        """Return the keyed hash of a whole number as a person wrote it, or None where it is no number."""
        try:
            return phone_key(self.phone_hash_key, normal(number))
        except PhoneError:
            return None

    def part_terms(self, number: str) -> list[str]:
        """Return a search term for each four neighbouring digits of a number or a part of one.

        A part of at least four digits is found by requiring all its terms; hits are then checked against the number
        itself. The terms are keyed hashes with a key that never leaves the centre.
        """
        digits = national_digits(number)
        windows = [digits[at : at + _PART_DIGITS] for at in range(len(digits) - _PART_DIGITS + 1)]
        return [f"tel{self._part(window)}" for window in dict.fromkeys(windows)]

    def payload_hash(self, payload: bytes) -> str:
        """Return a keyed hash that tells payloads apart and lets nobody try telephone numbers against it."""
        return hmac.digest(self._payload_key, payload, "sha256").hex()

    def _part(self, digits: str) -> str:
        return hmac.digest(self._part_key, digits.encode(), "sha256").hex()[:10]


def national_digits(number: str) -> str:
    """Return the digits of a number without the country's 86."""
    digits = "".join(sign for sign in tidy(number) if sign.isdigit())
    return digits.removeprefix("0086") if digits.startswith("0086") else digits


def _derived(master: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"seat-console " + purpose).derive(master)
