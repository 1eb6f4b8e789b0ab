"""What a headless command asks of the centre in the name of who is signed in: work lists, and commands for one case."""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from city_packs.model import CityPack
from hotline.command_table import COMMANDS
from hotline.commands import parse_command
from hotline.order_number import NumberError, plain
from hotline.running_clocks import red_first
from hotline.wire import MutationOutcome, MutationResult
from local_cache.errors import GivenRefused, NotKnown, SeatError
from local_cache.model import Query
from local_cache.packs import NoPack
from local_cache.seat import Seat
from screens.parts.case_words import coded, number_words, place_words, unit_words
from screens.parts.lamp_words import counting_clock, lamp_piece, light_of
from screens.parts.unknown_city import NO_PACK
from screens.parts.work_counts import count_pieces
from seat_console.exit_codes import Exit
from seat_console.headless.answers import WAIT_S, Json, failure, nobody_there
from seat_console.zone import ZONE_BEFORE_PACK
from wording import listed, tr

if TYPE_CHECKING:
    from hotline.queue_doc import Proposal, QueueLine

GIVE_WAIT_S = 120.0
"""Longer than two askings and a look at the case take on a line that is just dying."""


def queue(seat: Seat, request: Json) -> Json:
    """Return a page of a work list; `text` of the page and of each line are its words for people."""
    if seat.session is None or seat.locked:
        return nobody_there(seat)
    page = seat.queue(request["name"], request["cursor"]).result(WAIT_S)
    pack = pack_of(seat)
    zone = ZoneInfo(pack.time_zone) if pack.time_zone else ZONE_BEFORE_PACK
    counts = count_pieces(page, page.as_of, zone)
    return {
        "as_of": page.as_of.isoformat(),
        "counts": page.counts.model_dump(mode="json"),
        "lines": [_line(each, page.as_of, pack) for each in page.lines],
        "next": page.next,
        "text": "".join(words for words, _ in counts).strip(),
    }


def give(seat: Seat, request: Json) -> Json:
    """Give a command to a case and return what became of it, in `text` for people."""
    if seat.session is None or seat.locked:
        return nobody_there(seat)
    case_id = case_id_of(seat, request["case"])
    if case_id is None:
        return no_such_case(request["case"])
    command = parse_command(request["op"], request["payload"])
    pack = pack_of(seat)
    if getattr(command, "pack_version", None) == "":
        command = command.model_copy(update={"pack_version": pack.version})
    try:
        result = seat.give(case_id, command, base_revision=request["revision"]).result(GIVE_WAIT_S)
    except TimeoutError:
        return failure(NotKnown(command.op))
    except GivenRefused as error:
        return _refused(error)
    return _given(seat, command.op, case_id, result, pack)


def _line(line: "QueueLine", now: datetime, pack: CityPack) -> Json:
    order = line.order
    counting, red_at = counting_clock(order), red_first(order.clocks)
    state = coded(pack, "state", order.state)
    proposed = listed(_proposal(each, pack) for each in line.proposed)
    words = (
        number_words(order.order_no), lamp_piece(order, now)[0], state, place_words(pack, order.area_code), order.title,
        proposed or unit_words(pack, order.at_unit),
    )  # fmt: skip
    return {
        "case_id": str(order.id),
        "number": order.order_no,
        "revision": order.revision,
        "state": order.state.value,
        "state_since": order.state_since.isoformat(),
        "light": light_of(order, now).value,
        "red_at": red_at.isoformat() if red_at else None,
        "due_at": counting.due_at.isoformat() if counting else None,
        "provisional": any(each.provisional for each in order.clocks),
        "title": order.title,
        "class_code": order.class_code,
        "area_code": order.area_code,
        "follow_up": order.follow_up,
        "lead_unit": order.lead_unit,
        "at_unit": order.at_unit,
        "urge_count": order.urge_count,
        "return_count": order.return_count,
        "number_of_callers": line.number_of_callers,
        "proposed": [each.model_dump(mode="json") for each in line.proposed],
        "text": "  ".join(filter(None, words)),
    }


def _proposal(proposal: "Proposal", pack: CityPack) -> str:
    name = unit_words(pack, proposal.unit)
    return f"{name} {proposal.share}%" if proposal.times else name


def _given(seat: Seat, op: str, case_id: UUID, result: MutationResult, pack: CityPack) -> Json:
    number = result.number or _number(seat, case_id)
    words = tr("{case}: {command}: done. The case is now: {state}")
    told: Json = {
        "case_id": str(case_id),
        "number": number,
        "op": op,
        "outcome": result.outcome.value,
        "state": result.state,
        "revision": result.revision,
        "conflicts": [each.field for each in result.conflicts],
        "text": words.format(
            case=number_words(number) or case_id,
            command=tr(COMMANDS[op].name),
            state=coded(pack, "state", result.state or ""),
        ),
    }
    if result.outcome is MutationOutcome.CONFLICT:
        stayed = tr("Somebody else changed these meanwhile, and their values stay: {fields}")
        told |= {"exit": int(Exit.PARTLY), "error": stayed.format(fields=listed(told["conflicts"]))}
    return told


def _refused(error: GivenRefused) -> Json:
    """Return a refusal with the field that it names, which a screen would mark."""
    field, found = error.refusal.field, error.refusal.detail
    told = failure(error)
    if field:
        told["error"] = f"{field}: {told['error']}"
    return told | {
        "code": error.refusal.code.value,
        "field": field,
        "found": found,
        "state": error.state.value if error.state else None,
        "revision": error.revision,
    }


def no_such_case(case: str) -> Json:
    """Return the answer for a number or id of which the centre shows nothing."""
    words = tr("The centre has no case {case} that you may see: check its number, or give its id")
    return {"exit": int(Exit.REFUSED), "error": words.format(case=case)}


def case_id_of(seat: Seat, case: str) -> UUID | None:
    """Return the case that an id or a number in any grouping names; None where the centre shows none."""
    try:
        number = plain(case)
    except NumberError:
        with suppress(ValueError):
            return UUID(case)
        return None
    found = seat.search_centre(Query(number=number)).result(WAIT_S).lines
    fitting = [line for line in found if line.number == number] or found
    return fitting[0].case_id if len(fitting) == 1 else None


def _number(seat: Seat, case_id: UUID) -> str:
    with suppress(SeatError, TimeoutError):
        view = seat.case(case_id).result(WAIT_S)
        return view.doc.order.order_no if view else ""
    return ""


def pack_of(seat: Seat) -> CityPack:
    """Return the seat's city pack; a seat that has none yet has codes in the place of names."""
    try:
        return seat.pack().result(WAIT_S)
    except NoPack:
        return NO_PACK
