"""What came back otherwise than it was meant: both versions side by side, and one key to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult

from hotline.codes import Role
from hotline.command_table import COMMANDS
from hotline.masking import masked_value
from local_cache import news as seat_news
from local_cache.model import Need
from local_cache.needs import Choice, Kind
from screens.parts.base import ConsoleScreen, bindings_of
from screens.parts.case_words import class_words, coded, field_words, number_words, place_words
from screens.parts.line_words import line_pieces
from screens.parts.text_rows import Row, TextRows, wrapped
from screens.parts.who_words import who_words
from screens.services import Go
from widgets.clock_text import at, minutes
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.line_list import Column, LineList, ListRow
from widgets.message_line import MessageLine
from widgets.shown_text import padded
from widgets.status_line import StatusLine
from wording import listed, mark, tr

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from hotline.case_doc import AlertDoc
    from local_cache.news import News

LIST_ROWS = 7
_ALERTS: Mapping[str, str] = {
    "abuse": mark("Operator abused"),
    "number_clash": mark("One number twice"),
    "parked": mark("Parked at the centre"),
    "held": mark("Held at the centre"),
}
_ALERT_SAYS: Mapping[str, str] = {
    "abuse": mark("An operator has marked abuse: look after them, and after the call."),
    "number_clash": mark("Two disks gave out the same case number; the second caller must be told the new one."),
    "parked": mark("The centre could not read something of a seat; a person there looks at it."),
    "held": mark("Something was made after the right to work here had ended; a supervisor decides."),
}
_TITLES: Mapping[str, str] = {
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
}
_WHAT_TO_DO: Mapping[str, str] = {
    Kind.CONFLICT: mark("Somebody changed the same field first. Choose which version stays."),
    Kind.NOT_APPLIED: mark("The case had moved on. What was written is in its timeline; call or note if it matters."),
    Kind.PARKED: mark("The centre could not read it; a person there looks at it. Nothing is lost."),
    Kind.HELD: mark("It was made after the right to work here had ended; a supervisor decides."),
    Kind.NUMBER_CHANGED: mark("The number that was read out is taken. Call the caller back and tell the new one."),
    Kind.DISK_COPIED: mark("The files of this seat were copied or restored. Ask support to enrol the seat again."),
    Kind.MISMATCH: mark("The centre had counted other work than this seat; it was offered again."),
    Kind.STOPPED: mark("The centre turns the queue down. What is on this seat stays; tell support."),
    Kind.TURNED_AWAY: mark("The centre does not let this seat in. What is on it stays; ask support to enrol it again."),
    Kind.OUTDATED: mark("This program cannot read the centre's news. Cases are still sent. Ask for an upgrade."),
}


class NeedsYouScreen(ConsoleScreen[None]):
    """The list of open entries and, below it, both versions of the marked one."""

    PLACE = "needs_you"
    KEYS: ClassVar = ("keep_mine", "keep_theirs", "find", "desk")
    BINDINGS = bindings_of("needs_you")
    DEFAULT_CSS = "NeedsYouScreen #versions { height: 1fr; margin-top: 1; }"

    def __init__(self) -> None:
        super().__init__(id="needs_you")
        self._needs: dict[str, Need] = {}
        self._alerts: dict[str, AlertDoc] = {}
        self._settling = ""

    def compose(self) -> ComposeResult:
        """Top line, list, both versions, message, keys."""
        yield StatusLine()
        entries = LineList(
            (Column(mark("What"), 22), Column(mark("Case"), 18), Column(mark("When"), 10), Column(mark("About"))),
            id="needs",
            empty=mark("Nothing needs you."),
        )
        entries.styles.height = LIST_ROWS
        yield entries
        yield TextRows(id="versions", rows=None)
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the list."""
        self.set_focus(self.query_one(LineList))
        self.read()
        self.set_interval(1.0, self._paint_status)

    def on_screen_resume(self) -> None:
        """Read the list again whenever it is looked at."""
        self.read()

    def read(self) -> None:
        """Ask the seat what is open."""
        self.when_done(self.services.seat.needs(), self._came)
        session = self.services.session
        if session is not None and Role.LEAD in session.roles:
            self.when_done(self.services.seat.alerts(), self._alerts_came)
            self.when_done(self.services.seat.kept_drafts_count(), self._drafts_counted)

    def _drafts_counted(self, count: int) -> None:
        if count:
            self.say(tr("{count} drafts wait here for operators who have signed out").format(count=count))

    def _alerts_came(self, alerts: list[AlertDoc]) -> None:
        self._alerts = {str(each.id): each for each in alerts}
        self.paint()

    def _came(self, needs: list[Need]) -> None:
        self._needs = {each.id: each for each in needs}
        self.paint()

    # ---- painting

    def paint(self) -> None:
        """Show the entries, the marked one whole."""
        now, zone = self.services.now(), self.services.zone
        self.query_one(LineList).rows = [
            ListRow(each.id, (
                (tr(_TITLES[each.kind]), Tone.YELLOW),
                (_number(each), Tone.BRIGHT),
                (at(each.made_at, now, zone), Tone.GREY),
                (self._about(each), Tone.GREY),
            ))
            for each in self._needs.values()
        ] + [self._alert_row(each) for each in self._alerts.values()]  # fmt: skip
        self.paint_versions()
        self._paint_status()

    def _alert_row(self, alert: AlertDoc) -> ListRow:
        number = str(alert.data.get("given") or "")
        about = tr("seat {seat}").format(seat=alert.seat) + f"  {alert.operator}"
        return ListRow(str(alert.id), (
            (tr(_ALERTS.get(alert.kind, alert.kind)), Tone.RED),
            (number_words(number), Tone.BRIGHT),
            (at(alert.at, self.services.now(), self.services.zone), Tone.GREY),
            (about, Tone.GREY),
        ))  # fmt: skip

    def _paint_status(self) -> None:
        status = self.services.seat.status
        self.query_one(StatusLine).tell(
            who_words(self.services), [*self.services.calls().pieces, *line_pieces(status, self.services.now())]
        )

    def _about(self, need: Need) -> str:
        if need.kind == Kind.CONFLICT:
            return listed(field_words(each["field"]) for each in need.detail.get("fields", ()))
        row = COMMANDS.get(str(need.detail.get("op", "")))
        return tr(row.name) if row else ""

    def paint_versions(self) -> None:
        """Show both versions of the marked entry, or what to do about it."""
        need = self._marked()
        rows: list[Row] = []
        if need is not None:
            width = max(20, self.size.width - 2)
            rows += wrapped(tr(_WHAT_TO_DO[need.kind]), width, Tone.BRIGHT)
            rows += _both_versions(need, self.services.city_pack, width) or _detail(need, width)
        elif alert := self._alerts.get(self.query_one(LineList).key):
            rows += _alert_rows(alert, max(20, self.size.width - 2))
        self.query_one("#versions", TextRows).show(*rows)
        self.offer_keys(*([(tr("Enter"), tr("seen"))] if need and need.kind != Kind.CONFLICT else []))

    def _marked(self) -> Need | None:
        return self._needs.get(self.query_one(LineList).key)

    # ---- deciding

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        self.paint_versions()

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        need = self._needs.get(message.key)
        if need is None:
            return
        if need.kind == Kind.CONFLICT:
            if need.case_id is not None:
                self.post_message(Go("find", case_id=str(need.case_id)))
            return
        self._settle(need, Choice.SEEN)

    def action_keep_mine(self) -> None:
        """Offer the operator's own version once more, over the one that stands there now."""
        self._decide(Choice.MINE)

    def action_keep_theirs(self) -> None:
        """Leave the case as the centre has it."""
        self._decide(Choice.THEIRS)

    def _decide(self, choice: Choice) -> None:
        need = self._marked()
        if need is not None:
            self._settle(need, choice)

    def _settle(self, need: Need, choice: Choice) -> None:
        if self._settling:
            return
        self._settling = need.id
        self.when_done(self.services.seat.settle(need.id, choice), self._settled(choice), self._failed)

    def _settled(self, choice: Choice) -> Callable[[None], None]:
        words = {
            Choice.MINE: tr("Your version is offered again."),
            Choice.THEIRS: tr("The centre's version stays."),
            Choice.SEEN: tr("Noted as seen."),
        }

        def told(_: None) -> None:
            self._settling = ""
            self.say(words[choice])
            self.read()

        return told

    def _failed(self, error: Exception) -> None:
        self._settling = ""
        self.seat_failed(error)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a conflict has two versions to choose from."""
        if action in ("keep_mine", "keep_theirs"):
            need = self._marked() if self.is_mounted else None
            return need is not None and need.kind == Kind.CONFLICT
        return super().check_action(action, parameters)

    # ---- news and language

    def hear(self, news: News) -> None:
        """Follow the list and the line."""
        if isinstance(news, seat_news.NeedsChanged | seat_news.AlertsChanged):
            self.read()
        elif isinstance(news, seat_news.StatusChanged):
            self._paint_status()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()


def _number(need: Need) -> str:
    number = str(need.detail.get("number") or need.detail.get("new") or "")
    return number_words(number)


def _alert_rows(alert: AlertDoc, width: int) -> list[Row]:
    rows = wrapped(tr(_ALERT_SAYS.get(alert.kind, alert.kind)), width, Tone.BRIGHT)
    rows.append([])
    if alert.kind == "abuse":
        into = minutes(int(alert.data.get("seconds") or 0))
        caller = str(alert.data.get("caller") or "")
        rows.append([(tr("{at} into the call   {caller}").format(at=into, caller=caller), Tone.GREY)])
    return rows


def _both_versions(need: Need, pack: CityPack, width: int) -> list[Row]:
    """Return each field: as it was, and below it yours at the left and theirs at the right."""
    rows: list[Row] = []
    half = (width - 2) // 2
    for each in need.detail.get("fields", ()):
        name = each["field"]
        rows += [[], [(field_words(name), Tone.ACCENT)]]
        rows += wrapped(tr("It was: {value}").format(value=_shown(name, each.get("base"), pack)), width, Tone.GREY)
        mine = [tr("yours"), *_lines(_shown(name, each["mine"], pack), half)]
        theirs = [tr("theirs"), *_lines(_shown(name, each["theirs"], pack), half)]
        for place, (left, right) in enumerate(zip_longest(mine, theirs, fillvalue="")):
            tone = Tone.BRIGHT if place else Tone.YELLOW
            rows.append([(padded(left, half), tone), ("  ", tone), (right, tone)])
    return rows


def _lines(text: str, width: int) -> list[str]:
    return ["".join(piece for piece, _ in row) for row in wrapped(text, width)]


def _shown(name: str, value: Any, pack: CityPack) -> str:
    if value in (None, ""):
        return tr("nothing")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    text = str(value)
    if name == "area_code":
        return place_words(pack, text)
    if name == "class_code":
        return class_words(pack, text)
    if name in ("case_type", "urgency", "channel", "subject_kind"):
        return coded(pack, name, text)
    return masked_value(name, text)


def _detail(need: Need, width: int) -> list[Row]:
    """Return what is known of an entry without two versions."""
    rows: list[Row] = [[]]
    old, new, reason = (str(need.detail.get(name) or "") for name in ("old", "new", "reason"))
    if need.kind == Kind.NUMBER_CHANGED:
        rows.append(
            [(tr("Read out: {old}   Now: {new}").format(old=number_words(old), new=number_words(new)), Tone.BRIGHT)]
        )
    elif reason:
        rows += wrapped(tr("Reason: {reason}").format(reason=reason), width, Tone.GREY)
    return rows
