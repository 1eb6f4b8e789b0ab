"""The rubric (评分标准): what each item of a mark is worth, and the words that no record may hold. Plain frozen values.

Each version is a file of its own and never changes once marks were given by it; who reads it: `read_rubric.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

WHOLE = 100
"""The points of all items together."""

GROUPS = ("record", "decision", "speed", "keyboard", "language")

ITEMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "case_type": ("record", ()),
    "class": ("record", ("same_four", "same_two")),
    "address": ("record", ("area", "same_street", "same_district", "facts")),
    "contact": ("record", ("number", "name", "wishes")),
    "facts": ("record", ()),
    "act": ("decision", ("each",)),
    "detail": ("decision", ()),
    "first_key": ("speed", ("all_by", "none_from")),
    "save": ("speed", ("all_by", "none_from")),
    "wrap_up": ("speed", ("all_by", "none_from")),
    "corrections": ("keyboard", ("all_by", "none_from")),
    "wrong_keys": ("keyboard", ("free", "each")),
    "greeting": ("language", ("within", "late")),
    "words": ("language", ("each",)),
    "read_back": ("language", ("again",)),
}
"""Every item in the order of a mark: its group, and the figures that it has beside its points.

Of first_key and wrap_up `all_by` and `none_from` are seconds, of save shares of the scenario's minutes, of corrections
shares of what was typed; `within` is in seconds, `free` in keys; all others are points.
"""

FATALS = frozenset({"fact_distorted", "risk_downgraded", "emergency_kept", "personal_data"})
"""What makes the whole 0."""


@dataclass(frozen=True, slots=True)
class RubricItem:
    """One item: its points and its other figures by name."""

    code: str
    group: str
    points: float
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Rubric:
    """A version of the rubric; `forbidden` are words that no text of a record may hold."""

    version: int
    items: Mapping[str, RubricItem]
    forbidden: tuple[str, ...]
