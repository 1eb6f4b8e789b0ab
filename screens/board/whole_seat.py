"""The whole of one seat in two rows, as the lines under the grid say it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.texts import visible
from screens.board.seat_cells import is_out, is_unknown
from screens.board.words import state_words, who_sits
from screens.parts.house_words import queue_words, sub_centre_words
from widgets.clock_text import minutes, span
from widgets.lamp import Piece, Tone
from wording import tr, trn

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from city_packs.model import CityPack
    from hotline.board_doc import SeatRow
    from hotline.desk_doc import SeatOrder
    from screens.parts.text_rows import Row


def whole_of(row: SeatRow, pack: CityPack, now: datetime, zone: tzinfo, rostered: str = "") -> list[Row]:
    """Return who sits there in which state, and what waits there; of a silent seat as it was last heard.

    `now` is the moment up to which the board is known, by the centre's clock. `rostered` is who should sit there where
    that is somebody else.
    """
    head, waits = _of(row, pack, now, zone)
    if row.guest:
        guest = tr("answers: {name}").format(name=visible(row.guest))
        waits = [*waits, (f"  {guest}", Tone.BRIGHT)]
    if rostered:
        words = tr("by the roster: {name}").format(name=visible(rostered))
        waits = [*waits, (f"  {words}", Tone.YELLOW)]
    return [head, waits]


def _of(row: SeatRow, pack: CityPack, now: datetime, zone: tzinfo) -> tuple[Row, Row]:
    seat, where = (f"{row.seat}  ", Tone.ACCENT), sub_centre_words(pack, row.sub_centre)
    who: list[Piece] = [] if _never_heard(row) else [(f"{who_sits(row) or tr('nobody signed in')}  ", Tone.BRIGHT)]
    if is_unknown(row):  # where the seat stands comes last: on 80 columns that nothing is known would be cut
        silence = (_silence(row, now, zone), Tone.YELLOW)
        return [seat, *who, silence, (f"  {where}", Tone.GREY)], _waits(row, pack, now)
    head: list[Piece] = [seat, (f"{where}  ", Tone.GREY), *who]
    if is_out(row):
        return [*head, (state_words(pack, row.state), Tone.GREY)], _waits(row, pack, now)
    head.append((_state(row, pack, now), Tone.BRIGHT))
    if row.silent:
        return head, _waits(row, pack, now)
    head.append((f"  {queue_words(pack, row.queue)}", Tone.GREY))
    return [*head, (f"  {tr('on line')}", Tone.GREY)], _waits(row, pack, now)


def _state(row: SeatRow, pack: CityPack, now: datetime) -> str:
    state = state_words(pack, row.state, row.reason)
    return f"{state} {minutes((now - row.since).total_seconds())}" if row.since is not None else state


def _never_heard(row: SeatRow) -> bool:
    """Return whether who sits there and what waits there is not even known of some moment before."""
    return row.silent and row.heard_at is None


def _silence(row: SeatRow, now: datetime, zone: tzinfo) -> str:
    if row.heard_at is None:
        return tr("never heard: how it stands is not known")
    ago = minutes((now - row.heard_at).total_seconds())
    words = tr("no line: last heard {at}, {ago} ago; now unknown")
    return words.format(at=f"{row.heard_at.astimezone(zone):%H:%M:%S}", ago=ago)


def _waits(row: SeatRow, pack: CityPack, now: datetime) -> Row:
    """Return what waits at a seat: unsent work, kept drafts, a hand, an order."""
    pieces: list[Piece] = [("      ", Tone.GREY), *([] if _never_heard(row) else _heard(row, pack, now))]
    if row.hand_id is not None and row.hand_at is not None:
        up = tr("hand up {span}").format(span=minutes((now - row.hand_at).total_seconds()))
        pieces.append((f"  {up}", Tone.YELLOW))
        if row.hand_words:
            pieces.append((f": {visible(row.hand_words)}", Tone.BRIGHT))
    for order in row.orders_at(now):
        words = tr("to do: {what} ({who})")
        said = words.format(what=wanted_words(order, pack), who=order.given_by or tr("the telephone"))
        pieces.append((f"  {said}", Tone.YELLOW))
    return pieces


def _heard(row: SeatRow, pack: CityPack, now: datetime) -> Row:
    """Return what the seat itself last said of its state, its unsent work and its kept drafts."""
    pieces: list[Piece] = []
    if is_unknown(row):
        state = state_words(pack, row.state, "" if is_out(row) else row.reason)
        pieces.append((tr("then: {state}").format(state=state) + "  ", Tone.GREY))
    pieces.append(_unsent(row, now))
    drafts = trn("{count} draft kept", "{count} drafts kept", row.kept_drafts).format(count=row.kept_drafts)
    return [*pieces, (f"  {drafts}", Tone.GREY)]


def _unsent(row: SeatRow, now: datetime) -> Piece:
    if not row.unsent:
        return tr("unsent 0"), Tone.GREY
    if row.oldest_unsent_at is None:
        return tr("{count} unsent").format(count=row.unsent), Tone.YELLOW
    oldest = span((now - row.oldest_unsent_at).total_seconds())
    return tr("{count} unsent, oldest {span}").format(count=row.unsent, span=oldest), Tone.YELLOW


def wanted_words(order: SeatOrder, pack: CityPack) -> str:
    """Return what a lead wants of a seat."""
    if order.kind == "queue":
        return tr("queue: {queue}").format(queue=queue_words(pack, order.value))
    return state_words(pack, order.value, order.reason)
