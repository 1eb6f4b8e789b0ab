"""What `practice from-case` asks of an open seat: a scenario drafted from a case, as who is signed in may see it.

The case is read as a screen reads it, masked; nothing is revealed for a draft.
"""

from collections.abc import Iterable

from hotline.order_number import PRACTICE_SEAT, is_number, plain
from hotline.personal_signs import Kind
from local_cache.seat import Seat
from practice.case_draft import draft
from practice.clear_of_personal import Left, cleared, texts_of
from screens.parts.choices import area_choices
from seat_console.exit_codes import Exit
from seat_console.headless.answers import WAIT_S, Json, nobody_there
from seat_console.headless.at_centre import case_id_of, no_such_case, pack_of
from wording import listed, mark, tr, trn

_LOOKS_LIKE = {
    Kind.PHONE: mark("looks like a telephone number"),
    Kind.ID_NUMBER: mark("looks like an ID number"),
    Kind.BANK_CARD: mark("looks like the number of a bank card"),
    Kind.PLATE: mark("looks like a number plate"),
    Kind.EMAIL: mark("looks like an e-mail address"),
    Kind.ACCOUNT: mark("looks like somebody's account"),
    Kind.NAME: mark("looks like somebody's name"),
    Kind.FIRM: mark("looks like the name of a firm"),
    Kind.PLACE: mark("looks like a place by which somebody can be found"),
    Kind.NUMBER: mark("looks like a number that is somebody's"),
}


def draft_from_case(seat: Seat, request: Json) -> Json:
    """Return the draft in `text`, or in `lines` what is left in the case that looks like personal data."""
    if seat.session is None or seat.locked:
        return nobody_there(seat)
    case_id = case_id_of(seat, request["case"])
    view = seat.case(case_id).result(WAIT_S) if case_id else None
    if view is None:
        return _no_case(request["case"])
    order, pack = view.doc.order, pack_of(seat)
    areas = [each.name for each in pack.area_path(order.area_code)] if pack.has_area(order.area_code) else []
    texts, instead = texts_of(view.doc), dict(request["instead"])
    # A place stays named when other words stand there by now: it was looked at before they were given.
    named = [each.place for given in ({}, instead) for each in cleared(order, texts, areas, instead=given)[1]]
    if unknown := next((place for place in request["none"] if place not in named), ""):
        return {"exit": int(Exit.INVALID), "error": _not_named(unknown, dict.fromkeys(named))}
    texts, left = cleared(order, texts, areas, none=request["none"], instead=instead)
    if not left:
        return {"text": draft(order, texts, pack, lambda typed: area_choices(pack).taken_by(typed))}
    words = trn(
        "{count} place is left to look at: say --none PLACE, or --instead WORDS=OTHERS. Nothing was written",
        "{count} places are left to look at: say --none PLACE, or --instead WORDS=OTHERS. Nothing was written",
        len(left),
    )
    return {"exit": int(Exit.INVALID), "error": words.format(count=len(left)), "lines": [_line(each) for each in left]}


def _not_named(place: str, named: Iterable[str]) -> str:
    """Say that nobody was asked to look at a place, and which ones can be given."""
    if places := listed(named):
        return tr("{place} is no place that was named: give {places}").format(place=place, places=places)
    return tr("{place} is no place that was named: nothing is to be looked at here, leave it out").format(place=place)


def _no_case(case: str) -> Json:
    """Return the answer for what names no case; nobody can know from the desk that not each call has a number."""
    if is_number(case) and plain(case).startswith(PRACTICE_SEAT):
        words = tr("{case} is a number of practice, and nothing real: give that of a case at the centre")
        return {"exit": int(Exit.REFUSED), "error": words.format(case=case)}
    told = no_such_case(case)
    by_hand = tr("A call that made no case has no number: write its scenario by hand")
    return {**told, "error": f"{told['error']}\n{by_hand}"}


def _line(left: Left) -> str:
    return f"{left.place}: {tr(_LOOKS_LIKE[left.kind])}: {left.words}"
