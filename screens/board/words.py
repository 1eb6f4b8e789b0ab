"""What the board shows, in words: states, places, queues, figures. Pure."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from hotline.codes import AgentState
from screens.parts.case_words import coded
from screens.parts.house_words import sub_centre_words
from widgets.clock_text import minutes
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from city_packs.model import CityPack
    from hotline.board_doc import SeatRow

NONE = "-"
"""What a figure of nothing is: neither 0 nor all."""
UNKNOWN = "?"
"""The sign of a seat of which nobody knows how it stands."""
NOBODY = "--"
"""The sign of a seat at which nobody is signed in."""

STATE_SIGNS: dict[str, str] = {
    AgentState.READY: mark("Re"),
    AgentState.RINGING: mark("Ri"),
    AgentState.TALKING: mark("Ta"),
    AgentState.HELD: mark("Ho"),
    AgentState.WRAP_UP: mark("Wr"),
    AgentState.PAUSED: mark("Pa"),
    AgentState.PRACTICE: mark("Pr"),
}
"""The two cells of each state: how its name begins. The legend above the seats says the names."""


def sign_words(state: str) -> str:
    """Return the sign of a state, two cells at most."""
    return tr(STATE_SIGNS[state]) if state in STATE_SIGNS else NOBODY


def state_words(pack: CityPack, state: str, reason: str = "") -> str:
    """Return a state as the city calls it, a pause with its reason."""
    said = coded(pack, "agent_state", state or AgentState.SIGNED_OUT)
    if not reason:
        return said
    return tr("{state}: {reason}").format(state=said, reason=coded(pack, "pause_reason", reason))


def short_names(pack: CityPack, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of sub-centres by their codes, without the words with which all of them end."""
    names = {code: sub_centre_words(pack, code) for code in codes}
    if len(names) < 2:
        return names
    ends = zip(*(reversed(name) for name in names.values()), strict=False)
    same = sum(1 for _ in takewhile(lambda signs: len({*signs}) == 1, ends))
    return {code: name[: len(name) - same].strip() or name for code, name in names.items()}


def who_sits(row: SeatRow) -> str:
    """Return who is signed in at a seat; empty for nobody."""
    return f"{row.operator} {row.operator_id}".strip()


def length(seconds: float | None) -> str:
    """Return an average as `0:41`; a dash where there is none."""
    if seconds is None:
        return NONE
    return minutes(seconds).removeprefix("0")


def hours(seconds: float) -> str:
    """Return a length as `2:05:11`."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def number(count: int) -> str:
    """Return a count as `1,284`."""
    return f"{count:,}"
