"""Why the centre did not take something, in words. Its reasons are codes of the rulebook and of its own."""

from screens.parts.case_words import field_words
from wording import mark, tr

_TOO_NEW = mark("the centre's program is too old for it")
REASONS = {
    "not_your_role": mark("the role of the operator does not allow it"),
    "not_your_case": mark("somebody else follows the case up"),
    "wrong_state": mark("the case had moved on"),
    "no_such_case": mark("the centre has no such case"),
    "already_exists": mark("the case exists already"),
    "missing_field": mark("something needed is missing"),
    "unknown_code": mark("a choice that is not in the city's list"),
    "bad_number": mark("no case number of this hotline"),
    "bad_phone": mark("no telephone number"),
    "bad_name": mark("no whole name"),
    "handled_it": mark("whoever handled a case may not call back about it"),
    "already_recorded": mark("it is recorded already"),
    "not_your_unit": mark("another unit has the case"),
    "confidential": mark("the case is confidential"),
    "next_level_decides": mark("returned twice already, so a lead decides"),
    "return_barred": mark("it may not be returned any more"),
    "already_asked": mark("it was asked for already"),
    "nothing_asked": mark("nothing waited for a decision"),
    "no_note": mark("no approved note stood on the caller"),
    "expired": mark("the time was over"),
    "too_many_days": mark("more days than may be given"),
    "note_too_long": mark("a note on a caller that would stand too long"),
    "co_units_wait": mark("co-units have not replied yet"),
    "not_a_lower_unit": mark("not a unit of a lower level"),
    "with_itself": mark("a case with itself"),
    "parent_over": mark("the other case is over"),
    "parent_merged": mark("the other case was merged itself"),
    "has_merged": mark("other cases were merged into it"),
    "filed_with_parent": mark("it is filed with the case that it went into"),
    "not_called_back": mark("a merged caller has not been called back"),
    "decision_waits": mark("an exclusion or a naming waits for its decision"),
    "not_yet": mark("it was too early"),
    "in_the_past": mark("a day in the past"),
    "no_unit": mark("no unit ever had it"),
    "guest_answers": mark("a leader answered there as a guest"),
    "out_of_calendar": mark("the calendar does not reach there"),
    "unknown_command": _TOO_NEW,
    "not_built": _TOO_NEW,
    "unknown_schema": _TOO_NEW,
    "unreadable": mark("the centre cannot read it"),
    "no_case_id": mark("it names no case"),
    "operator_revoked": mark("the operator's right to work here had ended"),
    "operator_unknown": mark("the centre does not know the operator at this seat"),
    "failed": mark("the centre could not store it"),
}
"""Words by code; a code may be followed by a colon and the field, or the kind of fault, that it is about."""


def reason_words(reason: str) -> str:
    """Return a reason of the centre in words, empty for none."""
    if not reason:
        return ""
    code, _, about = reason.partition(":")
    words = tr(REASONS.get(code, mark("a reason that this console is too old to name")))
    field = field_words(about) if about and code != "unreadable" else ""
    return tr("{words} ({field})").format(words=words, field=field) if field and field != about else words
