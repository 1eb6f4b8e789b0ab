"""What the screens with a work list have in common: the list from the centre, the marked case, acts, the next case.

A screen says which list of the centre it shows (`list_name`), its columns and what stands in them (`cells`), what
stands above the case (`about`), and its acts (`GIVEN`, with an `action_` for each that ends in `give`).
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical

from hotline.case_doc import CaseDoc
from hotline.texts import half_width
from local_cache import news as seat_news
from local_cache.model import CaseView
from screens.parts.case_pane import work_rows
from screens.parts.scroll_rows import ScrollRows
from screens.parts.taken_up import TakesUp
from screens.parts.text_rows import Row
from screens.parts.top_line import paint_top_line
from screens.parts.work_counts import WAITING, as_of_pieces, count_pieces
from screens.parts.work_list import WorkColumn, WorkList, faded
from screens.parts.work_reading import ASKING, REFRESH_S, WorkReading
from widgets.key_line import KeyLine
from widgets.lamp import Piece
from widgets.line_list import LineList, ListRow
from widgets.message_line import MessageLine
from widgets.one_line import OneLine
from widgets.status_line import StatusLine
from wording import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

    from hotline.queue_doc import QueueLine
    from hotline.wire import MutationResult
    from hotline.work_order import WorkOrder
    from local_cache.news import News

READ_AFTER_S = 0.08
"""The timeline of a case is read when the mark has rested on it for so long."""
PAINT_S = 10.0
"""Ages are counted in minutes: so often they are written anew."""
NOT_SEEN_S = 0.7
"""A case that opened by itself has not been looked at before that. Longer than keyboards wait before they repeat a key
that is held down, and every repeat begins it anew: such a key must not act on the next cases."""
TYPED_ON_S = 1.0
"""Letters that follow one another by less than this after a key that could not be done were meant for its form."""
_NEVER = float("-inf")
NARROW_LIST_ROWS = 9


class WorkScreen(TakesUp, WorkReading):
    """The list at the top (or left), the marked case below (or right); every act is on the case that is shown."""

    COLUMNS: ClassVar[Sequence[WorkColumn]] = ()
    WAITING: ClassVar[str] = WAITING
    TEXT_FIRST: ClassVar[bool] = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = f"""
    WorkScreen #both {{ layout: vertical; height: 1fr; }}
    WorkScreen #work {{ height: {NARROW_LIST_ROWS}; }}
    WorkScreen #case {{ height: 1fr; margin-top: 1; }}
    WorkScreen.-wide #work {{ height: 16; }}
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._read: CaseView | None = None
        self._opened_itself = self._refused_at = _NEVER
        self._read_timer: Timer | None = None

    # ---- what a screen says of itself

    def cells(self, line: QueueLine) -> Sequence[Piece]:
        """Return a line of the list, a cell for each of `COLUMNS`."""
        raise NotImplementedError

    def about(self, line: QueueLine, width: int) -> list[Row]:  # noqa: ARG002
        """Return what stands above the marked case."""
        return []

    @property
    def waiting_words(self) -> str:
        """Return the message id that counts what waits."""
        return self.WAITING

    def aim(self) -> str:
        """Return what the list is measured by, at the right end of its counts."""
        return ""

    # ---- start

    def compose(self) -> ComposeResult:
        """Top line, counts, list, case, message, keys."""
        yield StatusLine()
        yield OneLine(id="counts")
        with Vertical(id="both"):
            yield WorkList(self.COLUMNS, empty=ASKING)
            yield ScrollRows(id="case")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask for the list and take the first key."""
        self.set_focus(self.query_one(WorkList))
        self.set_interval(1.0, self._paint_status)
        self.set_interval(PAINT_S, self.paint_list)
        self.set_interval(REFRESH_S, self.refresh_list)
        self._paint_status()
        self.paint_keys()
        self.read_left()

    def on_screen_resume(self) -> None:
        """Ask how things stand now; who signs out comes by here too, when nobody is signed in any more."""
        if self.services.session is None:
            return
        self.where_is()
        self.read()

    # ---- the marked case

    @property
    def marked(self) -> QueueLine | None:
        """Return the line that is marked: it is the one whose case is shown."""
        return self.lines.get(self.query_one(WorkList).key)

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        if self.lines.leave(self.query_one(WorkList).key):
            self.paint_list()
        self.forget_refusal()
        self._show_marked()

    def _show_marked(self) -> None:
        """Show the marked case as its line has it, and read its timeline."""
        line = self.marked
        if line is None or self.view is None or self.view.doc.order.id != line.order.id:
            self._read, self.revealed = None, {}
            self.query_one(ScrollRows).to_top()
        self._set_view()
        self.paint_case()
        if line is None:
            return
        self.wanted = line.order.id
        if self._read_timer is None:
            self._read_timer = self.set_timer(READ_AFTER_S, self._read_marked)
        else:
            self._read_timer.reset()

    def _read_marked(self) -> None:
        self._read_timer = None
        if self.wanted is not None:
            self.read_case(self.wanted)

    def read_case(self, case_id: UUID) -> None:
        """Read a case with its timeline; only the one that is wanted last is shown."""
        self.wanted = case_id

        def take(view: CaseView | None) -> None:
            if self.wanted == case_id and view is not None:
                self._read = view
                self._set_view()
                self.paint_case()

        self.when_done(self.services.seat.case(case_id), take)

    def _set_view(self) -> None:
        """Put line and timeline together; of the case itself the newer one counts."""
        line, read = self.marked, self._read
        if line is None:
            self.view = None
            return
        if read is None or read.doc.order.id != line.order.id:
            self.view = CaseView(CaseDoc(order=line.order), None)
        elif read.doc.order.revision >= line.order.revision:
            self.view = read
        else:
            self.view = CaseView(read.doc.model_copy(update={"order": line.order}), read.sync, read.needs)

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        self.set_focus(self.query_one(ScrollRows))

    @on(ScrollRows.Left)
    @on(ScrollRows.Entered)
    def _pane_left(self, message: ScrollRows.Left | ScrollRows.Entered) -> None:
        message.stop()
        self.set_focus(self.query_one(WorkList))

    def on_descendant_focus(self) -> None:
        """Name the keys that work from here."""
        self.paint_keys()

    # ---- acts

    def begun(self, act: str) -> WorkOrder | None:
        """Return the case to act on; where there is none, what is typed next does nothing either."""
        order = self._begun(act)
        if order is None:
            self._refused_at, self._why_refused = monotonic(), self._said
        else:
            self.forget_refusal()
        return order

    def _begun(self, act: str) -> WorkOrder | None:
        """Return the case to act on; none that opened by itself a moment ago, or that is no longer in the list."""
        line = self.marked
        if monotonic() - self._opened_itself < NOT_SEEN_S:
            self._opened_itself = monotonic()
            self.app.bell()
            return None
        if line is not None and self.lines.gone == str(line.order.id):
            self.say(lambda: tr("This case is no longer in the list: somebody else went on with it"), wrong=True)
            return None
        if line is not None and (self.view is None or self.view.doc.order.id != line.order.id):
            self.app.bell()  # the mark has moved, and what is shown has not followed yet
            return None
        return super().begun(act)

    def act_done(self, order: WorkOrder, result: MutationResult, *, stays: bool) -> None:  # noqa: ARG002
        """Open the next case by itself, and ask the centre how the list is now."""
        self.go_on(order, stays=stays)

    def go_on(self, order: WorkOrder, *, stays: bool) -> None:
        """Go on after something was done to a case; `stays` says that it is still one of this list."""
        work = self.query_one(WorkList)
        if not stays:
            was_marked = work.key == str(order.id)
            self.lines.settle(order.id, order.revision)
            self.paint_list()
            if was_marked:
                self._opened_itself = monotonic()
                self.set_focus(work)
        self.read()

    def act_failed(self, order: WorkOrder) -> None:  # noqa: ARG002
        """Ask the centre how the list is: somebody else may have been faster."""
        self.read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let every act say why it cannot be done, wherever there is a case."""
        if self.is_act(action):
            return self.view is not None
        return super().check_action(action, parameters)

    def is_offered(self, command: str) -> bool:
        """Leave out what could not be done."""
        return super().is_offered(command) and not (self.is_act(command) and self.why_not(command))

    def on_key(self, event: events.Key) -> None:
        """Drop what is typed on after a key that could not be done; say what to do where it is turned into Chinese."""
        if not event.is_printable:
            self._refused_at = _NEVER
        elif monotonic() - self._refused_at < TYPED_ON_S:
            event.stop()
            self._refused_at = monotonic()
            self.app.bell()
            self.say(lambda: tr("What is typed now does nothing: pause first, then press a key"), wrong=True)
        elif event.character and not half_width(event.character).isascii():
            self.say(lambda: tr("Letters are keys here: switch the input method to English"), wrong=True)

    # ---- painting

    def paint_list(self) -> None:
        """Show the lines and the counts, and the marked case where it is another one by now."""
        work = self.query_one(WorkList)
        with self.prevent(LineList.Moved):  # what is marked is shown below at once, before another key comes
            work.show([
                ListRow(key, tuple(faded(self.cells(line)) if key == self.lines.gone else self.cells(line)))
                for key, line in self.lines.items()
            ])  # fmt: skip
        work.goes_on = bool(self.pages and self.pages[-1].next)
        shown = str(self.view.doc.order.id) if self.view is not None else ""
        if shown != work.key:
            self._show_marked()
        else:
            self._set_view()
            self.paint_case()
        self._paint_counts()

    def paint_case(self) -> None:
        """Paint the case that is shown."""
        pane, line = self.query_one(ScrollRows), self.marked
        if self.view is None or line is None:
            pane.show()
        else:
            width = max(20, pane.size.width - 2)
            now, zone = self.services.now(), self.services.zone
            gone = str(line.order.id) == self.lines.gone
            pane.show(
                *work_rows(
                    self.view, self.services.city_pack, now, zone, width, self.revealed,
                    about=[] if gone else self.about(line, width), gone=gone,
                    text_first=self.TEXT_FIRST,
                )
            )  # fmt: skip
        self.paint_keys()

    def _paint_counts(self) -> None:
        now, zone = self.services.now(), self.services.zone
        page = self.pages[0] if self.pages else None
        fresh = self.is_fresh and self.services.seat.status.line_up
        self.query_one("#counts", OneLine).say(
            count_pieces(page, now, zone, self.waiting_words) if page else (),
            as_of_pieces(page, now, zone, fresh=fresh, aim=self.aim()),
        )

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self.paint_case)

    def paint_keys(self) -> None:
        """Show the keys that work now."""
        self.offer_keys(*self.query_one(ScrollRows).keys_to_read_on(tr("Enter")))

    def _paint_status(self) -> None:
        paint_top_line(self)

    # ---- news and language

    def hear(self, news: News) -> None:
        """Follow the line and the cases."""
        match news:
            case seat_news.StatusChanged():
                self._paint_status()
                self._paint_counts()
                self.paint_keys()
                if news.status.line_up and not self.is_fresh:
                    self.read()
            case seat_news.CasesChanged():
                self.where_is()
                self.read_for_news()
            case seat_news.PackChanged():
                self.paint_list()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint_list()
        self._paint_status()
