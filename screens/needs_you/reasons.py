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
