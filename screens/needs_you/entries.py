"""The entries of the list in words: what each is, which case it is about, and what to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hotline.command_table import COMMANDS
from local_cache.needs import Kind
from screens.parts.case_words import field_words, number_words
from widgets.clock_text import at
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import listed, mark, tr

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from local_cache.model import Alert, CaseLine, Need

TITLES: Mapping[str, str] = {
    Kind.CONFLICT: mark("Two versions"),
    Kind.NOT_APPLIED: mark("Not applied"),
    Kind.PARKED: mark("Parked at the centre"),
    Kind.HELD: mark("Held at the centre"),
    Kind.NUMBER_CHANGED: mark("New case number"),
    Kind.DISK_COPIED: mark("This disk is a copy"),
    Kind.MISMATCH: mark("Counts differ"),
    Kind.STOPPED: mark("Sending has stopped"),
    Kind.TURNED_AWAY: mark("Seat turned away"),
    Kind.OUTDATED: mark("Program too old"),
    Kind.BROKEN: mark("Error of the program"),
    Kind.ASKED_BACK: mark("Dispatcher asks"),
    Kind.NOTICES_WAIT: mark("Notices wait"),
    Kind.SIGN_IN_ENDED: mark("Sign-in has ended"),
}
WHAT_TO_DO: Mapping[str, str] = {
    Kind.CONFLICT: mark("Somebody changed the same field first. Choose which version stays."),
    Kind.NOT_APPLIED: mark("It was not applied. The centre keeps what was written; call or note if it matters."),
    Kind.PARKED: mark("The centre could not read it; a person there looks at it. Nothing is lost."),
    Kind.HELD: mark("A supervisor at the centre decides whether it counts. Nothing is lost."),
    Kind.NUMBER_CHANGED: mark("The number that was read out is taken. Call the caller back and tell the new one."),
    Kind.DISK_COPIED: mark("The files of this seat were copied or restored. Ask support to enrol the seat again."),
    Kind.MISMATCH: mark("The centre had counted other work than this seat; it was offered again."),
    Kind.STOPPED: mark("The centre turns the queue down. What is on this seat stays; tell support."),
    Kind.TURNED_AWAY: mark("The centre does not let this seat in. What is on it stays; ask support to enrol it again."),
    Kind.OUTDATED: mark("This program cannot read the centre's news. Cases are still sent. Ask for an upgrade."),
    Kind.BROKEN: mark(
        "Sending and fetching met an error of the program's own, and are tried again. What is on this seat stays; call"
        " support."
    ),
    Kind.ASKED_BACK: mark("The dispatcher needs an answer before the case goes on: open the case and answer there."),
    Kind.NOTICES_WAIT: mark(
        "You signed in without a line, and the centre tells its notices for the lead only to whom it has let in itself."
        " Type your password once more, and they come. Nothing else changes; what is unsent is sent all the same."
    ),
    Kind.SIGN_IN_ENDED: mark(
        "The centre has ended your sign-in, or it ran out, and answers you no question: type your password once more."
        " What is filed meanwhile is sent; but where an administrator has ended the sign-in, the centre holds it for a"
        " supervisor and it does not count yet. If the password is not taken, ask your lead."
    ),
}
_ALERTS: Mapping[str, str] = {
    "abuse": mark("Operator abused"),
    "number_clash": mark("One number twice"),
    "parked": mark("Parked at the centre"),
    "held": mark("Held at the centre"),
}
SETTLED_AT_THE_CENTRE = ("held", "parked")
"""Kinds of alerts that stay until somebody there has decided."""
_ALERT_SAYS: Mapping[str, str] = {
    "abuse": mark("An operator has marked abuse: look after them, and after the call."),
    "number_clash": mark(
        "Two disks gave out the number {number}. It stays with the first case; the second is now {given},"
        " and its caller must be told."
    ),
    "parked": mark("The centre could not read something of a seat; a person there looks at it."),
    "held": mark("A supervisor at the centre decides whether it counts."),
}


def list_rows(needs: Mapping[str, Need], alerts: Mapping[str, Alert], now: datetime, zone: tzinfo) -> list[ListRow]:
    """Return the rows of the list, by their ids: first what needs the operator, then what a lead is told."""
    own = [
        ListRow(key, (
            (tr(TITLES[each.kind]), Tone.YELLOW),
            (case_cell(each), Tone.BRIGHT),
            (at(each.made_at, now, zone), Tone.GREY),
            (about(each), Tone.GREY),
        ))
        for key, each in needs.items()
    ]  # fmt: skip
    told = [
        ListRow(key, (
            (alert_title(each.doc.kind), Tone.RED),
            (alert_cell(each), Tone.BRIGHT),
            (at(each.doc.at, now, zone), Tone.GREY),
            (about_alert(each), Tone.GREY),
        ))
        for key, each in alerts.items()
    ]  # fmt: skip
    return own + told


def case_cell(need: Need) -> str:
    """Return the number of the case that an entry is about; empty where it is about the seat and no case."""
    number = str(need.detail.get("new") or (need.line.number if need.line else need.detail.get("number")) or "")
    return _cell(number, has_case=need.case_id is not None)


def alert_cell(alert: Alert) -> str:
    """Return the number of the case that an alert is about; empty for a call without a case."""
    number = alert.line.number if alert.line else str(alert.doc.data.get("given") or "")
    return _cell(number, has_case="case_id" in alert.doc.data)


def _cell(number: str, *, has_case: bool) -> str:
    """Every case has its number since it was filed; one that this seat does not hold is named by opening it."""
    return number_words(number) or (tr("not kept here") if has_case else "")


def about(need: Need) -> str:
    """Return what an entry is about: the fields or the command, and the case's title."""
    fields = need.detail.get("fields") or ()
    what = listed(field_words(each["field"]) for each in fields) or _command(need.detail.get("op"))
    return _joined(what or ("" if need.case_id else tr("this seat")), title_of(need.line))


def about_alert(alert: Alert) -> str:
    """Return what an alert is about: where it comes from, what was to be done, and the case's title."""
    doc = alert.doc
    where = f"{tr('seat {seat}').format(seat=doc.seat)} {doc.operator}" if doc.seat else doc.operator
    return _joined(where, _command(doc.data.get("op")), title_of(alert.line))


def alert_title(kind: str) -> str:
    """Return what an alert is called."""
    return tr(_ALERTS.get(kind, mark("Notice of the centre")))


def alert_says(alert: Alert) -> str:
    """Return what has happened and what to do about it."""
    words = tr(
        _ALERT_SAYS.get(alert.doc.kind, mark("This console is too old to say what this is: ask for an upgrade."))
    )
    if alert.doc.kind != "number_clash":
        return words
    number, given = (number_words(str(alert.doc.data.get(name) or "")) for name in ("number", "given"))
    return words.format(number=number, given=given)


def has_a_choice(need: Need) -> bool:
    """Say whether the operator's own version can still take the place of the centre's."""
    return need.kind == Kind.CONFLICT and not need.detail.get("reason")


def what_to_do(need: Need) -> str:
    """Return what has happened and what to do about it."""
    if need.kind == Kind.CONFLICT and not has_a_choice(need):
        return tr(
            "The case takes no such change any more: the centre's version stays. Add yours as a note if it matters."
        )
    return tr(WHAT_TO_DO[need.kind])


def title_of(line: CaseLine | None) -> str:
    """Return the title of a case, empty where it is not known."""
    return line.title if line else ""


def _command(op: object) -> str:
    row = COMMANDS.get(str(op or ""))
    return tr(row.name) if row else ""


def _joined(*parts: str) -> str:
    return "  ".join(filter(None, parts))
