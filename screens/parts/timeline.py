"""The events of a case, each as one line. No code of the program is ever shown: all of them have words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

from hotline.codes import Role
from hotline.command_table import COMMANDS
from hotline.texts import visible
from screens.parts.case_words import coded, field_words, number_words, refusal_reason_words, unit_words
from screens.parts.loop_words import clock_change_words, note_reason_words, profile_words, supervise_words
from screens.parts.value_words import value_words
from widgets.clock_text import exact
from wording import listed, mark, sentences, tr

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

_UNITS = {
    "advice": "{unit}",
    "unit": "{unit}",
    "from_unit": mark("from {unit}"),
    "co_units": mark("with {unit}"),
    "units": mark("together with {unit}"),
    "suggested_unit": mark("rather for {unit}"),
}
"""Where an event names units, and how it is said."""

_NUMBERED = {
    "number": "{value}",
    "from": mark("out of {value}"),
    "with": mark("together with {value}"),
    "profile": mark("time limits: {value}"),
    "catalogue": mark("catalogue {value}"),
    "calendar": mark("calendar {value}"),
    "days": mark("{value} more"),
    "hop": mark("returned for the {value}. time"),
}
"""Where an event names a number, a version or a count."""

_MOMENTS = {"due": mark("due {at}"), "review_on": mark("looked at again on {at}"), "tries": mark("tried {at}"),
            "until": mark("until {at}")}  # fmt: skip
"""Where an event names moments or days."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_YES_OR_NO = {
    "three_way": (mark("three-way"), ""),
    "caller_gone": (mark("the caller was gone: only recorded, nobody was put through"), ""),
    "reached": (mark("the caller was reached"), mark("nobody was reached")),
    "contacted_by_unit": (mark("the unit had been in touch"), mark("the unit had not been in touch")),
}
"""What is said of a yes, and of a no."""

_DECIDED = {
    "accept": (mark("accepted"), mark("not accepted")),
    "grant": (mark("agreed to"), mark("not agreed to")),
    "late": (mark("asked after the time for it"), ""),
    "first_reply": (mark("the caller was told how it goes on"), ""),
    "note_falls": (mark("the note on the caller falls: it was about the number of before"), ""),
}
"""The same of what was asked for and decided."""

_REASON_LISTS = {"request_return": "return_reason", "hold": "clock_pause", "reveal": "reveal_reason"}
"""Commands whose reason is a code, and the list that it is of."""

_BESIDE = {
    "merged_in": mark("Another case was merged into this one"),
    "merged_out": mark("A merged case goes its own way again"),
}
"""What a command to another case has done to this one."""

_TEXTS = frozenset(
    {
        *("answer", "answered_by", "evidence", "explanation", "goes", "note", "opinion", "plan", "query", "question"),
        *("keeps", "reason", "reply", "said", "text", "was", "why"),
    }
)
"""What somebody has typed."""
_ENDS = (".", "!", "?", "…", "。", "！", "？")
_PAUSES = " ,;，；、"
"""Signs after which no other one is written between two phrases, and those that give way to it."""


def timeline_line(entry: TimelineEntry, pack: CityPack, now: datetime, zone: tzinfo) -> str:
    """Return one event as a line: when, what, by whom, and what it said."""
    said = filter(None, (_said(entry, name, pack, now, zone) for name in entry.data))
    parts = (exact(entry.at, now, zone), _what(entry), _by_whom(entry, pack), reduce(_joined, said, ""))
    return "  ".join(part for part in parts if part)


def _joined(before: str, phrase: str) -> str:
    """Return two phrases with one sign between them: what somebody typed may end with one already."""
    before = before.rstrip(_PAUSES)
    if before.endswith(_ENDS):
        return sentences(before, phrase)
    return tr("; ").join(filter(None, (before, phrase)))


def _by_whom(entry: TimelineEntry, pack: CityPack) -> str:
    """Return role and staff number; the worker of the centre is no person and has none."""
    role = coded(pack, "role", entry.role) if entry.role else ""
    return role if entry.role == Role.WORKER else f"{role} {entry.operator}".strip()


def _what(entry: TimelineEntry) -> str:
    if entry.kind == "addendum":
        row = COMMANDS.get(str(entry.data.get("op", "")))
        return tr("Came too late: {command}").format(command=tr(row.name)) if row else tr("Came too late")
    if entry.kind in _BESIDE:
        return tr(_BESIDE[entry.kind])
    row = COMMANDS.get(entry.kind)
    return tr(row.name) if row else tr("A step that this console is too old to name")


def _said(entry: TimelineEntry, name: str, pack: CityPack, now: datetime, zone: tzinfo) -> str:
    """Return what one datum of an event says; empty where it says nothing, or is of a newer program."""
    value = entry.data[name]
    if name in _YES_OR_NO or name in _DECIDED:
        yes, no = (_YES_OR_NO | _DECIDED)[name]
        said = yes if value else no
        return tr(said) if said else ""
    if not value:
        return ""
    if name == "clocks":
        return listed(clock_change_words(pack, change, now, zone) for change in value)
    if name == "changes":
        return _changed(value, pack, now, zone)
    if name in _CODE_LISTS:
        return coded(pack, _CODE_LISTS[name], str(value))
    if name == "reason" and entry.kind == "propose_refusal":
        return refusal_reason_words(pack, str(value))
    if name == "reason" and entry.kind == "propose_caller_note":
        return note_reason_words(str(value))
    if name == "reason" and entry.kind in _REASON_LISTS:
        return coded(pack, _REASON_LISTS[entry.kind], str(value))
    if name == "field":
        return field_words(str(value))
    if name == "kind":
        return supervise_words(str(value))
    if name in _UNITS or name in _NUMBERED:
        return _counted(name, value, pack)
    if name in _MOMENTS:
        moments = value if isinstance(value, list) else [value]
        return tr(_MOMENTS[name]).format(at=listed(_moment(str(each), now, zone) for each in moments))
    return visible(str(value)) if name in _TEXTS else ""


def _moment(told: str, now: datetime, zone: tzinfo) -> str:
    """Return a moment as it is read; a day has no hour."""
    return told if _DAY.fullmatch(told) else exact(datetime.fromisoformat(told), now, zone)


def _counted(name: str, value: Any, pack: CityPack) -> str:
    """Return what an event says of units, numbers and versions."""
    if name in _UNITS:
        units = value if isinstance(value, list) else [value]
        return tr(_UNITS[name]).format(unit=listed(unit_words(pack, str(each)) for each in units))
    written: dict[str, Callable[[str], str]] = {
        "number": number_words, "from": number_words, "with": number_words, "profile": partial(profile_words, pack),
        "days": lambda days: f"{float(days):g}",
    }  # fmt: skip
    return tr(_NUMBERED[name]).format(value=written.get(name, str)(str(value)))


def _changed(changes: Mapping[str, Any], pack: CityPack, now: datetime, zone: tzinfo) -> str:
    def shown(name: str, value: Any) -> str:
        return value_words(name, value, pack, now, zone) or "-"

    return listed(
        tr("{label}: {value}").format(label=field_words(name), value=f"{shown(name, old)} -> {shown(name, new)}")
        for name, (old, new) in changes.items()
    )
