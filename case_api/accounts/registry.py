"""What account functions need besides a connection: keys, settings, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from sqlalchemy import Engine

from case_api.accounts.passwords import PasswordBook
from case_api.secret_files import write_secret
from case_api.settings import CentreFolder, KeyFileError, Settings


@dataclass(frozen=True, slots=True)
class Registry:
    """The accounts of a centre. `now` gives aware moments."""

    engine: Engine
    settings: Settings
    signing_key: Ed25519PrivateKey
    passwords: PasswordBook
    now: Callable[[], datetime]

    @property
    def grant_public_key(self) -> bytes:
        """The raw Ed25519 key by which a seat checks grants."""
        return self.signing_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def make_signing_key(folder: CentreFolder) -> None:
    """Make the key that signs grants and audit heads. Raises `FileExistsError` rather than replace one."""
    key = Ed25519PrivateKey.generate()
    write_secret(folder.signing_key, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def load_signing_key(folder: CentreFolder) -> Ed25519PrivateKey:
    """Return the key that signs grants and audit heads. Raises `OSError` or `KeyFileError`."""
    try:
        key = load_pem_private_key(folder.signing_key.read_bytes(), password=None)
    except (FileNotFoundError, ValueError, TypeError) as error:  # a TypeError for one with a password
        raise KeyFileError(folder.signing_key) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(folder.signing_key)
    return key
