"""The events of a case, each as one line. No code of the program is ever shown: all of them have words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from hotline.command_table import COMMANDS
from hotline.texts import visible
from screens.parts.case_words import coded, field_words, refusal_reason_words, unit_words
from screens.parts.value_words import value_words
from widgets.clock_text import exact
from wording import listed, mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.case_doc import TimelineEntry

_CODE_LISTS = {
    "line": "emergency_line",
    "refusal": "refusal_kind",
    "route": "legal_route",
    "not_reached": "not_reached",
    "solved": "solved",
    "satisfied": "satisfaction",
}
"""What an event holds as a code, and the list that the code is of."""

_YES_OR_NO = {
    "three_way": (mark("three-way"), ""),
    "caller_gone": (mark("the caller was gone: only recorded, nobody was put through"), ""),
    "reached": (mark("the caller was reached"), mark("nobody was reached")),
    "contacted_by_unit": (mark("the unit had been in touch"), mark("the unit had not been in touch")),
}
"""What is said of a yes, and of a no."""

_TEXTS = frozenset({"answer", "answered_by", "opinion", "query", "reason", "said", "text"})
"""What somebody has typed."""


def timeline_line(entry: TimelineEntry, pack: CityPack, now: datetime, zone: tzinfo) -> str:
    """Return one event as a line: when, what, by whom, and what it said."""
    role = coded(pack, "role", entry.role) if entry.role else ""
    said = tr("; ").join(filter(None, (_said(entry, name, pack, now, zone) for name in entry.data)))
    parts = (exact(entry.at, now, zone), _what(entry), f"{role} {entry.operator}".strip(), said)
    return "  ".join(part for part in parts if part)


def _what(entry: TimelineEntry) -> str:
    if entry.kind == "addendum":
        row = COMMANDS.get(str(entry.data.get("op", "")))
        return tr("Came too late: {command}").format(command=tr(row.name)) if row else tr("Came too late")
    row = COMMANDS.get(entry.kind)
    return tr(row.name) if row else tr("A step that this console is too old to name")


def _said(entry: TimelineEntry, name: str, pack: CityPack, now: datetime, zone: tzinfo) -> str:
    """Return what one datum of an event says; empty where it says nothing, or is of a newer program."""
    value = entry.data[name]
    if name in _YES_OR_NO:
        return tr(_YES_OR_NO[name][0 if value else 1])
    if not value:
        return ""
    if name == "changes":
        return _changed(value, pack, now, zone)
    if name in ("advice", "unit"):
        return unit_words(pack, str(value))
    if name == "due":
        return tr("due {at}").format(at=exact(datetime.fromisoformat(str(value)), now, zone))
    if name in _CODE_LISTS:
        return coded(pack, _CODE_LISTS[name], str(value))
    if name == "reason" and entry.kind == "propose_refusal":
        return refusal_reason_words(pack, str(value))
    if entry.kind == "reveal":
        return coded(pack, "reveal_reason", str(value)) if name == "reason" else field_words(str(value))
    return visible(str(value)) if name in _TEXTS else ""


def _changed(changes: Mapping[str, Any], pack: CityPack, now: datetime, zone: tzinfo) -> str:
    def shown(name: str, value: Any) -> str:
        return value_words(name, value, pack, now, zone) or "-"

    return listed(
        tr("{label}: {value}").format(label=field_words(name), value=f"{shown(name, old)} -> {shown(name, new)}")
        for name, (old, new) in changes.items()
    )
