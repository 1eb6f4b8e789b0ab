"""The centre's folder and its settings: where things lie, how long things live, how many at once.

`case-api init` writes `case-api.toml`; everything left out of it has the default given here. The address of a
PostgreSQL database may hold a password, so that `CASE_API_DATABASE_URL` goes before the file.
"""

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from hotline.codes import CallQueue
from wording import tr
from wording.os_trouble import os_words

FOLDER_VARIABLE = "CASE_API_FOLDER"
DATABASE_VARIABLE = "CASE_API_DATABASE_URL"


class SettingsError(ValueError):
    """Settings that cannot be read; the message names the file and what to mend."""


class KeyFileError(SettingsError):
    """A key file that is lost or holds no such key; the message names it and what to do."""

    def __init__(self, file: Path) -> None:
        words = tr("{file} is not what it was made as: bring it back from where the keys are kept")
        if not file.exists():
            words = tr("{file} is lost: bring it back from where the keys are kept")
        super().__init__(words.format(file=file))


_ALWAYS_WRITTEN = {"name", "city", "host", "port", "tls"}

_Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A local time of day."""
_Seat = Annotated[str, Field(min_length=1, max_length=4)]
"""A seat's number, such as 0042."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Lifetimes(_Part):
    """How long the centre's words hold."""

    device_token_minutes: int = Field(default=60, ge=1)
    session_hours: int = Field(default=12, ge=1)
    grant_hours: int = Field(default=72, ge=1)
    enrolment_code_hours: int = Field(default=72, ge=1)


class LockOut(_Part):
    """After so many wrong passwords in a row nobody signs in under that name for so long."""

    failures: int = Field(default=5, ge=1)
    minutes: int = Field(default=15, ge=1)


class Passwords(_Part):
    """Argon2id; the defaults are the second recommendation of RFC 9106 (64 MiB)."""

    time_cost: int = Field(default=3, ge=1)
    memory_kib: int = Field(default=65536, ge=8)
    parallelism: int = Field(default=4, ge=1)
    shortest: int = Field(default=8, ge=1)


class Limits(_Part):
    """How much the centre takes at once; pushes keep `push_share` of the places for themselves.

    A body has `body_bytes` at most (a push more) and has come whole after `body_seconds`.
    Of a device's streams and long polls the newest `waiting_per_device` wait; a seat has one, and a dead one beside it.
    """

    in_flight: int = Field(default=64, ge=1)
    push_share: float = Field(default=0.75, ge=0.0, lt=1.0)
    body_bytes: int = Field(default=64 * 1024, ge=1024)
    body_seconds: float = Field(default=30.0, gt=0.0)
    waiting_per_device: int = Field(default=8, ge=1)


class Simulator(_Part):
    """The simulated telephone switch, drawn by `seed`; times are means in seconds where nothing else is said.

    Callers come by `calls_per_hour`, the mean over a day, as many in each hour as the `profile` says: that of a "day",
    or "flat". The hour is that of the city; with `begin_hour` the profile begins at that hour whatever the time is.
    With `full_at_seats` fewer come while fewer seats than that are staffed. A share of them is an enterprise's, and a
    share is moved to the other queue in the middle of the talk; both only while some seat answers for that queue.

    `seats` may be called until their consoles say something else. With `between_s` each of them has callers of its own
    besides, so that a demo or a test need not wait: the first `first_after_s` after the seat is ready, the next ones
    `between_s` after the one before. An unanswered ring ends after exactly `ring_s`.

    The line to the switch is lost `away_after_s` after the beginning, for `away_for_s`; with 0 it never is.
    """

    seed: int = 12345
    seats: tuple[str, ...] = ()
    first_after_s: float = Field(default=3.0, ge=0.0)
    between_s: float = Field(default=0.0, ge=0.0)
    calls_per_hour: float = Field(default=0.0, ge=0.0)
    profile: Literal["day", "flat"] = "day"
    begin_hour: int | None = Field(default=None, ge=0, le=23)
    full_at_seats: int = Field(default=0, ge=0)
    enterprise_share: float = Field(default=0.06, ge=0.0, le=1.0)
    transfer_share: float = Field(default=0.03, ge=0.0, le=1.0)
    ring_s: float = Field(default=20.0, gt=0.0)
    patience_s: float = Field(default=45.0, gt=0.0)
    talk_s: float = Field(default=180.0, gt=0.0)
    away_after_s: float = Field(default=0.0, ge=0.0)
    away_for_s: float = Field(default=0.0, ge=0.0)


class Asterisk(_Part):
    """Asterisk as the telephone switch, over its manager interface; without a `host` there is none.

    The password is not here: it is what the environment variable `secret_variable` holds, or the file `secret_file`.
    `system` is part of each call's id: two centres that ask one Asterisk name its calls the same by it. `queues` says
    which of the centre's queues each of Asterisk's is, `seats` at which seat each telephone ("PJSIP/1001") stands,
    `pause_reasons` which code of the city pack a word for a pause is. `queue_log` is the file in which Asterisk keeps
    what happened in its queues: with it nothing is lost while there is no line. `notify_telephones` where all
    telephones answer and hold when a NOTIFY tells them to, `move_telephones` where they are dynamic members of their
    queues and the centre says of which.
    """

    host: str = ""
    port: int = Field(default=5038, ge=1, le=65535)
    tls: bool = False
    tls_ca: str = ""
    user: str = "seat-console"
    secret_variable: str = "CASE_API_ASTERISK_SECRET"  # noqa: S105 - where it is, not what it is
    secret_file: str = ""
    system: str = "asterisk"
    queues: dict[str, CallQueue] = {}
    seats: dict[str, _Seat] = {}
    pause_reasons: dict[str, str] = {}
    queue_log: str = ""
    notify_telephones: bool = False
    move_telephones: bool = False
    connect_s: float = Field(default=5.0, gt=0.0)
    silence_s: float = Field(default=3.5, gt=0.0)


class Settings(_Part):
    """All settings of a centre."""

    name: str = "12345"
    city: str = "tangshan"
    pack_folder: str = ""
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8345, ge=0, le=65535)
    tls: bool = False
    host_names: tuple[str, ...] = ()
    log_level: str = "info"
    audit_heads: str = ""
    shift_ends: tuple[_Hour, ...] = ("00:00", "08:00", "16:00")
    lifetimes: Lifetimes = Lifetimes()
    lock_out: LockOut = LockOut()
    passwords: Passwords = Passwords()
    limits: Limits = Limits()
    simulator: Simulator = Simulator()
    asterisk: Asterisk = Asterisk()

    @property
    def device_token_life(self) -> timedelta:
        """How long a device token holds."""
        return timedelta(minutes=self.lifetimes.device_token_minutes)

    @property
    def session_life(self) -> timedelta:
        """How long a sign-in holds."""
        return timedelta(hours=self.lifetimes.session_hours)

    @property
    def grant_life(self) -> timedelta:
        """How long an operator may work at a seat without a line."""
        return timedelta(hours=self.lifetimes.grant_hours)

    @property
    def code_life(self) -> timedelta:
        """How long an enrolment code may be used."""
        return timedelta(hours=self.lifetimes.enrolment_code_hours)


@dataclass(frozen=True, slots=True)
class CentreFolder:
    """Where the files of a centre lie. Everything under `keys` is for the service account alone."""

    path: Path

    @property
    def settings_file(self) -> Path:
        """The settings."""
        return self.path / "case-api.toml"

    @property
    def database_file(self) -> Path:
        """The SQLite database, where no other is set."""
        return self.path / "centre.db"

    @property
    def keys(self) -> Path:
        """Keys and certificates."""
        return self.path / "keys"

    @property
    def personal_data_key(self) -> Path:
        """What personal data is enciphered with and its look-up hashes are keyed with."""
        return self.keys / "personal-data.key"

    @property
    def signing_key(self) -> Path:
        """The Ed25519 key that signs grants and the heads of the audit, PEM."""
        return self.keys / "signing.key.pem"

    @property
    def ca_key(self) -> Path:
        """The key of the centre's own certificate authority, PEM."""
        return self.keys / "ca.key.pem"

    @property
    def ca_certificate(self) -> Path:
        """The certificate of that authority, PEM; seats pin it when they enrol."""
        return self.keys / "ca.pem"

    @property
    def server_key(self) -> Path:
        """The key that the centre serves TLS with, PEM."""
        return self.keys / "server.key.pem"

    @property
    def server_certificate(self) -> Path:
        """The certificate for it, PEM."""
        return self.keys / "server.pem"

    @property
    def restore_marker(self) -> Path:
        """What the database was when the worker last looked, so that a copy put back behind its back is noticed."""
        return self.path / "restore-marker.json"

    def heads_file(self, settings: Settings) -> Path:
        """Return where heads of the audit are written: best a place that the database's administrator cannot reach."""
        return Path(settings.audit_heads) if settings.audit_heads else self.path / "audit-heads.jsonl"

    def purge_list(self, settings: Settings) -> Path:
        """Return where the list of erased cases is kept: beside the heads, outside the database."""
        heads = self.heads_file(settings)
        return heads.with_name(f"{heads.stem}.purged.jsonl")

    def database_url(self, settings: Settings) -> str:
        """Return the address of the database: environment, settings, else the SQLite file of this folder."""
        return os.environ.get(DATABASE_VARIABLE) or settings.database_url or f"sqlite:///{self.database_file}"


def default_folder() -> Path:
    """Return the folder of the centre where none is named: `CASE_API_FOLDER`, else the user's data folder."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("case-api", appauthor=False)


def read_settings(folder: CentreFolder) -> Settings:
    """Return the settings of a centre. Raises `SettingsError`."""
    file = folder.settings_file
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
        settings = Settings.model_validate(found)
    except FileNotFoundError as error:
        raise SettingsError(tr("{file} is not there; `case-api init` makes a centre").format(file=file)) from error
    except OSError as error:
        raise SettingsError(os_words(error)) from error
    except UnicodeDecodeError as error:
        raise SettingsError(tr("{file} is not UTF-8: save it as UTF-8").format(file=file)) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{file}:{line[1]}" if line else str(file)
        raise SettingsError(tr("{place}: this is no line of TOML").format(place=place)) from error
    except ValidationError as error:
        wrong = error.errors()[0]
        name = ".".join(map(str, wrong["loc"]))
        raise SettingsError(f"{file}: {name}: {_mend(wrong)}") from error
    for name in _missing(folder, found):
        words = tr("{file}: {name} is missing, which `case-api init` wrote: bring the file back from a copy")
        raise SettingsError(words.format(file=file, name=name))
    return settings


def _missing(folder: CentreFolder, found: Mapping[str, object]) -> Iterator[str]:
    """Yield settings without which nobody knows what the file was: a default in their place might turn TLS off."""
    if "name" not in found:
        yield "name"
    if "tls" not in found and folder.ca_certificate.exists():
        yield "tls"


def _mend(found: ErrorDetails) -> str:
    """Return what a setting must be; what it is, may be a secret."""
    limits = found.get("ctx", {})
    match found["type"]:
        case "extra_forbidden":
            return tr("there is no such setting")
        case "greater_than_equal":
            return tr("must be at least {least}").format(least=limits["ge"])
        case "greater_than":
            return tr("must be more than {least}").format(least=limits["gt"])
        case "less_than_equal":
            return tr("must be at most {most}").format(most=limits["le"])
        case "less_than":
            return tr("must be less than {most}").format(most=limits["lt"])
        case "int_type" | "int_parsing" | "int_from_float":
            return tr("must be a whole number")
        case "float_type" | "float_parsing":
            return tr("must be a number")
        case "bool_type" | "bool_parsing":
            return tr("write true or false")
        case "string_type":
            return tr("write text in quotes")
        case "string_pattern_mismatch":
            return tr("must be a time such as 18:00")
        case "enum" | "literal_error":
            return tr("must be one of {choices}").format(choices=str(limits["expected"]).replace(" or ", ", "))
        case "string_too_long" | "string_too_short":
            return tr("must be text of {least} to {most} characters").format(least=1, most=limits.get("max_length", 4))
    return tr("this value does not fit")


def write_settings(folder: CentreFolder, settings: Settings) -> None:
    """Write what differs from the defaults, and what is always written, as TOML.

    The strings of JSON are strings of TOML too.
    """
    chosen = {
        **settings.model_dump(mode="json", include=_ALWAYS_WRITTEN),
        **settings.model_dump(mode="json", exclude_defaults=True),
    }
    tables = {name: value for name, value in chosen.items() if isinstance(value, dict)}
    lines = [_line(name, value) for name, value in chosen.items() if name not in tables]
    for table, values in tables.items():
        lines += ["", f"[{table}]", *(_line(name, value) for name, value in values.items())]
    folder.settings_file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(name: str, value: object) -> str:
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


def is_loopback(host: str) -> bool:
    """Say whether an address of a listener or a peer is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
