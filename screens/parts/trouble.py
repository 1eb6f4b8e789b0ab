"""Words for what the seat could not do and for what the rulebook refuses: each says what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.codes import Role
from hotline.command_table import COMMANDS
from local_cache.errors import (
    CentreSaid,
    GuestAnswers,
    NoLine,
    NoSuchCase,
    NotKnown,
    NotSaved,
    Refused,
    SignInFailed,
    Why,
    WhyNot,
)
from wording import listed, mark, tr

if TYPE_CHECKING:
    from hotline.outcome import Refusal

_GUEST_ANSWERS = mark("Numbers stay masked while a leader answers here: end that first, at the desk")
_NOT_SAVED = {
    Why.DISK_FULL: mark("NOT saved: the disk is full. Keep this text, free space, save again"),
    Why.DISK_ERROR: mark("NOT saved: the disk does not take it. Keep this text and call support"),
    Why.DAMAGED: mark("NOT saved: the work file is damaged. Keep this text and call support"),
    Why.CLOSED: mark("NOT saved: the console is closing. Start it again: the draft is kept"),
    Why.NUMBERS_USED_UP: mark("NOT saved: this seat has no numbers left. It must be enrolled again"),
}
_NOT_SIGNED_IN = {
    WhyNot.WRONG_PASSWORD: mark("Operator or password is wrong: type again; if right, ask the lead"),
    WhyNot.UNKNOWN_HERE: mark("No line, and this operator has never signed in here: wait for the line"),
    WhyNot.EXPIRED: mark("No line, and this operator's grant is over: wait for the line"),
    WhyNot.LOCKED_OUT: mark("Too many wrong passwords: wait, or ask the administrator"),
    WhyNot.NO_LINE: mark("No line to the centre: try again when it is back"),
    WhyNot.NOT_AT_THIS_SEAT: mark("This operator may not work at this seat: ask the lead"),
    WhyNot.NOT_AT_THE_CONSOLE: mark(
        "Somebody else, or nobody, is signed in at the console that runs here: sign in there, or end it first"
    ),
    WhyNot.SEAT_TURNED_AWAY: mark("The centre turns this seat away: have the administrator enrol it again"),
}
_REFUSED = {
    "unknown_command": mark("This console is too old for that: upgrade it"),
    "not_your_role": mark("Your role may not do this: {who} may"),
    "not_your_case": mark("This case is followed up by somebody else: add a note instead"),
    "wrong_state": mark("The case has moved on and cannot take this now: add a note instead"),
    "no_such_case": mark("This seat does not know the case: search for it again"),
    "already_exists": mark("This case exists already"),
    "missing_field": mark("Something needed is missing: see the marked field"),
    "unknown_code": mark("Not in this city's list: choose again"),
    "bad_number": mark("This seat cannot make case numbers: it must be enrolled again"),
    "bad_phone": mark("No such number: digits with area code"),
    "bad_name": mark("A star hides part of a name: type the whole name, or leave it empty"),
    "handled_it": mark("You handled this case, or asked for it yourself: somebody else calls back or decides"),
    "already_recorded": mark("This is recorded already"),
    "not_your_unit": mark("Another unit has this case: only the unit in charge may do this"),
    "confidential": mark(
        "The unit gets no personal data of this case, it is confidential or anonymous: ask the dispatcher"
    ),
    "next_level_decides": mark("Returned twice already: the shift lead decides where it goes"),
    "return_barred": mark("It may not be returned any more: handle it, or ask for an exclusion"),
    "already_asked": mark("This was asked for already: wait for the decision"),
    "nothing_asked": mark("Nothing waits for a decision here: open the case again"),
    "expired": mark("The time is over: an extension is asked for before that; reply as soon as you can"),
    "too_many_days": mark("More days than may be given: {detail} are left"),
    "co_units_wait": mark("These co-units have not replied yet: {detail}"),
    "not_a_lower_unit": mark("Not a unit of a lower level: choose one below your own"),
    "with_itself": mark("A case cannot be merged with itself: choose another one"),
    "parent_over": mark("That case is over: choose a live one, or dispatch this one by itself"),
    "parent_merged": mark("That case was merged itself: choose the one that it went into"),
    "has_merged": mark("Other cases were merged into this one: undo those merges first"),
    "filed_with_parent": mark("A merged case is filed with the one that it went into"),
    "not_called_back": mark("A caller whose case was merged has not been called back yet"),
    "decision_waits": mark("An exclusion or a naming waits for its decision: decide on that first"),
    "not_yet": mark("It is too early for that"),
    "in_the_past": mark("That does not lie ahead: name a later day"),
    "no_unit": mark("No unit ever had this case: file a new one"),
    "note_too_long": mark("On this case it may stand until {detail} at most; a newer case of the caller can take it"),
    "no_note": mark("No approved note is on this case: one that waits is decided on, not lifted"),
    "guest_answers": _GUEST_ANSWERS,
    "out_of_calendar": mark("The calendar does not reach there: check the date, or import the year's file"),
}

_ROLES = {
    Role.OPERATOR: mark("operators"),
    Role.SPECIALIST: mark("specialists"),
    Role.LEAD: mark("shift leads"),
    Role.DISPATCHER: mark("dispatchers"),
    Role.UNIT: mark("units"),
    Role.CALLBACK: mark("call-back operators"),
    Role.QUALITY: mark("quality reviewers"),
    Role.SUPERVISOR: mark("supervisors"),
    Role.LEADER: mark("leaders"),
    Role.WORKER: mark("the system itself"),
}
_TURNED_DOWN = {
    "auth-required": mark("The centre wants a new sign-in: lock this seat, unlock it, and try again"),
    "forbidden": mark("The centre says that your role may not do this: ask the lead"),
    "busy": mark("The centre is busy: try again in a minute"),
    "not-found": mark("The centre does not have it (any more): search again"),
    "upgrade-required": mark("This console is too old for that: upgrade it"),
}
"""By type of the problem document; whatever else comes is no fault that an operator could mend."""
_NOT_DONE = {
    "hand_answered": mark("Another lead has answered this hand: look at the seat"),
    "hand_taken_down": mark("This hand is down again: nothing was sent"),
    "caller_claimed": mark("Another seat has claimed this caller meanwhile: take the next one"),
    "caller_settled": mark("This caller was called back, or called again: take the next one"),
    "not_your_claim": mark("This caller is claimed by another seat: only that seat calls back"),
    "seat_not_silent": mark("That seat has a line: let it release the caller itself"),
    "unexplained": mark("Not signed: a red has no explanation, maybe a new one: explain it first"),
    "too_early": mark("Not signed: a shift is handed over in its last half hour"),
    "not_handed": mark("Not signed: the lead who goes signs first"),
    "handed_already": mark("Another lead has signed this already: it does not change any more"),
    "taken_already": mark("This shift was handed over: both leads have signed"),
    "same_lead": mark("Not signed: another lead takes over than who hands over"),
    "explained_meanwhile": mark("Another lead has explained this meanwhile: read that; taken again, yours replaces it"),
    "other_shift": mark("Another shift is handed over now: its journal comes"),
    "not_your_sub_centre": mark("Not signed: this lead is not on the roster of the sub-centre"),
}
"""Why the centre did not do what was asked of it, by `hotline.lead_acts_doc.ActRefusal` and
`hotline.handover_doc.HandoverRefusal`."""
_TO_COME = mark("There is no report yet on what is still to come: name a period that has begun")
_INVALID = {
    "to": _TO_COME,
    "period": _TO_COME,
    "unit": mark(
        "No unit has this code, nor had one that ever had a case: write it as units.csv of the city pack does"
    ),
    "class": mark(
        "No class has this code, nor has a case of this period: write it as classes.csv of the city pack does"
    ),
    "district": mark("No district has this code: write it as territory.csv of the city pack does"),
    "people": mark("Not all of these names of sign-in have the role trainee: correct them, or have it given to them"),
    "due": mark("This day is over: write today or a later one"),
}
"""By what was wrong with a question to the centre; all else that a period could be is seen to before it is asked."""


def refusal_words(refusal: Refusal) -> str:
    """Return what to do about a refusal of the rulebook."""
    words = tr(_REFUSED[refusal.code.value])
    return words.format(who=who_may(refusal.detail) if refusal.detail in COMMANDS else "", detail=refusal.detail)


def who_may(op: str) -> str:
    """Return the roles that may give a command."""
    roles = COMMANDS[op].roles
    return listed(tr(words) for role, words in _ROLES.items() if role in roles)


def trouble_words(error: Exception) -> str:
    """Return one line that says what happened and what to do."""
    match error:
        case NotSaved():
            return tr(_NOT_SAVED[error.why])
        case Refused():
            return refusal_words(error.refusal)
        case SignInFailed():
            words = tr(_NOT_SIGNED_IN[error.reason])
            if error.retry_after_s:
                wait = tr("try again in {minutes} min").format(minutes=max(1, round(error.retry_after_s / 60)))
                return tr("{words} ({wait})").format(words=words, wait=wait)
            return words
        case NoLine():
            return tr("No line to the centre: what is on this seat is shown")
        case NotKnown():
            return tr(
                "No answer came: it is not known whether the centre took it. Look at the case before doing it again"
            )
        case GuestAnswers():
            return tr(_GUEST_ANSWERS)
        case NoSuchCase():
            return tr("This seat does not know the case: search for it again")
        case CentreSaid() if error.code in _NOT_DONE:
            return tr(_NOT_DONE[error.code])
        case CentreSaid() if error.problem in _TURNED_DOWN:
            return tr(_TURNED_DOWN[error.problem])
        case CentreSaid(problem="invalid") if error.field in _INVALID:
            return tr(_INVALID[error.field])
        case CentreSaid():
            return tr("The centre turned it down ({problem})").format(problem=error.problem)
    return tr("That did not work: try again, and call support if it stays")
