"""The files of a practice seat: made without a centre's word, under a key that lies with them and nowhere else."""

import hmac
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from city_packs.compiled import compile_pack
from city_packs.model import CityPack
from hotline.order_number import PRACTICE_SEAT
from local_cache import enrolment as enrolments
from local_cache import keystore, schema, sessions, sign_in
from local_cache.encrypted import FileSecret, connect
from local_cache.enrolment import Enrolment
from local_cache.folder import SeatFolder
from local_cache.ids import new_id
from local_cache.packs import PackShelf
from local_cache.sync.transport import SignedIn

_CENTRE = "practice"


@dataclass(frozen=True, slots=True)
class SeatSecrets:
    """What the small centre shares with its seat. All of it comes from the seat's own keys."""

    file: FileSecret
    signing_key: bytes = field(repr=False)
    phone_hash_key: bytes = field(repr=False)


def sub_centre_of(pack: CityPack) -> str:
    """Return the sub-centre with which the practice seat stands: the first of the city."""
    return min(pack.sub_centres)


def make_seat(folder: SeatFolder, pack: CityPack) -> None:
    """Make a folder that of the practice seat: keys, empty files, and the city's pack. Raises `FileExistsError`.

    The system's key store is left alone: there the live seat has its keys.
    """
    folder.make()
    keystore.make(folder, system_store=False)
    secrets = secrets_of(folder)
    here = Enrolment(
        device_id=new_id(), seat=PRACTICE_SEAT, serial=1, sub_centre=sub_centre_of(pack), centre=_CENTRE,
        centre_url="", city=pack.city, phone_hash_key=secrets.phone_hash_key,
        grant_key=Ed25519PrivateKey.from_private_bytes(secrets.signing_key).public_key().public_bytes_raw(),
    )  # fmt: skip
    with closing(connect(folder.work, secrets.file)) as work:
        schema.migrate_work(work)
        enrolments.write(work, here, new_id())
    PackShelf(folder.packs, pack.city).put(compile_pack(pack), pack.version)


def let_in(folder: SeatFolder, answer: SignedIn, at: datetime) -> None:
    """Keep on the seat that the trainee is signed in: whoever opens it next finds them there."""
    with closing(connect(folder.work, secrets_of(folder).file)) as work:
        if answer.grant is not None:
            sign_in.put_grant(work, answer.grant)
        sessions.put(work, sign_in.begun_online(answer))
        sessions.touch(work, at)


def secrets_of(folder: SeatFolder) -> SeatSecrets:
    """Return what seat and centre share. Raises `local_cache.errors.NotEnrolled` and `KeyLost`."""
    keys = keystore.load(folder)
    hash_key = hmac.digest(keys.device_key, b"practice: telephone numbers", "sha256")
    return SeatSecrets(keystore.file_secret(folder, keys), keys.device_key, hash_key)
