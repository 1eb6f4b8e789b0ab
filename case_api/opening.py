"""Opens a centre from its folder: settings, keys, pack, database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from case_api.accounts.grants import grant_history
from case_api.accounts.passwords import PasswordBook
from case_api.accounts.registry import Registry, load_signing_key
from case_api.accounts.sessions import seat_of_session
from case_api.centre import Centre, utc_now
from case_api.cipher import Cipher
from case_api.settings import CentreFolder, Settings, SettingsError, read_settings
from case_api.storage.address import checked_address
from case_api.storage.engine import open_engine
from case_api.storage.migrate import migrate
from case_api.storage.owner import check_owner
from case_api.storage.presence import check_file, check_filled, check_place
from case_api.year_files import take_up_years
from city_packs.model import CityPack
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from wording import tr


@dataclass(frozen=True, slots=True)
class Opened:
    """A centre with what its commands need besides."""

    folder: CentreFolder
    settings: Settings
    centre: Centre
    registry: Registry


def open_registry(folder: CentreFolder, *, may_make: bool = True) -> Registry:
    """Open the accounts of a centre and bring its database to the present tables; no city pack is read for it.

    With `may_make` a database that is not there is made. Raises `SettingsError`, `OSError` for a key that is not
    there, `NoDatabaseError`, `ProblemError` (busy) and `SchemaTooNewError`.
    """
    settings = read_settings(folder)
    signing_key = load_signing_key(folder)
    engine = open_engine(checked_address(folder.database_url(settings)))
    with _ended_by_failure(engine):
        if may_make:
            check_place(engine)
            migrate(engine)
        else:
            check_file(engine)
            migrate(engine, may_make=False)
            check_filled(engine)
    return Registry(engine, settings, signing_key, PasswordBook(settings.passwords), utc_now)


def open_centre(folder: CentreFolder, pack: CityPack | None = None, *, may_make: bool = True) -> Opened:
    """Open a centre; `pack` is given by who has read it already. Without `may_make` its database must be its own.

    Raises what `open_registry` raises, and `PackErrors`.
    """
    registry = open_registry(folder, may_make=may_make)
    centre = Centre(
        engine=registry.engine,
        cipher=Cipher.read(folder.personal_data_key),
        pack=pack or pack_of(registry.settings),
        grants=grant_history,
        seat_of_session=seat_of_session,
        now=utc_now,
    )
    with _ended_by_failure(centre.engine):
        if not may_make:
            check_owner(centre.engine, centre.cipher)
        take_up_years(centre)
    return Opened(folder, registry.settings, centre, registry)


@contextmanager
def _ended_by_failure(engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def pack_folder(settings: Settings) -> Path:
    """Return the folder of the city pack: a folder of one's own, else the shipped one of the city."""
    if settings.pack_folder:
        return Path(settings.pack_folder)
    shipped = shipped_packs()
    if settings.city not in shipped:
        words = tr("there is no city pack {city}; shipped are {cities}")
        raise SettingsError(words.format(city=settings.city, cities=", ".join(shipped)))
    return shipped[settings.city]


def pack_of(settings: Settings) -> CityPack:
    """Return the city pack that the settings name. Raises `SettingsError`, `PackErrors`."""
    return read_pack(pack_folder(settings))
