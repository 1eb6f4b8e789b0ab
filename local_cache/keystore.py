"""The seat's two keys: the data key of its files, and the Ed25519 key that the device shows the centre.

Both are random and bound to the device. They lie in the system's key store where there is a real one, else in a file
that only the service account can read. A shift or a password changes neither.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

from local_cache.encrypted import KEY_BYTES, SALT_BYTES, FileSecret
from local_cache.errors import KeyLost, NotEnrolled
from local_cache.folder import SeatFolder

_SERVICE = "seat-console"
_TRIAL = "trial"


@dataclass(frozen=True, slots=True)
class SeatKeys:
    """`data_key` opens the files; `device_key` is the raw 32-byte Ed25519 private key."""

    data_key: bytes = field(repr=False)
    device_key: bytes = field(repr=False)


def make(folder: SeatFolder, *, system_store: bool | None = None) -> SeatKeys:
    """Make and keep new keys and a new salt. `system_store` None uses the system's key store if there is a real one.

    Raises `FileExistsError` where the folder has keys already.
    """
    if folder.salt.exists():
        raise FileExistsError(folder.salt)
    keys = SeatKeys(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES))
    text = json.dumps(
        {
            "data_key": base64.b64encode(keys.data_key).decode(),
            "device_key": base64.b64encode(keys.device_key).decode(),
        }
    )
    if _has_real_store() if system_store is None else system_store:
        import keyring

        keyring.set_password(_SERVICE, _account(folder), text)
    else:
        _write_private(folder.key_file, text.encode())
    _write_private(folder.salt, secrets.token_bytes(SALT_BYTES).hex().encode())
    return keys


def load(folder: SeatFolder) -> SeatKeys:
    """Return the seat's keys. Raises `NotEnrolled`, or `KeyLost` when they are gone from where they were put."""
    if not folder.salt.exists():
        raise NotEnrolled("this folder holds no enrolled seat")
    try:
        text = _kept(folder)
        if text is None:
            raise KeyLost("the seat's keys are gone")
        held = json.loads(text)
        keys = SeatKeys(base64.b64decode(held["data_key"]), base64.b64decode(held["device_key"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeyLost("the seat's keys cannot be read") from error
    if {len(keys.data_key), len(keys.device_key)} != {KEY_BYTES}:
        raise KeyLost("the seat's keys cannot be read")
    return keys


def file_secret(folder: SeatFolder, keys: SeatKeys) -> FileSecret:
    """Return what opens the seat's files. Raises `KeyLost` when the salt cannot be read."""
    try:
        return FileSecret(keys.data_key, bytes.fromhex(folder.salt.read_text("ascii")))
    except (OSError, ValueError) as error:
        raise KeyLost("the seat's salt cannot be read") from error


def forget(folder: SeatFolder) -> None:
    """Destroy keys and salt; without them no file of the seat can ever be read again."""
    if folder.salt.exists() and not folder.key_file.exists():
        import keyring
        from keyring.errors import PasswordDeleteError

        with suppress(PasswordDeleteError):  # it was gone already, and gone is what is wanted
            keyring.delete_password(_SERVICE, _account(folder))
    folder.key_file.unlink(missing_ok=True)
    folder.salt.unlink(missing_ok=True)


def _kept(folder: SeatFolder) -> str | None:
    if folder.key_file.exists():
        return folder.key_file.read_text("utf-8")
    import keyring  # slow to import, so only where there is no key file

    return keyring.get_password(_SERVICE, _account(folder))


def _account(folder: SeatFolder) -> str:
    return str(folder.root.resolve())


def _has_real_store() -> bool:
    """Say whether what the system offers as a key store keeps what it is given."""
    import keyring
    from keyring.backends import fail, null
    from keyring.errors import KeyringError

    backend = keyring.get_keyring()
    if isinstance(backend, fail.Keyring | null.Keyring):
        return False
    try:
        keyring.set_password(_SERVICE, _TRIAL, _TRIAL)
        kept = keyring.get_password(_SERVICE, _TRIAL) == _TRIAL
        keyring.delete_password(_SERVICE, _TRIAL)
    except (KeyringError, OSError, RuntimeError):
        return False
    return kept


def _write_private(path: os.PathLike[str], data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
