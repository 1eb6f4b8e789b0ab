"""What came back otherwise than it was meant: both versions side by side, and one key to decide."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult

from hotline.codes import Role
from local_cache import news as seat_news
from local_cache.model import Alert, CaseView, Need, SessionInfo
from local_cache.needs import Choice, Kind
from screens.needs_you.entries import (
    SETTLED_AT_THE_CENTRE,
    TITLES,
    alert_cell,
    alert_title,
    case_cell,
    has_a_choice,
    list_rows,
)
from screens.needs_you.sign_in_again import SIGN_IN_WORDS, SignInAgain
from screens.needs_you.versions import alert_rows, need_rows
from screens.parts.base import ConsoleScreen, Said, bindings_of
from screens.parts.case_words import number_words
from screens.parts.scroll_rows import ScrollRows
from screens.parts.top_line import paint_top_line
from screens.services import Go
from widgets.key_line import KeyLine
from widgets.line_list import Column, LineList
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import mark, tr, trn

if TYPE_CHECKING:
    from local_cache.news import News

LIST_ROWS = 7
_OPENS_CASE = (Kind.CONFLICT, Kind.ASKED_BACK)
_NOTHING = mark("Nothing needs you.")
_STILL_OPENING = mark("The program is still opening: what needs you has not been read yet, and comes here by itself.")
_AT_NEITHER = mark("Neither this seat nor the centre shows this case")
_NO_LINE_TO_ASK = mark("This case is not kept on this seat, and there is no line to ask the centre")
_NOTHING_WITHOUT_LINE = mark("Nothing needs you. Notices for the lead come once there is a line.")


class NeedsYouScreen(ConsoleScreen[None]):
    """The list of open entries and, below it, both versions of the marked one."""

    PLACE = "needs_you"
    KEYS: ClassVar = ("keep_mine", "keep_theirs", "seen", "find", "desk")
    BINDINGS = bindings_of("needs_you")
    DEFAULT_CSS = "NeedsYouScreen #versions { height: 1fr; margin-top: 1; }"

    def __init__(self) -> None:
        super().__init__(id="needs_you")
        self._needs: dict[str, Need] = {}
        self._alerts: dict[str, Alert] = {}
        self._read = False
        """The list has been read from files that are open."""
        self._settling = ""
        self._tells_of_settled = False
        self._opening = False
        self._shown = ""

    def compose(self) -> ComposeResult:
        """Top line, list, both versions, message, keys."""
        yield StatusLine()
        entries = LineList(
            (Column(mark("What"), 20), Column(mark("Case"), 16), Column(mark("When"), 10), Column(mark("About"))),
            id="needs",
            empty=_STILL_OPENING,
        )
        entries.styles.height = LIST_ROWS
        yield entries
        yield ScrollRows(id="versions")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the list."""
        self.set_focus(self.query_one(LineList))
        self.read()
        self.set_interval(1.0, self._paint_status)

    def on_screen_resume(self) -> None:
        """Read the list again whenever it is looked at, and tell a lead how many drafts are kept here."""
        self._pass_over_settled()
        self.read()
        if self._is_lead():
            self.when_done(self.services.seat.kept_drafts_count(), self._drafts_counted)

    def read(self) -> None:
        """Ask the seat what is open."""
        self.when_done(self.services.seat.needs(), self._came)
        if self._is_lead():
            self.when_done(self.services.seat.alerts(), self._alerts_came)

    def _is_lead(self) -> bool:
        return Role.LEAD in self.services.roles

    def _drafts_counted(self, count: int) -> None:
        def words() -> str:
            return trn(
                "{count} draft waits here for an operator who has signed out",
                "{count} drafts wait here for operators who have signed out",
                count,
            ).format(count=count)

        if count:
            self.say(words)

    def _alerts_came(self, alerts: list[Alert]) -> None:
        self._alerts = {str(each.doc.id): each for each in alerts}
        with self.prevent(LineList.Moved):
            self.paint()

    def _came(self, needs: list[Need]) -> None:
        self._needs = {each.id: each for each in needs}
        self._read = self.services.seat.status.known
        with self.prevent(LineList.Moved):  # the mark moves here without a key
            self.paint()

    # ---- painting

    def paint(self) -> None:
        """Show the entries, the marked one whole."""
        now, zone = self.services.now(), self.services.zone
        entries = self.query_one(LineList)
        entries.empty = _NOTHING_WITHOUT_LINE if self._waits_for_line() else _NOTHING
        if not self._read:
            entries.empty = _STILL_OPENING
        entries.rows = list_rows(self._needs, self._alerts, now, zone)
        self.paint_versions()
        self._paint_status()

    def _waits_for_line(self) -> bool:
        """Say whether a lead is here whom the centre has not let in itself: their notices are not here either."""
        return self._is_lead() and not self.services.signed_in.online

    def _paint_status(self) -> None:
        paint_top_line(self)

    def paint_versions(self) -> None:
        """Show the marked entry whole: its case, what to do, and both versions where there are two."""
        pack, width = self.services.city_pack, max(20, self.size.width - 2)
        need, alert = self._marked(), self._marked_alert()
        if need is not None:
            rows = need_rows(need, pack, self.services.now(), self.services.zone, width)
        else:
            rows = alert_rows(alert, pack, width) if alert else []
        pane, key = self.query_one(ScrollRows), self.query_one(LineList).key
        if key != self._shown:
            self._shown = key
            pane.to_top()
        pane.show(*rows)
        keys = [(tr("Enter"), words)] if (words := self._enter_does()) else []
        self.offer_keys(*keys, *pane.keys_to_read_on("Tab"))

    def on_descendant_focus(self) -> None:
        """Name the key that reads on from where the keys are now."""
        self.paint_versions()

    def _enter_does(self) -> str:
        need, alert = self._marked(), self._marked_alert()
        if need is None:
            return tr("open the case") if alert and _case_of(alert) else ""
        if need.kind in _OPENS_CASE:
            return tr("open the case")
        return tr("sign in") if need.kind in SIGN_IN_WORDS else tr("seen")

    def _marked(self) -> Need | None:
        return self._needs.get(self.query_one(LineList).key)

    def _marked_alert(self) -> Alert | None:
        return self._alerts.get(self.query_one(LineList).key)

    @on(ScrollRows.Left)
    def _pane_left(self, message: ScrollRows.Left) -> None:
        message.stop()
        self.set_focus(self.query_one(LineList))

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self.paint_versions)

    # ---- deciding

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        self._pass_over_settled()
        self.paint_versions()

    @on(LineList.Opened)
    @on(ScrollRows.Entered)
    def _opened(self, message: LineList.Opened | ScrollRows.Entered) -> None:
        message.stop()
        need, alert = self._marked(), self._marked_alert()
        if need is None:
            self._open(_case_of(alert) if alert else "")
        elif need.kind in _OPENS_CASE:
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

    def action_keep_mine(self) -> None:
        """Offer the operator's own version once more, over the one that stands there now."""
        self._decide(Choice.MINE)

    def action_keep_theirs(self) -> None:
        """Leave the case as the centre has it."""
        self._decide(Choice.THEIRS)

    def action_seen(self) -> None:
        """Take a notice off the list."""
        alert = self._marked_alert()
        if alert is None or self._settling:
            return
        self._settling = str(alert.doc.id)
        told = self._settled(lambda: alert_cell(alert) or alert_title(alert.doc.kind), Choice.SEEN)
        self.when_done(self.services.seat.note_alert(alert.doc.id), told, self._failed)

    def _decide(self, choice: Choice) -> None:
        need = self._marked()
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

    def _pass_over_settled(self) -> None:
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a conflict has two versions to choose from, and only one whose case can still be amended.

        Notices that somebody at the centre settles go by themselves.
        """
        if action == "seen":
            alert = self._marked_alert() if self.is_mounted else None
            return alert is not None and alert.doc.kind not in SETTLED_AT_THE_CENTRE
        if action in ("keep_mine", "keep_theirs"):
            need = self._marked() if self.is_mounted else None
            if need is None or need.kind != Kind.CONFLICT:
                return False
            return action == "keep_theirs" or has_a_choice(need)
        return super().check_action(action, parameters)

    # ---- news and language

    def hear(self, news: News) -> None:
        """Follow the list and the line."""
        if isinstance(news, seat_news.NeedsChanged | seat_news.AlertsChanged):
            self.read()
        elif isinstance(news, seat_news.StatusChanged):
            if news.status.known and not self._read:
                self.read()
            self._paint_status()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()


def _case_of(alert: Alert) -> str:
    """Return the id of the case that an alert is about, empty for none."""
    return str(alert.doc.data.get("case_id") or "")
