"""Whose a database is: each holds a mark of the key that its personal data is enciphered with.

So a copy of another centre's database is told apart before it is put in place of this one's, though it has no case.
"""

from sqlalchemy import Connection, Engine, select

from case_api.cipher import Cipher, CipherError
from case_api.settings import SettingsError
from case_api.storage.engine import reading, writing
from case_api.storage.rows import insert
from case_api.storage.tables_cases import persons
from case_api.storage.tables_sync import centre_meta
from wording import mark, tr

OWNER = "owner"
"""The key of the mark in `centre_meta`."""

SELECT_OWNER = select(centre_meta.c.v).where(centre_meta.c.k == OWNER)
_SOMEBODY = select(persons.c.case_id, persons.c.sealed).limit(1)


class OtherOwnerError(RuntimeError):
    """A copy of another centre's database; the message is an id for `tr`."""


def mark_owner(conn: Connection, cipher: Cipher) -> None:
    """Mark a database as that of the centre with this key, whatever it was marked as."""
    conn.execute(centre_meta.delete().where(centre_meta.c.k == OWNER))
    insert(conn, centre_meta, [{"k": OWNER, "v": cipher.mark}])


def check_owner(engine: Engine, cipher: Cipher) -> None:
    """Mark a database that has no mark yet, once what it holds opens with the key.

    Raises `SettingsError` where the keys belong to another database, `ProblemError` (busy).
    """
    with reading(engine) as conn:
        marked = conn.execute(SELECT_OWNER).scalar_one_or_none()
        person = None if marked else conn.execute(_SOMEBODY).one_or_none()
    fits = marked == cipher.mark if marked else person is None or _opens(cipher, person.sealed, person.case_id.bytes)
    if not fits:
        words = tr("the database is another centre's, or its keys are: bring back those that belong together")
        raise SettingsError(words)
    if not marked:
        with writing(engine) as conn:
            mark_owner(conn, cipher)


def owned(cipher: Cipher, marked: str | None, sealed: bytes | None, about: bytes) -> bool:
    """Say whether a copy is surely of the centre with this key, by its mark, else by a person in it.

    Raises `OtherOwnerError` for one that surely is not.
    """
    if marked is None and sealed is None:
        return False
    if not (marked == cipher.mark if marked else _opens(cipher, sealed or b"", about)):
        raise OtherOwnerError(mark("that is a copy of another centre: it was made with other keys than are here"))
    return True


def _opens(cipher: Cipher, sealed: bytes, about: bytes) -> bool:
    try:
        cipher.open(sealed, about)
    except CipherError:
        return False
    return True
