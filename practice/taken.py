"""What was taken down in a call: its commands as they stand at the end, with what was mended in them afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from city_packs.scenario import ReferenceRecord, Scenario
from city_packs.scenario_fields import FILING
from practice.record import Act

_WRITTEN = ("content", "answer", "note", "said", "text")
_DEFAULTS: dict[str, str | bool] = {
    "urgency": "normal",
    "subject_kind": "natural",
    **dict.fromkeys(("anonymous", "confidential", "is_enterprise", "three_way", "caller_gone"), False),
}
_UNMARKED = frozenset({"reveal"})
"""Commands that only look at something."""


@dataclass(slots=True)
class Taken:
    """One command. `values` are those of its intake and its own by name, texts among them; `notes` came after it.

    `ms` is when it was made. `case` is the past case, or the own one, that it was given to or that it made.
    """

    op: str
    ms: int
    values: dict[str, str | bool]
    case: str = ""
    notes: list[str] = field(default_factory=list)

    def value(self, name: str) -> str | bool:
        """Return a value; where nothing was said, the one that an empty form has."""
        return self.values.get(name, _DEFAULTS.get(name, ""))

    @property
    def text(self) -> str:
        """All that was written but the address."""
        return "\n".join((*(str(self.value(name)) for name in _WRITTEN), *self.notes))


@dataclass(frozen=True, slots=True)
class Pair:
    """A record of the reference with the command that was matched to it, if any."""

    reference: ReferenceRecord
    taken: Taken | None

    @property
    def right_act(self) -> bool:
        """Say whether the right command was given."""
        return self.taken is not None and self.taken.op == self.reference.op


def taken_of(acts: Iterable[Act], scenario: Scenario) -> tuple[Taken, ...]:
    """Return the commands in the order in which they were made.

    An amendment of a case of this call, and a note to it, become part of it; one that was withdrawn again is left out.
    What an urged case got as a note, before it or after, is what was said with the urging, where the reference does
    not want the note by itself. A mutation that is recorded twice counts once.
    """
    noted = {record.case for record in scenario.records if record.op == "add_note"}
    found: list[Taken] = []
    told: set[str] = set()
    for act in sorted(acts, key=lambda act: (_made(act), act.seq)):
        if act.op in _UNMARKED or act.mutation in told:
            continue
        told |= {act.mutation} - {""}
        own = _last(found, act.case, FILING) if act.case else None
        kept = own or (None if act.case in noted else _last(found, act.case, {"urge"}))
        if act.op == "amend_case" and own is not None:
            own.values |= {
                name: new for name, (_, new) in act.payload["changes"].items() if isinstance(new, str | bool)
            }
        elif act.op == "withdraw" and own is not None:
            found.remove(own)
        elif act.op == "add_note" and kept is not None:
            kept.notes.append(str(act.payload.get("text", "")))
        else:
            taken = _taken(act)
            if act.op == "urge" and act.case not in noted:
                taken.notes = _notes_out_of(found, act.case)
            found.append(taken)
    return tuple(found)


def _made(act: Act) -> int:
    return act.made_ms or act.ms


def _last(found: list[Taken], case: str, ops: Iterable[str]) -> Taken | None:
    return next((each for each in reversed(found) if each.case == case and each.op in ops), None)


def _notes_out_of(found: list[Taken], case: str) -> list[str]:
    """Take the notes to a case out of what was found, and return their texts."""
    notes = [each for each in found if each.op == "add_note" and each.case == case]
    for each in notes:
        found.remove(each)
    return [each.text for each in notes]


def _taken(act: Act) -> Taken:
    told = {**(act.payload.get("intake") or {}), **act.payload}
    values = {name: value for name, value in told.items() if isinstance(value, str | bool)}
    return Taken(act.op, _made(act), values, act.case)
