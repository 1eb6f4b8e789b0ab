"""The seat's copy of its city pack: as the centre sent it, compiled, with the ETag it came under."""

from __future__ import annotations

import re
import threading
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.clocks import Clock
    from hotline.context import DayClock, PackFacts
    from hotline.work_order import Intake


_OFFICIAL = re.compile("(社区|居民委员会|村民委员会|居委会|村委会|街道)$")


class NoPack(LookupError):  # noqa: N818 — the name says what there is
    """This seat has no pack yet; it comes with the first line to the centre."""


class _Unjudging:
    """Stands in until a pack is here: of no version, so that no code is judged by it."""

    version = ""

    def has_class(self, code: str) -> bool:
        """Let the centre judge."""
        return bool(code)

    has_area = has_unit = has_refusal_reason = has_profile = has_class

    def has_entry(self, code_list: str, code: str) -> bool:
        """Let the centre judge."""
        return bool(code_list and code)

    def unit_level(self, _code: str) -> int:
        """Know no unit."""
        return 0

    def number(self, _setting: str) -> float:
        """Let nothing be over that only a setting ends."""
        return inf

    def usual_profile(self, _demand: Intake) -> str:
        """Know no profile."""
        return ""

    def clocks_of(self, _profile: str, _event: str, _demand: Intake) -> tuple[Clock, ...]:
        """Start no clock: the centre does, and the case comes back with it."""
        return ()

    @property
    def day_clock(self) -> DayClock:
        """Raise `NoPack`: no clock runs here."""
        raise NoPack("no clock runs without a pack")


class PackShelf:
    """Holds one city's pack in `folder`; safe to use from any thread."""

    def __init__(self, folder: Path, city: str) -> None:
        self._file = folder / f"{city}.pack"
        self._tag = folder / f"{city}.etag"
        self._city = city
        self._gate = threading.Lock()
        self._pack: CityPack | None = None

    @property
    def city(self) -> str:
        """Return the code of the city whose pack this is."""
        return self._city

    def current(self) -> CityPack:
        """Return the pack, loading it once. Raises `NoPack`, also for a file that is not whole: it is fetched anew."""
        with self._gate:
            if self._pack is None:
                self._pack = self._load()
            return self._pack

    def facts(self) -> PackFacts:
        """Return what the rulebook asks: the pack, or a stand-in that judges no code."""
        try:
            return self.current()
        except NoPack:
            return _Unjudging()

    def place(self, area_code: str) -> str:
        """Return the name of a place as people say it, without 社区 or 村民委员会; empty where it is not known."""
        try:
            area = self.current().areas.get(area_code)
        except NoPack:
            return ""
        return _OFFICIAL.sub("", area.name) if area else ""

    def etag(self) -> str:
        """Return the ETag under which the centre sent the pack that is here, empty where there is none."""
        if not self._file.exists() or not self._tag.exists():
            return ""
        return self._tag.read_text("utf-8")

    def put(self, data: bytes, etag: str = "") -> CityPack:
        """Keep a newer pack, once it has proved whole. Raises `city_packs.errors.PackDamaged`."""
        from city_packs.compiled import load_compiled

        pack = load_compiled(data)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_suffix(".new")
        new.write_bytes(data)
        with self._gate:
            self._tag.unlink(missing_ok=True)  # never the new ETag beside the old pack
            new.replace(self._file)
            self._tag.write_text(etag, "utf-8")
            self._pack = pack
        return pack

    def _load(self) -> CityPack:
        from city_packs.compiled import load_compiled
        from city_packs.errors import PackDamaged

        try:
            return load_compiled(self._file.read_bytes())
        except (OSError, PackDamaged) as error:
            raise NoPack(self._city) from error
