"""The names of what practice marks, as message ids: kinds of practice, items of a rubric, fatal errors.

A code that a newer rubric brings stands for itself until it has a name here.
"""

from collections.abc import Mapping

from wording import mark, tr

KINDS: Mapping[str, str] = {
    "drill": mark("drill"),
    "exam": mark("exam"),
    "shift": mark("practice shift"),
    "line_cut": mark("line-cut drill"),
    "course": mark("keyboard course"),
}
"""The kinds of practice, in the order in which they are chosen."""
ITEMS: Mapping[str, str] = {
    "case_type": mark("case type"),
    "class": mark("class"),
    "address": mark("address"),
    "contact": mark("contact"),
    "facts": mark("facts of the text"),
    "act": mark("right command"),
    "detail": mark("details of the decision"),
    "first_key": mark("time to the first key"),
    "save": mark("time to save"),
    "wrap_up": mark("wrap-up time"),
    "corrections": mark("corrections"),
    "wrong_keys": mark("wrong keys"),
    "greeting": mark("greeting"),
    "words": mark("forbidden words"),
    "read_back": mark("read-back"),
}
"""The items of the rubric, in the order of a mark."""
FATALS: Mapping[str, str] = {
    "fact_distorted": mark("fact distorted"),
    "risk_downgraded": mark("risk downgraded"),
    "emergency_kept": mark("emergency not handed off"),
    "personal_data": mark("personal data to the wrong party"),
}


def named(names: Mapping[str, str], code: str) -> str:
    """Return the name of a code in the present language, itself where it has none."""
    return tr(names[code]) if code in names else code
