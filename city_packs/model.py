"""A city as data (城市包): frozen values only, with quick look-ups by code.

Plain dataclasses without pydantic or pypinyin, because the console loads a pack on its way to the first screen.
What a pack may hold and how it is written down: `docs/city-pack.md`. Who reads and checks it: `reader.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from hotline.codes import Urgency

DIRECTLY_UNDER = " / "
"""Between the steps of a place or a class on screen."""
LEAF_LEVEL = 3
"""The level of the class tree that a case is given."""


@dataclass(frozen=True, slots=True)
class Area:
    """A division: level 1 city, 2 district or county, 3 street or town, 4 community or village.

    `initials` are the pinyin initials (路北区 is `lbq`), `pinyin` the whole reading without tones (`lubeiqu`).
    """

    code: str
    level: int
    parent: str | None
    name: str
    initials: str
    pinyin: str


@dataclass(frozen=True, slots=True)
class CaseClass:
    """A node of the class tree (诉求分类); only leaves (level 3) are given to a case.

    `usual_unit_kind` is a kind of unit, so that the unit is found by the place. `time_class` is emergency, ordinary
    or historic: which of a profile's lengths applies when the desk says nothing else. `sounds` are the whole pinyin
    of the name, and initials and pinyin of each keyword: 停水 is found by `ts` and by `tingshui`.
    """

    code: str
    parent: str | None
    level: int
    name: str
    name_en: str
    keywords: tuple[str, ...]
    initials: str
    usual_unit_kind: str | None
    case_type: str | None
    urgency: str | None
    time_class: str | None
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit (承办单位). `level` is that of its territory; `area_code` is None for the whole city."""

    code: str
    kind: str
    name: str
    name_en: str
    level: int
    area_code: str | None
    initials: str


@dataclass(frozen=True, slots=True)
class SubCentre:
    """A sub-centre (分中心): its districts and its seats, seat codes of four digits such as `0042`."""

    code: str
    name: str
    name_en: str
    areas: tuple[str, ...]
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One value of a code list with its names."""

    code: str
    name: str
    name_en: str
    initials: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text to read out or to put into the narrative; kind is greeting, calm, script, phrase or closing."""

    code: str
    kind: str
    title: str
    title_en: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """Why the hotline may refuse, the lawful route (a code of `legal_route`) and what to say to the caller."""

    code: str
    kind: str
    name: str
    name_en: str
    route: str
    say: str
    say_en: str


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """A life-safety line and when to hand a call to it."""

    number: str
    name: str
    name_en: str
    when: str
    when_en: str


@dataclass(frozen=True, slots=True)
class MergedLine:
    """A line merged into 12345; `hand_over` says that its own specialists still take a transferred call."""

    number: str
    name: str
    name_en: str
    hand_over: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as data: from the event `start` to the event `stop`, `length` in `unit`.

    `yellow` and `red` are the time gone by, in the same unit, at which the lamp changes. `extension` is the most that
    an approved extension may add. The empty condition holds always: `time_class` None, `case_types` or `channels` ().
    """

    code: str
    name: str
    name_en: str
    start: str
    stop: str
    length: float
    unit: str
    yellow: float
    red: float
    extension: float
    pause_reasons: tuple[str, ...]
    time_class: str | None
    case_types: tuple[str, ...]
    channels: tuple[str, ...]

    def applies(self, time_class: str, case_type: str | None, channel: str | None) -> bool:
        """Say whether this clock is meant for such a case."""
        return (
            self.time_class in (None, time_class)
            and (not self.case_types or case_type in self.case_types)
            and (not self.channels or channel in self.channels)
        )


@dataclass(frozen=True, slots=True)
class ClockProfile:
    """A set of clocks with a name ("137", "5+10"); the first clock that applies counts."""

    code: str
    name: str
    name_en: str
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence about a part of the pack: where it comes from, or why the shared default stands in."""

    part: str
    text: str
    text_en: str


class Promise(NamedTuple):
    """What may be told to a caller before dispatch: a length after dispatch, never a moment."""

    clock: Clock
    length: float
    unit: str


@dataclass(frozen=True, slots=True)
class CityPack:
    """All of a city. Mappings are keyed by code and keep the pack's order.

    `settings` holds what `settings.py` names; `falls_back` says by part what the city did not publish.
    """

    city: str
    name: str
    name_en: str
    version: str
    time_zone: str
    phone_area_codes: tuple[str, ...]
    areas: Mapping[str, Area]
    classes: Mapping[str, CaseClass]
    units: Mapping[str, Unit]
    sub_centres: Mapping[str, SubCentre]
    code_lists: Mapping[str, tuple[CodeEntry, ...]]
    phrases: Mapping[str, Phrase]
    refusal_reasons: Mapping[str, RefusalReason]
    emergency_lines: Mapping[str, EmergencyLine]
    merged_lines: Mapping[str, MergedLine]
    clock_profiles: Mapping[str, ClockProfile]
    default_profile: str
    enterprise_profile: str
    settings: Mapping[str, int | float | str]
    sources: tuple[Statement, ...]
    falls_back: Mapping[str, Statement]
    _units_at: dict[tuple[str, str | None], Unit] = field(init=False, repr=False, compare=False)
    _sub_centre_of: dict[str, SubCentre] = field(init=False, repr=False, compare=False)
    _sub_centre_of_seat: dict[str, SubCentre] = field(init=False, repr=False, compare=False)
    _entries: dict[tuple[str, str], CodeEntry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the look-ups that the fields imply."""
        centres = self.sub_centres.values()
        setter = object.__setattr__  # the dataclass is frozen for everybody else
        setter(self, "_units_at", {(unit.kind, unit.area_code): unit for unit in self.units.values()})
        setter(self, "_sub_centre_of", {area: centre for centre in centres for area in centre.areas})
        setter(self, "_sub_centre_of_seat", {seat: centre for centre in centres for seat in centre.seats})
        setter(self, "_entries", {(name, e.code): e for name, entries in self.code_lists.items() for e in entries})

    def has_area(self, code: str) -> bool:
        """Say whether the territory knows the code."""
        return code in self.areas

    def has_class(self, code: str) -> bool:
        """Say whether the class tree has a leaf of this code; a case is never given a branch."""
        found = self.classes.get(code)
        return found is not None and found.level == LEAF_LEVEL

    def has_unit(self, code: str) -> bool:
        """Say whether the unit table knows the code."""
        return code in self.units

    def has_refusal_reason(self, code: str) -> bool:
        """Say whether the pack names this reason for a refusal."""
        return code in self.refusal_reasons

    def area_path(self, code: str) -> tuple[Area, ...]:
        """Return the areas from the city down to `code`. Raises `KeyError` for an unknown code."""
        return tuple(reversed([*self._upwards(code)]))

    def area_label(self, code: str) -> str:
        """Return the place without the city, `路北区 / 机场路街道 / 祥富里社区`; the city itself by its name."""
        path = self.area_path(code)
        return DIRECTLY_UNDER.join(area.name for area in path[1:] or path)

    def class_path(self, code: str) -> tuple[CaseClass, ...]:
        """Return the classes from the top down to `code`. Raises `KeyError` for an unknown code."""
        path: list[CaseClass] = []
        step: str | None = code
        while step is not None:
            path.append(self.classes[step])
            step = path[-1].parent
        return tuple(reversed(path))

    def class_label(self, code: str, language: str = "zh") -> str:
        """Return `公用事业 / 供水 / 小区停水`, or the English names for `en`."""
        return DIRECTLY_UNDER.join(named(step, language) for step in self.class_path(code))

    def leaf_classes(self) -> tuple[CaseClass, ...]:
        """Return the classes that a case may have, in the order of the tree."""
        return tuple(each for each in self.classes.values() if each.level == LEAF_LEVEL)

    def usual_unit(self, class_code: str, area_code: str) -> Unit | None:
        """Return the unit that usually handles this class at this place: the nearest of its kind, else the city's.

        None for an unknown class, for one that is no leaf, or when the place is too coarse for the kind (a matter for
        a street, and only the district is known). An unknown or empty place asks the city's unit.
        """
        found = self.classes.get(class_code)
        if found is None or found.usual_unit_kind is None:
            return None
        kind = found.usual_unit_kind
        for area in self._upwards(area_code) if area_code in self.areas else ():
            unit = self._units_at.get((kind, area.code))
            if unit is not None:
                return unit
        return self._units_at.get((kind, None))

    def sub_centre_of_area(self, code: str) -> SubCentre | None:
        """Return the sub-centre whose territory holds the area; None for the city itself and for unknown codes."""
        if code not in self.areas:
            return None
        return next((self._sub_centre_of[a.code] for a in self._upwards(code) if a.code in self._sub_centre_of), None)

    def sub_centre_of_seat(self, seat: str) -> SubCentre | None:
        """Return the sub-centre where the seat stands, or None for a seat that the pack does not know."""
        return self._sub_centre_of_seat.get(seat)

    def name_of(self, code_list: str, code: str, language: str = "zh") -> str:
        """Return the name of a code in `zh` or `en`. Raises `KeyError` for an unknown list or code."""
        return named(self._entries[code_list, code], language)

    def time_class(self, class_code: str, urgency: str | None) -> str:
        """Return emergency, ordinary or historic: the desk's urgency first, then what the class says."""
        if urgency in (Urgency.CRITICAL, Urgency.URGENT):
            return "emergency"
        if urgency == Urgency.HISTORIC:
            return "historic"
        found = self.classes.get(class_code)
        usual = (found.time_class if found else None) or "ordinary"
        # The desk said "normal": an emergency class is then handled as an ordinary one, a historic one stays historic.
        return "ordinary" if urgency == Urgency.NORMAL and usual == "emergency" else usual

    def promise(
        self,
        class_code: str,
        urgency: str | None,
        *,
        case_type: str | None = None,
        channel: str | None = None,
        enterprise: bool = False,
    ) -> Promise | None:
        """Return how long after dispatch a reply may be promised; None if no clock of the profile applies."""
        profile = self.clock_profiles[self.enterprise_profile if enterprise else self.default_profile]
        wanted = self.time_class(class_code, urgency)
        for clock in profile.clocks:
            if (clock.start, clock.stop) == ("dispatch", "reply") and clock.applies(wanted, case_type, channel):
                return Promise(clock, clock.length, clock.unit)
        return None

    def _upwards(self, code: str) -> Iterator[Area]:
        step: str | None = code
        while step is not None:
            area = self.areas[step]
            yield area
            step = area.parent


def named(entry: CaseClass | CodeEntry | Unit | SubCentre | RefusalReason | EmergencyLine, language: str) -> str:
    """Return the entry's name in `zh` or `en`."""
    return entry.name_en if language.startswith("en") else entry.name
