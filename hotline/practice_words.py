"""The names of what practice marks, as message ids: kinds of practice, items of a rubric, fatal errors; weeks in words.

A code that a newer rubric brings stands for itself until it has a name here.
"""

from collections.abc import Mapping
from datetime import date

from wording import mark, tr, trn

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
LOSSES: Mapping[str, str] = {
    "nothing_on_file": mark("nothing is on file"),
    "not_on_file": mark("one record is missing"),
    "with_act": mark("lost with the command"),
    "case_type": mark("another case type"),
    "class": mark("another class"),
    "area": mark("another place"),
    "number": mark("another number"),
    "name": mark("another name"),
    "wish": mark("anonymous or confidential not as asked"),
    "fact": mark("a fact is missing"),
    "address_fact": mark("the address lacks something"),
    "answer_fact": mark("the answer lacks something"),
    "missing_act": mark("a command is missing"),
    "needless_act": mark("a needless command"),
    "detail": mark("another detail"),
    "wrong_case": mark("another case"),
    "no_key": mark("no key pressed"),
    "slow_key": mark("first key late"),
    "slow_save": mark("saved late"),
    "never_ready": mark("never ready"),
    "slow_wrap_up": mark("ready late"),
    "corrections": mark("much taken back"),
    "wrong_keys": mark("keys that did nothing"),
    "no_greeting": mark("no greeting"),
    "late_greeting": mark("greeting late"),
    "question_first": mark("asked before greeting"),
    "forbidden_word": mark("a forbidden word"),
    "no_read_back": mark("not read back"),
    "early_read_back": mark("read back too early"),
    "late_read_back": mark("read back too late"),
    "read_back_again": mark("read back more than once"),
    "trap": mark("a trap of the scenario"),
}
"""What was lost, in few words: a result holds no more than these codes."""


def named(names: Mapping[str, str], code: str) -> str:
    """Return the name of a code in the present language, itself where it has none."""
    return tr(names[code]) if code in names else code


def weeks_words(first: date, last: date) -> str:
    """Return from which Monday to which Sunday results are added up, and how many weeks that are."""
    count = ((last - first).days + 1) // 7
    return trn("{count} whole week, {since} to {until}", "{count} whole weeks, {since} to {until}", count).format(
        count=count, since=first, until=last
    )
