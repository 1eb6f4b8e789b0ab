"""What a headless command reads of the lead's board and does there, in the name of who is signed in.

The centre says who may. No answer holds a caller's number, also where the centre gives it to who claims a caller.
"""

from collections.abc import Callable
from datetime import tzinfo
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hotline.board_doc import BoardAnswer
from hotline.codes import CallQueue
from hotline.desk_doc import MissedCaller
from hotline.lead_acts_doc import NoticeReaders, NoticeRequest, OrderGiven, SeatOrderRequest
from hotline.wire import Problem
from local_cache import board_questions as ask
from local_cache.board_questions import BoardAct
from local_cache.errors import CentreSaid
from local_cache.ids import new_id
from local_cache.seat import Seat
from screens.board import tiles, trouble_lines
from screens.board.forms import pause_reasons
from screens.board.heads import switch_pieces
from screens.board.notice_lines import sent_words
from screens.board.whole_seat import wanted_words, whole_of
from screens.board.words import length
from screens.parts.house_words import queue_words
from screens.parts.text_rows import Row
from seat_console.exit_codes import Exit
from seat_console.headless.answers import WAIT_S, Json, failure, nobody_there
from seat_console.headless.at_centre import pack_of
from seat_console.zone import ZONE_BEFORE_PACK
from wording import listed, mark, tr

_CALLER = {"number"}
"""What is left out of every answer."""
_LISTS = {"seats", "troubles"}
_PLACES = mark("PLACE: * for every seat, seat:NUMBER with one of those of board seats, or one of: {places}")
_REASONS = mark("--reason: for paused one of {reasons}; for anything else it is left out")
_NO_PACK = mark("(this seat has no city pack yet: sync brings it)")
_NO_SEAT = mark("There is no seat {seat}: board seats lists them all")


def show(seat: Seat, request: Json) -> Json:
    """Return a part of the board: its figures, its seats or its troubles; `text` are its lines for people."""
    if seat.session is None or seat.locked:
        return nobody_there(seat)
    answer = seat.board(ask.changes(0, "")).result(WAIT_S)
    what = request["what"]
    if what == "figures":
        return {**_told(answer, *_LISTS, "epoch", "n", "whole"), "text": _figures(seat, answer)}
    rows = _told(answer)[what]
    return {"now": answer.now.isoformat(), what: rows, "text": _SHOWN[what](seat, answer)}


def missed(seat: Seat, _request: Json) -> Json:
    """Return the callers who gave up and have not been called back."""
    if seat.session is None or seat.locked:
        return nobody_there(seat)
    callers = seat.board(ask.missed_callers()).result(WAIT_S).callers
    return {
        "callers": [_told(each, *_CALLER) for each in callers],
        "text": [_caller(seat, each) for each in callers] or [tr("Everybody who gave up has been called back")],
    }


def act(seat: Seat, request: Json) -> Json:
    """Do one thing at the board and return what the centre says of it; `text` are its words for people."""
    if seat.session is None or seat.locked:
        return nobody_there(seat)
    try:
        wanted = _act(request)
    except ValidationError as error:
        return {"exit": int(Exit.USAGE), "error": _not_taken(error.errors()[0])}
    try:
        told = seat.board_act(wanted).result(WAIT_S)
    except CentreSaid as error:
        return failure(error) | {"error": _not_done(seat, request, error)}
    return {**_told(told, *_CALLER), "text": [_DONE[request["act"]](seat, request, told)]}


def _not_done(seat: Seat, request: Json, error: CentreSaid) -> str:
    """Return why the centre does not do it: where something is not there, what there is."""
    order, pack = request["act"] == "order", pack_of(seat)
    if error.field == "place":
        return tr(_PLACES).format(places=listed(f"sub_centre:{code}" for code in pack.sub_centres) or tr(_NO_PACK))
    if error.field == "reason":
        return tr(_REASONS).format(reasons=listed(pause_reasons(pack)) or tr(_NO_PACK))
    if error.field == "seat" or (order and error.problem in (Problem.NOT_FOUND, Problem.INVALID)):
        return tr(_NO_SEAT).format(seat=request["seat"])
    if error.problem == Problem.NOT_FOUND:
        return tr("No caller of this id waits to be called back: board missed lists them")
    return str(failure(error)["error"])


def _not_taken(error: ErrorDetails) -> str:
    """Return which field the centre would not take, and what to do about it where that is known."""
    field = error["loc"][0]
    match error["type"]:
        case "string_too_long":
            words = tr("{field}: too long, shorten it; characters at most: {most}")
            return words.format(field=field, most=error["ctx"]["max_length"])
        case "string_too_short":
            return tr("{field}: write something").format(field=field)
    return tr("{field}: the centre does not take that").format(field=field)


def _act(request: Json) -> BoardAct[Any]:
    match request["act"]:
        case "notice":
            return ask.send_notice(
                NoticeRequest(
                    notice_id=new_id(), place=request["place"], words=request["words"], must_read=request["must_read"]
                )
            )
        case "order":
            value = request["value"]
            kind = "queue" if value in tuple(CallQueue) else "state"
            asked = SeatOrderRequest(order_id=new_id(), kind=kind, value=value, reason=request["reason"])
            return ask.order_seat(request["seat"], asked)
        case "claim":
            return ask.claim(UUID(request["call"]), request["seat"])
    return ask.release(UUID(request["call"]))


def _told(model: BaseModel, *without: str) -> Json:
    return model.model_dump(mode="json", exclude=set(without))


def _zone(seat: Seat) -> tzinfo:
    pack = pack_of(seat)
    return ZoneInfo(pack.time_zone) if pack.time_zone else ZONE_BEFORE_PACK


def _figures(seat: Seat, answer: BoardAnswer) -> list[str]:
    zone = _zone(seat)
    return [words for words, _ in switch_pieces(answer, zone)] + [
        tr("{label}: {value}").format(
            label=tiles.said_of(each.key, answer), value=f"{each.value}  ({each.beside})" if each.beside else each.value
        )
        for each in tiles.tiles(answer, "day", answer.now, zone)
    ]


def _seats(seat: Seat, answer: BoardAnswer) -> list[str]:
    pack, zone, rostered = pack_of(seat), _zone(seat), answer.not_as_rostered
    wholes = [whole_of(each, pack, answer.now, zone, rostered.get(each.seat, "")) for each in answer.seats]
    return ["  ".join(map(_plain, rows)) for rows in wholes]


def _troubles(seat: Seat, answer: BoardAnswer) -> list[str]:
    rows = trouble_lines.rows(answer.troubles, pack_of(seat), answer.now, {each.seat: each for each in answer.seats})
    found = ["  ".join(words for words, _ in row.cells if words) for row in rows]
    return found or [tr(trouble_lines.NO_TROUBLE)]


def _plain(row: Row) -> str:
    return "".join(words for words, _ in row).strip()


def _claimed(seat: Seat, _request: Json, caller: MissedCaller) -> str:
    return _caller(seat, caller)


def _caller(seat: Seat, caller: MissedCaller) -> str:
    gave_up = f"{caller.abandoned_at.astimezone(_zone(seat)):%Y-%m-%d %H:%M:%S}"
    claimed = caller.seat or tr("nobody")
    words = (
        str(caller.call_id), gave_up, length(caller.waited_s), queue_words(pack_of(seat), caller.queue),
        tr("{label}: {value}").format(label=tr("Claimed by"), value=claimed),
    )  # fmt: skip
    return "  ".join(words)


def _noticed(_seat: Seat, _request: Json, told: NoticeReaders) -> str:
    return sent_words(len(told.unread))


def _ordered(seat: Seat, request: Json, told: OrderGiven) -> str:
    words = tr("{seat} is told to: {what}")
    if told.waits:
        words = tr("{seat} is to: {what}. It has no line: the order waits")
    return words.format(seat=request["seat"], what=wanted_words(told.order, pack_of(seat)))


_SHOWN: dict[str, Callable[[Seat, BoardAnswer], list[str]]] = {"seats": _seats, "troubles": _troubles}
_DONE: dict[str, Callable[[Seat, Json, Any], str]] = {
    "notice": _noticed,
    "order": _ordered,
    "claim": _claimed,
    "release": _claimed,
}
