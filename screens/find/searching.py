"""The search of the find screen: asks this seat or the centre, lists what was found and says where it is known from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from textual import on

from hotline.texts import visible
from local_cache.model import CaseLine, CaseView, Page, Query
from screens.find.found_list import FoundList
from screens.find.unmerging import Unmerging
from screens.parts.case_words import number_words, place_words, state_words
from screens.parts.query import query_of
from screens.parts.text_rows import TextRows
from widgets.clock_text import at, exact
from widgets.entry import Entry
from widgets.field import Field
from widgets.lamp import Tone
from widgets.line_list import LineList, ListRow
from widgets.picker import Picker
from wording import mark, sentences, tr

NOTHING_FOUND = mark("Nothing found. Fewer words find more; the centre may know more.")
_NO_SUCH_DIGITS = mark("Nothing found. A telephone: the whole number, or *5678 at the centre.")
_NO_SUCH_PART = mark("No telephone number has these digits.")
_ASK_THE_CENTRE = mark("This seat knows telephone numbers only whole: ask the centre.")
_NO_LINE_TO_ASK = mark("This seat knows telephone numbers only whole, and there is no line.")


class Searching(Unmerging):
    """A screen with search words, a place and a list; `_first` is a case to be shown as soon as it is found.

    With `_sent_here` the words are not the operator's own: what this seat lacks is asked of the centre at once.
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._first = ""
        self._sent_here = False
        self._page: Page | None = None
        self._lines: dict[str, CaseLine] = {}
        self._no_longer = ""
        self._of_other_words = False
        self._query = Query()
        self._found_by = self._query
        self._asking = ""
        self._reach = self._query.limit
        self._asked = 0
        self._under_way = False
        self._stale = False

    @property
    def is_under_way(self) -> bool:
        """Say whether an answer is still to come."""
        return self._under_way

    def search(self) -> None:
        """Search on this seat."""
        self._new_query(mark("Searching ..."))
        self._ask(self.services.seat.search(self._query))

    def action_search_centre(self) -> None:
        """Search at the centre, which knows more than this seat may hold."""
        self._new_query(mark("Asking the centre ..."))
        self._ask(self.services.seat.search_centre(self._query))
        self.set_focus(self.query_one(LineList))

    def look_again(self) -> None:
        """Find the same anew on this seat, as much of it as is listed; what the centre found stays as it is."""
        if self._under_way:
            self._stale = True  # an answer is coming, perhaps of other words; it may be older than the news
        elif self._page is not None and not self._page.at_centre:
            self._ask(self.services.seat.search(replace(self._query, limit=self._reach)), same=True)

    @property
    def is_answered(self) -> bool:
        """Say whether the words and the place as they stand are those that were asked for last."""
        return self._present_query() == self._query

    def _present_query(self) -> Query:
        return query_of(self.query_one("#words", Field).value, self.query_one("#place", Picker).value)

    def _new_query(self, asking: str) -> None:
        """Take the words as they stand; until they are answered the list says that it is of the ones before."""
        self._query = self._present_query()
        self._reach = self._query.limit
        self._asking = asking
        self._paint_as_of()

    def _ask(self, future: Any, before: tuple[CaseLine, ...] = (), *, same: bool = False) -> None:
        self._asked += 1
        asked = self._asked

        self._under_way = True

        def answered(then: Callable[[], object]) -> None:
            if asked != self._asked:
                return
            self._under_way = False
            self._asking = ""
            then()
            self._paint_as_of()
            if self._stale:
                self._stale = False
                self.look_again()

        self.when_done(
            future,
            lambda page: answered(lambda: self._found(replace(page, lines=(*before, *page.lines)), same=same)),
            lambda error: answered(lambda: self.seat_failed(error)),
        )

    def _found(self, page: Page, *, same: bool) -> None:
        before = self._lines
        self._page, self._found_by = page, self._query
        found = self.query_one(LineList)
        self._lines = {str(line.case_id): line for line in page.lines}
        self._no_longer = ""
        if same:
            self._keep_open(found.key, before)
        found.empty = self._why_nothing(page)
        sent_here, self._sent_here = self._sent_here, False
        if sent_here and not page.lines and self.services.seat.status.line_up:
            self.action_search_centre()
            return
        self.paint_list()
        if not self._lines and found.has_focus and not self._first:
            self.set_focus(self.query_one("#words"))  # there is nothing to go through, only other words to try
        if self._first:
            wanted, self._first = self._first, ""
            self.query_one(LineList).key = wanted
            self.read_case(UUID(wanted))
            self.set_focus(self.query_one(LineList))
        elif marked := self.query_one(LineList).key:
            self.read_case(UUID(marked))

    def _keep_open(self, key: str, before: dict[str, CaseLine]) -> None:
        """Let the marked case stay in its place also where the words no longer find it."""
        if key in before and key not in self._lines:
            lines = list(self._lines.items())
            lines.insert(list(before).index(key), (key, before[key]))
            self._lines, self._no_longer = dict(lines), key

    def list_as_read(self, view: CaseView) -> None:
        """Let the list say of a case that the words no longer find, and so is not asked for anew, what was read."""
        order = view.doc.order
        if str(order.id) == self._no_longer:
            line = self._lines[self._no_longer]
            self._lines[self._no_longer] = replace(line, number=order.order_no, state=order.state, title=order.title)
            self.paint_list()

    def _why_nothing(self, page: Page) -> str:
        """Return the message id for a list without rows."""
        query = self._query
        if query.phone_part:
            if page.at_centre:
                return _NO_SUCH_PART
            return _ASK_THE_CENTRE if self.services.seat.status.line_up else _NO_LINE_TO_ASK
        return _NO_SUCH_DIGITS if query.digits else NOTHING_FOUND

    @on(LineList.AtEnd)
    def _at_end(self, message: LineList.AtEnd) -> None:
        message.stop()
        page = self._page
        if page is not None and page.next:
            more = replace(self._query, cursor=page.next)
            self._reach = len(page.lines) + more.limit
            seat = self.services.seat
            self._ask(seat.search_centre(more) if page.at_centre else seat.search(more), page.lines, same=True)

    @on(Entry.Changed)
    def _words_changed(self) -> None:
        """Grey out what was found for other words than those that stand above it now, and say so."""
        if self._of_other_words != (self._present_query() != self._found_by):
            self.paint_list()
        else:
            self._paint_as_of()

    def paint_list(self) -> None:
        """Show the lines that were found, and where and when they were known."""
        self._of_other_words = self._present_query() != self._found_by
        bright = Tone.FAINT if self._of_other_words else Tone.BRIGHT
        now, zone, pack = self.services.now(), self.services.zone, self.services.city_pack
        rows = [
            ListRow(key, (
                (at(line.created_at, now, zone), Tone.GREY),
                (number_words(line.number), bright),
                (state_words(pack, line), Tone.GREY),
                (line.title, bright),
                (visible(line.caller), Tone.GREY),
                (self._nearest(line.area_code), Tone.GREY),
            ))
            for key, line in self._lines.items()
        ]  # fmt: skip
        found = self.query_one(FoundList)
        found.show(rows)
        found.goes_on = self._page is not None and bool(self._page.next)
        self._paint_as_of()

    def _nearest(self, area_code: str) -> str:
        """Return the smallest place that is known of a case."""
        pack = self.services.city_pack
        return pack.areas[area_code].name if pack.has_area(area_code) else area_code

    def _paint_as_of(self) -> None:
        self.query_one("#as_of", TextRows).show([(self._as_of(), Tone.GREY)])

    def _as_of(self) -> str:
        page = self._page
        before = tr("Below is what was found before.") if self._lines else ""
        if self._asking:
            return sentences(tr(self._asking), before)
        if page is not None and self._present_query() != self._query:
            for_words = tr("Below is what was found for: {words}").format(words=self._words_of(self._found_by))
            return sentences(tr("Not searched for yet: {key}.").format(key=tr("Enter")), for_words)
        if page is None or self._found_by != self._query:
            return before  # the new words were not answered: the message line says why
        if self._query.phone_part and not page.at_centre:
            return ""
        found = self._counted(page)
        return (
            tr("{found}. The case read here is no longer among them.").format(found=found) if self._no_longer else found
        )

    def _words_of(self, query: Query) -> str:
        """Return what was searched for, as it is read."""
        words = query.text or query.digits or (f"*{query.phone_part}" if query.phone_part else "")
        place = place_words(self.services.city_pack, query.area_code)
        return "  ".join(filter(None, (visible(words), place))) or tr("all cases")

    def _counted(self, page: Page) -> str:
        count = str(page.total) if page.total is not None else f"{len(page.lines)}+"
        if page.at_centre:
            return tr("{count} found at the centre").format(count=count)
        if page.as_of is None:
            return tr("{count} found on this seat, which has not heard from the centre yet").format(count=count)
        when = exact(page.as_of, self.services.now(), self.services.zone)
        return tr("{count} found on this seat, as of {at}").format(count=count, at=when)
