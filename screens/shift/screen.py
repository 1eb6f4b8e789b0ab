"""The shift's journal and its handover: what is open, explained line by line or at once, and signed by two leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on

from hotline.texts import half_width
from local_cache import handover_questions as ask
from screens.parts.base import bindings_of
from screens.parts.case_words import number_words
from screens.parts.given_acts import given_trouble
from screens.parts.text_rows import TextRows
from screens.parts.top_line import paint_top_line
from screens.parts.work_list import WorkColumn, WorkList
from screens.services import Go
from screens.shift import heads, journal_lines, signed_lines
from screens.shift.signing import Signing
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.line_list import LineList, ListRow
from widgets.message_line import MessageLine
from widgets.one_line import OneLine, spaced
from widgets.status_line import StatusLine
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from hotline.handover_doc import Handover, HandoverList, ItemKind, JournalItem
    from screens.parts.text_rows import Row

_ASKING = mark("Asking the centre ...")
_NO_PLACE = mark("You are on the roster of no sub-centre: ask the administrator (case-api user roster)")


class ShiftScreen(Signing):
    """The journal of a sub-centre; the journals of before lie over it, as a list and one by one.

    `words` names the sub-centre whose handover is due, empty for that of the lead's own seat.
    """

    PLACE = "shift"
    KEYS: ClassVar = (
        "explain", "explain_all", "sign_shift", "journals", "other_sub_centre", "work", "desk",
    )  # fmt: skip
    BINDINGS = bindings_of("shift")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    ShiftScreen #signatures { height: 3; background: $panel; }
    ShiftScreen #work { height: 1fr; }
    ShiftScreen #about { height: 5; margin-top: 1; }
    ShiftScreen.-wide #about { height: 9; }
    """

    def __init__(self, words: str = "") -> None:
        super().__init__(id="shift", sub_centre=words)
        self._listed: list[HandoverList] = []
        self._old: Handover | None = None
        self._shows_list = False
        self._offers_open = False
        self._unfolded: set[ItemKind] = set()
        self._view = ""

    def compose(self) -> ComposeResult:
        """Top line, which shift, signatures, list, the marked line whole, message, keys."""
        yield StatusLine()
        yield OneLine(id="title")
        yield OneLine(id="counts")
        yield TextRows(id="signatures", rows=3)
        yield WorkList(journal_lines.COLUMNS, empty=_ASKING)
        yield TextRows(id="about", rows=None)
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Take the first key, let the clocks run, say what was left half written."""
        self.set_focus(self.work)
        self.set_interval(1.0, self.tick)
        self._read_left()

    def on_screen_resume(self) -> None:
        """Ask how things stand now; who signs out comes by here too, when nobody is signed in any more."""
        if self.services.session is None:
            return
        self.read()
        self.paint_journal()
        self.paint_keys()

    @property
    def work(self) -> WorkList:
        """The list."""
        return self.query_one(WorkList)

    @property
    def shown(self) -> Handover | None:
        """The journal that is shown; None where the list of those of before is."""
        return None if self._shows_list and self._old is None else self._old or self.present

    @property
    def marked(self) -> JournalItem | None:
        """The item that the mark is on."""
        of = self.shown
        return next((item for item in of.items if item.key == self.work.key), None) if of is not None else None

    @property
    def marked_kind(self) -> ItemKind | None:
        """The kind that the marked line stands for."""
        return journal_lines.folded_kind(self.work.key)

    # ---- painting

    def paint_journal(self) -> None:
        """Show the journal, or what lies over it."""
        if self.services.session is None:
            return
        paint_top_line(self)
        self._paint_heads()
        self._paint_list()
        self._paint_about()

    def _paint_heads(self) -> None:
        services, of = self.services, self.shown
        zone, status = services.zone, services.seat.status
        as_of = self.present.now if self.present is not None else None
        age = heads.age_piece(as_of, self.read_ago or 0.0, zone, live=self.is_live, line_up=status.line_up)
        title, counts = self.query_one("#title", OneLine), self.query_one("#counts", OneLine)
        signatures = self.query_one("#signatures", TextRows)
        if of is None:
            name = tr("Journals of before") if self._shows_list else tr("Handover of the shift")
            title.say([(f" {name}", Tone.ACCENT)], [age])
            counts.say([])
            signatures.show([(tr(_NO_PLACE), Tone.YELLOW)] if self.has_none else [])
            return
        title.say([(f" {heads.title(of, services.city_pack, zone)}", Tone.ACCENT)], [] if self._old else [age])
        counts.say([(" ", Tone.GREY), *spaced(heads.count_pieces(of))])
        sign = heads.sign_piece(of, zone, self.key_of("sign_shift"), live=self.is_live or of is self._old)
        signatures.show(*heads.signature_rows(of, zone), [sign])

    def _paint_list(self) -> None:
        zone, now, of = self.services.zone, self.now_at_centre(), self.shown
        columns: Sequence[WorkColumn]
        if of is not None:
            last = of.taken or of.handed
            at = last.at if of.over and last is not None else now
            columns, empty = journal_lines.COLUMNS, journal_lines.NOTHING_OPEN
            rows = journal_lines.rows(of.items, self._unfolded, self.services.city_pack, at)
        elif self._shows_list:
            columns, empty = signed_lines.COLUMNS, signed_lines.NONE_SIGNED if self._listed else _ASKING
            rows = signed_lines.rows((line for page in self._listed for line in page.lines), now, zone)
        else:
            columns, empty, rows = journal_lines.COLUMNS, _NO_PLACE if self.has_none else _ASKING, []
        self._show(f"{self._shows_list} {of is None} {empty}", columns, empty, rows)

    def _show(self, view: str, columns: Sequence[WorkColumn], empty: str, rows: list[ListRow]) -> None:
        work = self.work
        if view != self._view:
            self._view = view
            work.head(columns, empty)
        with self.prevent(LineList.Moved):
            work.show(rows)
            work.goes_on = self._shows_list and self._old is None and bool(self._listed and self._listed[-1].before)

    def _paint_about(self) -> None:
        item, shown = self.marked, self.query_one("#about", TextRows)
        width = max(20, self.size.width - 2)
        rows: list[Row] = []
        if self.marked_kind is not None:
            rows = [[(tr("Enter shows each of them, Backspace all of them as one line again"), Tone.GREY)]]
        elif item is not None:
            services = self.services
            rows = journal_lines.about(item, services.city_pack, self.now_at_centre(), services.zone, width)
        shown.show(*rows)
        if bool(self.work.key) != self._offers_open:
            self._offers_open = not self._offers_open
            self.paint_keys()

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        self._paint_about()

    def paint_keys(self) -> None:
        """Show the keys that work now."""
        first = [(tr("Enter"), tr("open"))] if self.work.key else []
        if self._shows_list:
            first.append((tr("Backspace"), tr("back")))
        self.offer_keys(*first)

    # ---- moving about

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Turn away what means nothing in what is seen."""
        if action == "back":
            return self._shows_list
        if action in ("explain", "explain_all", "sign_shift", "journals") and self._shows_list:
            return False
        if action == "other_sub_centre":
            return len(self.places) > 1 and not self._shows_list
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Go back; say what to do where an input method turns letters into Chinese."""
        sign = half_width(event.character) if event.is_printable and event.character else ""
        if event.key == "backspace" and self._shows_list:
            event.stop()
            self.action_back()
        elif event.key == "backspace" and (item := self.marked) is not None and item.kind in self._unfolded:
            event.stop()
            self._unfolded.discard(item.kind)
            self.paint_journal()
        elif sign and not sign.isascii():
            self.say(lambda: tr("Letters are keys here: switch the input method to English"), wrong=True)

    def action_back(self) -> None:
        """Go back from a journal of before to their list, and from that to the present one."""
        if self._old is not None:
            key, self._old = self._old.begins.isoformat(), None
        else:
            key, self._shows_list = "", False
        self.say("")
        self.paint_journal()
        if key:
            self.work.key = key
        self.paint_keys()

    def action_other_sub_centre(self) -> None:
        """Go on to the journal of the next sub-centre whose leads this one is of."""
        places = self.places
        here = places.index(self.sub_centre) if self.sub_centre in places else -1
        self.sub_centre, self.present = places[(here + 1) % len(places)], None
        self.say("")
        self.read()
        self.paint_journal()

    def action_journals(self) -> None:
        """List the journals of before."""
        self._shows_list, self._listed = True, []
        self.say("")
        self.paint_journal()
        self.paint_keys()
        self._read_page()

    def _read_page(self) -> None:
        before = self._listed[-1].before if self._listed else None
        if not self.sub_centre or (self._listed and before is None):
            return

        def came(told: HandoverList) -> None:
            self._listed.append(told)
            self.paint_journal()

        self.when_done(self.services.seat.board(ask.signed(self.sub_centre, before)), came, self._not_listed)

    def _not_listed(self, error: Exception) -> None:
        """Go back where there is no list to be shown; it is at the centre alone."""
        if not self._listed and self._shows_list:
            self.action_back()
        self.say(lambda: given_trouble(error), wrong=True)

    @on(LineList.AtEnd)
    def _at_end(self, message: LineList.AtEnd) -> None:
        message.stop()
        if self._shows_list and self._old is None:
            self._read_page()

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        kind, item = self.marked_kind, self.marked
        if kind is not None:
            self._unfolded.add(kind)
            self.paint_journal()
            return
        if item is not None:
            case = str(item.case_id or "")
            self.post_message(Go("find", case_id=case, words=number_words(item.number)) if case else Go("board"))
            return
        line = next(
            (each for page in self._listed for each in page.lines if each.begins.isoformat() == message.key), None
        )
        if line is not None:
            old = self.services.seat.board(ask.of_shift(line.sub_centre, line.begins))
            self.when_done(old, self._old_came, self._not_listed)

    def _old_came(self, told: Handover) -> None:
        self._old = told
        self.paint_journal()
        self.paint_keys()

    def mark_item(self, key: str) -> None:
        """Put the mark on an item."""
        self.work.key = key

    # ---- language

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint_journal()
        self.paint_keys()
