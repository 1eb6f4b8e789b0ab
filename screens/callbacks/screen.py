"""The call-back screen: whom to call today, the script, the results; a try is on disk before the screen says so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual import on

from hotline.codes import State
from hotline.outcome import RefusalCode
from hotline.queue_doc import QueueCounts, QueueLine, QueuePage
from hotline.running_clocks import red_first
from local_cache import news as seat_news
from local_cache.errors import NoLine, Refused
from local_cache.model import CaseView, Page, Query
from screens.callbacks.ask_results import AskResults
from screens.callbacks.lines import COLUMNS, OTHERS_CALL, about_rows, cells_of
from screens.callbacks.results import Results
from screens.parts.amend import NOTHING_WRONG, Wrong
from screens.parts.base import bindings_of
from screens.parts.case_words import number_words
from screens.parts.scroll_rows import ScrollRows
from screens.parts.trouble import refusal_words
from screens.parts.work_screen import WorkScreen
from widgets.line_list import LineList
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.commands import RecordCallback
    from hotline.queue_doc import QueueName
    from hotline.work_order import WorkOrder
    from local_cache.news import News
    from screens.parts.text_rows import Row
    from widgets.lamp import Piece

CALL_BACK = "call_back"
_RECORDED = mark("Call-back recorded")
_TRY_RECORDED = mark("Try recorded")
_KNOWN_HERE = 50
"""So many call-backs are shown of those that this seat knows."""


class CallbacksScreen(WorkScreen):
    """The list for the day; Enter opens the marked case with its script, Enter there asks for the results."""

    PLACE = "callbacks"
    KEYS: ClassVar = (CALL_BACK, "reveal", "note", "find", "needs_you", "work", "desk")
    BINDINGS = bindings_of("callbacks")
    COLUMNS = COLUMNS
    EMPTY = mark("Nobody is to be called back.")
    WAITING = mark("to call back {count}")
    DEFAULT_CSS = """
    CallbacksScreen.-reading #work { height: 2; }
    """

    def __init__(self) -> None:
        super().__init__(id="callbacks")
        self._parents: dict[UUID, WorkOrder] = {}
        """Cases that others were merged into, whose reply is asked about there."""
        self._newer: dict[UUID, WorkOrder] = {}
        """Cases that were tried from this seat, as it knows them: the list at the centre follows later."""

    @property
    def list_name(self) -> QueueName:
        """Return which list of the centre is shown."""
        return "callback"

    # ---- what is shown

    def cells(self, line: QueueLine) -> Sequence[Piece]:
        """Return a line of the list."""
        newer = self._newer.get(line.order.id)
        if newer is not None and newer.revision > line.order.revision:
            line = line.model_copy(update={"order": newer})
        parent = self._parent_of(line.order)
        return cells_of(line, self.services.city_pack, self.services.now(), parent.order_no if parent else "",
                        handled=self._handled(line.order))  # fmt: skip

    def about(self, line: QueueLine, width: int) -> list[Row]:
        """Return what has to be known before somebody dials."""
        order = self.view.doc.order if self.view is not None else line.order
        line = line.model_copy(update={"order": order})
        return about_rows(line, self._parent_of(order), self.services.city_pack, self.services.now(),
                          self.services.zone, width, self.revealed, handled=self._handled(order))  # fmt: skip

    def _parent_of(self, order: WorkOrder) -> WorkOrder | None:
        if order.parent is None:
            return None
        line = self.lines.get(str(order.parent))
        return line.order if line is not None else self._parents.get(order.parent)

    def read_case(self, case_id: UUID) -> None:
        """Read a case, and the one that it was merged into: that one has the reply."""
        super().read_case(case_id)
        line = self.lines.get(str(case_id))
        if line is None or line.order.parent is None or self._parent_of(line.order) is not None:
            return

        def take(view: CaseView | None) -> None:
            if view is not None:
                self._parents[view.doc.order.id] = view.doc.order
                self.paint_list()

        self.when_done(self.services.seat.case(line.order.parent), take)

    def _handled(self, order: WorkOrder) -> bool:
        """Say whether whoever is here handled the case, and so may not call back."""
        from hotline.rulebook import refused_at_once

        if self.services.session is None:
            return False
        refusal = refused_at_once("record_callback", order, self.actor())
        return refusal is not None and refusal.code == RefusalCode.HANDLED_IT

    # ---- without a line

    def _not_read(self, error: Exception) -> None:
        """Show what this seat itself knows of, where the list never came: a call-back needs no line."""
        super()._not_read(error)
        if isinstance(error, NoLine) and not self.pages:
            search = self.services.seat.search

            def came(found: Page) -> None:
                self.when_done(search(Query(state=State.MERGED, limit=_KNOWN_HERE)), partial(self._look_up, found))

            self.when_done(search(Query(state=State.TO_CALLBACK, limit=_KNOWN_HERE)), came)

    def _look_up(self, found: Page, merged: Page) -> None:
        """Read the cases that were found here, one after the other; of a merged one also where it went."""
        from hotline.calling_back import REPLY_PASSED

        orders: list[WorkOrder] = []
        wanted = iter((*found.lines, *merged.lines))

        def read_next() -> None:
            line = next(wanted, None)
            if line is not None:
                self.when_done(self.services.seat.case(line.case_id), came)
            elif orders and not self.pages:
                self._show_known(orders, found)

        def came(view: CaseView | None) -> None:
            order = view.doc.order if view is not None else None
            if order is not None and order.parent is not None and order.closed_because is None:
                self.when_done(self.services.seat.case(order.parent), partial(parent_came, order))
                return
            if order is not None and order.state is State.TO_CALLBACK:
                orders.append(order)
            read_next()

        def parent_came(order: WorkOrder, view: CaseView | None) -> None:
            if view is not None and view.doc.order.state in REPLY_PASSED:
                self._parents[view.doc.order.id] = view.doc.order
                orders.append(order)
            read_next()

        read_next()

    def _show_known(self, orders: list[WorkOrder], found: Page) -> None:
        lines = sorted(orders, key=lambda order: red_first(order.clocks) or order.state_since)
        counts = QueueCounts(waiting=len(lines))
        as_of = found.as_of or self.services.now()
        self._take([QueuePage(as_of=as_of, counts=counts, lines=tuple(QueueLine(order=each) for each in lines))])
        self.is_fresh = False
        self.paint_list()
        self.say(lambda: tr("No line: these are the call-backs that this seat knows of"))

    # ---- going about

    def on_descendant_focus(self) -> None:
        """Give the case that is read the room of the list."""
        self.set_class(isinstance(self.focused, ScrollRows), "-reading")

    @on(LineList.Opened)
    def _open_case(self) -> None:
        """Open no case that somebody else has to call about: it is said before a number is shown."""
        if self.view is not None and self._handled(self.view.doc.order):
            self.say(lambda: tr(OTHERS_CALL), wrong=True)

    @on(ScrollRows.Entered)
    def _case_entered(self, message: ScrollRows.Entered) -> None:
        message.stop()
        message.prevent_default()  # of the base class: it would go back to the list
        self.action_call_back()

    # ---- what may be done

    def is_act(self, action: str) -> bool:
        """Say whether an action is done to the case that is shown."""
        return action == CALL_BACK or super().is_act(action)

    def why_not(self, act: str) -> str:
        """Return why an act can do nothing to the case that is shown; empty if it can."""
        from hotline.rulebook import refused_at_once

        order = self.view.doc.order if self.view is not None else None
        if order is None or self.services.session is None:
            return ""
        if act == "reveal" and self._handled(order):
            return tr(OTHERS_CALL)
        if act != CALL_BACK:
            return super().why_not(act)
        refusal = refused_at_once("record_callback", order, self.actor())
        if refusal is not None:
            return refusal_words(refusal)
        if order.state is State.MERGED and not self.services.seat.status.line_up and self._parent_of(order) is None:
            return tr("This seat does not hold the case that it was merged into: this call-back needs the line")
        return ""

    # ---- the results

    def action_call_back(self) -> None:
        """Ask what came of the call."""
        if order := self.begun(CALL_BACK):
            self.set_focus(self.query_one(ScrollRows))  # whom to dial stays in sight above the question
            self._ask_results(order)

    def _ask_results(self, order: WorkOrder, given: Results | None = None, wrong: Wrong = NOTHING_WRONG) -> None:
        def heading() -> str:
            return tr("{number}  Call-back: {title}").format(number=number_words(order.order_no), title=order.title)

        from hotline.calling_back import asks_about_unit

        by_unit = asks_about_unit(order, self._parent_of(order))

        def redo() -> str:
            if by_unit:
                return tr("Reasonable and not solved: the unit does it again")
            return tr("Reasonable and not solved: it is dispatched to a unit")

        question = AskResults(heading, self.services.city_pack, redo, self.action_reveal,
                              given=given or Results(by_unit=by_unit), wrong=wrong)  # fmt: skip
        self._ask_about(order, CALL_BACK, question, self._results_given)

    def _results_given(self, order: WorkOrder, results: Results | None) -> None:
        if results is None:
            return
        words = _RECORDED if results.reached else _TRY_RECORDED
        self._record(order, results, command_of(results), words)

    def _record(self, order: WorkOrder, results: Results, command: RecordCallback, words: str) -> None:
        """Save it on this seat, which needs no line; what this seat does not hold is recorded at the centre.

        A merged caller's is recorded there too while there is a line: whether the reply has passed stands in the other
        case, of which this seat may know only how it was.
        """
        again, stays = partial(self._ask_results, order, results), not results.reached

        def at_the_centre(error: Exception | None = None) -> bool:
            if error is not None and not (
                isinstance(error, Refused) and error.refusal.code == RefusalCode.NO_SUCH_CASE
            ):
                return False
            self.give(order, command, lambda: tr(words), again=again, stays=stays)
            return True

        if order.state is State.MERGED and self.services.seat.status.line_up:
            at_the_centre()
        else:
            self._give(order, command, words, again, then=partial(self._recorded, order, stays), instead=at_the_centre)

    def _recorded(self, order: WorkOrder, stays: bool) -> None:
        """Open the next case; one that nobody was reached for stays in the list with its try."""
        self.go_on(order, stays=stays)
        if stays:
            self._newer[order.id] = order
            self._read_tried(order.id)

    def _read_tried(self, case_id: UUID) -> None:
        """Read what this seat knows of a case that was tried from here."""

        def take(view: CaseView | None) -> None:
            if view is not None:
                self._newer[case_id] = view.doc.order
                self.paint_list()

        self.when_done(self.services.seat.case(case_id), take)

    def hear(self, news: News) -> None:
        """Follow what was recorded here, which needs no line."""
        super().hear(news)
        if isinstance(news, seat_news.CasesChanged):
            for case_id in news.case_ids & self._newer.keys():
                self._read_tried(case_id)
            if self.wanted in news.case_ids:
                self.read_case(self.wanted)


def command_of(results: Results) -> RecordCallback:
    """Return the command that records the results."""
    from hotline.commands import RecordCallback

    return RecordCallback(
        reached=bool(results.reached), not_reached=results.not_reached, contacted_by_unit=results.contacted,
        solved=results.solved, satisfied=results.satisfied, redo=bool(results.redo), opinion=results.opinion,
    )  # fmt: skip
