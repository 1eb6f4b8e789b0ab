"""Who may do what and when, copied by hand from section 3e of the domain's facts and not from the command table.

Beyond those facts: a specialist is an operator; a lead may add notes, and dispatches and decides on a return after two
returns; a refusal under review may be amended; a merged caller's call-back is recorded on the merged case;
the worker takes back what a unit has that is not in the city pack any more; a note on a caller (source row L2) is
proposed by who speaks with callers or dispatches, and a lead decides.
"""

from typing import NamedTuple

LIVE = "refusal_review to_dispatch with_seat to_sign handling return_review on_hold reply_review to_callback"
ENDED = "answered handed_off refused merged withdrawn closed"
ANY = f"{LIVE} {ENDED} filed"
DESK = "operator specialist"


class Row(NamedTuple):
    """Roles, the states that a command starts from, and those in which it may leave the case (empty: as it was)."""

    roles: str
    start: str
    to: str = ""


TABLE = {
    "file_case": Row(DESK, "new", "to_dispatch"),
    "answer_directly": Row(DESK, "new", "answered to_callback"),
    "propose_refusal": Row(DESK, "new", "refusal_review"),
    "decide_refusal": Row("lead", "refusal_review", "refused to_dispatch"),
    "hand_off": Row(DESK, "new", "handed_off"),
    "assign_by_phone": Row(f"{DESK} dispatcher", "new to_dispatch", "handling"),
    "log_call": Row(DESK, "no_order"),
    "mark_abuse": Row(DESK, "no_order"),
    "amend_case": Row(f"{DESK} dispatcher", "to_dispatch with_seat refusal_review"),
    "add_note": Row(f"{DESK} dispatcher unit callback lead", LIVE),
    "urge": Row(DESK, LIVE),
    "withdraw": Row(DESK, LIVE, "withdrawn"),
    "query_seat": Row("dispatcher", "to_dispatch", "with_seat"),
    "answer_query": Row(DESK, "with_seat", "to_dispatch"),
    "split": Row("dispatcher", "to_dispatch", "to_dispatch"),
    "merge": Row("dispatcher", "to_dispatch", "merged"),
    "unmerge": Row("dispatcher", "merged", "to_dispatch"),
    "assign": Row("dispatcher lead", "to_dispatch", "to_sign"),
    "sign": Row("unit", "to_sign", "handling"),
    "contact_caller": Row("unit", "handling"),
    "pass_down": Row("unit", "handling", "to_sign"),
    "co_reply": Row("unit", "handling"),
    "request_return": Row("unit", "to_sign handling", "return_review"),
    "decide_return": Row("dispatcher lead", "return_review", "to_dispatch to_sign handling"),
    "request_extension": Row("unit", "handling"),
    "decide_extension": Row("lead supervisor", "handling"),
    "hold": Row("supervisor", "handling", "on_hold"),
    "resume": Row("supervisor worker", "on_hold", "handling"),
    "reply": Row("unit", "handling", "reply_review"),
    "review_reply": Row("dispatcher", "reply_review", "to_callback handling"),
    "record_callback": Row("callback", "to_callback merged", "closed to_sign to_dispatch to_callback merged"),
    "close_unreachable": Row("worker", "to_callback merged", "closed merged"),
    "recall": Row("worker", "to_sign handling on_hold", "to_dispatch"),
    "reopen": Row("lead", "closed", "to_sign"),
    "file_away": Row("worker", ENDED, "filed"),
    "supervise": Row("supervisor", LIVE),
    "answer_supervision": Row("unit", LIVE),
    "request_exclusion": Row("unit", f"{LIVE} {ENDED}"),
    "decide_exclusion": Row("quality", f"{LIVE} {ENDED}"),
    "name_unit": Row("supervisor", f"{LIVE} {ENDED}"),
    "decide_naming": Row("leader", f"{LIVE} {ENDED}"),
    "propose_caller_note": Row(f"{DESK} dispatcher callback", f"{LIVE} {ENDED}"),
    "decide_caller_note": Row("lead", ANY),
    "lift_caller_note": Row("lead", ANY),
    "reveal": Row(f"{DESK} lead dispatcher unit callback supervisor quality", ANY),
    "note_light": Row("worker", LIVE),
    "settle_due": Row("worker", LIVE),
}

APART = frozenset(
    [
        "record_callback",
        "decide_refusal",
        "decide_return",
        "decide_extension",
        "hold",
        "review_reply",
        "decide_exclusion",
        "decide_caller_note",
    ]
)
"""Not to be given by who filed, followed up or handled the case."""
NOT_BY_ASKER = {"decide_naming": "naming", "decide_caller_note": "caller_note"}
"""Not to be given by who asked for what is decided, and where the work order holds that."""
IN_HAND = frozenset(["sign", "contact_caller", "pass_down", "request_return", "request_extension", "reply"])
"""To be given by the unit that has the case in hand, and by no other."""
