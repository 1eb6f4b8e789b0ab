"""What a city pack is made of: one frozen value for each row of its files, everything found by its code.

Plain dataclasses without pydantic or pypinyin, because the console loads a pack on its way to the first screen.
What a pack may hold and how it is written down: `docs/city-pack.md`. Who reads and checks it: `reader.py`.
"""

from dataclasses import dataclass

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
    """A text to read out or to put into the narrative; kind is greeting, calm, script, phrase, closing or callback.

    `classes` are codes of case classes of any level: where the matter is of one of them, this text comes first.
    """

    code: str
    kind: str
    title: str
    title_en: str
    text: str
    text_en: str
    classes: tuple[str, ...] = ()


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
class Statement:
    """A sentence about a part of the pack: where it comes from, or why the shared default stands in."""

    part: str
    text: str
    text_en: str
