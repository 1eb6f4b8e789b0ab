"""In which order the seats stand, and which of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from hotline.codes import AgentState
from screens.board.seat_cells import TOO_LONG, is_out, is_unknown
from screens.board.words import UNKNOWN
from wording import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from hotline.board_doc import SeatRow


class By(Enum):
    """An order of the seats; its value is the message id of its name."""

    NUMBER = mark("by number")
    TIME = mark("longest in its state first")
    STATE = mark("by state")
    TROUBLE = mark("trouble first")


_STATES = (AgentState.RINGING, AgentState.TALKING, AgentState.HELD, AgentState.WRAP_UP, AgentState.READY,
           AgentState.PAUSED, AgentState.PRACTICE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """Which seats are shown: of a `state` (`?` for unknown), of a `sub_centre`, or only those with `trouble`."""

    state: str = ""
    sub_centre: str = ""
    trouble: bool = False

    @property
    def is_all(self) -> bool:
        """Say whether every seat is shown."""
        return self == Filter()

    def lets(self, row: SeatRow, troubled: frozenset[str]) -> bool:
        """Say whether a seat is shown; `troubled` are those about which there is trouble."""
        if self.state and shown_state(row) != self.state:
            return False
        if self.sub_centre and row.sub_centre != self.sub_centre:
            return False
        return not self.trouble or row.seat in troubled


def shown_state(row: SeatRow) -> str:
    """Return the state under which a seat is counted: that of a silent one is unknown, and who is out is out."""
    if is_unknown(row):
        return UNKNOWN
    return AgentState.SIGNED_OUT if is_out(row) else row.state


def arranged(
    rows: Iterable[SeatRow], by: By, only: Filter, troubled: frozenset[str], flags: Mapping[str, str]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the seats by sub-centre, or in one group without a name where another order goes across these."""
    shown = [row for row in rows if only.lets(row, troubled)]
    if by is By.NUMBER:
        groups: dict[str, list[str]] = {}
        for row in sorted(shown, key=lambda each: each.seat):
            groups.setdefault(row.sub_centre, []).append(row.seat)
        return [(code, tuple(seats)) for code, seats in groups.items()]
    keys: dict[By, Callable[[SeatRow], tuple[object, ...]]] = {
        By.TIME: lambda row: (is_out(row), _since(row), row.seat),
        By.STATE: lambda row: (_rank(row), _since(row), row.seat),
        By.TROUBLE: lambda row: (row.seat not in troubled, flags.get(row.seat, TOO_LONG), row.seat),
    }
    found = sorted(shown, key=keys[by])
    return [("", tuple(row.seat for row in found))] if found else []


def _since(row: SeatRow) -> float:
    since: datetime | None = row.heard_at if row.silent else row.since
    return since.timestamp() if since is not None else float("inf")


def _rank(row: SeatRow) -> int:
    state = shown_state(row)
    if state == UNKNOWN:
        return len(_STATES)
    return _STATES.index(AgentState(state)) if state in _STATES else len(_STATES) + 1
