"""Who may give which command, in which states, and whether without a line: one table, read by everybody.

The rulebook judges by it, the API document, the help and the state diagram are drawn from it. Rows follow the life of
a work order. Plain dataclasses, since the console reads the table before its first screen is up.
"""

from dataclasses import dataclass
from enum import Enum

from hotline.codes import BEFORE_DISPATCH, ENDED, LIVE, Role, State

_O, _L, _D, _U = Role.OPERATOR, Role.LEAD, Role.DISPATCHER, Role.UNIT
_C, _S, _Q, _W = Role.CALLBACK, Role.SUPERVISOR, Role.QUALITY, Role.WORKER
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


class Whose(Enum):
    """Which unit may give a command of the role unit."""

    IN_HAND = "in_hand"
    CO_UNIT = "co_unit"
    ANY_PART = "any_part"


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One command. `to` empty means that the state stays.

    `name` is the English term and the message id of its translation. `apart` says that nobody may give it who filed,
    followed up or handled the case (domain.md, section 3g). `whose` says which unit may, where units may at all.
    `merged_to` stands in for `to` where the case is a merged one. `not_by_asker` names the part of the work order that
    holds what is decided: who asked for it does not decide.
    """

    op: str
    name: str
    roles: frozenset[Role]
    start: frozenset[State | Start]
    to: tuple[State, ...]
    offline: Offline
    records: str
    apart: bool = False
    whose: Whose = Whose.ANY_PART
    merged_to: tuple[State, ...] = ()
    not_by_asker: str = ""

    def ends_from(self, start: State | Start) -> tuple[State, ...]:
        """Return the states that it may lead to from `start`; a merged case has ways of its own."""
        return self.merged_to if start is State.MERGED and self.merged_to else self.to

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
    apart: bool = False,
    whose: Whose = Whose.ANY_PART,
    merged_to: tuple[State, ...] = (),
    not_by_asker: str = "",
) -> CommandRow:
    who = frozenset({roles}) if isinstance(roles, Role) else roles
    states: frozenset[State | Start] = frozenset({start}) if isinstance(start, State | Start) else frozenset(start)
    return CommandRow(op, name, who, states, to, offline, records, apart, whose, merged_to, not_by_asker)


_YES, _NO = Offline.YES, Offline.NO

_ROWS = (
    _row("file_case", "File the case", _DESK, Start.NEW, (State.TO_DISPATCH,), _YES,
         "all intake fields, the final number"),
    _row("answer_directly", "Answer directly", _DESK, Start.NEW, (State.ANSWERED, State.TO_CALLBACK), _YES,
         "the answer, the knowledge it used; a sample goes on to call-back"),
    _row("propose_refusal", "Propose refusal", _DESK, Start.NEW, (State.REFUSAL_REVIEW,), _YES,
         "out of scope or against policy, the lawful route named to the caller"),
    _row("hand_off", "Hand off", _DESK, Start.NEW, (State.HANDED_OFF,), _YES,
         "110, 119, 120, 122 or other; when; three-way or not; whether the caller was gone"),
    _row("assign_by_phone", "Assign by phone", _DESK | {_D}, frozenset({Start.NEW, State.TO_DISPATCH}),
         (State.HANDLING,), _YES, "unit, who answered, feedback due"),
    _row("log_call", "Log another call", _DESK, Start.NO_ORDER, (), _YES,
         "nuisance, wrong number, silent, dropped, praise"),
    _row("mark_abuse", "Mark abuse", _DESK, Start.NO_ORDER, (), _YES,
         "the moment in the call; the lead is told"),
    _row("amend_case", "Amend", _DESK | {_D}, frozenset({State.TO_DISPATCH, State.WITH_SEAT, State.REFUSAL_REVIEW}),
         (), _YES, "each field, old and new value"),
    _row("add_note", "Add a note", _DESK | {_D, _U, _C, _L}, LIVE, (), _YES, "text"),
    _row("urge", "Urge", _DESK, LIVE, (), _YES, "urge count, what was said to the caller"),
    _row("withdraw", "Withdraw", _DESK, LIVE, (State.WITHDRAWN,), Offline.BEFORE_DISPATCH,
         "reason, on the caller's word"),
    _row("answer_query", "Answer the query", _DESK, State.WITH_SEAT, (State.TO_DISPATCH,), _YES, "answer"),
    _row("record_callback", "Record a call-back", _C, frozenset({State.TO_CALLBACK, State.MERGED}),
         (State.CLOSED, State.TO_SIGN, State.TO_DISPATCH, State.TO_CALLBACK), _YES,
         "contacted, solved, satisfied, opinion; a merged caller's own once the reply has passed", apart=True,
         merged_to=(State.MERGED, State.TO_SIGN, State.TO_DISPATCH)),
    _row("reveal", "Reveal", _DESK | {_L, _D, _U, _C, _S, _Q}, _ANY_STATE, (), _YES,
         "field and reason, in the read audit; a unit sees who asks for help, unless confidential or anonymous"),
    _row("decide_refusal", "Decide on refusal", _L, State.REFUSAL_REVIEW, (State.REFUSED, State.TO_DISPATCH), _NO,
         "reason", apart=True),
    _row("query_seat", "Query the seat", _D, State.TO_DISPATCH, (State.WITH_SEAT,), _NO, "question"),
    _row("split", "Split", _D, State.TO_DISPATCH, (State.TO_DISPATCH,), _NO,
         "two linked cases, each with its number; what goes where"),
    _row("merge", "Merge", _D, State.TO_DISPATCH, (State.MERGED,), _NO, "parent; each caller is still called back"),
    _row("unmerge", "Undo merge", _D, State.MERGED, (State.TO_DISPATCH,), _NO, "while the parent is not filed"),
    _row("assign", "Dispatch", frozenset({_D, _L}), State.TO_DISPATCH, (State.TO_SIGN,), _NO,
         "lead unit, co-units, clock profile, catalogue version; a lead decides after two returns"),
    _row("sign", "Sign", _U, State.TO_SIGN, (State.HANDLING,), _NO, "who", whose=Whose.IN_HAND),
    _row("contact_caller", "Contact the caller", _U, State.HANDLING, (), _NO, "stops the contact clock",
         whose=Whose.IN_HAND),
    _row("pass_down", "Pass down", _U, State.HANDLING, (State.TO_SIGN,), _NO,
         "lower unit; the upper unit stays answerable", whose=Whose.IN_HAND),
    _row("co_reply", "Co-unit reply", _U, State.HANDLING, (), _NO, "reply of a co-unit", whose=Whose.CO_UNIT),
    _row("request_return", "Request return", _U, frozenset({State.TO_SIGN, State.HANDLING}),
         (State.RETURN_REVIEW,), _NO, "reason code, suggested unit", whose=Whose.IN_HAND),
    _row("decide_return", "Decide on return", frozenset({_D, _L}), State.RETURN_REVIEW,
         (State.TO_DISPATCH, State.TO_SIGN, State.HANDLING), _NO,
         "hop count, or return barred; a lead decides after two hops", apart=True),
    _row("request_extension", "Request extension", _U, State.HANDLING, (), _NO, "days, reason, evidence",
         whose=Whose.IN_HAND),
    _row("decide_extension", "Decide on extension", frozenset({_L, _S}), State.HANDLING, (), _NO,
         "the clock runs on until decided", apart=True),
    _row("hold", "Put on hold", _S, State.HANDLING, (State.ON_HOLD,), _NO, "plan, review date", apart=True),
    _row("resume", "Resume", frozenset({_S, _W}), State.ON_HOLD, (State.HANDLING,), _NO, "by whom, why"),
    _row("reply", "Reply", _U, State.HANDLING, (State.REPLY_REVIEW,), _NO, "reply, evidence, solved or not",
         whose=Whose.IN_HAND),
    _row("review_reply", "Review the reply", _D, State.REPLY_REVIEW, (State.TO_CALLBACK, State.HANDLING), _NO,
         "reason", apart=True),
    _row("recall", "Take back", _W, frozenset({State.TO_SIGN, State.HANDLING, State.ON_HOLD}), (State.TO_DISPATCH,),
         _NO, "which unit had it that is not in the city pack any more"),
    _row("close_unreachable", "Close as unreachable", _W, frozenset({State.TO_CALLBACK, State.MERGED}),
         (State.CLOSED,), _NO, "tries", merged_to=(State.MERGED,)),
    _row("reopen", "Reopen", _L, State.CLOSED, (State.TO_SIGN,), _NO, "new evidence"),
    _row("file_away", "File away", _W, ENDED, (State.FILED,), _NO,
         "after the window for objections and the decisions that wait; a merged case with its parent"),
    _row("supervise", "Supervise", _S, LIVE, (), _NO, "urging notice, order, on-site, joint, escalation; due"),
    _row("answer_supervision", "Answer supervision", _U, LIVE, (), _NO, "answer"),
    _row("request_exclusion", "Request exclusion", _U, LIVE | ENDED, (), _NO, "evidence"),
    _row("decide_exclusion", "Decide on exclusion", _Q, LIVE | ENDED, (), _NO, "reviewer, reason", apart=True),
    _row("name_unit", "Name the unit", _S, LIVE | ENDED, (), _NO, "unit, why"),
    _row("decide_naming", "Decide on naming", Role.LEADER, LIVE | ENDED, (), _NO, "a leader approves, or does not",
         not_by_asker="naming"),
    _row("propose_caller_note", "Propose a note on the caller", _DESK | {_D, _C}, LIVE | ENDED, (), _YES,
         "reason, words, the last day on which it is shown"),
    _row("decide_caller_note", "Decide on the note on the caller", _L, _ANY_STATE, (), _NO,
         "a lead approves, or does not; reason", apart=True, not_by_asker="caller_note"),
    _row("lift_caller_note", "Lift the note on the caller", _L, _ANY_STATE, (), _NO, "reason"),
    _row("note_light", "Note the lamp", _W, LIVE, (), _NO, "which lamp turned; a red one urges the unit"),
    _row("settle_due", "Settle due times", _W, LIVE, (), _NO, "due times by the year file that has come"),
)  # fmt: skip

COMMANDS: dict[str, CommandRow] = {row.op: row for row in _ROWS}
"""Every command of the hotline by its name."""
