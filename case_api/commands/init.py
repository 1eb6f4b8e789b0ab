"""`case-api init`: makes a centre, whole or not at all."""

import shutil
import socket
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from case_api.accounts.devices import add_seat
from case_api.accounts.registry import make_signing_key
from case_api.accounts.users import add_user, count_users
from case_api.cases.purge_list import keep_purge_list
from case_api.cipher import Cipher
from case_api.commands.asking import asked_password, folder_of
from case_api.demo_people import DEMO_PASSWORD, DEMO_SEAT
from case_api.exit_codes import Exit, RefusedError
from case_api.host_names import is_host
from case_api.opening import Opened, open_centre, pack_of
from case_api.settings import CentreFolder, Settings, Simulator, write_settings
from case_api.storage.address import checked_address
from case_api.storage.engine import reading, writing
from case_api.storage.owner import mark_owner
from case_api.tls import make_authority, make_server_certificate
from city_packs.model import CityPack
from hotline.codes import Role
from wording import tr

_CALLS_OF_A_SEAT = 7.0
"""Calls an hour for each seat of a demo centre, the mean over a day: at its peak operators have hardly a pause."""
_STAFFED = 0.8
"""With this share of its seats staffed a demo centre has all its callers; the others pause, or are still to come."""
_DEMO_BEGINS = 9
"""The demo's day begins at this hour whenever it is started: nobody looks at a centre that is asleep."""


def init(options: Namespace) -> Exit:
    """Make the folder, keys, certificate authority, database, seats of the pack and the first administrator."""
    folder = folder_of(options)
    if folder.path.exists() and any(folder.path.iterdir()):
        words = tr("{folder} is not empty: a centre is made in a folder of its own")
        raise RefusedError(words.format(folder=folder.path))
    settings, pack = _settings(options)
    checked_address(folder.database_url(settings))
    password = _password(options, settings)
    with _made_whole(folder) as draft:
        _make_keys(draft, settings)
        write_settings(draft, settings)
        opened = open_centre(draft, pack)
        try:
            _fill(opened, options.admin, password, demo=options.demo)
        finally:
            opened.centre.engine.dispose()
    _tell(folder, settings, pack, options)
    return Exit.DONE


def _settings(options: Namespace) -> tuple[Settings, CityPack]:
    plain = options.loopback or options.demo
    chosen = Settings(
        city=options.city,
        pack_folder=str(options.pack.resolve()) if options.pack else "",
        database_url=options.database or "",
        host=options.host or ("127.0.0.1" if plain else "0.0.0.0"),  # noqa: S104 - seats reach it from the network
        port=options.port,
        tls=not plain,
        host_names=() if plain else _host_names(options.host_names),
    )
    pack = pack_of(chosen)
    name = options.name or f"{pack.name}12345政务服务便民热线"
    of_demo = _of_demo(pack) if options.demo else {}
    return chosen.model_copy(update={"city": pack.city, "name": name} | of_demo), pack


def _of_demo(pack: CityPack) -> dict[str, Any]:
    """Return the settings of a demo centre: how it is called, and when its shifts end."""
    from case_api.centre import utc_now
    from case_api.demo_shifts import demo_shift_ends

    return {"simulator": _demo_calls(pack), "shift_ends": demo_shift_ends(pack.time_zone, utc_now())}


def _demo_calls(pack: CityPack) -> Simulator:
    """Return how a demo centre is called: its own seat at short intervals, the others as a city calls."""
    seats = sum(len(each.seats) for each in pack.sub_centres.values())
    return Simulator(
        seats=(DEMO_SEAT,), first_after_s=5, between_s=20, patience_s=90, ring_s=30,
        calls_per_hour=_CALLS_OF_A_SEAT * seats, full_at_seats=round(_STAFFED * seats), begin_hour=_DEMO_BEGINS,
    )  # fmt: skip


def _host_names(named: list[str]) -> tuple[str, ...]:
    """Return the names that are given and this machine's own, if a certificate can hold those."""
    own = filter(is_host, (socket.getfqdn(), socket.gethostname()))
    return tuple(dict.fromkeys([*named, *own]))


def _password(options: Namespace, settings: Settings) -> str:
    if options.demo and options.password_file is None:
        return DEMO_PASSWORD
    return asked_password(options, settings.passwords)


@contextmanager
def _made_whole(folder: CentreFolder) -> Iterator[CentreFolder]:
    """Make a centre beside its place and move it there when it is whole; what failed half-way is taken away."""
    draft = CentreFolder(folder.path.with_name(f".{folder.path.name}.making"))
    shutil.rmtree(draft.path, ignore_errors=True)
    draft.path.mkdir(mode=0o700, parents=True)
    try:
        yield draft
        if folder.path.exists():
            folder.path.rmdir()
        draft.path.rename(folder.path)
    finally:
        shutil.rmtree(draft.path, ignore_errors=True)


def _make_keys(folder: CentreFolder, settings: Settings) -> None:
    from case_api.centre import utc_now

    Cipher.create(folder.personal_data_key)
    make_signing_key(folder)
    if settings.tls:
        make_authority(folder, settings.name, utc_now())
        make_server_certificate(folder, settings.host_names, utc_now())


def _fill(opened: Opened, admin: str, password: str, *, demo: bool) -> None:
    centre, registry = opened.centre, opened.registry
    with reading(centre.engine) as conn:
        if count_users(conn):
            raise RefusedError(tr("the database holds a centre already; copy that centre's folder here instead"))
    now = centre.now()
    with writing(centre.engine) as conn:
        mark_owner(conn, centre.cipher)
        for sub_centre in centre.pack.sub_centres.values():
            for seat in sub_centre.seats:
                add_seat(conn, seat, sub_centre.code, at=now)
        add_user(conn, registry.passwords, admin, admin, [Role.ADMIN], password, at=now)
    keep_purge_list(centre.engine, opened.folder.purge_list(opened.settings), registry.signing_key, now)
    if demo:
        from case_api.demo import fill_demo

        fill_demo(opened)


def _tell(folder: CentreFolder, settings: Settings, pack: CityPack, options: Namespace) -> None:
    seats = sum(len(each.seats) for each in pack.sub_centres.values())
    words = tr("{name}: sub-centres {sub_centres}, seats {seats}, in {folder}")
    print(words.format(name=settings.name, seats=seats, sub_centres=len(pack.sub_centres), folder=folder.path))
    if options.demo:
        from case_api.demo import demo_words

        print(demo_words(pack, settings.shift_ends))
    else:
        print(tr("Next: `case-api serve`, and for each seat `case-api seat code SEAT`"), file=sys.stderr)
