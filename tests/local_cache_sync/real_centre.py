"""A real centre of the small city behind its app on a free port, for seats that come over a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from case_api.accounts.devices import add_seat, make_code
from case_api.accounts.grants import grant_history
from case_api.accounts.passwords import PasswordBook
from case_api.accounts.registry import Registry
from case_api.accounts.users import add_user
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.http.app import create_app
from case_api.settings import Settings
from case_api.storage.engine import open_engine, writing
from case_api.storage.migrate import migrate
from hotline.codes import Role
from tests.case_api.cheap_passwords import CHEAP
from tests.case_api.core.small_city import SMALL_CITY
from tests.case_api.http.serving import listening

PASSWORD = "zheng que de mi ma"
OPERATOR = "op-088"


class RealCentre:
    """A centre behind its app on a free port."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        engine = open_engine(f"sqlite:///{folder / 'centre.db'}")
        migrate(engine)
        chosen = Settings(passwords=CHEAP, **settings)
        self.centre = Centre(
            engine=engine, cipher=Cipher(bytes(range(32))), pack=SMALL_CITY, grants=grant_history, now=self.now
        )
        self.registry = Registry(engine, chosen, Ed25519PrivateKey.generate(), PasswordBook(chosen.passwords), self.now)
        self.url = ""
        with writing(engine) as conn:
            add_seat(conn, "0042", "north", at=self.now())
            add_user(
                conn, self.registry.passwords, OPERATOR, "李明", [Role.OPERATOR], PASSWORD, places=["seat:0042"],
                at=self.now(),
            )  # fmt: skip

    @staticmethod
    def now() -> datetime:
        return datetime.now(UTC)

    def code(self) -> str:
        with writing(self.centre.engine) as conn:
            return str(make_code(conn, "0042", None, at=self.now(), life=timedelta(hours=1)))

    @classmethod
    @contextmanager
    def listening(cls, folder: Path, **settings: Any) -> Iterator["RealCentre"]:
        """Serve a new centre in a folder until the block ends."""
        real = cls(folder, **settings)
        with listening(create_app(real.centre, real.registry)) as url:
            real.url = url
            yield real
        real.centre.engine.dispose()
