"""Who may give which command, in which states, and whether without a line: one table, read by everybody.

The rulebook judges by it, the API document and the help are drawn from it. Rows follow the life of a work order.
Plain dataclasses, since the console reads the table before its first screen is up.
"""

from dataclasses import dataclass
from enum import Enum

from hotline.codes import BEFORE_DISPATCH, ENDED, LIVE, Role, State

_O, _L, _D, _U = Role.OPERATOR, Role.LEAD, Role.DISPATCHER, Role.UNIT
_C, _S, _W = Role.CALLBACK, Role.SUPERVISOR, Role.WORKER
_DESK = frozenset({_O, Role.SPECIALIST})
_ANY_STATE = frozenset(State)


class Offline(Enum):
    """Whether a seat without a line may give the command."""

    YES = "yes"
    NO = "no"
    BEFORE_DISPATCH = "before_dispatch"


class Start(Enum):
    """What a command starts from when it does not start from a work order."""

    NEW = "new"
    NO_ORDER = "no_order"


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One command. `to` empty means that the state stays; `built` is false for rows that later work brings.

    `name` is the English term and the message id of its translation.
    """

    op: str
    name: str
    roles: frozenset[Role]
    start: frozenset[State | Start]
    to: tuple[State, ...]
    offline: Offline
    records: str
    built: bool = False

    def starts_from(self, state: State | Start) -> bool:
        """Say whether the command may be given in `state`."""
        return state in self.start

    def allowed_offline(self, state: State | Start) -> bool:
        """Say whether a seat without a line may give it to a work order that it knows in `state`."""
        if self.offline is Offline.BEFORE_DISPATCH:
            return state in BEFORE_DISPATCH
        return self.offline is Offline.YES


def _row(
    op: str,
    name: str,
    roles: frozenset[Role] | Role,
    start: frozenset[State] | frozenset[State | Start] | State | Start,
    to: tuple[State, ...],
    offline: Offline,
    records: str,
    *,
    built: bool = False,
) -> CommandRow:
    who = frozenset({roles}) if isinstance(roles, Role) else roles
    states: frozenset[State | Start] = frozenset({start}) if isinstance(start, State | Start) else frozenset(start)
    return CommandRow(op, name, who, states, to, offline, records, built)


_YES, _NO = Offline.YES, Offline.NO

_ROWS = (
    _row("file_case", "File the case", _DESK, Start.NEW, (State.TO_DISPATCH,), _YES,
         "all intake fields, the final number", built=True),
    _row("answer_directly", "Answer directly", _DESK, Start.NEW, (State.ANSWERED, State.TO_CALLBACK), _YES,
         "the answer, the knowledge it used; a sample goes on to call-back", built=True),
    _row("propose_refusal", "Propose refusal", _DESK, Start.NEW, (State.REFUSAL_REVIEW,), _YES,
         "out of scope or against policy, the lawful route named to the caller", built=True),
    _row("hand_off", "Hand off", _DESK, Start.NEW, (State.HANDED_OFF,), _YES,
         "110, 119, 120, 122 or other; when; three-way or not; whether the caller was gone", built=True),
    _row("assign_by_phone", "Assign by phone", _DESK | {_D}, frozenset({Start.NEW, State.TO_DISPATCH}),
         (State.HANDLING,), _YES, "unit, who answered, feedback due", built=True),
    _row("log_call", "Log another call", _DESK, Start.NO_ORDER, (), _YES,
         "nuisance, wrong number, silent, dropped, praise", built=True),
    _row("mark_abuse", "Mark abuse", _DESK, Start.NO_ORDER, (), _YES,
         "the moment in the call; the lead is told", built=True),
    _row("amend_case", "Amend", _DESK | {_D}, frozenset({State.TO_DISPATCH, State.WITH_SEAT, State.REFUSAL_REVIEW}),
         (), _YES, "each field, old and new value", built=True),
    _row("add_note", "Add a note", _DESK | {_D, _U, _C, _L}, LIVE, (), _YES, "text", built=True),
    _row("urge", "Urge", _DESK, LIVE, (), _YES, "urge count, what was said to the caller", built=True),
    _row("withdraw", "Withdraw", _DESK, LIVE, (State.WITHDRAWN,), Offline.BEFORE_DISPATCH,
         "reason, on the caller's word", built=True),
    _row("answer_query", "Answer the query", _DESK, State.WITH_SEAT, (State.TO_DISPATCH,), _YES, "answer",
         built=True),
    _row("record_callback", "Record a call-back", _C, State.TO_CALLBACK,
         (State.CLOSED, State.TO_SIGN, State.TO_CALLBACK), _YES, "contacted, solved, satisfied, opinion", built=True),
    _row("reveal", "Reveal", _DESK | {_L, _D, _C, _S, Role.QUALITY}, _ANY_STATE, (), _YES,
         "field and reason, in the read audit", built=True),
    _row("decide_refusal", "Decide on refusal", _L, State.REFUSAL_REVIEW, (State.REFUSED, State.TO_DISPATCH), _NO,
         "reason"),
    _row("query_seat", "Query the seat", _D, State.TO_DISPATCH, (State.WITH_SEAT,), _NO, "question"),
    _row("split", "Split", _D, State.TO_DISPATCH, (State.TO_DISPATCH,), _NO,
         "two linked cases, each with its number; what goes where"),
    _row("merge", "Merge", _D, State.TO_DISPATCH, (State.MERGED,), _NO, "parent; each caller is still called back"),
    _row("unmerge", "Undo merge", _D, State.MERGED, (State.TO_DISPATCH,), _NO, "while the parent is not filed"),
    _row("assign", "Dispatch", _D, State.TO_DISPATCH, (State.TO_SIGN,), _NO,
         "lead unit, co-units, clock profile, catalogue version"),
    _row("sign", "Sign", _U, State.TO_SIGN, (State.HANDLING,), _NO, "who"),
    _row("contact_caller", "Contact the caller", _U, State.HANDLING, (), _NO, "stops the contact clock"),
    _row("pass_down", "Pass down", _U, State.HANDLING, (State.TO_SIGN,), _NO,
         "lower unit; the upper unit stays answerable"),
    _row("co_reply", "Co-unit reply", _U, State.HANDLING, (), _NO, "reply of a co-unit"),
    _row("request_return", "Request return", _U, frozenset({State.TO_SIGN, State.HANDLING}),
         (State.RETURN_REVIEW,), _NO, "reason code, suggested unit"),
    _row("decide_return", "Decide on return", _D, State.RETURN_REVIEW,
         (State.TO_DISPATCH, State.TO_SIGN, State.HANDLING), _NO, "hop count, or return barred"),
    _row("request_extension", "Request extension", _U, State.HANDLING, (), _NO, "days, reason, evidence"),
    _row("decide_extension", "Decide on extension", frozenset({_L, _S}), State.HANDLING, (), _NO,
         "the clock runs on until decided"),
    _row("hold", "Put on hold", _S, State.HANDLING, (State.ON_HOLD,), _NO, "plan, review date"),
    _row("resume", "Resume", frozenset({_S, _W}), State.ON_HOLD, (State.HANDLING,), _NO, "by whom, why"),
    _row("reply", "Reply", _U, State.HANDLING, (State.REPLY_REVIEW,), _NO, "reply, evidence, solved or not"),
    _row("review_reply", "Review the reply", _D, State.REPLY_REVIEW, (State.TO_CALLBACK, State.HANDLING), _NO,
         "reason"),
    _row("close_unreachable", "Close as unreachable", _W, State.TO_CALLBACK, (State.CLOSED,), _NO, "tries"),
    _row("reopen", "Reopen", _L, State.CLOSED, (State.TO_SIGN,), _NO, "new evidence"),
    _row("file_away", "File away", _W, ENDED, (State.FILED,), _NO, "after the window for objections"),
    _row("supervise", "Supervise", _S, LIVE, (), _NO, "urging notice, order, on-site, joint, escalation; due"),
    _row("answer_supervision", "Answer supervision", _U, LIVE, (), _NO, "answer"),
    _row("request_exclusion", "Request exclusion", _U, LIVE | ENDED, (), _NO, "evidence"),
    _row("decide_exclusion", "Decide on exclusion", Role.QUALITY, LIVE | ENDED, (), _NO, "reviewer, reason"),
    _row("name_unit", "Name the unit", _S, LIVE | ENDED, (), _NO, "unit, why; a leader approves"),
)  # fmt: skip

COMMANDS: dict[str, CommandRow] = {row.op: row for row in _ROWS}
"""Every command of the hotline by its name."""
