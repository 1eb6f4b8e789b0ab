"""What settled work orders are counted by, with the names of the counts: codes only, as the command line knows them."""

from enum import StrEnum

from wording import mark


class Count(StrEnum):
    """What settled cases are counted by; behind every count stands a list of cases."""

    SETTLED = "settled"
    EXCLUDED = "excluded"
    MUST_CONTACT = "must_contact"
    CONTACTED = "contacted"
    NOT_CONTACTED = "not_contacted"
    MUST_REPLY = "must_reply"
    REPLIED = "replied"
    OVERDUE = "overdue"
    CALLED_BACK = "called_back"
    SOLVED = "solved"
    MOSTLY_SOLVED = "mostly_solved"
    UNSOLVED = "unsolved"
    SATISFIED = "satisfied"
    MOSTLY_SATISFIED = "mostly_satisfied"
    DISSATISFIED = "dissatisfied"
    REDONE = "redone"


COUNT_NAMES: dict[Count, str] = {
    Count.SETTLED: mark("settled"),
    Count.EXCLUDED: mark("excluded from assessment"),
    Count.MUST_CONTACT: mark("must contact"),
    Count.CONTACTED: mark("contacted in time"),
    Count.NOT_CONTACTED: mark("not contacted in time"),
    Count.MUST_REPLY: mark("must reply"),
    Count.REPLIED: mark("replied in time"),
    Count.OVERDUE: mark("replied late"),
    Count.CALLED_BACK: mark("valid call-backs"),
    Count.SOLVED: mark("solved"),
    Count.MOSTLY_SOLVED: mark("mostly solved"),
    Count.UNSOLVED: mark("unsolved"),
    Count.SATISFIED: mark("satisfied"),
    Count.MOSTLY_SATISFIED: mark("mostly satisfied"),
    Count.DISSATISFIED: mark("dissatisfied"),
    Count.REDONE: mark("done again"),
}
"""The name of every count, as a message id."""
