"""The lines that head the board: how old it is, and how many seats are in which state. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hotline.codes import AgentState
from screens.board.seat_order import By, Filter, shown_state
from screens.board.words import UNKNOWN, sign_words, state_words
from screens.parts.house_words import sub_centre_words
from widgets.lamp import Piece, Tone, signed
from wording import tr

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from city_packs.model import CityPack
    from hotline.board_doc import BoardAnswer, SeatRow

_ORDER = (AgentState.READY, AgentState.RINGING, AgentState.TALKING, AgentState.HELD, AgentState.WRAP_UP,
          AgentState.PAUSED, AgentState.PRACTICE, UNKNOWN, AgentState.SIGNED_OUT)  # fmt: skip


def age_pieces(
    answer: BoardAnswer | None, at: datetime, ago: float | None, zone: tzinfo, *, live: bool, line_up: bool,
    keeps: bool = True,
) -> list[Piece]:  # fmt: skip
    """Return whether the board is live, else as of when it is, how old, and why.

    `keeps` is false while the centre is there and its database is not, which the top line calls by the same words.
    """
    why = tr("no line")
    if line_up:
        why = tr("the centre does not answer") if keeps else tr("centre keeps nothing now")
    if answer is None or ago is None:
        return [(tr("asking the centre ..."), Tone.GREY)] if line_up and keeps else [signed(why, Tone.YELLOW)]
    clock = f"{at.astimezone(zone):%H:%M:%S}"
    if live:
        return [(tr("{at} live").format(at=clock), Tone.GREY)]
    words = tr("as of {at}, {seconds} s ago, {why}")
    return [signed(words.format(at=clock, seconds=int(ago), why=why), Tone.YELLOW)]


def switch_pieces(answer: BoardAnswer | None, zone: tzinfo) -> list[Piece]:
    """Return that there is no line to the switch, and since when, or that there never was; nothing while there is."""
    if answer is None or answer.switch_up:
        return []
    if answer.switch_since is None:
        return [("! " + tr("the switch was never heard"), Tone.YELLOW)]
    since = f"{answer.switch_since.astimezone(zone):%H:%M:%S}"
    words = tr("no line to the switch since {at}: calls are as of then").format(at=since)
    return [(f"!! {words}", Tone.RED)]


def state_pieces(rows: Iterable[SeatRow], pack: CityPack, *, names: bool) -> list[Piece]:
    """Return how many seats are in each state by its sign, or by its name, in which its sign stands."""
    counts = Counter(shown_state(row) for row in rows)
    pieces: list[Piece] = []
    for state in _ORDER:
        if counts[state]:
            sign, name = sign_words(state), state_words(pack, state)
            if state == UNKNOWN:
                sign, name = UNKNOWN, f"{UNKNOWN} {tr('unknown')}"
            elif state == AgentState.SIGNED_OUT:
                name = f"{sign} {name}"
            said = f"{name if names else sign} {counts[state]}"
            pieces.append((said, Tone.YELLOW if state == UNKNOWN else Tone.GREY))
    return pieces


def which_pieces(by: By, only: Filter, in_sight: tuple[int, int, int], total: int, pack: CityPack) -> list[Piece]:
    """Return which seats are in sight, and in which order where that is another than by number."""
    first, last, count = in_sight
    seen = f"{first}-{last} / {count}" if (first, last) != (1, count) else f"{count}"
    pieces: list[Piece] = [(tr("seats {seen}").format(seen=seen), Tone.GREY)]
    if not only.is_all:
        pieces.append((tr("only {which} of {total}").format(which=filter_words(only, pack), total=total), Tone.ACCENT))
    if by is not By.NUMBER:
        pieces.append((tr(by.value), Tone.ACCENT))
    return pieces


def filter_words(only: Filter, pack: CityPack) -> str:
    """Return which seats are shown."""
    if only.trouble:
        return tr("those in trouble")
    if only.sub_centre:
        return sub_centre_words(pack, only.sub_centre)
    if only.state:
        return tr("unknown") if only.state == UNKNOWN else state_words(pack, only.state)
    return tr("all")
