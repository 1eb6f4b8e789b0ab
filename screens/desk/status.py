"""The desk's top line in words. Only what the seat says about the line and the queue is said here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.codes import AgentState
from screens.desk.own_state import CALLING_BACK
from screens.parts.case_words import coded
from screens.parts.line_words import line_pieces
from screens.parts.who_words import who_words
from screens.services import DeskCalls
from widgets.clock_text import minutes
from widgets.lamp import Piece, Tone, signed
from widgets.status_line import Who
from wording import mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.clocks import Clock
    from screens.desk.call import DeskCall
    from screens.desk.own_state import Pause
    from screens.services import Services


_BEFORE_THE_PACK: Mapping[AgentState, str] = {
    AgentState.SIGNED_OUT: mark("Signed out"),
    AgentState.READY: mark("Ready"),
    AgentState.RINGING: mark("Ringing"),
    AgentState.TALKING: mark("Talking"),
    AgentState.HELD: mark("On hold"),
    AgentState.WRAP_UP: mark("Wrap-up"),
    AgentState.PAUSED: mark("Paused"),
}
"""The names of the list `agent_state` for the first picture, which comes before the city's pack has been read."""


def desk_status(
    services: Services, call: DeskCall, now: datetime, *, takes_calls: bool, pause: Pause | None = None
) -> tuple[list[Who], list[Piece]]:
    """Return who and where, and at the right the operator's state with its clock, then the line and the queue.

    Nobody is called ready whose sign-in takes no calls (`takes_calls` false); `pause` is that of who takes none now.
    """
    state = [_state_piece(services.city_pack, call, now)]
    if pause is not None:
        state = [pause_piece(services.city_pack, pause, now)]
    elif call.state is AgentState.READY:
        if services.pack is None:
            state = [(tr("city data is loading"), Tone.YELLOW)]  # no place and no class can be chosen yet
        elif not takes_calls:
            state = []
    return who_words(services), [*state, *line_pieces(services.seat.status, now)]


def calls_elsewhere(pack: CityPack, calls: Sequence[DeskCall], pause: Pause | None, now: datetime) -> DeskCalls:
    """Return what other screens show of the desk: calls, those that ring with the sign of a lamp, or a pause.

    A call-back within the pause for it is that pause, whose clock goes on, as on the desk.
    """
    pieces: list[Piece] = [pause_piece(pack, pause, now)] if pause else []
    is_called_back = pause is not None and pause.reason == CALLING_BACK
    for call in calls:
        if is_called_back and call.missed_id and call.is_live:
            continue
        piece = _state_piece(pack, call, now)
        if call.is_ringing and piece[1] is Tone.BRIGHT:
            piece = signed(piece[0], Tone.YELLOW)  # whoever looks elsewhere must see it from the first second
        if call.is_ringing or call.is_live:
            pieces.append(piece)
    return DeskCalls(tuple(pieces), any(call.is_live and call.call_id for call in calls))


def _state_piece(pack: CityPack, call: DeskCall, now: datetime) -> Piece:
    state = call.state
    name = coded(pack, "agent_state", state) if pack.code_lists else tr(_BEFORE_THE_PACK[state])
    if call.missed_id and call.is_live:
        name = pause_words(pack, CALLING_BACK)
    since = call.since
    if since is None:
        return name, Tone.GREY
    seconds = int((now - since).total_seconds())
    tone = Tone.BRIGHT
    if state in (AgentState.WRAP_UP, AgentState.RINGING):
        tone = _lamp(_clock(pack, "hang_up" if state is AgentState.WRAP_UP else "ring"), seconds)
    if state is AgentState.TALKING:
        seconds = call.talk_seconds(now)
    return signed(f"{name} {minutes(seconds)}", tone)


def pause_piece(pack: CityPack, pause: Pause, now: datetime) -> Piece:
    """Return a pause with its clock, its lamp yellow from the city's limit on and red from twice of it."""
    seconds = (now - pause.since).total_seconds()
    limit = 60.0 * float(pack.settings.get("pause_minutes", 0)) or seconds + 1
    tone = Tone.RED if seconds >= 2 * limit else Tone.YELLOW if seconds >= limit else Tone.BRIGHT
    return signed(f"{pause_words(pack, pause.reason)} {minutes(seconds)}", tone)


def pause_words(pack: CityPack, reason: str) -> str:
    """Return a pause with its reason, as the city calls them."""
    name = tr(_BEFORE_THE_PACK[AgentState.PAUSED])
    if pack.code_lists:
        name = coded(pack, "agent_state", AgentState.PAUSED)
    return tr("{label}: {value}").format(label=name, value=coded(pack, "pause_reason", reason)) if reason else name


def _clock(pack: CityPack, start: str) -> Clock | None:
    clocks = pack.clock_profiles[pack.default_profile].clocks
    return next((each for each in clocks if each.start == start and each.unit == "seconds"), None)


def _lamp(clock: Clock | None, seconds: int) -> Tone:
    if clock is None or seconds < clock.yellow:
        return Tone.BRIGHT
    return Tone.RED if seconds >= clock.red else Tone.YELLOW


def wrap_up_is_late(pack: CityPack, seconds: int) -> bool:
    """Say whether the wrap-up has lasted longer than the city aims at."""
    return _lamp(_clock(pack, "hang_up"), seconds) is not Tone.BRIGHT
