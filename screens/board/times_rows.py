"""Times by state in words: what a seat, a sub-centre or all of them did today. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.codes import AgentState
from screens.board.words import hours, length, state_words
from screens.parts.case_words import coded
from screens.parts.rate_words import rate_words
from widgets.lamp import Tone
from wording import listed, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.board_doc import TimesSpent
    from screens.parts.text_rows import Row

HELD_IN: dict[str, tuple[str, ...]] = {
    AgentState.READY: (AgentState.READY, AgentState.RINGING),
    AgentState.TALKING: (AgentState.TALKING, AgentState.HELD),
    AgentState.WRAP_UP: (AgentState.WRAP_UP,),
    AgentState.PAUSED: (AgentState.PAUSED,),
}
"""The states that are added up under one name, as occupancy does: a ring is idle, hold is work."""


def spent_in(spent: TimesSpent, state: str) -> float:
    """Return the seconds in a state and in what is added up with it."""
    return sum(spent.states.get(each, 0.0) for each in HELD_IN[state])


def times_rows(spent: TimesSpent, pack: CityPack) -> list[Row]:
    """Return times by state, pauses by reason, the average wrap-up and the occupancy."""
    by_state = [f"{state_words(pack, state)} {hours(spent_in(spent, state))}" for state in HELD_IN]
    pauses = [f"{coded(pack, 'pause_reason', reason)} {hours(seconds)}" for reason, seconds in spent.pauses.items()]
    average = tr("wrap-up average {length}").format(length=length(spent.average_wrap_up_s))
    share = tr("occupancy {share}").format(share=rate_words(spent.occupancy))
    rows: list[Row] = [[("  ".join(by_state), Tone.GREY)], [(f"{average}  {share}", Tone.BRIGHT)]]
    if pauses:
        rows.append([(tr("paused: {pauses}").format(pauses=listed(pauses)), Tone.GREY)])
    return rows
