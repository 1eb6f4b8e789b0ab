"""Deciding on an entry: open its case, sign in again, keep one version, note it as seen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from textual import on

from local_cache.model import Alert, CaseView, Need, SessionInfo
from local_cache.needs import Choice, Kind
from screens.needs_you.entries import TITLES, alert_cell, alert_title, case_cell
from screens.needs_you.sign_in_again import SIGN_IN_WORDS, SignInAgain
from screens.parts.base import ConsoleScreen, Said
from screens.parts.case_words import number_words
from screens.parts.scroll_rows import ScrollRows
from screens.services import Go
from widgets.line_list import LineList
from wording import mark, tr

OPENS_CASE = (Kind.CONFLICT, Kind.ASKED_BACK)
"""Kinds of entries of which Enter opens the case."""
_AT_NEITHER = mark("Neither this seat nor the centre shows this case")
_NO_LINE_TO_ASK = mark("This case is not kept on this seat, and there is no line to ask the centre")


class Deciding(ConsoleScreen[None]):
    """A screen with one marked entry. What was decided stands on its line until the operator goes on."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._settling = ""
        self._tells_of_settled = False
        self._opening = False

    # ---- parts above this one

    def marked(self) -> Need | None:
        """Return the marked entry, where it is no notice."""
        raise NotImplementedError

    def marked_alert(self) -> Alert | None:
        """Return the marked notice for the lead."""
        raise NotImplementedError

    def read(self) -> None:
        """Ask the seat what is open."""
        raise NotImplementedError

    # ---- Enter

    @on(LineList.Opened)
    @on(ScrollRows.Entered)
    def _opened(self, message: LineList.Opened | ScrollRows.Entered) -> None:
        message.stop()
        need, alert = self.marked(), self.marked_alert()
        if need is None:
            self._open(case_of(alert) if alert else "")
        elif need.kind in OPENS_CASE:
            self._open(str(need.case_id or ""))
        elif need.kind in SIGN_IN_WORDS:
            why, there, not_there = SIGN_IN_WORDS[need.kind]
            again = SignInAgain(self.services.signed_in.operator_id, lambda: tr(why))
            self.app.push_screen(again, partial(self._signed_in_again, there, not_there))
        else:
            self._settle(need, Choice.SEEN)

    def _open(self, case_id: str) -> None:
        if not case_id or self._opening:
            return
        self._opening = True
        self.when_done(self.services.seat.case(UUID(case_id)), self._case_came, self._case_did_not_come)

    def _case_came(self, view: CaseView | None) -> None:
        """Go to the case, found by its number; or say here that there is none to go to."""
        self._opening = False
        if not self.is_current:
            return
        if view is None:
            line_up = self.services.seat.status.line_up
            self.say(lambda: tr(_AT_NEITHER if line_up else _NO_LINE_TO_ASK), wrong=True)
        else:
            order = view.doc.order
            self.post_message(Go("find", case_id=str(order.id), words=number_words(order.order_no)))

    def _case_did_not_come(self, error: Exception) -> None:
        self._opening = False
        self.seat_failed(error)

    def _signed_in_again(self, there: str, not_there: str, session: SessionInfo | None) -> None:
        if session is None:
            return
        self.services.session = session
        if session.online:
            self.say(lambda: tr(there))
        else:
            self.say(lambda: tr(not_there), wrong=True)
        self.read()

    # ---- deciding

    def action_keep_mine(self) -> None:
        """Offer the operator's own version once more, over the one that stands there now."""
        self._decide(Choice.MINE)

    def action_keep_theirs(self) -> None:
        """Leave the case as the centre has it."""
        self._decide(Choice.THEIRS)

    def action_seen(self) -> None:
        """Take a notice off the list."""
        alert = self.marked_alert()
        if alert is None or self._settling:
            return
        self._settling = str(alert.doc.id)
        told = self._settled(lambda: alert_cell(alert) or alert_title(alert.doc.kind), Choice.SEEN)
        self.when_done(self.services.seat.note_alert(alert.doc.id), told, self._failed)

    def _decide(self, choice: Choice) -> None:
        need = self.marked()
        if need is not None:
            self._settle(need, choice)

    def _settle(self, need: Need, choice: Choice) -> None:
        if self._settling:
            return
        self._settling = need.id
        told = self._settled(lambda: case_cell(need) or tr(TITLES[need.kind]), choice)
        self.when_done(self.services.seat.settle(need.id, choice), told, self._failed)

    def _settled(self, what: Said, choice: Choice) -> Callable[[None], None]:
        words = {
            Choice.MINE: mark("Your version is offered again."),
            Choice.THEIRS: mark("The centre's version stays."),
            Choice.SEEN: mark("Noted as seen."),
        }

        def told(_: None) -> None:
            self._settling = ""
            self.say(lambda: f"{what()}  {tr(words[choice])}")
            self._tells_of_settled = True
            self.read()

        return told

    def pass_over_settled(self) -> None:
        """Say no more what was decided, once the operator has gone on to another entry or has been elsewhere."""
        if self._tells_of_settled:
            self.say("")

    def say(self, words: str | Said, *, wrong: bool = False) -> None:
        """Put a message on the line; what was decided is not what it says then."""
        self._tells_of_settled = False
        super().say(words, wrong=wrong)

    def _failed(self, error: Exception) -> None:
        self._settling = ""
        self.seat_failed(error)


def case_of(alert: Alert) -> str:
    """Return the id of the case that an alert is about, empty for none."""
    return str(alert.doc.data.get("case_id") or "")
