"""What came back otherwise than it was meant: both versions side by side, and one key to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from hotline.codes import Role
from local_cache import news as seat_news
from local_cache.model import Alert, Need
from local_cache.needs import Kind
from screens.needs_you.deciding import OPENS_CASE, Deciding, case_of
from screens.needs_you.entries import (
    SETTLED_AT_THE_CENTRE,
    has_a_choice,
    list_rows,
)
from screens.needs_you.sign_in_again import SIGN_IN_WORDS
from screens.needs_you.versions import alert_rows, need_rows
from screens.parts.base import bindings_of
from screens.parts.scroll_rows import ScrollRows
from screens.parts.top_line import paint_top_line
from widgets.key_line import KeyLine
from widgets.line_list import Column, LineList
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import mark, tr, trn

if TYPE_CHECKING:
    from local_cache.news import News

LIST_ROWS = 7
_NOTHING = mark("Nothing needs you.")
_STILL_OPENING = mark("The program is still opening: what needs you has not been read yet, and comes here by itself.")
_NOTHING_WITHOUT_LINE = mark("Nothing needs you. Notices for the lead come once there is a line.")


class NeedsYouScreen(Deciding):
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
        self.pass_over_settled()
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
        need, alert = self.marked(), self.marked_alert()
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
        need, alert = self.marked(), self.marked_alert()
        if need is None:
            return tr("open the case") if alert and case_of(alert) else ""
        if need.kind in OPENS_CASE:
            return tr("open the case")
        return tr("sign in") if need.kind in SIGN_IN_WORDS else tr("seen")

    def marked(self) -> Need | None:
        """Return the marked entry, where it is no notice."""
        return self._needs.get(self.query_one(LineList).key)

    def marked_alert(self) -> Alert | None:
        """Return the marked notice for the lead."""
        return self._alerts.get(self.query_one(LineList).key)

    @on(ScrollRows.Left)
    def _pane_left(self, message: ScrollRows.Left) -> None:
        message.stop()
        self.set_focus(self.query_one(LineList))

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self.paint_versions)

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        self.pass_over_settled()
        self.paint_versions()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a conflict has two versions to choose from, and only one whose case can still be amended.

        Notices that somebody at the centre settles go by themselves.
        """
        if action == "seen":
            alert = self.marked_alert() if self.is_mounted else None
            return alert is not None and alert.doc.kind not in SETTLED_AT_THE_CENTRE
        if action in ("keep_mine", "keep_theirs"):
            need = self.marked() if self.is_mounted else None
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
