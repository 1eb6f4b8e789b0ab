"""What makes a whole mark 0: a fact distorted, a risk downgraded, an emergency kept, personal data given away."""

import re
from collections.abc import Iterator

from city_packs.scenario import ReferenceRecord
from city_packs.scenario_fields import FILING
from city_packs.stated import plain
from hotline.codes import CaseType, Urgency
from practice.marks import Fatal
from practice.seen import Seen
from practice.taken import Taken

_SERIOUS = (CaseType.COMPLAINT, CaseType.REPORT)
_BETWEEN_DIGITS = re.compile("(?<=[0-9])[-–—.·](?=[0-9])")
_RISKS = (Urgency.HISTORIC, Urgency.NORMAL, Urgency.URGENT, Urgency.CRITICAL)


def fatal_errors(seen: Seen) -> tuple[Fatal, ...]:
    """Return each fatal error once, with where it shows."""
    found: dict[str, Fatal] = {}
    for fatal in _all(seen):
        found.setdefault(fatal.code, fatal)
    return tuple(found.values())


def _all(seen: Seen) -> Iterator[Fatal]:
    truth = seen.scenario.truth
    for taken in seen.taken:
        if taken.op in FILING:
            yield from _of_record(seen, taken)
    if truth.emergency:
        yield from _kept(seen, truth.emergency)


def _kept(seen: Seen, line: str) -> Iterator[Fatal]:
    """Yield that an emergency was handed to nobody, or only written down after the trainee had hung up on its caller.

    Domain rule 3h asks that a life be handed to the line; of a caller who hung up by himself, telling it is all that
    can be done.
    """
    handed = [taken for taken in seen.taken if taken.op == "hand_off"]
    if not handed:
        yield Fatal("emergency_kept", {"should": line}, seen.talk())
    elif all(_was_left(seen, taken) for taken in handed):
        moments = (seen.call.hung_up or 0, *(taken.ms for taken in handed))
        told = {"should": line, "ended_by": seen.call.ended_by}
        yield Fatal("emergency_kept", told, tuple((ms, ms) for ms in moments))


def _was_left(seen: Seen, taken: Taken) -> bool:
    """Say whether the trainee had hung up on the caller before a hand-off, and the desk noted that nobody was there.

    Both have to be so: right after a start the desk knows nothing of a call that goes on, and where the disk is slow
    a hand-off of a caller who was there is made only after the call.
    """
    call = seen.call
    hung_up = call.ended_by == "trainee" and call.hung_up is not None and call.hung_up <= taken.ms
    return hung_up and taken.value("caller_gone") is True


def _of_record(seen: Seen, taken: Taken) -> Iterator[Fatal]:
    truth = seen.scenario.truth
    reference = next((pair.reference for pair in seen.pairs if pair.taken is taken), None)
    so = reference.values if reference else {}
    is_type, should_type = taken.value("case_type"), so.get("case_type", truth.case_type)
    if is_type == CaseType.CONSULT and should_type in _SERIOUS:
        told = {"is": str(is_type), "should": str(should_type)}
        yield Fatal("fact_distorted", told, seen.keys_at(("case_type",), taken))
    risk, should_be = str(taken.value("urgency")), str(so.get("urgency", truth.urgency))
    lower = risk in _RISKS and should_be in _RISKS and _RISKS.index(Urgency(risk)) < _RISKS.index(Urgency(should_be))
    if lower and should_be in (Urgency.CRITICAL, Urgency.URGENT) and taken.op != "hand_off":
        yield Fatal("risk_downgraded", {"is": risk, "should": should_be}, seen.keys_at(("urgency",), taken))
    wishes = [wish for wish in ("confidential", "anonymous") if _is_wished(seen, wish, reference)]
    for wish in wishes:
        if taken.value(wish) is not True:
            yield Fatal("personal_data", {"field": wish}, seen.keys_at((wish,), taken))
    if wishes:
        caller = seen.scenario.caller
        written = plain(f"{taken.text}\n{taken.value('address_text')}\n{taken.value('title')}")
        text = _BETWEEN_DIGITS.sub("", written)
        for field, datum in (("caller_phone", caller.phone), ("caller_name", caller.name)):
            if datum and plain(datum) in text:
                yield Fatal("personal_data", {"field": field}, seen.keys_at(("content", "address_text"), taken))


def _is_wished(seen: Seen, wish: str, reference: ReferenceRecord | None) -> bool:
    """Say whether a record must keep a wish; one that stands for none of the reference, as all of them must."""
    records = [reference] if reference else [each for each in seen.scenario.records if each.op in FILING]
    return bool(records) and all(each.values.get(wish) is True for each in records)
